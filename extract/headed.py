"""Patterns that begin with one of some words: tried only where such a word stands, not at every character of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

_RUN: Final = re.compile(r"(?<!\w)(?:[^\W\d_]+|\d)|\(")
_FIRST: Final = re.compile(r"[^\W\d_]+|\d|\(")
DIGIT: Final = "0"
"""Stands for any digit where a pattern may begin with a number."""


class Headed:
    """A pattern whose matches begin where a word or a bracket does, with one of some words or phrases in any case.

    `finditer` and `match` answer as the pattern's own do.
    """

    def __init__(self, regex: str, heads: Iterable[str]) -> None:
        self.pattern = re.compile(regex)
        firsts = [_FIRST.match(head) for head in heads]
        # With a head that begins otherwise, the pattern is tried everywhere.
        self._runs = None if None in firsts else {_key(first[0]) for first in firsts if first}

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The match that begins at a place."""
        return self.pattern.match(text, start)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches in a text, in order, not overlapping."""
        if self._runs is None:
            yield from self.pattern.finditer(text)
            return
        words = _words(text)
        places = [place for run in self._runs & words.keys() for place in words[run]]
        places.sort()
        match = self.pattern.match
        at = 0
        for place in places:
            if place >= at and (found := match(text, place)) is not None:
                yield found
                at = found.end()


@lru_cache(maxsize=2)
def _words(text: str) -> Mapping[str, list[int]]:
    """Where each word of a text begins, by its first letters in lower case; remembered, as several patterns ask."""
    found: dict[str, list[int]] = {}
    for match in _RUN.finditer(text):
        found.setdefault(_key(match[0]), []).append(match.start())
    return found


def _key(run: str) -> str:
    return DIGIT if run.isdigit() else run.lower()
