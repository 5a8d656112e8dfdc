"""However namesakes came, were edited and went: the graph of what is there now, byte for byte."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from extract.facts import ArticleFacts
from kg.identity import CAP
from kg.store import Incoming, Store, paired
from tests.kg.identity import test_whole
from tests.kg.identity.test_whole import NAMES, compare, namesake
from tests.kg.test_store import export

FULLER = (
    "Danu Kusuma Wardana", "Danu K. Wardana", "D. Kusuma", "Kusuma", "Agus W. Adhikara", "Prabowo",
    "Ratih Prabowo Sari", "Ratih Sari", "Tirtayasa", "Wira Kesuma Adhikara",
)  # fmt: skip
# Seeds that once left a thing named by a mention that was no longer in it, and others.
SEEDS = (1, 6, 24, 42, 57, 95, 123, 176)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_history_leaves_nothing_behind(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    names = tuple(chance.sample(NAMES + FULLER, chance.choice((3, 4, 8, 14))))
    monkeypatch.setattr(test_whole, "NAMES", names)
    cap = chance.choice((1, 2, CAP))
    monkeypatch.setattr(paired, "CAP", cap)
    size = chance.choice((30, 50, 80))
    drafts = [
        [namesake(number, random.Random(f"{seed} {draft} {number}")) for number in range(size)] for draft in range(2)
    ]
    present: dict[str, ArticleFacts] = {}
    with Store.open(tmp_path / "lived") as store:
        for _ in range(chance.choice((4, 8, 12))):
            coming: dict[str, ArticleFacts] = {}
            going: set[str] = set()
            for number in {chance.randrange(size) for _ in range(chance.choice((1, 4, 20, 40)))}:
                name, kind = f"a{number}", chance.random()
                if kind < 0.25:
                    going.add(name)
                else:
                    coming[name] = drafts[kind > 0.8][number]
            store.update([Incoming(each) for each in coming.values()], sorted(going))
            present = {name: facts for name, facts in present.items() if name not in going} | coming
    fresh = chance.sample(list(present.values()), len(present))
    step = chance.choice((1, 5, 100))
    with Store.open(tmp_path / "fresh") as store:
        for at in range(0, len(fresh), step):
            store.update([Incoming(each) for each in fresh[at : at + step]])
    assert export(tmp_path / "lived") == export(tmp_path / "fresh")
    if cap == CAP:
        compare(tmp_path / "lived", fresh)
