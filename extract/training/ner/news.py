"""The unlabelled news as articles of lines of words."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from extract.training.ner.corpus import cut

_LONGEST: Final = 80
"""Lines of a text: some of the news is one long run of sentences without a break between articles."""


def articles(raw: Path) -> Iterator[str]:
    """The texts, parted by empty lines."""
    lines: list[str] = []
    with gzip.open(raw, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                lines.append(line)
            if lines and (not line.strip() or len(lines) == _LONGEST):
                yield "".join(lines)
                lines = []
    if lines:
        yield "".join(lines)


def words_of(raw: Path) -> list[list[list[str]]]:
    """Each text's lines of words."""
    return [[list(line.words) for line in cut(text)] for text in articles(raw)]
