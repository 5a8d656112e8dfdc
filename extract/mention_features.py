"""What speaks for and against a proposed mention, as short strings whose weights `extract.choice` knows.

Features that hold whatever is chosen are told apart from those that a first choice adds (`after`), so that they are
looked up once for both passes. A feature belongs to the type of its span, and does not repeat it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final

from extract import gazetteer
from extract.proposals import Proposals, Span

_OUTSIDE: Final = "^"
LONG: Final = 12
LONG_WORDS: Final = 8
_ROMAN: Final = frozenset("IVX")
_NONE: Final = ("none",)
_NOBODY: Final[frozenset[str]] = frozenset()

_REMEMBERED: Final = 50_000
"""Words whose looks are kept."""

Ways = tuple[tuple[str, str], ...]
"""How other spans lie to a place, each with its type."""
Proposed = tuple[Ways, frozenset[str], Ways]
"""How the model's spans lie to a span, who proposed it, how the rules' surer proposals lie to it."""
Named = dict[str, tuple[tuple[str, int], ...]]
"""Words → the types that they were taken for, and how often."""


class Features:
    """The features of the proposals of one article."""

    def __init__(self, found: Proposals) -> None:
        text = found.text
        words = [text[start:end] for start, end in found.words]
        self._found = found
        self._starts = [start for start, _ in found.words]
        self._first_at = {start: number for number, (start, _) in enumerate(found.words)}
        self._last_at = {end: number for number, (_, end) in enumerate(found.words)}
        # Two places beyond each end of the text, so that a neighbour can always be asked for.
        self._words = [*words, _OUTSIDE, _OUTSIDE, _OUTSIDE]
        self._lower, self._shapes, self._classes = map(list, zip(*map(_looks, self._words), strict=True))
        self._often = Counter(words)
        self._lows = [span.start for span in found.strong]
        self._highs = list(accumulate((span.end for span in found.strong), max))
        self._model_starts = [span.start for span in found.model]

    def ways_of(self, span: Span, taken: Sequence[Span], starts: Sequence[int]) -> Ways:
        """How spans that a choice took lie to a span; `starts`: where they begin."""
        return _ways(span.start, span.end, taken, starts)

    @property
    def size(self) -> int:
        """How many words the article has."""
        return len(self._starts)

    def place(self, span: Span) -> tuple[int, int]:
        """The numbers of the first and the last word of a span."""
        start, end, _ = span
        first, last = self._first_at.get(start), self._last_at.get(end)
        return (
            bisect_right(self._starts, start) - 1 if first is None else first,
            bisect_left(self._starts, end) - 1 if last is None else last,
        )

    def before(self, span: Span) -> list[str]:
        """The features that hold whatever is chosen; what the rules proposed after a first choice is not among them."""
        first, last = self.place(span)
        words, classes = self.reach(first, last)
        found = [*self.of_first(first), *self.of_last(last), *self.of_both(first, last)]
        found += [self.has(n) for n in range(first, words)]
        found += [self.has_class(n) for n in range(first + 1, classes)]
        return found + self.own(span.type, self.form(first, last), *self.proposed(span))

    @staticmethod
    def reach(first: int, last: int) -> tuple[int, int]:
        """Up to which word a span is looked into for its words, and for their classes."""
        return min(last + 1, first + LONG_WORDS), min(last + 1, first + LONG)

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

    def proposed(self, span: Span) -> Proposed:
        """How the model's spans lie to a span, who proposed it, and how the rules' surer proposals lie to it."""
        return next(self.all_proposed([span]))

    def all_proposed(self, spans: Iterable[Span]) -> Iterator[Proposed]:
        """What `proposed` says of each of some spans; those of one place should stand together."""
        sources = self._found.sources
        here = (-1, -1)
        model: Ways = ()
        strong: Ways = ()
        for span in spans:
            begin, end, _ = span
            if (begin, end) != here:
                here = (begin, end)
                model = _ways(begin, end, self._found.model, self._model_starts)
                strong = self._strong_ways(begin, end)
            yield model, frozenset(sources.get(span, ())), strong

    @staticmethod
    def own(kind: str, form: str, model: Ways, sources: frozenset[str], strong: Ways) -> list[str]:
        """The features of what `proposed` says."""
        states = _states(model, kind)
        state = "+".join(states)
        found = ["", f"form {form}|{state}", *(f"model {s}" for s in states)]
        for source in sorted(sources):
            found.append(f"by {source}")
            found.append(f"by {source}|{state}")
        return found + sorted([f"{how} {other}" for how, other in strong if how != "or" or other != kind])

    def after(self, span: Span, taken: Sequence[Span], named: Named) -> list[str]:
        """The features that a first choice adds: how it calls the same words, and what it took of this place."""
        ways = _ways(span.start, span.end, taken, [other.start for other in taken])
        return self.told(*self.later(span, ways, named), span.type)

    def later(self, span: Span, taken: Ways, named: Named) -> tuple[tuple[tuple[str, int], ...], Ways, frozenset[str]]:
        """What `told` makes features of: names elsewhere, how the taken spans lie, and what the choice proposed."""
        repeats = self._found.repeats
        by = frozenset(repeats[span]) if span in repeats else _NOBODY
        return named.get(self._found.text[span.start : span.end], ()), taken, by

    @staticmethod
    def told(elsewhere: tuple[tuple[str, int], ...], taken: Ways, by: frozenset[str], kind: str) -> list[str]:
        """The features of what `later` says."""
        found = [f"elsewhere {other} {count}" for other, count in elsewhere] or ["elsewhere nothing"]
        found += [f"taken {state}" for state in _states(taken, kind)]
        return found + [f"by {source}" for source in sorted(by)]

    def _strong_ways(self, begin: int, end: int) -> Ways:
        """How the rules' surer proposals lie to a place."""
        low, high = bisect_right(self._highs, begin), bisect_left(self._lows, end)
        if low >= high:
            return ()
        found: set[tuple[str, str]] = set()
        for other_begin, other_end, other in self._found.strong[low:high]:
            if other_end <= begin:
                continue
            if other_begin == begin and other_end == end:
                found.add(("or", other))
            elif other_begin <= begin and end <= other_end:
                found.add(("in", other))
            elif begin <= other_begin and other_end <= end:
                found.add(("holds", other))
            else:
                found.add(("crosses", other))
        return tuple(sorted(found)) if len(found) > 1 else tuple(found)


@lru_cache(maxsize=_REMEMBERED)
def _looks(word: str) -> tuple[str, str, str]:
    """A word in lower case, its shape, and its class."""
    classes, form = gazetteer.load().classes, shape(word)
    return word.lower(), form, classes.get(word) or classes.get(word.title()) or form


def naming(text: str, accepted: Collection[Span]) -> Named:
    """For each stretch of words that a choice took, how often it took it for each type, up to three times."""
    counts: dict[str, Counter[str]] = {}
    for span in accepted:
        counts.setdefault(text[span.start : span.end], Counter())[span.type] += 1
    return {
        name: tuple(sorted((kind, min(count, 3)) for kind, count in kinds.items())) for name, kinds in counts.items()
    }


def shape(word: str) -> str:
    """The form of a word: its capitals, a single letter, a Roman figure, small letters, figures, or the sign itself."""
    if word[0].isupper():
        if len(word) == 1:
            return "I" if word in _ROMAN else "A"
        return "roman" if set(word) <= _ROMAN else "ALL" if word.isupper() else "Cap"
    return "low" if word[0].islower() else "num" if word[0].isdigit() else word[0]


def _ways(begin: int, end: int, others: Sequence[Span], starts: Sequence[int]) -> Ways:
    """How spans that do not overlap each other lie to a place: each that touches it, and its type."""
    found: list[tuple[str, str]] = []
    for number in range(max(0, bisect_left(starts, begin) - 1), len(others)):
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
        found.append((how, other))
    return tuple(found)


def _states(ways: Ways, kind: str) -> tuple[str, ...]:
    """The ways in words, telling whether the types are the same."""
    if not ways:
        return _NONE
    found = [f"{how} {'type' if other == kind else other}" for how, other in ways]
    return tuple(sorted(set(found))) if len(found) > 1 else tuple(found)
