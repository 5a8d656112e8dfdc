"""Which profiles are compared, and what is thought of the pairs, kept in the ledger as profiles come and go."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import partial

from kg import identity
from kg.identity import CAP
from kg.identity.judgements import Key, Pair
from kg.store.crowded import pair_up
from kg.store.denoted import Denoted
from kg.store.ledger import Ledger

Link = tuple[int, str, float]
"""The other profile, the verdict, its score."""


@dataclass(slots=True)
class Touched:
    """Profiles with a pair that joins no longer, or joins now."""

    seeds: set[int] = field(default_factory=set)
    """Those whose component has to be divided anew."""
    loose: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Those that change nothing for others, with the others of the pair: they are placed anew by themselves."""

    def count_in(self, one: int, two: int, denoted: Denoted) -> None:
        """Note a pair of which the join came or went."""
        loose = [each for each in (one, two) if each >= identity.LOOSE]
        if not loose or not is_loose(loose[0], denoted):  # both are of one type
            self.seeds |= {one, two}
        else:
            for each in loose:
                self.loose[each].add(two if each == one else one)

    def __ior__(self, other: Touched) -> Touched:
        self.seeds |= other.seeds
        for number, others in other.loose.items():
            self.loose[number] |= others
        return self


def is_loose(number: int, denoted: Denoted) -> bool:
    """Whether a profile is of a person of whom it is not told where to find them."""
    return number >= identity.LOOSE and denoted.profile(number).type == "PERSON"


class Paired:
    """The blocks and the pairs."""

    def __init__(self, ledger: Ledger, denoted: Denoted) -> None:
        self._ledger = ledger
        self._denoted = denoted
        self.beside: defaultdict[int, list[int]] = defaultdict(list)
        """New profile → those that it is to be joined with, by the program's judgement."""

    def links(self, number: int) -> list[Link]:
        """All that is kept of a profile's pairs."""
        query = (
            "SELECT b, verdict, score FROM link WHERE a = ? UNION ALL SELECT a, verdict, score FROM link WHERE b = ?"
        )
        return self._ledger.execute(query, (number, number)).fetchall()

    def joining(self, numbers: Collection[int]) -> dict[int, list[Link]]:
        """Each profile's pairs, but for those that are a question only."""
        found: dict[int, list[Link]] = {number: [] for number in numbers}
        query = (
            "SELECT a, b, verdict, score FROM json_each(?1) JOIN link ON a = value WHERE verdict != 'ask' UNION ALL"
            " SELECT b, a, verdict, score FROM json_each(?1) JOIN link ON b = value WHERE verdict != 'ask'"
        )
        for number, *link in self._ledger.execute(query, (json.dumps(sorted(numbers)),)):
            found[number].append(tuple(link))
        return found

    def enter(self, new: list[int]) -> Touched:
        """Compare the new profiles in their blocks; whoever is no longer joined with one that they displace."""
        entering: defaultdict[int, list[int]] = defaultdict(list)
        for number in new:
            for block in identity.blocks(self._denoted.profile(number)):
                entering[block].append(number)
        rows = self._ledger.execute(
            "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM block WHERE block.block = value)",
            (json.dumps(sorted(entering)),),
        )
        known = {row[0] for row in rows}
        self._ledger.db.executemany(
            "INSERT INTO block VALUES (?, ?)",
            [(block, number) for block in sorted(entering) for number in entering[block]],
        )
        pairs: set[tuple[int, int]] = set()
        displaced: set[int] = set()
        for block, numbers in entering.items():
            if block in known or len(numbers) > 1:
                displaced |= pair_up(partial(self._first, block), identity.cap(block, CAP), set(numbers), pairs)
        self._compare_new(pairs)
        touched = Touched()
        for each in sorted(displaced):
            touched |= self._forget_uncompared(each)
        return touched

    def _compare_new(self, pairs: Collection[tuple[int, int]]) -> None:
        """Keep what is thought of pairs that were never compared."""
        profile, is_new = self._denoted.profile, self._denoted.is_new
        rows = []
        self._ledger.prefetch({number for pair in pairs for number in pair})
        for one, two in sorted(pairs):
            found = identity.verdict(profile(one), profile(two))
            if found is None or found[0] == "apart":
                continue
            rows.append((one, two, *found, ""))
            if found[0] in identity.JOINING:
                if is_new(one):
                    self.beside[one].append(two)
                if is_new(two):
                    self.beside[two].append(one)
        self._ledger.db.executemany("INSERT INTO link VALUES (?, ?, ?, ?, ?)", rows)

    def leave(self, number: int) -> Touched:
        """Take a profile out of its blocks; whoever it was joined with, or is compared in its place."""
        touched = Touched()
        for other, verdict, _ in self.links(number):
            if verdict in identity.JOINING:
                touched.count_in(number, other, self._denoted)
        self._ledger.execute("DELETE FROM link WHERE a = ?", (number,))
        self._ledger.execute("DELETE FROM link WHERE b = ?", (number,))
        for block in identity.blocks(self._denoted.profile(number)):
            cap = identity.cap(block, CAP)
            first = self._first(block, cap + 1)
            self._ledger.execute("DELETE FROM block WHERE block = ? AND profile = ?", (block, number))
            if number in first[:cap] and len(first) > cap:
                for other in self._first(block, -1):
                    if other != first[cap] and self._compare(first[cap], other):
                        touched.count_in(first[cap], other, self._denoted)
        return touched

    def _first(self, block: int, count: int) -> list[int]:
        query = "SELECT profile FROM block WHERE block = ? ORDER BY profile LIMIT ?"
        return [row[0] for row in self._ledger.execute(query, (block, count))]

    def _compare(self, one: int, two: int) -> bool:
        """Keep what is thought of two profiles, unless a person has judged them; whether they are to be joined."""
        pair = (min(one, two), max(one, two))
        row = self._ledger.execute("SELECT verdict FROM link WHERE a = ? AND b = ?", pair).fetchone()
        if row:
            return False
        found = identity.verdict(self._denoted.profile(one), self._denoted.profile(two))
        if found is None or found[0] == "apart":
            return False
        self._ledger.execute("INSERT INTO link VALUES (?, ?, ?, ?, '')", (*pair, *found))
        return found[0] in identity.JOINING

    def _forget_uncompared(self, number: int) -> Touched:
        """Drop the links of a profile that is no longer among the first of a block, where no other block keeps them."""
        touched = Touched()
        compared: set[int] = set()
        for block in identity.blocks(self._denoted.profile(number)):
            first = self._first(block, identity.cap(block, CAP))
            compared.update(self._first(block, -1) if number in first else first)
        for other, verdict, _ in self.links(number):
            if verdict in {"same", "different"} or other in compared:
                continue
            pair = (min(number, other), max(number, other))
            self._ledger.execute("DELETE FROM link WHERE a = ? AND b = ?", pair)
            if verdict in identity.JOINING:
                touched.count_in(number, other, self._denoted)
        return touched

    def judge(self, pair: Pair) -> Touched:
        """Put a person's judgement on a pair in the place of the program's, or the program's back."""
        one, two = (self._entity(key) for key in pair)
        if one is None or two is None or one == two:
            return Touched()
        numbers = (min(one, two), max(one, two))
        self._ledger.execute("DELETE FROM link WHERE a = ? AND b = ?", numbers)
        judgement = self._ledger.judgement(pair)
        if judgement is not None and judgement.verdict != "open":
            reasons = tuple(part for part in (judgement.who, judgement.date, judgement.why) if part)
            values = (*numbers, judgement.verdict, judgement.moment, json.dumps(reasons, ensure_ascii=False))
            self._ledger.execute("INSERT INTO link VALUES (?, ?, ?, ?, ?)", values)
        else:
            blocks = [set(identity.blocks(self._denoted.profile(each))) for each in numbers]
            for block in blocks[0] & blocks[1]:
                if {one, two}.intersection(self._first(block, identity.cap(block, CAP))):
                    self._compare(one, two)
                    break
        return Touched(seeds={one, two})

    def _entity(self, key: Key) -> int | None:
        """The profile of an entity that stands alone because it was judged."""
        rows = self._ledger.execute(
            "SELECT profile FROM entity WHERE article = ? AND handle = ?", (key.article, key.name)
        )
        return next((number for (number,) in rows if self._denoted.profile(number).type == key.type), None)
