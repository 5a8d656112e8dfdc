"""What identity looks at: an entity's normalised name, and the hard facts of its article that tell namesakes apart."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from extract.facts import ArticleFacts, Entity
from kg.identity import names
from kg.nquads import partial_date


@dataclass(frozen=True, slots=True, order=True)
class Profile:
    """A type, a normalised name and the features beside it; `local` names the one entity of a thing never joined."""

    type: str
    name: str
    features: tuple[str, ...] = ()
    local: str = ""

    @property
    def key(self) -> str:
        """The profile as text, equal for equal profiles."""
        return json.dumps([self.type, self.name, self.features, self.local], ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_key(cls, key: str) -> Profile:
        """The profile that `key` was written from."""
        kind, name, features, local = json.loads(key)
        return cls(kind, name, tuple(features), local)


def profiles(article: ArticleFacts) -> dict[str, Profile]:
    """The profile of each entity of an article by the entity's id; dates have none."""
    features = _features(article)
    made: dict[str, Profile] = {}
    for entity in article.entities:
        if entity.type != "DATE":
            made[entity.id] = _profile(article, entity, tuple(sorted(features.get(entity.id, ()))))
    return made


def _profile(article: ArticleFacts, entity: Entity, features: tuple[str, ...]) -> Profile:
    name = names.person(entity.name) if entity.type == "PERSON" else names.fold(entity.name)
    alone = Profile(entity.type, name, (), json.dumps([article.id, entity.id], ensure_ascii=False))
    if entity.type == "PERSON":
        return Profile("PERSON", name, features) if names.is_full_name(name) and features else alone
    if entity.type == "EVENT":
        dated = any(feature.startswith("on:") for feature in features)
        return Profile("EVENT", name, features) if dated or names.is_election(name) else alone
    if entity.type in {"ORG", "PLACE", "POSITION"}:
        return Profile(entity.type, name) if name and not names.is_generic(entity.type, name) else alone
    if entity.type == "DOCUMENT":
        return Profile("DOCUMENT", name) if any(c.isdigit() for c in name) else alone
    return alone


def _features(article: ArticleFacts) -> Mapping[str, set[str]]:
    """Offices and memberships of persons, days and places of events, as far as the article asserts them."""
    features: dict[str, set[str]] = defaultdict(set)
    for fact in article.facts:
        if fact.o is None or fact.factuality == "denied":
            continue
        target = article.entity(fact.o)
        folded = names.fold(target.name)
        if fact.p in {"holdsPosition", "candidateFor"} and target.type == "POSITION":
            if not names.is_generic("POSITION", folded):
                features[fact.s].add(f"office:{folded}")
        elif fact.p == "memberOf" and not names.is_generic("ORG", folded):
            features[fact.s].add(f"body:{folded}")
        elif fact.p == "heldOn" and partial_date(target.name) and len(target.name) == 10:
            features[fact.s].add(f"on:{target.name}")
        elif fact.p == "heldAt" and not names.is_generic("PLACE", folded):
            features[fact.s].add(f"at:{folded}")
    return features
