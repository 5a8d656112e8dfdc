"""A text with a blank wherever two words were run together by bad HTML, and the way back to the text itself.

Rules look for words at their boundaries, and the tokenizer knows some that the text does not show (`BangliKetua`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Seamed:
    """The text with blanks put in, and the places of the text before which they stand."""

    text: str
    places: tuple[int, ...]

    def there(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the text stands in the text with blanks."""
        return start + bisect_right(self.places, start), end + bisect_left(self.places, end)

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


def of_doc(doc: Doc) -> Seamed:
    """The text of a `Doc`, with a blank between two tokens that meet as a letter or figure and a capital."""
    places = []
    text = doc.text
    for token in doc:
        at = token.idx
        if at and token.text[0].isupper():
            before = text[at - 1]
            if before.islower() or before.isdigit():
                places.append(at)
        elif at and text[at - 1].islower() and token.text[0].isdigit():
            places.append(at)
    return seamed(text, places)
