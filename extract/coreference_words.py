"""What `data/coreference.toml` knows of names and of what points back at them, checked and ready to use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from extract.facts import ENTITY_TYPES
from extract.lexicon import Table, alternatives, read_toml

_FILE: Final = "coreference.toml"


@dataclass(frozen=True, slots=True)
class CoreferenceWords:
    """The tables of `data/coreference.toml`."""

    abbreviations: Mapping[str, tuple[str, ...]]
    phrases: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    dropped: Mapping[str, frozenset[str]]
    levels: Mapping[str, str]
    """Word for a kind of region → the kind."""
    short_types: frozenset[str]
    place_heads: frozenset[str]
    whole: frozenset[tuple[str, ...]]
    left_out: frozenset[str]
    """Heads that the name of a body may stand without."""
    bare_roles: frozenset[tuple[str, ...]]
    known: Mapping[str, str]
    """Nickname → name, of people in public life."""
    titles: re.Pattern[str]
    """The titles before an office, from the beginning of a string."""
    title_words: frozenset[str]
    candidate_words: Mapping[str, str]
    spelling: tuple[tuple[str, str], ...]
    weak: frozenset[str]
    same_names: Mapping[str, str]
    called: re.Pattern[str]
    calling: re.Pattern[str]
    unnamed: re.Pattern[str]
    """Somebody without a name, who is nobody named before."""


def _read(data: Table) -> CoreferenceWords:
    def split(text: str) -> tuple[str, ...]:
        return tuple(text.lower().split())

    dropped = data.table("dropped")
    levels = data.table("levels")
    same_levels = levels.mapping("same")
    short = data.table("short_forms")
    titles = data.table("titles")
    spelling = data.table("spelling")
    rules = spelling.values.get("rules")
    groups = spelling.values.get("same")
    if not isinstance(rules, list) or not all(isinstance(r, list) and len(r) == 2 for r in rules):
        spelling.fail("rules", "is not a list of pairs")
    if not isinstance(groups, list) or not all(isinstance(g, list) and g for g in groups):
        spelling.fail("same", "is not a list of lists")
    for kind in dropped.values:
        if kind not in ENTITY_TYPES:
            dropped.fail(kind, "is no entity type")
    heads = data.table("heads")
    nicknames = data.table("nicknames")
    known = nicknames.values.get("known")
    if not isinstance(known, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in known):
        nicknames.fail("known", "is not a list of pairs")
    return CoreferenceWords(
        abbreviations={word.lower(): split(full) for word, full in data.mapping("abbreviations").items()},
        phrases=tuple((split(a), split(b)) for a, b in data.mapping("phrases").items()),
        dropped={kind: frozenset(dropped.words(kind, default=())) for kind in ENTITY_TYPES},
        levels={word: same_levels.get(word, word) for word in levels.words("words")},
        short_types=frozenset(short.words("types")),
        place_heads=frozenset(short.words("place_heads")),
        whole=frozenset(split(name) for name in short.words("whole")),
        left_out=frozenset(heads.words("left_out")),
        bare_roles=frozenset(split(role) for role in heads.words("bare_roles")),
        known={str(nick): str(name) for nick, name in known},
        titles=re.compile(rf"(?i)(?:\(?{alternatives(titles.words('before_office'))}\.?\)?[ \t]+)+"),
        title_words=frozenset(word for title in titles.words("before_office") for word in title.split()),
        candidate_words=titles.mapping("candidate_words"),
        spelling=tuple((str(a), str(b)) for a, b in rules),
        weak=frozenset(spelling.words("weak")),
        same_names={str(form): str(group[0]) for group in groups for form in group},
        called=re.compile(rf"(?i)\b{alternatives(nicknames.words('called'))}\b"),
        unnamed=re.compile(rf"(?i)\b{alternatives(nicknames.words('somebody'))}\b"),
        calling=re.compile(rf"(?i)^\s*,?\s*{alternatives(nicknames.words('calling'))}\s+(?:dari\s+)?$"),
    )


def read_coreference_words(data: Table) -> CoreferenceWords:
    """The words that a table states; DataError says what is wrong with them."""
    return _read(data)


@cache
def coreference_words() -> CoreferenceWords:
    """The words of the shipped `data/coreference.toml`."""
    return _read(read_toml(_FILE))
