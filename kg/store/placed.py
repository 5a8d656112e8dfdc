"""Profiles that change nothing for others, each put to the thing that it fits, as dividing its component would do."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from kg import identity
from kg.identity import Decision, Fit
from kg.store.component import component
from kg.store.denoted import Denoted
from kg.store.paired import Link, Paired

_JUDGED = frozenset({"same", "different"})


class Placing:
    """One round for the loose profiles of a change, when all things of the others are settled.

    Where a profile is one that others depend on, all the same, its component is divided by `divide`, which returns it.
    """

    def __init__(self, denoted: Denoted, paired: Paired, divide: Callable[[int], set[int]]) -> None:
        self._denoted = denoted
        self._paired = paired
        self._divide = divide
        self._round: set[int] = set()
        self._links: dict[int, list[Link]] = {}
        self._fits: dict[int, Fit[str]] = {}
        self._telling: dict[str, dict[str, int]] = {}
        """Thing → the signatures of those of its profiles that tell where to find it, with how many have each."""
        self._arriving: defaultdict[str, list[int]] = defaultdict(list)
        self._leaving: defaultdict[str, set[int]] = defaultdict(set)

    def run(self, new: Collection[int], known: Mapping[int, Collection[int]]) -> None:
        """Place new profiles, and known ones that lost or got a pair with some others."""
        self._links = self._paired.joining({*new, *known})
        self._denoted.fetch(other for links in self._links.values() for other, _, _ in links)
        self._round = {*new, *(number for number, others in known.items() if self._may_move(number, others))}
        ahead = sorted(self._round)
        for settled in self._settle([number for number in ahead if self._is_fuller(number)]):
            ahead = [number for number in ahead if number not in settled]
        groups = [group for number in ahead for group in self._free_around(number)]
        together = {min(group): group for group in groups}
        judged = [number for number, group in together.items() if any(self._is_judged(each) for each in group)]
        for settled in self._settle(judged):
            ahead = [number for number in ahead if number not in settled]
            together = {number: group for number, group in together.items() if settled.isdisjoint(group)}
        for number in ahead:
            home = self._fit(number).home
            if home is not None and self._denoted.thing(number) != home:
                self._move(number)
                self._arriving[home].append(number)
        torn = [[number] for number in ahead if self._fit(number).torn]
        self._apply([*self._changed(torn), *self._changed(self._divided(together.values()))])
        self._open(ahead)

    def stands_alone(self, number: int, thing: str) -> bool:
        """Whether others of its thing do not depend on a profile that goes: it has no name that only it knows."""
        telling = self._signs(thing)
        return not telling or identity.covered(self._denoted.member(number).signature, telling)

    def _settle(self, numbers: list[int]) -> Iterable[set[int]]:
        done: set[int] = set()
        for number in numbers:
            if number not in done:
                component = self._divide(number)
                done |= component
                yield component

    def _is_fuller(self, number: int) -> bool:
        """Whether what it brings to its thing, or brought, is weighed against others': a name, a judgement."""
        if self._is_judged(number):
            return True
        return any(
            thing is not None and not self.stands_alone(number, thing)
            for thing in (self._fit(number).home, self._denoted.thing(number))
        )

    def _is_judged(self, number: int) -> bool:
        return any(verdict in _JUDGED for _, verdict, _ in self._links_of(number))

    def _links_of(self, number: int) -> list[Link]:
        if number not in self._links:
            self._links |= self._paired.joining([number])
        return self._links[number]

    def _signs(self, thing: str) -> dict[str, int]:
        if thing not in self._telling:
            self._telling[thing] = self._denoted.signs(thing, telling=True)
        return self._telling[thing]

    def _fit(self, number: int) -> Fit[str]:
        if number not in self._fits:
            scores: dict[str, float] = {}
            for other, verdict, score in self._links_of(number):
                if other < identity.LOOSE and verdict not in _JUDGED:
                    thing = str(self._denoted.thing(other))
                    scores[thing] = max(score, scores.get(thing, -math.inf))
            self._fits[number] = (
                identity.best(scores, lambda thing: sum(self._signs(thing).values()))
                if scores
                else Fit(None, -math.inf)
            )
        return self._fits[number]

    def _may_move(self, number: int, others: Collection[int]) -> bool:
        """Whether a profile that lost or got a pair with some others may belong elsewhere now.

        One that has found its place leaves it only where a pair within the thing went, or one came with another thing.
        """
        thing, was = self._denoted.thing(number), self._denoted.was(number)
        if not self._signs(str(thing)):
            return True
        linked = {other for other, _, _ in self._links_of(number)}
        return any(
            self._denoted.thing(other) != thing
            if other in linked
            else thing == self._denoted.thing(other) or was == self._denoted.was(other)
            for other in others
            if other < identity.LOOSE
        )

    # Those that fit nobody are joined among each other

    def _free_around(self, number: int) -> list[set[int]]:
        """What hangs together of those that fit nobody: with the profile, if it is one, and with those beside it."""
        found: list[set[int]] = []
        for start in (number, *self._merged(number)):
            if self._is_free(start) and not any(start in group for group in found):
                found.append(component(start, self._free_merged))
        return found

    def _merged(self, number: int) -> list[int]:
        return [
            other
            for other, verdict, _ in self._links_of(number)
            if verdict in {"merge", "same"} and other >= identity.LOOSE
        ]

    def _free_merged(self, number: int) -> list[int]:
        return [other for other in self._merged(number) if self._is_free(other)]

    def _is_free(self, number: int) -> bool:
        if number not in self._round:
            # It may fit somebody, and yet have been kept apart by a name that another had brought.
            return not self._signs(str(self._denoted.thing(number))) and not self._fit(number).torn
        return self._fit(number).home is None and not self._fit(number).torn

    def _divided(self, components: Iterable[set[int]]) -> list[list[int]]:
        groups: list[list[int]] = []
        for members in components:
            numbers = sorted(members)
            place = {number: at for at, number in enumerate(numbers)}
            decisions = {
                (place[number], place[other]): Decision(verdict, score)  # type: ignore[arg-type]
                for number in numbers
                for other, verdict, score in self._links_of(number)
                if other in place and number < other
            }
            found = identity.clusters([self._denoted.member(number) for number in numbers], decisions)
            groups += [[numbers[at] for at in group] for group in found]
        return groups

    # Names

    def _changed(self, groups: list[list[int]]) -> list[list[int]]:
        """The groups that are no things yet, taken out of the things that they were part of."""
        sizes = self._denoted.sizes({number for group in groups for number in group})
        changed = [group for group in groups if not self._denoted.stays(group, sizes, whole=False)]
        for group in changed:
            for number in group:
                self._move(number)
        return changed

    def _move(self, number: int) -> None:
        before = self._denoted.thing(number)
        if before is not None:
            self._leaving[before].add(number)

    def _apply(self, groups: list[list[int]]) -> None:
        rests: list[tuple[list[int], bool]] = []
        grown: list[tuple[list[int], str]] = []
        for thing in sorted({*self._arriving, *self._leaving}):
            leaving, arriving = self._leaving.get(thing, set()), self._arriving.get(thing, [])
            if not leaving:
                grown.append((arriving, thing))
                continue
            rest = [each for each in self._denoted.members(thing) if each not in leaving] + arriving
            if rest:
                rests.append((rest, self._denoted.is_whole(thing)))
        for numbers, thing in grown:
            self._denoted.put(numbers, thing)
        for rest, whole in rests:
            self._denoted.name(rest, whole=whole)
        for group in groups:
            self._denoted.name(group, whole=False)

    def _open(self, numbers: Iterable[int]) -> None:
        """Note the things from which joins lead to others now."""
        things: set[str] = set()
        for number in numbers:
            near = {
                self._denoted.thing(other) for other, verdict, _ in self._links_of(number) if verdict != "different"
            }
            near.add(self._denoted.thing(number))
            if len(near) > 1:
                things.update(filter(None, near))
        self._denoted.open(things)
