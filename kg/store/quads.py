"""The quads on the disk: written from the ledger's changes by one process, published as copies that never change."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any, Final

import pyoxigraph

from extract.errors import StoreDamaged, StoreError
from kg.store.files import REBUILD, Manifest, checksum, explained, sync_folder

_BULK: Final = 800_000
"""From so many bytes on, some 4,000 quads, a bulk load is faster than a transaction."""
_CHECKED_BYTES: Final = 64 << 20
"""Published files up to so many bytes in all are checked whole whenever they are opened; larger ones by `verify`."""


class Quads:
    """The writer's own copy of the quads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.store = pyoxigraph.Store(str(folder))

    def change(self, coming: bytes | Path, removes: Iterable[str]) -> None:
        """Take lines out and put what was gathered in; doing it again changes nothing."""
        going = "\n".join(removes)
        if going:
            for quad in parse(going.encode()):
                self.store.remove(quad)
        if isinstance(coming, Path):
            self.store.bulk_load(path=str(coming), format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)
            coming.unlink()
        elif coming:
            self.store.extend(parse(coming))

    def publish(self, folder: Path) -> None:
        """A hard-linked copy in a new folder, safely on the disk."""
        self.store.flush()
        self.store.backup(str(folder))
        for path in folder.iterdir():
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        sync_folder(folder)

    def close(self) -> None:
        """Let go of the files."""
        del self.store


def gather(parts: Iterable[Iterable[str]], path: Path) -> bytes | Path:
    """Lines from several places as one text; where they are many, in a file at `path`."""
    blocks = (f"{text}\n".encode() for part in parts if (text := "\n".join(part)))
    few, size = [], 0
    for block in blocks:
        few.append(block)
        size += len(block)
        if size >= _BULK:
            with path.open("wb") as file:
                file.writelines(chain(few, blocks))
            return path
    return b"".join(few)


def parse(lines: bytes) -> Iterator[Any]:
    """The quads of some lines; their IRIs were minted here, so they are not checked again."""
    return pyoxigraph.parse(input=lines, format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)


def checksums(folder: Path, known: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Each file of a published copy → [size, SHA-256]; tables that were summed before are not read again."""
    found: dict[str, list[Any]] = {}
    for path in sorted(folder.iterdir()):
        size = path.stat().st_size
        old = known.get(path.name)
        # Tables (.sst) are never written twice under one name; the small files beside them are.
        same = old is not None and old[0] == size and path.suffix == ".sst"
        found[path.name] = old if old is not None and same else [size, checksum(path)]
    return found


class Published:
    """A published generation, held open: its files stay while somebody reads them."""

    def __init__(self, root: Path, manifest: Manifest) -> None:
        self.generation = manifest.generation
        self.folder = generation_folder(root, manifest.generation)
        self._lease = (self.folder.parent / f"{self.folder.name}.lease").open("rb")
        try:
            fcntl.flock(self._lease, fcntl.LOCK_SH)
            verify(self.folder, manifest, limit=_CHECKED_BYTES)
            with explained(root):
                self.store = pyoxigraph.Store.read_only(str(self.folder))
        except BaseException:
            self._lease.close()
            raise

    def close(self) -> None:
        """Let go of the files."""
        del self.store
        self._lease.close()


def generation_folder(root: Path, generation: int) -> Path:
    """Where a generation is published."""
    return root / "published" / str(generation)


def verify(folder: Path, manifest: Manifest, *, limit: int | None = None) -> None:
    """Check a published copy against its manifest: sizes always, checksums where the whole is below `limit` bytes."""
    whole = limit is None or sum(size for size, _ in manifest.files.values()) <= limit
    for name, (size, sum_) in manifest.files.items():
        path = folder / name
        try:
            if path.stat().st_size != size or (whole and checksum(path) != sum_):
                raise StoreDamaged("the file is not as it was written.", where=str(path), remedy=REBUILD)
        except FileNotFoundError:
            raise StoreDamaged("the file is missing.", where=str(path), remedy=REBUILD) from None


def drop_old(root: Path, keep: int) -> None:
    """Delete published generations that nobody reads, all but one."""
    for lease in sorted((root / "published").glob("*.lease")):
        if lease.stem == str(keep):
            continue
        with lease.open("ab") as file, suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(root / "published" / lease.stem, ignore_errors=True)
            lease.unlink(missing_ok=True)


def open_quads(folder: Path) -> Quads:
    """The writer's quads; StoreDamaged where they cannot be opened."""
    try:
        return Quads(folder)
    except OSError as error:
        with explained(folder):
            if "lock" in str(error).lower() or error.errno:
                raise
        raise StoreDamaged(f"the quads cannot be opened ({error}).", where=str(folder), remedy=REBUILD) from error


def refuse_other_versions(manifest: Manifest, versions: dict[str, str], folder: Path) -> None:
    """StoreError where the store was made by rules that this program no longer has."""
    if manifest.versions != versions:
        raise StoreError(
            "the store was made by another version of this program.",
            where=str(folder),
            remedy="Run `kg rebuild` on it first.",
        )
