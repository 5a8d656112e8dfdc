"""The cues of factuality: the validated reader of `extract/data/cues.toml`, and where cues stand in a row of words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from extract import lexicon
from extract.facts import PREDICATES
from extract.lexicon import Table

DATA: Final = "cues.toml"
CATEGORIES: Final = (
    "alleged", "planned", "denied", "negation", "hypothesis", "norm", "wish", "request", "question", "verdict",
    "acquittal", "fact", "pseudo",
)  # fmt: skip
DIRECTIONS: Final = ("forward", "backward", "both", "self")
_ECHO_WORDS: Final = ("rumour", "news", "pointing", "saying", "truth", "accusing", "schedule")
_ECHO_PHRASES: Final = ("doubted", "confirmed", "refuting", "refused", "undone", "listing", "sequel")
STOPS: Final = ("clause", "comma", "sentence")
SENTENCE: Final = 10_000
_VERB: Final = re.compile(r"(?:me|di|ber|ter)\w{3,}")


@dataclass(frozen=True, slots=True)
class CueRule:
    """A group of cues: what it does, in which direction, how far, and what ends it."""

    name: str
    category: str
    direction: str
    reach: int
    stop: str
    predicates: frozenset[str]
    passes: frozenset[str]

    def counts_for(self, predicate: str) -> bool:
        """Whether the cue says anything about facts of this predicate."""
        return predicate in self.predicates


@dataclass(frozen=True, slots=True)
class Found:
    """A cue found: its first word, the word behind its last, and what it may be (several groups may share a phrase)."""

    first: int
    last: int
    rules: tuple[CueRule, ...]


@dataclass(frozen=True, slots=True)
class Echo:
    """How a sentence takes up the one before it and doubts it; nouns by themselves, the rest as rows of words."""

    rumour: frozenset[str]
    news: frozenset[str]
    pointing: frozenset[str]
    saying: frozenset[str]
    truth: frozenset[str]
    accusing: frozenset[str]
    schedule: frozenset[str]
    doubted: tuple[tuple[str, ...], ...]
    confirmed: tuple[tuple[str, ...], ...]
    refuting: tuple[tuple[str, ...], ...]
    refused: tuple[tuple[str, ...], ...]
    undone: tuple[tuple[str, ...], ...]
    listing: tuple[tuple[str, ...], ...]
    sequel: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues by their first word, longest phrase first, and the words that end or lengthen a scope."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], tuple[CueRule, ...]], ...]]
    stops: frozenset[str]
    marks: frozenset[str]
    light: frozenset[str]
    noverb: frozenset[str]
    resume: frozenset[str]
    moving: frozenset[str]
    into_office: frozenset[str]
    other_day: frozenset[str]
    presupposing: frozenset[str]
    echo: Echo
    void: tuple[tuple[str, ...], ...]

    def is_verb(self, word: str) -> bool:
        """Whether a lower-case word has the form of a verb that tells of an act."""
        return _VERB.fullmatch(word) is not None and word not in self.noverb

    def find(self, words: Sequence[str]) -> list[Found]:
        """The cues in a row of lower-case words, none overlapping another: the longest phrase at a place wins."""
        found: list[Found] = []
        i = 0
        while i < len(words):
            for phrase, rules in self.phrases.get(words[i], ()):
                if tuple(words[i : i + len(phrase)]) == phrase:
                    found.append(Found(i, i + len(phrase), rules))
                    i += len(phrase)
                    break
            else:
                i += 1
        return found


@lru_cache(maxsize=1)
def load() -> Cues:
    """The shipped cues."""
    return read(lexicon.read_toml(DATA))


def read(table: Table) -> Cues:
    """The cues of a table; DataError where a record breaks the rules that stand at the head of the file."""
    table.only("cue", "stop", "light", "noverb", "resume", "moving", "other-day", "presupposing", "echo", "heading")
    phrases: dict[tuple[str, ...], list[CueRule]] = {}
    words_of: dict[str, tuple[str, ...]] = {}
    for record in table.tables("cue"):
        record.only(
            "name", "category", "words", "words_of", "direction", "reach", "stop", "predicates", "except", "passes"
        )
        category = _one_of(record, "category", CATEGORIES, None)
        predicates = frozenset(record.words("predicates", default=PREDICATES))
        left_out = frozenset(record.words("except", default=()))
        for predicate in predicates | left_out:
            if predicate not in PREDICATES:
                record.fail("predicates", f"names {predicate!r}, which is no predicate")
        reach = record.values.get("reach", 12)
        if reach == "sentence":
            reach = SENTENCE
        if not isinstance(reach, int) or reach < 0:
            record.fail("reach", "is neither a number of words nor `sentence`")
        rule = CueRule(
            record.text("name"),
            category,
            _one_of(record, "direction", DIRECTIONS, "forward"),
            reach,
            _one_of(record, "stop", STOPS, "clause"),
            predicates - left_out,
            frozenset(record.words("passes", default=())),
        )
        other = record.text("words_of") if "words_of" in record.values else ""
        if other and other not in words_of:
            record.fail("words_of", f"is {other!r}, which is no group before this one")
        words = words_of[rule.name] = words_of[other] if other else tuple(record.words("words"))
        for word in words:
            if not re.fullmatch(r"[\w'’-]+(?: [\w'’-]+)*", word) or word != word.lower():
                record.fail("words", f"lists {word!r}, which is no row of lower-case words")
            phrases.setdefault(tuple(word.split()), []).append(rule)
    _complete(phrases)
    by_first: dict[str, list[tuple[tuple[str, ...], tuple[CueRule, ...]]]] = {}
    for phrase, rules in phrases.items():
        by_first.setdefault(phrase[0], []).append((phrase, tuple(rules)))
    return Cues(
        {first: tuple(sorted(rows, key=lambda row: (-len(row[0]), row[0]))) for first, rows in by_first.items()},
        frozenset(table.table("stop").words("words")),
        frozenset(table.table("stop").words("marks")),
        frozenset(table.table("light").words("words")),
        frozenset(table.table("noverb").words("words")),
        frozenset(table.table("resume").words("words")),
        frozenset(table.table("moving").words("words")),
        frozenset(table.table("moving").words("into-office")),
        frozenset(table.table("other-day").words("words")),
        frozenset(table.table("presupposing").words("words")),
        _echo(table.table("echo").only(*_ECHO_WORDS, *_ECHO_PHRASES)),
        _phrases(table.table("heading").only("void"), "void"),
    )


def _complete(phrases: dict[tuple[str, ...], list[CueRule]]) -> None:
    """Give each phrase the rules of the phrases within it, for the predicates that it says nothing of itself."""
    for phrase in sorted(phrases, key=len):
        rules = phrases[phrase]
        covered = frozenset[str]().union(*(rule.predicates for rule in rules))
        for size in range(len(phrase) - 1, 0, -1):
            inner: list[CueRule] = []
            for first in range(len(phrase) - size + 1):
                for rule in phrases.get(phrase[first : first + size], ()):
                    if left := rule.predicates - covered:
                        inner.append(replace(rule, predicates=left))
            rules += inner
            covered |= frozenset[str]().union(*(rule.predicates for rule in inner))


def _echo(table: Table) -> Echo:
    words = (frozenset(table.words(part)) for part in _ECHO_WORDS)
    return Echo(*words, *(_phrases(table, part) for part in _ECHO_PHRASES))  # type: ignore[arg-type]


def _phrases(table: Table, part: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in table.words(part))


def _one_of(record: Table, key: str, known: Sequence[str], default: str | None) -> str:
    value = record.text(key, default=default)
    if value not in known:
        record.fail(key, f"is {value!r}, not one of {', '.join(known)}")
    return value
