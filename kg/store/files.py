"""A store's folder: its manifest with a seal, the lock of its one writer, and errors in words.

STORE/store.json        what is current: the body, the published generation, checksums; replaced in one step
STORE/body-<n>/         ledger.sqlite (the truth: each article's facts) and quads/ (written by one process)
STORE/published/<n>/    a hard-linked copy of the quads that never changes again: what readers open
STORE/lock              held by the writer while it lives
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from extract.errors import StoreDamaged, StoreError, StoreLocked

MANIFEST: Final = "store.json"
FORMAT: Final = 1
REBUILD: Final = "Run `kg rebuild` on it to make it anew from the facts that it keeps."

_UNWRITTEN: Final = frozenset(f"SQLITE_IOERR_{what}" for what in ("WRITE", "FSYNC", "DIR_FSYNC", "TRUNCATE", "SHMSIZE"))


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is current in a store's folder, and the checksums of the published files."""

    body: int
    generation: int = 0
    versions: dict[str, str] = field(default_factory=dict)
    files: dict[str, list[Any]] = field(default_factory=dict)
    """Path in the published generation → [size in bytes, SHA-256]."""
    format: int = FORMAT


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a store; StoreError where there is none, StoreDamaged where its seal is broken."""
    path = folder / MANIFEST
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        seal = record.pop("seal")
        manifest = Manifest(**record)
    except FileNotFoundError:
        raise StoreError(
            "this is no store.", where=str(folder), remedy="Make one with build-graph INPUT -o STORE."
        ) from None
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoreDamaged("the manifest cannot be read.", where=str(path), remedy=REBUILD) from error
    except OSError as error:
        raise explain(error, folder) from error
    if manifest.format != FORMAT:
        raise StoreError("another version of this program made the store.", where=str(folder), remedy=REBUILD)
    if seal != _seal(record):
        raise StoreDamaged("the manifest was changed or damaged.", where=str(path), remedy=REBUILD)
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put a manifest in the place of the present one, in one step."""
    record = asdict(manifest)
    record["seal"] = _seal(record)
    replace(folder / MANIFEST, json.dumps(record, indent=1, sort_keys=True).encode() + b"\n")


def _seal(record: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()


def replace(path: Path, content: bytes) -> None:
    """Write a file beside its old version, and put it in its place once it is safely on the disk."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make names in a folder safe against a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def checksum(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def lock(folder: Path) -> IO[bytes]:
    """The writer's lock, held until the file is closed or the process ends; StoreLocked where another has it."""
    file = (folder / "lock").open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise StoreLocked(
            "another process is writing to this store.", where=str(folder), remedy="Wait for it to end, then try again."
        ) from None
    return file


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Errors of the system and of the libraries below, as StoreErrors."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise explain(error, folder) from error


def explain(error: Exception, folder: Path) -> StoreError:
    """The StoreError that says what an error of the system or a library means for the store."""
    number = error.errno if isinstance(error, OSError) else None
    said = str(error)
    low = said.lower()
    if number in {errno.ENOSPC, errno.EDQUOT} or "no space left" in low or "is full" in low or "quota" in low:
        return StoreError(
            "the disk is full; nothing that was in the store is lost.",
            where=str(folder),
            remedy="Make room and run the same command again.",
        )
    if number in {errno.EACCES, errno.EPERM, errno.EROFS} or "readonly" in low or "permission denied" in low:
        return StoreError("the folder cannot be written to.", where=str(folder), remedy="Check its owner and rights.")
    if isinstance(error, sqlite3.OperationalError) and "locked" in low:
        return StoreLocked("another process is writing to this store.", where=str(folder), remedy="Try again later.")
    if number == errno.EFBIG or "file too large" in low or getattr(error, "sqlite_errorname", "") in _UNWRITTEN:
        return StoreError(
            f"the disk did not take what was written ({said}); nothing that was in the store is lost.",
            where=str(folder),
            remedy="Look after the disk and run the same command again.",
        )
    if isinstance(error, sqlite3.DatabaseError) or "corrupt" in low or "checksum" in low:
        return StoreDamaged(f"a file of the store is damaged ({said}).", where=str(folder), remedy=REBUILD)
    return StoreError(f"it cannot be read or written ({said}).", where=str(folder), remedy=REBUILD)
