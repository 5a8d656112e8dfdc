"""Which proposals stand: a linear model weighs the features of each, and the best set without overlaps is taken.

`model/mentions/weights.json` holds the weights of two passes; `extract/training/mentions` makes it. The second pass
sees what the first took, so that a name recognised once is recognised in the rest of the article.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, isfinite, log
from pathlib import Path
from typing import Final

from extract import proposals
from extract.errors import DataError
from extract.mention_features import Features, naming
from extract.proposals import Proposals, Span

FLOOR: Final = 0.27
"""What a span's probability must reach where the file says nothing of its type."""
_HOPELESS: Final = 0.001
SHIPPED: Final = Path(__file__).parent / "model" / "mentions" / "weights.json"


Weights = Mapping[str, Mapping[str, tuple[float, float]]]
"""Type → feature → its weights in the two passes."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Weights of the features in the two passes, and how probable a span of each type must be to stand."""

    weights: Weights
    floors: Mapping[str, float]

    def choose(self, found: Proposals, closed: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
        """The spans that stand, in order; `closed` are stretches where none may."""
        about = Features(found)
        spans = sorted(found.sources)
        scores = [self._both(span, about) for span in spans]
        likely = probabilities(spans, [one for one, _ in scores])
        first = self._best(spans, likely)

        proposals.repeated(found, first, closed)
        # What the first pass held for next to impossible is not looked at again, unless the article names it elsewhere.
        kept = {
            span: score
            for span, (_, score), p in zip(spans, scores, likely, strict=True)
            if p >= _HOPELESS or span in found.repeats
        }
        for span in found.repeats:
            if span not in kept:
                kept[span] = self._both(span, about)[1]
        spans = sorted(kept)
        named = naming(found.text, first)
        second = [kept[span] + self._sum(span.type, about.after(span, first, named)) for span in spans]
        return self._best(spans, probabilities(spans, second))

    def first(self, found: Proposals) -> tuple[Span, ...]:
        """What the first pass takes by itself."""
        about = Features(found)
        spans = sorted(found.sources)
        return self._best(spans, probabilities(spans, [self._both(span, about)[0] for span in spans]))

    def _both(self, span: Span, about: Features) -> tuple[float, float]:
        weights = self.weights.get(span.type, {})
        one = two = 0.0
        for name in about.before(span):
            weight = weights.get(name)
            if weight is not None:
                one += weight[0]
                two += weight[1]
        return one, two

    def _sum(self, kind: str, names: Sequence[str]) -> float:
        weights = self.weights.get(kind, {})
        return sum(weights[name][1] for name in names if name in weights)

    def _best(self, spans: Sequence[Span], likely: Sequence[float]) -> tuple[Span, ...]:
        return best((span, p - self.floors.get(span.type, FLOOR)) for span, p in zip(spans, likely, strict=True))


def probabilities(spans: Sequence[Span], scores: Sequence[float]) -> list[float]:
    """How probable each span is, where a set without overlaps is as likely as the exponential of its scores' sum.

    >>> probabilities([Span(0, 9, "ORG"), Span(3, 9, "ORG")], [0.0, 0.0])
    [0.333, 0.333]
    """
    places = sorted({place for span in spans for place in span[:2]})
    number = {place: n for n, place in enumerate(places)}
    opening: list[list[int]] = [[] for _ in places]
    closing: list[list[int]] = [[] for _ in places]
    ends = [(number[span.start], number[span.end]) for span in spans]
    for i, (start, end) in enumerate(ends):
        opening[start].append(i)
        closing[end].append(i)
    before = [0.0] * len(places)
    for n in range(1, len(places)):
        before[n] = _added(before[n - 1], [before[ends[i][0]] + scores[i] for i in closing[n]])
    after = [0.0] * len(places)
    for n in range(len(places) - 2, -1, -1):
        after[n] = _added(after[n + 1], [after[ends[i][1]] + scores[i] for i in opening[n]])
    whole = before[-1] if before else 0.0
    return [
        round(exp(min(0.0, before[start] + score + after[end] - whole)), 3)
        for (start, end), score in zip(ends, scores, strict=True)
    ]


def _added(first: float, others: Sequence[float]) -> float:
    """The logarithm of a sum, from the logarithms of its parts."""
    if not others:
        return first
    top = max(first, *others)
    return top + log(exp(first - top) + sum(exp(other - top) for other in others))


def best(scored: Iterable[tuple[Span, float]]) -> tuple[Span, ...]:
    """The set of spans without overlap that has the highest sum; only spans above zero can be in it.

    >>> best([(Span(0, 9, "ORG"), 2.0), (Span(0, 4, "ORG"), 1.0), (Span(5, 9, "PLACE"), 0.5)])
    (Span(start=0, end=9, type='ORG'),)
    """
    items = sorted(((span, score) for span, score in scored if score > 0), key=lambda item: (item[0].end, item[0]))
    ends = [span.end for span, _ in items]
    totals = [0.0]
    taken: list[bool] = []
    for span, score in items:
        before = totals[bisect_right(ends, span.start, 0, len(taken))]
        taken.append(before + score > totals[-1])
        totals.append(max(totals[-1], before + score))
    chosen = []
    at = len(items)
    while at:
        if taken[at - 1]:
            chosen.append(items[at - 1][0])
            at = bisect_right(ends, items[at - 1][0].start, 0, at - 1)
        else:
            at -= 1
    return tuple(reversed(chosen))


@cache
def load(path: Path = SHIPPED) -> Judge:
    """The weights that ship with the package; DataError says what is wrong with the file."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        weights = {
            str(kind): {str(name): (float(one), float(two)) for name, (one, two) in names.items()}
            for kind, names in data["weights"].items()
        }
        floors = {str(kind): float(floor) for kind, floor in data["floors"].items()}
        if not weights or not all(isfinite(w) for names in weights.values() for pair in names.values() for w in pair):
            raise ValueError("each feature needs two finite weights")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(
            f"the weights cannot be read ({type(error).__name__}: {error}).",
            where=str(path),
            remedy="Put back the shipped file, or run `make model`.",
        ) from error
    return Judge(weights, floors)
