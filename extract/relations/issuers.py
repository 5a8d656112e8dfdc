"""Who issued a numbered document whose name tells whose it is: `surat Pj. Bupati Utara Nomor 5/12`.

Nothing but the name says so, and the article says elsewhere who holds the office: no pair for the judge to look at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from extract.facts import Entity, Fact, Mention
from extract.holders import status_of
from extract.name_matching import prepare
from extract.relations import frames
from extract.relations.scene import Scene

RULE: Final = "issue/office-in-name"
CONFIDENCE: Final = 0.75
"""Three of four such documents in the training articles were issued by who held the office."""
_HOLDS: Final = frozenset({"current", "acting"})


def issued(
    view: Scene, mentions: Sequence[Mention], entities: Sequence[Entity], facts: Sequence[Fact], version: str
) -> Iterator[Fact]:
    """A fact for each numbered document that bears the name of an office with one holder in the article."""
    numbered = frames.load().numbered
    known = {(fact.p, fact.o) for fact in facts}
    holders = _holders(entities, facts)
    told: set[str] = set()
    for mention in mentions:
        if mention.type != "DOCUMENT" or ("issued", mention.entity) in known or mention.entity in told:
            continue
        found = numbered.match(view.text, mention.start, mention.end)
        holder = holders.get(_key(found["office"])) if found and not status_of(found["office"]) else None
        sentence = next((s for s in view.sentences if s.start <= mention.start < s.end), None)
        if found is None or holder is None or sentence is None:
            continue
        told.add(mention.entity)
        yield Fact(
            p="issued",
            s=holder,
            o=mention.entity,
            start=sentence.start,
            end=sentence.end,
            rule=f"{RULE}@{version}",
            trigger=found.span("office"),
            subject_span=found.span("office"),
            object_span=(mention.start, mention.end),
            confidence=CONFIDENCE,
        )


def _key(office: str) -> tuple[str, ...]:
    """An office's words as coreference compares them: without Pj or Plt, `Walikota` and `Wali Kota` alike."""
    name = prepare(office, "POSITION", {})
    return (*name.words, *sorted(name.levels))


def _holders(entities: Sequence[Entity], facts: Sequence[Fact]) -> Mapping[tuple[str, ...], str]:
    """Office → its one holder."""
    names = {entity.id: entity for entity in entities}
    held: dict[tuple[str, ...], set[str]] = {}
    for fact in facts:
        if fact.p == "holdsPosition" and fact.o and fact.status in _HOLDS and fact.factuality == "asserted":
            office = names[fact.o]
            for spelling in (office.name, *office.mentions):
                held.setdefault(_key(spelling), set()).add(fact.s)
    return {office: next(iter(people)) for office, people in held.items() if len(people) == 1}
