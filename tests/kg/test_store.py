"""The store: whatever goes in comes out, in any order, and an allegation never becomes a plain triple."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.errors import StoreDamaged, StoreError, StoreLocked
from extract.facts import ArticleFacts
from kg import lines
from kg.store import Incoming, Snapshot, Store, rebuild, verify
from kg.vocabulary import KG, PREFIXES, VIEW
from tests.kg.corpus import Draft, article, articles, edited, story

COMMON = "".join(f"PREFIX {prefix}: <{address}>\n" for prefix, address in PREFIXES.items())


def export(folder: Path) -> str:
    with Snapshot.open(folder) as snapshot:
        return "\n".join(lines.nquads(snapshot.quads))


def build(folder: Path, facts: list[ArticleFacts], batch: int = 1_000) -> str:
    shutil.rmtree(folder, ignore_errors=True)
    with Store.open(folder) as store:
        for at in range(0, len(facts), batch):
            store.update([Incoming(each) for each in facts[at : at + batch]])
    return export(folder)


def ask(folder: Path, query: str) -> list[tuple[str, ...]]:
    with Snapshot.open(folder) as snapshot:
        rows = snapshot.quads.query(COMMON + query, use_default_graph_as_union=True)
        return sorted(tuple(value.value if value else "" for value in row) for row in rows)


# Adding, editing, retracting

EDIT = st.tuples(st.sampled_from(("add", "edit", "retract")), st.integers(0, 29), st.integers(0, 2))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(EDIT, max_size=12), max_size=6), st.randoms(use_true_random=False))
def test_any_history_leaves_the_bytes_of_a_graph_built_without_it(
    tmp_path_factory: pytest.TempPathFactory, history: list[list[tuple[str, int, int]]], chance: object
) -> None:
    folder = tmp_path_factory.mktemp("history")
    present: dict[str, ArticleFacts] = {}
    with Store.open(folder / "lived") as store:
        for batch in history:
            coming: dict[str, ArticleFacts] = {}
            going: list[str] = []
            for kind, number, version in batch:
                facts = article(number)
                if kind == "retract":
                    going.append(facts.id)
                else:
                    coming[facts.id] = facts if kind == "add" else edited(facts, version)
            store.update([Incoming(each) for each in coming.values()], going)
            present = {name: facts for name, facts in present.items() if name not in going} | coming
    fresh = sorted(present.values(), key=lambda facts: facts.id)
    chance.shuffle(fresh)  # type: ignore[attr-defined]
    assert export(folder / "lived") == build(folder / "fresh", fresh)
    shutil.rmtree(folder)


@pytest.mark.parametrize("seed", range(6))
def test_long_histories_leave_the_same_bytes(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    present: dict[str, ArticleFacts] = {}
    with Store.open(tmp_path / "lived") as store:
        for _ in range(10):
            numbers = [chance.randrange(60) for _ in range(8)]
            going = [article(number).id for number in numbers[:2]]
            coming = {
                facts.id: facts if chance.random() < 0.6 else edited(facts, chance.randrange(3))
                for facts in map(article, numbers[2:])
            }
            store.update([Incoming(each) for each in coming.values()], going)
            present = {name: facts for name, facts in present.items() if name not in going} | coming
    assert export(tmp_path / "lived") == build(tmp_path / "fresh", list(present.values()))


def test_order_and_batches_change_no_byte(tmp_path: Path) -> None:
    facts = articles(60)
    assert build(tmp_path / "a", facts) == build(tmp_path / "b", facts[::-1], batch=7)


def test_the_hash_seed_changes_no_byte(tmp_path: Path) -> None:
    code = (
        "import sys, hashlib; from pathlib import Path; from tests.kg.test_store import build; "
        "from tests.kg.corpus import articles; "
        "print(hashlib.sha256(build(Path(sys.argv[1]), articles(25)).encode()).hexdigest())"
    )
    sums = {
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / seed)],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(sums) == 1


def test_a_retracted_store_is_an_empty_one(tmp_path: Path) -> None:
    facts = articles(20)
    build(tmp_path / "s", facts)
    with Store.open(tmp_path / "s") as store:
        assert store.update([], [each.id for each in facts]) == 20
        assert store.summary()["articles"] == 0
    assert export(tmp_path / "s") == ""


def test_adding_the_same_again_changes_nothing(tmp_path: Path) -> None:
    facts = articles(10)
    before = build(tmp_path / "s", facts)
    with Store.open(tmp_path / "s") as store:
        assert store.update([Incoming(each) for each in facts]) == 0
    assert export(tmp_path / "s") == before


def test_rebuilding_changes_no_byte(tmp_path: Path) -> None:
    before = build(tmp_path / "s", articles(30))
    assert rebuild(tmp_path / "s") == 30
    assert export(tmp_path / "s") == before
    assert verify(tmp_path / "s") == 30
    assert len(list((tmp_path / "s").glob("body-*"))) == 1


def test_facts_come_back_as_they_went_in(tmp_path: Path) -> None:
    facts = articles(5)
    build(tmp_path / "s", facts)
    with Snapshot.open(tmp_path / "s") as snapshot:
        assert [snapshot.facts(each.id) for each in facts] == facts
        assert snapshot.facts("not there") is None


# What the graph holds


def test_only_asserted_claims_make_plain_triples(tmp_path: Path) -> None:
    facts = articles(80)
    quads = build(tmp_path / "s", facts)
    claimed = {}
    for s, p, o, level, status in ask(
        tmp_path / "s",
        "SELECT ?s ?p ?o ?f ?status WHERE { ?c a kg:Claim ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;"
        " kg:factuality ?f . OPTIONAL { ?c kg:status ?status } }",
    ):
        if p == KG.holdsPosition:
            p = {KG.Former: KG.heldPosition, KG.Elect: KG.electedTo}.get(status, p)
        claimed.setdefault((s, p, o), set()).add(level)
    derived = set(
        ask(
            tmp_path / "s",
            "SELECT ?s ?p ?o WHERE { ?c a kg:DerivedClaim ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;"
            " kg:factuality kg:Asserted }",
        )
    )
    plain = set(
        ask(
            tmp_path / "s",
            f"SELECT ?s ?p ?o WHERE {{ GRAPH <{VIEW}> {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?p), '{KG.address}')) }}",
        )
    )
    internal = {
        KG[term]
        for term in ("factuality", "status", "restsOn", "sharedEvent", "office", "firstObserved", "lastObserved")
    }
    plain = {triple for triple in plain if triple[1] not in internal}
    assert plain == {triple for triple, levels in claimed.items() if KG.Asserted in levels} | derived
    assert KG.allegedlyAttendedEventWithCandidate in quads
    assert not [triple for triple in plain if triple[1] == KG.allegedlyAttendedEventWithCandidate]


def test_every_claim_leads_to_its_sentence_article_and_rule(tmp_path: Path) -> None:
    facts = articles(20)
    build(tmp_path / "s", facts)
    rows = ask(
        tmp_path / "s",
        "SELECT ?c ?id ?exact ?start ?end ?rule WHERE { ?c a kg:Claim ; prov:wasQuotedFrom/kg:articleId ?id ;"
        " prov:wasGeneratedBy/skos:prefLabel ?rule ; oa:hasTarget ?t . ?t oa:hasSelector ?q, ?p . ?q oa:exact ?exact ."
        " ?p oa:start ?start ; oa:end ?end }",
    )
    assert len(rows) == sum(len(set(each.facts)) for each in facts)
    texts = {each.id: each.text for each in facts}
    for _, name, exact, start, end, _ in rows:
        assert texts[name][int(start) : int(end)] == exact


def test_no_blank_nodes_and_no_triple_in_two_graphs(tmp_path: Path) -> None:
    quads = build(tmp_path / "s", articles(40)).split("\n")
    assert not [line for line in quads if line.startswith("_:") or " _:" in line.split('"')[0]]
    triples = [line.rpartition(" <")[0] for line in quads]
    assert len(triples) == len(set(triples))


HOLDS = ("PERSON Surya Wirakesuma", "holdsPosition", "POSITION Wali Kota Wanasari")


def test_spellings_of_one_person_with_one_office_are_one_thing(tmp_path: Path) -> None:
    build(
        tmp_path / "s",
        [
            story("a", [("PERSON Raden Danu Muhamad", *HOLDS[1:])]),
            story("b", [("PERSON R Danu Muhammad", *HOLDS[1:])]),
            story("c", [("PERSON Danu Muhamad", "holdsPosition", "POSITION Wali Kota Mekarjaya")]),
            story("d", [("PERSON DM", *HOLDS[1:])]),
        ],
    )
    rows = ask(
        tmp_path / "s", "SELECT ?t ?a WHERE { ?e kg:denotes ?t ; kg:mentionedIn/kg:articleId ?a . ?t a kg:Person }"
    )
    things = {name: thing for thing, name in rows}
    assert things["a"] == things["b"]
    assert len(set(things.values())) == 3


def test_former_office_makes_no_official_and_no_present_holder(tmp_path: Path) -> None:
    build(tmp_path / "s", [story("a", [HOLDS], status="former")])
    assert not ask(tmp_path / "s", "SELECT ?p WHERE { ?p a kg:Official }")
    assert not ask(tmp_path / "s", "SELECT ?p WHERE { ?p kg:holdsPosition ?o }")
    assert len(ask(tmp_path / "s", "SELECT ?p WHERE { ?p kg:heldPosition ?o }")) == 1
    build(tmp_path / "s", [story("a", [HOLDS], status="acting")])
    assert len(ask(tmp_path / "s", "SELECT ?p WHERE { ?p a kg:Official ; kg:holdsPosition ?o }")) == 1


def test_holdings_say_when_they_were_observed(tmp_path: Path) -> None:
    build(
        tmp_path / "s",
        [story("a", [HOLDS], "2031-05-04"), story("b", [HOLDS], "2030-01-02"), story("c", [HOLDS], None)],
    )
    rows = ask(
        tmp_path / "s",
        "SELECT ?first ?last (COUNT(?c) AS ?n) WHERE { ?h a kg:OfficeHolding ; kg:firstObserved ?first ;"
        " kg:lastObserved ?last ; kg:restsOn ?c } GROUP BY ?first ?last",
    )
    assert rows == [("2030-01-02", "2031-05-04", "3")]


@pytest.mark.parametrize(
    ("attendance", "candidacy", "predicate"),
    [
        ("asserted", "asserted", KG.attendedEventWithCandidate),
        ("asserted", "planned", KG.attendedEventWithProspectiveCandidate),
        ("asserted", "alleged", KG.allegedlyAttendedEventWithCandidate),
        ("alleged", "asserted", KG.allegedlyAttendedEventWithCandidate),
        ("alleged", "planned", KG.allegedlyAttendedEventWithCandidate),
        ("planned", "asserted", None),
        ("denied", "asserted", None),
        ("asserted", "denied", None),
    ],
)
def test_what_follows_from_being_at_an_event_with_a_candidate(
    tmp_path: Path, attendance: str, candidacy: str, predicate: str | None
) -> None:
    draft = Draft("a")
    lurah = draft.entity("PERSON", "Sekar Ayuningrum")
    candidate = draft.entity("PERSON", "Surya Wirakesuma")
    event = draft.entity("EVENT", "jalan sehat")
    draft.fact("attended", lurah, event, factuality=attendance)
    draft.fact("led", candidate, event, factuality=attendance)
    draft.fact("candidateFor", candidate, draft.entity("POSITION", "Wali Kota Wanasari"), factuality=candidacy)
    facts = [draft.done()]
    quads = build(tmp_path / "s", facts)
    rows = ask(
        tmp_path / "s",
        "SELECT ?s ?p ?o ?f (COUNT(?c) AS ?n) WHERE { ?d a kg:DerivedClaim ; rdf:subject ?s ; rdf:predicate ?p ;"
        " rdf:object ?o ; kg:factuality ?f ; kg:restsOn ?c } GROUP BY ?s ?p ?o ?f",
    )
    if predicate is None:
        assert rows == []
        return
    ((s, p, o, level, count),) = rows
    assert (p, count) == (predicate, "3")
    alleged = predicate == KG.allegedlyAttendedEventWithCandidate
    assert level == (KG.Alleged if alleged else KG.Asserted)
    assert (f"<{s}> <{p}> <{o}>" in quads) == (not alleged)


def candidate(name: str, own: str | None, published: str | None, factuality: str = "asserted") -> ArticleFacts:
    draft = Draft(name)
    who = draft.entity("PERSON", "Surya Wirakesuma")
    office = draft.entity("POSITION", "Wali Kota Wanasari")
    draft.fact("holdsPosition", who, draft.entity("POSITION", "Ketua Forum Warga Kota Wanasari"))
    day = draft.entity("DATE", own) if own else None
    draft.fact("candidateFor", who, office, factuality=factuality, date=day)
    return draft.done(published=published)


def gathering(day: str | None) -> ArticleFacts:
    draft = Draft("gathering")
    event = draft.entity("EVENT", "jalan sehat")
    for name in ("Sekar Ayuningrum", "Surya Wirakesuma"):
        who = draft.entity("PERSON", name)
        draft.fact("attended", who, event)
    draft.fact("holdsPosition", who, draft.entity("POSITION", "Ketua Forum Warga Kota Wanasari"))
    if day:
        draft.fact("heldOn", event, draft.entity("DATE", day))
    return draft.done(published="2031-05-04")


PLANNED, ASSERTED = KG.attendedEventWithProspectiveCandidate, KG.attendedEventWithCandidate


@pytest.mark.parametrize(
    ("day", "candidacies", "expected"),
    [
        ("2031-05-03", [("2031-06-01", "2031-06-02", "asserted")], []),
        ("2031-05-03", [("2031-06", "2031-06-02", "asserted")], []),
        ("2031-05-03", [("2031-05", "2031-06-02", "asserted")], [ASSERTED]),
        ("2031-05", [("2031-05-20", None, "asserted")], [ASSERTED]),
        (None, [("2031-06-01", "2031-06-02", "asserted")], [ASSERTED]),
        ("2031-05-03", [(None, "2031-06-02", "asserted")], [ASSERTED]),
        ("2031-05-03", [(None, "2031-06-02", "asserted"), ("2031-06-01", None, "asserted")], []),
        ("2031-05-03", [(None, "2031-05-01", "asserted"), ("2031-06-01", None, "asserted")], [ASSERTED]),
        ("2031-05-03", [("2031-06-01", None, "asserted"), ("2031-04", None, "planned")], [PLANNED]),
    ],
)
def test_a_candidacy_counts_from_the_day_on_which_it_began(
    tmp_path: Path, day: str | None, candidacies: list[tuple[str | None, str | None, str]], expected: list[str]
) -> None:
    claims = [candidate(f"c{at}", *each) for at, each in enumerate(candidacies)]
    facts = [gathering(day), *claims]
    query = "SELECT ?p WHERE { ?d a kg:DerivedClaim ; rdf:predicate ?p }"
    before = build(tmp_path / "s", facts)
    assert [predicate for (predicate,) in ask(tmp_path / "s", query)] == expected
    # The day, or the claim that says when, may come last, and may go again.
    for late in facts:
        early = build(tmp_path / "t", [each for each in facts if each is not late])
        with Store.open(tmp_path / "t") as store:
            store.replace(late)
        assert export(tmp_path / "t") == before
        with Store.open(tmp_path / "t") as store:
            store.retract(late.id)
        assert export(tmp_path / "t") == early


def test_dates_are_never_invented(tmp_path: Path) -> None:
    facts = [
        story("a", [("EVENT apel", "heldOn", "DATE 2031-05")]),
        story("b", [("EVENT rapat", "heldOn", "DATE 2031-02-30")]),
    ]
    quads = build(tmp_path / "s", facts)
    assert '"2031-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>' in quads
    assert '"2031-02-30"^^' not in quads


HOSTILE = 'a"b\\c\n<script>\u0000\u202e\u2028 }; DROP'


def test_hostile_names_stay_names(tmp_path: Path) -> None:
    nasty = story(f"../{HOSTILE}", [(f"ORG {HOSTILE}", "met", "ORG Forum Warga")], published="2031-05-05")
    build(tmp_path / "s", [nasty, article(1)])
    names = ask(tmp_path / "s", "SELECT ?n WHERE { ?e kg:nameInArticle ?n ; kg:mentionedIn/kg:articleId ?a }")
    assert (HOSTILE,) in names
    with Store.open(tmp_path / "s") as store:
        assert store.retract(nasty.id)
    assert export(tmp_path / "s") == build(tmp_path / "t", [article(1)])


# Readers and writers


def test_readers_see_the_last_published_state_while_a_writer_writes(tmp_path: Path) -> None:
    before = build(tmp_path / "s", articles(10))
    with Snapshot.open(tmp_path / "s") as reader:
        with Store.open(tmp_path / "s") as store:
            store.update([Incoming(each) for each in articles(20)])
            assert export(tmp_path / "s") == before
            store.publish()
            store.retract(article(3).id)
            assert "\n".join(lines.nquads(reader.quads)) == before
            assert export(tmp_path / "s") == build(tmp_path / "t", articles(20))
        assert "\n".join(lines.nquads(reader.quads)) == before
    with Store.open(tmp_path / "s") as store:
        store.publish()
    assert len(list((tmp_path / "s" / "published").glob("*.lease"))) == 1


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s"):
        code = f"from kg.store import Store; from pathlib import Path; Store.open(Path({str(tmp_path / 's')!r}))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert "StoreLocked" in done.stderr
    with pytest.raises(StoreLocked), Store.open(tmp_path / "s"):
        Store.open(tmp_path / "s")


def test_a_read_only_copy_can_be_read(tmp_path: Path) -> None:
    before = build(tmp_path / "s", articles(5))
    folders = [tmp_path / "s", *(p for p in (tmp_path / "s").rglob("*") if p.is_dir())]
    for place in folders:
        place.chmod(0o555)
    try:
        assert export(tmp_path / "s") == before
        with Snapshot.open(tmp_path / "s") as snapshot:
            assert snapshot.facts(article(0).id) == article(0)
        if os.geteuid() != 0:
            with pytest.raises(StoreError, match="cannot be written"):
                Store.open(tmp_path / "s")
    finally:
        for place in folders:
            place.chmod(0o755)


def test_damage_is_told_and_mended(tmp_path: Path) -> None:
    before = build(tmp_path / "s", articles(15))
    tables = sorted((tmp_path / "s" / "published").rglob("*.sst"))
    content = bytearray(tables[0].read_bytes())
    content[len(content) // 2] ^= 1
    tables[0].unlink()
    tables[0].write_bytes(content)
    with pytest.raises(StoreDamaged, match="kg rebuild"):
        export(tmp_path / "s")
    assert rebuild(tmp_path / "s") == 15
    assert export(tmp_path / "s") == before


@pytest.mark.parametrize("content", ["", "{", '{"body": 1, "seal": "0"}', "[]"])
def test_a_damaged_manifest_is_told_and_mended(tmp_path: Path, content: str) -> None:
    before = build(tmp_path / "s", articles(8))
    (tmp_path / "s" / "store.json").write_text(content)
    with pytest.raises(StoreDamaged):
        Store.open(tmp_path / "s")
    assert rebuild(tmp_path / "s") == 8
    assert export(tmp_path / "s") == before


def test_damaged_facts_are_told(tmp_path: Path) -> None:
    import sqlite3

    build(tmp_path / "s", articles(3))
    ledger = next((tmp_path / "s").glob("body-*/ledger.sqlite"))
    with sqlite3.connect(ledger) as db:
        db.execute("UPDATE article SET facts = x'00'")
    with pytest.raises(StoreDamaged, match="kept facts"):
        verify(tmp_path / "s")


def test_a_ledger_that_is_no_database_is_told(tmp_path: Path) -> None:
    build(tmp_path / "s", articles(3))
    ledger = next((tmp_path / "s").glob("body-*/ledger.sqlite"))
    ledger.write_bytes(b"x" * 5_000)
    with pytest.raises(StoreDamaged):
        Store.open(tmp_path / "s")


def test_another_version_asks_for_a_rebuild(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import kg.store.store as module

    before = build(tmp_path / "s", articles(3))
    monkeypatch.setitem(module.VERSIONS, "identity", "other")
    with pytest.raises(StoreError, match="kg rebuild"):
        Store.open(tmp_path / "s")
    rebuild(tmp_path / "s")
    with Store.open(tmp_path / "s"):
        assert export(tmp_path / "s") == before


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(StoreError, match="other things"):
        Store.open(tmp_path)
    with pytest.raises(StoreError, match="no store"):
        Snapshot.open(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_retired_iri_names_its_successor(tmp_path: Path) -> None:
    late = story("late", [("PERSON Surya Wirakesuma", *HOLDS[1:])], "2031-05-05")
    early = story("early", [("PERSON Raden Surya Wirakesuma", *HOLDS[1:])], "2030-01-01")
    build(tmp_path / "s", [late])
    person = "SELECT ?p WHERE { ?p a kg:Person }"
    ((before,),) = ask(tmp_path / "s", person)
    with Store.open(tmp_path / "s") as store:
        store.replace(early)
    ((after,),) = ask(tmp_path / "s", person)
    assert before != after
    with Snapshot.open(tmp_path / "s") as snapshot:
        assert snapshot.successor(before) == after
        assert snapshot.successor(after) is None


def test_the_manifest_is_readable_by_people(tmp_path: Path) -> None:
    build(tmp_path / "s", articles(1))
    assert json.loads((tmp_path / "s" / "store.json").read_text())["format"] == 1
