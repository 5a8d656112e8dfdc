"""Labelled candidates from annotated articles, whoever found their mentions."""

from __future__ import annotations

import collections
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from extract.coreference import all_references, resolve_mentions
from extract.dates import date_mentions
from extract.entities import entities, office
from extract.facts import SYMMETRIC, Entity, Mention
from extract.relations import frames, scene
from extract.relations.candidates import Candidate, candidates
from extract.relations.features import DENSE, Describer
from extract.relations.syntax import Syntax
from extract.tentative import without_references

Key = tuple[str, str, str]
Values = tuple[Sequence[Mention], Sequence[Entity]]


class Chosen(NamedTuple):
    """A mention that was chosen: `firm` where it stands by itself, not for a fact's sake alone."""

    start: int
    end: int
    type: str
    chance: float
    firm: bool


@dataclass(slots=True)
class Example:
    """An article's candidates: their features, whether the reference states them, and how much each counts.

    `names`: entity of the example → entity of the reference, where they are the same thing. `group`: the article, so
    that its versions are never parted in cross-validation. `wanted`: what the reference states.
    """

    group: int
    scene: scene.Scene
    candidates: list[Candidate]
    sparse: list[list[str]]
    dense: NDArray[np.float32]
    labels: NDArray[np.int8]
    weights: NDArray[np.float32]
    names: Mapping[str, str]
    wanted: frozenset[Key]

    def key(self, c: Candidate) -> Key:
        """What a candidate says in terms of the reference; entities it does not know keep a mark."""
        p, s, o = (
            c.predicate,
            self.names.get(c.subject.entity, "?" + c.subject.entity),
            self.names.get(c.object.entity, "?" + c.object.entity),
        )
        return (p, o, s) if p in SYMMETRIC and s > o else (p, s, o)


def read(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON Lines file."""
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]


def reference_values(record: Mapping[str, Any]) -> tuple[list[Mention], list[Entity]]:
    """The mentions and entities of a reference annotation as the pipeline's values."""
    mentions = [Mention(m["start"], m["end"], m["entity"], m["type"]) for m in record["mentions"]]
    return mentions, [Entity(e["id"], e["type"], e["name"]) for e in record["entities"]]


def chosen_values(record: Mapping[str, Any], chosen: Sequence[Chosen], doc: Doc) -> Values:
    """Chosen mentions and the dates of a document as the pipeline's values."""
    text = record["text"]
    named = [(m.start, m.end, m.type, office(text[m.start : m.end]) if m.type == "POSITION" else "") for m in chosen]
    named += [(d.start, d.end, "DATE", d.iso or "") for d in date_mentions(doc)]
    mentions, entities_ = entities(text, named)
    mentions, entities_ = resolve_mentions(text, mentions, entities_, record.get("published"))
    unsure = {(m.start, m.end) for m in chosen if not m.firm}
    return without_references(text, mentions, unsure, doc._.skip), entities_


def align(record: Mapping[str, Any], mentions: Iterable[Mention], entities: Iterable[Entity]) -> dict[str, str]:
    """Each entity read as the reference entity of its type that its mentions overlap most, as the scorer does."""
    types = {e.id: e.type for e in entities}
    owner: dict[str, list[dict[str, Any]]] = collections.defaultdict(list)
    for m in record["mentions"]:
        owner[m["type"]].append(m)
    votes: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for mention in mentions:
        for m in owner[types[mention.entity]]:
            if mention.start < m["end"] and m["start"] < mention.end:
                votes[mention.entity][m["entity"]] += 2 if (mention.start, mention.end) == (m["start"], m["end"]) else 1
    return {entity: max(sorted(count), key=lambda e: count[e]) for entity, count in votes.items()}


def example(
    group: int,
    record: Mapping[str, Any],
    values: Values,
    skip: Sequence[int],
    starts: Sequence[int],
    syntax: Syntax | None,
    chances: Mapping[tuple[int, int], float] | None = None,
) -> Example:
    """The labelled candidates of one article; `starts`: where its sentences begin."""
    text = record["text"]
    mentions, entities = values
    references = [(r.start, r.end, r.entity) for r in all_references(text, mentions, skip)]
    view = scene.build(text, mentions, entities, references, skip, frames.load(), starts, syntax, chances)
    found = candidates(view, frames.load())
    describer = Describer(view, found, frames.load(), list)
    described = [describer.describe(c) for c in found]
    stated: dict[Key, set[int]] = collections.defaultdict(set)
    directed: set[Key] = set()
    skipped = set(record["skip"])
    for fact in record["facts"]:
        line = text.count("\n", 0, fact["start"]) + 1
        if fact["p"] != "stated" and line not in skipped:
            p, s, o = fact["p"], fact["s"], fact["o"]
            directed.add((p, s, o))
            stated[(p, o, s) if p in SYMMETRIC and s > o else (p, s, o)].add(line)
    made = Example(
        group,
        view,
        found,
        [list(dict.fromkeys(chain.from_iterable(parts))) for parts, _ in described],
        np.array([dense for _, dense in described], np.float32).reshape(len(found), len(DENSE)),
        np.zeros(len(found), np.int8),
        np.ones(len(found), np.float32),
        align(record, mentions, entities),
        frozenset(stated),
    )
    for i, c in enumerate(found):
        lines = stated.get(made.key(c))
        if c.predicate == "accompanied" and lines is not None:
            # Either order is accepted as an answer, but who was at whose side is worth knowing.
            names = (c.predicate, made.names.get(c.subject.entity, ""), made.names.get(c.object.entity, ""))
            lines = lines if names in directed else None
        if lines is not None:
            made.labels[i] = 1
            # The article says it elsewhere, so whether this sentence says it too is not known.
            if view.sentences[c.sentence].line not in lines:
                made.weights[i] = 0.0
    return made
