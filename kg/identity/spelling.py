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
    (re.compile(r"(?<=[aeiou])[ck]h(?=[^aeiou]|$)"), "h"),
    (re.compile(r"ulloh$"), "ullah"),
    (re.compile(r"^sh(?=[aeiou])"), "s"),
    (re.compile(r"dz"), "z"),
    (re.compile(r"ch"), "kh"),
    (re.compile(r"([dtbg])h"), r"\1"),
    (re.compile(r"kh"), "k"),
    (re.compile(r"q"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"v"), "f"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ae"), "ai"),
    (re.compile(r"(?<=[^aeiou])y(?=[aeiou])"), "i"),
    (re.compile(r"iy(?=[aeiou])"), "i"),
    (re.compile(r"y$|y(?=[^aeiou])"), "i"),
    (re.compile(r"i[ey](?=$|[^aeiou])"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=[aiu])h$"), ""),
)
_DOUBLED: Final = re.compile(r"(.)\1+")
_ASSIMILATING: Final = frozenset("dnrstz")
"""The letters that an `l` of Arabic before them becomes, as Indonesian names are written."""
_ASSIMILATED: Final = re.compile(r"(?<=u)l(?=[dnrstz])")


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


@lru_cache(maxsize=65_536)
def loosely(form: str) -> str:
    """A class without what is written so by some and otherwise by others, though there are two names with it as well.

    >>> loosely("wajan") == loosely("wayan"), loosely("siaiku") == loosely("saiku"), loosely("arip") == loosely("arif")
    (True, True, True)
    """
    form = form.replace("j", "i").replace("y", "i").replace("f", "p")
    return _DOUBLED.sub(r"\1", re.sub(r"^si(?=[aou])", "s", re.sub(r"uw(?=[aeio])", "u", form)))


@lru_cache(maxsize=65_536)
def written_together(one: str, two: str, *, assimilated: bool = False) -> frozenset[str]:
    """The classes of what two parts (as classes) are where they are written as one word.

    A class has lost an `h` at the end, and letters that meet may be one: both are the same word. With `assimilated` the
    last letter of the first may have become the first of the second, as Arabic names are spoken.

    >>> sorted(written_together("prawira", "negara") | written_together("suria", "atmaja"))
    ['prawirahnegara', 'prawiranegara', 'suriahatmaja', 'suriatmaja']
    >>> "abdurahman" in written_together("abdul", "rahman", assimilated=True)
    True
    """
    forms = {one + two}
    if one[-1] in "aiu":
        forms.add(f"{one}h{two}")
    if assimilated and two[0] in _ASSIMILATING:
        forms.add(one[:-1] + two)
    return frozenset(spelling_class(form) for form in forms)


@lru_cache(maxsize=65_536)
def letters(parts: str) -> str:
    """What parts of a normalised name have in common with the same parts written together: a key, for look-up only.

    >>> letters("suria atmaja") == letters("suriatmaja"), letters("abdul rahman") == letters("abdurahman")
    (True, True)
    """
    form = spelling_class("".join(parts.split())).replace("h", "").replace("j", "i").replace("y", "i")
    return _DOUBLED.sub(r"\1", _ASSIMILATED.sub("", form))
