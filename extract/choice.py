"""Which proposals stand: a linear model weighs the features of each, and the best set without overlaps is taken.

`model/mentions/weights.json` holds the weights of two passes; `extract/training/mentions` makes it. The second pass
sees what the first took, so that a name recognised once is recognised in the rest of the article.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain, repeat
from math import exp, isfinite, log
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy

from extract import grammar, proposals
from extract.errors import DataError
from extract.mention_features import LONG, LONG_WORDS, Features, Ways, naming
from extract.proposals import Proposals, Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Table = NDArray[numpy.int32]
    Doubles = NDArray[numpy.float64]
    Numbers = NDArray[numpy.intp]

FLOOR: Final = 0.27
"""What a span's probability must reach where the file says nothing of its type."""
TENTATIVE: Final[Mapping[str, float]] = {
    "GROUP": 0.025, "OFFENCE": 0.06, "EVENT": 0.08, "DOCUMENT": 0.08, "POSITION": 0.12,
}  # fmt: skip
"""What a span of a type must reach to be put before the judge of relations, which may find a fact that holds it."""
_ASKED: Final = 0.1
"""How far above that a span counts that a rule wants to be put there whatever its probability."""
_HOPELESS: Final = 0.001
_LARGEST: Final = 300.0
"""The sum of scores up to which their exponential is a number that can be reckoned with."""
_UNIT: Final = 1000
"""Weights are told to a thousandth."""
_REMEMBERED: Final = 50_000
"""Sums that are kept of what was proposed; beyond it new ones are computed each time, so memory stays bounded."""
SHIPPED: Final = Path(__file__).parent / "model" / "mentions" / "weights.json"


Weights = Mapping[str, Mapping[str, tuple[float, float]]]
"""Type → feature → its weights in the two passes."""


Pair = tuple[float, float]


class Choice(NamedTuple):
    """What was chosen of an article's proposals: `tentative` are spans too unsure to stand by themselves."""

    firm: tuple[Span, ...]
    tentative: tuple[Span, ...]
    chances: Mapping[Span, float]


class Judge:
    """Weights of the features in the two passes, and how probable a span of each type must be to stand."""

    def __init__(self, weights: Weights, floors: Mapping[str, float]) -> None:
        self._weights, self._floors = weights, floors
        self._kinds = {kind: n for n, kind in enumerate(sorted(weights))}
        names = sorted({name for found in weights.values() for name in found})
        # The first row is that of what has no weight, the last columns those of types that have none.
        # Thousandths as whole numbers: their sum is the same in any order.
        self._rows = {name: n for n, name in enumerate(names, 1)}
        self._table = numpy.zeros((len(names) + 1, 2 * len(weights) + 2), dtype=numpy.int32)
        for kind, found in weights.items():
            for name, pair in found.items():
                at = 2 * self._kinds[kind]
                self._table[self._rows[name], at : at + 2] = [round(weight * _UNIT) for weight in pair]
        self._known: dict[tuple[object, ...], tuple[int, int]] = {}
        self._known_later: dict[tuple[object, ...], float] = {}

    def choose(self, found: Proposals, closed: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
        """The spans that stand, in order; `closed` are stretches where none may."""
        return self.decide(found, closed).firm

    def decide(self, found: Proposals, closed: Sequence[tuple[int, int]]) -> Choice:
        """The spans that stand, those that may stand for a fact's sake, and how probable both are."""
        about = Features(found)
        spans = sorted(found.sources)
        scores = self.scores(spans, about)
        likely = probabilities(spans, [one for one, _ in scores])
        first = self._best(spans, likely)

        proposals.repeated(found, first, closed)
        rules = grammar.load().tentative
        asked = {span for span, by in found.sources.items() if not rules.isdisjoint(by)}
        # What the first pass held for next to impossible is not looked at again, unless the article names it elsewhere.
        kept = {
            span: score
            for span, (_, score), p in zip(spans, scores, likely, strict=True)
            if p >= _HOPELESS or span in found.repeats or span in asked
        }
        new = [span for span in found.repeats if span not in kept]
        kept |= {span: score for span, (_, score) in zip(new, self.scores(new, about), strict=True)}
        spans = sorted(kept)
        named = naming(found.text, first)
        starts = [span.start for span in first]
        second = [
            kept[span] + self._later(span.type, *about.later(span, about.ways_of(span, first, starts), named))
            for span in spans
        ]
        likely = probabilities(spans, second)
        firm = self._best(spans, likely)
        chances = dict(zip(spans, likely, strict=True))
        tentative = self._tentative(firm, chances, asked)
        return Choice(firm, tentative, {span: chances[span] for span in (*firm, *tentative)})

    def _tentative(
        self, firm: Sequence[Span], chances: Mapping[Span, float], asked: Collection[Span]
    ) -> tuple[Span, ...]:
        """The best of the spans that are left, between those that stand."""
        starts, ends = [span.start for span in firm], [span.end for span in firm]

        def free(span: Span) -> bool:
            return bisect_left(starts, span.end) == bisect_right(ends, span.start)

        return best(
            (span, max(chance - floor, _ASKED) if span in asked else chance - floor)
            for span, chance in chances.items()
            if (floor := TENTATIVE.get(span.type)) is not None and (chance > floor or span in asked) and free(span)
        )

    def first(self, found: Proposals) -> tuple[Span, ...]:
        """What the first pass takes by itself."""
        about = Features(found)
        spans = sorted(found.sources)
        return self._best(spans, probabilities(spans, [one for one, _ in self.scores(spans, about)]))

    def scores(self, spans: Sequence[Span], about: Features) -> list[Pair]:
        """What speaks for each span in the two passes, before anything is chosen.

        What is told of a place is summed once for all types and spans that share it.
        """
        if not spans:
            return []
        places = [about.place(span) for span in spans]
        firsts = {first: n for n, first in enumerate(dict.fromkeys(first for first, _ in places))}
        lasts = {last: n for n, last in enumerate(dict.fromkeys(last for _, last in places))}
        both = {place: n for n, place in enumerate(dict.fromkeys(places))}
        begins = self._sums([about.of_first(first) for first in firsts])
        ends = self._sums([about.of_last(last) for last in lasts])
        pairs = self._sums([about.of_both(*place) for place in both])
        words = self._running([about.has(n) for n in range(about.size)])
        classes = self._running([about.has_class(n) for n in range(about.size)])
        first_of, last_of = numpy.array([first for first, _ in both]), numpy.array([last for _, last in both])
        total = pairs + begins[[firsts[first] for first, _ in both]] + ends[[lasts[last] for _, last in both]]
        total += words[numpy.minimum(last_of + 1, first_of + LONG_WORDS)] - words[first_of]
        total += classes[numpy.minimum(last_of + 1, first_of + LONG)] - classes[first_of + 1]
        at = numpy.array([both[place] for place in places])
        column = numpy.array([2 * self._kinds.get(span.type, len(self._kinds)) for span in spans])
        forms = [about.form(*place) for place in both]
        own = [
            self._own(span[2], forms[number], *proposed)
            for span, number, proposed in zip(spans, at.tolist(), about.all_proposed(spans), strict=True)
        ]
        ones, twos = total[at, column].tolist(), total[at, column + 1].tolist()
        return [
            ((one + first) / _UNIT, (two + second) / _UNIT)
            for (one, two), first, second in zip(own, ones, twos, strict=True)
        ]

    def _sums(self, groups: Sequence[Sequence[str]]) -> Table:
        """(groups, types and passes): the sum of each group's features; no group is empty."""
        found = numpy.fromiter(map(self._rows.get, chain.from_iterable(groups), repeat(0)), dtype=numpy.intp)
        starts = numpy.cumsum([0, *map(len, groups[:-1])])
        total: Table = numpy.add.reduceat(self._table.take(found, axis=0), starts, axis=0, dtype=numpy.int32)
        return total

    def _running(self, names: Sequence[str]) -> Table:
        """(names + 1, types and passes): the sum of the features before each."""
        total: Table = numpy.zeros((len(names) + 1, self._table.shape[1]), dtype=numpy.int32)
        numpy.cumsum(
            self._table.take(list(map(self._rows.get, names, repeat(0))), axis=0),
            axis=0,
            dtype=numpy.int32,
            out=total[1:],
        )
        return total

    def _own(self, kind: str, form: str, model: Ways, sources: frozenset[str], strong: Ways) -> tuple[int, int]:
        key = (kind, form, model, sources, strong)
        sums = self._known.get(key)
        if sums is None:
            weights = self._weights.get(kind, {})
            pairs = [weights[name] for name in Features.own(kind, form, model, sources, strong) if name in weights]
            sums = sum(round(one * _UNIT) for one, _ in pairs), sum(round(two * _UNIT) for _, two in pairs)
            if len(self._known) < _REMEMBERED:
                self._known[key] = sums
        return sums

    def _later(self, kind: str, elsewhere: tuple[tuple[str, int], ...], taken: Ways, by: frozenset[str]) -> float:
        key = (kind, elsewhere, taken, by)
        total = self._known_later.get(key)
        if total is None:
            weights = self._weights.get(kind, {})
            total = sum(weights[name][1] for name in Features.told(elsewhere, taken, by, kind) if name in weights)
            if len(self._known_later) < _REMEMBERED:
                self._known_later[key] = total
        return total

    def _best(self, spans: Sequence[Span], likely: Sequence[float]) -> tuple[Span, ...]:
        return best((span, p - self._floors.get(span.type, FLOOR)) for span, p in zip(spans, likely, strict=True))


def probabilities(spans: Sequence[Span], scores: Sequence[float]) -> list[float]:
    """How probable each span is, where a set without overlaps is as likely as the exponential of its scores' sum.

    >>> probabilities([Span(0, 9, "ORG"), Span(3, 9, "ORG")], [0.0, 0.0])
    [0.333, 0.333]
    """
    if not spans:
        return []
    starts, ends = numpy.array([span[0] for span in spans]), numpy.array([span[1] for span in spans])
    weights = numpy.array(scores, dtype=numpy.float64)
    by_start, by_end = numpy.argsort(starts, kind="stable"), numpy.argsort(ends, kind="stable")
    # For each span, which is the first to begin behind it, and how many end before it.
    behind = numpy.searchsorted(starts[by_start], ends)
    ahead = numpy.searchsorted(ends[by_end], starts, side="right")
    # Spans that overlap none but each other are judged by themselves: where each such group begins, in either order.
    edges = numpy.flatnonzero(starts[by_start][1:] >= numpy.maximum.accumulate(ends[by_start])[:-1]) + 1
    edges = numpy.concatenate(([0], edges))
    if numpy.add.reduceat(numpy.maximum(weights, 0.0)[by_start], edges).max() > _LARGEST:
        # No product is a number any more: groups count together, by logarithms.
        after = _sums_of_logarithms(weights[by_start][::-1], len(spans) - behind[by_start][::-1])
        before = _sums_of_logarithms(weights[by_end], ahead[by_end])
        inside = before[ahead] + weights + after[::-1][behind] - before[-1]
        return [round(p, 3) for p in numpy.exp(numpy.minimum(inside, 0.0)).tolist()]
    odds = numpy.exp(weights)
    after, whole = _sums_of_products(
        odds[by_start][::-1], len(spans) - behind[by_start][::-1], len(spans) - edges[1:][::-1]
    )
    before, _ = _sums_of_products(odds[by_end], ahead[by_end], edges[1:])
    group = numpy.empty(len(spans), dtype=numpy.intp)
    group[by_start] = numpy.repeat(numpy.arange(len(edges))[::-1], numpy.diff([*edges, len(spans)]))
    chances: list[float] = numpy.round(before[ahead] * odds * after[::-1][behind] / whole[group], 3).tolist()
    return chances


def _sums_of_products(odds: Doubles, allows: Numbers, edges: Numbers) -> tuple[Doubles, Doubles]:
    """What the sets of the first n spans of a group weigh together, for each n, and what those of each group do.

    `allows`: how many of the first spans a span can stand with; `edges`: where a group after the first begins.
    """
    firsts = set(edges.tolist())
    sums: list[float] = []
    whole: list[float] = []
    total = 1.0
    for n, (odd, other) in enumerate(zip(odds.tolist(), allows.tolist(), strict=True)):
        if n in firsts:
            whole.append(total)
            total = 1.0
        sums.append(total)
        total += odd * sums[other]
    return numpy.array([*sums, 1.0]), numpy.array([*whole, total])


def _sums_of_logarithms(scores: Doubles, allows: Numbers) -> Doubles:
    """The logarithms of what the sets of the first n spans weigh together, for each n."""
    sums = [0.0]
    for score, other in zip(scores.tolist(), allows.tolist(), strict=True):
        first, second = sorted((sums[-1], sums[other] + score))
        sums.append(second + log(1.0 + exp(first - second)))
    return numpy.array(sums)


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
