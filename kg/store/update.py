"""One change of a store's articles, worked out in the ledger: which quads come and which go."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from extract.facts import ArticleFacts
from kg import iri
from kg.graph import Edge, Share, Spelling, Support, article_lines, holding, plain_predicate, share
from kg.identity.judgements import Judgement, Pair
from kg.store.copied import Copied
from kg.store.ledger import Ledger, digest_of, encode
from kg.store.resolve import Moves, Resolution, forget_things
from kg.view import (
    PRESENT,
    Derived,
    Presence,
    derive,
    derived_lines,
    holding_lines,
    is_later,
    makes_official,
    plain_line,
    thing_lines,
)
from kg.vocabulary import DATA

_RANK: Final = ("asserted", "planned", "alleged")


@dataclass(slots=True)
class Change:
    """Lines of N-Quads that come and go; of articles that are not among the quads yet, none.

    `fresh` are articles whose whole graph has to come, as it is when it is written (`changed` are such that came
    earlier and say something else now); `dropped` were among those.
    """

    fresh: dict[str, ArticleFacts] = field(default_factory=dict)
    changed: dict[str, ArticleFacts] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    adds: set[str] = field(default_factory=set)
    removes: set[str] = field(default_factory=set)

    def differ(self, before: set[str], after: set[str]) -> None:
        """Count in that some lines were replaced by others."""
        self.adds |= after - before
        self.removes |= before - after


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article's facts on their way in; `source` says what they were made from, so that it is not read again."""

    facts: ArticleFacts
    source: str = ""


class Update:
    """One change, within a transaction of the ledger."""

    def __init__(self, ledger: Ledger, unwritten: Collection[str] = ()) -> None:
        self._ledger = ledger
        self._unwritten = unwritten
        """Articles whose graph is not among the quads yet."""
        self._edges: Counter[Edge] = Counter()
        self._supports: Counter[Support] = Counter()
        self._spellings: Counter[Spelling] = Counter()
        self._tally: Counter[str] = Counter()
        self._things: Callable[[str], Mapping[str, str]] = ledger.things
        self.change = Change()

    def run(
        self,
        articles: Mapping[str, Incoming | None],
        judgements: Mapping[Pair, Judgement | None] = MappingProxyType({}),
    ) -> Change:
        """Replace the articles that are given and take those out that are None; the same with judgements.

        An article that a judgement is about has to be among `articles`, as it is, for its entities to be told apart.
        """
        for pair, judgement in judgements.items():
            self._ledger.write_judgement(pair, judgement)
        coming = {name: each for name, each in sorted(articles.items()) if each is not None}
        old = {name: facts for name in sorted(articles) if (facts := self._ledger.facts(name)) is not None}
        before = {name: self._ledger.things(name) for name in old}
        moves = self._identify(old, coming, judgements)
        for name, facts in old.items():
            self._count(facts, before[name], -1)
            if name not in coming:
                self._ledger.execute("DELETE FROM article WHERE id = ?", (name,))
                if name in self._unwritten:
                    self.change.dropped.append(name)
                else:
                    self.change.removes |= article_lines(facts, before[name])
        for name, incoming in coming.items():
            things = self._things(name)
            line = encode(incoming.facts)
            self._ledger.write_article(incoming.facts, line, digest_of(line), incoming.source)
            self._count(incoming.facts, things, 1)
            if name not in old:
                self.change.fresh[name] = incoming.facts
            elif name in self._unwritten:
                self.change.changed[name] = incoming.facts
            else:
                self.change.differ(article_lines(old[name], before[name]), article_lines(incoming.facts, things))
        self._relink(moves, set(articles))
        self._find_copies(old, coming)
        self._write_view()
        forget_things(self._ledger, moves)
        return self.change

    def _find_copies(self, old: Mapping[str, ArticleFacts], coming: Mapping[str, Incoming]) -> None:
        copied = Copied(self._ledger)
        for name, facts in old.items():
            new = coming.get(name)
            if new is None or (new.facts.text, new.facts.published) != (facts.text, facts.published):
                copied.remove(facts)
        for name, new in coming.items():
            facts = old.get(name, new.facts)
            if name not in old or (new.facts.text, new.facts.published) != (facts.text, facts.published):
                copied.add(new.facts)
        adds, removes = copied.settle()
        self.change.adds |= adds
        self.change.removes |= removes

    def _identify(
        self, old: Mapping[str, ArticleFacts], coming: Mapping[str, Incoming], judged: Iterable[Pair]
    ) -> Moves:
        resolution = Resolution(self._ledger)
        resolution.judge(judged)
        for name in old:
            resolution.remove(name)
        for incoming in coming.values():
            resolution.add(incoming.facts)
        self._things = resolution.things
        return resolution.settle()

    def _relink(self, moves: Moves, known: set[str]) -> None:
        """Write anew the articles that stay as they are while their entities denote other things."""
        moved = {number: before for number, (before, _) in moves.items() if before is not None}
        affected: set[str] = set()
        for number in moved:
            rows = self._ledger.execute("SELECT DISTINCT article FROM entity WHERE profile = ?", (number,))
            affected |= {row[0] for row in rows}
        for name in sorted(affected - known):
            facts = self._ledger.facts(name)
            if facts is None:
                continue
            after = self._ledger.things(name)
            rows = self._ledger.execute("SELECT entity, profile FROM entity WHERE article = ?", (name,))
            before = {entity: moved.get(profile, after[entity]) for entity, profile in rows}
            self._count(facts, before, -1)
            self._count(facts, after, 1)
            if name not in self._unwritten:
                self.change.differ(article_lines(facts, before), article_lines(facts, after))

    def _count(self, article: ArticleFacts, things: Mapping[str, str], sign: int) -> None:
        part: Share = share(article, things)
        for edge in part.edges:
            self._edges[edge] += sign
        for support in part.supports:
            self._supports[support] += sign
        for spelling in part.spellings:
            self._spellings[spelling] += sign
        for factuality in part.claims:
            self._tally[factuality] += sign
        self._tally["articles"] += sign

    # The view

    def _write_view(self) -> None:
        edges = {edge: n for edge, n in self._edges.items() if n}
        supports = {support: n for support, n in self._supports.items() if n}
        plain = {
            (edge.subject, plain_predicate(edge.predicate, edge.status), edge.object)
            for edge in edges
            if edge.factuality == "asserted"
        }
        stood = {key: self._is_plain(*key) for key in plain}
        self._apply_counts(edges, supports)
        for key in plain:
            stands = self._is_plain(*key)
            if stands != stood[key]:
                (self.change.adds if stands else self.change.removes).add(plain_line(*key))
        for person, office, status in sorted(
            {
                (s.edge.subject, s.edge.object, s.edge.status)
                for s in supports
                if s.edge.predicate == "holdsPosition" and s.edge.factuality == "asserted"
            }
        ):
            self._write_holding(person, office, status)
        things = {spelling.thing for spelling, n in self._spellings.items() if n}
        things |= {edge.subject for edge in edges if edge.predicate in {"holdsPosition", "candidateFor"}}
        for thing in things:
            self._write_thing(thing)
        for event in sorted(self._events(supports) | self._events_dated_anew(edges)):
            self._write_event(event)

    def _apply_counts(self, edges: Mapping[Edge, int], supports: Mapping[Support, int]) -> None:
        db = self._ledger.db
        db.executemany(
            "INSERT INTO edge VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
            [(*edge, n) for edge, n in edges.items()],
        )
        db.executemany(
            "DELETE FROM edge WHERE s = ? AND p = ? AND o = ? AND factuality = ? AND status = ? AND n = 0",
            [tuple(edge) for edge, n in edges.items() if n < 0],
        )
        db.executemany(
            "DELETE FROM support WHERE s = ? AND p = ? AND o = ? AND factuality = ? AND status = ?"
            " AND date = ? AND article = ? AND claim = ?",
            [(*s.edge, s.date, s.article, s.claim) for s, n in supports.items() if n < 0],
        )
        db.executemany(
            "INSERT INTO support VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(*s.edge, s.date, s.article, s.claim, int(s.dated)) for s, n in supports.items() if n > 0],
        )
        spellings = [((s.thing, int(s.main), s.text), n) for s, n in self._spellings.items() if n]
        db.executemany(
            "INSERT INTO spelling VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
            [(*row, n) for row, n in spellings],
        )
        db.executemany(
            "DELETE FROM spelling WHERE thing = ? AND main = ? AND text = ? AND n = 0",
            [row for row, n in spellings if n < 0],
        )
        db.executemany(
            "INSERT INTO tally VALUES (?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
            [(name, n) for name, n in self._tally.items() if n],
        )

    def _is_plain(self, subject: str, predicate: str, target: str) -> bool:
        statuses = {"heldPosition": ("former",), "electedTo": ("elect",)}.get(predicate)
        claimed = "holdsPosition" if statuses else predicate
        rows = self._ledger.execute(
            "SELECT status FROM edge WHERE s = ? AND p = ? AND o = ? AND factuality = 'asserted'",
            (subject, claimed, target),
        )
        return any(plain_predicate(claimed, status) == predicate for (status,) in rows)

    def _show(self, unit: str, lines: set[str]) -> None:
        """Write a unit in the place of what was last written of it."""
        row = self._ledger.execute("SELECT lines FROM shown WHERE unit = ?", (unit,)).fetchone()
        before = set(row[0].split("\n")) if row else set()
        if before == lines:
            return
        self.change.differ(before, lines)
        if lines:
            self._ledger.execute("INSERT OR REPLACE INTO shown VALUES (?, ?)", (unit, "\n".join(sorted(lines))))
        else:
            self._ledger.execute("DELETE FROM shown WHERE unit = ?", (unit,))

    def _write_thing(self, thing: str) -> None:
        rows = self._ledger.execute("SELECT main, text, n FROM spelling WHERE thing = ?", (thing,)).fetchall()
        names = {text: n for main, text, n in rows if main}
        if not names:
            self._show(thing, set())
            return
        official = candidate = False
        if thing.startswith("person/"):
            held = self._ledger.execute(
                "SELECT o, status FROM edge WHERE s = ? AND p = 'holdsPosition' AND factuality = 'asserted'", (thing,)
            )
            official = any(makes_official(office, status) for office, status in held)
            stands = self._ledger.execute(
                "SELECT 1 FROM edge WHERE s = ? AND p = 'candidateFor' AND factuality = 'asserted' LIMIT 1", (thing,)
            )
            candidate = stands.fetchone() is not None
        spellings = [text for main, text, _ in rows if not main]
        self._show(thing, thing_lines(thing, names, spellings, official=official, candidate=candidate))

    def _write_holding(self, person: str, office: str, status: str) -> None:
        key = (person, office, status)
        where = "s = ? AND p = 'holdsPosition' AND o = ? AND factuality = 'asserted' AND status = ?"
        there = self._ledger.execute(f"SELECT 1 FROM support WHERE {where} LIMIT 1", key).fetchone()  # noqa: S608
        own = holding(*key)
        if not there:
            self._show(own, set())
            return
        first, last = (
            self._ledger.execute(f"SELECT {end}(date) FROM support WHERE {where} AND date > ''", key).fetchone()[0]  # noqa: S608
            for end in ("min", "max")
        )
        self._show(own, holding_lines(own, *key, (first or "", last or "")))

    def _events(self, supports: Iterable[Support]) -> set[str]:
        """The events at which something may follow that did not, or no more."""
        events: set[str] = set()
        candidacies: defaultdict[tuple[str, str], list[Support]] = defaultdict(list)
        for support in supports:
            if support.edge.predicate in PRESENT:
                events.add(support.edge.object)
            elif support.edge.predicate == "candidateFor":
                events |= {support.edge.object} if support.edge.object.startswith("event/") else set()
                candidacies[support.edge.subject, support.edge.factuality].append(support)
        people = {
            person for (person, level), changed in candidacies.items() if self._is_decisive(person, level, changed)
        }
        for person in people:
            rows = self._ledger.execute("SELECT o FROM edge WHERE s = ? AND p IN ('attended', 'led')", (person,))
            events |= {row[0] for row in rows}
        return events

    def _events_dated_anew(self, edges: Mapping[Edge, int]) -> set[str]:
        """The events that have a day which they had not, or no more."""
        events: set[str] = set()
        for edge, n in edges.items():
            if edge.predicate == "heldOn" and edge.factuality == "asserted" and edge.subject.startswith("event/"):
                where = "s = ? AND p = ? AND o = ? AND factuality = ? AND status = ?"
                row = self._ledger.execute(f"SELECT n FROM edge WHERE {where}", tuple(edge)).fetchone()  # noqa: S608
                if row is None or row[0] == n:
                    events.add(edge.subject)
        return events

    def _is_decisive(self, person: str, factuality: str, changed: list[Support]) -> bool:
        """Whether some claims to a candidacy that came or went change on which claim, or since when, it rests."""
        row = self._first_row(person, factuality)
        if row is None or any((each.date, each.article, each.claim) <= row for each in changed):
            return True
        dated = sum(each.dated for each in changed)
        return dated > 0 and self._count_dated(person, factuality, dated + 1) <= dated

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

    def _candidacy(self, person: str, days: Collection[str]) -> Presence | None:
        """The strongest of a person's candidacies on some day, and the first claim of it.

        One that began later, as all that is known of it says, is none yet. A report from later says nothing of when it
        began, unless some claim gives the day.
        """
        for factuality in _RANK:
            row = self._first_row(person, factuality)
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

    def _write_event(self, event: str) -> None:
        derived: list[Derived] = []
        contested = self._ledger.execute("SELECT 1 FROM edge WHERE o = ? AND p = 'candidateFor' LIMIT 1", (event,))
        if not contested.fetchone():
            derived = self._derive(event)
        before = set(self._ledger.execute("SELECT s, p, o FROM derived WHERE event = ?", (event,)).fetchall())
        after = {(each.subject, each.predicate, each.candidate) for each in derived if not each.alleged}
        stood = {key for key in before ^ after if self._is_derived(key)}
        self._ledger.db.executemany(
            "DELETE FROM derived WHERE event = ? AND s = ? AND p = ? AND o = ?",
            [(event, *key) for key in before - after],
        )
        self._ledger.db.executemany(
            "INSERT INTO derived (event, s, p, o) VALUES (?, ?, ?, ?)", [(event, *key) for key in after - before]
        )
        for key in before ^ after:
            stands = self._is_derived(key)
            if stands != (key in stood):
                # Two events may take turns within one change, so a line that went may come back.
                line = plain_line(*key)
                coming, going = (
                    (self.change.adds, self.change.removes) if stands else (self.change.removes, self.change.adds)
                )
                if line in going:
                    going.discard(line)
                else:
                    coming.add(line)
        lines: set[str] = set()
        for each in derived:
            lines |= derived_lines(event, each)
        self._show(f"derived {event}", lines)

    def _is_derived(self, key: tuple[str, str, str]) -> bool:
        query = "SELECT 1 FROM derived WHERE s = ? AND p = ? AND o = ? LIMIT 1"
        return self._ledger.execute(query, key).fetchone() is not None

    def _derive(self, event: str) -> list[Derived]:
        rows = self._ledger.execute(
            "SELECT s, min(CASE factuality WHEN 'asserted' THEN 0 ELSE 1 END) FROM edge"
            " WHERE o = ? AND p IN ('attended', 'led') AND factuality IN ('asserted', 'alleged') GROUP BY s",
            (event,),
        ).fetchall()
        people = {actor for actor, _ in rows if actor.startswith("person/")}
        days = self._days(event)
        candidacies = {person: found for person in people if (found := self._candidacy(person, days)) is not None}
        if not candidacies:
            return []
        present = {}
        for actor, rank in rows:
            factuality = "alleged" if rank else "asserted"
            claims = self._ledger.execute(
                "SELECT article, claim FROM support"
                " WHERE s = ? AND p IN ('attended', 'led') AND o = ? AND factuality = ?",
                (actor, event, factuality),
            )
            present[actor] = Presence(factuality, tuple(_claim(*row) for row in claims))
        return list(derive(present, candidacies))


def _claim(article: str, claim: str) -> str:
    return f"{iri.article(article)}/{claim}"


def thing_iri(thing: str) -> str:
    """A thing's IRI in full."""
    return DATA + thing
