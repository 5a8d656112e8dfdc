"""What a component of profiles divides into, and whether a new one belongs to a thing that nothing contradicts.

Those that tell where to find a person are joined first, directly or not at all. The others follow, each to the group
that it fits best (`placing`), and only those that fit none are joined among each other. So a profile that tells nothing
of the kind changes nothing for those that do, nor for others that have found their place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from kg.identity.decision import Decision
from kg.identity.names import lists
from kg.identity.placing import Fit, best, covered, popularity
from kg.identity.profiles import Profile
from kg.identity.resolution import consistent, signature, standing, standing_of, verdict

JOINING: Final = frozenset({"merge", "lean", "same"})
"""The verdicts that make a component."""


class Member(NamedTuple):
    """Of a profile, what counts where its component is divided."""

    standing: int
    signature: str


def belongs(profile: Profile, beside: Sequence[Profile], signs: Mapping[str, int]) -> bool:
    """Whether a new profile is put to a whole thing: dividing its component anew would leave the thing whole.

    `beside` are those of the thing that it is linked with by the program's judgement, `signs` the thing's signatures
    with how many profiles have each.
    """
    own, level = signature(profile), standing(profile)
    levels = {sign: standing_of(sign) for sign in signs}
    most = max(levels.values())
    if (level > 0) != (most > 0):
        return False  # each of those that tell less has to be placed by itself
    first = [sign for sign in signs if levels[sign] >= level > 0]
    if own not in signs and not (consistent([own], signs) and consistent([own], first)):
        return False
    links = [(found, other) for other in beside if (found := verdict(profile, other)) is not None]
    merged = [standing(other) for (word, _), other in links if word == "merge"]
    if merged:
        return max(merged) >= min(level, most)
    located = sum(count for sign, count in signs.items() if levels[sign] > level)
    scores = [score for (word, score), _ in links if word == "lean"]
    return bool(scores and located) and max(scores) + popularity(located) >= lists().weights["merge"]


def clusters(members: Sequence[Member], decisions: Mapping[tuple[int, int], Decision]) -> list[list[int]]:
    """A component's members, in the order of their ranks, divided into things.

    `decisions` are those to merge, and people's judgements. The latter go first, the newest first: what contradicts a
    newer one has no effect. Then the strongest merges, none over a judgement that keeps apart or a contradiction of any
    two members.
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

    def __init__(self, members: Sequence[Member]) -> None:
        self._own = [member.standing for member in members]
        self._sign = [member.signature for member in members]
        self._most = list(self._own)
        """Group → how well the best of its members tells where to find the person."""
        self._located = [int(own > 0) for own in self._own]
        """Group → how many of its members tell it."""
        self._home = list(range(len(members)))
        self._members = [[at] for at in self._home]
        self._signs = [{sign} if sign else set() for sign in self._sign]
        """Group → what other members may contradict; nothing of those that are covered by it."""
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
        telling = self._merges(links, {at for at, level in enumerate(own) if level})
        self.join_all(pair for pair in telling if own[pair[0]] == own[pair[1]] == 2)
        torn = self._attach(links)
        self.join_all(pair for pair in telling if torn.isdisjoint(pair))
        placed = self._place(links)
        self.join_all(self._merges(links, {at for at in range(len(own)) if not own[at] and at not in placed}))

    @staticmethod
    def _merges(links: Mapping[tuple[int, int], Decision], among: set[int]) -> list[tuple[int, int]]:
        """The pairs to merge among some members, the strongest first, and of these whose weaker side has more."""
        found = [p for p, link in links.items() if link.verdict == "merge" and p[0] in among and p[1] in among]
        degree = Counter(at for pair in found for at in pair)
        return sorted(found, key=lambda pair: (-links[pair].score, -min(degree[pair[0]], degree[pair[1]]), pair))

    def _fits(self, level: int, links: Mapping[tuple[int, int], Decision]) -> dict[int, tuple[Fit[int], int]]:
        """Each member of a level that is linked with such as tell more → how it fits, and whom of the group."""
        pairs: defaultdict[int, dict[int, tuple[float, int]]] = defaultdict(dict)
        for pair, link in links.items():
            for own, other in (pair, pair[::-1]):
                if self._own[own] == level < self._own[other]:
                    home, found = self._home[other], (link.score, other)
                    pairs[own][home] = max(found, pairs[own].get(home, found))
        fits: dict[int, tuple[Fit[int], int]] = {}
        for own, homes in pairs.items():
            fit = best({home: score for home, (score, _) in homes.items()}, self._located.__getitem__)
            fits[own] = fit, -1 if fit.home is None else homes[fit.home][1]
        return fits

    def _attach(self, links: Mapping[tuple[int, int], Decision]) -> set[int]:
        """Put those of whom the town alone is known to the groups that they fit, the best first; who is torn."""
        fits = self._fits(1, links)
        self._follow(fits)
        return {own for own, (fit, _) in fits.items() if fit.torn}

    def _follow(self, fits: Mapping[int, tuple[Fit[int], int]]) -> None:
        ahead = sorted((-fit.rated, own, via) for own, (fit, via) in fits.items() if fit.home is not None)
        self.join_all((own, via) for _, own, via in ahead)

    def _place(self, links: Mapping[tuple[int, int], Decision]) -> set[int]:
        """Put those of whom nothing is told to the groups that they fit, each by itself; all that are not free then.

        Only a name that the group does not know yet has to be weighed against those of the others who come.
        """
        fits = self._fits(0, links)
        known = {fit.home: frozenset(self._signs[fit.home]) for fit, _ in fits.values() if fit.home is not None}
        fuller: dict[int, tuple[Fit[int], int]] = {}
        for own, (fit, via) in fits.items():
            if fit.home is None:
                continue
            if covered(self._sign[own], known[fit.home]):
                self.join(own, via, covered=True)
            else:
                fuller[own] = fit, via
        self._follow(fuller)
        torn = {own for own, (fit, _) in fits.items() if fit.torn}
        return torn | {at for at, home in enumerate(self._home) if self._most[home]}

    def join_all(self, merges: Iterable[tuple[int, int]]) -> None:
        """Make one group of each pair, in order, where nothing is against it."""
        ahead = list(merges)
        while ahead:
            # What was refused may be allowed once a fuller name has joined one of the two.
            refused = [pair for pair in ahead if not self.join(*pair)]
            ahead = refused if len(refused) < len(ahead) else []

    def join(self, a: int, b: int, *, judged: bool = False, covered: bool = False) -> bool:
        """Make one group of two; False where something is against it.

        `judged`: by a person's judgement, whatever contradicts. `covered`: the group knows the name of what comes.
        """
        left, right = sorted((self._home[a], self._home[b]))
        if left == right:
            return True
        if right in self._parted[left]:
            return False
        if not judged:
            # Nobody is joined through a third who fits both.
            if min(self._own[a], self._own[b]) < min(self._most[left], self._most[right]):
                return False
            if not covered and not consistent(self._signs[left], self._signs[right]):
                return False
        self._signs[left] = self._signs[self._home[b]] if covered else self._signs[left] | self._signs[right]
        self._most[left] = max(self._most[left], self._most[right])
        self._located[left] += self._located[right]
        for at in self._members[right]:
            self._home[at] = left
        self._members[left] += self._members[right]
        self._members[right] = []
        for other in self._parted[right]:
            self._parted[other].discard(right)
            self._parted[other].add(left)
            self._parted[left].add(other)
        return True

    def result(self) -> list[list[int]]:
        return sorted(sorted(group) for group in self._members if group)
