"""Mentions that are too unsure to stand by themselves: they stand where a fact that is believed holds what they name.

The choice of mentions leaves them in `doc._.tentative`; only the judge of relations looks at them, and `settle` drops
those that it made nothing of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from spacy.tokens import Doc

from extract.facts import ROLES, Fact, Mention
from extract.thing_references import find_thing_references

Span = tuple[int, int]


def firm(doc: Doc) -> tuple[Mention, ...]:
    """The mentions of a document that stand whatever the facts are."""
    unsure = doc._.tentative
    return tuple(m for m in doc._.mentions if (m.start, m.end) not in unsure) if unsure else tuple(doc._.mentions)


def without_references(
    text: str, mentions: Sequence[Mention], unsure: Collection[Span], skip: Sequence[int] = ()
) -> tuple[Mention, ...]:
    """The mentions without tentative ones where something firm is pointed at: `acara itu` names nothing new."""
    if not unsure:
        return tuple(mentions)
    sure = [m for m in mentions if (m.start, m.end) not in unsure]
    pointed = find_thing_references(text, sure, skip)
    return tuple(
        m
        for m in mentions
        if (m.start, m.end) not in unsure or not any(m.start < r.end and r.start < m.end for r in pointed)
    )


def settle(doc: Doc) -> None:
    """Drop the tentative mentions of what no fact of the document holds."""
    unsure = doc._.tentative
    if not unsure:
        return
    held = set(_held(doc._.facts))
    kept = tuple(m for m in doc._.mentions if m.entity in held or (m.start, m.end) not in unsure)
    named = {m.entity for m in kept} | held
    doc._.mentions = kept
    doc._.entities = tuple(e for e in doc._.entities if e.id in named)


def _held(facts: Iterable[Fact]) -> Iterator[str]:
    for fact in facts:
        for part in ("s", "o", "by", *ROLES):
            value = getattr(fact, part)
            if value is not None:
                yield value
