"""The recogniser of names of the nine types: a linear model of label sequences, and a network that has its say in it.

The linear model reads an article line by line, but what it looks at reaches over the whole article: a short name is
helped by the full one, an acronym by the words that it was explained with. To what its features speak for is added how
probable the network (`extract.ner_network`) holds each label; the best labels are those of the highest sum. Weights and
word lists are data, learnt by `extract.training.ner`; running it needs nothing but NumPy.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy
import srsly  # type: ignore[import-untyped]
from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc, Span

from extract.ner_features import OFFSETS, Lexicon, of_places, of_word
from extract.ner_network import Network, Vectors
from extract.ner_weights import LinearModel, compile_model, only_whole, spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

_REMEMBERED: Final = 50_000
"""Word types whose scores are kept; beyond it new ones are computed each time, so memory stays bounded."""
SAY: Final = 3.0
"""How much the network's logarithms of probabilities count beside the linear model's sums."""
_BREAKS: Final = ("\n", "\r", "\u2028")
_NETWORK: Final = "network.npz"
_EMPTY: Final = compile_model(("O",), {}, {})


class NameRecogniser(Pipe):
    """The pipeline component: it sets `doc.ents`.

    The network looks up the vectors of the vocabulary that a document comes with; `vectors` is for lines of words
    that come without one.
    """

    def __init__(
        self,
        name: str = "ner",
        model: LinearModel = _EMPTY,
        lexicon: Lexicon | None = None,
        network: Network | None = None,
        vectors: Vectors | None = None,
    ) -> None:
        self.name = name
        self._vectors = vectors
        self.load(model, lexicon or Lexicon(), network)

    def load(self, model: LinearModel, lexicon: Lexicon, network: Network | None = None) -> None:
        """Take these weights and word lists from now on; without a network the linear model decides alone.

        Raises ValueError where the two have other labels.
        """
        if network is not None and sorted(network.labels) != sorted(model.labels):
            raise ValueError("the network and the linear model have other labels; make both with `make model`.")
        self.model, self.lexicon, self.network = model, lexicon, network
        self._decoder = model
        if network is not None:
            self._decoder = replace(model, transitions=only_whole(model.labels, model.transitions))
            self._order = [network.labels.index(label) for label in model.labels]
        self._words: dict[str, NDArray[numpy.float32]] = {}
        self._edges = numpy.stack([model.score((f"{offset}edge",)) for offset in OFFSETS])

    @property
    def labels(self) -> tuple[str, ...]:
        """The types that it tells apart."""
        return tuple(sorted({label[2:] for label in self.model.labels if label != "O"}))

    def __call__(self, doc: Doc) -> Doc:
        lines = split_lines(doc)
        if not lines:
            return doc
        if self.network is not None and self._vectors is not doc.vocab.vectors:
            self._vectors = doc.vocab.vectors
            self.network.forget()
        found = []
        for line, labels in zip(lines, self.label([[doc[i].text for i in line] for line in lines]), strict=True):
            for start, end, label in spans(labels):
                found.append(Span(doc, line[start], line[end - 1] + 1, label=label))
        doc.set_ents(found)
        return doc

    def label(self, lines: list[list[str]]) -> list[list[str]]:
        """The labels of the words of an article's lines: `O`, and B-, I-, E-, S- with a type."""
        best = self._decoder.best(self.scores(lines), [len(line) for line in lines])
        return [[self.model.labels[n] for n in line] for line in best]

    def scores(self, lines: list[list[str]]) -> NDArray[numpy.float32]:
        """(words of all lines, labels): what the features and the network speak for at each word."""
        size = sum(len(line) for line in lines)
        total = numpy.zeros((size, len(self.model.labels)), dtype=numpy.float32)
        self._add_words(lines, total)
        row_of = self.model.row
        rows: list[int] = []
        owners: list[int] = []
        place = 0
        places = of_places(lines, self.lexicon)
        for line in places:
            for features in line:
                known = [row for feature in features if (row := row_of(feature)) is not None]
                rows += known
                owners += [place] * len(known)
                place += 1
        if rows:
            owner = numpy.array(owners)
            first = numpy.flatnonzero(numpy.diff(owner, prepend=-1))
            total[owner[first]] += numpy.add.reduceat(self.model.weights[rows], first, axis=0)
        if self.network is not None and self._vectors is not None:
            total += SAY * self.network.chances(lines, places, self.lexicon, self._vectors)[:, self._order]
        return total

    def _add_words(self, lines: list[list[str]], total: NDArray[numpy.float32]) -> None:
        place = 0
        for line in lines:
            size = len(line)
            table = numpy.stack([self._word(word) for word in line])
            for n, offset in enumerate(OFFSETS):
                low, high = max(0, -offset), min(size, size - offset)
                if high > low:
                    total[place + low : place + high] += table[low + offset : high + offset, n]
            total[place] += self._edges[OFFSETS.index(-1)]
            total[place + size - 1] += self._edges[OFFSETS.index(1)]
            place += size

    def _word(self, word: str) -> NDArray[numpy.float32]:
        """(offsets, labels): what a word speaks for at the places around it."""
        scores = self._words.get(word)
        if scores is None:
            near, alone = of_word(word, self.lexicon)
            scores = numpy.stack([self.model.score([f"{offset}{f}" for f in near]) for offset in OFFSETS])
            scores[OFFSETS.index(0)] += self.model.score([f"0{f}" for f in alone])
            if len(self._words) < _REMEMBERED:
                self._words[word] = scores
        return scores

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        parts = {"weights": self.model.to_bytes(), "lexicon": lexicon_to_json(self.lexicon)}
        if self.network is not None:
            parts["network"] = self.network.to_bytes()
        return bytes(srsly.msgpack_dumps(parts))

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> NameRecogniser:
        parts = srsly.msgpack_loads(data)
        network = Network.from_bytes(parts["network"]) if "network" in parts else None
        self.load(LinearModel.from_bytes(parts["weights"]), lexicon_from_json(parts["lexicon"]), network)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Files: `weights.npz`, `lexicon.json`, and `network.npz` where there is a network."""
        place = Path(path)
        place.mkdir(parents=True, exist_ok=True)
        (place / "weights.npz").write_bytes(self.model.to_bytes())
        (place / "lexicon.json").write_text(lexicon_to_json(self.lexicon), encoding="utf-8")
        if self.network is not None:
            (place / _NETWORK).write_bytes(self.network.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> NameRecogniser:
        place = Path(path)
        network = place / _NETWORK
        self.load(
            LinearModel.from_bytes((place / "weights.npz").read_bytes()),
            lexicon_from_json((place / "lexicon.json").read_text(encoding="utf-8")),
            Network.from_bytes(network.read_bytes()) if network.is_file() else None,
        )
        return self


def split_lines(doc: Doc) -> list[list[int]]:
    """The numbers of the tokens of each line that has any, white space left out."""
    lines: list[list[int]] = [[]]
    for token in doc:
        if not token.is_space:
            lines[-1].append(token.i)
        elif any(mark in token.text for mark in _BREAKS):
            lines.append([])
    return [line for line in lines if line]


def lexicon_to_json(lexicon: Lexicon) -> str:
    """A lexicon as text; words of the same classes stand together, so it is short."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for word, classes in sorted(lexicon.classes.items()):
        groups.setdefault(classes, []).append(word)
    kinds: dict[str, list[str]] = {}
    for name, kind in sorted(lexicon.names.items()):
        kinds.setdefault(kind, []).append(name)
    data = {"classes": [[*classes, " ".join(words)] for classes, words in sorted(groups.items())], "names": kinds}
    return json.dumps(data, ensure_ascii=False)


def lexicon_from_json(text: str) -> Lexicon:
    """What `lexicon_to_json` wrote."""
    data: dict[str, Any] = json.loads(text)
    classes = {word: tuple(names) for *names, words in data["classes"] for word in words.split(" ")}
    names = {name: kind for kind, found in data["names"].items() for name in found}
    return Lexicon(classes, names, max((name.count(" ") + 1 for name in names), default=0))


@Language.factory(
    "names", assigns=["doc.ents", "token.ent_type", "token.ent_iob"], default_score_weights={"ents_f": 1.0}
)
def create_names(nlp: Language, name: str) -> NameRecogniser:
    """The factory of the component that finds names."""
    return NameRecogniser(name)
