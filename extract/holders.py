"""Who holds which office, as far as the article names a person beside it (`Camat Sukamaju, Budi`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from extract.coreference_words import coreference_words
from extract.facts import Mention
from extract.reference_words import ReferenceWords, reference_words

_CLOSED: Final = re.compile(r"[ \t]*(?:[,.;:)–\"”’(-]|$|\n|yang\b|dan\b|serta\b|itu\b|tersebut\b)")


@dataclass(frozen=True, slots=True)
class Holders:
    """Who holds which office, by the offices that stand beside a name: (office, status) → places and persons."""

    beside: Mapping[tuple[str, str], tuple[tuple[int, str], ...]]
    adjacent: frozenset[int]
    """Beginnings of the office mentions that stand beside a name, and so point at nobody themselves."""

    def of(self, office: str, status: str, at: int) -> str | None:
        """The holder named last before the place, else next after it; a bare office is held now if by anybody."""
        for wanted in (status, *(s for s in ("", "former", "candidate") if status == "" and s != status)):
            places = self.beside.get((office, wanted), ())
            if places:
                before = [person for place, person in places if place <= at]
                return before[-1] if before else places[0][1]
        return None

    def holds(self, person: str, office: str) -> bool:
        """Whether the person stands beside the office anywhere, as its holder of whatever time."""
        return any(
            person == other for (held, _), places in self.beside.items() if held == office for _, other in places
        )


def holders_of(text: str, mentions: Sequence[Mention]) -> dict[str, str]:
    """Office id → id of the person named last beside it as its holder of now, for offices that have one."""
    beside = find_holders(text, mentions).beside
    return {office: places[-1][1] for (office, status), places in beside.items() if status == ""}


def without_office(before: str, text: str, place: int, mentions: Sequence[Mention]) -> str:
    """What stands before a name once the office beside it is taken off: `kata Ketua KPU Budi` → `kata `."""
    for m in reversed(mentions):
        if m.start < place and m.type in ("POSITION", "ORG") and place - m.end <= 30 and m.start >= place - len(before):
            gap = text[m.end : place]
            if reference_words().apposition.fullmatch(gap) or m.end == place:
                return before[: len(before) - (place - m.start)]
    return before


def status_of(office: str) -> str:
    """How a mention of an office has it: "" held, "former", or "candidate"."""
    word = office.lower()
    first = word.split()[0] if word.split() else ""
    if re.match(r"(?:mantan|eks|bekas)\b", word):
        return "former"
    calling = re.match(r"(?:bakal calon|calon|bacalon|balon|kandidat)\b", word)
    if calling or first in coreference_words().candidate_words:
        return "candidate"
    return ""


def find_holders(text: str, mentions: Sequence[Mention]) -> Holders:
    patterns = reference_words()
    beside: dict[tuple[str, str], list[tuple[int, str]]] = {}
    adjacent: set[int] = set()
    for n, office in enumerate(mentions):
        if office.type != "POSITION":
            continue
        person = _beside(text, mentions, n, patterns)
        if person is not None:
            adjacent.add(office.start)
            key = (office.entity, status_of(text[office.start : office.end]))
            beside.setdefault(key, []).append((office.start, person))
    return Holders({key: tuple(places) for key, places in beside.items()}, frozenset(adjacent))


def _beside(text: str, mentions: Sequence[Mention], n: int, patterns: ReferenceWords) -> str | None:
    """The person who stands beside an office: behind it (`Camat Sukamaju, Budi`), else before it (`Budi, Camat …`)."""
    office = mentions[n]
    for other in mentions[n + 1 : n + 3]:
        gap = text[office.end : other.start]
        if "\n" in gap or len(gap) > 60:
            break
        if other.type == "PERSON" and patterns.apposition.fullmatch(gap):
            return other.entity
        if other.type not in ("ORG", "PLACE", "POSITION", "DATE") or len(gap) > 4:
            break
    for other in reversed(mentions[max(0, n - 2) : n]):
        gap = text[other.end : office.start]
        if other.type != "PERSON":
            continue
        if "\n" in gap or len(gap) > 60:
            break
        if patterns.holding.fullmatch(gap):
            return other.entity
        # "Budi, Ketua KPU, …" and not "Kepada Budi, Ketua KPU mengatakan …".
        closed = _CLOSED.match(text, office.end)
        if closed and re.fullmatch(r"[,(\s–-]+(?:[A-Z][\w.]{0,6}\.?[,\s]+){0,3}", gap):
            return other.entity
        break
    return None
