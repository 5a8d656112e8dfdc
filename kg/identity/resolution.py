"""Blocks, pairwise decisions and clusters of profiles: cautious, and the same whatever came first."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations
from typing import Final

from kg.identity import gatherings, names, people
from kg.identity.decision import Decision
from kg.identity.profiles import Profile

CAP: Final = 12
"""In a block of more profiles, each is compared with so many of them only, chosen by a hash of the profiles."""

_NAMED_BY_NAME: Final = frozenset({"ORG", "PLACE", "POSITION", "DOCUMENT"})
_MOST_PAIRS: Final = 4


def shareable(profile: Profile) -> bool:
    """Whether two entities with this profile are one thing without further question."""
    if profile.type in {"ORG", "PLACE", "POSITION"}:
        return bool(profile.name) and not names.is_generic(profile.type, profile.name)
    if profile.type == "DOCUMENT":
        return any(c.isdigit() for c in profile.name)
    if profile.type == "EVENT" and names.is_election(profile.name):
        return True
    decision = decide(profile, profile) if blocks(profile) else None
    return decision is not None and decision.verdict == "merge"


@lru_cache(maxsize=65_536)
def blocks(profile: Profile) -> tuple[str, ...]:
    """The blocks in which a profile is compared; none for one that is never joined by the program."""
    if profile.type == "PERSON":
        return tuple(sorted(_person_blocks(profile)))
    if profile.type == "EVENT" and not names.is_election(profile.name):
        return tuple(sorted(_event_blocks(profile)))
    return ()


def rank(profile: Profile) -> int:
    """Where a profile stands in its blocks: by chance, but the same in every store."""
    return int.from_bytes(blake2b(profile.key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


def _person_blocks(profile: Profile) -> set[str]:
    rare = names.rarest(profile.name)
    found = {
        f"P {part} {feature}"
        for part in rare
        for feature in profile.features
        if feature.startswith(("office:", "body:"))
    }
    parts = [part for part in profile.name.split() if len(part) > 2][:5]
    pairs = sorted(
        {(a, b) for a, b in combinations(parts, 2) if a != b},
        key=lambda pair: (-names.bits(pair[0]) - names.bits(pair[1]), pair),
    )
    return found | {f"P {a} {b}" for a, b in pairs[:_MOST_PAIRS]} | _context_blocks(profile, pairs)


def _context_blocks(profile: Profile, pairs: Sequence[tuple[str, str]]) -> set[str]:
    """The strongest pair of parts within the area and beside each companion: smaller blocks than the pair alone."""
    known = people.facets(profile.features)
    around = {f"in {people.words(area)}" for area in known.areas}
    around |= {f"in {near}" for near in known.near} | {f"with {name}" for name in known.companions}
    return {f"P {a} {b} {context}" for a, b in pairs[:2] for context in around}


def _event_blocks(profile: Profile) -> set[str]:
    known = gatherings.facets(profile.features)
    content = gatherings.content(profile.name)
    if not content:
        return set()
    whole = " ".join(content)
    keys = gatherings.distinctive(profile.name)[:4] or (whole,)
    found = {f"E {day} {key}" for day in known.days for key in (*keys, whole)}
    found |= {f"E {day} at {place}" for day in known.days for place in known.places}
    months = {day[:7] for day in known.days}
    if known.told:
        year, month = int(known.told[:4]), int(known.told[5:7])
        months |= {known.told[:7], f"{year - (month == 1):04d}-{(month - 2) % 12 + 1:02d}"}
    return found | {f"E {month} {whole}" for month in months}


def decide(first: Profile, second: Profile) -> Decision | None:
    """What is thought of two profiles of one block, whichever comes first; None where nothing speaks for one thing."""
    if first.type != second.type:
        return None
    if first.type == "PERSON":
        return people.decide_people((first.name, second.name), (first.features, second.features))
    if first.type == "EVENT":
        return gatherings.decide_gatherings((first.name, second.name), (first.features, second.features))
    return None


def signature(profile: Profile) -> str:
    """All of a profile that can contradict another, as text; empty where nothing can."""
    if profile.type == "PERSON" and profile.name:
        areas = sorted([kind, *sorted(words)] for kind, words in people.facets(profile.features).areas)
        return json.dumps(["P", profile.name, areas], ensure_ascii=False)
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
    return not names_differ or _has_fullest(frozenset(json.loads(sign)[1] for sign in (*left, *right)))


@lru_cache(maxsize=65_536)
def _has_fullest(found: frozenset[str]) -> bool:
    longest = sorted(found, key=lambda name: (-len(name.split()), name))
    size = len(longest[0].split())
    return any(
        all(people.shortens(name, full) for name in found if name != full)
        for full in longest
        if len(full.split()) >= size - 1
    )


def clusters(members: Sequence[Profile], decisions: Mapping[tuple[int, int], Decision]) -> list[list[int]]:
    """A component's members (sorted) divided into things; `decisions` are those to merge, and people's judgements.

    People's judgements first, the newest first: what contradicts a newer one has no effect. Then the strongest merges
    first, none over a judgement that keeps apart or a contradiction of any two members.
    """
    groups = _Groups(members)
    judged = [(d.score, pair, d.verdict) for pair, d in decisions.items() if d.verdict in {"same", "different"}]
    for _, (a, b), verdict in sorted(judged, reverse=True):
        if verdict == "different":
            groups.part(a, b)
        else:
            groups.join(a, b, judged=True)
    merges = [pair for _, pair in sorted((-d.score, pair) for pair, d in decisions.items() if d.verdict == "merge")]
    while merges:
        # What was refused may be allowed once a fuller name has joined one of the two.
        refused = [pair for pair in merges if not groups.join(*pair)]
        merges = refused if len(refused) < len(merges) else []
    return groups.result()


class _Groups:
    """Members in groups that grow, with what keeps groups apart."""

    def __init__(self, members: Sequence[Profile]) -> None:
        self._home = list(range(len(members)))
        self._members = [[at] for at in self._home]
        self._signs = [{sign} if (sign := signature(member)) else set() for member in members]
        self._parted: list[set[int]] = [set() for _ in members]
        """Group → groups that a judgement keeps apart from it."""

    def part(self, a: int, b: int) -> None:
        left, right = self._home[a], self._home[b]
        if left != right:
            self._parted[left].add(right)
            self._parted[right].add(left)

    def join(self, a: int, b: int, *, judged: bool = False) -> bool:
        """Make one group of two; False where something is against it."""
        left, right = sorted((self._home[a], self._home[b]))
        if left == right:
            return True
        if right in self._parted[left] or not (judged or consistent(self._signs[left], self._signs[right])):
            return False
        for at in self._members[right]:
            self._home[at] = left
        self._members[left] += self._members[right]
        self._members[right] = []
        self._signs[left] |= self._signs[right]
        for other in self._parted[right]:
            self._parted[other].discard(right)
            self._parted[other].add(left)
            self._parted[left].add(other)
        return True

    def result(self) -> list[list[int]]:
        return sorted(sorted(group) for group in self._members if group)


def own_anchor(profile: Profile) -> tuple[str, ...] | None:
    """What names the thing of a profile for good, where its name alone does; None where its first mention has to."""
    if profile.type in _NAMED_BY_NAME and not profile.local:
        return (profile.name,)
    return None
