"""What is served: a store, or an RDF file loaded into a folder of its own; always as snapshots that never change."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from extract.errors import StoreError, UsageError
from kg.server.pool import Snapshot
from kg.server.worker import load_file

FILES: Final = frozenset({".ttl", ".trig", ".nt", ".nq"})


@dataclass(frozen=True, slots=True)
class Source:
    """The newest snapshot, and how to let go of what was made for it."""

    name: str
    newest: Callable[[], Snapshot]
    close: Callable[[], None]
    union: bool = False
    """Whether the default graph of a query is the union of all graphs."""
    text: Callable[[str], str | None] = lambda _: None
    """The text of an article by its id, where it is kept."""
    successor: Callable[[str], str | None] = lambda _: None
    """What took the place of a retired IRI."""


def open_source(path: Path) -> Source:
    """A store's folder or an RDF file, ready to be read; UsageError or StoreError says why it is not."""
    if not path.exists():
        raise UsageError("there is no such store or file.", where=str(path))
    if path.is_dir():
        return _open_store(path)
    if path.suffix not in FILES:
        raise UsageError(
            f"{path.suffix or 'a file without an ending'} cannot be served.",
            where=str(path),
            remedy=f"Give a store's folder or a file of {', '.join(sorted(FILES))}.",
        )
    return _open_file(path)


def _open_file(path: Path) -> Source:
    folder = Path(tempfile.mkdtemp(prefix="jejak-serve-"))
    try:
        union = load_file(path, folder / "quads")
    except (SyntaxError, OSError, ValueError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise StoreError(f"it cannot be read ({error}).", where=str(path)) from error
    snapshot = Snapshot(str(folder / "quads"), "file")
    return Source(path.name, lambda: snapshot, lambda: shutil.rmtree(folder, ignore_errors=True), union=union)


def _open_store(path: Path) -> Source:
    generations = _Generations(path)
    return Source(
        path.name,
        generations.newest,
        generations.close,
        union=True,
        text=generations.text,
        successor=generations.successor,
    )


class _Generations:
    """The published generations of a store: a new one is opened when there is one, an old one kept while it is read."""

    KEPT: Final = 3

    def __init__(self, folder: Path) -> None:
        from kg.store import Snapshot as Published

        self._folder = folder
        self._open = [Published.open(folder)]
        self._seen = self._stamp()

    def _stamp(self) -> tuple[int, int]:
        state = (self._folder / "store.json").stat()
        return state.st_mtime_ns, state.st_ino

    def newest(self) -> Snapshot:
        """The newest generation; the one before where a newer cannot be opened."""
        with suppress(OSError, StoreError):
            stamp = self._stamp()
            if stamp != self._seen:
                self._open.append(type(self._open[0]).open(self._folder))
                self._seen = stamp
        while len(self._open) > self.KEPT:
            self._open.pop(0).close()
        current = self._open[-1]
        return Snapshot(str(current.path), str(current.generation))

    def text(self, id: str) -> str | None:
        """The text of an article, as its facts hold it."""
        facts = self._open[-1].facts(id)
        return facts.text if facts else None

    def successor(self, iri: str) -> str | None:
        """What took the place of a retired IRI."""
        return self._open[-1].successor(iri)

    def close(self) -> None:
        for snapshot in self._open:
            snapshot.close()
