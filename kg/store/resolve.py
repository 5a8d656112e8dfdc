"""Identity kept in the ledger: profiles come and go, and only the components that they touch are thought over."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from extract.facts import ArticleFacts
from kg import identity, iri
from kg.graph import day
from kg.identity import CAP, Decision, Profile
from kg.identity.judgements import Key, Pair
from kg.store.component import component
from kg.store.ledger import Ledger
from kg.vocabulary import DATA

_UNDATED: Final = "9999-99"
"""Undated articles come after all others, so that a dated first mention names a thing."""

Moves = dict[int, tuple[str | None, str]]
"""Profile → (the thing it denoted, the thing it denotes now)."""


class Resolution:
    """One change of the articles, as identity sees it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._gone: defaultdict[int, set[tuple[str, str, str]]] = defaultdict(set)
        self._come: defaultdict[int, set[tuple[str, str, str]]] = defaultdict(set)
        self._coming: dict[str, list[tuple[str, int, str, str]]] = {}
        """Article → its entities: id, profile, date of publication, handle."""
        self._new: list[int] = []
        self._fresh: set[int] = set()
        """The same profiles: those that no article had before."""
        self._known: dict[int, Profile] = {}
        self._denoted: dict[int, str | None] = {}
        """What profiles denote, as far as it was asked for."""
        self._beside: defaultdict[int, list[int]] = defaultdict(list)
        """New profile → those that it is to be joined with, by the program's judgement."""
        self._pairs: set[Pair] = set()
        """Pairs of entities whose judgement has to be looked at."""
        self._has_judgements = bool(ledger.execute("SELECT 1 FROM judgement LIMIT 1").fetchone())

    def remove(self, article: str) -> None:
        """Take an article's entities out."""
        rows = self._ledger.execute(
            "SELECT profile, published, article, handle FROM entity WHERE article = ?", (article,)
        ).fetchall()
        for profile, *mention in rows:
            self._gone[profile].add(tuple(mention))
        self._ledger.execute("DELETE FROM entity WHERE article = ?", (article,))

    def add(self, article: ArticleFacts) -> None:
        """Put an article's entities in."""
        published = day(article.published) or _UNDATED
        judged = self._ledger.judged(article.id) if self._has_judgements else {}
        self._pairs |= {pair for pairs in judged.values() for pair in pairs}
        rows = self._coming[article.id] = []
        handles = identity.handles(article)
        for entity, profile in identity.profiles(article, judged).items():
            handle = handles[entity].name
            number = identity.rank(profile)
            self._known[number] = profile
            self._come[number].add((published, article.id, handle))
            rows.append((entity, number, published, handle))

    def judge(self, pairs: Iterable[Pair]) -> None:
        """Look at pairs again whose judgement came, changed or went."""
        self._pairs |= set(pairs)

    def things(self, article: str) -> dict[str, str]:
        """Each entity of an article that was put in → what it denotes, once all is settled."""
        return {entity: str(self._thing(number)) for entity, number, _, _ in self._coming[article]}

    def settle(self) -> Moves:
        """Decide about whatever changed; the profiles that denote another thing than before, or for the first time."""
        moves: Moves = {}
        self._write_entities()
        seeds = self._drop_vanished()
        seeds |= self._enter()
        for pair in sorted(self._pairs):
            seeds |= self._judge(pair)
        # Which things need another name is asked before any gets one: an edited article may hand a name on.
        renamed = [numbers for number in sorted({*self._come, *self._gone}) if (numbers := self._to_rename(number))]
        settled: set[int] = set()
        for number in sorted(seeds):
            if number not in settled:
                settled |= self._divide(component(number, self._joined), moves)
        for numbers in renamed:
            if settled.isdisjoint(numbers):
                settled |= set(numbers)
                self._name(numbers, moves, whole=self._is_whole(self._thing(numbers[0])))
        ahead = set(self._new) - settled
        for number in self._new:
            if number in ahead:
                ahead.discard(number)
                if not self._join(number, ahead, moves):
                    ahead -= self._divide(component(number, self._joined), moves)
        return {number: move for number, move in moves.items() if move[0] != move[1]}

    def _write_entities(self) -> None:
        """Keep what came, and find out which profiles are new."""
        self._ledger.db.executemany(
            "INSERT INTO entity VALUES (?, ?, ?, ?, ?)",
            [
                (article, entity, number, published, handle)
                for article, rows in self._coming.items()
                for entity, number, published, handle in rows
            ],
        )
        rows = self._ledger.execute(
            "SELECT id, thing FROM profile WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(self._come)),),
        )
        self._denoted.update(rows)
        self._new = sorted(number for number in self._come if number not in self._denoted)
        self._fresh = set(self._new)
        self._denoted.update(dict.fromkeys(self._new))
        self._ledger.db.executemany(
            "INSERT INTO profile VALUES (?, ?, ?, NULL)",
            [(number, self._known[number].key, identity.signature(self._known[number])) for number in self._new],
        )
        for number in self._new:
            self._ledger.remember(number, self._known[number])

    def _drop_vanished(self) -> set[int]:
        """Forget profiles that no article has any more; their former neighbours have to be thought over."""
        seeds: set[int] = set()
        dropped: set[int] = set()
        for number in self._gone:
            if self._ledger.execute("SELECT 1 FROM entity WHERE profile = ? LIMIT 1", (number,)).fetchone():
                continue
            dropped.add(number)
            seeds |= self._leave(number)
            thing = self._thing(number)
            self._ledger.execute("DELETE FROM profile WHERE id = ?", (number,))
            rest = self._ledger.execute("SELECT id FROM profile WHERE thing = ? LIMIT 1", (thing,)).fetchone()
            if rest:
                seeds.add(rest[0])
            else:
                self._ledger.execute("DELETE FROM anchor WHERE thing = ?", (thing,))
        for number in dropped:
            self._gone.pop(number, None)
            self._come.pop(number, None)
        return seeds - dropped

    # Which pairs are compared

    def _enter(self) -> set[int]:
        """Compare the new profiles in their blocks; the profiles that are no longer joined with one they displace."""
        entering: defaultdict[int, list[int]] = defaultdict(list)
        for number in self._new:
            for block in identity.blocks(self._profile(number)):
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
                displaced |= self._pair_up(block, set(numbers), pairs)
        self._compare_new(pairs)
        seeds: set[int] = set()
        for each in sorted(displaced):
            seeds |= self._forget_uncompared(each)
        return seeds

    def _pair_up(self, block: int, new: set[int], pairs: set[tuple[int, int]]) -> set[int]:
        """Find the pairs of a block with a new profile in them; those that were among the first and are no more."""
        cap = identity.cap(block, CAP)
        ahead = self._first(block, cap + len(new))
        first = ahead[:cap]
        others = self._first(block, -1) if len(ahead) == cap + len(new) and not new.isdisjoint(first) else ahead
        for one in new:
            for two in others if one in first else first:
                if one != two:
                    pairs.add((one, two) if one < two else (two, one))
        return set([number for number in ahead if number not in new][:cap]) - set(first)

    def _compare_new(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Keep what is thought of pairs that were never compared."""
        new = self._fresh
        rows = []
        for one, two in sorted(pairs):
            found = identity.verdict(self._profile(one), self._profile(two))
            if found is None or found[0] == "apart":
                continue
            rows.append((one, two, *found, ""))
            if found[0] in identity.JOINING:
                if one in new:
                    self._beside[one].append(two)
                if two in new:
                    self._beside[two].append(one)
        self._ledger.db.executemany("INSERT INTO link VALUES (?, ?, ?, ?, ?)", rows)

    def _leave(self, number: int) -> set[int]:
        """Take a profile out of its blocks; those that it was joined with, and those that are compared in its place."""
        seeds = set(self._joined(number))
        self._ledger.execute("DELETE FROM link WHERE a = ?", (number,))
        self._ledger.execute("DELETE FROM link WHERE b = ?", (number,))
        for block in identity.blocks(self._profile(number)):
            cap = identity.cap(block, CAP)
            first = self._first(block, cap + 1)
            self._ledger.execute("DELETE FROM block WHERE block = ? AND profile = ?", (block, number))
            if number in first[:cap] and len(first) > cap:
                for other in self._first(block, -1):
                    if other != first[cap] and self._compare(first[cap], other):
                        seeds.add(first[cap])
        return seeds

    def _first(self, block: int, count: int) -> list[int]:
        query = "SELECT profile FROM block WHERE block = ? ORDER BY profile LIMIT ?"
        return [row[0] for row in self._ledger.execute(query, (block, count))]

    def _compare(self, one: int, two: int) -> bool:
        """Keep what is thought of two profiles, unless a person has judged them; whether they are to be joined."""
        pair = (min(one, two), max(one, two))
        row = self._ledger.execute("SELECT verdict FROM link WHERE a = ? AND b = ?", pair).fetchone()
        if row:
            return False
        found = identity.verdict(self._profile(one), self._profile(two))
        if found is None or found[0] == "apart":
            return False
        self._ledger.execute("INSERT INTO link VALUES (?, ?, ?, ?, '')", (*pair, *found))
        return found[0] in identity.JOINING

    def _forget_uncompared(self, number: int) -> set[int]:
        """Drop the links of a profile that is no longer among the first of a block, where no other block keeps them."""
        seeds: set[int] = set()
        own = set(identity.blocks(self._profile(number)))
        first: dict[int, set[int]] = {}
        for other, verdict in self._links(number):
            if verdict in {"same", "different"}:
                continue
            for block in own.intersection(identity.blocks(self._profile(other))):
                if block not in first:
                    first[block] = set(self._first(block, identity.cap(block, CAP)))
                if number in first[block] or other in first[block]:
                    break
            else:
                pair = (min(number, other), max(number, other))
                self._ledger.execute("DELETE FROM link WHERE a = ? AND b = ?", pair)
                if verdict in identity.JOINING:
                    seeds |= {number, other}
        return seeds

    def _judge(self, pair: Pair) -> set[int]:
        """Put a person's judgement on a pair in the place of the program's, or the program's back."""
        one, two = (self._entity(key) for key in pair)
        if one is None or two is None or one == two:
            return set()
        numbers = (min(one, two), max(one, two))
        self._ledger.execute("DELETE FROM link WHERE a = ? AND b = ?", numbers)
        judgement = self._ledger.judgement(pair)
        if judgement is not None and judgement.verdict != "open":
            reasons = tuple(part for part in (judgement.who, judgement.date, judgement.why) if part)
            values = (*numbers, judgement.verdict, judgement.moment, json.dumps(reasons, ensure_ascii=False))
            self._ledger.execute("INSERT INTO link VALUES (?, ?, ?, ?, ?)", values)
        else:
            for block in set(identity.blocks(self._profile(one))).intersection(identity.blocks(self._profile(two))):
                if {one, two}.intersection(self._first(block, identity.cap(block, CAP))):
                    self._compare(one, two)
                    break
        return {one, two}

    def _entity(self, key: Key) -> int | None:
        """The profile of an entity that stands alone because it was judged."""
        rows = self._ledger.execute(
            "SELECT profile FROM entity WHERE article = ? AND handle = ?", (key.article, key.name)
        )
        return next((number for (number,) in rows if self._profile(number).type == key.type), None)

    def _links(self, number: int) -> list[tuple[int, str]]:
        query = "SELECT b, verdict FROM link WHERE a = ? UNION ALL SELECT a, verdict FROM link WHERE b = ?"
        return self._ledger.execute(query, (number, number)).fetchall()

    def _joined(self, number: int) -> list[int]:
        return [other for other, verdict in self._links(number) if verdict in identity.JOINING]

    # Which things there are

    def _join(self, number: int, ahead: set[int], moves: Moves) -> bool:
        """Put a new profile to the one thing it belongs to; False where its component has to be divided anew.

        Where a component was one thing and stays free of contradictions as a whole, dividing it anew would leave it
        whole: no union within it can be refused for good.
        """
        profile = self._profile(number)
        if self._has_judgements and any(verdict in {"same", "different"} for _, verdict in self._links(number)):
            return False
        beside = [other for other in self._beside.get(number, ()) if other not in ahead]
        things = {self._thing(other) for other in beside}
        if not things:
            self._name([number], moves, whole=True)
            return True
        if len(things) > 1:
            return False
        (thing,) = things
        anchor = self._ledger.execute("SELECT first, whole FROM anchor WHERE thing = ?", (thing,)).fetchone()
        if thing is None or anchor is None or not anchor[1]:
            return False
        signs = dict(
            self._ledger.execute(
                "SELECT sign, count(*) FROM profile WHERE thing = ? GROUP BY sign", (thing,)
            ).fetchall()
        )
        if not identity.belongs(profile, [self._profile(other) for other in beside], signs):
            return False
        mention = self._first_mention(number)
        if mention is None or mention < tuple(json.loads(anchor[0])):
            rows = self._ledger.execute("SELECT id FROM profile WHERE thing = ?", (thing,))
            self._name([*sorted(row[0] for row in rows), number], moves, whole=True)
        else:
            moves[number] = (None, thing)
            self._denote(number, thing)
        return True

    def _divide(self, profiles: set[int], moves: Moves) -> set[int]:
        """Make the things of a component of profiles anew; returns the component."""
        numbers = sorted(profiles, key=lambda number: self._profile(number))
        if len(numbers) == 1:
            self._name(numbers, moves, whole=True)
            return profiles
        place = {number: at for at, number in enumerate(numbers)}
        decisions: dict[tuple[int, int], Decision] = {}
        for number in numbers:
            rows = self._ledger.execute(
                "SELECT b, verdict, score FROM link WHERE a = ? AND verdict != 'ask'", (number,)
            )
            for other, verdict, score in rows:
                if other in place:
                    pair = sorted((place[number], place[other]))
                    decisions[pair[0], pair[1]] = Decision(verdict, score)
        groups = identity.clusters([self._profile(number) for number in numbers], decisions)
        # A judgement may have joined what contradicts itself: such a component is divided anew each time.
        judged = any(decision.verdict in {"same", "different"} for decision in decisions.values())
        for group in groups:
            self._name([numbers[at] for at in group], moves, whole=len(groups) == 1 and not judged)
        return profiles

    def _to_rename(self, number: int) -> list[int]:
        """The profiles of a thing whose first mention went, or that got an earlier one; none where its name stays."""
        if number in self._beside or identity.own_anchor(self._profile(number)) is not None:
            return []
        thing = self._thing(number)
        if thing is None:
            return []
        row = self._ledger.execute("SELECT first FROM anchor WHERE thing = ?", (thing,)).fetchone()
        first = tuple(json.loads(row[0])) if row else ()
        come, gone = self._come.get(number, set()), self._gone.get(number, set())
        if first and first not in gone and not (come and min(come) < first):
            return []
        return [row[0] for row in self._ledger.execute("SELECT id FROM profile WHERE thing = ?", (thing,))]

    def _name(self, numbers: list[int], moves: Moves, *, whole: bool) -> None:
        """Give a cluster its thing: a function of its members alone."""
        profiles = [self._profile(number) for number in numbers]
        own = [anchor for profile in profiles if (anchor := identity.own_anchor(profile)) is not None]
        if len(own) == len(profiles):
            thing = iri.thing(profiles[0].type, min(own)[0], *min(own))[len(DATA) :]
        else:
            first = min(filter(None, (self._first_mention(number) for number in numbers)))
            _, article, handle = first
            thing = iri.thing(profiles[0].type, handle.partition("\n")[0], article, handle)[len(DATA) :]
            self._ledger.execute(
                "INSERT OR REPLACE INTO anchor VALUES (?, ?, ?)", (thing, json.dumps(first), int(whole))
            )
        for number in numbers:
            before = moves[number][0] if number in moves else self._thing(number)
            moves[number] = (before, thing)
            if self._thing(number) != thing:
                self._denote(number, thing)

    def _denote(self, number: int, thing: str) -> None:
        self._ledger.execute("UPDATE profile SET thing = ? WHERE id = ?", (thing, number))
        self._denoted[number] = thing

    def _is_whole(self, thing: str | None) -> bool:
        row = self._ledger.execute("SELECT whole FROM anchor WHERE thing = ?", (thing,)).fetchone()
        return bool(row and row[0])

    def _first_mention(self, number: int) -> tuple[str, str, str] | None:
        if number in self._fresh:
            return min(self._come[number])
        row: tuple[str, str, str] | None = self._ledger.execute(
            "SELECT published, article, handle FROM entity WHERE profile = ?"
            " ORDER BY published, article, handle LIMIT 1",
            (number,),
        ).fetchone()
        return row

    def _thing(self, number: int) -> str | None:
        if number not in self._denoted:
            row = self._ledger.execute("SELECT thing FROM profile WHERE id = ?", (number,)).fetchone()
            self._denoted[number] = row[0] if row else None
        return self._denoted[number]

    def _profile(self, number: int) -> Profile:
        # What comes now is not in the ledger until it is written.
        return self._known.get(number) or self._ledger.profile(number)


def forget_things(ledger: Ledger, moves: Mapping[int, tuple[str | None, str]]) -> None:
    """Keep what replaced the IRIs that are in use no more, and let go of anchors without a thing."""
    ledger.db.executemany("DELETE FROM retired WHERE thing = ?", {(after,) for _, after in moves.values()})
    for before, after in moves.values():
        if before is None:
            continue
        if not ledger.execute("SELECT 1 FROM profile WHERE thing = ? LIMIT 1", (before,)).fetchone():
            ledger.execute("INSERT OR REPLACE INTO retired VALUES (?, ?)", (before, after))
            ledger.execute("DELETE FROM anchor WHERE thing = ?", (before,))
