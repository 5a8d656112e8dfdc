"""Where the name of an office, a body or a place ends, among the words with capitals that go on behind it."""

from __future__ import annotations

import re
from bisect import bisect_right
from string import ascii_uppercase
from typing import Final

from extract import gazetteer, titles
from extract.headed import Headed

INITIAL_AND_NAME: Final = Headed(
    r"(?<![\w.])(?!I\b)[A-Z]\.?[ \t]+[A-Z][a-z'’]+(?:[ \t]+[A-Z][a-z'’]+){0,3}(?!\w)", ascii_uppercase
)
"""A person told by an initial and a name: `H. Sarwono`."""


def to_known(text: str, start: int, low: int, high: int) -> int | None:
    """Where the last known body, office or region ends in an office's name, if capitals go on behind it."""
    names = gazetteer.names_of(text)
    last = None
    for begin, end, _ in names[bisect_right(names, start, key=_ending) :]:
        if begin >= high:
            break
        if low < end < high and begin >= start:
            last = end
    return last


def without_bracket(text: str, start: int, end: int) -> int:
    """The end before an acronym in brackets at the end, which is a mention of its own."""
    if text[end - 1] == ")":
        opened = text.rfind("(", start, end)
        if opened > start and text[opened:end] != "(Persero)":
            end = opened
            while text[end - 1] in " \t":
                end -= 1
    return end


def without_person(text: str, start: int, end: int, *, of_area: bool) -> int:
    """Where an office or body ends within a run of capitals: before a title, and after the region that it is of."""
    run = titles.load().run.search(text, start, min(len(text), end + 12))
    if run is not None and run.start() < end:
        end = run.start()
        while end > start and text[end - 1] in " ,\t":
            end -= 1
    named = INITIAL_AND_NAME.pattern.search(text, start, end)
    if named is not None:
        end = named.start()
        while end > start and text[end - 1] in " ,\t":
            end -= 1
    at = start
    books = gazetteer.load()
    for word in re.finditer(r"(?<!\w)[A-Z]", text[start:end]):
        place = start + word.start()
        if place < at:
            continue
        found = books.at(text, place)
        if found is not None and found[0] <= end:
            at = found[0]
            if found[1].type == "PLACE":
                return at
    return end


def in_region(text: str, start: int, end: int) -> bool:
    """Whether a region's name is the last of the names from `start` up to `end`, read as if the text ended there."""
    if end <= start:
        return False
    names = gazetteer.names_of(text)
    before = bisect_right(names, start, key=_ending)
    # A name that goes over `start` hides those inside it, so reading begins after the last name that does not.
    begin = names[before - 1][1] if before else 0
    found = gazetteer.load().find(text, begin, end)
    return any(known.type == "PLACE" and e == end for s, e, known in found if s >= start)


def _ending(name: tuple[int, int, gazetteer.Known]) -> int:
    return name[1]
