"""The view: what all articles say together, written unit by unit as lines of N-Quads.

A unit is a thing's names and classes, an office holding, or what follows from who was at one event. Each is a pure
function of counts and claims, and no two units write the same line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from extract.errors import DataError
from kg import iri
from kg.graph import plain_predicate, term
from kg.nquads import line, partial_date, ref, text
from kg.vocabulary import CLASSES, DATA, FACTUALITY, KG, ORG, RDF, SKOS, STATUS, VIEW

OFFICES: Final = Path(__file__).with_name("offices.toml")
PRESENT: Final = ("attended", "led")
"""Predicates by which somebody was at an event."""
_TYPES: Final = {segment: kind for kind, segment in iri.KINDS.items()}


def label(names: Mapping[str, int]) -> str:
    """The name that most articles give a thing, the longest of those that equally many give."""
    return min(names, key=lambda name: (-names[name], -len(name), name))


def thing_lines(thing: str, label: str, others: Iterable[str], official: bool, candidate: bool) -> set[str]:
    """A thing's classes and labels: its own name, and beside it all others that were seen."""
    own = DATA + thing
    lines = {line(own, RDF.type, ref(each), VIEW) for each in CLASSES[_TYPES[thing.partition("/")[0]]]}
    lines.add(line(own, SKOS.prefLabel, text(label), VIEW))
    lines |= {line(own, SKOS.altLabel, text(other), VIEW) for other in others}
    if official:
        lines.add(line(own, RDF.type, ref(KG.Official), VIEW))
    if candidate:
        lines.add(line(own, RDF.type, ref(KG.Candidate), VIEW))
    return lines


def plain_line(subject: str, predicate: str, target: str) -> str:
    """The plain triple of an asserted edge; `predicate` as `kg.graph.plain_predicate` gives it."""
    return line(DATA + subject, KG[predicate], term(target), VIEW)


def holding_lines(holding: str, person: str, office: str, status: str, dates: tuple[str, str]) -> set[str]:
    """An office holding with the first and the last day on which it was observed, empty where no date is known."""
    own = DATA + holding
    lines = {
        line(own, RDF.type, ref(KG.OfficeHolding), VIEW),
        line(own, RDF.type, ref(ORG.Membership), VIEW),
        line(own, ORG.member, term(person), VIEW),
        line(own, KG.office, term(office), VIEW),
    }
    if status:
        lines.add(line(own, KG.status, ref(STATUS[status]), VIEW))
    for date, predicate in zip(dates, (KG.firstObserved, KG.lastObserved), strict=True):
        known = partial_date(date)
        if known:
            lines.add(line(own, predicate, known, VIEW))
    return lines


@dataclass(frozen=True, slots=True)
class Presence:
    """One actor's attendance at an event, or one person's candidacy: its factuality and the claims it rests on."""

    factuality: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Derived:
    """That somebody was at an event with a candidate; `alleged` where anything that it rests on is."""

    subject: str
    predicate: str
    candidate: str
    claims: tuple[str, ...]

    @property
    def alleged(self) -> bool:
        """Whether it is an allegation, which never makes a plain triple."""
        return self.predicate == "allegedlyAttendedEventWithCandidate"


def is_later(date: str, day: str) -> bool:
    """Whether a date is later than a day for certain, each as far as it is known.

    >>> is_later("2031-06", "2031-05-03"), is_later("2031-05", "2031-05-03"), is_later("", "2031")
    (True, False, False)
    """
    known = min(len(date), len(day))
    return date[:known] > day[:known]


def derive(present: Mapping[str, Presence], candidacies: Mapping[str, Presence]) -> Iterator[Derived]:
    """What follows from who was at an event; `candidacies` are those of the people who were."""
    for candidate in sorted(candidacies):
        candidacy, there = candidacies[candidate], present[candidate]
        for actor in sorted(present):
            if actor == candidate:
                continue
            own = present[actor]
            if own.factuality == there.factuality == "asserted" and candidacy.factuality != "alleged":
                planned = candidacy.factuality == "planned"
                name = "attendedEventWithProspectiveCandidate" if planned else "attendedEventWithCandidate"
            else:
                name = "allegedlyAttendedEventWithCandidate"
            yield Derived(actor, name, candidate, tuple(sorted({*own.claims, *there.claims, *candidacy.claims})))


def derived_lines(event: str, derived: Derived) -> set[str]:
    """A derived claim with the claims that it rests on."""
    name = derived.subject.rpartition("/")[2].rpartition("-")[0]
    own = iri.thing("DERIVED", name, derived.subject, derived.predicate, derived.candidate, event)
    lines = {
        line(own, RDF.type, ref(KG.DerivedClaim), VIEW),
        line(own, RDF.subject, term(derived.subject), VIEW),
        line(own, RDF.predicate, ref(KG[derived.predicate]), VIEW),
        line(own, RDF.object, term(derived.candidate), VIEW),
        line(own, KG.sharedEvent, term(event), VIEW),
        line(own, KG.factuality, ref(FACTUALITY["alleged" if derived.alleged else "asserted"]), VIEW),
    }
    return lines | {line(own, KG.restsOn, ref(claim), VIEW) for claim in derived.claims}


def makes_official(office: str, status: str) -> bool:
    """Whether an asserted holding of an office makes an official: a public office that is held now."""
    return plain_predicate("holdsPosition", status) == "holdsPosition" and is_public(office)


@lru_cache(maxsize=65_536)
def is_public(office: str) -> bool:
    """Whether an office, given as a thing, is a public one by the words of its name."""
    public, private = _offices()
    words = f"-{office.partition('/')[2].rpartition('-')[0]}-"
    return any(f"-{word}-" in words for word in public) and not any(f"-{word}-" in words for word in private)


@cache
def _offices() -> tuple[tuple[str, ...], tuple[str, ...]]:
    record = tomllib.loads(OFFICES.read_text(encoding="utf-8"))
    lists = []
    for name in ("public", "private"):
        words = record.get(name)
        if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
            raise DataError(f"the list {name!r} is missing or holds something else than words.", where=str(OFFICES))
        lists.append(tuple(words))
    return lists[0], lists[1]
