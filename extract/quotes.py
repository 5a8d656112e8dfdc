"""Where quotations stand in an article: straight and curly marks, also those that a paragraph's end leaves open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MARKS: Final = '"“”„‟«»'
_MARK: Final = re.compile(f"[{MARKS}]")
_CLOSING: Final = "”»"
_OPENING: Final = "“„«"
LONGEST: Final = 3000


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """A quotation, its marks included; `open` where its paragraph ends before it is closed."""

    start: int
    end: int
    open: bool = False


def line_quotes(text: str, start: int, end: int) -> list[Quote]:
    """The quotations of one paragraph.

    Straight marks alternate, so `netral,"ujarnya` closes and `Kata dia,"saya` opens; a closing curly mark with nothing
    open is passed over, and an opening one where something is open begins anew.

    >>> text = 'Budi: “Siap.” "Ya,"katanya.'
    >>> [text[q.start : q.end] for q in line_quotes(text, 0, len(text))]
    ['“Siap.”', '"Ya,"']
    """
    found: list[Quote] = []
    opened: int | None = None
    for match in _MARK.finditer(text, start, end):
        i, mark = match.start(), match[0]
        if opened is None:
            if mark in _CLOSING and _stray(text, i, start, end):
                continue
            opened = i
        elif mark in _OPENING and i - opened < LONGEST:
            # A second opening mark: the first one was never closed.
            if text[i - 1 : i].isspace() and text[opened] in _OPENING:
                found.append(Quote(opened, i))
                opened = i
            else:
                found.append(Quote(opened, i + 1))
                opened = None
        else:
            found.append(Quote(opened, i + 1))
            opened = None
    if opened is not None and end - opened <= LONGEST and end > opened + 1:
        found.append(Quote(opened, end, open=True))
    return found


def _stray(text: str, i: int, start: int, end: int) -> bool:
    """A closing mark with nothing open: it opens only where a word follows and none stands before."""
    after = text[i + 1 : i + 2] if i + 1 < end else ""
    before = text[i - 1 : i] if i > start else " "
    return not (after.isalnum() and not before.isalnum())


def depth(quotes: list[Quote], place: int) -> bool:
    """Whether the place lies inside one of the quotations."""
    return any(q.start <= place < q.end for q in quotes)
