"""Where a reference fact stands: the reference gives a line, the rules need sentence, participants, trigger."""

from __future__ import annotations

from dataclasses import dataclass

from extract import speech_cues
from extract.facts import ArticleFacts, Fact
from extract.relations import frames as relation_frames
from extract.speech_scene import Item, read_lines

Span = tuple[int, int]


@dataclass(frozen=True)
class Place:
    """A reference fact with the places that a rule would have seen."""

    fact: Fact
    sentence: Span
    trigger: Span | None
    subject: Span | None
    object: Span | None


def places(article: ArticleFacts) -> list[Place]:
    """The places of all facts but `stated`, in order."""
    frames = relation_frames.load()
    lines = read_lines(article.text, article.mentions, (), article.entities, article.skip, speech_cues.load())
    by_line = {line.number: line for line in lines}
    found = []
    for fact in article.facts:
        line = by_line.get(article.text.count("\n", 0, fact.start) + 1)
        if fact.p == "stated" or line is None:
            continue
        best: tuple[tuple[float, ...], Place] | None = None
        for number, sentence in enumerate(line.sentences):
            items = [item for item in line.items if item.sentence == number]
            hits = frames.find([item.word for item in items], [(item.start, item.end) for item in items])
            candidate = _place(fact, sentence, items, [hit.at for hit in hits.get(fact.p, ())])
            if best is None or candidate[0] > best[0]:
                best = candidate
        if best is not None:
            found.append(best[1])
    return found


def _place(fact: Fact, sentence: Span, items: list[Item], hits: list[int]) -> tuple[tuple[float, ...], Place]:
    subjects: list[int | None] = [i for i, item in enumerate(items) if item.entity == fact.s]
    objects: list[int | None] = [i for i, item in enumerate(items) if item.entity == fact.o]
    pairs = [(s, o) for s in subjects or [None] for o in objects or [None]]
    s, o = min(pairs, key=_apart)
    anchors = [x for x in (s, o) if x is not None]
    hit = min(hits, key=lambda h: (sum(abs(h - a) for a in anchors), h), default=None)
    cost = sum(abs(hit - a) for a in anchors) if hit is not None else 40

    def span(i: int | None) -> Span | None:
        return (items[i].start, items[i].end) if i is not None else None

    score = (bool(subjects) + bool(objects) + 0.5 * bool(hits), -cost)
    return score, Place(fact, sentence, span(hit), span(s), span(o))


def _apart(pair: tuple[int | None, int | None]) -> int:
    one, other = pair
    return 0 if one is None or other is None else abs(one - other)
