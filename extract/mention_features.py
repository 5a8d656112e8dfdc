"""What speaks for and against a proposed mention, as short strings whose weights `extract.choice` knows.

Features that hold whatever is chosen are told apart from those that a first choice adds (`after`), so that they are
looked up once for both passes. A feature belongs to the type of its span, and does not repeat it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from extract import gazetteer
from extract.proposals import Proposals, Span

_OUTSIDE: Final = "^"
_LONG: Final = 12
_LONG_WORDS: Final = 8
_ROMAN: Final = frozenset("IVX")


class Features:
    """The features of the proposals of one article."""

    def __init__(self, found: Proposals) -> None:
        text = found.text
        classes = gazetteer.load().classes
        words = [text[start:end] for start, end in found.words]
        self._found = found
        self._starts = [start for start, _ in found.words]
        # Two places beyond each end of the text, so that a neighbour can always be asked for.
        self._words = [*words, _OUTSIDE, _OUTSIDE, _OUTSIDE]
        self._lower = [word.lower() for word in self._words]
        self._shapes = [shape(word) for word in self._words]
        self._classes = [
            classes.get(word) or classes.get(word.title()) or form
            for word, form in zip(self._words, self._shapes, strict=True)
        ]
        self._often = Counter(words)
        self._lows = [span.start for span in found.strong]
        self._longest = max((span.end - span.start for span in found.strong), default=0)

    @property
    def size(self) -> int:
        """How many words the article has."""
        return len(self._starts)

    def place(self, span: Span) -> tuple[int, int]:
        """The numbers of the first and the last word of a span."""
        return bisect_right(self._starts, span.start) - 1, bisect_left(self._starts, span.end) - 1

    def before(self, span: Span) -> list[str]:
        """The features that hold whatever is chosen; what the rules proposed after a first choice is not among them."""
        first, last = self.place(span)
        words, classes = self.reach(first, last)
        found = [*self.of_first(first), *self.of_last(last), *self.of_both(first, last)]
        found += [self.has(n) for n in range(first, words)]
        found += [self.has_class(n) for n in range(first + 1, classes)]
        return found + self.own(self.form(first, last), *self.proposed(span))

    @staticmethod
    def reach(first: int, last: int) -> tuple[int, int]:
        """Up to which word a span is looked into for its words, and for their classes."""
        return min(last + 1, first + _LONG_WORDS), min(last + 1, first + _LONG)

    def form(self, first: int, last: int) -> str:
        """The shapes of the first and the last word."""
        return f"{self._shapes[first]} {self._shapes[last]}"

    def of_first(self, first: int) -> tuple[str, ...]:
        """What stands where a span begins, wherever it ends."""
        lower, classes = self._lower, self._classes
        here, before = lower[first], lower[first - 1]
        return (
            f"before {before}",
            f"first {here}",
            f"beside {before} {here}",
            f"first {min(self._often[self._words[first]], 4)} times",
            f"class before {classes[first - 2]} {before}",
            f"class before {classes[first - 1]}|first {classes[first]}",
            f"class has {classes[first]}",
        )

    def of_last(self, last: int) -> tuple[str, ...]:
        """What stands where a span ends, wherever it begins."""
        lower, classes = self._lower, self._classes
        after = lower[last + 1]
        return (
            f"after {after}",
            f"last {lower[last]}",
            f"class after {after} {classes[last + 2]}",
            f"class last {classes[last]}|after {classes[last + 1]}",
        )

    def of_both(self, first: int, last: int) -> list[str]:
        """What is told of both ends of a span together, and of a short span as a whole."""
        shapes, classes = self._shapes, self._classes
        found = [
            f"{shapes[first]} {shapes[last]}",
            f"before {shapes[first - 1]}|after {shapes[last + 1]}",
            f"{min(last - first + 1, 8)} words",
            f"class {classes[first - 1]} [{classes[first]} {classes[last]}] {classes[last + 1]}",
        ]
        if first == last:
            found.append(f"whole {self._words[first]}")
        if last - first < 4:
            found.append(f"class whole {' '.join(classes[first : last + 1])}")
        return found

    def has(self, word: int) -> str:
        """That a span has a word in it."""
        return f"has {self._lower[word]}"

    def has_class(self, word: int) -> str:
        """That a span has a word of a class after its first."""
        return f"class has {self._classes[word]} inside"

    def proposed(self, span: Span) -> tuple[tuple[str, ...], frozenset[str], tuple[str, ...]]:
        """How the model's spans lie to a span, who proposed it, and how the rules' surer proposals lie to it."""
        sources = frozenset(self._found.sources.get(span, ()))
        return tuple(_lie(span, self._found.model)), sources, tuple(self._around(span))

    @staticmethod
    def own(form: str, states: tuple[str, ...], sources: frozenset[str], around: tuple[str, ...]) -> list[str]:
        """The features of what `proposed` says."""
        state = "+".join(states)
        found = ["", f"form {form}|{state}", *(f"model {s}" for s in states)]
        for source in sorted(sources):
            found.append(f"by {source}")
            found.append(f"by {source}|{state}")
        found += around
        return found

    def after(self, span: Span, taken: Sequence[Span], named: dict[str, Counter[str]]) -> list[str]:
        """The features that a first choice adds: how it calls the same words, and what it took of this place."""
        kinds = named.get(self._found.text[span.start : span.end])
        if kinds is None:
            found = ["elsewhere nothing"]
        else:
            found = [f"elsewhere {kind} {min(count, 3)}" for kind, count in sorted(kinds.items())]
        found += [f"taken {s}" for s in _lie(span, taken)]
        return found + [f"by {source}" for source in sorted(self._found.repeats.get(span, ()))]

    def _around(self, span: Span) -> list[str]:
        """How the rules' surer proposals lie to a span."""
        strong = self._found.strong
        low, high = bisect_left(self._lows, span.start - self._longest), bisect_left(self._lows, span.end)
        if low == high:
            return []
        found = set()
        begin, end, kind = span
        for other_begin, other_end, other in strong[low:high]:
            if other_end <= begin:
                continue
            if other_begin == begin and other_end == end:
                if other != kind:
                    found.add(f"or {other}")
            elif other_begin <= begin and end <= other_end:
                found.add(f"in {other}")
            elif begin <= other_begin and other_end <= end:
                found.add(f"holds {other}")
            else:
                found.add(f"crosses {other}")
        return sorted(found)


def naming(text: str, accepted: Collection[Span]) -> dict[str, Counter[str]]:
    """For each stretch of words that a choice took, how often it took it for each type."""
    named: dict[str, Counter[str]] = {}
    for span in accepted:
        named.setdefault(text[span.start : span.end], Counter())[span.type] += 1
    return named


def shape(word: str) -> str:
    """The form of a word: its capitals, a single letter, a Roman figure, small letters, figures, or the sign itself."""
    if word[0].isupper():
        if len(word) == 1:
            return "I" if word in _ROMAN else "A"
        return "roman" if set(word) <= _ROMAN else "ALL" if word.isupper() else "Cap"
    return "low" if word[0].islower() else "num" if word[0].isdigit() else word[0]


def _lie(span: Span, others: Sequence[Span]) -> list[str]:
    """How spans that do not overlap each other lie to a span, and whether their type is the same."""
    found: list[str] = []
    begin, end, kind = span
    at = max(0, bisect_left(others, (begin, -1, "")) - 1)
    for number in range(at, len(others)):
        other_begin, other_end, other = others[number]
        if other_begin >= end:
            break
        if other_end <= begin:
            continue
        if other_begin == begin and other_end == end:
            how = "same"
        elif other_begin <= begin and end <= other_end:
            how = "in+" if other_begin == begin else "in-" if other_end == end else "in"
        elif begin <= other_begin and other_end <= end:
            how = "holds+" if other_begin == begin else "holds-" if other_end == end else "holds"
        else:
            how = "crosses"
        found.append(f"{how} {'type' if other == kind else other}")
    if len(found) > 1:
        return sorted(set(found))
    return found or ["none"]
