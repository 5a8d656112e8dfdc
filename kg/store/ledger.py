"""The ledger: an SQLite file that holds each article's facts and all that the graph is made of."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final

from extract.errors import StoreDamaged
from extract.facts import ArticleFacts, from_json, to_json
from kg.identity import Handle, Profile
from kg.identity.judgements import Judgement, Key, Pair
from kg.store.files import REBUILD

VERSION: Final = "3"
"""Changes whenever the tables do; a store of another version asks for a rebuild."""

_LONG_LOG: Final = 64 << 20
_MOST_PROFILES: Final = 65_536
_SCHEMA: Final = Path(__file__).with_name("ledger.sql")


class Ledger:
    """The connection to a ledger; `write` makes the file where there is none."""

    def __init__(self, path: Path, *, write: bool) -> None:
        self.path = path
        self._profiles: dict[int, Profile] = {}
        new = write and not path.exists()
        mode = "rwc" if write else "ro"
        self.db = self._connect(f"{path.absolute().as_uri()}?mode={mode}")
        if write:
            self.db.execute("PRAGMA journal_mode = WAL")
            self.db.execute("PRAGMA synchronous = FULL")
            self.db.execute("PRAGMA cache_size = -262144")
            # A page that changes again and again goes to its place once in 512 MB of changes.
            self.db.execute("PRAGMA wal_autocheckpoint = 131072")
            if new or not self.db.execute("SELECT 1 FROM sqlite_master WHERE name = 'outbox'").fetchone():
                with self.transaction():
                    for statement in _SCHEMA.read_text(encoding="utf-8").split(";"):
                        self.db.execute(statement)
        else:
            self._readable(path)

    @staticmethod
    def _connect(address: str) -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False, timeout=30)

    def _readable(self, path: Path) -> None:
        try:
            self.db.execute("SELECT 1 FROM article LIMIT 1").fetchone()
        except sqlite3.OperationalError:
            # Beside a write-ahead log that nobody may create, e.g. on a read-only disk: nobody writes there either.
            self.db.close()
            self.db = self._connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1")
            self.db.execute("SELECT 1 FROM article LIMIT 1").fetchone()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self.db.in_transaction:  # a full disk may have rolled it back already
                self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def close(self) -> None:
        self.db.close()

    # Values about the store itself

    def meta(self, name: str) -> str | None:
        row = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_meta(self, name: str, value: str) -> None:
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def tally(self) -> dict[str, int]:
        """Counts kept up to date: `articles`, and each factuality's claims."""
        return dict(self.db.execute("SELECT name, n FROM tally"))

    def count_things(self, kind: str) -> int:
        """How many things there are of a kind (`person`, `event` …)."""
        query = "SELECT count(DISTINCT thing) FROM spelling WHERE thing >= ? AND thing < ?"
        return int(self.db.execute(query, (f"{kind}/", f"{kind}0")).fetchone()[0])

    # Articles

    def ids(self) -> Iterator[str]:
        """The ids of all articles, in order."""
        for (name,) in self.db.execute("SELECT id FROM article ORDER BY id"):
            yield name

    def digests(self, ids: Iterable[str]) -> dict[str, str]:
        """The digest of each of these articles that is here."""
        found = {}
        for name in ids:
            row = self.db.execute("SELECT digest FROM article WHERE id = ?", (name,)).fetchone()
            if row:
                found[name] = row[0]
        return found

    def facts(self, id: str) -> ArticleFacts | None:
        """An article's facts as they came in, checked against their digest; None where there is no such article."""
        row = self.db.execute("SELECT digest, facts FROM article WHERE id = ?", (id,)).fetchone()
        return None if row is None else self._unpack(id, *row)

    def all_facts(self) -> Iterator[ArticleFacts]:
        """All articles in the order of their ids."""
        for name in list(self.ids()):
            article = self.facts(name)
            if article is not None:
                yield article

    def _unpack(self, id: str, digest: str, packed: bytes) -> ArticleFacts:
        try:
            line = zlib.decompress(packed)
        except zlib.error:
            line = b""
        if digest_of(line) != digest:
            raise StoreDamaged(
                f"the kept facts of article {id!r} are damaged.",
                where=str(self.path),
                remedy="Retract the article and add it again, or bring back a copy of the store.",
            )
        return from_json(line.decode("utf-8"), where=f"article {id}")

    def write_article(self, article: ArticleFacts, line: bytes, digest: str, source: str) -> None:
        self.db.execute(
            "INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?)",
            (article.id, digest, article.extractor, source, zlib.compress(line, 1)),
        )

    def sources(self, id: str) -> tuple[str, str] | None:
        """(the fingerprint of what an article was made from, its extractor); None where there is no such article."""
        row = self.db.execute("SELECT source, extractor FROM article WHERE id = ?", (id,)).fetchone()
        return (row[0], row[1]) if row else None

    # Changes on their way to the quads

    def post(self, articles: list[str], adds: set[str], removes: set[str]) -> None:
        """Keep a change until the quads are safely on the disk."""
        self.db.execute(
            "INSERT INTO outbox (articles, adds, removes) VALUES (?, ?, ?)",
            (json.dumps(articles), _pack(adds), _pack(removes)),
        )

    def posted(self) -> Iterator[tuple[list[str], list[str], list[str]]]:
        """The kept changes in order: articles whose whole graph is added, further lines added, lines removed."""
        for articles, adds, removes in self.db.execute("SELECT articles, adds, removes FROM outbox ORDER BY n"):
            yield json.loads(articles), _split(adds), _split(removes)

    def clear_posted(self) -> None:
        self.db.execute("DELETE FROM outbox")

    def settle(self) -> None:
        """Bring the log of changes to its place, where it is long: what is read later is found faster."""
        log = self.path.with_name(f"{self.path.name}-wal")
        if log.exists() and log.stat().st_size > _LONG_LOG:
            self.db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()  # waits for no reader

    def things(self, article: str) -> dict[str, str]:
        """Each entity of an article → the thing that it denotes now."""
        return dict(
            self.db.execute(
                "SELECT entity, thing FROM entity JOIN profile ON profile.id = profile WHERE article = ?", (article,)
            )
        )

    def profile(self, number: int) -> Profile:
        """The profile of a number, which is a hash of it: what was asked for lately is kept."""
        found = self._profiles.get(number)
        if found is None:
            key = self.db.execute("SELECT key FROM profile WHERE id = ?", (number,)).fetchone()[0]
            found = Profile.from_key(key)
            self.remember(number, found)
        return found

    def prefetch(self, numbers: Iterable[int]) -> None:
        """Get profiles that will be asked for, at once."""
        unknown = sorted(number for number in numbers if number not in self._profiles)
        query = "SELECT id, key FROM profile WHERE id IN (SELECT value FROM json_each(?))"
        for number, key in self.db.execute(query, (json.dumps(unknown),)):
            self.remember(number, Profile.from_key(key))

    def remember(self, number: int, profile: Profile) -> None:
        """Keep a profile that will soon be asked for; the oldest half goes where there are too many."""
        if len(self._profiles) >= _MOST_PROFILES:
            for old in list(islice(self._profiles, _MOST_PROFILES // 2)):
                del self._profiles[old]
        self._profiles[number] = profile

    # People's judgements

    def judgements(self) -> dict[Pair, Judgement]:
        """All judgements that stand, by the pair that they are about."""
        return {found.pair: found for found in self._judgements("1")}

    def judgement(self, pair: Pair) -> Judgement | None:
        """What stands judged of a pair."""
        where = "a_article = ? AND a_type = ? AND a_name = ? AND b_article = ? AND b_type = ? AND b_name = ?"
        return next(self._judgements(where, (*pair[0], *pair[1])), None)

    def judged(self, article: str) -> dict[Handle, list[Pair]]:
        """The entities of an article that people have judged, with the pairs."""
        found: dict[Handle, list[Pair]] = {}
        for each in [
            *self._judgements("a_article = ?", (article,)),
            *self._judgements("b_article = ?", (article,)),
        ]:
            for key in each.pair:
                if key.article == article:
                    found.setdefault(Handle(key.type, key.name), []).append(each.pair)
        return found

    def _judgements(self, where: str, values: tuple[str, ...] = ()) -> Iterator[Judgement]:
        for row in self.db.execute(f"SELECT * FROM judgement WHERE {where}", values):  # noqa: S608
            yield Judgement(row[7], row[8], row[6], Key(*row[0:3]), Key(*row[3:6]), row[9])

    def write_judgement(self, pair: Pair, judgement: Judgement | None) -> None:
        """Put the judgement of a pair in the place of an earlier one, or take it out."""
        self.db.execute(
            "DELETE FROM judgement WHERE a_article = ? AND a_type = ? AND a_name = ?"
            " AND b_article = ? AND b_type = ? AND b_name = ?",
            (*pair[0], *pair[1]),
        )
        if judgement is not None:
            values = (*pair[0], *pair[1], judgement.verdict, judgement.date, judgement.who, judgement.why)
            self.db.execute("INSERT INTO judgement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)

    def execute(self, statement: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        return self.db.execute(statement, values)


def encode(article: ArticleFacts) -> bytes:
    """The article's facts as the bytes that are kept."""
    return to_json(article).encode("utf-8")


def digest_of(line: bytes) -> str:
    """What tells kept facts from damaged ones."""
    return hashlib.sha256(line).hexdigest()


def _pack(lines: set[str]) -> bytes:
    return zlib.compress("\n".join(sorted(lines)).encode(), 1)


def _split(packed: bytes) -> list[str]:
    return [line for line in zlib.decompress(packed).decode().split("\n") if line]


def damaged(path: Path) -> StoreDamaged:
    """The error of a ledger whose own structure is broken."""
    return StoreDamaged("the ledger is damaged.", where=str(path), remedy=REBUILD)
