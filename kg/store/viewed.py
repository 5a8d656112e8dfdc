"""What the view holds of plain triples, things, office holdings and events, as the counts of the ledger give it.

A change asks it before and after it counts: what differs comes and goes, so what was written need not be kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from kg import iri
from kg.graph import Edge, Support, holding, plain_predicate
from kg.store.ledger import Ledger
from kg.view import (
    PRESENT,
    Derived,
    Presence,
    derive,
    derived_lines,
    holding_lines,
    is_later,
    label,
    makes_official,
    plain_line,
    thing_lines,
)

_RANK = ("asserted", "planned", "alleged")

Triple = tuple[str, str, str]


class Named(NamedTuple):
    """What the view says of a thing itself."""

    label: str
    others: frozenset[str]
    official: bool
    candidate: bool


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change may have touched."""

    plain: Collection[Triple] = ()
    holdings: Collection[Triple] = ()
    """Person, office, status."""
    things: Collection[str] = ()
    events: Collection[str] = ()


@dataclass(slots=True)
class State:
    """What the view holds of all that is touched; what it holds nothing of is not there."""

    plain: set[Triple] = field(default_factory=set)
    holdings: dict[Triple, tuple[str, str]] = field(default_factory=dict)
    """First and last day of observation."""
    things: dict[str, Named] = field(default_factory=dict)
    events: dict[str, set[Derived]] = field(default_factory=dict)

    def derived_triples(self) -> set[tuple[Triple, str]]:
        """The plain triples that follow, each with its event; what is alleged makes none."""
        return {
            ((each.subject, each.predicate, each.candidate), event)
            for event, derived in self.events.items()
            for each in derived
            if not each.alleged
        }

    def without(self, other: State) -> Iterator[str]:
        """The lines of all that differs from another state."""
        for triple in self.plain - other.plain:
            yield plain_line(*triple)
        for key, dates in self.holdings.items():
            if other.holdings.get(key) != dates:
                yield from holding_lines(holding(*key), *key, dates)
        for thing, named in self.things.items():
            if other.things.get(thing) != named:
                yield from thing_lines(thing, *named)
        for event, derived in self.events.items():
            for each in derived.difference(other.events.get(event, ())):
                yield from derived_lines(event, each)


class Viewed:
    """The view during one change of the ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._candidacies: dict[str, dict[str, tuple[str, str, str]]] = {}
        self._claims: dict[tuple[str, str, str], tuple[str, ...]] = {}

    def state(self, touched: Touched) -> State:
        """What the view holds by the counts as they are now."""
        found = State()
        found.plain.update(triple for triple in sorted(touched.plain) if self._is_plain(*triple))
        for key in sorted(touched.holdings):
            if (dates := self._observed(*key)) is not None:
                found.holdings[key] = dates
        for thing in sorted(touched.things):
            if (named := self._named(thing)) is not None:
                found.things[thing] = named
        for event in sorted(touched.events):
            if derived := self._derived(event):
                found.events[event] = derived
        return found

    def touched(self, edges: Mapping[Edge, int], supports: Mapping[Support, int], things: Iterable[str]) -> Touched:
        """What changes where such counts are added that were not added yet; `things` have other spellings."""
        return Touched(
            plain={
                (edge.subject, plain_predicate(edge.predicate, edge.status), edge.object)
                for edge in edges
                if edge.factuality == "asserted"
            },
            holdings={
                (edge.subject, edge.object, edge.status)
                for edge, *_ in supports
                if edge.predicate == "holdsPosition" and edge.factuality == "asserted"
            },
            things={*things, *(edge.subject for edge in edges if edge.predicate in {"holdsPosition", "candidateFor"})},
            events=self._events(supports) | self._events_dated_anew(edges),
        )

    def forget(self, supports: Iterable[Support]) -> None:
        """Ask again for what such claims say."""
        for support in supports:
            edge = support.edge
            self._candidacies.pop(edge.subject, None)
            self._claims.pop((edge.subject, edge.object, edge.factuality), None)

    # Plain triples, things, holdings

    def _is_plain(self, subject: str, predicate: str, target: str) -> bool:
        statuses = {"heldPosition": ("former",), "electedTo": ("elect",)}.get(predicate)
        claimed = "holdsPosition" if statuses else predicate
        rows = self._ledger.execute(
            "SELECT status FROM edge WHERE s = ? AND p = ? AND o = ? AND factuality = 'asserted'",
            (subject, claimed, target),
        )
        return any(plain_predicate(claimed, status) == predicate for (status,) in rows)

    def _named(self, thing: str) -> Named | None:
        rows = self._ledger.execute("SELECT main, text, n FROM spelling WHERE thing = ?", (thing,)).fetchall()
        names = {text: n for main, text, n in rows if main}
        if not names:
            return None
        official = candidate = False
        if thing.startswith("person/"):
            held = self._ledger.execute(
                "SELECT p, o, status FROM edge"
                " WHERE s = ? AND p IN ('holdsPosition', 'candidateFor') AND factuality = 'asserted'",
                (thing,),
            ).fetchall()
            official = any(p == "holdsPosition" and makes_official(office, status) for p, office, status in held)
            candidate = any(p == "candidateFor" for p, _, _ in held)
        best = label(names)
        return Named(best, frozenset(text for _, text, _ in rows if text != best), official, candidate)

    def _observed(self, person: str, office: str, status: str) -> tuple[str, str] | None:
        key = (person, office, status)
        where = "s = ? AND p = 'holdsPosition' AND o = ? AND factuality = 'asserted' AND status = ?"
        if not self._ledger.execute(f"SELECT 1 FROM support WHERE {where} LIMIT 1", key).fetchone():  # noqa: S608
            return None
        first, last = (
            self._ledger.execute(f"SELECT {end}(date) FROM support WHERE {where} AND date > ''", key).fetchone()[0]  # noqa: S608
            for end in ("min", "max")
        )
        return first or "", last or ""

    # What follows from who was at an event

    def _events(self, supports: Mapping[Support, int]) -> set[str]:
        """The events at which something may follow that did not, or no more."""
        events: set[str] = set()
        candidacies: dict[tuple[str, str], list[tuple[Support, int]]] = {}
        for support, n in supports.items():
            edge = support.edge
            if edge.predicate in PRESENT:
                events.add(edge.object)
            elif edge.predicate == "candidateFor":
                events |= {edge.object} if edge.object.startswith("event/") else set()
                candidacies.setdefault((edge.subject, edge.factuality), []).append((support, n))
        people = {
            person for (person, level), changed in candidacies.items() if self._is_decisive(person, level, changed)
        }
        for person in people:
            rows = self._ledger.execute("SELECT o FROM edge WHERE s = ? AND p IN ('attended', 'led')", (person,))
            events |= {row[0] for row in rows}
        return events

    def _events_dated_anew(self, edges: Mapping[Edge, int]) -> set[str]:
        """The events that will have a day which they have not, or no more."""
        events: set[str] = set()
        for edge, n in edges.items():
            if edge.predicate == "heldOn" and edge.factuality == "asserted" and edge.subject.startswith("event/"):
                where = "s = ? AND p = ? AND o = ? AND factuality = ? AND status = ?"
                row = self._ledger.execute(f"SELECT n FROM edge WHERE {where}", tuple(edge)).fetchone()  # noqa: S608
                if row is None or row[0] + n == 0:
                    events.add(edge.subject)
        return events

    def _is_decisive(self, person: str, factuality: str, changed: Collection[tuple[Support, int]]) -> bool:
        """Whether some claims to a candidacy that come or go change on which claim, or since when, it rests."""
        row = self._first_row(person, factuality)
        if row is None or any((each.date, each.article, each.claim) <= row for each, _ in changed):
            return True
        coming = sum(each.dated and n > 0 for each, n in changed)
        going = sum(each.dated and n < 0 for each, n in changed)
        if not coming and not going:
            return False
        dated = self._count_dated(person, factuality, going + 1)
        return (dated > 0) != (dated - going + coming > 0)

    def _first_row(self, person: str, factuality: str) -> tuple[str, str, str] | None:
        row: tuple[str, str, str] | None = self._ledger.execute(
            "SELECT date, article, claim FROM support"
            " WHERE s = ? AND p = 'candidateFor' AND factuality = ? ORDER BY date, article, claim LIMIT 1",
            (person, factuality),
        ).fetchone()
        return row

    def _count_dated(self, person: str, factuality: str, most: int) -> int:
        """How many claims give the day of a candidacy themselves, counted up to so many."""
        rows = self._ledger.execute(
            "SELECT 1 FROM support WHERE s = ? AND p = 'candidateFor' AND factuality = ? AND dated = 1 LIMIT ?",
            (person, factuality, most),
        )
        return len(rows.fetchall())

    def _firsts(self, person: str) -> dict[str, tuple[str, str, str]]:
        """The first claim of each level of a person's candidacies."""
        known = self._candidacies.get(person)
        if known is None:
            levels = self._ledger.execute(
                "SELECT DISTINCT factuality FROM edge WHERE s = ? AND p = 'candidateFor'", (person,)
            ).fetchall()
            rows = {level: self._first_row(person, level) for (level,) in levels}
            known = self._candidacies[person] = {level: row for level, row in rows.items() if row is not None}
        return known

    def _candidacy(self, person: str, days: Collection[str]) -> Presence | None:
        """The strongest of a person's candidacies on some day, and the first claim of it.

        One that began later, as all that is known of it says, is none yet. A report from later says nothing of when it
        began, unless some claim gives the day.
        """
        firsts = self._firsts(person)
        for factuality in _RANK:
            row = firsts.get(factuality)
            if row is None:
                continue
            later = bool(days) and all(is_later(row[0], day) for day in days)
            if not later or not self._count_dated(person, factuality, 1):
                return Presence(factuality, (_claim(row[1], row[2]),))
        return None

    def _days(self, event: str) -> list[str]:
        rows = self._ledger.execute(
            "SELECT o FROM edge WHERE s = ? AND p = 'heldOn' AND factuality = 'asserted'", (event,)
        )
        return [value.split('"')[1] for (value,) in rows if value.startswith('"')]

    def _derived(self, event: str) -> set[Derived]:
        rows = self._ledger.execute(
            "SELECT s, min(CASE factuality WHEN 'asserted' THEN 0 ELSE 1 END) FROM edge"
            " WHERE o = ? AND p IN ('attended', 'led') AND factuality IN ('asserted', 'alleged') GROUP BY s",
            (event,),
        ).fetchall()
        people = [actor for actor, _ in rows if actor.startswith("person/") and self._firsts(actor)]
        if not people:
            return set()
        contested = self._ledger.execute("SELECT 1 FROM edge WHERE o = ? AND p = 'candidateFor' LIMIT 1", (event,))
        if contested.fetchone():
            return set()
        days = self._days(event)
        candidacies = {person: found for person in people if (found := self._candidacy(person, days)) is not None}
        if not candidacies:
            return set()
        present = {}
        for actor, rank in rows:
            factuality = "alleged" if rank else "asserted"
            present[actor] = Presence(factuality, self._present(actor, event, factuality))
        return set(derive(present, candidacies))

    def _present(self, actor: str, event: str, factuality: str) -> tuple[str, ...]:
        key = (actor, event, factuality)
        if key not in self._claims:
            claims = self._ledger.execute(
                "SELECT article, claim FROM support"
                " WHERE s = ? AND p IN ('attended', 'led') AND o = ? AND factuality = ?",
                key,
            )
            self._claims[key] = tuple(_claim(*row) for row in claims)
        return self._claims[key]


def _claim(article: str, claim: str) -> str:
    return f"{iri.article(article)}/{claim}"
