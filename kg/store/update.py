"""One change of a store's articles, worked out in the ledger: which quads come and which go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from extract.facts import ArticleFacts
from kg.graph import Edge, Share, Spelling, Support, article_lines, share
from kg.identity.judgements import Judgement, Pair
from kg.store.copied import Copied
from kg.store.denoted import Moves, forget_things
from kg.store.ledger import Ledger, digest_of, encode
from kg.store.resolve import Resolution
from kg.store.viewed import State, Triple, Viewed
from kg.view import plain_line

Denoting = tuple[ArticleFacts, Mapping[str, str]]
"""An article's facts, and what its entities denote."""


@dataclass(slots=True)
class Change:
    """Lines of N-Quads that come and go; of articles that are not among the quads yet, none.

    `fresh` are articles whose whole graph has to come (`changed` are such that came earlier and say something else
    now, or of other things); `dropped` were among those.
    """

    fresh: dict[str, Denoting] = field(default_factory=dict)
    changed: dict[str, Denoting] = field(default_factory=dict)
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
                self.change.fresh[name] = (incoming.facts, things)
            elif name in self._unwritten:
                self.change.changed[name] = (incoming.facts, things)
            else:
                self.change.differ(article_lines(old[name], before[name]), article_lines(incoming.facts, things))
        self._relink(moves, set(articles))
        self._find_copies(old, coming)
        self._write_view()
        forget_things(self._ledger, moves)
        return self.change

    def _find_copies(self, old: Mapping[str, ArticleFacts], coming: Mapping[str, Incoming]) -> None:
        copied = Copied(self._ledger)
        told = {name: (facts.text, facts.published) for name, facts in old.items()}
        fresh = [
            each.facts for each in coming.values() if told.get(each.facts.id) != (each.facts.text, each.facts.published)
        ]
        same = {*coming}.difference(facts.id for facts in fresh)
        for name, facts in old.items():
            if name not in same:
                copied.remove(facts)
        copied.add(fresh)
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
            if name in self._unwritten:
                self.change.changed[name] = (facts, after)
            else:
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
        viewed = Viewed(self._ledger)
        touched = viewed.touched(edges, supports, {spelling.thing for spelling, n in self._spellings.items() if n})
        before = viewed.state(touched)
        self._apply_counts(edges, supports)
        viewed.forget(supports)
        after = viewed.state(touched)
        self.change.differ(set(before.without(after)), set(after.without(before)))
        self._derive_triples(before, after)

    def _derive_triples(self, before: State, after: State) -> None:
        """Write the plain triples that follow from who was where: each as long as it follows from some event."""
        stood, stands = before.derived_triples(), after.derived_triples()
        changed = sorted({triple for triple, _ in stood ^ stands})
        known = {triple for triple in changed if self._is_derived(triple)}
        self._ledger.db.executemany(
            "DELETE FROM derived WHERE s = ? AND p = ? AND o = ? AND event = ?",
            [(*triple, event) for triple, event in stood - stands],
        )
        self._ledger.db.executemany(
            "INSERT INTO derived VALUES (?, ?, ?, ?)", [(*triple, event) for triple, event in stands - stood]
        )
        for triple in changed:
            if self._is_derived(triple) != (triple in known):
                (self.change.removes if triple in known else self.change.adds).add(plain_line(*triple))

    def _is_derived(self, triple: Triple) -> bool:
        query = "SELECT 1 FROM derived WHERE s = ? AND p = ? AND o = ? LIMIT 1"
        return self._ledger.execute(query, triple).fetchone() is not None

    def _apply_counts(self, edges: Mapping[Edge, int], supports: Mapping[Support, int]) -> None:
        db = self._ledger.db
        db.executemany(
            "INSERT INTO edge VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
            [
                (*edge, n) for edge, n in sorted(edges.items())
            ],  # in the order of the tree, for its pages lie side by side
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
            [(*s.edge, s.date, s.article, s.claim, int(s.dated)) for s, n in sorted(supports.items()) if n > 0],
        )
        spellings = sorted(((s.thing, int(s.main), s.text), n) for s, n in self._spellings.items() if n)
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
