"""The sentence that a fact stands in, as factuality reads it: its words, the cues among them, the words of the fact."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extract import factuality_cues
from extract.factuality_cues import Found

Span = tuple[int, int]
NO_FACT: Final = frozenset({"hypothesis", "norm", "wish", "request", "question"})
QUOTES: Final = frozenset('"“”')
_WORD: Final = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")
_HEADLINE: Final = 0.85
"""From this share of longer words in capitals on a sentence is a headline, where capitals make no name."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a sentence in lower case, their offsets in it, and the cues among them."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    named: tuple[bool, ...]
    found: tuple[Found, ...]
    asks: bool
    headline: bool

    def word_at(self, place: int) -> int:
        """The number of the word at or behind a place."""
        return min(max(0, bisect_right(self.starts, place) - 1), len(self.words) - 1)


@dataclass(frozen=True, slots=True)
class Target:
    """The words of the fact: its trigger (or what stands for it) and its participants."""

    first: int
    last: int
    subject: tuple[int, int] | None
    object: tuple[int, int] | None
    triggered: bool


@lru_cache(maxsize=8192)
def read(sentence: str) -> Sentence:
    """The sentence as factuality reads it."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    named: list[bool] = []
    for match in _WORD.finditer(sentence):
        form = match.group()
        words.append(form.lower())
        starts.append(match.start())
        ends.append(match.end())
        named.append(form[0].isupper() or form[0].isdigit())
    found = tuple(factuality_cues.load().find(words))
    stripped = sentence.rstrip("\"”’') ")
    asks = stripped.endswith("?") and not any(q in sentence for q in QUOTES)
    longer = [name for word, name in zip(words, named, strict=True) if len(word) > 3 and word[0].isalpha()]
    headline = len(longer) > 4 and sum(longer) >= _HEADLINE * len(longer)
    return Sentence(tuple(words), tuple(starts), tuple(ends), tuple(named), found, asks, headline)


def words_of(sentence: str) -> tuple[tuple[str, int, int], ...]:
    """The words of a sentence in lower case, each with its span in it."""
    view = read(sentence)
    return tuple(zip(view.words, view.starts, view.ends, strict=True))


def target_of(
    view: Sentence, trigger: Span | None, subject: Span | None, object: Span | None, sentence: Span
) -> Target:
    """The words of the fact, without those of a cue that a mention swallowed; spans are of the text."""

    def words(span: Span | None) -> tuple[int, int] | None:
        if span is None or not sentence[0] <= span[0] < sentence[1]:
            return None
        first = view.word_at(span[0] - sentence[0])
        last = max(first + 1, bisect_left(view.starts, span[1] - sentence[0]))
        return _without_cues(view, first, last)

    t, s, o = words(trigger), words(subject), words(object)
    place = t or (max(s, o) if s and o else o or s) or (0, 1)
    return Target(place[0], place[1], s, o, t is not None)


def _without_cues(view: Sentence, first: int, last: int) -> tuple[int, int]:
    """The words of a mention without a cue that it swallowed: `Debat Publik batal`, `Apabila Rini Astuti`."""
    for found in view.found:
        if all(rule.category in ("pseudo", "verdict", "acquittal") for rule in found.rules):
            continue
        if first < found.first and found.last == last and not view.named[found.first]:
            last = found.first
        elif found.first == first and found.last < last and any(r.category in NO_FACT for r in found.rules):
            first = found.last
    return first, last
