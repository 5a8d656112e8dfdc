"""What profiles denote, while a change goes on: things named by their first mentions."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from extract.facts import ArticleFacts
from kg import identity, iri
from kg.graph import day
from kg.identity import Profile
from kg.identity.judgements import Pair
from kg.store.ledger import Ledger
from kg.vocabulary import DATA

_UNDATED: Final = "9999-99"
"""Undated articles come after all others, so that a dated first mention names a thing."""

_MOST: Final = (1 << 63) - 1
"""The largest rank that there can be."""

Mention = tuple[str, str, str]
"""Date of publication, article, handle: in this order the first of a thing names it."""
Moves = dict[int, tuple[str | None, str]]
"""Profile → (the thing it denoted, the thing it denotes now)."""


@dataclass(slots=True)
class Mentions:
    """What a change takes out of the articles and puts in, by profiles."""

    known: dict[int, Profile] = field(default_factory=dict)
    """The profiles of what comes."""
    come: defaultdict[int, set[Mention]] = field(default_factory=lambda: defaultdict(set))
    gone: defaultdict[int, set[Mention]] = field(default_factory=lambda: defaultdict(set))
    rows: dict[str, list[tuple[str, int, str, str]]] = field(default_factory=dict)
    """Article → its entities that come: id, profile, date of publication, handle."""

    def add(self, article: ArticleFacts, judged: Mapping[identity.Handle, list[Pair]]) -> None:
        """Put an article's entities in; those that a person has judged stand alone."""
        published = day(article.published) or _UNDATED
        rows = self.rows[article.id] = []
        handles = identity.handles(article)
        for entity, profile in identity.profiles(article, judged).items():
            handle = handles[entity].name
            number = identity.rank(profile)
            self.known[number] = profile
            self.come[number].add((published, article.id, handle))
            rows.append((entity, number, published, handle))


class Denoted:
    """Profiles with the things that they denote, as far as the change has come; `moves` says what is new."""

    def __init__(self, ledger: Ledger, mentions: Mentions) -> None:
        self._ledger = ledger
        self._mentions = mentions
        self._things: dict[int, str | None] = {}
        """What profiles denote, as far as it was asked for."""
        self._signs: dict[int, str] = {}
        self._fresh: set[int] = set()
        """Profiles that no article had before."""
        self._lost: set[Mention] = set()
        """All mentions that went."""
        self._left: set[str] = set()
        """Things that a profile denotes no longer."""
        self.moves: Moves = {}

    def write(self) -> list[int]:
        """Keep the entities that came; the profiles that no article had before, in order."""
        known = self._mentions.known
        self._lost = set().union(*self._mentions.gone.values())
        self._ledger.db.executemany(
            "INSERT INTO entity VALUES (?, ?, ?, ?, ?)",
            [
                (article, entity, number, published, handle)
                for article, rows in self._mentions.rows.items()
                for entity, number, published, handle in rows
            ],
        )
        self.fetch(known)
        new = sorted(number for number in known if number not in self._things)
        self._fresh = set(new)
        self._things.update(dict.fromkeys(new))
        self._signs.update((number, identity.signature(known[number])) for number in new)
        self._ledger.db.executemany(
            "INSERT INTO profile VALUES (?, ?, ?, NULL)",
            [(number, known[number].key, self._signs[number]) for number in new],
        )
        for number in new:
            self._ledger.remember(number, known[number])
        return new

    def drop(self, number: int) -> None:
        """Forget a profile that no article has any more, and its thing where that has no other."""
        thing = self.thing(number)
        self._ledger.execute("DELETE FROM profile WHERE id = ?", (number,))
        if thing is not None:
            self._left.add(thing)
            if not self.members(thing, most=1):
                self._ledger.execute("DELETE FROM anchor WHERE thing = ?", (thing,))

    # Profiles and things

    def profile(self, number: int) -> Profile:
        # What comes now is not in the ledger until it is written.
        return self._mentions.known.get(number) or self._ledger.profile(number)

    def member(self, number: int) -> identity.Member:
        """Of a profile, what counts where its component is divided."""
        if number not in self._signs:
            self.fetch([number])
        return identity.Member(identity.standing_of_rank(number), self._signs[number])

    def is_new(self, number: int) -> bool:
        """Whether no article had the profile before."""
        return number in self._fresh

    def thing(self, number: int) -> str | None:
        """What a profile denotes; None where that is not decided yet."""
        if number not in self._things:
            self.fetch([number])
        return self._things.get(number)

    def was(self, number: int) -> str | None:
        """What a profile denoted before the change; None where it was not there."""
        return self.moves[number][0] if number in self.moves else self.thing(number)

    def members(self, thing: str, most: int = -1) -> list[int]:
        """The profiles of a thing, or the first of them."""
        rows = self._ledger.execute("SELECT id FROM profile WHERE thing = ? ORDER BY id LIMIT ?", (thing, most))
        return [row[0] for row in rows]

    def signs(self, thing: str, *, telling: bool = False) -> dict[str, int]:
        """The signatures of a thing's profiles, or of those that tell where to find it, with how many have each."""
        most = identity.LOOSE - 1 if telling else _MOST
        query = "SELECT sign, count(*) FROM profile WHERE thing = ? AND id <= ? GROUP BY sign"
        return dict(self._ledger.execute(query, (thing, most)).fetchall())

    def sizes(self, numbers: Collection[int]) -> dict[str, int]:
        """Find out what profiles denote; each of these things with how many profiles it has in all."""
        self.fetch(numbers)
        things = json.dumps(sorted({thing for each in numbers if (thing := self._things[each]) is not None}))
        query = "SELECT thing, count(*) FROM profile WHERE thing IN (SELECT value FROM json_each(?)) GROUP BY thing"
        return dict(self._ledger.execute(query, (things,)).fetchall())

    def rests(self, sizes: Mapping[str, int], members: set[int]) -> list[tuple[list[int], bool]]:
        """What stays of things when some profiles, by whom the sizes were found out, leave; and whether it is whole."""
        inside = Counter(self._things[number] for number in members)
        found = []
        for thing, size in sorted(sizes.items()):
            if size > inside[thing]:
                rest = [number for number in self.members(thing) if number not in members]
                found.append((rest, self.is_whole(thing)))
        return found

    def fetch(self, numbers: Iterable[int]) -> None:
        """Find out what profiles denote, and what counts where they are divided: at once what is dear one by one."""
        unknown = sorted(number for number in numbers if number not in self._things)
        query = "SELECT id, thing, sign FROM profile WHERE id IN (SELECT value FROM json_each(?))"
        for number, thing, sign in self._ledger.execute(query, (json.dumps(unknown),)):
            self._things[number], self._signs[number] = thing, sign

    # Whole things: all that joins lead to is this one

    def is_whole(self, thing: str | None) -> bool:
        row = self._ledger.execute("SELECT whole FROM anchor WHERE thing = ?", (thing,)).fetchone()
        return bool(row and row[0])

    def open(self, things: Iterable[str]) -> None:
        """Note that joins lead from these things to others."""
        self._ledger.db.executemany("UPDATE anchor SET whole = 0 WHERE thing = ?", [(each,) for each in sorted(things)])

    # Names

    def forget_names(self) -> None:
        """Let go of names that things had on the way only."""
        for thing in self._left:
            if not self.members(thing, most=1):
                self._ledger.execute("DELETE FROM anchor WHERE thing = ?", (thing,))

    def lost_first(self, thing: str) -> bool:
        """Whether the mention that names a thing went."""
        row = self._ledger.execute("SELECT first FROM anchor WHERE thing = ?", (thing,)).fetchone()
        return bool(row) and tuple(json.loads(row[0])) in self._lost

    def to_rename(self, number: int) -> list[int]:
        """The profiles of a thing whose first mention went, or that got an earlier one; none where its name stays."""
        if number in self._fresh or identity.own_anchor(self.profile(number)) is not None:
            return []
        thing = self.thing(number)
        if thing is None:
            return []
        row = self._ledger.execute("SELECT first FROM anchor WHERE thing = ?", (thing,)).fetchone()
        first = tuple(json.loads(row[0])) if row else ()
        come, gone = self._mentions.come.get(number, set()), self._mentions.gone.get(number, set())
        if first and first not in gone and not (come and min(come) < first):
            return []
        return self.members(thing)

    def stays(self, numbers: Sequence[int], sizes: Mapping[str, int], *, whole: bool) -> bool:
        """Whether a cluster is the thing that it was, with the name that it had: nothing came, went or is earlier."""
        thing = self._things[numbers[0]]
        if thing is None or thing in self._left or sizes.get(thing) != len(numbers):
            return False
        if any(self._things[number] != thing for number in numbers):
            return False
        row = self._ledger.execute("SELECT first, whole FROM anchor WHERE thing = ?", (thing,)).fetchone()
        if row is None:
            return False
        first, come = tuple(json.loads(row[0])), self._mentions.come
        if first in self._lost or any(min(come[each]) < first for each in numbers if each in come):
            return False
        if row[1] != whole:
            self._ledger.execute("UPDATE anchor SET whole = ? WHERE thing = ?", (int(whole), thing))
        return True

    def name(self, numbers: Sequence[int], *, whole: bool) -> None:
        """Give a cluster its thing: a function of its members alone."""
        profiles = [self.profile(number) for number in numbers]
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
            self.moves[number] = (self.was(number), thing)
            if self.thing(number) != thing:
                self._denote(number, thing)

    def put(self, numbers: Sequence[int], thing: str) -> None:
        """Put profiles to a thing that loses none; it gets another name only where it has an earlier mention now."""
        row = self._ledger.execute("SELECT first, whole FROM anchor WHERE thing = ?", (thing,)).fetchone()
        first = tuple(json.loads(row[0]))
        mentions = [self._first_mention(number) for number in numbers]
        if first in self._lost or any(each is None or each < first for each in mentions):
            self.name([*self.members(thing), *numbers], whole=bool(row[1]))
            return
        for number in numbers:
            self.moves[number] = (self.was(number), thing)
            self._denote(number, thing)

    def _denote(self, number: int, thing: str) -> None:
        before = self.thing(number)
        if before is not None:
            self._left.add(before)
        self._ledger.execute("UPDATE profile SET thing = ? WHERE id = ?", (thing, number))
        self._things[number] = thing

    def _first_mention(self, number: int) -> Mention | None:
        if number in self._fresh:
            return min(self._mentions.come[number])
        row: Mention | None = self._ledger.execute(
            "SELECT published, article, handle FROM entity WHERE profile = ?"
            " ORDER BY published, article, handle LIMIT 1",
            (number,),
        ).fetchone()
        return row


def forget_things(ledger: Ledger, moves: Mapping[int, tuple[str | None, str]]) -> None:
    """Keep what replaced the IRIs that are in use no more, and let go of anchors without a thing."""
    ledger.db.executemany("DELETE FROM retired WHERE thing = ?", {(after,) for _, after in moves.values()})
    for before, after in moves.values():
        if before is None:
            continue
        if not ledger.execute("SELECT 1 FROM profile WHERE thing = ? LIMIT 1", (before,)).fetchone():
            ledger.execute("INSERT OR REPLACE INTO retired VALUES (?, ?)", (before, after))
            ledger.execute("DELETE FROM anchor WHERE thing = ?", (before,))
