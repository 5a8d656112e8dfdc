"""Copies of annotated articles under other names, so that places are learnt and not the people of the articles.

In a copy, each word of a person's name becomes another name's word, the same one everywhere in the article, and each
region becomes another region, also inside the names of offices and bodies. Labels stay.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from extract.training.ner.corpus import Line, Reading
from extract.training.ner.habits import CORPORA, sentences
from extract.training.ner.names import DATA

_PERSON = frozenset(("PER", "PPL", "PERSON"))


def name_words(data: Path) -> tuple[list[str], list[str]]:
    """Words that begin persons' names in the other corpora, and words that go on them, frequent ones more often."""
    first: Counter[str] = Counter()
    later: Counter[str] = Counter()
    for name in CORPORA:
        for sentence in sentences(data / name):
            for word, label in sentence:
                if label[2:] in _PERSON and word.isalpha() and len(word) > 2:
                    (first if label[0] == "B" else later)[word.capitalize()] += 1
    return [w for w, n in sorted(first.items()) for _ in range(min(n, 3))], [
        w for w, n in sorted(later.items()) for _ in range(min(n, 3))
    ]


def region_names() -> list[tuple[str, ...]]:
    """The names of provinces, regencies and cities, as words."""
    rows = (line for line in (DATA / "regions.csv").read_text(encoding="utf-8").splitlines() if line[0] != "#")
    return sorted({tuple(row["name"].split()) for row in csv.DictReader(rows)})


def renamed(
    article: Reading, chance: random.Random, persons: tuple[list[str], list[str]], regions: Sequence[tuple[str, ...]]
) -> Reading:
    """The article under other names."""
    one = [region[0] for region in regions if len(region) == 1]
    known = set(one)
    people: dict[str, str] = {}
    places: dict[str, str] = {}
    for line, labels in zip(article.lines, article.labels, strict=True):
        for word, label in zip(line.words, labels, strict=True):
            if (
                label[2:] == "PERSON"
                and word[0].isupper()
                and len(word) > 2
                and word[1:].islower()
                and word not in people
            ):
                people[word] = chance.choice(persons[0] if label[0] in "BS" else persons[1])
            elif word in known and word not in places:
                places[word] = chance.choice(one)
    lines = []
    for line, labels in zip(article.lines, article.labels, strict=True):
        words = tuple(
            people.get(word, word)
            if label[2:] == "PERSON"
            else places.get(word, word)
            if label[2:] in ("PLACE", "ORG", "POSITION", "EVENT", "GROUP")
            else word
            for word, label in zip(line.words, labels, strict=True)
        )
        lines.append(Line(words, line.places, line.number))
    return replace(article, lines=tuple(lines))
