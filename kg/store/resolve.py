"""Identity kept in the ledger: profiles come and go, and only the components that they touch are thought over."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from extract.facts import ArticleFacts
from kg import identity, iri
from kg.graph import day
from kg.identity import Decision, Profile
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
        self._new: list[int] = []
        self._known: dict[int, Profile] = {}
        self._numbers: dict[str, int] = {}

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
        handles: Counter[tuple[str, str]] = Counter()
        rows = []
        profiles = identity.profiles(article)
        for entity in article.entities:
            profile = profiles.get(entity.id)
            if profile is None:
                continue
            handles[entity.type, entity.name] += 1
            times = handles[entity.type, entity.name]
            handle = entity.name if times == 1 else f"{entity.name}\n{times}"
            number = self._number(profile)
            self._come[number].add((published, article.id, handle))
            rows.append((article.id, entity.id, number, published, handle))
        self._ledger.db.executemany("INSERT INTO entity VALUES (?, ?, ?, ?, ?)", rows)

    def _number(self, profile: Profile) -> int:
        key = profile.key
        number = self._numbers.get(key)
        if number is None:
            row = self._ledger.execute("SELECT id FROM profile WHERE key = ?", (key,)).fetchone()
            if row:
                number = int(row[0])
            else:
                cursor = self._ledger.execute("INSERT INTO profile (key) VALUES (?)", (key,))
                number = int(cursor.lastrowid or 0)
                self._new.append(number)
            self._numbers[key] = number
            self._known[number] = profile
        return number

    def settle(self) -> Moves:
        """Decide about whatever changed; the profiles that denote another thing than before, or for the first time."""
        moves: Moves = {}
        seeds = self._drop_vanished(moves)
        for number in self._new:
            self._compare(number)
        # Which things need another name is asked before any gets one: an edited article may hand a name on.
        renamed = [numbers for number in sorted({*self._come, *self._gone}) if (numbers := self._to_rename(number))]
        settled: set[int] = set()
        for number in [*self._new, *sorted(seeds)]:
            if number not in settled:
                component = self._component(number)
                settled |= component
                self._divide(component, moves)
        for numbers in renamed:
            if settled.isdisjoint(numbers):
                settled |= set(numbers)
                self._name(numbers, moves)
        return {number: move for number, move in moves.items() if move[0] != move[1]}

    def _drop_vanished(self, moves: Moves) -> set[int]:
        """Forget profiles that no article has any more; their former neighbours have to be thought over."""
        seeds: set[int] = set()
        dropped: set[int] = set()
        for number in self._gone:
            if self._ledger.execute("SELECT 1 FROM entity WHERE profile = ? LIMIT 1", (number,)).fetchone():
                continue
            dropped.add(number)
            links = self._ledger.execute(
                "SELECT b, verdict FROM link WHERE a = ? UNION ALL SELECT a, verdict FROM link WHERE b = ?",
                (number, number),
            ).fetchall()
            seeds |= {other for other, verdict in links if verdict == "merge"}
            self._ledger.execute("DELETE FROM link WHERE a = ?", (number,))
            self._ledger.execute("DELETE FROM link WHERE b = ?", (number,))
            for block in identity.blocks(self._profile(number)):
                self._ledger.execute("DELETE FROM block WHERE block = ? AND profile = ?", (block, number))
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

    def _compare(self, number: int) -> None:
        """Decide about a new profile and each that shares a block with it."""
        profile = self._profile(number)
        others: set[int] = set()
        for block in identity.blocks(profile):
            others |= {row[0] for row in self._ledger.execute("SELECT profile FROM block WHERE block = ?", (block,))}
            self._ledger.execute("INSERT OR IGNORE INTO block VALUES (?, ?)", (block, number))
        others.discard(number)
        for other in others:
            first, second = sorted((profile, self._profile(other)))
            decision = identity.decide(first, second)
            if decision is not None:
                self._ledger.execute(
                    "INSERT OR REPLACE INTO link VALUES (?, ?, ?, ?, ?)",
                    (
                        min(number, other),
                        max(number, other),
                        decision.verdict,
                        decision.score,
                        json.dumps(decision.reasons, ensure_ascii=False),
                    ),
                )

    def _component(self, start: int) -> set[int]:
        """All profiles that decisions to merge lead to."""
        found, ahead = {start}, [start]
        while ahead:
            number = ahead.pop()
            rows = self._ledger.execute(
                "SELECT b FROM link WHERE a = ? AND verdict = 'merge'"
                " UNION ALL SELECT a FROM link WHERE b = ? AND verdict = 'merge'",
                (number, number),
            )
            fresh = {row[0] for row in rows} - found
            found |= fresh
            ahead += fresh
        return found

    def _divide(self, component: Iterable[int], moves: Moves) -> None:
        """Make the things of a component anew."""
        numbers = sorted(component, key=lambda number: self._profile(number))
        if len(numbers) == 1:
            self._name(numbers, moves)
            return
        place = {number: at for at, number in enumerate(numbers)}
        decisions: dict[tuple[int, int], Decision] = {}
        for number in numbers:
            rows = self._ledger.execute("SELECT b, verdict, score, reasons FROM link WHERE a = ?", (number,))
            for other, verdict, score, reasons in rows:
                if other in place:
                    pair = sorted((place[number], place[other]))
                    decisions[pair[0], pair[1]] = Decision(verdict, score, tuple(json.loads(reasons)))
        for group in identity.clusters([self._profile(number) for number in numbers], decisions):
            self._name([numbers[at] for at in group], moves)

    def _to_rename(self, number: int) -> list[int]:
        """The profiles of a thing whose first mention went, or that got an earlier one; none where its name stays."""
        thing = self._thing(number)
        if thing is None or identity.own_anchor(self._profile(number)) is not None:
            return []
        row = self._ledger.execute("SELECT first FROM anchor WHERE thing = ?", (thing,)).fetchone()
        first = tuple(json.loads(row[0])) if row else ()
        come, gone = self._come.get(number, set()), self._gone.get(number, set())
        if first and first not in gone and not (come and min(come) < first):
            return []
        return [row[0] for row in self._ledger.execute("SELECT id FROM profile WHERE thing = ?", (thing,))]

    def _name(self, numbers: list[int], moves: Moves) -> None:
        """Give a cluster its thing: a function of its members alone."""
        profiles = [self._profile(number) for number in numbers]
        own = [anchor for profile in profiles if (anchor := identity.own_anchor(profile)) is not None]
        if len(own) == len(profiles):
            thing = iri.thing(profiles[0].type, min(own)[0], *min(own))[len(DATA) :]
        else:
            first = min(filter(None, (self._first_mention(number) for number in numbers)))
            _, article, handle = first
            thing = iri.thing(profiles[0].type, handle.partition("\n")[0], article, handle)[len(DATA) :]
            self._ledger.execute("INSERT OR REPLACE INTO anchor VALUES (?, ?)", (thing, json.dumps(first)))
        for number in numbers:
            before = moves[number][0] if number in moves else self._thing(number)
            moves[number] = (before, thing)
            if self._thing(number) != thing:
                self._ledger.execute("UPDATE profile SET thing = ? WHERE id = ?", (thing, number))

    def _first_mention(self, number: int) -> tuple[str, str, str] | None:
        row: tuple[str, str, str] | None = self._ledger.execute(
            "SELECT published, article, handle FROM entity WHERE profile = ?"
            " ORDER BY published, article, handle LIMIT 1",
            (number,),
        ).fetchone()
        return row

    def _thing(self, number: int) -> str | None:
        row = self._ledger.execute("SELECT thing FROM profile WHERE id = ?", (number,)).fetchone()
        return row[0] if row else None

    def _profile(self, number: int) -> Profile:
        profile = self._known.get(number)
        if profile is None:
            key = self._ledger.execute("SELECT key FROM profile WHERE id = ?", (number,)).fetchone()[0]
            profile = self._known[number] = Profile.from_key(key)
        return profile


def forget_things(ledger: Ledger, moves: Mapping[int, tuple[str | None, str]]) -> None:
    """Keep what replaced the IRIs that are in use no more, and let go of anchors without a thing."""
    for before, after in moves.values():
        ledger.execute("DELETE FROM retired WHERE thing = ?", (after,))
        if before is None:
            continue
        if not ledger.execute("SELECT 1 FROM profile WHERE thing = ? LIMIT 1", (before,)).fetchone():
            ledger.execute("INSERT OR REPLACE INTO retired VALUES (?, ?)", (before, after))
            ledger.execute("DELETE FROM anchor WHERE thing = ?", (before,))
