"""Fit the weights of `extract.choice` on what a model found in articles that it had not seen.

python -m extract.training.mentions.fit GOLD.jsonl OUT-OF-FOLD.jsonl -o extract/model/mentions/weights.json

OUT-OF-FOLD: a line an article, {"id", "mentions": [{"start", "end", "type"}]} or {"id", "ents": [[start, end, label]]},
each from a model trained without that article. Figures printed are cross-validated over articles.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from extract import boilerplate, proposals
from extract.choice import Judge
from extract.dates import find_dates
from extract.proposals import Proposals, Span

FOLDS = 5
STRENGTH = 0.25
SMALLEST = 0.02
"""Weights below it are left out of the file."""


class Case:
    """An article with its proposals, what is closed to them, and the reference's spans."""

    def __init__(self, article: dict[str, Any], model: Sequence[Span]) -> None:
        text = article["text"]
        self.id = article["id"]
        self.skip = boilerplate.skipped(text)
        dates = [s for s in find_dates(text, article.get("published")) if s.iso is not None and not s.vague]
        self.dates = [(s.start, s.end) for s in dates]
        self.closed = sorted([*self.dates, *proposals.closed_lines(text, self.skip)])
        self.text = text
        self.model = list(model)
        gold = {Span(m["start"], m["end"], m["type"]) for m in article["mentions"]}
        self.gold = {s for s in gold if s.type != "DATE"}

    def gather(self) -> Proposals:
        return proposals.gather(self.text, self.model, self.dates, self.skip)


def fit_pass(cases: Sequence[Case], firsts: Sequence[tuple[Span, ...] | None]) -> dict[str, float]:
    """Weights of one pass over these articles; `firsts`: what the first pass took, or None for the first itself."""
    rows, labels = [], []
    for case, first in zip(cases, firsts, strict=True):
        found = case.gather()
        if first is not None:
            proposals.repeated(found, first, case.closed)
        for span, names in proposals.features(found, first or ()):
            rows.append(dict.fromkeys(names, 1.0))
            labels.append(span in case.gold)
    vectorizer = DictVectorizer(dtype=np.float32)
    matrix = vectorizer.fit_transform(rows)
    often = np.asarray((matrix != 0).sum(axis=0)).ravel() >= 2
    matrix = matrix[:, often]
    names = vectorizer.get_feature_names_out()[often]
    model = LogisticRegression(C=STRENGTH, max_iter=2000, solver="liblinear", random_state=0)
    model.fit(matrix, labels)
    weights = {str(n): float(w) for n, w in zip(names, model.coef_[0], strict=True) if abs(w) >= SMALLEST}
    return {"": 0.0, **weights} | {"bias": float(model.intercept_[0])}


def folds(cases: Sequence[Case]) -> list[list[int]]:
    return [[i for i in range(len(cases)) if i % FOLDS == k] for k in range(FOLDS)]


def split(weights: dict[str, float]) -> tuple[dict[str, float], float]:
    return {n: w for n, w in weights.items() if n not in ("", "bias")}, weights["bias"]


def score(cases: Sequence[Case], chosen: Sequence[Sequence[Span]]) -> tuple[float, dict[str, float]]:
    count: dict[str, list[int]] = {}
    for case, spans in zip(cases, chosen, strict=True):
        for kind in {s.type for s in case.gold} | {s.type for s in spans}:
            row = count.setdefault(kind, [0, 0, 0])
            gold, found = {s for s in case.gold if s.type == kind}, {s for s in spans if s.type == kind}
            row[0] += len(gold & found)
            row[1] += len(found)
            row[2] += len(gold)
    value = lambda r: 2 * r[0] / (r[1] + r[2]) if r[1] + r[2] else 0.0  # noqa: E731
    total = [sum(row[n] for row in count.values()) for n in range(3)]
    return value(total), {kind: value(row) for kind, row in sorted(count.items())}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("unseen", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--bias", type=float, nargs=2, default=(0.3, 0.3), help="added to both passes' bias")
    options = parser.parse_args()
    model = read_spans(options.unseen)
    articles = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    cases = [Case(a, model[a["id"]]) for a in articles if a["id"] in model]
    extra = options.bias

    # First passes that a fold's own articles had no part in teach the second pass; the second is judged the same way.
    firsts: list[tuple[Span, ...]] = [()] * len(cases)
    for part in folds(cases):
        train = [c for i, c in enumerate(cases) if i not in set(part)]
        weights, bias = split(fit_pass(train, [None] * len(train)))
        judge = Judge((weights, {}), (bias + extra[0], 0.0))
        for i in part:
            firsts[i] = judge.one_pass(cases[i].gather(), (), 0)
    chosen: list[tuple[Span, ...]] = [()] * len(cases)
    scored: dict[float, list[tuple[Span, ...]]] = {b: list(chosen) for b in (-0.3, 0.0, 0.3, 0.6, 0.9)}
    for part in folds(cases):
        train = [i for i in range(len(cases)) if i not in set(part)]
        weights, bias = split(fit_pass([cases[i] for i in train], [firsts[i] for i in train]))
        for more in scored:
            judge = Judge(({}, weights), (0.0, bias + more))
            for i in part:
                found = cases[i].gather()
                proposals.repeated(found, firsts[i], cases[i].closed)
                scored[more][i] = judge.one_pass(found, firsts[i], 1)
    report("model alone", cases, [c.model for c in cases])
    report("first pass", cases, firsts)
    for more, spans in scored.items():
        report(f"second pass, bias {more:+.1f}", cases, spans)
    if options.output:
        passes = []
        for number, given in enumerate(([None] * len(cases), firsts)):
            weights, bias = split(fit_pass(cases, given))
            rounded = {name: round(weight, 3) for name, weight in sorted(weights.items())}
            passes.append({"bias": round(bias + extra[number], 3), "weights": rounded})
        options.output.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"passes": passes}, ensure_ascii=False, separators=(",", ":")) + "\n"
        options.output.write_text(text, encoding="utf-8")
    return 0


def report(name: str, cases: Sequence[Case], chosen: Sequence[Sequence[Span]]) -> None:
    total, kinds = score(cases, chosen)
    print(f"{name:26} {total:.4f}  " + "  ".join(f"{k} {v:.3f}" for k, v in kinds.items()), flush=True)


def read_spans(path: Path) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        given = record.get("mentions") or record.get("ents") or []
        spans = [Span(m["start"], m["end"], m["type"]) if isinstance(m, dict) else Span(*m) for m in given]
        found[record["id"]] = sorted(s for s in spans if s.type != "DATE")
    return found


if __name__ == "__main__":
    sys.exit(main())
