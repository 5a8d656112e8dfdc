"""All at once and article by article, the same things are found."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path

import pytest

from extract.facts import ArticleFacts
from kg.identity import profiles
from kg.identity.profiles import Profile
from kg.identity.whole import Outcome, resolve
from kg.store import Incoming, Store
from tests.kg.corpus import articles, story
from tests.kg.test_store import ask, build

NAMES = (
    "Danu Kusuma", "Ratih Prabowo", "Wirakesuma Adhikara", "Agus Wirakesuma", "Tirtayasa Wirakesuma Adhikara",
    "Tirtayasa Wirakesuma", "Tirtayasa Adhikara", "Tirtayasa W. Adhikara", "Wirakesuma",
)  # fmt: skip
OFFICES = ("Camat Karangasih", "Lurah Melati", "Kepala Dinas Sosial", "Anggota DPRD", "Sekretaris Daerah")
TOWNS = ("Kota Wanasari", "Kota Mekarjaya", "Kota Tirtamulya")


def test_the_store_finds_what_all_profiles_at_once_make(tmp_path: Path) -> None:
    facts = articles(120)
    build(tmp_path / "s", facts, batch=7)
    known, outcome = compare(tmp_path / "s", facts)
    assert 0 < outcome.compared < known**2 / 4


def namesake(number: int, chance: random.Random) -> ArticleFacts:
    """Somebody of one of few names, with an office, a body, a town, somebody beside, or nothing."""
    who, town, event = f"PERSON {chance.choice(NAMES)}", chance.choice(TOWNS), f"EVENT rapat {number}"
    kind = chance.random()
    told = [(who, "attended", event)]
    if kind < 0.45:
        told = [(who, "holdsPosition", f"POSITION {chance.choice(OFFICES)} {town}")]
    if 0.3 < kind < 0.6:
        told += [(who, "memberOf", f"ORG {chance.choice(('Partai Bumi Karya', f'Forum Warga {town}'))}")]
    if 0.6 < kind < 0.8:
        told += [(f"ORG Dinas Pasar {town}", "stated", "")]
    if chance.random() < 0.2:
        told += [(f"PERSON {chance.choice(NAMES[:3])}", "attended", event)]
    return story(f"a{number}", told, published=f"2031-01-{1 + number % 28:02d}")


@pytest.mark.parametrize("seed", range(4))
def test_namesakes_come_out_alike_however_they_came_and_went(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    facts = [namesake(number, chance) for number in range(70)]
    ahead = chance.sample(facts, len(facts))
    with Store.open(tmp_path / "s") as store:
        while ahead:
            size = chance.choice((1, 1, 3, 9, 30))
            store.update([Incoming(each) for each in ahead[:size]])
            ahead = ahead[size:]
    compare(tmp_path / "s", facts)
    gone = chance.sample(facts, 25)
    with Store.open(tmp_path / "s") as store:
        for each in gone:
            store.retract(each.id)
    compare(tmp_path / "s", [each for each in facts if each not in gone])


def compare(folder: Path, facts: list[ArticleFacts]) -> tuple[int, Outcome]:
    """Check the things of a store against those of all its profiles at once; how many profiles, and the latter."""
    denoted = dict(ask(folder, "SELECT ?e ?t WHERE { ?e kg:denotes ?t }"))
    of: defaultdict[Profile, set[str]] = defaultdict(set)
    for article in facts:
        for entity, profile in profiles(article).items():
            name = article.id.replace("/", "%2F")
            of[profile].add(denoted[f"https://w3id.org/jejak/id/article/{name}/entity/{entity}"])
    assert all(len(things) == 1 for things in of.values())
    known = sorted(of)
    outcome = resolve(known)
    together = [{thing for at in members for thing in of[known[at]]} for members in outcome.things]
    assert all(len(things) == 1 for things in together)
    assert len({min(things) for things in together}) == len(together)
    return len(known), outcome
