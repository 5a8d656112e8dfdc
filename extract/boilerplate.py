"""Which lines of an article are no part of it: teasers, bylines, page controls. Data: `data/boilerplate.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

import extract.document  # noqa: F401  (registers the extensions)
from extract import lexicon
from extract.document import text_of
from extract.lexicon import Table

FILE = "boilerplate.toml"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of line that is no part of an article."""

    name: str
    regex: re.Pattern[str]
    examples: tuple[str, ...]
    counter: tuple[str, ...]


def rules(table: Table | None = None) -> tuple[Rule, ...]:
    """The shipped rules, or those of another table; DataError where a pattern is wrong or misses its own examples."""
    found = []
    for entry in (table or lexicon.read_toml(FILE)).only("pattern").tables("pattern"):
        entry.only("name", "regex", "examples", "counter")
        regex = entry.pattern("regex", flags=re.IGNORECASE)
        rule = Rule(entry.text("name"), regex, entry.words("examples"), entry.words("counter", default=()))
        for example in rule.examples:
            if not regex.match(example):
                entry.fail("examples", f"has {example!r}, which the pattern does not match")
        for example in rule.counter:
            if regex.match(example):
                entry.fail("counter", f"has {example!r}, which the pattern matches")
        found.append(rule)
    return tuple(found)


@cache
def _any() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{rule.regex.pattern})" for rule in rules()), re.IGNORECASE)


def skipped(text: str) -> tuple[int, ...]:
    """The numbers (from 1) of the lines of a text that are boilerplate.

    >>> skipped("Apel digelar di Balai Kota.\\nBaca juga: Sidang Ditunda\\nCamat hadir.")
    (2,)
    """
    pattern = _any()
    return tuple(n for n, line in enumerate(text.split("\n"), 1) if pattern.match(line.lstrip()))


@Language.component("boilerplate", assigns=["doc._.skip"])
def mark(doc: Doc) -> Doc:
    """The component: it notes the lines that are boilerplate."""
    doc._.skip = skipped(text_of(doc))
    return doc
