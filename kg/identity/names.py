"""Names made comparable: case, marks, titles and the common variants of spelling taken out."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from extract.errors import DataError

DATA: Final = Path(__file__).with_name("names.toml")
_YEAR: Final = re.compile(r"\b(?:19|20)[0-9]{2}\b")


@dataclass(frozen=True, slots=True)
class _Lists:
    prefixes: frozenset[str]
    variants: dict[str, str]
    elections: frozenset[str]
    generic: dict[str, frozenset[str]]


@cache
def _lists() -> _Lists:
    record = tomllib.loads(DATA.read_text(encoding="utf-8"))
    try:
        variants = {variant: name for name, written in record["variants"].items() for variant in written}
        return _Lists(
            frozenset(record["person"]["prefixes"]),
            variants,
            frozenset(record["event"]["elections"]),
            {kind: frozenset(words) for kind, words in record["generic"].items()},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError(f"the list {error} is missing or of the wrong shape.", where=str(DATA)) from error


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """Letters and digits in lower case, one space between words, marks and format characters gone.

    >>> fold("Badan Kesatuan Bangsa  (Kesbangpol)")
    'badan kesatuan bangsa kesbangpol'
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = (
        c if unicodedata.category(c)[0] in "LN" else "" if unicodedata.category(c) in {"Mn", "Cf"} else " "
        for c in plain
    )
    return " ".join("".join(kept).split())


@lru_cache(maxsize=65_536)
def person(name: str) -> str:
    """A person's name without the titles before it, each part in one of its spellings.

    >>> person("R. Gani Muhammad") == person("Raden Gani Muhamad")
    True
    """
    lists = _lists()
    parts = fold(name).split()
    while len(parts) > 1 and parts[0] in lists.prefixes:
        parts = parts[1:]
    return " ".join(lists.variants.get(part, part) for part in parts)


def is_full_name(folded: str) -> bool:
    """Whether a folded name has two parts that are no initials."""
    return sum(len(part) > 2 for part in folded.split()) >= 2


def is_election(folded: str) -> bool:
    """Whether an event is a named election of a year, which is one event wherever it is mentioned."""
    words = folded.split()
    return bool(words) and words[0] in _lists().elections and bool(_YEAR.search(folded))


def is_generic(type: str, folded: str) -> bool:
    """Whether a name has only words that any town has: it names a thing within its article only."""
    words = _lists().generic.get(type, frozenset())
    return all(part in words for part in folded.split())
