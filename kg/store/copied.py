"""Copies of one text, kept in the ledger: articles come and go, and only the copies that they touch are looked at."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial

from extract.facts import ArticleFacts
from kg import copies, iri
from kg.copies import CAP
from kg.graph import day
from kg.nquads import line, ref
from kg.store.component import component
from kg.store.crowded import pair_up
from kg.store.ledger import Ledger
from kg.vocabulary import KG, VIEW

_UNDATED = "9999-99"


class Copied:
    """One change of the articles, as copies see it: a component of texts that share enough has one original.

    The original is the one published first. Pairs are compared where one of the two is among the first of a band.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._before: dict[str, str | None] = {}
        self._seeds: set[str] = set()
        self._new: set[str] = set()
        self._known: dict[str, bytes | None] = {}

    def remove(self, facts: ArticleFacts) -> None:
        """Take an article out."""
        row = self._ledger.execute("SELECT sketch, original FROM sketch WHERE article = ?", (facts.id,)).fetchone()
        if row is None:
            return
        self._before.setdefault(facts.id, row[1])
        self._seeds |= set(self._linked(facts.id)) - {facts.id}
        self._ledger.execute("DELETE FROM copied WHERE a = ?1 OR b = ?1", (facts.id,))
        for band in set(copies.bands(row[0])):
            first = self._first(band, CAP + 1)
            key = (band, copies.rank(facts.id), facts.id)
            self._ledger.execute("DELETE FROM band WHERE band = ? AND rank = ? AND article = ?", key)
            if facts.id in first[:CAP] and len(first) > CAP:
                for other in self._first(band, -1):
                    self._compare(first[CAP], other)
        self._ledger.execute("DELETE FROM sketch WHERE article = ?", (facts.id,))
        self._known.pop(facts.id, None)

    def add(self, articles: Iterable[ArticleFacts]) -> None:
        """Put articles in."""
        rows = []
        entering: defaultdict[int, list[str]] = defaultdict(list)
        for facts in articles:
            sketch = copies.sketch(facts.text)
            if sketch is None:
                continue
            self._before.setdefault(facts.id, None)
            self._known[facts.id] = sketch
            self._seeds.add(facts.id)
            self._new.add(facts.id)
            rows.append((facts.id, day(facts.published) or _UNDATED, sketch, facts.id))
            for band in set(copies.bands(sketch)):
                entering[band].append(facts.id)
        self._ledger.db.executemany("INSERT INTO sketch VALUES (?, ?, ?, ?)", rows)
        found = self._ledger.execute(
            "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM band WHERE band.band = value)",
            (json.dumps(sorted(entering)),),
        )
        known = {row[0] for row in found}
        ranks = {row[0]: copies.rank(row[0]) for row in rows}
        self._ledger.db.executemany(
            "INSERT INTO band VALUES (?, ?, ?)",
            [(band, ranks[name], name) for band in sorted(entering) for name in entering[band]],
        )
        pairs: set[tuple[str, str]] = set()
        displaced: set[str] = set()
        for band, names in entering.items():
            if band in known or len(names) > 1:
                displaced |= pair_up(partial(self._first, band), CAP, set(names), pairs)
        self._compare_all(sorted(pairs))
        for each in sorted(displaced):
            self._forget_uncompared(each)

    def _compare_all(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Link those pairs that are copies."""
        if not pairs:
            return
        names = sorted({name for pair in pairs for name in pair})
        unknown = [name for name in names if name not in self._known]
        query = "SELECT article, sketch FROM sketch WHERE article IN (SELECT value FROM json_each(?))"
        self._known.update(self._ledger.execute(query, (json.dumps(unknown),)))
        place = {name: at for at, name in enumerate(names)}
        sketches = [self._sketch(name) or b"" for name in names]
        found = copies.copied(sketches, ((place[one], place[two]) for one, two in pairs))
        linked = [(names[one], names[two]) for one, two in found]
        self._ledger.db.executemany("INSERT OR IGNORE INTO copied VALUES (?, ?)", linked)
        self._seeds.update(name for pair in linked for name in pair)

    def settle(self) -> tuple[set[str], set[str]]:
        """Find the originals of all that changed; the lines that come and those that go."""
        settled: set[str] = set()
        alone = self._new - self._with_links(self._new)  # their own originals, as they came
        for seed in sorted(self._seeds - alone):
            if seed in settled or self._sketch(seed) is None:
                continue
            texts = component(seed, self._linked)
            settled |= texts
            self._name(texts)
        adds: set[str] = set()
        removes: set[str] = set()
        query = "SELECT article, original FROM sketch WHERE article IN (SELECT value FROM json_each(?))"
        now = dict(self._ledger.execute(query, (json.dumps(sorted(self._before)),)).fetchall())
        for article, before in self._before.items():
            after = now.get(article)
            adds |= _lines(article, after) - _lines(article, before)
            removes |= _lines(article, before) - _lines(article, after)
        return adds, removes

    def _with_links(self, articles: set[str]) -> set[str]:
        """Those of the articles that are copies or have some."""
        query = (
            "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM copied WHERE a = value)"
            " OR EXISTS (SELECT 1 FROM copied WHERE b = value)"
        )
        return {row[0] for row in self._ledger.execute(query, (json.dumps(sorted(articles)),))}

    def _name(self, texts: set[str]) -> None:
        rows = []
        for article in texts:
            query = "SELECT published, article, original FROM sketch WHERE article = ?"
            rows.append(self._ledger.execute(query, (article,)).fetchone())
        original = min(rows)[1]
        for _, article, known in rows:
            if known != original:
                self._before.setdefault(article, known)
                self._ledger.execute("UPDATE sketch SET original = ? WHERE article = ?", (original, article))

    def _linked(self, article: str) -> Iterable[str]:
        query = "SELECT b FROM copied WHERE a = ?1 UNION ALL SELECT a FROM copied WHERE b = ?1"
        return [row[0] for row in self._ledger.execute(query, (article,))]

    def _first(self, band: int, count: int) -> list[str]:
        query = "SELECT article FROM band WHERE band = ? ORDER BY rank, article LIMIT ?"
        return [row[0] for row in self._ledger.execute(query, (band, count))]

    def _compare(self, one: str, two: str) -> None:
        a, b = self._sketch(one), self._sketch(two)
        if one != two and a is not None and b is not None and copies.shared(a, b) >= copies.SHARED:
            self._ledger.execute("INSERT OR IGNORE INTO copied VALUES (?, ?)", (min(one, two), max(one, two)))
            self._seeds |= {one, two}

    def _sketch(self, article: str) -> bytes | None:
        if article not in self._known:
            row = self._ledger.execute("SELECT sketch FROM sketch WHERE article = ?", (article,)).fetchone()
            self._known[article] = row[0] if row else None
        return self._known[article]

    def _forget_uncompared(self, article: str) -> None:
        """Drop the links of an article that is no longer among the first of a band, where no other band keeps them."""
        own = set(copies.bands(self._sketch(article) or b""))
        for other in self._linked(article):
            bands = own.intersection(copies.bands(self._sketch(other) or b""))
            if not any({article, other}.intersection(self._first(band, CAP)) for band in bands):
                self._ledger.execute(
                    "DELETE FROM copied WHERE a = ? AND b = ?", (min(article, other), max(article, other))
                )
                self._seeds |= {article, other}


def _lines(article: str, original: str | None) -> set[str]:
    if original is None or original == article:
        return set()
    return {line(iri.article(article), KG.copyOf, ref(iri.article(original)), VIEW)}
