"""What a recogniser finds in unlabelled news, word by word: how a word is labelled where its place gives it away.

A name that the gold articles lack may stand in the news a hundred times, after "Bupati" or before "mengatakan":
labelled there by its places, it becomes a feature everywhere. To keep the features of a gold article free of its own
labels, the articles are parted in two, and each half takes what the model of the other half found.
"""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from extract.ner import NameRecogniser
from extract.training.ner.corpus import cut

_LONGEST: Final = 80
"""Lines of a text: some of the news is one long run of sentences without a break between articles."""

Habits = Mapping[str, Counter[str]]
"""Lower-case word → how often it got each label, the end of a name counted as its inside, a whole name as its begin."""


def articles(raw: Path) -> Iterator[str]:
    """The texts of the unlabelled news, parted by empty lines."""
    lines: list[str] = []
    with gzip.open(raw, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                lines.append(line)
            if lines and (not line.strip() or len(lines) == _LONGEST):
                yield "".join(lines)
                lines = []
    if lines:
        yield "".join(lines)


def gather(recogniser: NameRecogniser, texts: list[list[list[str]]]) -> Habits:
    """How the recogniser labels each word of texts, which are lines of words."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    short = {label: {"S": "B", "E": "I"}.get(label[0], label[0]) + label[1:] for label in recogniser.model.labels}
    for lines in texts:
        for words, labels in zip(lines, recogniser.label(lines), strict=True):
            for word, label in zip(words, labels, strict=True):
                counts[word.lower()][short[label]] += 1
    return counts


def words_of(raw: Path) -> list[list[list[str]]]:
    """The unlabelled news as articles of lines of words."""
    return [[list(line.words) for line in cut(text)] for text in articles(raw)]


def features(habits: Habits) -> dict[str, tuple[str, ...]]:
    """Lower-case word → the labels that it got often, with how often: `qB-PERSON3`."""
    out = {}
    for word, count in habits.items():
        total = sum(count.values())
        if total < 2 or not word[:1].isalpha():
            continue
        found = []
        for label, n in sorted(count.items()):
            share = n / total
            if share >= 0.15:
                found.append(f"q{label}{3 if share > 0.85 else 2 if share > 0.5 else 1 if share > 0.3 else 0}")
        if found != ["qO3"] or total > 20:
            out[word] = tuple(found)
    return out


def together(*parts: Habits) -> Habits:
    """The sum of counts."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for part in parts:
        for word, count in part.items():
            counts[word].update(count)
    return counts
