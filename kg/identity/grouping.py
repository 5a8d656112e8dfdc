"""What a component of profiles divides into, and whether a new one belongs to a thing that nothing contradicts.

Those that tell where to find a person are joined first, directly or not at all. The others follow, each to the group
that it fits best: by its strongest pair, and the better the more profiles of the group tell where to find the person,
for who is named often is who is meant. One that fits two groups about equally joins neither.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kg.identity.decision import Decision
from kg.identity.names import lists
from kg.identity.profiles import Profile
from kg.identity.resolution import consistent, signature, standing, standing_of, verdict

JOINING: Final = frozenset({"merge", "lean", "same"})
"""The verdicts that make a component."""


def belongs(profile: Profile, beside: Sequence[Profile], signs: Mapping[str, int]) -> bool:
    """Whether a new profile is put to a whole thing: dividing its component anew would leave the thing whole.

    `beside` are those of the thing that it is linked with by the program's judgement, `signs` the thing's signatures
    with how many profiles have each.
    """
    own, level = signature(profile), standing(profile)
    levels = {sign: standing_of(sign) for sign in signs}
    first = [sign for sign in signs if levels[sign] >= level > 0]
    if own not in signs and not (consistent([own], signs) and consistent([own], first)):
        return False
    links = [(found, other) for other in beside if (found := verdict(profile, other)) is not None]
    merged = [standing(other) for (word, _), other in links if word == "merge"]
    if merged:
        return max(merged) >= min(level, max(levels.values()))
    located = sum(count for sign, count in signs.items() if levels[sign] > level)
    scores = [score for (word, score), _ in links if word == "lean"]
    return bool(scores and located) and max(scores) + popularity(located) >= lists().weights["merge"]


def popularity(located: int) -> float:
    """What it says for a group, in bits, that so many of its profiles tell where to find the person."""
    return math.log2(located)


def clusters(members: Sequence[Profile], decisions: Mapping[tuple[int, int], Decision]) -> list[list[int]]:
    """A component's members (sorted) divided into things; `decisions` are those to merge, and people's judgements.

    People's judgements first, the newest first: what contradicts a newer one has no effect. Then the strongest merges
    first, none over a judgement that keeps apart or a contradiction of any two members.
    """
    groups = _Groups(members)
    judged = [(d.score, pair, d.verdict) for pair, d in decisions.items() if d.verdict in {"same", "different"}]
    for _, (a, b), word in sorted(judged, reverse=True):
        if word == "different":
            groups.part(a, b)
        else:
            groups.join(a, b, judged=True)
    groups.settle({pair: d for pair, d in decisions.items() if d.verdict in {"merge", "lean"}})
    return groups.result()


class _Groups:
    """Members in groups that grow, with what keeps groups apart."""

    def __init__(self, members: Sequence[Profile]) -> None:
        self._own = [standing(member) for member in members]
        self._most = list(self._own)
        """Group → how well the best of its members tells where to find the person."""
        self._located = [int(own > 0) for own in self._own]
        """Group → how many of its members tell it."""
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

    def settle(self, links: Mapping[tuple[int, int], Decision]) -> None:
        """Join by the program's judgement: first those that tell where to find the person, then the others to them."""
        own = self._own
        degree = Counter(at for pair, link in links.items() if link.verdict == "merge" for at in pair)
        merges = sorted(
            (pair for pair, link in links.items() if link.verdict == "merge"),
            key=lambda pair: (-links[pair].score, -min(degree[pair[0]], degree[pair[1]]), pair),
        )
        self.join_all(pair for pair in merges if own[pair[0]] == own[pair[1]] == 2)
        torn: set[int] = set()
        for level in (1, 0):
            torn |= self._attach(level, links)
            free = [pair for pair in merges if min(own[pair[0]], own[pair[1]]) >= level and torn.isdisjoint(pair)]
            self.join_all(free)

    def _attach(self, level: int, links: Mapping[tuple[int, int], Decision]) -> set[int]:
        """Put each member of a level to the group that it fits best; those that fit several about equally, and none."""
        fits: defaultdict[int, dict[int, float]] = defaultdict(dict)
        via: dict[tuple[int, int], int] = {}
        for pair, link in links.items():
            for own, other in (pair, pair[::-1]):
                if self._own[own] == level < self._own[other]:
                    home = self._home[other]
                    if link.score > fits[own].get(home, -math.inf):
                        fits[own][home] = link.score
                        via[own, home] = other
        weights = lists().weights
        torn: set[int] = set()
        ahead: list[tuple[float, int, int]] = []
        for own, found in fits.items():
            rated = sorted(
                ((score + popularity(self._located[home]), home) for home, score in found.items()), reverse=True
            )
            if len(rated) > 1 and rated[1][0] > rated[0][0] - weights["clear"]:
                torn.add(own)
            elif rated[0][0] >= weights["merge"]:
                ahead.append((-rated[0][0], own, via[own, rated[0][1]]))
        self.join_all((own, other) for _, own, other in sorted(ahead))
        return torn

    def join_all(self, merges: Iterable[tuple[int, int]]) -> None:
        """Make one group of each pair, in order, where nothing is against it."""
        ahead = list(merges)
        while ahead:
            # What was refused may be allowed once a fuller name has joined one of the two.
            refused = [pair for pair in ahead if not self.join(*pair)]
            ahead = refused if len(refused) < len(ahead) else []

    def join(self, a: int, b: int, *, judged: bool = False) -> bool:
        """Make one group of two; False where something is against it."""
        left, right = sorted((self._home[a], self._home[b]))
        if left == right:
            return True
        if right in self._parted[left]:
            return False
        if not judged:
            # Nobody is joined through a third who fits both.
            if min(self._own[a], self._own[b]) < min(self._most[left], self._most[right]):
                return False
            if not consistent(self._signs[left], self._signs[right]):
                return False
        self._most[left] = max(self._most[left], self._most[right])
        self._located[left] += self._located[right]
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
