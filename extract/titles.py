"""Titles, honorifics and degrees around the names of persons: found, cut off, kept. Data: `data/titles.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from extract import lexicon
from extract.headed import Headed
from extract.lexicon import Table

FILE: Final = "titles.toml"
_KEPT: Final = ("religious", "degree", "rank")


@dataclass(frozen=True, slots=True)
class Titles:
    """The words of the file as patterns: a title before a name, several of them, and a degree after it."""

    before: re.Pattern[str]
    address: re.Pattern[str]
    run: re.Pattern[str]
    """One or more titles or forms of address, to the place where the name begins."""
    runs: Headed
    """The same, to look for them in a whole text."""
    after: re.Pattern[str]
    words: frozenset[str]


@cache
def load() -> Titles:
    """The shipped titles."""
    return read(lexicon.read_toml(FILE))


def read(table: Table) -> Titles:
    """The titles that a table lists; DataError where it breaks its shape."""
    table.only(*_KEPT, "address", "familiar", "suffix")
    kept = tuple(dict.fromkeys(word for key in _KEPT for word in table.words(key)))
    address, familiar = table.words("address"), table.words("familiar")
    before = _words(kept)
    either = _words((*kept, *address, *familiar))
    suffix = table.pattern("suffix").pattern
    run = rf"(?<![\w.]){either}(?:[ \t]*{either})*[ \t]*(?=[A-Z])"
    return Titles(
        re.compile(rf"{before}[ \t]*"),
        re.compile(rf"{_words(address)}[ \t]*"),
        re.compile(run),
        Headed(run, (*kept, *address, *familiar)),
        re.compile(rf"(?:[ \t]*,[ \t]*|[ \t]+){suffix}\.?(?:[ \t]*,[ \t]*{suffix}\.?)*(?!\w)"),
        frozenset((*kept, *address, *familiar)),
    )


def _words(words: tuple[str, ...]) -> str:
    return rf"(?:{lexicon.alternatives(words)}(?:\.|(?![\w'’-])))"


def cut(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without titles in front of the name and degrees behind it; the span itself where nothing is left.

    >>> text = "Drs. H. Zainal Arifin, M.Si."
    >>> start, end = cut(text, 0, len(text))
    >>> text[start:end]
    'Zainal Arifin'
    """
    titles = load()
    low = start
    while True:
        match = titles.before.match(text, low, end) or titles.address.match(text, low, end)
        if match is None or match.end() >= end:
            break
        low = match.end()
    high = end
    degrees = titles.after.search(text, low, end)
    if degrees and degrees.end() >= end - 1:
        high = degrees.start()
    while high > low and text[high - 1] in " ,\t":
        high -= 1
    return (low, high) if high > low else (start, end)


def around(text: str, start: int, end: int) -> tuple[str, ...]:
    """The titles that stand directly before and after a name, in the order of the text; forms of address are left out.

    >>> around("Ditemui Drs. H. Zainal Arifin, M.Si., di kantornya", 16, 29)
    ('Drs.', 'H.', 'M.Si.')
    """
    titles = load()
    low = max(text.rfind("\n", 0, start) + 1, start - 60)
    found: list[str] = []
    for run in titles.run.finditer(text, low, start + 1):
        if run.end() == start:
            at = run.start()
            while at < start:
                match = titles.before.match(text, at, start)
                if match:
                    found.append(match[0].strip())
                else:
                    match = titles.address.match(text, at, start)
                at = match.end() if match and match.end() > at else start
    after = titles.after.match(text, end)
    if after:
        found += [part.strip() for part in after[0].split(",") if part.strip()]
    return tuple(found)
