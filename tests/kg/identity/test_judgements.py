"""People's judgements: they win, and taking them back restores the graph that never had them, byte for byte."""

from __future__ import annotations

import csv
import io
import random
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.errors import StoreError
from extract.facts import ArticleFacts
from kg.cli import cli, run
from kg.identity import handles, judgements
from kg.identity.judgements import Judgement, Key
from kg.store import Incoming, Snapshot, Store, rebuild
from kg.store import paired as module
from tests.kg.corpus import article, articles, edited, story
from tests.kg.test_store import ask, build, export

DANU = ("PERSON Danu Santoso", "holdsPosition", "POSITION Lurah Karangasih")
OTHER = ("PERSON Danu Santoso", "memberOf", "ORG Forum Warga Kota Wanasari")


def judged(a: str, verdict: str, b: str, day: int = 1, name: str = "Danu Santoso") -> Judgement:
    date = f"2031-01-{day:02d}T00:00:00+00:00"
    return Judgement(date, "Sekar", verdict, Key(a, "PERSON", name), Key(b, "PERSON", name))  # type: ignore[arg-type]


def people(folder: Path) -> dict[str, str]:
    query = "SELECT ?a ?t WHERE { ?e kg:denotes ?t ; kg:mentionedIn/kg:articleId ?a . ?t a kg:Person }"
    return dict(ask(folder, query))


def test_same_and_different_win_and_can_be_taken_back(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    before = build(folder, [story("a", [DANU]), story("b", [DANU]), story("c", [OTHER])])
    assert people(folder)["a"] == people(folder)["b"] != people(folder)["c"]
    with Store.open(folder) as store:
        assert store.judge([judged("a", "different", "b"), judged("c", "same", "b")]) == 2
    assert people(folder)["a"] != people(folder)["b"] == people(folder)["c"]
    with Store.open(folder) as store:
        store.judge([judged("b", "same", "a", day=2)])
    assert len(set(people(folder).values())) == 1
    with Store.open(folder) as store:
        store.judge([judged("a", "open", "b", day=3), judged("b", "open", "c", day=3)])
    assert export(folder) == before


def test_a_line_taken_out_of_the_file_is_taken_back(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    before = build(folder, articles(20))
    keys = [
        Key(facts.id, handle.type, handle.name)
        for facts in articles(20)
        for handle in handles(facts).values()
        if handle.type == "PERSON"
    ]
    with Store.open(folder) as store:
        made = [Judgement("2031-01-01", "Sekar", "same", keys[at], keys[-at - 1]) for at in range(5)]
        store.judge(made)
    assert export(folder) != before
    (folder / judgements.FILE).write_text("")
    with Store.open(folder):
        pass
    assert export(folder) == before


def test_judgements_outlive_a_rebuild_and_articles_that_come_later(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    build(folder, [story("a", [DANU])])
    with Store.open(folder) as store:
        store.judge([judged("a", "same", "c")])
        store.replace(story("c", [OTHER]))
    assert len(set(people(folder).values())) == 1
    lived = export(folder)
    rebuild(folder)
    assert export(folder) == lived


def test_initials_are_joined_by_people_only(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    build(folder, [story("a", [DANU]), story("b", [("PERSON DS", *DANU[1:])])])
    assert len(set(people(folder).values())) == 2
    with Store.open(folder) as store:
        same = Judgement("2031-01-01", "S", "same", Key("a", "PERSON", "Danu Santoso"), Key("b", "PERSON", "DS"))
        store.judge([same])
    assert len(set(people(folder).values())) == 1


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        '{"when":"2031-01-01","who":"S","verdict":"perhaps","a":["a","PERSON","x"],"b":["b","PERSON","x"]}',
        '{"when":"yesterday","who":"S","verdict":"same","a":["a","PERSON","x"],"b":["b","PERSON","x"]}',
        '{"when":"2031-01-01","who":"","verdict":"same","a":["a","PERSON","x"],"b":["b","PERSON","x"]}',
        '{"when":"2031-01-01","who":"S","verdict":"same","a":["a","PERSON","x"],"b":["b","ORG","x"]}',
        '{"when":"2031-01-01","who":"S","verdict":"same","a":["a","PERSON","x"],"b":["a","PERSON","x"]}',
    ],
)
def test_a_broken_line_is_told_and_nothing_is_changed(tmp_path: Path, line: str) -> None:
    before = build(tmp_path / "s", articles(3))
    (tmp_path / "s" / judgements.FILE).write_text("\n" + line)
    with pytest.raises(StoreError, match="line 2"):
        Store.open(tmp_path / "s")
    assert export(tmp_path / "s") == before


def test_the_newest_judgement_of_a_pair_stands_in_any_order_of_lines() -> None:
    lines = [judged("a", "same", "b", 1), judged("b", "different", "a", 3), judged("a", "same", "b", 2)]
    for order in (lines, lines[::-1], lines[1:] + lines[:1]):
        (found,) = judgements.standing(order).values()
        assert found.verdict == "different"
    assert judgements.standing([*lines, judged("a", "open", "b", 4)]) == {}


STEP = st.tuples(
    st.sampled_from(("add", "add", "edit", "retract", "same", "different", "open")), st.integers(0, 10_000)
)


@pytest.mark.parametrize("cap", [1, 12])
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(STEP, min_size=3, max_size=14), min_size=1, max_size=5), st.integers(0, 100))
def test_any_history_with_judgements_leaves_the_graph_of_what_stands(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch_cap: None,
    cap: int,
    history: list[list[tuple[str, int]]],
    seed: int,
) -> None:
    chance = random.Random(seed)
    folder = tmp_path_factory.mktemp("judged")
    module.CAP = cap  # type: ignore[misc]
    present: dict[str, ArticleFacts] = {}
    made: list[Judgement] = []
    with Store.open(folder / "lived") as store:
        for batch in history:
            coming: dict[str, ArticleFacts] = {}
            going: list[str] = []
            said: list[Judgement] = []
            keys = [
                Key(facts.id, handle.type, handle.name)
                for facts in present.values()
                for handle in handles(facts).values()
                if handle.type in {"PERSON", "EVENT"}
            ]
            for kind, number in batch:
                facts = article(number % 30)
                if kind in judgements.VERDICTS:
                    chosen = sorted({keys[number % len(keys)], keys[(number * 7 + 1) % len(keys)]}) if keys else []
                    if len(chosen) == 2 and chosen[0].type == chosen[1].type:
                        date = f"2031-01-{1 + number % 28:02d}"
                        said.append(Judgement(date, "Sekar", kind, *chosen))  # type: ignore[arg-type]
                elif kind == "retract":
                    going.append(facts.id)
                else:
                    coming[facts.id] = facts if kind == "add" else edited(facts, number % 3)
            store.update([Incoming(each) for each in coming.values()], going)
            store.judge(said)
            made += said
            present = {name: facts for name, facts in present.items() if name not in going} | coming
    lines = [judgements.to_line(each) for each in made]
    chance.shuffle(lines)
    fresh = list(present.values())
    chance.shuffle(fresh)
    (folder / "fresh").mkdir()
    (folder / "fresh" / judgements.FILE).write_text("\n".join(lines))
    with Store.open(folder / "fresh") as store:
        for at in range(0, len(fresh), 4):
            store.update([Incoming(each) for each in fresh[at : at + 4]])
    assert export(folder / "lived") == export(folder / "fresh")
    shutil.rmtree(folder)


@pytest.fixture
def monkeypatch_cap() -> object:
    kept = module.CAP
    yield
    module.CAP = kept  # type: ignore[misc]


# The commands


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    build(tmp_path / "s", [story("a", [DANU]), story("b", [DANU]), story("c", [OTHER])])
    return tmp_path / "s"


def test_the_walk_keeps_answers_with_who_and_why(asked: Path) -> None:
    done = CliRunner().invoke(cli, ["review", str(asked), "--who", "Sekar"], input="s\nher own word\n")
    assert done.exit_code == 0, done.output
    assert len(set(people(asked).values())) == 1
    ((judgement),) = judgements.read(asked / judgements.FILE)
    assert (judgement.who, judgement.verdict, judgement.why) == ("Sekar", "same", "her own word")
    assert "No open questions" in CliRunner().invoke(cli, ["review", str(asked)]).output
    assert "her own word" in CliRunner().invoke(cli, ["review", str(asked), "--list"]).output


def test_a_question_answered_with_no_is_not_asked_again(asked: Path) -> None:
    CliRunner().invoke(cli, ["review", str(asked), "--who", "Sekar"], input="d\n\n")
    assert len(set(people(asked).values())) == 2
    assert "No open questions" in CliRunner().invoke(cli, ["review", str(asked)]).output


def test_a_table_goes_out_and_comes_back(asked: Path, tmp_path: Path) -> None:
    table = tmp_path / "q.csv"
    assert run(cli, name="kg", arguments=["review", str(asked), "--csv", str(table)]) == 0
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
    assert len(rows) == 1
    rows[0]["verdict"] = "Sama"
    rows.append(rows[0] | {"verdict": "mungkin"})
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    assert run(cli, name="kg", arguments=["review", str(asked), "--read", str(table), "--who", "Sekar"]) == 3
    assert len(set(people(asked).values())) == 1


def test_a_pair_is_judged_by_addresses(asked: Path) -> None:
    before = export(asked)
    own = [f"https://w3id.org/jejak/id/article/{name}/entity/e1" for name in "ab"]
    assert run(cli, name="kg", arguments=["review", str(asked), "--different", *own, "--who", "S"]) == 0
    assert people(asked)["a"] != people(asked)["b"]
    assert run(cli, name="kg", arguments=["review", str(asked), "--open", *own, "--who", "S"]) == 0
    assert export(asked) == before
    assert run(cli, name="kg", arguments=["review", str(asked), "--same", own[0], own[0], "--who", "S"]) == 2
    assert run(cli, name="kg", arguments=["review", str(asked), "--same", "nobody", own[0], "--who", "S"]) == 2


def test_why_tells_the_score_the_path_and_the_judgements(asked: Path) -> None:
    things = people(asked)
    one, two, three = (f"https://w3id.org/jejak/id/article/{name}/entity/e1" for name in "abc")
    apart = CliRunner().invoke(cli, ["why", str(asked), things["a"], things["c"]]).output
    assert "They are two things" in apart
    assert "ask" in apart
    together = CliRunner().invoke(cli, ["why", str(asked), one, two]).output
    assert "They are one thing" in together
    with Store.open(asked) as store:
        store.judge([judged("b", "same", "c")])
    path = CliRunner().invoke(cli, ["why", str(asked), one, three]).output
    assert "How they came together" in path
    assert "judged same" in path
    assert "lurah karangasih" in path


def test_why_goes_by_pairs_that_joined_and_not_through_a_mention_that_fits_both_ends(tmp_path: Path) -> None:
    who, offices = (
        "PERSON Tirtayasa Wirakesuma",
        ("Camat Karangasih", "Ketua Pramuka Melati", "Ketua Forum Guru Melati"),
    )
    held = [[offices[0]], [offices[0], offices[1]], [offices[1], offices[2]], [offices[2]]]
    told = [[(who, "holdsPosition", f"POSITION {office}") for office in each] for each in held]
    told.append([(who, "attended", "EVENT rapat warga")])
    build(tmp_path / "s", [story(f"a{at}", facts) for at, facts in enumerate(told)])
    assert len(set(people(tmp_path / "s").values())) == 1
    with Snapshot.open(tmp_path / "s") as snapshot:
        ends = (f"https://w3id.org/jejak/id/article/{name}/entity/e1" for name in ("a0", "a3"))
        path = snapshot.inquiry().why(*ends).path
    assert [step.b.key.article for step in path] == ["a1", "a2", "a3"]


def test_hostile_names_are_shown_harmless(tmp_path: Path) -> None:
    name = "=Danu\x1b Santoso\n"
    build(tmp_path / "s", [story("a", [(f"PERSON {name}", *DANU[1:])]), story("b", [(f"PERSON {name}", *OTHER[1:])])])
    shown = CliRunner().invoke(cli, ["review", str(tmp_path / "s")], input="q\n").output
    assert "\x1b" not in shown
    run(cli, name="kg", arguments=["review", str(tmp_path / "s"), "--csv", str(tmp_path / "q.csv")])
    (row,) = csv.DictReader(io.StringIO((tmp_path / "q.csv").read_text(encoding="utf-8-sig"), newline=""))
    assert not row["a_name"].startswith("=")
    with Snapshot.open(tmp_path / "s") as snapshot:
        assert len(snapshot.inquiry().questions(10)) == 1
