"""The recogniser's second opinion: a small convolutional network over the words of an article.

Where the linear model adds up what single features speak for, the network learns from three more corpora and from
unlabelled news how words are used, and passes on along the line what it has read. It also remembers: a capitalised word
is read with the mean of what was read at all its places in the article. It runs on NumPy alone; all that a word says by
itself is kept once for each word type. `extract.training.ner.network` makes the weights.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy
from spacy.strings import get_string_id

from extract.ner_features import Lexicon, shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[numpy.float32]

ROWS: Final[Mapping[str, int]] = {"word": 8192, "affix": 6144, "class": 2048, "place": 4096}
"""How many rows each table has; row 0 is that of nothing, the others are shared by what has the same hash."""
CLASSES: Final = 7
"""Classes of a word that are looked at."""
PLACES: Final = 16
"""Features of a place that are looked at."""
VECTOR_LENGTH: Final = 3.0
_NEIGHBOURS: Final = frozenset(("a=", "b=", "c=", "rl", "rr", "rf", "re", "lc"))
"""How features begin that name the words around: the network sees these words themselves."""
_REMEMBERED: Final = 50_000
_TINY: Final = 1e-5


class Vectors(Protocol):
    """What is asked of spaCy's vectors."""

    def get_batch(self, keys: Sequence[str]) -> Any:
        """(words, width): the vector of each word."""


def row(table: str, name: str) -> int:
    """The row of a name in a table."""
    return int(get_string_id(name) % (ROWS[table] - 1) + 1)


def of_word(word: str, lexicon: Lexicon) -> tuple[int, list[int], list[int]]:
    """The rows of a word: its own, those of its shape, beginning and ends, and those of its classes.

    What other corpora call a word is left out: the network has learnt from them itself.
    """
    lower = word.lower()
    normal = "".join("0" if c.isdigit() else c for c in lower)
    affixes = [f"s={shape(word)}", f"p={lower[:3]}", f"e={lower[-3:]}", f"e4={lower[-4:]}"]
    classes = [name for name in lexicon.classes.get(lower, ()) if name[0] in "ck"]
    if word.isupper() and len(word) > 1:
        classes.append("caps")
    if word[:1].isupper():
        classes.append("cap")
    return (
        row("word", f"w={normal}"),
        [row("affix", name) for name in affixes],
        [row("class", name) for name in classes[:CLASSES]],
    )


def of_place(features: Sequence[str]) -> list[int]:
    """The rows of the features of a place (`extract.ner_features.of_places`) that name no neighbour."""
    return [row("place", name) for name in features if name[:2] not in _NEIGHBOURS][:PLACES]


class Network:
    """The weights, and what they make of an article.

    arrays: `word`, `affix`, `class`, `place`: the tables; `input`, `convolution0`… and `head` with `.weight` and
    `.bias`; `memory` likewise; `norm` and `norm0`… likewise: what comes in and each layer is brought to one scale.
    """

    def __init__(self, labels: Sequence[str], arrays: Mapping[str, NDArray[numpy.float16]]) -> None:
        self.labels = tuple(labels)
        self._arrays = dict(arrays)
        full = {name: numpy.ascontiguousarray(array, dtype=numpy.float32) for name, array in arrays.items()}
        self._tables = full["word"], full["affix"], full["class"]
        weight = full["input.weight"]
        self._width = weight.shape[0] // 2
        parts = full["word"].shape[1] + 4 * full["affix"].shape[1] + full["class"].shape[1]
        vector = weight.shape[1] - parts - full["place"].shape[1]
        # The input layer is a sum over its parts, so what a word and a place bring is worked out apart.
        self._of_word = numpy.ascontiguousarray(weight[:, : vector + parts].T)
        self._of_place = full["place"] @ weight[:, vector + parts :].T
        self._bias = full["input.bias"]
        self._norm = full["norm.weight"], full["norm.bias"]
        self._memory = numpy.ascontiguousarray(full["memory.weight"].T), full["memory.bias"]
        count = sum(name.startswith("convolution") and name.endswith(".weight") for name in full)
        self._layers = [
            (
                numpy.ascontiguousarray(full[f"convolution{n}.weight"].T),
                full[f"convolution{n}.bias"],
                full[f"norm{n}.weight"],
                full[f"norm{n}.bias"],
            )
            for n in range(count)
        ]
        self._head = numpy.ascontiguousarray(full["head.weight"].T), full["head.bias"]
        self._words: dict[str, Floats] = {}
        self._places: dict[str, int] = {}

    def forget(self) -> None:
        """Drop what is remembered of words: their vectors are others now."""
        self._words.clear()

    def chances(
        self,
        lines: Sequence[Sequence[str]],
        places: Sequence[Sequence[Sequence[str]]],
        lexicon: Lexicon,
        vectors: Vectors,
    ) -> Floats:
        """(words of all lines, labels): the logarithm of how probable the network holds each label.

        `places`: for each word the features of its place, as `of_places` gives them.
        """
        words = [word for line in lines for word in line]
        ends = numpy.cumsum([len(line) + 1 for line in lines])
        # An empty place behind each line keeps the lines apart.
        inside = numpy.ones(int(ends[-1]), dtype=bool)
        inside[ends - 1] = False
        x = numpy.zeros((len(inside), self._width), dtype=numpy.float32)
        at = numpy.flatnonzero(inside)
        total = numpy.stack([self._word(word, lexicon, vectors) for word in words])
        self._add_places(places, total)
        x[at] = _scaled(_larger(total), *self._norm)
        for number, (weight, bias, scale, shift) in enumerate(self._layers):
            if number == len(self._layers) - 1:
                self._remember(words, at, x)
            around = numpy.zeros((len(x), 3, self._width), dtype=numpy.float32)
            around[1:, 0] = x[:-1]
            around[:, 1] = x
            around[:-1, 2] = x[1:]
            seen = around.reshape(len(x), -1)[at] @ weight
            seen += bias
            x[at] += _scaled(_larger(seen), scale, shift)
        out: Floats = x[at] @ self._head[0] + self._head[1]
        out -= out.max(axis=1, keepdims=True)
        out -= numpy.log(numpy.exp(out).sum(axis=1, keepdims=True))
        return out

    def _remember(self, words: Sequence[str], at: NDArray[numpy.intp], x: Floats) -> None:
        """Add to each capitalised word the mean of what was read at all its places."""
        known: dict[str, int] = {}
        number = [known.setdefault(word, len(known)) if word[0].isupper() else -1 for word in words]
        groups = numpy.array(number)
        order = numpy.argsort(groups, kind="stable")
        order = order[numpy.searchsorted(groups[order], 0) :]
        if not len(order):
            return
        sorted_ = groups[order]
        read = numpy.maximum(x[at[order]] @ self._memory[0] + self._memory[1], 0)
        first = numpy.flatnonzero(numpy.diff(sorted_, prepend=-1))
        means = numpy.add.reduceat(read, first, axis=0) / numpy.diff(first, append=len(order))[:, None]
        x[at[order]] += means.astype(numpy.float32)[sorted_]

    def _add_places(self, places: Sequence[Sequence[Sequence[str]]], total: Floats) -> None:
        known = self._places
        rows: list[int] = []
        counts: list[int] = []
        for line in places:
            for features in line:
                before = len(rows)
                for name in features:
                    if name[:2] in _NEIGHBOURS:
                        continue
                    place = known.get(name)
                    if place is None:
                        place = row("place", name)
                        if len(known) < _REMEMBERED:
                            known[name] = place
                    rows.append(place)
                if len(rows) - before > PLACES:
                    del rows[before + PLACES :]
                counts.append(len(rows) - before)
        size = numpy.array(counts)
        some = numpy.flatnonzero(size)
        if len(some):
            first = (numpy.cumsum(size) - size)[some]
            total[some] += numpy.add.reduceat(self._of_place[rows], first, axis=0)

    def _word(self, word: str, lexicon: Lexicon, vectors: Vectors) -> Floats:
        """(twice the width,): what a word by itself brings to the input layer, and the layer's bias."""
        found = self._words.get(word)
        if found is None:
            own, affixes, classes = of_word(word, lexicon)
            word_table, affix_table, class_table = self._tables
            vector = vectors.get_batch([word.lower()])[0]
            vector = vector / (numpy.linalg.norm(vector) + 1e-6) * VECTOR_LENGTH
            parts = [vector, word_table[own], affix_table[affixes].ravel(), class_table[classes].sum(axis=0)]
            found = (numpy.concatenate(parts) @ self._of_word + self._bias).astype(numpy.float32)
            if len(self._words) < _REMEMBERED:
                self._words[word] = found
        return found

    def to_bytes(self) -> bytes:
        """The weights as one compressed NumPy archive, in 16 bits."""
        buffer = io.BytesIO()
        arrays = {name: array.astype(numpy.float16) for name, array in sorted(self._arrays.items())}
        numpy.savez_compressed(buffer, allow_pickle=False, labels=numpy.array(self.labels), **arrays)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Network:
        """What `to_bytes` wrote."""
        with numpy.load(io.BytesIO(data), allow_pickle=False) as file:
            return cls([str(label) for label in file["labels"]], {n: file[n] for n in file.files if n != "labels"})


def _larger(values: Floats) -> Floats:
    """The larger of each two neighbours: the network's only bend."""
    out: Floats = numpy.maximum(values[:, 0::2], values[:, 1::2])
    return out


def _scaled(values: Floats, scale: Floats, shift: Floats) -> Floats:
    """Each row brought to mean 0 and variance 1, then stretched and shifted."""
    middle = values - values.mean(axis=1, keepdims=True)
    spread = numpy.sqrt(numpy.einsum("ij,ij->i", middle, middle) / values.shape[1] + _TINY)
    out: Floats = middle / spread[:, None].astype(numpy.float32) * scale + shift
    return out
