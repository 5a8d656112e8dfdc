"""Files on shared or object storage, by addresses that fsspec knows: `s3://archive/2024/*.jsonl`, `file:///mnt/a.warc.gz`.

fsspec comes with `pip install jejak[cluster]`; each kind of storage may need a package of its own, which fsspec names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from extract.errors import InputError
from extract.reading.cleaning import shown

_SCHEME: Final = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*(::[a-z][a-z0-9+.-]*)*://", re.IGNORECASE)


def is_storage(name: str) -> bool:
    return _SCHEME.match(name) is not None


def open_each(name: str) -> Iterator[tuple[str, BinaryIO]]:
    """Each file that an address (with `*` and `**`) names, in the order of their paths. Raises InputError."""
    where = shown(name)
    try:
        import fsspec
    except ImportError as error:
        raise InputError(
            "lies on storage that is read by fsspec, which is not installed.",
            reason="unreadable",
            where=where,
            remedy="Install it with `pip install jejak[cluster]`.",
        ) from error
    try:
        filesystem, path = fsspec.core.url_to_fs(name)
        paths = sorted(filesystem.glob(path)) if any(c in path for c in "*?[") else [path]
    except Exception as error:
        raise _unreadable(where, error) from error
    if not paths:
        raise InputError("names no file.", reason="missing", where=where, remedy="Check the address.")
    for each in paths:
        try:
            compression = None if each.lower().endswith(".warc.gz") else "infer"
            with _opened(filesystem, each, compression) as stream:
                yield each, stream
        except InputError:
            raise
        except (OSError, EOFError) as error:
            raise _unreadable(each, error) from error


def _opened(filesystem: Any, path: str, compression: str | None) -> Any:
    return filesystem.open(path, "rb", compression=compression)


def _unreadable(where: str, error: Exception) -> InputError:
    said = str(error) or type(error).__name__
    return InputError(f"cannot be read ({shown(said)}).", reason="unreadable", where=where, remedy="Check the address.")
