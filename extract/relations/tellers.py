"""Whose word a fact is, where the relation itself says more than the speech around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from extract import speech_cues
from extract.facts import Fact
from extract.relations.candidates import Candidate

SETTINGS: Final = frozenset({"heldAt", "heldOn"})


def own_word(c: Candidate, factuality: str, by: str | None) -> str | None:
    """The entity whose word it is: who denies a deed of his own says so, and who is accused of one accuses not himself.

    `Siti membantah menerima uang` is Siti's word. `Ia dituding menerima uang` is not the word of the person meant by
    `ia`, even where that person spoke before.
    """
    if c.hit is None or c.predicate != "accusedOf":
        return by
    found = speech_cues.load().verb(c.hit.form.lower())
    kind, shape = (found[0].kind, found[0].shape) if found is not None else ("", "")
    if factuality == "denied" and by is None and (kind, shape) == ("deny", "active") and c.subject.at < c.hit.at:
        return c.subject.entity
    if factuality == "alleged" and by == c.subject.entity and (kind, shape) == ("accuse", "passive"):
        return None
    return by


def together(facts: Sequence[Fact]) -> Iterator[Fact]:
    """The facts; whoever tells in a sentence where something is held tells there when, and the other way round."""
    tellers: dict[tuple[str, int, int], str] = {}
    for fact in facts:
        if fact.p in SETTINGS and fact.by is not None:
            tellers.setdefault((fact.s, fact.start, fact.end), fact.by)
    for fact in facts:
        teller = tellers.get((fact.s, fact.start, fact.end)) if fact.p in SETTINGS else None
        yield fact if teller is None or fact.by is not None else replace(fact, by=teller)
