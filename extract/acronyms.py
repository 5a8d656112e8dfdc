"""Acronyms that an article itself defines: `Badan Kepegawaian (BKPSDM)`, `Penjabat (Pj) Wali Kota`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_BRACKET: Final = re.compile(r"\([ \t]*([A-Z][\w/&.\-]{1,24}(?:[ \t][A-Z][\w/&.\-]{1,14})?)[ \t]*\)")
_WORD: Final = re.compile(r"[\w'’/-]+")
_SMALL: Final = frozenset(
    {"dan", "dan/atau", "serta", "untuk", "bagi", "di", "pada", "dalam", "atas", "dengan", "ke", "yang", "&"}
)


@dataclass(frozen=True, slots=True, order=True)
class Definition:
    """A name and the acronym in brackets after it, by their places in the text."""

    start: int
    end: int
    acronym_start: int
    acronym_end: int


def definitions(text: str) -> Iterator[Definition]:
    """Every name of a text that its acronym follows in brackets.

    >>> text = "Pegawai Badan Kepegawaian Daerah (BKD) dipanggil."
    >>> [(text[d.start:d.end], text[d.acronym_start:d.acronym_end]) for d in definitions(text)]
    [('Badan Kepegawaian Daerah', 'BKD')]
    """
    for bracket in _BRACKET.finditer(text):
        low = max(text.rfind("\n", 0, bracket.start()) + 1, bracket.start() - 160)
        start = _expansion(text, low, bracket.start(), bracket[1])
        if start is not None:
            end = bracket.start()
            while text[end - 1] in " \t":
                end -= 1
            yield Definition(start, end, bracket.start(1), bracket.end(1))


def _expansion(text: str, low: int, high: int, acronym: str) -> int | None:
    """Where the words begin that the acronym stands for: its letters are found in their beginnings, in order."""
    words = [(m.start(), m[0]) for m in _WORD.finditer(text, low, high)]
    if not words or text[words[-1][0] + len(words[-1][1]) : high].strip():
        return None
    letters = re.sub(r"[^a-z]", "", acronym.casefold())
    best = None
    for first in range(len(words) - 1, max(-1, len(words) - 13), -1):
        start, word = words[first]
        if text[start : words[-1][0]].count(",") > 3 or any(c in text[start:high] for c in '.;:"“”()'):
            break
        if word in _SMALL or word[0].casefold() != letters[:1]:
            continue
        if _spelled(letters, [w for _, w in words[first:]], capitals=acronym.isupper()):
            best = start
            if word[0].isupper():
                return start
    return best


def _spelled(letters: str, words: list[str], *, capitals: bool) -> bool:
    """Whether the letters can be read off the words in order, each significant word giving its first letter or more."""
    big = [w.casefold() for w in words if w.casefold() not in _SMALL]
    if capitals and len(letters) == len(big):
        return all(w.startswith(letter) for w, letter in zip(big, letters, strict=True))
    return _read(letters, 0, big, 0) and len(big) >= (2 if capitals or len(letters) < 4 else 1)


def _read(letters: str, at: int, words: list[str], number: int) -> bool:
    """Letters from `at` on, read off the words from `number` on; single words but the first may be left out."""
    if at == len(letters):
        return number >= len(words)
    if number >= len(words):
        return False
    word = words[number]
    if word[0] == letters[at]:
        # A word gives its first letter and any others of it in order, the longest piece first.
        taken = [0]
        place = 0
        for letter in letters[at + 1 :]:
            place = word.find(letter, place + 1)
            if place < 0:
                break
            taken.append(place)
        for count in range(len(taken), 0, -1):
            if _read(letters, at + count, words, number + 1):
                return True
    return (
        number > 0
        and number + 1 < len(words)
        and words[number + 1][0] == letters[at]
        and _read(letters, at, words, number + 1)
    )
