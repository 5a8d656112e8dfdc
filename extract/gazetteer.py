"""Names that everybody knows: regions, national bodies, parties, countries; found in a text by their words.

Data: `data/regions.csv`, `data/bodies.csv`, and the lists of `data/mentions.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from extract import lexicon

_CAPITAL: Final = re.compile(r"(?<![\w])[A-Z][\w'’&/-]*")
_REGION_KINDS: Final = frozenset({"province", "regency", "city"})


@dataclass(frozen=True, slots=True)
class Known:
    """A name of the gazetteer: its type, the kind of thing, the full name it stands for, whether it needs a context."""

    type: str
    kind: str
    full: str
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All the names, and for each first word the lengths in words that names beginning with it have, longest first."""

    names: dict[str, Known]
    lengths: dict[str, tuple[int, ...]]
    classes: dict[str, str]
    """Single words that say something of the name that they stand in, and what: a given name, a region, a head."""

    def at(self, text: str, start: int, *, upper: bool = False, limit: int | None = None) -> tuple[int, Known] | None:
        """The longest name beginning at `start`, as its end and what it is.

        `upper`: the text has it in capitals; `limit`: where the text is taken to end.
        """
        words = _WORDS.match(text, start) if limit is None else _WORDS.match(text, start, limit)
        if words is None:
            return None
        spaced = list(_WORD.finditer(text, start, words.end()))
        first = spaced[0][0].title() if upper else spaced[0][0]
        for length in self.lengths.get(first, ()):
            if length <= len(spaced):
                end = spaced[length - 1].end()
                name = " ".join([w[0] for w in spaced[:length]])
                known = self.names.get(name.title() if upper else name)
                if known is not None:
                    return end, known
        return None

    def find(self, text: str, start: int = 0, limit: int | None = None) -> Iterator[tuple[int, int, Known]]:
        """Every name in the text between two places, the longest at each place, not overlapping."""
        at = start
        limit = len(text) if limit is None else limit
        for match in _CAPITAL.finditer(text, start, limit):
            if match.start() < at or match[0] not in self.lengths:
                continue
            found = self.at(text, match.start(), limit=limit)
            if found is not None:
                at = found[0]
                yield match.start(), at, found[1]


@lru_cache(maxsize=2)
def names_of(text: str) -> tuple[tuple[int, int, Known], ...]:
    """Every name of the shipped gazetteer in a text, remembered for the rules that ask one after the other."""
    return tuple(load().find(text))


_WORD: Final = re.compile(r"[\w'’&./-]*[\w'’]|[,&]")
_WORDS: Final = re.compile(r"[\w'’&./-]*[\w'’](?:,?[ \t]+[\w'’&./-]*[\w'’]){0,8}")


@cache
def load() -> Gazetteer:
    """The shipped gazetteer; DataError where a file breaks its rules."""
    table = lexicon.read_toml("mentions.toml").table("place")
    ambiguous = frozenset(table.words("ambiguous"))
    names: dict[str, Known] = {}
    for name in (*table.words("countries"), *table.words("islands")):
        names[name] = Known("PLACE", "country", name)
    for row in lexicon.read_csv("regions.csv", ("name", "kind", "province", "short")):
        if row["kind"] not in _REGION_KINDS:
            row.fail(f"the kind {row['kind']!r} is none of {', '.join(sorted(_REGION_KINDS))}.")
        for spelling in (row["name"], *row.many("short")):
            names.setdefault(spelling, Known("PLACE", row["kind"], row["name"], spelling in ambiguous))
    for row in lexicon.read_csv("bodies.csv", ("name", "kind", "short"), key="name"):
        for spelling in (row["name"], *row.many("short")):
            names[spelling] = Known("ORG", row["kind"], row["name"])
    for name, known in list(names.items()):
        if known.kind == "ministry":
            for title, full in _ministers(name, known.full):
                names.setdefault(title, Known("POSITION", "minister", full))
    lengths: dict[str, set[int]] = {}
    words: dict[str, Known] = {}
    for name, known in names.items():
        parts = [w[0] for w in _WORD.finditer(name)]
        words[" ".join(parts)] = known
        lengths.setdefault(parts[0], set()).add(len(parts))
    by_length = {word: tuple(sorted(sizes, reverse=True)) for word, sizes in lengths.items()}
    return Gazetteer(words, by_length, _classes(words))


def _ministers(name: str, full: str) -> Iterator[tuple[str, str]]:
    """The offices at the head of a ministry, after its name: Kementerian Dalam Negeri, Kemendagri → Mendagri."""
    office = full.removeprefix("Kementerian ")
    for head, short in (("Menteri", "Men"), ("Wakil Menteri", "Wamen")):
        if name.startswith("Kemenko "):
            yield (
                f"Menko {name.removeprefix('Kemenko ')}"
                if head == "Menteri"
                else f"Wamenko {name.removeprefix('Kemenko ')}",
                f"{head} {office}",
            )
        elif name.startswith("Kementerian "):
            yield f"{head} {name.removeprefix('Kementerian ')}", f"{head} {office}"
        elif name.startswith("Kemen") and " " not in name:
            yield short + name.removeprefix("Kemen"), f"{head} {office}"


def _classes(names: dict[str, Known]) -> dict[str, str]:
    """What single words are, the surest last: parts of persons' names, words before names, regions and bodies."""
    people = lexicon.read_toml("names.toml").only("given", "regional", "family")
    grammar = lexicon.read_toml("mentions.toml")
    titled = lexicon.read_toml("titles.toml")
    classes: dict[str, str] = {}
    for key in ("given", "regional", "family"):
        classes |= dict.fromkeys(people.words(key), "name")
    for name, known in names.items():
        if " " not in name:
            classes[name] = ("known " + known.type) if not known.ambiguous else "maybe PLACE"
    for key in ("religious", "degree", "rank", "address", "familiar"):
        classes |= dict.fromkeys((word.split()[0] for word in titled.words(key)), f"title {key}")
    beside = grammar.table("beside")
    for key in beside.values:
        for word in beside.words(key):
            if word in classes:
                beside.fail(key, f"has {word!r}, which is of another class already")
            classes[word] = f"beside {key}"
    for kind in ("group", "document", "event", "offence"):
        heads = grammar.table("phrase").table(kind).words("heads")
        classes |= dict.fromkeys((word.split()[0].capitalize() for word in heads), kind)
    for key in ("of_area", "of_body", "before"):
        classes |= dict.fromkeys((word.split()[0].title() for word in grammar.table("office").words(key)), "office")
    for word in grammar.table("body").words("heads"):
        classes[word.split()[0]] = "body"
    for key in ("areas", "buildings"):
        classes |= dict.fromkeys((word.split()[0] for word in grammar.table("place").words(key)), key)
    return classes
