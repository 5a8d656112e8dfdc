"""What is served: a store, or an RDF file loaded into a folder of its own; always as snapshots that never change."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
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
        load_file(path, folder / "quads")
    except (SyntaxError, OSError, ValueError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise StoreError(f"it cannot be read ({error}).", where=str(path)) from error
    snapshot = Snapshot(str(folder / "quads"), "file")
    return Source(path.name, lambda: snapshot, lambda: shutil.rmtree(folder, ignore_errors=True))


def _open_store(path: Path) -> Source:
    raise StoreError("this version serves RDF files only.", where=str(path))
