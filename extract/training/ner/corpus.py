"""Annotated articles as lines of words with labels, and labels back as mentions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.facts import ENTITY_TYPES
from extract.ner import split_lines
from extract.ner_weights import spans
from extract.tokenizer import blank

LABELS = ("O", *(f"{place}-{kind}" for kind in sorted(ENTITY_TYPES) for place in "BEIS"))
"""Those of a word: outside of names, or where it stands in one of a type."""
Mention = tuple[int, int, str]
"""Start and end in characters, and the type."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an article: its words, where each stands in the text, and its number (from 1)."""

    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    number: int


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as the recogniser sees it; `labels` where it is annotated, `skip`: lines of boilerplate."""

    id: str
    text: str
    lines: tuple[Line, ...]
    labels: tuple[tuple[str, ...], ...] = ()
    skip: frozenset[int] = frozenset()


_NLP = blank()


def read(path: Path) -> list[Reading]:
    """The articles of a gold file."""
    records = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [annotated(record) for record in records]


def annotated(record: Mapping[str, Any]) -> Reading:
    """One article of a gold file."""
    lines = cut(record["text"])
    found = sorted((m["start"], m["end"], m["type"]) for m in record["mentions"])
    labels = tuple(tuple(_labels(line, found)) for line in lines)
    return Reading(record["id"], record["text"], lines, labels, frozenset(record.get("skip", ())))


def cut(text: str) -> tuple[Line, ...]:
    """A text's lines, those without a word left out."""
    doc = _NLP.make_doc(text)
    lines = []
    for numbers in split_lines(doc):
        tokens = [doc[n] for n in numbers]
        places = tuple((token.idx, token.idx + len(token.text)) for token in tokens)
        number = text.count("\n", 0, places[0][0]) + 1
        lines.append(Line(tuple(token.text for token in tokens), places, number))
    return tuple(lines)


def _labels(line: Line, mentions: Sequence[Mention]) -> list[str]:
    labels = ["O"] * len(line.words)
    low, high = line.places[0][0], line.places[-1][1]
    for start, end, kind in mentions:
        if end <= low or start >= high:
            continue
        inside = [n for n, (a, b) in enumerate(line.places) if a < end and b > start]
        if not inside or any(labels[n] != "O" for n in inside):
            continue
        if len(inside) == 1:
            labels[inside[0]] = f"S-{kind}"
        else:
            labels[inside[0]], labels[inside[-1]] = f"B-{kind}", f"E-{kind}"
            for n in inside[1:-1]:
                labels[n] = f"I-{kind}"
    return labels


def mentions(article: Reading, labels: Iterable[Sequence[str]]) -> list[Mention]:
    """What the labels of an article's lines say, in characters."""
    return [
        (line.places[start][0], line.places[end - 1][1], kind)
        for line, row in zip(article.lines, labels, strict=True)
        for start, end, kind in spans(row)
    ]


def system(article: Reading, found: Iterable[Mention]) -> dict[str, Any]:
    """An article in the form that the scorer of the gold articles reads, each mention an entity of its own."""
    numbered = [(f"m{n}", *mention) for n, mention in enumerate(found)]
    return {
        "id": article.id,
        "mentions": [{"start": a, "end": b, "entity": name, "type": kind} for name, a, b, kind in numbered],
        "entities": [{"id": name, "type": kind, "name": article.text[a:b]} for name, a, b, kind in numbered],
        "facts": [],
    }
