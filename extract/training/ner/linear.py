"""Learning the weights: features of lines of words → a linear model of label sequences."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pycrfsuite

from extract.ner_features import OFFSETS, Lexicon, of_places, of_word
from extract.ner_weights import LinearModel, compile_model
from extract.training.ner.corpus import LABELS, Reading

SMALLEST = 0.004
"""Weights below this share of the largest are left out: they change no label that matters, and double the size."""


class Featuriser:
    """Lines of words → names of features, the same that the recogniser asks for when it runs."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._known: dict[str, tuple[list[list[str]], list[str]]] = {}

    def __call__(self, lines: Sequence[Sequence[str]]) -> list[list[list[str]]]:
        """For each line, for each word, its features."""
        return [self._line(words, places) for words, places in zip(lines, of_places(lines, self.lexicon), strict=True)]

    def _line(self, words: Sequence[str], places: list[list[str]]) -> list[list[str]]:
        known = [self._word(word) for word in words]
        size, rows = len(words), []
        for i, row in enumerate(places):
            features = [*known[i][1], *row]
            for n, offset in enumerate(OFFSETS):
                if 0 <= i + offset < size:
                    features += known[i + offset][0][n]
                elif abs(offset) == 1:
                    features.append(f"{offset}edge")
            rows.append(features)
        return rows

    def _word(self, word: str) -> tuple[list[list[str]], list[str]]:
        known = self._known.get(word)
        if known is None:
            near, alone = of_word(word, self.lexicon)
            known = ([[f"{offset}{name}" for name in near] for offset in OFFSETS], [f"0{name}" for name in alone])
            self._known[word] = known
        return known


def learn(
    articles: Iterable[Reading], featuriser: Featuriser, *, rounds: int
) -> tuple[dict[str, dict[str, float]], dict[tuple[str, str], float]]:
    """Weights of features and of transitions, by the averaged passive-aggressive algorithm."""
    trainer = pycrfsuite.Trainer("pa", verbose=False)
    for article in articles:
        rows = featuriser([line.words for line in article.lines])
        for line, features, labels in zip(article.lines, rows, article.labels, strict=True):
            if line.number not in article.skip:
                trainer.append(pycrfsuite.ItemSequence(features), labels)
    trainer.set_params({"max_iterations": rounds})
    with tempfile.TemporaryDirectory() as scratch:
        path = str(Path(scratch) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
        tagger.close()
    features_: dict[str, dict[str, float]] = defaultdict(dict)
    for (name, label), weight in info.state_features.items():
        features_[name][label] = weight
    return dict(features_), dict(info.transitions)


def compiled(weights: Mapping[str, Mapping[str, float]], transitions: Mapping[tuple[str, str], float]) -> LinearModel:
    """The model of weights, brought to a largest one of ten; those that are next to nothing are left out."""
    scale = 10 / max(abs(weight) for row in weights.values() for weight in row.values())
    pairs = {pair: weight * scale for pair, weight in transitions.items()}
    features = {name: {label: weight * scale for label, weight in row.items()} for name, row in weights.items()}
    kept = {}
    for name, row in features.items():
        large = {label: weight for label, weight in row.items() if abs(weight) >= SMALLEST * 10}
        if large:
            kept[name] = large
    return compile_model(sorted(LABELS), kept, pairs)
