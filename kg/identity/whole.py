"""All profiles at once, in memory: the things that a store finds article by article, for measuring and checking."""

from __future__ import annotations

import heapq
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.identity.decision import Decision
from kg.identity.grouping import JOINING, Member, clusters
from kg.identity.profiles import Profile
from kg.identity.resolution import CAP, blocks, rank, signature, standing, verdict
from kg.identity.resolution import cap as cap_of


@dataclass(frozen=True, slots=True)
class Outcome:
    """The things, as the places of their profiles in the input; how many pairs were compared; how many are open."""

    things: list[list[int]]
    compared: int
    asked: int


def resolve(profiles: Sequence[Profile], cap: int = CAP) -> Outcome:
    """The things that different profiles make."""
    joined: defaultdict[int, dict[tuple[int, int], Decision]] = defaultdict(dict)
    merges, asked, compared = [], 0, 0
    for one, two in _Pairs(profiles, cap):
        compared += 1
        found = verdict(profiles[one], profiles[two])
        if found is None:
            continue
        asked += found[0] == "ask"
        if found[0] in JOINING:
            merges.append((one, two, found))
    home = _components(len(profiles), [(one, two) for one, two, _ in merges])
    for one, two, found in merges:
        joined[home[one]][one, two] = Decision(*found)
    ranks = [rank(profile) for profile in profiles]
    components: defaultdict[int, list[int]] = defaultdict(list)
    for at, first in enumerate(home):
        components[first].append(at)
    things: list[list[int]] = []
    for first, members in components.items():
        if len(members) == 1:
            things.append(members)
            continue
        members.sort(key=ranks.__getitem__)
        place = {at: number for number, at in enumerate(members)}
        decisions = {_ordered(place[a], place[b]): decision for (a, b), decision in joined[first].items()}
        groups = clusters([Member(standing(profiles[at]), signature(profiles[at])) for at in members], decisions)
        things += [[members[number] for number in group] for group in groups]
    return Outcome(things, compared, asked)


def _ordered(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


class _Pairs:
    """The pairs that share a block of which one of the two is among the first, each once."""

    def __init__(self, profiles: Sequence[Profile], cap: int) -> None:
        members: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))
        for at, profile in enumerate(profiles):
            for block in blocks(profile):
                members[block].append(at)
        ranks = [rank(profile) for profile in profiles]
        self._with: list[array[int]] = [array("I") for _ in profiles]
        """Profile → the first of each of its blocks."""
        for block, together in members.items():
            if len(together) > 1:
                first = array("I", heapq.nsmallest(cap_of(block, cap), together, key=lambda at: (ranks[at], at)))
                for at in together:
                    self._with[at].extend(first)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        for at, found in enumerate(self._with):
            for other in set(found):
                if other != at and (other < at or at not in self._with[other]):
                    yield (at, other)


def _components(count: int, joined: Sequence[tuple[int, int]]) -> list[int]:
    """Each member's component, named by its first member."""
    home = list(range(count))

    def root(at: int) -> int:
        while home[at] != at:
            home[at] = home[home[at]]
            at = home[at]
        return at

    for one, two in joined:
        a, b = root(one), root(two)
        home[max(a, b)] = min(a, b)
    return [root(at) for at in range(count)]
