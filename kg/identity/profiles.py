"""What identity looks at: an entity's normalised name, and the facts of its article that tell namesakes apart."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from extract.facts import ArticleFacts, Entity
from kg.identity import names
from kg.identity.names import Area
from kg.identity.people import TOWN, words
from kg.nquads import moment, partial_date

MOST_COMPANIONS: Final = 3
MOST_ACTORS: Final = 12
_DAY: Final = 10


@dataclass(frozen=True, slots=True, order=True)
class Profile:
    """A type, a normalised name and the features beside it; `local` names the one entity of a profile not shared.

    Entities with equal profiles are one thing, so a profile that would not be joined with its own like is local.
    """

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


class Handle(NamedTuple):
    """An entity's name within its article for good: it outlives another numbering of the article's entities."""

    type: str
    name: str
    """The entity's name, numbered (after a line break) where an article has the name twice."""


def handles(article: ArticleFacts) -> dict[str, Handle]:
    """The handle of each entity of an article by its id; dates have none."""
    times: Counter[tuple[str, str]] = Counter()
    found = {}
    for entity in article.entities:
        if entity.type != "DATE":
            times[entity.type, entity.name] += 1
            count = times[entity.type, entity.name]
            found[entity.id] = Handle(entity.type, entity.name if count == 1 else f"{entity.name}\n{count}")
    return found


def profiles(article: ArticleFacts, judged: Collection[Handle] = ()) -> dict[str, Profile]:
    """The profile of each entity of an article by the entity's id; those that a person has judged stand alone."""
    from kg.identity.resolution import shareable

    features = _features(article)
    made: dict[str, Profile] = {}
    for entity_id, handle in handles(article).items():
        entity = article.entity(entity_id)
        profile = _profile(entity, tuple(sorted(features.get(entity_id, ()))))
        if handle in judged:
            mark = [article.id, handle.name, "judged"]
        elif shareable(profile):
            mark = []
        else:
            mark = [article.id, handle.name]
        local = json.dumps(mark, ensure_ascii=False) if mark else ""
        made[entity_id] = Profile(profile.type, profile.name, profile.features, local)
    return made


def _profile(entity: Entity, features: tuple[str, ...]) -> Profile:
    if entity.type == "PERSON":
        return person(names.person(entity.name), features)
    folded = names.fold(entity.name)
    if entity.type == "EVENT" and not names.is_election(folded):
        return Profile("EVENT", folded, features)
    return Profile(entity.type, folded)


def person(name: str, features: tuple[str, ...]) -> Profile:
    """A person's profile."""
    return Profile("PERSON", name, features)


def _features(article: ArticleFacts) -> Mapping[str, set[str]]:
    """Offices and memberships of persons, days, places and actors of events, as far as the article says them."""
    features: dict[str, set[str]] = defaultdict(set)
    actors: dict[str, set[str]] = defaultdict(set)
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
        elif fact.p == "heldOn" and partial_date(target.name) and len(target.name) == _DAY:
            features[fact.s].add(f"on:{target.name}")
        elif fact.p == "heldAt" and not names.is_generic("PLACE", folded):
            features[fact.s].add(f"at:{folded}")
        elif fact.p in {"attended", "led", "organised"}:
            actor = article.entity(fact.s)
            if actor.type != "GROUP":  # `para camat` are everywhere
                actors[fact.o].add(_actor(actor))
    _add_surroundings(article, features)
    _add_actors(article, features, actors)
    return features


def _actor(entity: Entity) -> str:
    return names.person(entity.name) if entity.type == "PERSON" else names.fold(entity.name)


def _add_actors(article: ArticleFacts, features: dict[str, set[str]], actors: Mapping[str, set[str]]) -> None:
    told = article.published[:_DAY] if article.published and moment(article.published) else ""
    for entity in article.entities:
        if entity.type != "EVENT":
            continue
        named = {actor for actor in actors.get(entity.id, ()) if len(actor.split()) > 1}
        features[entity.id] |= {f"who:{actor}" for actor in sorted(named)[:MOST_ACTORS]}
        dated = any(feature.startswith("on:") for feature in features[entity.id])
        if not dated and len(told) == _DAY:
            features[entity.id].add(f"told:{told}")


def _add_surroundings(article: ArticleFacts, features: dict[str, set[str]]) -> None:
    """The town that the article is about, for persons whose offices and bodies name none; companions of the others.

    Somebody without office or body is known by who is named beside.
    """
    near = {f"near:{words(town)}" for town in _towns(article)}
    for entity in article.entities:
        if entity.type != "PERSON":
            continue
        own = features[entity.id]
        lone = not own
        if lone:
            own |= {f"with:{name}" for name in sorted(_companions(article, entity))[:MOST_COMPANIONS]}
        if lone or not any(_is_town(feature.partition(":")[2]) for feature in own):
            own |= near


def _is_town(folded: str) -> bool:
    area = names.area(folded)
    return area is not None and area[0] == TOWN


def _towns(article: ArticleFacts) -> Iterable[Area]:
    """The towns or regencies that most entities of an article name; none where that is no single one."""
    kinds = {"PLACE", "ORG", "POSITION"}
    found = Counter(
        area
        for entity in article.entities
        if entity.type in kinds and (area := names.area(names.fold(entity.name))) is not None and area[0] == TOWN
    )
    most = max(found.values(), default=0)
    towns = [area for area, count in found.items() if count == most]
    return towns if len(towns) == 1 else []


def _companions(article: ArticleFacts, person: Entity) -> Iterator[str]:
    own = names.person(person.name)
    for entity in article.entities:
        if entity.type == "PERSON" and entity.id != person.id:
            name = names.person(entity.name)
            if name != own and len(name.split()) > 1:
                yield name
