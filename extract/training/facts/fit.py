"""Fitting and measuring: linear weights, trees over them, calibration, thresholds, in cross-validation by article."""

from __future__ import annotations

import collections
from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from extract.facts import PREDICATES
from extract.relations.scorer import Trees, assemble
from extract.training.facts.corpus import Example

FOLDS = 5
RAREST = 3
REGULARITY = 0.1
TREES = {
    "max_iter": 200, "learning_rate": 0.05, "max_leaf_nodes": 16, "min_samples_leaf": 30, "l2_regularization": 5.0,
    "max_features": 0.3, "random_state": 0, "early_stopping": False,
}  # fmt: skip

PRICES = tuple(round(0.3 + 0.02 * i, 2) for i in range(11))
ACCUSING = frozenset({"accusedOf", "charged", "criticised", "reported", "sanctioned"})
"""Predicates by which a wrong fact does harm: their thresholds are higher."""
SURCHARGE = 0.08

Floats = NDArray[np.float64]


def vocabulary(examples: Sequence[Example]) -> dict[str, int]:
    """The features seen often enough, shared by all predicates or of one (`predicate|feature`)."""
    counts: collections.Counter[str] = collections.Counter()
    for e in examples:
        for c, features, weight in zip(e.candidates, e.sparse, e.weights, strict=True):
            if weight:
                counts.update(features)
                counts.update(f"{c.predicate}|{f}" for f in features)
    return {name: i for i, name in enumerate(sorted(n for n, k in counts.items() if k >= RAREST))}


def matrix(examples: Sequence[Example], names: dict[str, int]) -> sp.csr_matrix:
    """A row a candidate, a column a feature."""
    indices: list[int] = []
    ends = [0]
    for e in examples:
        for c, features in zip(e.candidates, e.sparse, strict=True):
            own = c.predicate + "|"
            row = [names[f] for f in features if f in names]
            row += [names[own + f] for f in features if own + f in names]
            indices.extend(sorted(row))
            ends.append(len(indices))
    data = np.ones(len(indices), np.float32)
    return sp.csr_matrix(
        (data, np.array(indices, np.int32), np.array(ends, np.int32)), shape=(len(ends) - 1, len(names))
    )


def joined(examples: Sequence[Example], name: str) -> NDArray[Any]:
    """One attribute of all examples in one array."""
    return np.concatenate([getattr(e, name) for e in examples])


def fit_linear(examples: Sequence[Example]) -> tuple[dict[str, int], Floats, float]:
    """Names, weights and bias of the linear model."""
    names = vocabulary(examples)
    model = _regression(matrix(examples, names), joined(examples, "labels"), joined(examples, "weights"))
    return names, model.coef_[0], float(model.intercept_[0])


def _regression(seen: sp.csr_matrix, labels: NDArray[np.int8], weights: NDArray[np.float32]) -> LogisticRegression:
    counted = weights > 0
    model = LogisticRegression(C=REGULARITY, solver="lbfgs", max_iter=300, tol=1e-5)
    return model.fit(seen[counted], labels[counted], sample_weight=weights[counted])


def linear_scores(examples: Sequence[Example], fitted: tuple[dict[str, int], Floats, float]) -> Floats:
    """The linear score of each candidate."""
    names, weights, bias = fitted
    return np.asarray(matrix(examples, names) @ weights + bias)


def rows(examples: Sequence[Example], logits: Floats) -> NDArray[np.float32]:
    """What the trees see, article by article."""
    parts, at = [], 0
    for e in examples:
        n = len(e.candidates)
        if n:
            parts.append(assemble(e.candidates, e.dense, logits[at : at + n].astype(np.float32)))
        at += n
    return np.concatenate(parts)


def fit_trees(seen: NDArray[np.float32], labels: NDArray[np.int8], weights: NDArray[np.float32]) -> Any:
    """The boosted trees."""
    counted = weights > 0
    model = HistGradientBoostingClassifier(**TREES)
    model.fit(seen[counted], labels[counted], sample_weight=weights[counted])
    return model


def export_trees(model: Any) -> tuple[Trees, int]:
    """The boosted trees as arrays, and how deep the deepest is."""
    nodes = [predictor[0].nodes for predictor in model._predictors]
    size = max(len(n) for n in nodes)
    shape = (len(nodes), size)
    feature = np.zeros(shape, np.int16)
    threshold, value = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    left, right = np.zeros(shape, np.int16), np.zeros(shape, np.int16)
    depth = 0
    for i, tree in enumerate(nodes):
        leaf = tree["is_leaf"].astype(bool)
        feature[i, : len(tree)] = np.where(leaf, 0, tree["feature_idx"])
        # A float32 threshold must part the float32 features as the float64 one did.
        limit = tree["num_threshold"].astype(np.float32)
        limit = np.where(limit > tree["num_threshold"], np.nextafter(limit, np.float32(-np.inf)), limit)
        threshold[i, : len(tree)] = np.where(leaf, 0, limit)
        own = np.arange(len(tree))
        left[i, : len(tree)] = np.where(leaf, own, tree["left"])
        right[i, : len(tree)] = np.where(leaf, own, tree["right"])
        value[i, : len(tree)] = np.where(leaf, tree["value"], 0)
        depth = max(depth, int(tree["depth"].max()))
    base = float(np.ravel(model._baseline_prediction)[0])
    return Trees(feature, threshold, left, right, value, depth, base), depth


def folds(examples: Sequence[Example]) -> list[NDArray[np.int64]]:
    """The examples of each fold; an article's versions stay together."""
    groups = np.array([e.group for e in examples])
    return [np.flatnonzero(groups % FOLDS == k) for k in range(FOLDS)]


def cross_fit(examples: Sequence[Example]) -> tuple[Floats, Floats]:
    """Out-of-fold linear scores and, over them, out-of-fold scores of the trees."""
    ends = np.cumsum([0, *(len(e.candidates) for e in examples)])

    def place(chosen: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.concatenate([np.arange(ends[i], ends[i + 1]) for i in chosen])

    labels, weights = joined(examples, "labels"), joined(examples, "weights")
    linear = np.zeros(ends[-1])
    # The features are counted over all articles, which tells a fold nothing of its labels.
    whole = matrix(examples, vocabulary(examples))
    for held in folds(examples):
        rest = place(np.setdiff1d(np.arange(len(examples)), held))
        model = _regression(whole[rest], labels[rest], weights[rest])
        linear[place(held)] = model.decision_function(whole[place(held)])
    seen = rows(examples, linear)
    boosted = np.zeros(ends[-1])
    for held in folds(examples):
        rest = np.setdiff1d(np.arange(len(examples)), held)
        model = fit_trees(seen[place(rest)], labels[place(rest)], weights[place(rest)])
        boosted[place(held)] = model.decision_function(seen[place(held)])
    return linear, boosted


def best_of_keys(examples: Sequence[Example], scores: Floats) -> list[tuple[int, tuple[str, str, str], float, bool]]:
    """For each article and thing said: the best score, and whether the reference states it."""
    found: list[tuple[int, tuple[str, str, str], float, bool]] = []
    at = 0
    for number, e in enumerate(examples):
        best: dict[tuple[str, str, str], float] = {}
        for c in e.candidates:
            key = e.key(c)
            best[key] = max(best.get(key, -1e9), float(scores[at]))
            at += 1
        found.extend((number, key, score, key in e.wanted) for key, score in best.items())
    return found


def calibrate(examples: Sequence[Example], scores: Floats) -> tuple[list[float], list[float]]:
    """A monotone table from scores to the share of facts that are right."""
    found = best_of_keys(examples, scores)
    x = np.array([f[2] for f in found])
    y = np.array([f[3] for f in found], float)
    fitted = IsotonicRegression(out_of_bounds="clip", y_min=0.0, y_max=1.0).fit(x, y)
    # Finest where facts are neither sure nor hopeless.
    grid = np.unique(np.quantile(x, np.concatenate([np.linspace(0, 0.5, 6), np.linspace(0.5, 1, 61)])))
    smooth = np.maximum.accumulate(
        np.convolve(np.pad(fitted.predict(grid), 1, mode="edge"), [0.25, 0.5, 0.25], "valid")
    )
    return [round(float(v), 4) for v in grid], [round(min(0.99, float(v)), 4) for v in smooth]


def thresholds(
    examples: Sequence[Example], confidences: Floats, *, precision: float = 0.82
) -> tuple[dict[str, float], float]:
    """For each predicate the confidence from which it is believed, and what saying a fact was priced at.

    The price is the one with the best F1 over all predicates among those that keep the precision asked for.
    """
    best: tuple[float, dict[str, float], float] | None = None
    for price in PRICES:
        limits = _priced(examples, confidences, price)
        right, said, wanted = _totals(examples, confidences, limits)
        f1 = 2 * right / max(1, said + wanted)
        if (right >= precision * said or price == PRICES[-1]) and (best is None or f1 > best[0]):
            best = (f1, limits, price)
    assert best is not None
    return best[1], best[2]


def _priced(
    examples: Sequence[Example], confidences: Floats, price: float, spread: float = 0.12, prior: float = 20.0
) -> dict[str, float]:
    """The thresholds with the most right facts less the price of each one said, none below it; who accuses pays more.

    `prior`: how many facts' worth of evidence the price has as a threshold, so that rare predicates stay near it.
    """
    found = best_of_keys(examples, confidences)
    chosen = {}
    for predicate in PREDICATES:
        if predicate == "stated":
            continue
        usual = price + (SURCHARGE if predicate in ACCUSING else 0.0)
        mine = [(score, right) for _, key, score, right in found if key[0] == predicate]
        best, best_value = usual, -1e9
        for t in np.round(np.arange(usual, usual + spread + 0.001, 0.02), 3):
            value = sum(right - usual for score, right in mine if score >= t) - prior * (t - usual) ** 2 / spread
            if value > best_value:
                best, best_value = float(t), value
        chosen[predicate] = round(best, 3)
    return chosen


def _totals(examples: Sequence[Example], confidences: Floats, limits: dict[str, float]) -> tuple[int, int, int]:
    """How many facts are right, said and wanted."""
    said = [right for _, key, score, right in best_of_keys(examples, confidences) if score >= limits[key[0]]]
    return sum(said), len(said), sum(len(e.wanted) for e in examples)


def table(examples: Sequence[Example], confidences: Floats, limits: dict[str, float] | float) -> str:
    """Precision, recall and F1, in all and by predicate, each thing said counted once an article."""
    said: collections.Counter[str] = collections.Counter()
    hits: collections.Counter[str] = collections.Counter()
    wanted = collections.Counter(key[0] for e in examples for key in e.wanted)
    for _, key, score, right in best_of_keys(examples, confidences):
        if score >= (limits if isinstance(limits, float) else limits.get(key[0], 0.5)):
            said[key[0]] += 1
            hits[key[0]] += right
    lines = []
    for name, h, s, w in [
        ("all", sum(hits.values()), sum(said.values()), sum(wanted.values())),
        *((p, hits[p], said[p], n) for p, n in sorted(wanted.items(), key=lambda x: (-x[1], x[0]))),
    ]:
        p, r = h / max(1, s), h / max(1, w)
        lines.append(f"{name:14} P {p:.3f}  R {r:.3f}  F1 {2 * p * r / max(1e-9, p + r):.3f}  gold {w:4} found {s:4}")
    return "\n".join(lines)


def reliability(examples: Sequence[Example], confidences: Floats) -> str:
    """For each band of confidence: how many facts it holds, what they claim on average, how many are right."""
    found = best_of_keys(examples, confidences)
    lines = ["| confidence | facts | mean confidence | right |", "|---|---|---|---|"]
    for low in np.arange(0.2, 1.0, 0.1):
        band = [(score, right) for _, _, score, right in found if low <= score < low + 0.1]
        if band:
            mean, share = np.mean([s for s, _ in band]), np.mean([r for _, r in band])
            lines.append(f"| {low:.1f}–{low + 0.1:.1f} | {len(band)} | {mean:.2f} | {share:.2f} |")
    return "\n".join(lines)
