"""A linear model of label sequences: the weights of features and of transitions, and the best labels of lines.

Features are kept by a 64-bit hash of their name, so a model is four arrays and a list of labels; nothing in it is code.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy
from spacy.strings import get_string_id

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[numpy.float32]

_IMPOSSIBLE: Final = -1e4


@dataclass(frozen=True)
class LinearModel:
    """What each feature speaks for.

    labels: `O` and B-, I-, E-, S- with each type; keys: (features,) sorted hashes; weights: (features, labels);
    transitions: (labels, labels), from row to column.
    """

    labels: tuple[str, ...]
    keys: NDArray[numpy.uint64]
    weights: Floats
    transitions: Floats

    @cached_property
    def rows(self) -> dict[int, int]:
        """Hash of a feature → its row in `weights`."""
        return {int(key): row for row, key in enumerate(self.keys)}

    def row(self, feature: str) -> int | None:
        """The row of a feature, or None where the model does not know it."""
        return self.rows.get(get_string_id(feature))

    def score(self, features: Iterable[str]) -> Floats:
        """(labels,): the sum of what the features speak for."""
        rows = [row for feature in features if (row := self.row(feature)) is not None]
        total: Floats = self.weights[rows].sum(axis=0, dtype=numpy.float32)
        return total

    def best(self, scores: Floats, lengths: Sequence[int]) -> list[list[int]]:
        """The best labels of each line, as numbers; scores: (words of all lines one after the other, labels)."""
        if not lengths:
            return []
        order = sorted(range(len(lengths)), key=lambda n: -lengths[n])
        starts = numpy.cumsum([0, *lengths[:-1]])[order]
        sizes = numpy.array(lengths)[order]
        longest = int(sizes[0])
        count = len(self.labels)
        begin = numpy.array([0.0 if label[0] in "OBS" else _IMPOSSIBLE for label in self.labels], dtype="float32")
        end = numpy.array([0.0 if label[0] in "OES" else _IMPOSSIBLE for label in self.labels], dtype="float32")
        current = scores[starts] + begin
        back = numpy.zeros((longest, len(sizes), count), dtype=numpy.int16)
        incoming = numpy.ascontiguousarray(self.transitions.T)
        for step in range(1, longest):
            alive = int(numpy.searchsorted(-sizes, -step, side="left"))
            paths = current[:alive, None, :] + incoming
            back[step, :alive] = paths.argmax(axis=2)
            current[:alive] = paths.max(axis=2) + scores[starts[:alive] + step]
        last = (current + end).argmax(axis=1)
        out: list[list[int]] = [[] for _ in lengths]
        for place, line in enumerate(order):
            label = int(last[place])
            path = [label]
            for step in range(int(sizes[place]) - 1, 0, -1):
                label = int(back[step, place, label])
                path.append(label)
            out[line] = path[::-1]
        return out

    def to_bytes(self) -> bytes:
        """The model as one compressed NumPy archive, the weights in 16 bits."""
        row, column = numpy.nonzero(self.weights)
        values = self.weights[row, column]
        buffer = io.BytesIO()
        numpy.savez_compressed(
            buffer,
            labels=numpy.array(self.labels),
            keys=self.keys,
            sizes=numpy.bincount(row, minlength=len(self.keys)).astype("uint8"),
            columns=column.astype("uint8"),
            values=values.astype("float16"),
            transitions=self.transitions,
        )
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> LinearModel:
        """What `to_bytes` wrote."""
        with numpy.load(io.BytesIO(data), allow_pickle=False) as file:
            labels = tuple(str(label) for label in file["labels"])
            keys = file["keys"]
            weights = numpy.zeros((len(keys), len(labels)), dtype=numpy.float32)
            weights[numpy.repeat(numpy.arange(len(keys)), file["sizes"]), file["columns"]] = file["values"]
            return cls(labels, keys, weights, file["transitions"].astype(numpy.float32))


def compile_model(
    labels: Sequence[str], features: Mapping[str, Mapping[str, float]], transitions: Mapping[tuple[str, str], float]
) -> LinearModel:
    """A model from weights by name: feature → label → weight, and (label, label) → weight."""
    place = {label: n for n, label in enumerate(labels)}
    hashed = sorted((get_string_id(name), name) for name in features)
    weights = numpy.zeros((len(hashed), len(labels)), dtype=numpy.float32)
    for row, (_, name) in enumerate(hashed):
        for label, weight in features[name].items():
            weights[row, place[label]] = weight
    pairs = numpy.zeros((len(labels), len(labels)), dtype=numpy.float32)
    for (left, right), weight in transitions.items():
        pairs[place[left], place[right]] = weight
    return LinearModel(tuple(labels), numpy.array([key for key, _ in hashed], dtype=numpy.uint64), weights, pairs)


def only_whole(labels: Sequence[str], transitions: Floats) -> Floats:
    """Transitions with those ruled out that leave a name without its end or go on with one that has not begun."""
    out = transitions.copy()
    for row, left in enumerate(labels):
        for column, right in enumerate(labels):
            inside = left[0] in "BI"
            if inside != (right[0] in "IE") or (inside and left[2:] != right[2:]):
                out[row, column] = _IMPOSSIBLE
    return out


def spans(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """The names in a line's labels: (first word, word after the last, type).

    Labels that make no whole name are none: where the model cannot decide on a border, it had better say nothing.
    """
    found: list[tuple[int, int, str]] = []
    start, kind = -1, ""
    for i, label in enumerate(labels):
        place, type_ = label[0], label[2:]
        if place == "S":
            found.append((i, i + 1, type_))
        elif place == "E" and start >= 0 and type_ == kind:
            found.append((start, i + 1, type_))
        elif place == "I" and start >= 0 and type_ == kind:
            continue
        start, kind = (i, type_) if place == "B" else (-1, "")
    return found
