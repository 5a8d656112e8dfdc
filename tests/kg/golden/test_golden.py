"""Each saved question over reference facts that a person wrote: its answer is the golden one, row by row.

`UPDATE_GOLDEN=1 pytest tests/kg/golden` writes the answers anew; read the difference before you keep it.
"""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path

import pytest

from kg.engine import LocalEngine
from kg.questions import find, questions
from kg.results import write
from kg.store import Incoming, Snapshot, Store
from tests.kg.golden import reference

ASKED = tomllib.loads((reference.HERE / "questions.toml").read_text(encoding="utf-8"))
ANSWERS = reference.HERE / "answers"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> LocalEngine:
    folder = tmp_path_factory.mktemp("golden") / "store"
    with Store.open(folder) as store:
        store.update(Incoming(facts) for facts in (*reference.of_samples(), *reference.annotated(samples=False)))
    snapshot = Snapshot.open(folder)
    return LocalEngine(snapshot.quads, snapshot)


def answer(engine: LocalEngine, name: str) -> str:
    return write(engine.run(find(ASKED[name]["question"]).bind(ASKED[name].get("params", {}))), "csv")


def rows(engine: LocalEngine, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer(engine, name), newline="")))


def test_every_saved_question_has_a_golden_answer() -> None:
    assert {each["question"] for each in ASKED.values()} == set(questions())
    assert {path.stem for path in ANSWERS.glob("*.csv")} == set(ASKED)


@pytest.mark.parametrize("name", sorted(ASKED))
def test_the_answer_is_the_golden_one(engine: LocalEngine, name: str, update_golden: bool) -> None:
    path: Path = ANSWERS / f"{name}.csv"
    found = answer(engine, name)
    if update_golden:
        path.write_bytes(found.encode("utf-8"))
    assert found == path.read_bytes().decode("utf-8")
    assert len(found.splitlines()) > 1, "a golden answer without a row shows nothing"


@pytest.mark.parametrize("name", sorted(ASKED))
def test_no_row_stands_twice(engine: LocalEngine, name: str) -> None:
    found = [tuple(row.items()) for row in rows(engine, name)]
    assert len(found) == len(set(found))


def test_nobody_accuses_but_whose_word_it_is(engine: LocalEngine) -> None:
    for name, thing in (("accused-by-whom", "accusedOf"), ("case-history", "accused")):
        by = {row["claim"]: row["by"] for row in rows(engine, name) if thing in (row.get("relation"), row.get("stage"))}
        claims = [row["claim"] for row in rows(engine, name)]
        assert len(claims) == len(set(claims)), "one row a claim, whoever else is in the graph"
        for claim, accuser in by.items():
            said = engine.run(find("evidence").bind({"claim": claim}))
            assert [row["saidBy"] for row in csv.DictReader(io.StringIO(write(said, "csv"), newline=""))] == [accuser]


def test_a_candidates_company_comes_apart_by_how_sure_it_is(engine: LocalEngine) -> None:
    found = {row["person"]: row["factuality"] for row in rows(engine, "attended-with-candidate")}
    assert found["Agus Wirahadi"] == "asserted"
    assert found["Rudi Hartawan"] == "alleged"
    assert "Yosef Mahulete" not in found, "whoever is said not to have been there"


def test_an_allegation_has_its_denial_beside_it(engine: LocalEngine) -> None:
    denied = [row for row in rows(engine, "allegations-one") if row["denial"]]
    assert [(row["what"], row["deniedBy"], row["denialUrl"]) for row in denied] == [
        ("Deklarasi Relawan Tirto", "Teguh Wicaksana", "https://kencana-pos.example/klarifikasi-kadishub")
    ]
    assert [row["claim"] for row in rows(engine, "contradictions")] == [row["claim"] for row in denied]


def test_a_former_office_is_never_shown_as_a_held_one(engine: LocalEngine) -> None:
    relations = {row["relation"] for row in rows(engine, "timeline-former") if row["other"] == "Wali Kota Bekasi"}
    assert relations == {"heldPosition", "candidateFor"}
    assert {row["person"] for row in rows(engine, "offices-at-date-camat")} == {"Wulan Anggraini Puspa"}


def test_copies_of_one_release_are_a_single_source(engine: LocalEngine) -> None:
    debates = [row for row in rows(engine, "single-source") if row["who"] == "Meilani Sukandar"]
    assert [row["relation"] for row in debates] == ["candidateFor"]


def test_what_is_newly_known_shows_the_sentence_that_told_it_first(engine: LocalEngine) -> None:
    told = {row["url"] for row in rows(engine, "newly-known-since") if row["who"] == "Meilani Sukandar"}
    assert told == {"https://tribun-wanasari.example/debat"}


def test_a_path_reads_from_one_end_to_the_other(engine: LocalEngine) -> None:
    (row,) = rows(engine, "path")
    assert [row[f"relation{n}"] for n in (1, 2, 3)] == ["attended →", "← attended", "← relativeOf"]
    assert all(row[f"sentence{n}"] for n in (1, 2, 3))
    assert {row["factuality1"] for row in rows(engine, "path-alleged")} == {"alleged"}


def test_the_reference_facts_are_what_the_annotations_say() -> None:
    made = list(reference.annotated(samples=True))
    assert made == list(reference.of_samples()), "renew them: python -m tests.kg.golden.reference --update"
