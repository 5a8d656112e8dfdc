"""How names of offices, bodies, places and documents are built in Indonesian news, as patterns over one text.

Each rule yields candidates: a span, a type, and the rule's own name. They are suggestions, and may overlap; which stand
is decided in `extract.entities`. Data: `data/mentions.toml`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from string import ascii_uppercase
from typing import Final, NamedTuple

from extract import gazetteer, lexicon, titles
from extract.headed import DIGIT, Headed
from extract.lexicon import Table

FILE: Final = "mentions.toml"
_WORD: Final = re.compile(r"\([A-Za-z][\w/ -]{1,24}\)|[\w'’/.&-]+")
_INITIAL_AND_NAME: Final = Headed(
    r"(?<![\w.])(?!I\b)[A-Z]\.?[ \t]+[A-Z][a-z'’]+(?:[ \t]+[A-Z][a-z'’]+){0,3}(?!\w)", ascii_uppercase
)
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
_CAP: Final = r"(?:(?:[A-Z]\.){2,}[A-Z]?|[A-Z][\w'’/-]*)"
"""A word with a capital: Muhamad, BKPSDM, Al-Falahiyah, R.A."""
_PHRASE_WORD: Final = r"[\w'’/-]+|\([A-Za-z][\w-]{1,14}\)|[IVX]+,(?=[ \t]+(?:dan|[IVX]))"
"""A word of a phrase in lower case: rapat, (rakor), ke-20, eselon II, III, dan IV."""


class Candidate(NamedTuple):
    """A span that a rule takes for a mention of a type; `weak` where the rule only says that it might be."""

    start: int
    end: int
    type: str
    source: str
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Grammar:
    """The patterns of the file."""

    office: Headed
    of_area: frozenset[str]
    before_office: re.Pattern[str]
    body: Headed
    of_region: re.Pattern[str]
    area: Headed
    building: Headed
    person: re.Pattern[str]
    documents: tuple[tuple[str, re.Pattern[str]], ...]
    initials: re.Pattern[str]
    events: tuple[tuple[str, re.Pattern[str]], ...]
    bodies: tuple[tuple[str, re.Pattern[str]], ...]
    groups: tuple[tuple[str, re.Pattern[str]], ...]
    common_body: re.Pattern[str]
    offences: tuple[tuple[str, re.Pattern[str]], ...]
    place_before: frozenset[str]
    links: frozenset[str]
    phrases: tuple[tuple[str, str, Headed], ...]
    run: re.Pattern[str]


@cache
def load() -> Grammar:
    """The shipped grammar."""
    return read(lexicon.read_toml(FILE))


def read(table: Table) -> Grammar:
    """The grammar that a table states; DataError where it breaks its shape."""
    table.only("office", "body", "place", "document", "event", "group", "org", "offence", "person", "phrase", "beside")
    office = table.table("office").only("before", "of_area", "of_body")
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
    )


def _phrases(table: Table) -> Iterator[tuple[str, Headed]]:
    """A first word or two and up to seven words in the line that may belong to the phrase; or what follows a cue.

    The first group is the phrase. It is looked for ahead, so that a phrase within another is found too.
    """
    table.only("heads", "single", "stops", "counted", "cues", "between")
    stops = lexicon.alternatives(table.words("stops"))
    word = rf"(?!{stops}(?![\w-]))(?:{_PHRASE_WORD})"
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


def _rules(table: Table, key: str, slots: dict[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for rule in table.tables(key):
        rule.only("name", "regex", "examples")
        pattern = rule.pattern("regex", slots=slots)
        for example in rule.words("examples"):
            match = pattern.search(example)
            if match is None or match[0] != example:
                rule.fail("examples", f"has {example!r}, which the pattern does not match whole")
        found.append((rule.text("name"), pattern))
    return tuple(found)


def _either_case(alternatives: str) -> str:
    """The words with a capital or without, as the file has them and the other way."""
    lower = re.sub(r"(?<=[:|])[A-Z](?=[a-z])", lambda m: m[0].lower(), alternatives)
    upper = re.sub(r"(?<=[:|])[a-z]", lambda m: m[0].upper(), alternatives)
    return f"(?:{alternatives}|{lower}|{upper})"


def candidates(text: str) -> Iterator[Candidate]:
    """Everything that the rules suggest in a text, rule by rule."""
    grammar = load()
    yield from _patterns(text, grammar)
    yield from _offices(text, grammar)
    yield from _bodies(text, grammar)
    yield from _places(text, grammar)
    yield from _persons(text, grammar)
    yield from _runs(text, grammar)
    for kind, source, pattern in grammar.phrases:
        for match in pattern.finditer(text):
            for end in _word_ends(text, *match.span(1)):
                yield Candidate(match.start(1), end, kind, source, weak=True)


def _patterns(text: str, grammar: Grammar) -> Iterator[Candidate]:
    for kind, rules in (
        ("DOCUMENT", grammar.documents),
        ("EVENT", grammar.events),
        ("OFFENCE", grammar.offences),
        ("ORG", grammar.bodies),
        ("GROUP", grammar.groups),
    ):
        for name, pattern in rules:
            for match in pattern.finditer(text):
                yield Candidate(match.start(), match.end(), kind, f"{kind.lower()}: {name}")
    for match in _ACTING.finditer(text):
        if grammar.office.match(text, match.start()) is None:
            yield Candidate(match.start(), match.end(), "POSITION", "acting, before a name")
    for match in grammar.initials.finditer(text):
        for one in _INITIALS.finditer(text, *match.span(match.lastindex or 0)):
            yield Candidate(one.start(), one.end(), "PERSON", "person: initials")


def _offices(text: str, grammar: Grammar) -> Iterator[Candidate]:
    for match in grammar.office.finditer(text):
        head, rest = match[2], match[3]
        end = _without_person(text, match.start(3), match.end(3), of_area=head.casefold() in grammar.of_area)
        if not rest and head[0].islower() and not match[1]:
            continue
        if match[1]:
            yield from _after_status(text, match)
        initials = _initials_after(text, match, grammar)
        if initials:
            yield Candidate(*initials, "PERSON", "initials after an office")
            yield Candidate(match.start(), match.start(3), "POSITION", "office of an area: bare")
            continue
        yield from _cuts(text, match.start(), match.start(3), match.end(3), "POSITION", grammar)
        end = _without_bracket(text, match.start(), end)
        known = _to_known(text, match.start(), match.start(3), match.end(3))
        if known is not None:
            yield Candidate(match.start(), known, "POSITION", "office to a known name")
        inside = _INSIDE.match(text, end)
        body = grammar.body.match(text, inside.end()) if inside else None
        if body is not None:
            yield from _cuts(text, match.start(), body.start(), body.end(), "POSITION", grammar)
        complement = end > match.start(3)
        sure = complement and _ends_in_region(text, match.start(3), end)
        name = "office of an area" if head.casefold() in grammar.of_area else "office in a body"
        yield Candidate(
            match.start(), end, "POSITION", f"{name}{': known region' if sure else '' if complement else ': bare'}"
        )


def _to_known(text: str, start: int, low: int, high: int) -> int | None:
    """Where the last known body, office or region ends in an office's name, if capitals go on behind it."""
    names = gazetteer.names_of(text)
    last = None
    for begin, end, _ in names[bisect_right(names, start, key=_ending) :]:
        if begin >= high:
            break
        if low < end < high and begin >= start:
            last = end
    return last


def _after_status(text: str, office: re.Match[str]) -> Iterator[Candidate]:
    """An office without the word before it that says how it is held, where a text keeps the two apart."""
    end = office.end(2)
    yield Candidate(office.start(2), end, "POSITION", "office without what stands before", weak=True)
    for word in _WORD.finditer(text, office.start(3), office.end(3)):
        yield Candidate(office.start(2), word.end(), "POSITION", "office without what stands before", weak=True)


def _initials_after(text: str, office: re.Match[str], grammar: Grammar) -> tuple[int, int] | None:
    """Where the initials of a person stand after the office that he holds: `Lurah AJ`, but not `Menteri HAM`."""
    after = _AFTER_OFFICE.match(text, office.start(3))
    head = office[2].casefold()
    if (
        after is None
        or head not in grammar.of_area
        or head.startswith(_STATE_OFFICES)
        or after[1] in gazetteer.load().names
        or _NUMERAL.fullmatch(after[1])
    ):
        return None
    return after.span(1)


def acting_of(text: str, start: int) -> int | None:
    """The end of the `Pj` at `start` right before a name, where the office is left unsaid; else None."""
    found = _ACTING.match(text, start)
    return found.end() if found and load().office.match(text, start) is None else None


def initials_of(text: str, start: int) -> tuple[int, int] | None:
    """Where the initials stand after the office that begins at `start`; None where there are none."""
    grammar = load()
    match = grammar.office.match(text, start)
    return _initials_after(text, match, grammar) if match else None


def _bodies(text: str, grammar: Grammar) -> Iterator[Candidate]:
    for match in grammar.body.finditer(text):
        region = grammar.of_region.match(text, match.start())
        end = match.end()
        if region:
            end = _without_person(text, region.end(), end, of_area=True)
        yield from _cuts(text, match.start(), match.start(), match.end(), "ORG", grammar)
        end = _without_bracket(text, match.start(), end)
        sure = region is not None and _ends_in_region(text, region.end(), end)
        if region is None:
            yield from _to_region(text, match)
        yield Candidate(match.start(), end, "ORG", "body of a region" if sure else "body")
    for match in grammar.common_body.finditer(text):
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
    area = load().area.match(text, blank.end())
    found = gazetteer.load().at(text, blank.end() if area is None else area.start() + len(area[0].split()[0]) + 1)
    if found is not None and found[1].type == "PLACE":
        yield Candidate(start, found[0], "ORG", f"known {kind} of a region")
    elif area is not None:
        yield Candidate(start, area.end(), "ORG", f"known {kind} of an area")


def _to_region(text: str, body: re.Match[str]) -> Iterator[Candidate]:
    """A body's name up to the region that it is of, past the acronym that may stand before it."""
    region = _without_person(text, body.start(), body.end(), of_area=True)
    if region < body.end() or _ends_in_region(text, body.start(), region):
        inside = ")" in text[body.start() : region]
        yield Candidate(body.start(), region, "ORG", "body, acronym and region" if inside else "body to its region")


def _places(text: str, grammar: Grammar) -> Iterator[Candidate]:
    for match in grammar.area.finditer(text):
        first = re.match(r"\S+[ \t]+", match[0])
        assert first is not None
        found = gazetteer.load().at(text, match.start() + first.end())
        if found is not None and found[1].type == "PLACE":
            yield Candidate(match.start(), found[0], "PLACE", "known area")
        else:
            yield Candidate(match.start(), match.end(), "PLACE", "area")
    for match in grammar.building.finditer(text):
        yield Candidate(match.start(), match.end(), "PLACE", "building")
    for start, end, known in gazetteer.names_of(text):
        if known.type == "PLACE":
            context = text[max(0, start - 12) : start].split()
            if not known.ambiguous or (context and context[-1] in grammar.place_before):
                yield Candidate(start, end, "PLACE", f"known {known.kind}")


def _persons(text: str, grammar: Grammar) -> Iterator[Candidate]:
    for match in _INITIAL_AND_NAME.finditer(text):
        yield Candidate(match.start(), match.end(), "PERSON", "initial and name")
    for run in titles.load().runs.finditer(text):
        name = grammar.person.match(text, run.end())
        if name:
            start, end = titles.cut(text, name.start(), name.end())
            yield Candidate(start, end, "PERSON", "person after a title")


def _cuts(text: str, start: int, low: int, high: int, kind: str, grammar: Grammar) -> Iterator[Candidate]:
    """An office or body cut after each of its words, and what is left of a run of capitals as a person's name."""
    words = list(_WORD.finditer(text, low, high))
    for number, word in enumerate(words):
        if word[0] in grammar.links or word[0][0] == "(":
            continue
        yield Candidate(start, word.end(), kind, "cut", weak=True)
        if number and len(words) - number <= _LONGEST_NAME and text[word.start()].isupper():
            yield Candidate(word.start(), words[-1].end(), "PERSON", f"rest of {kind.lower()}", weak=True)
    if words and low > start and len(words) <= _LONGEST_NAME and text[words[0].start()].isupper():
        yield Candidate(words[0].start(), words[-1].end(), "PERSON", "all that follows an office", weak=True)
        yield Candidate(start, low, kind, "cut", weak=True)


def _runs(text: str, grammar: Grammar) -> Iterator[Candidate]:
    """Each run of capitals, and the runs without their first word: persons, bodies or places."""
    for match in grammar.run.finditer(text):
        if len(match[0]) > 1 and match[0].count(" ") < 7 and not _NUMERAL.fullmatch(match[0]):
            for kind in ("PERSON", "ORG", "PLACE"):
                yield Candidate(match.start(), match.end(), kind, "run of capitals", weak=True)


def _word_ends(text: str, start: int, end: int) -> Iterator[int]:
    for match in _WORD.finditer(text, start, end):
        yield match.end()


def _without_bracket(text: str, start: int, end: int) -> int:
    """The end before an acronym in brackets at the end, which is a mention of its own."""
    if text[end - 1] == ")":
        opened = text.rfind("(", start, end)
        if opened > start and text[opened:end] != "(Persero)":
            end = opened
            while text[end - 1] in " \t":
                end -= 1
    return end


def _without_person(text: str, start: int, end: int, *, of_area: bool) -> int:
    """Where an office or body ends within a run of capitals: before a title, and after the region that it is of."""
    run = titles.load().run.search(text, start, min(len(text), end + 12))
    if run is not None and run.start() < end:
        end = run.start()
        while end > start and text[end - 1] in " ,\t":
            end -= 1
    named = _INITIAL_AND_NAME.pattern.search(text, start, end)
    if named is not None:
        end = named.start()
        while end > start and text[end - 1] in " ,\t":
            end -= 1
    at = start
    books = gazetteer.load()
    for word in re.finditer(r"(?<!\w)[A-Z]", text[start:end]):
        place = start + word.start()
        if place < at:
            continue
        found = books.at(text, place)
        if found is not None and found[0] <= end:
            at = found[0]
            if found[1].type == "PLACE":
                return at
    return end


def _ends_in_region(text: str, start: int, end: int) -> bool:
    """Whether a region's name is the last of the names from `start` up to `end`, read as if the text ended there."""
    if end <= start:
        return False
    names = gazetteer.names_of(text)
    before = bisect_right(names, start, key=_ending)
    # A name that goes over `start` hides those inside it, so reading begins after the last name that does not.
    begin = names[before - 1][1] if before else 0
    found = gazetteer.load().find(text, begin, end)
    return any(known.type == "PLACE" and e == end for s, e, known in found if s >= start)


def _ending(name: tuple[int, int, gazetteer.Known]) -> int:
    return name[1]
