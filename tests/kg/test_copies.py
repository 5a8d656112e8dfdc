"""Copies of one text are one source: found whatever the order, forgotten when they go."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from extract.facts import ArticleFacts
from kg import copies
from kg.claims import read_graph
from kg.store import Incoming, Snapshot, Store
from kg.store import copied as module
from tests.kg.corpus import story
from tests.kg.test_store import ask, build, export

WORDS = [
    f"{first}{last}"
    for first in ("kra", "mel", "tun", "sor", "bin", "gal", "pes", "ron")
    for last in ("ta", "ning", "so", "dul")
]


def text(seed: int, changed: float = 0.0, by: int = 0) -> str:
    chance, other = random.Random(seed), random.Random(f"{seed}/{by}")
    words = [chance.choice(WORDS) + str(chance.randrange(9)) for _ in range(120)]
    return " ".join(other.choice(WORDS) if other.random() < changed else word for word in words)


def told(name: str, content: str, published: str | None = "2031-05-05") -> ArticleFacts:
    facts = story(name, [("PERSON Sekar Ayuningrum", "memberOf", "ORG Forum Warga Mekarjaya")], published)
    return replace(facts, text=f"{facts.text}{content}")


def originals(folder: Path) -> dict[str, str]:
    return dict(ask(folder, "SELECT ?a ?b WHERE { ?x kg:copyOf ?y . ?x kg:articleId ?a . ?y kg:articleId ?b }"))


def test_lightly_edited_texts_are_copies_and_others_are_not() -> None:
    near = sum(
        copies.shared(copies.sketch(text(n)), copies.sketch(text(n, 0.05, 1))) >= copies.SHARED for n in range(40)
    )  # type: ignore[arg-type]
    assert near >= 36
    assert all(copies.shared(copies.sketch(text(n)), copies.sketch(text(n + 50))) < 0.3 for n in range(40))  # type: ignore[arg-type]
    assert copies.sketch("Terlalu singkat.") is None
    assert copies.sketch(text(1)) == copies.sketch(text(1).upper().replace(" ", ", "))


def test_the_first_published_is_the_original(tmp_path: Path) -> None:
    facts = [
        told("b", text(1), "2031-05-04"),
        told("a", text(1, 0.03, 1)),
        told("c", text(1), None),
        told("d", text(2)),
    ]
    build(tmp_path / "s", facts)
    assert originals(tmp_path / "s") == {"a": "b", "c": "b"}
    with Snapshot.open(tmp_path / "s") as snapshot:
        graph = read_graph(snapshot.quads)
    assert {graph.independent(claim) for claim in graph.claims} == {2}
    with Store.open(tmp_path / "s") as store:
        store.retract("b")
    assert originals(tmp_path / "s") == {"c": "a"}


@pytest.mark.parametrize("cap", [1, 2, 8])
def test_any_history_leaves_the_copies_of_what_is_there(
    tmp_path: Path, cap: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CAP", cap)
    chance = random.Random(cap)
    present: dict[str, ArticleFacts] = {}
    with Store.open(tmp_path / "lived") as store:
        for _ in range(12):
            going = [f"n{chance.randrange(25)}" for _ in range(3)]
            coming = {}
            for _ in range(6):
                name = f"n{chance.randrange(25)}"
                content = text(chance.randrange(3), chance.choice((0.0, 0.04, 0.12)), chance.randrange(9))
                coming[name] = told(name, content, chance.choice((None, "2031-05-04", "2031-05-05")))
            store.update([Incoming(each) for each in coming.values()], going)
            present = {name: facts for name, facts in present.items() if name not in going} | coming
    fresh = list(present.values())
    chance.shuffle(fresh)
    assert export(tmp_path / "lived") == build(tmp_path / "fresh", fresh, batch=4)
    assert originals(tmp_path / "lived")
