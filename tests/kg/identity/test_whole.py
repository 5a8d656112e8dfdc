"""All at once and article by article, the same things are found."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from kg.identity import profiles
from kg.identity.profiles import Profile
from kg.identity.whole import resolve
from tests.kg.corpus import articles
from tests.kg.test_store import ask, build


def test_the_store_finds_what_all_profiles_at_once_make(tmp_path: Path) -> None:
    facts = articles(120)
    build(tmp_path / "s", facts, batch=7)
    denoted = dict(ask(tmp_path / "s", "SELECT ?e ?t WHERE { ?e kg:denotes ?t }"))
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
    assert 0 < outcome.compared < len(known) ** 2 / 4
