"""How names of offices, bodies, places and documents are built in Indonesian news: patterns from `data/mentions.toml`.

What they see in a text, `extract.name_candidates` tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from extract import lexicon
from extract.headed import DIGIT, Headed
from extract.lexicon import Table

FILE: Final = "mentions.toml"
_CAP: Final = r"(?:(?:[A-Z]\.){2,}[A-Z]?|[A-Z][\w'’/-]*)"
"""A word with a capital: Muhamad, BKPSDM, Al-Falahiyah, R.A."""
_PHRASE_WORD: Final = r"[\w'’/-]+|\([A-Za-z][\w-]{1,14}\)|[IVX]+,(?=[ \t]+(?:dan|[IVX]))"
"""A word of a phrase in lower case: rapat, (rakor), ke-20, eselon II, III, dan IV."""

Rule = re.Pattern[str] | Headed
"""A pattern of a whole name; with a group, that is the name, and the rest what must stand around it."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """The patterns of the file."""

    office: Headed
    of_area: frozenset[str]
    before_office: re.Pattern[str]
    no_office: re.Pattern[str]
    """What looks like an office by its first word and names none: `calon lain`."""
    body: Headed
    of_region: re.Pattern[str]
    area: Headed
    building: Headed
    person: re.Pattern[str]
    documents: tuple[tuple[str, Rule], ...]
    initials: re.Pattern[str]
    events: tuple[tuple[str, Rule], ...]
    bodies: tuple[tuple[str, Rule], ...]
    groups: tuple[tuple[str, Rule], ...]
    common_body: re.Pattern[str]
    offences: tuple[tuple[str, Rule], ...]
    place_before: frozenset[str]
    links: frozenset[str]
    phrases: tuple[tuple[str, str, Headed], ...]
    run: re.Pattern[str]
    tentative: frozenset[str]
    """Sources of spans that the judge of relations looks at even where the judge of mentions thinks little of them."""


@cache
def load() -> Grammar:
    """The shipped grammar."""
    return read(lexicon.read_toml(FILE))


def read(table: Table) -> Grammar:
    """The grammar that a table states; DataError where it breaks its shape."""
    table.only("office", "body", "place", "document", "event", "group", "org", "offence", "person", "phrase", "beside")
    office = table.table("office").only("before", "unnamed", "of_area", "of_body")
    body = table.table("body").only("heads", "of_region", "links", "common")
    place = table.table("place").only("areas", "buildings", "countries", "islands", "ambiguous", "before")
    links = lexicon.alternatives(body.words("links"))
    # A comma goes on with the name only in a list that "dan" ends: "Dinas Perumahan, Permukiman dan Tata Ruang".
    listed = rf",(?=(?:[ \t]+{_CAP}){{1,3}}(?:,(?:[ \t]+{_CAP}){{1,3}}){{0,2}},?[ \t]+(?:dan|serta)[ \t]+{_CAP})"
    numbered = r"[ \t]*\([A-Z][\w/ -]{1,24}\)|[ \t]+[IVX]+\b|[ \t]+\d{1,3}\b"
    rest = rf"(?:(?:{listed})?[ \t]+(?:{links}[ \t]+)?{_CAP}|{numbered})"
    buildings = _either_case(lexicon.alternatives(place.words("buildings")))
    area_heads = lexicon.alternatives(place.words("areas"))
    before = rf"(?:{_either_case(lexicon.alternatives(office.words('before')))}[ \t]+)"
    offices = (*office.words("of_area"), *office.words("of_body"))
    office_heads = _either_case(lexicon.alternatives(offices))
    slots = {"cap": _CAP, "links": links, "rest": rest}
    return Grammar(
        office=Headed(
            rf"(?<![\w-])({before}*)({office_heads})(?!\w)({rest}{{0,12}})", (*office.words("before"), *offices)
        ),
        of_area=frozenset(word.casefold() for word in office.words("of_area")),
        before_office=re.compile(before, re.IGNORECASE),
        no_office=re.compile(rf"{before}+{lexicon.alternatives(office.words('unnamed'))}", re.IGNORECASE),
        body=Headed(
            rf"(?<![\w-]){lexicon.alternatives(body.words('heads'))}(?!\w)(?:{rest}){{0,12}}", body.words("heads")
        ),
        of_region=re.compile(rf"{lexicon.alternatives(body.words('of_region'))}(?!\w)"),
        area=Headed(
            rf"(?<![\w-])(?<![Ww]ali )(?<!Balai ){area_heads}(?!\w)(?:[ \t]+{_CAP}){{1,3}}", place.words("areas")
        ),
        building=Headed(
            rf"(?<![\w-]){buildings}(?!\w)(?:[ \t]+{_CAP}|[ \t]+(?:DPRD|KPK)){{1,6}}", place.words("buildings")
        ),
        person=re.compile(
            rf"(?:[A-Z]\.|{_CAP})(?:[ \t]+(?:(?:bin|binti|van|de|al|el)[ \t]+)?(?:[A-Z]\.|{_CAP})){{0,4}}"
        ),
        documents=_rules(table, "document", slots),
        initials=table.table("person").only("initials").pattern("initials", slots=slots),
        events=_rules(table, "event", slots),
        bodies=_rules(table, "org", slots),
        groups=_rules(table, "group", slots),
        common_body=re.compile(
            rf"(?<![\w-]){lexicon.alternatives(body.words('common'))}(?![\w-])(?:[ \t]+(?:{_CAP}|[a-z][\w-]*)){{0,4}}"
        ),
        offences=_rules(table, "offence", slots),
        place_before=frozenset(place.words("before")),
        links=frozenset(body.words("links")),
        phrases=tuple(
            (kind.upper(), source, pattern)
            for kind in ("event", "group", "offence", "position", "document")
            for source, pattern in _phrases(table.table("phrase").table(kind))
        ),
        run=re.compile(
            rf"(?<![\w.])(?:[A-Z]\.|{_CAP})(?:[ \t]+(?:(?:bin|binti|van|de|al|el)[ \t]+)?(?:[A-Z]\.|{_CAP}))*"
        ),
        tentative=frozenset(_tentative(table)),
    )


def _phrases(table: Table) -> Iterator[tuple[str, Headed]]:
    """A first word or two and up to seven words in the line that may belong to the phrase; or what follows a cue.

    The first group is the phrase. It is looked for ahead, so that a phrase within another is found too.
    """
    table.only("heads", "single", "stops", "never", "counted", "cues", "accusing", "deed", "between")
    stops = lexicon.alternatives(table.words("stops"))
    never = rf"(?!(?<!yang[ ])(?:{table.pattern('never').pattern})(?![\w-]))" if "never" in table.values else ""
    word = rf"(?!{stops}(?![\w-])){never}(?:{_PHRASE_WORD})"
    heads = _either_case(lexicon.alternatives(table.words("heads")))
    counted = table.words("counted", default=())
    if counted:
        heads = rf"(?:{heads}|\d[\d.]*(?=[ \t]+(?!{lexicon.alternatives(counted)}(?!\w))[a-z]))"
    first = (*table.words("heads"), DIGIT) if counted else table.words("heads")
    phrase = rf"{heads}(?![\w-])(?:[ \t]+{word}){{0,7}}"
    single = table.words("single", default=())
    if single:
        alone = rf"(?!(?:dan|serta|maupun|atau)(?!\w)){word}"
        phrase = rf"(?:(?i:{lexicon.alternatives(single)})(?![\w-])(?:[ \t]+{alone}){{0,7}}|{phrase})"
    yield "phrase", Headed(rf"(?<![\w-])(?=({phrase}))", first)
    cues = table.words("cues", default=())
    if cues:
        between = lexicon.alternatives(table.words("between"))
        cue = rf"{_either_case(lexicon.alternatives(cues))}[ \t]+(?:{between}[ \t]+)*"
        yield "phrase after a cue", Headed(rf"(?<![\w-])(?:{cue})({word}(?:[ \t]+{word}){{0,6}})", cues)
    accusing = table.words("accusing", default=())
    if accusing:
        named = rf"(?:(?:{_CAP}|[a-z]+)(?:[ \t]+(?:{_CAP}|itu|tersebut))*)"
        deed = rf"(?={table.pattern('deed').pattern})"
        verb = rf"{_either_case(lexicon.alternatives(accusing))}[ \t]+{named}[ \t]+(?:{between}[ \t]+)*"
        yield "deed of somebody", Headed(rf"(?<![\w-])(?:{verb})({deed}{word}(?:[ \t]+{word}){{0,6}})", accusing)


def _rules(table: Table, key: str, slots: dict[str, str]) -> tuple[tuple[str, Rule], ...]:
    found: list[tuple[str, Rule]] = []
    for rule in table.tables(key):
        rule.only("name", "regex", "examples", "heads", "tentative")
        pattern = rule.pattern("regex", slots=slots)
        for example in rule.words("examples"):
            match = pattern.search(example)
            if match is None or match[0] != example:
                rule.fail("examples", f"has {example!r}, which the pattern does not match whole")
        heads = rule.words("heads", default=())
        found.append((rule.text("name"), Headed(pattern.pattern, heads) if heads else pattern))
    return tuple(found)


def _tentative(table: Table) -> Iterator[str]:
    for key in ("document", "event", "offence", "group"):
        for rule in table.tables(key):
            if rule.values.get("tentative", False):
                yield f"{key}: {rule.text('name')}"


def _either_case(alternatives: str) -> str:
    """The words with a capital or without, as the file has them and the other way."""
    lower = re.sub(r"(?<=[:|])[A-Z](?=[a-z])", lambda m: m[0].lower(), alternatives)
    upper = re.sub(r"(?<=[:|])[a-z]", lambda m: m[0].upper(), alternatives)
    return f"(?:{alternatives}|{lower}|{upper})"
