"""The trigger frames of `extract/data/triggers.toml`, validated, and where they stand in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extract import lexicon
from extract.facts import SIGNATURES
from extract.lexicon import Table
from extract.relations.morphology import BARE, analyses

DATA: Final = "triggers.toml"
_LISTS: Final = ("noise", "break", "join", "auxiliary", "metonym", "own", "of-somebody", "lister")
_BESIDE: Final = ("before", "behind", "to", "by", "opening", "speech", "reporters")
_PLAIN: Final = ("roots", "words", "nouns", "giving", "given", "before", "behind")
_FORM: Final = (
    "at-side",
    "no-guest",
    "stood-in-for",
    "at-head",
    "to-sign",
    "taking-part",
    "into",
    "standing",
    "bringing-in",
    "passed",
    "pointing",
    "persons",
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger found: its element in the sentence, its form, the frame, and the voice of the form."""

    at: int
    form: str
    frame: str
    root: str
    voice: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Plain:
    """Words that tell a relation where their participants stand side by side; `turned`: who suffers is the subject.

    `far`: what is done may stand further before a passive, since nothing else can be meant by it.
    """

    turned: bool
    far: bool
    roots: frozenset[str]
    words: frozenset[str]
    nouns: frozenset[str]
    giving: frozenset[str]
    given: frozenset[str]
    before: frozenset[str]
    behind: frozenset[str]


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames by root and by whole form, and the word lists that the comparison of stretches needs."""

    roots: Mapping[str, tuple[tuple[str, str, tuple[str, ...], bool], ...]]
    words: Mapping[str, tuple[tuple[str, str], ...]]
    noise: frozenset[str]
    breaks: frozenset[str]
    join: frozenset[str]
    single: frozenset[str]
    many: frozenset[str]
    auxiliary: frozenset[str]
    metonym: frozenset[str]
    own: frozenset[str]
    kinds: Mapping[str, tuple[str, ...]]
    exceptions: frozenset[tuple[str, str, str]]
    candidacy: re.Pattern[str]
    of_somebody: frozenset[str]
    form: Mapping[str, frozenset[str]]
    goes_on: re.Pattern[str]
    lister: frozenset[str]
    numbered: re.Pattern[str]
    plain: Mapping[str, Plain]
    beside: Mapping[str, frozenset[str]]
    _cache: dict[str, tuple[tuple[str, str, str, str, tuple[str, ...], bool], ...]]
    _kinds: dict[str, str]

    def kind(self, name: str) -> str:
        """What kind of body a name speaks of, `other` where its words do not tell."""
        known = self._kinds.get(name)
        if known is None:
            lower = name.lower()
            known = "other"
            for kind, beginnings in self.kinds.items():
                if any(lower.startswith(b) and not lower[len(b) : len(b) + 1].isalpha() for b in beginnings):
                    known = kind
                    break
            else:
                if lower.endswith((".com", ".id", ".co", ".net", "news", "pos", "times")):
                    known = "media"
            if len(self._kinds) < 100_000:
                self._kinds[name] = known
        return known

    def reference_kind(self, text: str) -> str:
        """Whether a reference is a pronoun, a clitic, a pronoun of many, or a description."""
        lower = text.lower()
        if lower in self.many:
            return "many"
        if lower in self.single:
            return "pronoun"
        return "clitic" if lower.endswith("nya") and " " not in lower else "description"

    def readings(self, word: str) -> tuple[tuple[str, str, str, str, tuple[str, ...], bool], ...]:
        """The (predicate, frame, root, voice, following words, strength) that a word form may trigger."""
        known = self._cache.get(word)
        if known is None:
            found: dict[str, tuple[str, str, str, str, tuple[str, ...], bool]] = {}
            for predicate, frame in self.words.get(word, ()):
                found.setdefault(predicate, (predicate, frame, word, analyses(word)[-1][1], (), False))
            for root, voice in analyses(word):
                for predicate, frame, rest, strong in self.roots.get(root, ()):
                    here = found.get(predicate)
                    if here is None or (strong, voice != BARE) > (here[5], here[3] != BARE):
                        found[predicate] = (predicate, frame, root, voice, rest, strong)
            known = tuple(found.values())
            if len(self._cache) < 200_000:
                self._cache[word] = known
        return known

    def find(self, sequence: Sequence[str], offsets: Sequence[tuple[int, int]]) -> dict[str, list[Hit]]:
        """The triggers of a sentence, by predicate, in order."""
        hits: dict[str, list[Hit]] = {}
        for at, word in enumerate(sequence):
            if len(word) < 2 or word[0] == "<":
                continue
            for predicate, frame, root, voice, rest, strong in self.readings(word):
                if rest and tuple(sequence[at + 1 : at + 1 + len(rest)]) != rest:
                    continue
                following = sequence[at + 1] if at + 1 < len(sequence) else ""
                if (predicate, root, following) in self.exceptions:
                    continue
                hits.setdefault(predicate, []).append(Hit(at, word, frame, root, voice, strong))
        return hits


@lru_cache(maxsize=1)
def load() -> Frames:
    """The shipped frames; DataError where the file breaks its rules."""
    return parse(lexicon.read_toml(DATA))


def parse(table: Table) -> Frames:
    """The frames that a table states."""
    roots: dict[str, list[tuple[str, str, tuple[str, ...], bool]]] = {}
    words: dict[str, list[tuple[str, str]]] = {}
    for frame in table.tables("frame"):
        frame.only("name", "predicate", "strong", "roots", "words")
        name, predicate = frame.text("name"), frame.text("predicate")
        if predicate not in SIGNATURES:
            frame.fail("predicate", f"is {predicate!r}, which does not exist (known: {', '.join(SIGNATURES)})")
        for part in ("strong", "roots"):
            for root in frame.words(part, default=()):
                head, *rest = root.split()
                roots.setdefault(head, []).append((predicate, name, tuple(rest), part == "strong"))
        for word in frame.words("words", default=()):
            words.setdefault(word, []).append((predicate, name))
    lists = {part: frozenset(table.table(part).words("words")) for part in _LISTS}
    pronoun, kinds = table.table("pronoun"), table.table("kind")
    form = table.table("form").only(*_FORM)
    beside = table.table("beside-plain").only(*_BESIDE)
    return Frames(
        {root: tuple(uses) for root, uses in roots.items()},
        {word: tuple(uses) for word, uses in words.items()},
        lists["noise"],
        lists["break"],
        lists["join"],
        frozenset(pronoun.words("one")),
        frozenset(pronoun.words("many")),
        lists["auxiliary"],
        lists["metonym"],
        lists["own"],
        {kind: kinds.words(kind) for kind in kinds.values},
        frozenset(_exceptions(table.table("except"))),
        table.table("candidacy").pattern("pattern", flags=re.IGNORECASE),
        lists["of-somebody"],
        {part: frozenset(form.words(part)) for part in _FORM},
        table.table("goes-on").pattern("pattern", flags=re.IGNORECASE),
        lists["lister"],
        _numbered(table.table("numbered").only("pattern", "examples")),
        dict(_plain(table.tables("plain"))),
        {part: frozenset(beside.words(part)) for part in _BESIDE},
        {},
        {},
    )


def _plain(records: Sequence[Table]) -> Iterator[tuple[str, Plain]]:
    for record in records:
        record.only("predicate", "turned", "far", *_PLAIN)
        predicate = record.text("predicate")
        if predicate not in SIGNATURES:
            record.fail("predicate", f"is {predicate!r}, which does not exist (known: {', '.join(SIGNATURES)})")
        for flag in ("turned", "far"):
            if not isinstance(record.values.get(flag, False), bool):
                record.fail(flag, "is neither true nor false")
        turned, far = bool(record.values.get("turned")), bool(record.values.get("far"))
        yield predicate, Plain(turned, far, *(frozenset(record.words(part, default=())) for part in _PLAIN))


def _numbered(table: Table) -> re.Pattern[str]:
    pattern = table.pattern("pattern", flags=re.IGNORECASE)
    if "office" not in pattern.groupindex:
        table.fail("pattern", "has no group called office")
    for example in table.words("examples"):
        if pattern.match(example) is None:
            table.fail("examples", f"has {example!r}, which the pattern does not match")
    return pattern


def _exceptions(table: Table) -> Iterator[tuple[str, str, str]]:
    for predicate in table.values:
        for words in table.words(predicate):
            root, _, following = words.partition(" ")
            if predicate not in SIGNATURES or not following:
                table.fail(predicate, "is no predicate, or one of its entries is not a root and the word after it")
            yield (predicate, root, following)
