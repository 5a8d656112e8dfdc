"""Candidates for mentions that rules see in a text: names of offices, bodies, places, documents, gatherings, persons.

Each rule yields candidates: a span, a type, and the rule's own name. They are suggestions, and may overlap; which stand
is decided in `extract.entities`. The patterns come from `extract.grammar`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from extract import gazetteer, grammar, name_ends, titles
from extract.grammar import Grammar

_WORD: Final = re.compile(r"\([A-Za-z][\w/ -]{1,24}\)|[\w'’/.&-]+")
_NUMERAL: Final = re.compile(r"[IVX]+")
_INITIALS: Final = re.compile(r"(?<!\w)[A-Z][A-Za-z]{0,3}(?!\w)")
_AFTER_OFFICE: Final = re.compile(r"[ \t]+([A-Z]{1,3})(?![\w/])(?![ \t]+[A-Z])")
_OF_REGION: Final = frozenset({"office", "state", "party", "security", "justice", "association"})
_ACRONYM: Final = re.compile(r"[ \t]*\([A-Z][\w/ -]{1,24}\)")
_BLANK: Final = re.compile(r"[ \t]+")
_ACTING: Final = re.compile(r"(?<![\w-])(?:P[jJ]s?|Plt|Plh|PLT|PLH)(?=\.?[ \t]+[A-Z])")
"""`Pj Sarwono`: the office is left unsaid."""
_INSIDE: Final = re.compile(r"[ \t]+(?:pada|di)[ \t]+(?=[A-Z])")
_STATE_OFFICES: Final = ("menteri", "wakil menteri", "presiden", "wakil presiden", "panglima")
_LONGEST_NAME: Final = 5


class Candidate(NamedTuple):
    """A span that a rule takes for a mention of a type; `weak` where the rule only says that it might be."""

    start: int
    end: int
    type: str
    source: str
    weak: bool = False


def candidates(text: str) -> Iterator[Candidate]:
    """Everything that the rules suggest in a text, rule by rule."""
    patterns = grammar.load()
    yield from _patterns(text, patterns)
    yield from _offices(text, patterns)
    yield from _bodies(text, patterns)
    yield from _places(text, patterns)
    yield from _persons(text, patterns)
    yield from _runs(text, patterns)
    for kind, source, pattern in patterns.phrases:
        for match in pattern.finditer(text):
            for end in _word_ends(text, *match.span(1)):
                yield Candidate(match.start(1), end, kind, source, weak=True)


def _patterns(text: str, patterns: Grammar) -> Iterator[Candidate]:
    for kind, rules in (
        ("DOCUMENT", patterns.documents),
        ("EVENT", patterns.events),
        ("OFFENCE", patterns.offences),
        ("ORG", patterns.bodies),
        ("GROUP", patterns.groups),
    ):
        for name, pattern in rules:
            for match in pattern.finditer(text):
                yield Candidate(*match.span(match.lastindex or 0), kind, f"{kind.lower()}: {name}")
    for match in _ACTING.finditer(text):
        if patterns.office.match(text, match.start()) is None:
            yield Candidate(match.start(), match.end(), "POSITION", "acting, before a name")
    for match in patterns.initials.finditer(text):
        for one in _INITIALS.finditer(text, *match.span(match.lastindex or 0)):
            yield Candidate(one.start(), one.end(), "PERSON", "person: initials")


def _offices(text: str, patterns: Grammar) -> Iterator[Candidate]:
    for match in patterns.office.finditer(text):
        head, rest = match[2], match[3]
        end = name_ends.without_person(text, match.start(3), match.end(3), of_area=head.casefold() in patterns.of_area)
        if not rest and head[0].islower() and not match[1]:
            continue
        if match[1]:
            yield from _after_status(text, match)
        initials = _initials_after(text, match, patterns)
        if initials:
            yield Candidate(*initials, "PERSON", "initials after an office")
            yield Candidate(match.start(), match.start(3), "POSITION", "office of an area: bare")
            continue
        yield from _cuts(text, match.start(), match.start(3), match.end(3), "POSITION", patterns)
        end = name_ends.without_bracket(text, match.start(), end)
        known = name_ends.to_known(text, match.start(), match.start(3), match.end(3))
        if known is not None:
            yield Candidate(match.start(), known, "POSITION", "office to a known name")
        inside = _INSIDE.match(text, end)
        body = patterns.body.match(text, inside.end()) if inside else None
        if body is not None:
            yield from _cuts(text, match.start(), body.start(), body.end(), "POSITION", patterns)
        complement = end > match.start(3)
        sure = complement and name_ends.in_region(text, match.start(3), end)
        name = "office of an area" if head.casefold() in patterns.of_area else "office in a body"
        yield Candidate(
            match.start(), end, "POSITION", f"{name}{': known region' if sure else '' if complement else ': bare'}"
        )


def _after_status(text: str, office: re.Match[str]) -> Iterator[Candidate]:
    """An office without the word before it that says how it is held, where a text keeps the two apart."""
    end = office.end(2)
    yield Candidate(office.start(2), end, "POSITION", "office without what stands before", weak=True)
    for word in _WORD.finditer(text, office.start(3), office.end(3)):
        yield Candidate(office.start(2), word.end(), "POSITION", "office without what stands before", weak=True)


def _initials_after(text: str, office: re.Match[str], patterns: Grammar) -> tuple[int, int] | None:
    """Where the initials of a person stand after the office that he holds: `Lurah AJ`, but not `Menteri HAM`."""
    after = _AFTER_OFFICE.match(text, office.start(3))
    head = office[2].casefold()
    if (
        after is None
        or head not in patterns.of_area
        or head.startswith(_STATE_OFFICES)
        or after[1] in gazetteer.load().names
        or _NUMERAL.fullmatch(after[1])
    ):
        return None
    return after.span(1)


def acting_of(text: str, start: int) -> int | None:
    """The end of the `Pj` at `start` right before a name, where the office is left unsaid; else None."""
    found = _ACTING.match(text, start)
    return found.end() if found and grammar.load().office.match(text, start) is None else None


def initials_of(text: str, start: int) -> tuple[int, int] | None:
    """Where the initials stand after the office that begins at `start`; None where there are none."""
    patterns = grammar.load()
    match = patterns.office.match(text, start)
    return _initials_after(text, match, patterns) if match else None


def _bodies(text: str, patterns: Grammar) -> Iterator[Candidate]:
    for match in patterns.body.finditer(text):
        region = patterns.of_region.match(text, match.start())
        end = match.end()
        if region:
            end = name_ends.without_person(text, region.end(), end, of_area=True)
        yield from _cuts(text, match.start(), match.start(), match.end(), "ORG", patterns)
        end = name_ends.without_bracket(text, match.start(), end)
        sure = region is not None and name_ends.in_region(text, region.end(), end)
        if region is None:
            yield from _to_region(text, match)
        yield Candidate(match.start(), end, "ORG", "body of a region" if sure else "body")
    for match in patterns.common_body.finditer(text):
        for end in _word_ends(text, match.start(), match.end()):
            yield Candidate(match.start(), end, "ORG", "body in lower case", weak=True)
    for start, end, known in gazetteer.names_of(text):
        if known.type in ("ORG", "POSITION"):
            yield Candidate(start, end, known.type, f"known {known.kind}")
            if known.kind in _OF_REGION:
                yield from _of_region(text, start, end, known.kind)


def _of_region(text: str, start: int, end: int, kind: str) -> Iterator[Candidate]:
    """A known office and the region behind it, past the acronym in brackets: `Dinas Kesehatan (Dinkes) Kota Bekasi`."""
    bracket = _ACRONYM.match(text, end)
    if bracket:
        end = bracket.end()
    blank = _BLANK.match(text, end)
    if blank is None:
        return
    area = grammar.load().area.match(text, blank.end())
    found = gazetteer.load().at(text, blank.end() if area is None else area.start() + len(area[0].split()[0]) + 1)
    if found is not None and found[1].type == "PLACE":
        yield Candidate(start, found[0], "ORG", f"known {kind} of a region")
    elif area is not None:
        yield Candidate(start, area.end(), "ORG", f"known {kind} of an area")


def _to_region(text: str, body: re.Match[str]) -> Iterator[Candidate]:
    """A body's name up to the region that it is of, past the acronym that may stand before it."""
    region = name_ends.without_person(text, body.start(), body.end(), of_area=True)
    if region < body.end() or name_ends.in_region(text, body.start(), region):
        inside = ")" in text[body.start() : region]
        yield Candidate(body.start(), region, "ORG", "body, acronym and region" if inside else "body to its region")


def _places(text: str, patterns: Grammar) -> Iterator[Candidate]:
    for match in patterns.area.finditer(text):
        first = re.match(r"\S+[ \t]+", match[0])
        assert first is not None
        found = gazetteer.load().at(text, match.start() + first.end())
        if found is not None and found[1].type == "PLACE":
            yield Candidate(match.start(), found[0], "PLACE", "known area")
        else:
            yield Candidate(match.start(), match.end(), "PLACE", "area")
    for match in patterns.building.finditer(text):
        yield Candidate(match.start(), match.end(), "PLACE", "building")
    for start, end, known in gazetteer.names_of(text):
        if known.type == "PLACE":
            context = text[max(0, start - 12) : start].split()
            if not known.ambiguous or (context and context[-1] in patterns.place_before):
                yield Candidate(start, end, "PLACE", f"known {known.kind}")


def _persons(text: str, patterns: Grammar) -> Iterator[Candidate]:
    for match in name_ends.INITIAL_AND_NAME.finditer(text):
        yield Candidate(match.start(), match.end(), "PERSON", "initial and name")
    for run in titles.load().runs.finditer(text):
        name = patterns.person.match(text, run.end())
        if name:
            start, end = titles.cut(text, name.start(), name.end())
            yield Candidate(start, end, "PERSON", "person after a title")


def _cuts(text: str, start: int, low: int, high: int, kind: str, patterns: Grammar) -> Iterator[Candidate]:
    """An office or body cut after each of its words, and what is left of a run of capitals as a person's name."""
    words = list(_WORD.finditer(text, low, high))
    for number, word in enumerate(words):
        if word[0] in patterns.links or word[0][0] == "(":
            continue
        yield Candidate(start, word.end(), kind, "cut", weak=True)
        if number and len(words) - number <= _LONGEST_NAME and text[word.start()].isupper():
            yield Candidate(word.start(), words[-1].end(), "PERSON", f"rest of {kind.lower()}", weak=True)
    if words and low > start and len(words) <= _LONGEST_NAME and text[words[0].start()].isupper():
        yield Candidate(words[0].start(), words[-1].end(), "PERSON", "all that follows an office", weak=True)
        yield Candidate(start, low, kind, "cut", weak=True)


def _runs(text: str, patterns: Grammar) -> Iterator[Candidate]:
    """Each run of capitals, and the runs without their first word: persons, bodies or places."""
    for match in patterns.run.finditer(text):
        if len(match[0]) > 1 and match[0].count(" ") < 7 and not _NUMERAL.fullmatch(match[0]):
            for kind in ("PERSON", "ORG", "PLACE"):
                yield Candidate(match.start(), match.end(), kind, "run of capitals", weak=True)


def _word_ends(text: str, start: int, end: int) -> Iterator[int]:
    for match in _WORD.finditer(text, start, end):
        yield match.end()
