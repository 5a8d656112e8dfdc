"""A text with a blank where two words were run together by bad HTML, and the way back to the text itself.

Rules look for words at their boundaries, and bad HTML leaves some without (`BangliKetua`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from extract import gazetteer, lexicon

_BEGINNERS: Final = frozenset({"office", "body", "areas", "buildings"})


@dataclass(frozen=True, slots=True)
class Seamed:
    """The text with blanks put in, and the places of the text before which they stand."""

    text: str
    places: tuple[int, ...]

    def there(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the text stands in the text with blanks."""
        return start + bisect_right(self.places, start), end + bisect_left(self.places, end)

    def parted(self, start: int, end: int) -> tuple[int, int]:
        """As `there`, but of a span that goes over a seam only what stands before it."""
        at = bisect_right(self.places, start)
        if at < len(self.places) and self.places[at] < end:
            end = self.places[at]
        return self.there(start, end)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the text with blanks stands in the text itself; the span must not begin or end in a blank."""
        return self._back(start), self._back(end)

    def _back(self, place: int) -> int:
        low, high = 0, len(self.places)
        while low < high:
            middle = (low + high) // 2
            if self.places[middle] + middle < place:
                low = middle + 1
            else:
                high = middle
        return place - low


def seamed(text: str, places: Iterable[int]) -> Seamed:
    """The text with a blank before each of these places, in order.

    >>> found = seamed("BangliKetua: Made", [6])
    >>> found.text, found.there(6, 11), found.back(7, 12)
    ('Bangli Ketua: Made', (7, 12), (6, 11))
    """
    places = tuple(places)
    if not places:
        return Seamed(text, ())
    parts, at = [], 0
    for place in places:
        parts.append(text[at:place])
        at = place
    return Seamed(" ".join([*parts, text[at:]]), places)


def of_text(text: str) -> Seamed:
    """The text with blanks where a word that begins names is run together with the word before it.

    >>> of_text("DPC Partai Umat BangliKetua: Made DarmaSekretaris: Putu3. Camat").text
    'DPC Partai Umat Bangli Ketua: Made Darma Sekretaris: Putu 3. Camat'
    """
    return seamed(text, (match.start() for match in _seam().finditer(text)))


@cache
def _seam() -> re.Pattern[str]:
    """Before a word that begins the name of an office, body or place, and before the number of a list's item."""
    begin = sorted(
        word
        for word, kind in gazetteer.load().classes.items()
        if kind in _BEGINNERS and len(word) > 3 and word[0].isupper() and word[1:].islower()
    )
    words_meet = rf"(?<=[a-zà-ÿ])(?=[A-Z])(?={lexicon.alternatives(begin)}(?![a-zà-ÿ]))"
    number_follows = r"(?<=[A-Za-z]{2})(?=\d{1,2}\.[ \t][A-Z])"
    return re.compile(f"{words_meet}|{number_follows}")
