"""The learned judge of candidates: a linear model over sparse features, then trees over dense ones, in numpy alone.

`model/facts/` holds it: `weights.npz` (the linear weights with their feature names), `trees.npz`, `settings.json`
(calibration and thresholds). The recipe in `extract/training/facts` makes all three.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

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
_NUMBERS: Final = {predicate: number for number, predicate in enumerate(PREDICATES)}
_SUBJECT_TYPES: Final = {"PERSON": 0, "ORG": 1, "GROUP": 2, "EVENT": 3}

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Integers = NDArray[np.int64]


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
        roots = np.arange(trees, dtype=np.intp)[:, None] * size
        feature, threshold = self.feature.ravel().astype(np.intp), self.threshold.ravel()
        children = np.stack([self.right + roots, self.left + roots], axis=-1).ravel()
        seen = rows.ravel()
        lines = (np.arange(count, dtype=np.intp) * width)[:, None]
        node = np.repeat(roots.T, count, axis=0)
        for _ in range(self.depth):
            # A leaf asks for feature 0 and stays where it is, whatever the answer: both its children are itself.
            goes_left = seen.take(feature.take(node) + lines) <= threshold.take(node)
            node = children.take(2 * node + goes_left)
        total = self.value.ravel().take(node).sum(axis=1, dtype=np.float64) + self.base
        return np.asarray(total, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores candidates and says from what confidence on each predicate is believed."""

    rows: dict[str, int]
    weights: Floats
    bias: float
    trees: Trees
    calibration: tuple[Floats, Floats]
    thresholds: dict[str, float]
    version: str

    def confidences(self, scene: Scene, candidates: Sequence[Candidate], frames: Frames) -> Floats:
        """For each candidate the calibrated share of such candidates that state their fact."""
        if not candidates:
            return np.zeros(0, dtype=np.float32)
        logits, dense = self._linear(scene, candidates, frames)
        rows = assemble(candidates, dense, logits)
        raw = np.full(len(candidates), FLOOR, dtype=np.float32)
        likely = np.flatnonzero(logits > HOPELESS)
        raw[likely] = self.trees.logits(rows[likely])
        x, y = self.calibration
        return np.asarray(np.interp(raw, x, y), dtype=np.float32)

    def _linear(self, scene: Scene, candidates: Sequence[Candidate], frames: Frames) -> tuple[Floats, Floats]:
        """The linear scores of the candidates, and their dense features."""
        row = self.rows.get

        def encode(features: list[str]) -> array[int]:
            return array("i", filter(None, map(row, dict.fromkeys(features))))

        describer = Describer(scene, candidates, frames, encode)
        numbers = array("d")
        seen = array("i")
        starts = []
        for candidate in candidates:
            starts.append(len(seen))
            seen.append(0)
            parts, dense = describer.describe(candidate)
            for part in parts:
                seen += part
            numbers.extend(dense)
        lengths = np.diff(np.array([*starts, len(seen)]))
        columns = np.repeat(np.array([_NUMBERS[c.predicate] for c in candidates]), lengths)
        # The weights are short binary fractions: their sum is exact, whatever the order.
        sums = np.add.reduceat(self.weights[np.frombuffer(seen, np.int32), columns], starts, dtype=np.float64)
        shape = (len(candidates), len(DENSE))
        return (sums + self.bias).astype(np.float32), np.frombuffer(numbers).reshape(shape).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Groups:
    """Candidates by what they share: the codes of the groups, which group each is in, the best two scores of each."""

    codes: Integers
    member: Integers
    best: Doubles
    second: Doubles

    @classmethod
    def of(cls, shared: Integers, scores: Doubles) -> _Groups:
        codes, member, counts = np.unique(shared, return_inverse=True, return_counts=True)
        ordered = scores[np.lexsort((-scores, member))]
        first = np.cumsum(counts) - counts
        following = ordered[np.minimum(first + 1, len(ordered) - 1)]
        return cls(codes, member, ordered[first], np.where(counts > 1, following, FLOOR))

    def above(self, scores: Doubles) -> Doubles:
        """How far each score is above the best of the others in its group; above the floor where it is alone."""
        best = self.best[self.member]
        return scores - np.where(scores >= best, self.second[self.member], best)

    def best_of(self, shared: Integers) -> Doubles:
        """The best score of the groups with these codes, the floor where there is none."""
        at = np.minimum(np.searchsorted(self.codes, shared), len(self.codes) - 1)
        return np.where(self.codes[at] == shared, self.best[at], FLOOR)


def assemble(candidates: Sequence[Candidate], dense: Floats, logits: Floats) -> Floats:
    """The rows for the trees: dense features, predicate, subject's type, linear score, and how rivals score."""
    identity = np.array(
        [(_NUMBERS[c.predicate], _SUBJECT_TYPES.get(c.subject.type, 4)) for c in candidates], dtype=np.float32
    )
    return np.column_stack([dense, identity, logits, rivalry(candidates, logits)])


def rivalry(candidates: Sequence[Candidate], logits: Floats) -> Floats:
    """How far a candidate's linear score lies above the best of each kind of rival in its sentence or article."""
    ids: dict[str, int] = {}
    places = np.array(
        [
            (
                _NUMBERS[c.predicate],
                c.sentence,
                ids.setdefault(c.subject.entity, len(ids)),
                ids.setdefault(c.object.entity, len(ids)),
                c.predicate in SYMMETRIC,
            )
            for c in candidates
        ],
        dtype=np.int64,
    ).reshape(len(candidates), 5)
    p, n, s, o, symmetric = places.T
    either = symmetric.astype(bool)
    low, high = np.where(either, np.minimum(s, o), s), np.where(either, np.maximum(s, o), o)
    e = len(ids)
    sentences = int(n.max(initial=0)) + 1
    scores = logits.astype(np.float64)
    pairs = _Groups.of((n * e + s) * e + o, scores)
    said, told = _Groups.of((p * e + low) * e + high, scores), _Groups.of(p * e + o, scores)
    columns = [
        _Groups.of((p * sentences + n) * e + s, scores).above(scores),
        _Groups.of((p * sentences + n) * e + o, scores).above(scores),
        pairs.above(scores),
        said.best[said.member],
        scores - pairs.best_of((n * e + o) * e + s),
        told.best[told.member],
        *_others(p, s, o, e, scores),
    ]
    return np.column_stack(columns).astype(np.float32)


_SUSPECTS: Final = tuple(_NUMBERS[p] for p in ("charged", "examined", "reported", "sanctioned"))
_ACCUSED: Final = _NUMBERS["accusedOf"]


def _others(p: Integers, s: Integers, o: Integers, entities: int, scores: Doubles) -> Iterator[Doubles]:
    """What else the article may say of the two participants: best scores of other candidates that they are in."""
    as_subject = np.full((entities, len(PREDICATES)), FLOOR)
    as_object = as_subject.copy()
    np.maximum.at(as_subject, (s, p), scores)
    np.maximum.at(as_object, (o, p), scores)
    yield as_subject[s, p]
    # Who is charged is accused of something, and the other way round.
    suspected = as_object[:, _SUSPECTS].max(axis=1, initial=FLOOR)
    accused = as_subject[:, _ACCUSED]
    yield np.where(p == _ACCUSED, suspected[s], np.where(np.isin(p, _SUSPECTS), accused[o], FLOOR))
    either = np.maximum(as_subject, as_object)
    top = np.partition(either, -2, axis=1)[:, -2:] if entities else np.zeros((0, 2))
    for entity in (s, o):
        yield np.where(either[entity, p] >= top[entity, 1], top[entity, 0], top[entity, 1])


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
        rows: dict[str, int] = {}
        own: list[tuple[int, int, float]] = []
        common: list[tuple[int, float]] = []
        for name, value in zip(names, values.tolist(), strict=True):
            predicate, bar, feature = name.partition("|")
            if bar and predicate in _NUMBERS:
                own.append((rows.setdefault(feature, len(rows) + 1), _NUMBERS[predicate], value))
            else:
                common.append((rows.setdefault(name, len(rows) + 1), value))
        # Row 0 is that of no feature.
        weights = np.zeros((len(rows) + 1, len(PREDICATES)), np.float32)
        for at, value in common:
            weights[at] = value
        for at, column, value in own:
            weights[at, column] += value
        return Scorer(
            rows,
            weights,
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
