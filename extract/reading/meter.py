"""How far the reading of files is, in bytes: what the time left is told from."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


class Meter:
    """Bytes read so far, of files that are done and of the one that is being read."""

    def __init__(self) -> None:
        self._done = 0
        self._stream: BinaryIO | None = None

    @contextmanager
    def reading(self, stream: BinaryIO) -> Iterator[None]:
        """Count along while a stream is read; by where it stands, so nothing goes through here."""
        self._stream = stream
        try:
            yield
        finally:
            self._done = self.bytes
            self._stream = None

    @property
    def bytes(self) -> int:
        """So many were read."""
        if self._stream is None:
            return self._done
        try:
            return self._done + self._stream.tell()
        except (OSError, ValueError):  # a stream that has no place, or was closed
            return self._done


def size_of(inputs: Iterable[str]) -> int | None:
    """The bytes of all inputs together; None where one is no file or folder of this machine."""
    total = 0
    for name in inputs:
        path = Path(name)
        if path.is_file():
            total += path.stat().st_size
        elif path.is_dir():
            for base, _, files in os.walk(path):
                total += sum((Path(base) / file).stat().st_size for file in files if (Path(base) / file).is_file())
        else:
            return None
    return total
