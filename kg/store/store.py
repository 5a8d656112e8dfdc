"""The store: articles in, out and replaced; killed at any moment, it loses nothing and holds whole articles only."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace as changed
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

from extract.errors import InputError, StoreDamaged, StoreError
from extract.facts import ArticleFacts
from kg import copies, graph, identity
from kg.identity import judgements
from kg.identity.judgements import Judgement, Pair
from kg.store import files, quads
from kg.store.files import REBUILD, Manifest, explained
from kg.store.inquiry import Inquiry
from kg.store.ledger import VERSION as LEDGER_VERSION
from kg.store.ledger import Ledger
from kg.store.update import Incoming, Update
from kg.store.waiting import Waiting
from kg.vocabulary import DATA

VERSIONS: Final = {
    "graph": graph.VERSION,
    "identity": identity.VERSION,
    "copies": copies.VERSION,
    "ledger": LEDGER_VERSION,
}
_REBUILD_BATCH: Final = 5_000


class Store:
    """A store opened by its one writer.

    What is written is on the disk when a method returns. Readers see it from the next `publish` on, which closing does.
    """

    def __init__(self, folder: Path, lock: IO[bytes], manifest: Manifest) -> None:
        self.folder = folder
        self._lock = lock
        self._manifest = manifest
        self._failed = False
        body = body_folder(folder, manifest.body)
        body.mkdir(parents=True, exist_ok=True)
        self._ledger = Ledger(body / "ledger.sqlite", write=True)
        self._quads = quads.open_quads(body / "quads")
        self._waiting = Waiting(self._quads, body)
        self._catch_up(body)
        self._dirty = manifest.generation == 0 or self._ledger.execute("SELECT 1 FROM outbox LIMIT 1").fetchone()
        self._read_judgements()

    @classmethod
    def open(cls, folder: Path, *, create: bool = True) -> Self:
        """Open a store to write to it, making it where there is none; StoreError, StoreLocked or StoreDamaged."""
        with explained(folder):
            if not (folder / files.MANIFEST).exists():
                if not create:
                    files.read_manifest(folder)
                if folder.exists() and any(folder.iterdir()) and not _begun(folder):
                    raise StoreError(
                        "the folder holds other things than a store.", where=str(folder), remedy="Name a new one."
                    )
                folder.mkdir(parents=True, exist_ok=True)
            lock = files.lock(folder)
            try:
                if not (folder / files.MANIFEST).exists():
                    files.write_manifest(folder, Manifest(body=1, versions=VERSIONS))
                manifest = files.read_manifest(folder)
                quads.refuse_other_versions(manifest, VERSIONS, folder)
                return cls(folder, lock, manifest)
            except BaseException:
                lock.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Publish what was written, and let another process write."""
        if self._lock.closed:
            return
        try:
            if self._dirty and not self._failed:
                self.publish()
        finally:
            self._let_go()
            self._lock.close()

    def _let_go(self) -> None:
        self._waiting.close()
        self._quads.close()
        self._ledger.close()

    def _catch_up(self, body: Path) -> None:
        """Do again what may not have reached the quads when the last writer ended."""
        for fresh, adds, removes in self._ledger.posted():
            whole = [facts for name in fresh if (facts := self._ledger.facts(name)) is not None]
            parts = chain([adds], map(self._lines, whole))
            self._quads.change(quads.gather(parts, body / "coming-1.nq"), removes)

    def _lines(self, facts: ArticleFacts) -> Iterable[str]:
        return graph.article_lines(facts, self._ledger.things(facts.id))

    # Writing

    def replace(self, facts: ArticleFacts, source: str = "") -> None:
        """Put an article in, in the place of an earlier one of the same id."""
        self.update([Incoming(facts, source)])

    def retract(self, id: str) -> bool:
        """Take an article out; whether it was there."""
        return self.update([], [id]) > 0

    def update(self, coming: Iterable[Incoming], going: Iterable[str] = ()) -> int:
        """Put articles in and take others out, all or none of them; how many of them changed anything.

        An article that is here already with the same facts is left as it is; of two with one id the last counts.
        """
        articles: dict[str, Incoming | None] = dict.fromkeys(going)
        for each in coming:
            articles[each.facts.id] = each
        with explained(self.folder):
            articles = self._changed(articles)
            if not articles:
                return 0
            self._run(articles, {})
        return len(articles)

    def _run(self, articles: dict[str, Incoming | None], judged: dict[Pair, Judgement | None]) -> None:
        with _uncollected():
            with self._ledger.transaction():
                change = Update(self._ledger, self._waiting.articles).run(articles, judged)
                self._ledger.post([*change.fresh], change.adds, change.removes)
            self._dirty = True
            with self._failing():
                self._waiting.take(change)

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self._failed = True  # what the ledger has is done again when the store is next opened
            raise

    def flush(self) -> None:
        """Write to the quads what waits to be written to them; `publish` and `close` do so by themselves."""
        with explained(self.folder), self._failing():
            self._waiting.finish()

    # People's judgements

    @property
    def judgements(self) -> Path:
        """The file of the people's judgements: the truth about them, read whenever the store is opened to write."""
        return self.folder / judgements.FILE

    def judge(self, made: Iterable[Judgement]) -> int:
        """Add judgements to the file and follow them; how many pairs are judged otherwise than before."""
        with explained(self.folder):
            _append(self.judgements, made)
            return self._read_judgements()

    def _read_judgements(self) -> int:
        """Make the graph follow the file as it is now."""
        with explained(self.folder):
            after = judgements.standing(judgements.read(self.judgements))
            before = self._ledger.judgements()
            changed = {pair: after.get(pair) for pair in {*before, *after} if before.get(pair) != after.get(pair)}
            if not changed:
                return 0
            articles: dict[str, Incoming | None] = {}
            for name in sorted({key.article for pair in changed for key in pair}):
                facts, source = self._ledger.facts(name), self._ledger.sources(name)
                if facts is not None:
                    articles[name] = Incoming(facts, source[0] if source else "")
            self._run(articles, dict(sorted(changed.items())))
            return len(changed)

    def _changed(self, articles: dict[str, Incoming | None]) -> dict[str, Incoming | None]:
        result: dict[str, Incoming | None] = {}
        for name, incoming in articles.items():
            present = self._ledger.execute("SELECT 1 FROM article WHERE id = ?", (name,)).fetchone()
            if incoming is None:
                if present:
                    result[name] = None
            elif not present or self._ledger.facts(name) != incoming.facts:
                result[name] = incoming
            elif self._ledger.sources(name) != (incoming.source, incoming.facts.extractor):
                self._ledger.execute("UPDATE article SET source = ? WHERE id = ?", (incoming.source, name))
        return result

    def publish(self) -> None:
        """Let readers see what was written so far."""
        with explained(self.folder):
            with self._failing():
                self._waiting.finish()
            root = self.folder / "published"
            root.mkdir(exist_ok=True)
            number = 1 + max([self._manifest.generation, *(int(p.stem) for p in root.glob("*.lease"))])
            place = quads.generation_folder(self.folder, number)
            shutil.rmtree(place, ignore_errors=True)  # left by a writer that was killed here
            (root / f"{number}.lease").touch()
            self._quads.publish(place)
            sums = quads.checksums(place, self._manifest.files)
            self._manifest = changed(self._manifest, generation=number, files=sums, versions=VERSIONS)
            files.sync_folder(root)
            files.write_manifest(self.folder, self._manifest)
            self._ledger.clear_posted()
            self._ledger.settle()
            self._dirty = False
            quads.drop_old(self.folder, number)

    # Reading

    def source(self, id: str) -> tuple[str, str] | None:
        """(what an article was made from, by which extractor); None where it is not here."""
        with explained(self.folder):
            return self._ledger.sources(id)

    def summary(self) -> dict[str, int]:
        """Articles, people, events, and claims by factuality."""
        with explained(self.folder):
            return summary(self._ledger)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looks for cycles of garbage: a change makes none, and its many small values make looking dear."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class Snapshot:
    """A store as it was last published, for reading: it never changes, whatever a writer does meanwhile.

    `quads` is a read-only `pyoxigraph.Store`; ask it with `use_default_graph_as_union=True`, for the default graph of
    this project is the union of all graphs.
    """

    def __init__(self, folder: Path, published: quads.Published, ledger: Ledger) -> None:
        self.folder = folder
        self._published = published
        self._ledger = ledger

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The newest published state; StoreError where there is none, StoreDamaged where a checksum does not hold."""
        with explained(folder):
            for _ in range(10):
                manifest = files.read_manifest(folder)
                if manifest.generation == 0:
                    raise StoreError(
                        "nothing was published in this store yet.",
                        where=str(folder),
                        remedy="Finish building it: run the same build-graph command again.",
                    )
                try:
                    published = quads.Published(folder, manifest)
                except (FileNotFoundError, StoreDamaged):
                    if files.read_manifest(folder).generation != manifest.generation:
                        continue  # a writer has published a newer one meanwhile, and deleted this
                    raise
                ledger = Ledger(body_folder(folder, manifest.body) / "ledger.sqlite", write=False)
                return cls(folder, published, ledger)
        raise StoreError("it changes too fast to be read.", where=str(folder), remedy="Try again.")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._published.close()
        self._ledger.close()

    @property
    def quads(self) -> Any:
        """The quads, as a read-only `pyoxigraph.Store`."""
        return self._published.store

    @property
    def path(self) -> Path:
        """The folder of the quads, which other processes may open read-only while this snapshot is open."""
        return self._published.folder

    @property
    def generation(self) -> int:
        """A number that grows with each publication."""
        return self._published.generation

    def ids(self) -> list[str]:
        """The ids of all articles."""
        return list(self._ledger.ids())

    def facts(self, id: str) -> ArticleFacts | None:
        """An article's facts as they came in; the ledger may already hold a newer version than the quads."""
        with explained(self.folder):
            return self._ledger.facts(id)

    def summary(self) -> dict[str, int]:
        """Articles, people, events, and claims by factuality."""
        with explained(self.folder):
            return summary(self._ledger)

    def inquiry(self) -> Inquiry:
        """What identity thought and why; it may know more than was published."""
        return Inquiry(self._ledger)

    def successor(self, thing: str) -> str | None:
        """The IRI that took the place of a thing's retired IRI; None where it was never retired."""
        with explained(self.folder):
            short, seen = thing.removeprefix(DATA), set[str]()
            while short not in seen:
                seen.add(short)
                row = self._ledger.execute("SELECT successor FROM retired WHERE thing = ?", (short,)).fetchone()
                if row is None:
                    break
                short = row[0]
            return DATA + short if DATA + short != thing else None


def summary(ledger: Ledger) -> dict[str, int]:
    """Articles, people, events, and claims by factuality, from the counts that a ledger keeps."""
    tally = ledger.tally()
    counts = {"articles": tally.get("articles", 0)}
    counts |= {"people": ledger.count_things("person"), "events": ledger.count_things("event")}
    return counts | {name: tally.get(name, 0) for name in ("asserted", "alleged", "planned", "denied")}


def body_folder(folder: Path, body: int) -> Path:
    """Where a body lies."""
    return folder / f"body-{body}"


def _begun(folder: Path) -> bool:
    """Whether a folder holds no more than what a store begins with."""
    return all(
        path.name in {"lock", judgements.FILE} or path.name.startswith(f".{files.MANIFEST}")
        for path in folder.iterdir()
    )


def check_text(facts: ArticleFacts) -> None:
    """InputError where an article holds half a character, which no file can keep."""
    from kg.store.ledger import encode

    try:
        encode(facts)
    except UnicodeEncodeError as error:
        raise InputError(
            f"article {facts.id!r} holds half of a surrogate pair.", reason="invalid-text", remedy="Mend its encoding."
        ) from error


def verify(folder: Path) -> int:
    """Check every checksum of a store; how many articles it keeps. StoreDamaged says what does not hold."""
    with explained(folder):
        manifest = files.read_manifest(folder)
        if manifest.generation:
            quads.verify(quads.generation_folder(folder, manifest.generation), manifest)
        ledger = Ledger(body_folder(folder, manifest.body) / "ledger.sqlite", write=False)
        try:
            faults = [row[0] for row in ledger.execute("PRAGMA integrity_check(1)")]
            if faults != ["ok"]:
                raise StoreDamaged(f"the ledger is damaged ({faults[0]}).", where=str(ledger.path), remedy=REBUILD)
            return sum(1 for _ in ledger.all_facts())
        finally:
            ledger.close()


def rebuild(folder: Path) -> int:
    """Make all that is derived anew from the facts that a store keeps; how many articles it holds.

    The old body stays until the new one is complete, so being killed loses nothing.
    """
    with explained(folder):
        if not folder.is_dir():
            files.read_manifest(folder)
        lock = files.lock(folder)
        try:
            return _rebuild(folder, lock)
        finally:
            lock.close()


def _rebuild(folder: Path, lock: IO[bytes]) -> int:
    old = _last_body(folder)
    kept = Ledger(body_folder(folder, old) / "ledger.sqlite", write=True)
    numbers = [int(path.name.partition("-")[2]) for path in folder.glob("body-*")]
    new = max(numbers) + 1
    for number in numbers:
        if number > old:
            shutil.rmtree(body_folder(folder, number))
            new = min(new, number)
    store = Store(folder, lock, Manifest(body=new, versions=VERSIONS))
    try:
        total = 0
        for batch in _batches(kept):
            total += store.update(batch)
        store.publish()  # from here on the manifest names the new body
    except BaseException:
        store._failed = True
        raise
    finally:
        kept.close()
        store._let_go()  # the lock outlives this: whoever called holds it
    shutil.rmtree(body_folder(folder, old), ignore_errors=True)
    return total


def _last_body(folder: Path) -> int:
    """The body that the manifest names, or where the manifest is damaged, the oldest that is there."""
    with suppress(StoreError):
        return files.read_manifest(folder).body
    bodies = sorted(int(path.parent.name.partition("-")[2]) for path in folder.glob("body-*/ledger.sqlite"))
    if not bodies:
        raise StoreError("this is no store, or its facts are gone.", where=str(folder), remedy="Build it again.")
    # A rebuild that was killed leaves a younger, incomplete body beside the old one.
    return bodies[0]


def _batches(ledger: Ledger) -> Iterator[list[Incoming]]:
    batch: list[Incoming] = []
    for facts in ledger.all_facts():
        source = ledger.sources(facts.id)
        batch.append(Incoming(facts, source[0] if source else ""))
        if len(batch) == _REBUILD_BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def keep_judgements(folder: Path, made: Iterable[Judgement]) -> None:
    """Add judgements to a store's file; the graph follows when the store is next opened to write."""
    with explained(folder):
        files.read_manifest(folder)
        lock = files.lock(folder)
        try:
            _append(folder / judgements.FILE, made)
        finally:
            lock.close()


def _append(path: Path, made: Iterable[Judgement]) -> None:
    present = path.read_text(encoding="utf-8") if path.exists() else ""
    if present and not present.endswith("\n"):
        present += "\n"
    text = "".join(judgements.to_line(each) + "\n" for each in made)
    list(judgements.parse(text.split("\n"), where="judgement"))
    if text:
        files.replace(path, (present + text).encode("utf-8"))


def size_on_disk(folder: Path) -> int:
    """Bytes that a store takes, each hard-linked file counted once."""
    seen: dict[int, int] = {}
    for place, _, names in os.walk(folder):
        for name in names:
            state = (Path(place) / name).stat()
            seen[state.st_ino] = state.st_size
    return sum(seen.values())
