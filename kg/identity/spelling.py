"""The class of spellings that a part of an Indonesian name belongs to: old and new orthography, doubled letters."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_OLD: Final = re.compile(r"oe|dj|tj|sj|nj")
"""Letters that only the orthographies before 1972 have; beside them a bare `j` is today's `y`."""
_MODERN: Final = (
    ("dj", "J"), ("tj", "C"), ("sj", "sy"), ("nj", "ny"), ("oe", "u"),
)  # fmt: skip
_ALIKE: Final = (
    (re.compile(r"ch"), "kh"),
    (re.compile(r"([dtbg])h"), r"\1"),
    (re.compile(r"kh"), "k"),
    (re.compile(r"q"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"v"), "f"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ae"), "ai"),
    (re.compile(r"(?<=[^aeiou])y(?=[aeiou])"), "i"),
    (re.compile(r"y$|y(?=[^aeiou])"), "i"),
    (re.compile(r"i[ey](?=$|[^aeiou])"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=[aiu])h$"), ""),
)


@lru_cache(maxsize=65_536)
def spelling_class(part: str) -> str:
    """A folded part of a name in the one form that stands for all its spellings.

    >>> spelling_class("soekarno") == spelling_class("sukarno"), spelling_class("tjahjono") == spelling_class("cahyono")
    (True, True)
    >>> spelling_class("gunawan") == spelling_class("setiawan")
    False
    """
    form = part
    if _OLD.search(form):
        for old, new in _MODERN:
            form = form.replace(old, new)
        form = form.replace("j", "y").lower()
    if len(form) < 3:
        return form
    for pattern, written in _ALIKE:
        form = pattern.sub(written, form)
    return form
