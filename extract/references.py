"""Who pronouns, descriptions and offices without a name stand for.

Reading from left to right, one person is in the centre: the subject of the last sentence, or whoever spoke last. A
pronoun (`ia`), the `-nya` of a verb of speech and a description (`pria kelahiran Garut itu`) stand for that person. An
office without a name (`Pj Wali Kota meminta …`) stands for the person whom the article names beside it. What stands
inside a quotation is left alone, but for offices.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from extract.coreference_words import coreference_words
from extract.document import Reference
from extract.facts import Mention
from extract.holders import find_holders, status_of, without_office
from extract.quotes import Quote, line_quotes
from extract.reference_words import ReferenceWords, reference_words

_STOP: Final = re.compile(r"[.!?…]{1,8}[\"”’)\]]*(?=\s+[\"“A-Z(]|\s*$)")
_DOTTED: Final = re.compile(
    r"(?:\b[A-Z]|\b(?:[Dd]rs?|[Ii]r|[Hh]j?|[Pp]rof|KH|[Nn]o|[Tt]gk|[Uu]st|[Pp][jl][ths]?|M|St|M[ou]h|Abd|Kab|Kec))$"
)
_PASSIVE: Final = re.compile(r"\bdi[a-z]{4,}")
_OPENS: Final = re.compile(r"(?:^|[\n.!?,\"”’–-])\s*$")
_TAG_REACH: Final = 160
"""Characters between a verb of speech behind a quotation and its speaker: room for a long office."""
_VERB_REACH: Final = 70
"""Characters between a subject and its verb of reporting."""
_QUANTIFIER: Final = 14
"""Characters before a description where a word may stand that counts whom it describes."""
_SUBJECT_BEFORE: Final = 90
"""Characters of a sentence within which its subject begins."""


def find_references(text: str, mentions: Sequence[Mention], skip: Sequence[int] = ()) -> tuple[Reference, ...]:
    """The references of an article whose mentions, in order, carry the ids of what they name."""
    return tuple(sorted(set(_read(text, mentions, skip).found)))


def _read(text: str, mentions: Sequence[Mention], skip: Sequence[int]) -> _Reader:
    reader = _Reader(text, mentions)
    starts = [m.start for m in mentions]
    skipped = frozenset(skip)
    at = 0
    for number, line in enumerate(text.split("\n"), 1):
        end = at + len(line)
        if number not in skipped and line.strip():
            reader.read_line(at, end, mentions[bisect_left(starts, at) : bisect_left(starts, end)])
        at = end + 1
    return reader


def described_nicknames(
    text: str, mentions: Sequence[Mention], skip: Sequence[int] = ()
) -> tuple[tuple[str, str], ...]:
    """Pairs of ids, a nickname's and its person's, where a description of the person spoken of gives the nickname.

    `Karto menolak. "Tidak," kata pria yang akrab disapa Oto itu.` Only a name that stands nowhere before is one.
    """
    if not coreference_words().called.search(text):
        return ()
    return tuple(_read(text, mentions, skip).nicknames)


class _Reader:
    """Reads an article from left to right and remembers whom it is about.

    `centre`: the subject of the last sentence; `speaker`: whoever spoke last.
    """

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self.text = text
        self.holders = find_holders(text, mentions)
        self.patterns = reference_words()
        self.found: list[Reference] = []
        self.nicknames: list[tuple[str, str]] = []
        self.people = {m.entity for m in mentions if m.type == "PERSON"}
        self.first = {m.entity: m.start for m in reversed(mentions)}
        self.centre: str | None = None
        self.speaker: str | None = None
        self.pair: tuple[str, str] | None = None
        """The two persons named together last."""
        self.quoting = False
        """Whether the paragraph has a quotation."""
        self.body: str | None = None
        """A body that speaks where no person has yet."""
        self.here: str | None = None
        """The subject of an earlier sentence of the same paragraph."""

    def read_line(self, start: int, end: int, mentions: Sequence[Mention]) -> None:
        """Add the references of one paragraph."""
        text = self.text
        quotes = line_quotes(text, start, end)
        named = {m.start: m for m in mentions}
        covered = [(m.start, m.end) for m in mentions]
        self.here = None
        self.quoting = bool(quotes)
        for sentence, stop in _sentences(text, start, end, quotes):
            events = _events(text, sentence, stop, named, covered, self.patterns)
            self._read_sentence((sentence, stop), events, quotes, mentions)

    def _read_sentence(
        self,
        span: tuple[int, int],
        events: Sequence[tuple[int, Mention | re.Match[str]]],
        quotes: Sequence[Quote],
        mentions: Sequence[Mention],
    ) -> None:
        text, patterns = self.text, self.patterns
        sentence, stop = span

        def inside(place: int) -> bool:
            return any(q.start <= place < q.end - 1 for q in quotes)

        tags = [m.end() for m in patterns.tag.finditer(text, sentence, stop) if not inside(m.end() - 2)]
        subject: str | None = None
        subject_end = sentence
        last: Mention | None = None
        other: str | None = None
        body: str | None = None
        spoken = False
        for place, what in events:
            quoted = inside(place)
            if isinstance(what, Mention):
                person = self._named(what, quoted)
                if quoted:
                    continue
                if what.type == "PERSON":
                    if last is not None and patterns.paired.fullmatch(_between(text, last, what, mentions)):
                        self.pair = (last.entity, what.entity)
                    last = what
                bare = without_office(text[max(sentence, place - 60) : place], text, place, mentions)
                if what.type == "ORG" and body is None and not patterns.oblique.search(bare):
                    body = what.entity
                if person is None:
                    continue
                tag = next((t for t in reversed(tags) if t <= place), None)
                if patterns.spoken.search(bare) or (tag is not None and place - tag <= _TAG_REACH):
                    tags = [t for t in tags if t > place]
                    subject = self.speaker = person
                    spoken = True
                elif subject is None and other is None:
                    if place - sentence > _SUBJECT_BEFORE or patterns.oblique.search(bare):
                        other = person
                    else:
                        subject, subject_end = person, what.end
            elif not quoted:
                pointed = self._pointer(what, sentence, subject)
                if pointed is None:
                    continue
                if what.lastgroup == "nya":
                    spoken = spoken or what[0][:-3].lower() not in patterns.possessed
                elif subject is None:
                    subject, subject_end = pointed, what.end()
        if subject is not None:
            self.centre = self.here = subject
            if not spoken and self._reports(subject_end, span, quotes):
                self.speaker = subject
        elif other is not None and not quotes:
            self.centre = other
        elif (
            body is not None and self.speaker is None and self.centre is None and self._reports(sentence, span, quotes)
        ):
            self.body = body

    def _reports(self, subject_end: int, span: tuple[int, int], quotes: Sequence[Quote]) -> bool:
        """Whether the sentence has its subject speak: a verb of reporting soon behind it, no passive between."""
        text = self.text
        if self.patterns.asked.search(_outside(text, *span, quotes)):
            return True
        verb = self.patterns.reporting.search(text, subject_end, min(span[1], subject_end + _VERB_REACH))
        return verb is not None and not _PASSIVE.search(text[subject_end : verb.start()])

    def _named(self, mention: Mention, quoted: bool) -> str | None:
        """The person whom a mention names, or whom an office without a name stands for."""
        text = self.text
        if mention.type != "POSITION" or mention.start in self.holders.adjacent:
            return _person(mention, text, self.patterns)
        before = text[max(0, mention.start - 20) : mention.start]
        if self.patterns.office_itself.search(before):
            return None
        status = status_of(text[mention.start : mention.end])
        person = self.holders.of(mention.entity, status, mention.start)
        centre = self.centre or self.speaker
        if centre is not None and not quoted and self.patterns.demonstrative.match(text, mention.end):
            # "Mantan Sekda itu menolak": the person spoken of, where the article names nobody else in that office.
            opens = _OPENS.search(before) or self.patterns.spoken.search(before)
            if self.holders.holds(centre, mention.entity) or (person is None and opens):
                person = centre
        if person is not None:
            self.found.append(Reference(mention.start, mention.end, person))
        return person

    def _pointer(self, match: re.Match[str], sentence: int, subject: str | None) -> str | None:
        """Resolve a pronoun, clitic or description, and remember it; None where it points at nobody known."""
        text, patterns = self.text, self.patterns
        a, b = match.span()
        before = text[max(sentence, a - 40) : a]
        nick = self._nickname(match)
        tag = patterns.after_quote.search(before[-6:]) is not None
        person: str | None
        if match.lastgroup == "pair":
            self.found.extend(Reference(a, b, one) for one in self.pair or ())
            return None
        if match.lastgroup == "nya":
            stem = match[0][:-3].lower()
            if stem in patterns.speech or (tag and stem not in patterns.possessed):
                person = self._speaking(subject) or self.body
            elif stem in patterns.possessed:
                person = subject or self.here or self.centre or self.speaker
            else:
                return None
            a = b - 3
        elif tag or patterns.reporting.match(text, b + 1):
            person = self._speaking(subject)
        elif patterns.spoken.search(before):
            person = self._speaking(subject) if self.quoting else subject or self.speaker or self.here or self.centre
        else:
            person = subject or self.here or self.centre or self.speaker
        if person is not None and nick is not None:
            self.nicknames.append((nick, person))
        elif person is not None:
            self.found.append(Reference(a, b, person))
        return person

    def _nickname(self, match: re.Match[str]) -> str | None:
        """The name, not used before, that a description says somebody is called by."""
        if match.lastgroup != "description":
            return None
        named = [e for e, start in self.first.items() if match.start() < start < match.end() and e in self.people]
        return named[0] if named else None

    def _speaking(self, subject: str | None) -> str | None:
        return subject or self.here or self.speaker or self.centre


def _between(text: str, one: Mention, other: Mention, mentions: Sequence[Mention]) -> str:
    """What stands between two names, without the offices and bodies there: `A dan Camat Sukamaju B` → ` dan `."""
    parts = []
    at = one.end
    for m in mentions:
        if one.end <= m.start and m.end <= other.start:
            parts.append(text[at : m.start])
            at = m.end
    parts.append(text[at : other.start])
    return re.sub(r"\s+", " ", "".join(parts))


def _outside(text: str, start: int, end: int, quotes: Sequence[Quote]) -> str:
    """The stretch without its quotations."""
    parts = []
    at = start
    for quote in quotes:
        if quote.start < end and quote.end > start:
            parts.append(text[at : max(at, quote.start)])
            at = max(at, quote.end)
    parts.append(text[at:end])
    return " ".join(parts)


def _sentences(text: str, start: int, end: int, quotes: Sequence[Quote]) -> Iterator[tuple[int, int]]:
    at = start
    for match in _STOP.finditer(text, start, end):
        cut = match.end()
        if _DOTTED.search(text[max(start, match.start() - 5) : match.start()]):
            continue
        if any(q.start < match.start() and cut < q.end for q in quotes):
            continue
        yield at, cut
        at = cut
    if at < end:
        yield at, end


def _events(
    text: str,
    start: int,
    end: int,
    named: Mapping[int, Mention],
    covered: Sequence[tuple[int, int]],
    patterns: ReferenceWords,
) -> list[tuple[int, Mention | re.Match[str]]]:
    """The names and pointers of a sentence in order; a pointer inside a name is none."""
    events: list[tuple[int, Mention | re.Match[str]]] = [(p, m) for p, m in named.items() if start <= p < end]
    for match in patterns.pointer.finditer(text, start, end):
        a, b = match.span()
        inside = [(x, y) for x, y in covered if x < b and a < y]
        if match.lastgroup in ("description", "article"):
            if patterns.several.search(text, max(start, a - _QUANTIFIER), a):
                continue
            # A description may contain names ("politikus Partai X itu"), but a person only where it gives a nickname.
            people = [x for x, _ in inside if named[x].type == "PERSON"]
            if people and not coreference_words().called.search(text, a, people[0]):
                continue
            # "Mantan Sekda itu" is an office already, and read as one.
            if a in named and patterns.demonstrative.match(text, named[a].end, b):
                continue
        elif inside:
            continue
        events.append((a, match))
    return sorted(events, key=lambda event: event[0])


def _person(mention: Mention, text: str, patterns: ReferenceWords) -> str | None:
    """The person, or single unnamed person, that a mention names."""
    if mention.type == "PERSON":
        return mention.entity
    if mention.type == "GROUP" and patterns.unnamed.match(text, mention.start):
        return mention.entity
    return None
