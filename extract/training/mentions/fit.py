"""Fit the weights of `extract.choice` on what a model found in articles that it had not seen.

What was found is a line an article, {"id", "mentions": [{"start", "end", "type"}]}, each from a model trained without
that article. Articles of our own prose that stand there are learnt from as well; figures printed are cross-validated
over articles, and of the reference's articles alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from extract import boilerplate, choice, proposals, seams
from extract.choice import Choice, Judge
from extract.dates import find_dates
from extract.mention_features import Features, naming
from extract.proposals import Proposals, Span
from extract.training import prose

STRENGTH = 1.0
STEPS = 120
FLOORS = {"GROUP": 0.2, "OFFENCE": 0.22, "EVENT": 0.22, "DOCUMENT": 0.22}
"""Types whose rare spans are worth more to facts than to the count of mentions."""
SMALLEST = 0.04
"""Weights below it are left out of the file."""


Feature = tuple[str, str]
"""The type of a span, and what is said of it."""


class Case:
    """An article with its proposals, what is closed to them, and the reference's spans."""

    def __init__(self, article: dict[str, Any], model: Sequence[Span]) -> None:
        spaced = seams.of_text(article["text"])
        text = spaced.text
        self.id, self.spaced = article["id"], spaced
        self.skip = boilerplate.skipped(text)
        dates = find_dates(article["text"], article.get("published"))
        self.dates = [spaced.there(s.start, s.end) for s in dates if s.iso is not None and not s.vague]
        self.closed = sorted([*self.dates, *proposals.closed_lines(text, self.skip)])
        self.text = text
        self.model = [Span(*spaced.parted(s.start, s.end), s.type) for s in model]
        gold = {Span(*spaced.there(m["start"], m["end"]), m["type"]) for m in article["mentions"]}
        lines = list(proposals.closed_lines(text, self.skip))
        self.gold = {s for s in gold if s.type != "DATE" and not any(a <= s.start < b for a, b in lines)}

    def gather(self) -> Proposals:
        """What is proposed in the article."""
        return proposals.gather(self.text, self.model, self.dates, self.skip)


class Chart:
    """An article's proposals as numbers: its rows of features, where each span begins and ends, which are right."""

    def __init__(self, case: Case, first: tuple[Span, ...] | None, known: dict[Feature, int]) -> None:
        found = case.gather()
        about = Features(found)
        named = naming(found.text, first or ())
        if first is not None:
            proposals.repeated(found, first, case.closed)
        self.spans = sorted(found.sources.keys() | found.repeats.keys())
        columns: list[int] = []
        pointers = [0]
        for span in self.spans:
            names = about.before(span)
            if first is not None:
                names += about.after(span, first, named)
            for name in dict.fromkeys(names):
                column = known.setdefault((span.type, name), len(known))
                columns.append(column)
            pointers.append(len(columns))
        self.columns = np.array(columns, dtype=np.int32)
        self.pointers = np.array(pointers)
        self.right = np.array([span in case.gold for span in self.spans], dtype=np.float64)
        places = sorted({place for span in self.spans for place in span[:2]})
        number = {place: n for n, place in enumerate(places)}
        self.ends = [(number[s.start], number[s.end]) for s in self.spans]
        self.size = len(places)
        self.opening: list[list[int]] = [[] for _ in places]
        self.closing: list[list[int]] = [[] for _ in places]
        for i, (start, end) in enumerate(self.ends):
            self.opening[start].append(i)
            self.closing[end].append(i)

    def expected(self, scores: list[float]) -> tuple[float, np.ndarray]:
        """The logarithm of the whole sum, and each span's probability."""
        ends = self.ends
        before = [0.0] * self.size
        for n in range(1, self.size):
            before[n] = _added(before[n - 1], [before[ends[i][0]] + scores[i] for i in self.closing[n]])
        after = [0.0] * self.size
        for n in range(self.size - 2, -1, -1):
            after[n] = _added(after[n + 1], [after[ends[i][1]] + scores[i] for i in self.opening[n]])
        whole = before[-1] if before else 0.0
        inside = np.array([before[a] + s + after[b] - whole for (a, b), s in zip(ends, scores, strict=True)])
        return whole, np.exp(np.minimum(inside, 0.0))


def fit_pass(
    cases: Sequence[Case], firsts: Sequence[tuple[Span, ...] | None], strength: float = STRENGTH
) -> dict[Feature, float]:
    """Weights of one pass: those that make the reference's sets most probable, held small.

    `firsts`: what the first pass took of each article, or None for the first pass itself.
    """
    known: dict[Feature, int] = {}
    charts = [Chart(case, first, known) for case, first in zip(cases, firsts, strict=True)]
    charts = [chart for chart in charts if chart.spans]
    counts = np.zeros(len(known))
    for chart in charts:
        np.add.at(counts, chart.columns, 1)
    often = np.flatnonzero(counts >= 2)
    place = np.full(len(known), -1)
    place[often] = np.arange(len(often))
    offset = [0]
    indices, pointers = [], [np.array([0])]
    for chart in charts:
        keep = place[chart.columns] >= 0
        kept = np.concatenate([[0], np.cumsum(keep)])[chart.pointers]
        indices.append(place[chart.columns][keep])
        pointers.append(kept[1:] + pointers[-1][-1])
        offset.append(offset[-1] + len(chart.spans))
    matrix = csr_matrix(
        (np.ones(sum(map(len, indices))), np.concatenate(indices), np.concatenate(pointers)),
        shape=(offset[-1], len(often)),
    )
    right = np.concatenate([chart.right for chart in charts])
    transposed = matrix.T.tocsr()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weights
        total = -float(scores @ right)
        expected = np.empty_like(right)
        for n, chart in enumerate(charts):
            part = slice(offset[n], offset[n + 1])
            whole, expected[part] = chart.expected(scores[part].tolist())
            total += whole
        return total + strength * float(weights @ weights) / 2, transposed @ (expected - right) + strength * weights

    found = minimize(loss, np.zeros(len(often)), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    names = list(known)
    return {names[n]: float(w) for n, w in zip(often, found.x, strict=True) if abs(w) >= SMALLEST}


def _added(first: float, others: list[float]) -> float:
    if not others:
        return first
    top = max(first, *others)
    return top + log(exp(first - top) + sum([exp(other - top) for other in others]))


def score(cases: Sequence[Case], chosen: Sequence[Sequence[Span]]) -> tuple[float, dict[str, float]]:
    """Exact F1 of all types and of each; of `chosen` as many as there are cases count."""
    count: dict[str, list[int]] = {}
    for case, spans in zip(cases, chosen, strict=False):
        for kind in {s.type for s in case.gold} | {s.type for s in spans}:
            row = count.setdefault(kind, [0, 0, 0])
            gold, found = {s for s in case.gold if s.type == kind}, {s for s in spans if s.type == kind}
            row[0] += len(gold & found)
            row[1] += len(found)
            row[2] += len(gold)
    total = [sum(row[n] for row in count.values()) for n in range(3)]
    return _f1(total), {kind: _f1(row) for kind, row in sorted(count.items())}


def _f1(counts: Sequence[int]) -> float:
    right, found, wanted = counts
    return 2 * right / (found + wanted) if found + wanted else 0.0


def lenient(cases: Sequence[Case], chosen: Sequence[Sequence[Span]]) -> float:
    """F1 where a span counts as found that overlaps one of its type."""
    right = found = told = wanted = 0
    for case, spans in zip(cases, chosen, strict=False):
        meets = [[_meet(span, other) for other in case.gold] for span in spans]
        right += sum(map(any, meets))
        found += len(spans)
        told += sum(map(any, zip(*meets, strict=True))) if meets else 0
        wanted += len(case.gold)
    precision, recall = right / max(1, found), told / max(1, wanted)
    return 2 * precision * recall / max(1e-9, precision + recall)


def _meet(one: Span, other: Span) -> bool:
    return one.type == other.type and one.start < other.end and other.start < one.end


@dataclass(frozen=True, slots=True)
class Learnt:
    """The weights of the choice as its file holds them, and what judges chose of articles that they had not seen."""

    weights: dict[str, Any]
    chosen: list[dict[str, Any]]


def learn(gold: Path, unseen: Path, *, count: int, judged: bool) -> Learnt:
    """Learn from annotated articles and what models that had not seen them found there; figures are printed.

    `count`: the parts of the cross-validation; `judged`: whether the second pass is measured too.
    """
    model = read_spans(unseen)
    articles = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    measured = sum(a["id"] in model for a in articles)
    cases = [Case(a, model[a["id"]]) for a in (*articles, *prose.read()) if a["id"] in model]
    floors = dict.fromkeys((s.type for c in cases for s in c.gold), choice.FLOOR) | FLOORS
    report("model alone", cases[:measured], [c.model for c in cases])

    # First passes that a fold's own articles had no part in teach the second pass; the second is judged the same way.
    firsts: list[tuple[Span, ...]] = [()] * len(cases)
    ones: list[dict[Feature, float]] = []
    parts = [range(k, len(cases), count) for k in range(count)]
    for part in parts:
        train = [c for i, c in enumerate(cases) if i not in part]
        ones.append(fit_pass(train, [None] * len(train)))
        judge = Judge(paired(ones[-1], {}), floors)
        for i in part:
            firsts[i] = judge.first(cases[i].gather())
    report("first pass", cases[:measured], firsts)
    scored: dict[float, list[tuple[Span, ...]]] = {b: [()] * len(cases) for b in (-0.1, 0.0, 0.1)} if judged else {}
    chosen: dict[int, Choice] = {}
    for part, one in zip(parts, ones, strict=True):
        train_ = [i for i in range(len(cases)) if i not in part]
        weights = paired(one, fit_pass([cases[i] for i in train_], [firsts[i] for i in train_]))
        judge = Judge(weights, floors)
        chosen |= {i: judge.decide(cases[i].gather(), cases[i].closed) for i in part}
        for more, found in scored.items():
            judge = Judge(weights, {kind: floor + more for kind, floor in floors.items()})
            for i in part:
                found[i] = judge.choose(cases[i].gather(), cases[i].closed)
    for more, found in scored.items():
        report(f"second pass, floors {more:+.1f}", cases[:measured], found)
    one, two = (fit_pass(cases, given) for given in ([None] * len(cases), firsts))
    lines = [told(case, chosen[i]) for i, case in enumerate(cases)]
    return Learnt({"floors": floors, "weights": paired(one, two)}, lines)


def told(case: Case, choice: Choice) -> dict[str, Any]:
    """A line of the file of mentions chosen by judges that had not seen the article: place, type, chance, firm."""
    mentions = []
    for span in sorted((*choice.firm, *choice.tentative)):
        there = case.spaced.back(span.start, span.end)
        mentions.append([*there, span.type, choice.chances[span], span not in choice.tentative])
    return {"id": case.id, "mentions": mentions}


def paired(one: dict[Feature, float], two: dict[Feature, float]) -> dict[str, dict[str, tuple[float, float]]]:
    """The weights of both passes by type and feature."""
    weights: dict[str, dict[str, tuple[float, float]]] = {}
    for kind, name in sorted(one.keys() | two.keys()):
        pair = round(one.get((kind, name), 0.0), 3), round(two.get((kind, name), 0.0), 3)
        weights.setdefault(kind, {})[name] = pair
    return weights


def report(name: str, cases: Sequence[Case], chosen: Sequence[Sequence[Span]]) -> None:
    """Print exact and lenient F1, and exact F1 of each type."""
    total, kinds = score(cases, chosen)
    loose = lenient(cases, chosen)
    print(f"{name:26} {total:.4f} ({loose:.4f})  " + "  ".join(f"{k} {v:.3f}" for k, v in kinds.items()), flush=True)


def read_spans(path: Path) -> dict[str, list[Span]]:
    """Article → what a model found in it; days are found by rule."""
    found: dict[str, list[Span]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        spans = [Span(m["start"], m["end"], m["type"]) for m in record["mentions"]]
        found[record["id"]] = sorted(s for s in spans if s.type != "DATE")
    return found
