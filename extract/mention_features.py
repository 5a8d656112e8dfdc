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
        self._known: dict[tuple[int, int], list[str]] = {}

    def before(self, span: Span) -> list[str]:
        """The features that hold whatever is chosen; what the rules proposed after a first choice is not among them."""
        first = bisect_right(self._starts, span.start) - 1
        last = bisect_left(self._starts, span.end) - 1
        names = self._known.get((first, last))
        if names is None:
            names = self._known[first, last] = self._place(first, last)
        states = _lie(span, self._found.model)
        state = "+".join(states)
        found = ["", *names, f"form {names[0]}|{state}"]
        found += [f"model {s}" for s in states]
        for source in sorted(self._found.sources.get(span, ())):
            found.append(f"by {source}")
            found.append(f"by {source}|{state}")
        return found + self._around(span)

    def after(self, span: Span, taken: Sequence[Span], named: dict[str, Counter[str]]) -> list[str]:
        """The features that a first choice adds: how it calls the same words, and what it took of this place."""
        kinds = named.get(self._found.text[span.start : span.end])
        if kinds is None:
            found = ["elsewhere nothing"]
        else:
            found = [f"elsewhere {kind} {min(count, 3)}" for kind, count in sorted(kinds.items())]
        found += [f"taken {s}" for s in _lie(span, taken)]
        return found + [f"by {source}" for source in sorted(self._found.repeats.get(span, ()))]

    def _place(self, first: int, last: int) -> list[str]:
        """What stands in and around the words from first to last, whatever their type; the first is their form."""
        words, lower, shapes, classes = self._words, self._lower, self._shapes, self._classes
        end = min(last + 1, first + _LONG)
        form = f"{shapes[first]} {shapes[last]}"
        found = [
            form,
            f"before {lower[first - 1]}",
            f"after {lower[last + 1]}",
            f"before {shapes[first - 1]}|after {shapes[last + 1]}",
            f"first {lower[first]}",
            f"last {lower[last]}",
            f"{min(last - first + 1, 8)} words",
            f"beside {lower[first - 1]} {lower[first]}",
            f"first {min(self._often[words[first]], 4)} times",
            f"class before {classes[first - 2]} {lower[first - 1]}",
            f"class after {lower[last + 1]} {classes[last + 2]}",
            f"class before {classes[first - 1]}|first {classes[first]}",
            f"class last {classes[last]}|after {classes[last + 1]}",
            f"class {classes[first - 1]} [{classes[first]} {classes[last]}] {classes[last + 1]}",
        ]
        if first == last:
            found.append(f"whole {words[first]}")
        if last - first < 4:
            found.append(f"class whole {' '.join(classes[first : last + 1])}")
        found += [f"has {word}" for word in lower[first : min(end, first + 8)]]
        found.append(f"class has {classes[first]}")
        found += [f"class has {name} inside" for name in classes[first + 1 : end]]
        return found

    def _around(self, span: Span) -> list[str]:
        """How the rules' surer proposals lie to a span."""
        found = set()
        strong = self._found.strong
        low, high = bisect_left(self._lows, span.start - self._longest), bisect_left(self._lows, span.end)
        for other in strong[low:high]:
            if other.end <= span.start:
                continue
            if other[:2] == span[:2]:
                if other.type != span.type:
                    found.add(f"or {other.type}")
            elif other.start <= span.start and span.end <= other.end:
                found.add(f"in {other.type}")
            elif span.start <= other.start and other.end <= span.end:
                found.add(f"holds {other.type}")
            else:
                found.add(f"crosses {other.type}")
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
    found = set()
    at = max(0, bisect_left(others, (span.start, -1, "")) - 1)
    for other in others[at:]:
        if other.start >= span.end:
            break
        if other.end <= span.start:
            continue
        if other[:2] == span[:2]:
            how = "same"
        elif other.start <= span.start and span.end <= other.end:
            how = "in+" if other.start == span.start else "in-" if other.end == span.end else "in"
        elif span.start <= other.start and other.end <= span.end:
            how = "holds+" if other.start == span.start else "holds-" if other.end == span.end else "holds"
        else:
            how = "crosses"
        found.add(f"{how} {'type' if other.type == span.type else other.type}")
    return sorted(found) or ["none"]
