"""Mentions that are too unsure to stand by themselves: they stand where a fact that is believed holds what they name.

The choice of mentions leaves them in `doc._.tentative`; only the judge of relations looks at them, and `settle` drops
those that it made nothing of. With them go the bare nouns that only point back at a gathering named more fully.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from spacy.tokens import Doc

from extract.document import text_of
from extract.facts import ROLES, Fact, Mention
from extract.thing_references import find_thing_references

Span = tuple[int, int]

_BARE: Final = re.compile("[a-z]+")
_POINTING: Final = re.compile("[A-Za-z][a-z]+$")
"""A noun by itself, whatever letter its sentence begins with."""


def firm(doc: Doc) -> tuple[Mention, ...]:
    """The mentions of a document that stand whatever the facts are."""
    unsure = doc._.tentative
    return tuple(m for m in doc._.mentions if (m.start, m.end) not in unsure) if unsure else tuple(doc._.mentions)


def without_references(
    text: str, mentions: Sequence[Mention], unsure: Collection[Span], skip: Sequence[int] = ()
) -> tuple[Mention, ...]:
    """The mentions without bare nouns and tentative ones that point at something firm: `acara itu` is nothing new."""
    doubted = {
        (m.start, m.end)
        for m in mentions
        if (m.start, m.end) in unsure or (m.type == "EVENT" and _POINTING.match(text, m.start, m.end))
    }
    if not doubted:
        return tuple(mentions)
    sure = [m for m in mentions if (m.start, m.end) not in doubted]
    pointed = find_thing_references(text, sure, skip)
    return tuple(
        m
        for m in mentions
        if (m.start, m.end) not in doubted or not any(m.start < r.end and r.start < m.end for r in pointed)
    )


def settle(doc: Doc) -> None:
    """Drop the tentative mentions of what no fact of the document holds, and those that only point back."""
    unsure = doc._.tentative
    mentions = doc._.mentions
    if unsure:
        held = set(_held(doc._.facts))
        mentions = tuple(m for m in mentions if m.entity in held or (m.start, m.end) not in unsure)
        named = {m.entity for m in mentions} | held
        doc._.entities = tuple(e for e in doc._.entities if e.id in named)
    doc._.mentions = without_bare(text_of(doc), mentions)


def without_bare(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions without `apel` where the article has `apel netralitas`: like a pronoun it points and names nothing.

    What it points at stays the participant of its facts. A gathering that is never named more fully keeps all of its.
    """
    fully = {m.entity for m in mentions if m.type == "EVENT" and " " in text[m.start : m.end]}
    return tuple(m for m in mentions if m.entity not in fully or not _BARE.fullmatch(text, m.start, m.end))


def _held(facts: Iterable[Fact]) -> Iterator[str]:
    for fact in facts:
        for part in ("s", "o", "by", *ROLES):
            value = getattr(fact, part)
            if value is not None:
                yield value
