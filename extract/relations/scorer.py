"""The learned judge of candidates: a linear model over sparse features, then trees over dense ones, in numpy alone.

`model/facts/` holds it: `weights.npz` (the linear weights with their feature names), `trees.npz`, `settings.json`
(calibration and thresholds). The recipe in `extract/training/facts` makes all three.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from extract.errors import DataError
from extract.facts import PREDICATES, SYMMETRIC
from extract.relations.candidates import Candidate
from extract.relations.features import DENSE, Describer
from extract.relations.frames import Frames
from extract.relations.scene import Scene

SHIPPED: Final = Path(__file__).parent.parent / "model" / "facts"
FLOOR: Final = -10.0
HOPELESS: Final = -6.0
"""A candidate whose linear score is not above this is not put before the trees, which would hardly ever save it."""
_SUBJECT_TYPES: Final = {"PERSON": 0, "ORG": 1, "GROUP": 2, "EVENT": 3}

Floats = NDArray[np.float32]


def key(candidate: Candidate) -> tuple[str, str, str]:
    """What a candidate says; predicates that hold in either order have one key for both."""
    p, s, o = candidate.key
    return (p, o, s) if p in SYMMETRIC and s > o else (p, s, o)


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted regression trees, all of one size: a node's feature, threshold and children, and its value at a leaf.

    A leaf is its own left and right child.
    """

    feature: NDArray[np.int16]
    threshold: Floats
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    value: Floats
    depth: int
    base: float

    def logits(self, rows: Floats) -> Floats:
        """The sum of the leaves that each row falls into."""
        count, width = rows.shape
        trees, size = self.feature.shape
        feature, threshold, value = self.feature.ravel(), self.threshold.ravel(), self.value.ravel()
        left, right = self.left.ravel(), self.right.ravel()
        roots = np.arange(trees, dtype=np.int32) * size
        seen = rows.ravel()
        lines = (np.arange(count, dtype=np.int32) * width)[:, None]
        node = np.broadcast_to(roots, (count, trees)).copy()
        for _ in range(self.depth):
            # A leaf asks for feature 0 and stays where it is, whatever the answer: both its children are itself.
            goes_left = seen.take(feature.take(node) + lines) <= threshold.take(node)
            node = roots + np.where(goes_left, left.take(node), right.take(node))
        total = value.take(node).sum(axis=1, dtype=np.float64) + self.base
        return np.asarray(total, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores candidates and says from what confidence on each predicate is believed."""

    shared: dict[str, float]
    own: dict[str, dict[str, float]]
    bias: float
    trees: Trees
    calibration: tuple[Floats, Floats]
    thresholds: dict[str, float]
    version: str

    def confidences(self, scene: Scene, candidates: Sequence[Candidate], frames: Frames) -> Floats:
        """For each candidate the calibrated share of such candidates that state their fact."""
        if not candidates:
            return np.zeros(0, dtype=np.float32)
        describer = Describer(scene, candidates, frames)
        logits = np.empty(len(candidates), dtype=np.float32)
        dense = np.empty((len(candidates), len(DENSE)), dtype=np.float32)
        shared = self.shared.get
        empty: dict[str, float] = {}
        for i, candidate in enumerate(candidates):
            sparse, dense[i] = describer.describe(candidate)
            own = self.own.get(candidate.predicate, empty).get
            total = self.bias
            for feature in dict.fromkeys(sparse):
                total += shared(feature, 0.0) + own(feature, 0.0)
            logits[i] = total
        rows = assemble(candidates, dense, logits)
        raw = np.full(len(candidates), FLOOR, dtype=np.float32)
        likely = np.flatnonzero(logits > HOPELESS)
        raw[likely] = self.trees.logits(rows[likely])
        x, y = self.calibration
        return np.asarray(np.interp(raw, x, y), dtype=np.float32)


def assemble(candidates: Sequence[Candidate], dense: Floats, logits: Floats) -> Floats:
    """The rows for the trees: dense features, predicate, subject's type, linear score, and how rivals score."""
    identity = np.array(
        [(PREDICATES.index(c.predicate), _SUBJECT_TYPES.get(c.subject.type, 4)) for c in candidates], dtype=np.float32
    )
    return np.column_stack([dense, identity, logits, rivalry(candidates, logits)])


def rivalry(candidates: Sequence[Candidate], logits: Floats) -> Floats:
    """How far a candidate's linear score lies above the best of each kind of rival in its sentence or article."""
    scores = [float(v) for v in logits]
    groups: dict[tuple[Any, ...], list[float]] = {}
    keys: list[tuple[tuple[Any, ...], ...]] = []
    for c, score in zip(candidates, scores, strict=True):
        p, s, o, n = c.predicate, c.subject.entity, c.object.entity, c.sentence
        mine: tuple[tuple[Any, ...], ...] = (
            ("s", p, n, s),
            ("o", p, n, o),
            ("p", n, s, o),
            ("k", *key(c)),
            ("e", p, o),
        )
        keys.append(mine)
        for group in mine:
            groups.setdefault(group, []).append(score)
    for members in groups.values():
        members.sort(reverse=True)

    def above(group: tuple[Any, ...], score: float) -> float:
        members = groups[group]
        if len(members) == 1:
            return score - FLOOR
        return score - (members[1] if score >= members[0] else members[0])

    rows = []
    for c, score, mine in zip(candidates, scores, keys, strict=True):
        reverse = groups.get(("p", c.sentence, c.object.entity, c.subject.entity), [FLOOR])[0]
        rows.append(
            (*(above(g, score) for g in mine[:3]), groups[mine[3]][0], score - reverse, groups[mine[4]][0]),
        )
    return np.array(rows, dtype=np.float32).reshape(len(rows), 6)


@lru_cache(maxsize=4)
def load(directory: Path = SHIPPED) -> Scorer:
    """The scorer in a directory; DataError where a file is missing or does not fit this version."""
    try:
        settings = json.loads((directory / "settings.json").read_text(encoding="utf-8"))
        weights = np.load(directory / "weights.npz", allow_pickle=False)
        trees = np.load(directory / "trees.npz", allow_pickle=False)
        names = bytes(weights["names"]).decode("utf-8").split("\n")
        values = weights["values"].astype(np.float64)
        if len(names) != len(values) or settings["dense"] != list(DENSE):
            raise ValueError("its features are not those of this version")
        shared: dict[str, float] = {}
        own: dict[str, dict[str, float]] = {}
        for name, value in zip(names, values, strict=True):
            predicate, bar, feature = name.partition("|")
            if bar and predicate in PREDICATES:
                own.setdefault(predicate, {})[feature] = float(value)
            else:
                shared[name] = float(value)
        return Scorer(
            shared,
            own,
            float(settings["bias"]),
            Trees(
                trees["feature"], trees["threshold"], trees["left"], trees["right"], trees["value"],
                int(settings["depth"]), float(settings["base"]),
            ),
            (np.array(settings["calibration"]["x"], np.float32), np.array(settings["calibration"]["y"], np.float32)),
            {str(k): float(v) for k, v in settings["thresholds"].items()},
            str(settings["version"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"the model of facts cannot be used ({error}).",
            where=str(directory),
            remedy="Reinstall, or run `make model`.",
        ) from error
