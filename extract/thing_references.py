"""What `acara tersebut` and `surat itu` point back at: the gathering or the document named before.

A noun that says what kind of thing it is and a word that points make a reference. The thing of that type named last
before it is meant, and among those rather one whose own name has the noun in it. Words of being present
(`Turut hadir …`) point at the gathering named last, where their sentence names none. All stand for participants of
facts only.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from extract.document import Reference
from extract.facts import Mention
from extract.headed import Headed
from extract.lexicon import alternatives, read_toml

_KINDS: Final = ("event", "document")
_ENDS: Final = (". ", "! ", "? ", '." ', ".” ")
_REACH: Final = 1200
"""Characters between a reference and what it points at."""


@dataclass(frozen=True, slots=True)
class Things:
    """The nouns of one type: those that may point at anything of it, and those that want their like."""

    type: str
    pattern: Headed
    general: frozenset[str]
    never: re.Pattern[str] | None
    present: Headed | None


@cache
def things() -> tuple[Things, ...]:
    """The shipped nouns; DataError says what is wrong with the file."""
    data = read_toml("coreference.toml").table("things").only("pointing", *_KINDS)
    pointing = alternatives(data.words("pointing"))
    found = []
    for kind in _KINDS:
        table = data.table(kind).only("general", "nouns", "never", "open", "opening", "telling", "between", "present")
        nouns = (*table.words("general"), *table.words("nouns", default=()))
        never, present = table.words("never", default=()), table.words("present", default=())
        patterns = [rf"(?i:{alternatives(nouns)})(?=[ \t]+(?i:{pointing})(?![\w-]))"]
        if openers := table.words("open", default=()):
            opening, nouns_open = alternatives(table.words("opening")), alternatives(openers)
            new = rf"(?:{alternatives(table.words('between'))}[ \t]+)*{alternatives(table.words('telling'))}"
            patterns.append(rf"(?i:{nouns_open})(?=[ \t]+{opening}(?![\w-])(?![ \t]+{new}(?![\w-])))")
            patterns.append(rf"(?:(?<=[.!?”\"][ ])|(?<=\n)){alternatives([w.capitalize() for w in openers])}(?![\w-])")
        found.append(
            Things(
                kind.upper(),
                Headed(rf"(?<![\w-])(?:{'|'.join(patterns)})", (*nouns, *openers)),
                frozenset(table.words("general")),
                re.compile(rf"(?i){alternatives(never)}(?!\w)") if never else None,
                Headed(rf"(?<![\w-]){alternatives(present)}(?![\w-])", present) if present else None,
            )
        )
    return tuple(found)


def find_thing_references(text: str, mentions: Sequence[Mention], skip: Sequence[int] = ()) -> tuple[Reference, ...]:
    """The references to things of an article whose mentions, in order, carry the ids of what they name."""
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    skipped = frozenset(skip)
    starts = [m.start for m in mentions]
    found = []
    for kind in things():
        named = [m for m in mentions if m.type == kind.type and not (kind.never and kind.never.match(text, m.start))]
        if not named:
            continue
        places = [m.start for m in named]
        pointers = [(match, match[0].lower()) for match in kind.pattern.finditer(text)]
        for match in kind.present.finditer(text) if kind.present else ():
            start, end = _sentence(text, *match.span())
            at = bisect_left(places, end)
            if not (at and places[at - 1] >= start):
                pointers.append((match, ""))
        for match, noun in pointers:
            line = bisect_left(lines, match.start() + 1)
            if line in skipped or _covered(mentions, starts, *match.span()):
                continue
            target = _target(text, named[: bisect_left(places, match.start())], match.start(), noun, kind)
            if target is not None:
                found.append(Reference(*match.span(), target))
    return tuple(sorted(set(found)))


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """About where the sentence of a place begins and ends: at a mark before a blank, or with its line."""
    low = max(text.rfind("\n", 0, start), *(text.rfind(mark, 0, start) for mark in _ENDS))
    high = [at for mark in ("\n", *_ENDS) if (at := text.find(mark, end)) >= 0]
    return low + 1, min(high, default=len(text))


def _covered(mentions: Sequence[Mention], starts: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(starts, end)
    return at > 0 and mentions[at - 1].end > start


def _target(text: str, before: Sequence[Mention], at: int, noun: str, kind: Things) -> str | None:
    """The entity of the thing that is meant: the last with the noun in its name, else the last where any may be."""
    near = [m for m in before if at - m.start <= _REACH]
    for m in reversed(near) if noun else ():
        if noun in text[m.start : m.end].lower():
            return m.entity
    if near and (not noun or noun in kind.general):
        return near[-1].entity
    return None
