"""Copies of one text, kept in the ledger: articles come and go, and only the copies that they touch are looked at."""

from __future__ import annotations

import json
from collections.abc import Iterable

from extract.facts import ArticleFacts
from kg import copies, iri
from kg.copies import CAP
from kg.graph import day
from kg.nquads import line, ref
from kg.store.component import component
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

    def add(self, facts: ArticleFacts) -> None:
        """Put an article in."""
        sketch = copies.sketch(facts.text)
        if sketch is None:
            return
        self._before.setdefault(facts.id, None)
        published = day(facts.published) or _UNDATED
        self._ledger.execute("INSERT INTO sketch VALUES (?, ?, ?, ?)", (facts.id, published, sketch, facts.id))
        self._known.pop(facts.id, None)
        others: set[str] = set()
        displaced: set[str] = set()
        bands, rank = set(copies.bands(sketch)), copies.rank(facts.id)
        rows = self._ledger.execute(
            "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM band WHERE band.band = value)",
            (json.dumps([*bands]),),
        )
        known = [row[0] for row in rows]
        self._ledger.db.executemany("INSERT INTO band VALUES (?, ?, ?)", [(band, rank, facts.id) for band in bands])
        for band in known:
            first = self._first(band, CAP + 1)
            if facts.id in first[:CAP]:
                others |= set(self._first(band, -1))
                displaced |= set(first[CAP:])
            else:
                others |= set(first[:CAP])
        for other in others:
            self._compare(facts.id, other)
        for each in displaced:
            self._forget_uncompared(each)
        self._seeds.add(facts.id)

    def settle(self) -> tuple[set[str], set[str]]:
        """Find the originals of all that changed; the lines that come and those that go."""
        settled: set[str] = set()
        for seed in sorted(self._seeds):
            if seed in settled or self._sketch(seed) is None:
                continue
            texts = component(seed, self._linked)
            settled |= texts
            self._name(texts)
        adds: set[str] = set()
        removes: set[str] = set()
        for article, before in self._before.items():
            row = self._ledger.execute("SELECT original FROM sketch WHERE article = ?", (article,)).fetchone()
            after = row[0] if row else None
            adds |= _lines(article, after) - _lines(article, before)
            removes |= _lines(article, before) - _lines(article, after)
        return adds, removes

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
