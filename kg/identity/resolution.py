"""Blocks, pairwise decisions and contradictions of profiles: cautious, and the same whatever came first."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations
from typing import Final, NamedTuple

from kg.identity import gatherings, names, people
from kg.identity.decision import Decision, Verdict
from kg.identity.names import lists
from kg.identity.profiles import Profile
from kg.identity.spelling import letters

CAP: Final = 8
"""In a block of more profiles, each is compared with so many of them only, chosen by a hash of the profiles."""

LOOSE: Final = 2 << 61
"""Profiles from this rank on are of a person of whom it is not told where to find them, or of no person."""
_Block = tuple[str, ...]
"""What begins it, by what it stands beside others, and the rest of what all of a block have in common."""
_FEW: Final = 3
_NAMED_BY_NAME: Final = frozenset({"ORG", "PLACE", "POSITION", "DOCUMENT"})
_MOST_PAIRS: Final = 4
_MOST_WORDS: Final = 3


def shareable(profile: Profile) -> bool:
    """Whether two entities with this profile are one thing without further question."""
    if profile.type in {"ORG", "PLACE", "POSITION"}:
        return bool(profile.name) and not names.is_generic(profile.type, profile.name)
    if profile.type == "DOCUMENT":
        return any(c.isdigit() for c in profile.name)
    if profile.type == "EVENT" and names.is_election(profile.name):
        return True
    if profile.type == "PERSON" and not standing(profile) and people.facets(profile.features).lone:
        return False  # nothing beside the name: of which namesake it is, the others have to tell
    found = verdict(profile, profile) if blocks(profile) else None
    return found is not None and found[0] == "merge"


@lru_cache(maxsize=65_536)
def blocks(profile: Profile) -> tuple[int, ...]:
    """The blocks in which a profile is compared, as numbers; none for one that is never joined by the program."""
    if profile.type == "PERSON":
        found = _person_blocks(profile)
    elif profile.type == "EVENT" and not names.is_election(profile.name):
        found = _event_blocks(profile)
    else:
        return ()
    return tuple(sorted({_block_number(*block) for block in found}))


def _block_number(kind: str, near: str, *rest: str) -> int:
    """A block's number: odd where it is for questions (`?`), and beside those that profiles are in together with it.

    So a new profile changes few pages of a store, those about its name or its day.
    """
    number = _number(near) >> 41 << 41 | _number(f"{kind} {near} {' '.join(rest)}") >> 22
    return number & ~1 | (kind == "?")


def cap(block: int, most: int = CAP) -> int:
    """With how many of a block each of its profiles is compared: few where a pair is hardly ever joined."""
    return min(_FEW, most) if block & 1 else most


@lru_cache(maxsize=65_536)
def rank(profile: Profile) -> int:
    """A profile's number, and where it stands in its blocks: the better its standing the earlier, else by chance.

    It is the same in every store, and has 63 bits.
    """
    return (2 - standing(profile)) << 61 | _number(profile.key) >> 2


def standing_of_rank(rank: int) -> int:
    """How well the profile of a rank tells where to find the person; 0 for what is no person."""
    return max(0, 2 - (rank >> 61))


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


def _person_blocks(profile: Profile) -> set[_Block]:
    rare = names.rarest(profile.name)
    found: set[_Block] = {
        ("P", part, feature)
        for part in rare
        for feature in profile.features
        if feature.startswith(("office:", "body:"))
    }
    parts = [part for part in profile.name.split() if len(part) > 2][:5]
    pairs = sorted(
        {(a, b) for a, b in combinations(parts, 2) if a != b},
        key=lambda pair: (-names.bits(pair[0]) - names.bits(pair[1]), pair),
    )
    found |= {(_pair_kind(a, b), letters(f"{a} {b}"), a, b) for a, b in pairs[:_MOST_PAIRS]}
    if " " in profile.name:
        whole = names.whole(profile.name)
        held = (feature for feature in profile.features if feature.startswith(("office:", "body:")))
        nowhere = [feature for feature in held if names.area(feature.partition(":")[2]) is None]
        found |= {("?", whole, "whole"), *(("P", whole, feature) for feature in nowhere)}
    return found | _context_blocks(profile, pairs)


def _pair_kind(a: str, b: str) -> str:
    """What begins the block of two parts of a name: `?` where they alone join nobody, so that it is for questions."""
    weights = lists().weights
    return "P" if names.bits(a) + names.bits(b) + weights["population"] >= weights["lean"] else "?"


def _context_blocks(profile: Profile, pairs: Sequence[tuple[str, str]]) -> set[_Block]:
    """The strongest pair of parts, and the whole name, within the area and beside each companion.

    Smaller blocks than the pair alone. They go by letters, so that a part written in two words is found.
    """
    known = people.facets(profile.features)
    around = {f"in {people.words(area)}" for area in known.areas}
    around |= {f"in {near}" for near in known.near} | {f"with {name}" for name in known.companions}
    if not pairs and names.is_full(profile.name):
        own = letters(profile.name)
        return {("P", own, f"in {near}") for near in {people.words(area) for area in known.areas} | known.near}
    keys = {names.whole(profile.name), *(letters(f"{a} {b}") for a, b in pairs[:2])} if pairs else ()
    return {("P", key, context) for key in keys for context in around}


def _event_blocks(profile: Profile) -> set[_Block]:
    known = gatherings.facets(profile.features)
    content = gatherings.content(profile.name)
    if not content:
        return set()
    found: set[_Block] = set()
    whole = " ".join(content)
    telling = gatherings.distinctive(profile.name)[:_MOST_WORDS]
    others = [word for word in content if word not in telling][:_MOST_WORDS]
    keys = {whole, *(f"{a} {b}" for a, b in combinations(telling, 2)), *(f"{a} {b}" for a in telling for b in others)}
    found |= {("E", day, key) for day in known.days for key in keys}
    found |= {("E", day, "at", place) for day in known.days for place in known.places}
    return found | {("E", str(span), whole) for span in gatherings.spans(known)}


class _Kind(NamedTuple):
    """How two things of a type are compared by their names and features: with reasons, and without."""

    decide: Callable[[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]], Decision | None]
    judge: Callable[[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]], tuple[Verdict, float] | None]


_KINDS: Final = {
    "PERSON": _Kind(people.decide_people, people.judge_people),
    "EVENT": _Kind(gatherings.decide_gatherings, gatherings.judge_gatherings),
}


def decide(first: Profile, second: Profile) -> Decision | None:
    """What is thought of two profiles of one block, whichever comes first; None where nothing speaks for one thing."""
    kind = _KINDS.get(first.type)
    if kind is None or first.type != second.type:
        return None
    return kind.decide((first.name, second.name), (first.features, second.features))


def verdict(first: Profile, second: Profile) -> tuple[Verdict, float] | None:
    """What `decide` decides, and how strongly, without the reasons, which cost more than the rest."""
    kind = _KINDS.get(first.type)
    if kind is None or first.type != second.type:
        return None
    return kind.judge((first.name, second.name), (first.features, second.features))


@lru_cache(maxsize=65_536)
def standing(profile: Profile) -> int:
    """How well a person's profile tells where to find the person, 0 to 2; 0 for all else."""
    return people.facets(profile.features).standing if profile.type == "PERSON" else 0


@lru_cache(maxsize=65_536)
def signature(profile: Profile) -> str:
    """All of a profile that can contradict another, as text; empty where nothing can."""
    if profile.type == "PERSON" and profile.name:
        areas = sorted([kind, *sorted(words)] for kind, words in people.facets(profile.features).areas)
        return json.dumps(["P", profile.name, areas, standing(profile)], ensure_ascii=False)
    if profile.type == "EVENT":
        known = gatherings.facets(profile.features)
        if known.days or known.places:
            return json.dumps(["E", sorted(known.days), sorted(known.places)], ensure_ascii=False)
    return ""


@lru_cache(maxsize=262_144)
def contradiction(first: str, second: str) -> str:
    """Why things of two signatures are never one by the program's judgement; empty where they may be."""
    if not first or not second or first == second:
        return ""
    one, two = json.loads(first), json.loads(second)
    if one[0] != two[0]:
        return "of two kinds"
    if one[0] == "P":
        areas = [frozenset((kind, frozenset(words)) for kind, *words in each[2]) for each in (one, two)]
        return people.contradictory((one[1], two[1]), (areas[0], areas[1]))
    a, b = (gatherings.Facets(frozenset(each[1]), "", frozenset(each[2]), frozenset()) for each in (one, two))
    return gatherings.contradictory(a, b)


@lru_cache(maxsize=65_536)
def standing_of(sign: str) -> int:
    """The standing of the profiles that a signature is of."""
    found = json.loads(sign) if sign else ["E"]
    return int(found[3]) if found[0] == "P" else 0


@lru_cache(maxsize=65_536)
def name_of(sign: str) -> str:
    """The person's name that is in a signature; empty where there is none."""
    found = json.loads(sign) if sign else ["E"]
    return str(found[1]) if found[0] == "P" else ""


def consistent(left: Collection[str], right: Collection[str]) -> bool:
    """Whether what contradicts nothing within two groups of signatures does so between them.

    Two shortened names of a person may differ in what they leave out, so long as a fuller name in the groups has both.
    """
    names_differ = False
    for one in left:
        for two in right:
            against = contradiction(one, two)
            if against == people.OTHER_NAMES:
                names_differ = True
            elif against:
                return False
    return not names_differ or _has_fullest(frozenset(name_of(sign) for sign in (*left, *right)))


@lru_cache(maxsize=65_536)
def _has_fullest(found: frozenset[str]) -> bool:
    longest = sorted(found, key=lambda name: (-len(name.split()), name))
    size = len(longest[0].split())
    return any(
        all(people.shortens(name, full) for name in found if name != full)
        for full in longest
        if len(full.split()) >= size - 1
    )


def own_anchor(profile: Profile) -> tuple[str, ...] | None:
    """What names the thing of a profile for good, where its name alone does; None where its first mention has to."""
    if profile.type in _NAMED_BY_NAME and not profile.local:
        return (profile.name,)
    return None
