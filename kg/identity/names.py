"""Names made comparable: case, marks, titles, degrees and the variants of spelling taken out."""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from extract.errors import DataError
from kg.identity.spelling import letters, spelling_class

DATA: Final = Path(__file__).with_name("names.toml")
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
_BRACKETS: Final = re.compile(r"\(([a-z]+)\)")
_LONG: Final = 7
_YEAR: Final = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_APOSTROPHES: Final = re.compile("['\u2018\u2019\u02bc`\u00b4]")


@dataclass(frozen=True, slots=True)
class Lists:
    """What `names.toml` holds, checked; names of persons as classes of spelling, `bits` by class."""

    prefixes: frozenset[str]
    degrees: frozenset[str]
    between: frozenset[str]
    leading: frozenset[str]
    assimilated: frozenset[str]
    variants: dict[str, str]
    written: dict[str, str]
    bits: dict[str, float]
    other_bits: float
    weights: dict[str, float]
    gathering: dict[str, float]
    wide_offices: frozenset[str]
    wide_bodies: frozenset[str]
    areas: dict[str, int]
    area_stop: frozenset[str]
    elections: frozenset[str]
    events: Mapping[str, frozenset[str]]
    generic: dict[str, frozenset[str]]


@cache
def lists() -> Lists:
    """The lists; DataError where one is missing or of another shape."""
    record = tomllib.loads(DATA.read_text(encoding="utf-8"))
    try:
        variants = {v: name for name, written in record["variants"].items() for v in (name, *written)}
        common = dict(record["common"])
        other = -math.log2(float(common.pop("other")) / 1000)
        bits: dict[str, float] = {}
        for share, parts in common.items():
            for part in parts:
                form = spelling_class(variants.get(part, part))
                bits[form] = min(bits.get(form, 99.0), -math.log2(float(share) / 1000))
        return Lists(
            prefixes=frozenset(record["person"]["prefixes"]),
            degrees=frozenset(record["person"]["degrees"]),
            between=frozenset(record["person"]["between"]),
            leading=frozenset(spelling_class(part) for part in record["person"]["leading"]),
            assimilated=frozenset(spelling_class(variants.get(part, part)) for part in record["person"]["assimilated"]),
            variants=variants,
            written={word: str(whole) for word, whole in record["written"].items()},
            bits=bits,
            other_bits=other,
            weights={name: float(weight) for name, weight in record["weights"].items()},
            gathering={name: float(weight) for name, weight in record["gathering"].items()},
            wide_offices=frozenset(record["office"]["wide"]),
            wide_bodies=frozenset(record["body"]["wide"]),
            areas={word: int(kind) for kind, words in record["area"].items() if kind != "stop" for word in words},
            area_stop=frozenset(record["area"]["stop"]),
            elections=frozenset(record["event"]["elections"]),
            events={name: frozenset(words) for name, words in record["event"].items()},
            generic={kind: frozenset(words) for kind, words in record["generic"].items()},
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise DataError(f"the list {error} is missing or of the wrong shape.", where=str(DATA)) from error


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """Letters and digits in lower case, one space between words, marks gone, one way to write each word.

    A short form in brackets tells nothing that the name does not; what else stands in brackets stays.

    >>> fold("Badan Kesatuan  Bangsa (Kesbang) Kota Wanasari"), fold("Walikota Mekarsari"), fold("Forum (Wanasari)")
    ('badan kesatuan bangsa kota wanasari', 'wali kota mekarsari', 'forum wanasari')
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    if "(" in plain:
        plain = _without_short_form(plain)
    kept = (
        c if unicodedata.category(c)[0] in "LN" else "" if unicodedata.category(c) in {"Mn", "Cf"} else " "
        for c in plain
    )
    return " ".join(lists().written.get(word, word) for word in "".join(kept).split())


def _without_short_form(name: str) -> str:
    before, short, after = _BRACKETS.split(name, maxsplit=1) if _BRACKETS.search(name) else (name, "", "")
    letters = iter("".join(c for c in before if c.isalpha()))
    starts = {word[0] for word in before.split()}
    is_short = len(short) > 1 and short[0] in starts and all(c in letters for c in short)
    return f"{before} {after}" if is_short else name


@lru_cache(maxsize=65_536)
def person(name: str) -> str:
    """A person's name without titles and degrees, each part as its class of spellings, initials as one letter.

    Empty where nothing but initials is left, which names nobody across articles.

    >>> person("R. Gani Muhammad, S.H.") == person("Raden Gani Moch.")
    True
    >>> person("Surya D. Wirakesuma")
    'suria d wirakesuma'
    >>> person("AJ"), person("S.B.Y.")
    ('', '')
    """
    known = lists()
    written = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", name))
    words = _without_degrees(_IN_BRACKETS.sub(" ", written).strip() or written)
    lone = words[0] if len(words) == 1 else ""
    if lone.isupper() and len(fold(lone)) <= 4:
        return ""
    parts = fold(" ".join(words)).split()
    while len(parts) > 1 and parts[0] in known.prefixes:
        parts = parts[1:]
    parts = [part for at, part in enumerate(parts) if part not in known.between or at in {0, len(parts) - 1}]
    forms = [spelling_class(known.variants.get(part, part)) for part in parts]
    return " ".join(forms) if any(len(form) > 2 for form in forms) else ""


def _without_degrees(name: str) -> list[str]:
    known = lists()
    head, comma, tail = name.partition(",")
    words = head.split()
    while len(words) > 1 and (size := _degree_at_end(words, known.degrees)):
        del words[-size:]
    after = tail.replace(",", " ").split()
    if comma and not all(fold(word.replace(".", "")) in known.degrees or _is_short(word) for word in after):
        words += after
    return words


def _degree_at_end(words: list[str], degrees: frozenset[str]) -> int:
    """How many of the last words are one degree, as `S. Sos` is two; 0 where they are none."""
    if _is_degree(words[-1], degrees):
        return 1
    if len(words) > 2 and len(words[-2]) == 2 and words[-2][1] == ".":
        return 2 * _is_degree("".join(words[-2:]), degrees)
    return 0


def _is_degree(word: str, degrees: frozenset[str]) -> bool:
    bare = word.replace(".", "")
    return fold(bare) in degrees and ("." in word.rstrip(".") or bare.isupper() or bare[1:] != bare[1:].lower())


def _is_short(word: str) -> bool:
    """Whether a word after a comma can be a degree, listed or not: it has dots, or is in capitals, or no letters."""
    return "." in word or (word.isupper() and len(word) < _LONG) or not any(c.isalpha() for c in word)


def is_full(part: str) -> bool:
    """Whether a part of a normalised name is more than an initial."""
    return len(part) > 1


def bits(part: str) -> float:
    """How much two people having a part in common says, in bits: few for `muhamad`, many for what is rare."""
    known = lists()
    return known.bits.get(part, known.other_bits) if is_full(part) else 0.0


def rarest(name: str) -> tuple[str, ...]:
    """The one or two parts of a normalised name that say most."""
    parts = sorted({part for part in name.split() if len(part) > 2}, key=lambda part: (-bits(part), part))
    return tuple(parts[:2])


def whole(name: str) -> str:
    """A normalised name as its letters, whether its parts are written together or not; initials left out."""
    return letters(" ".join(part for part in name.split() if is_full(part)))


def is_election(folded: str) -> bool:
    """Whether an event is a named election of a year, which is one event wherever it is mentioned."""
    words = folded.split()
    return bool(words) and words[0] in lists().elections and bool(_YEAR.search(folded))


def is_generic(type: str, folded: str) -> bool:
    """Whether a name has only words that any town has: it names a thing within its article only."""
    words = lists().generic.get(type, frozenset())
    return all(part in words for part in folded.split())


Area = tuple[int, frozenset[str]]
"""The kind of an area, 1 (province) to 4 (village), and the words of its name."""


@lru_cache(maxsize=65_536)
def area(folded: str) -> Area | None:
    """The area that the name of an office, body or place ends in; None where it names none.

    >>> area("sekretaris daerah kota wanasari") == area("wali kota wanasari") == (2, frozenset({"wanasari"}))
    True
    """
    known = lists()
    words = folded.split()
    found: Area | None = None
    for at, word in enumerate(words):
        if word in known.areas:
            name = []
            for following in words[at + 1 : at + 4]:
                if following in known.areas or following in known.area_stop or following.isdigit():
                    break
                name.append(following)
            if name:
                found = (known.areas[word], frozenset(name))
    return found
