"""Classes of words used alike: clusters of the word vectors, at three grains."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy
import spacy
from sklearn.cluster import MiniBatchKMeans

from extract.training.vectors import lines

GRAINS = (64, 256, 1024)
_OFTEN = 15_000
"""The most frequent words, which the clusters are made of; the rest are put into them."""


def clusters(vectors: Path, shared: Path) -> dict[str, tuple[str, ...]]:
    """Lower-case word → its clusters' names, for each word seen twice in the text that the vectors were learnt from."""
    nlp = spacy.load(vectors)
    counts: Counter[str] = Counter()
    for line in lines(shared):
        counts.update(token.lower_ for token in nlp.tokenizer(line.strip()))
    words = sorted((w for w, n in counts.items() if n > 1 and not w.isspace()), key=lambda w: (-counts[w], w))
    table = numpy.stack([numpy.asarray(nlp.vocab[word].vector, "float32") for word in words])
    table /= numpy.linalg.norm(table, axis=1, keepdims=True) + 1e-9
    found = []
    for grain in GRAINS:
        means = MiniBatchKMeans(min(grain, len(words)), random_state=1, n_init=1, max_iter=30, batch_size=4096)
        found.append(means.fit(table[:_OFTEN]).predict(table))
    return {word: tuple(f"c{n}={row[place]}" for n, row in enumerate(found)) for place, word in enumerate(words)}
