"""Every span of an article that may be a mention, with what speaks for and against it.

The trained model, the gazetteers, the rules and the article's own definitions propose; a proposal's features say who
proposed it, what the others say of the same place, and what stands around it (`extract.mention_features`);
`extract.choice` weighs them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from extract import acronyms, grammar, name_candidates, region_names, titles
from extract.facts import ENTITY_TYPES

_WORD: Final = re.compile(r"\w+(?:['’/.-]\w+)*|[^\w\s]|\n")
_KINDS: Final = frozenset(ENTITY_TYPES) - {"DATE"}
_EDGE: Final = " \t,;:–—-"

_NAMES: Final = frozenset({"PERSON", "ORG", "POSITION"})
_BRACKET: Final = re.compile(r"[ \t]*\((?!Persero)[^()]*\)$")
"""What brackets at the end of a name hold is a mention of its own."""
_FIGURES: Final = "IVX"
_NUMERAL: Final = re.compile(f"[{_FIGURES}]+")

Propose = Callable[[int, int, str, str], None]


class Span(NamedTuple):
    """A stretch of the text and the type that it is taken for."""

    start: int
    end: int
    type: str


@dataclass(slots=True)
class Proposals:
    """What was proposed for one article: each span with its proposers, and what they saw."""

    text: str
    sources: dict[Span, set[str]]
    repeats: dict[Span, set[str]]
    """What `repeated` added: a first choice's names in other places."""
    strong: list[Span]
    model: list[Span]
    words: list[tuple[int, int]]

    def proposers(self, span: Span) -> tuple[str, ...]:
        """Who proposed a span, in order of their names."""
        return tuple(sorted(self.sources.get(span, set()) | self.repeats.get(span, set())))


def gather(text: str, model: Iterable[Span], taken: Sequence[tuple[int, int]], skip: Collection[int]) -> Proposals:
    """The proposals for a text; `taken` are stretches that are dates, `skip` the numbers of the lines left out."""
    closed = sorted([*taken, *closed_lines(text, skip)])
    starts = [start for start, _ in closed]
    sources: dict[Span, set[str]] = {}

    def propose(start: int, end: int, kind: str, source: str) -> None:
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in _EDGE:
            end -= 1
        if start >= end:
            return
        if kind in _NAMES:
            if text[end - 1] == ")" and (bracket := _BRACKET.search(text, start, end)):
                end = bracket.start()
                if start >= end:
                    return
            elif text.find("(", start, end) >= 0 and text.find(")", start, end) < 0:
                return
            if text[start] in _FIGURES and _NUMERAL.fullmatch(text, start, end):
                return
            if kind == "POSITION" and grammar.load().no_office.fullmatch(text, start, end):
                return
        elif kind != "PLACE" and text[end - 1] == "." and end - start > 1:
            end -= 1  # no phrase ends with the full stop of its sentence
        if starts:
            at = bisect_left(starts, end)
            if at and closed[at - 1][1] > start:
                return
        by = sources.get((start, end, kind))  # type: ignore[call-overload]
        if by is None:
            sources[Span(start, end, kind)] = {source}
        else:
            by.add(source)

    spans: list[Span] = []
    for span in region_names.parted(text, model):
        if span.type not in _KINDS:
            continue
        if (
            span.type == "POSITION"
            and (initials := name_candidates.initials_of(text, span.start))
            and initials[1] == span.end
        ):
            # "Lurah AJ" is an office and a person.
            office = span.start + len(text[span.start : initials[0]].rstrip())
            for part in (Span(span.start, office, "POSITION"), Span(*initials, "PERSON")):
                spans.append(part)
                propose(*part, "model")
            continue
        if span.type == "POSITION" and (acting := name_candidates.acting_of(text, span.start)) and acting < span.end:
            propose(acting + 1, span.end, "PERSON", "model without acting")
            continue  # "Pj Sarwono" likewise
        spans.append(span)
        propose(*span, "model")
        if span.type == "POSITION":
            rank = titles.load().run.search(text, span.start, span.end + 1)
            if rank is not None and rank.start() > span.start:
                propose(span.start, rank.start(), "POSITION", "model up to a title")
        if span.type == "PERSON":
            cut = titles.cut(text, span.start, span.end)
            if cut != (span.start, span.end):
                propose(*cut, "PERSON", "model without titles")
    spans.sort()
    persons = [span for span in spans if span.type == "PERSON"]
    found = list(name_candidates.candidates(text))
    weak = {"model"}
    for start, end, kind, source, is_weak in found:
        propose(start, end, kind, source)
        if is_weak:
            weak.add(source)
        elif kind in ("POSITION", "ORG", "PLACE"):
            for person in persons:
                if start < person.start < end:
                    propose(start, person.start, kind, f"{source}, to a person")
                    break
    found = [candidate for candidate in found if not candidate.weak]
    _join(text, spans, found, propose)
    _define(text, sources, propose)
    strong = sorted(span for span, by in sources.items() if not by <= weak)
    return Proposals(text, sources, {}, strong, spans, [match.span() for match in _WORD.finditer(text)])


def _join(text: str, model: Sequence[Span], found: Sequence[name_candidates.Candidate], propose: Propose) -> None:
    """Spans of the model made whole: what stands before an office, and the longer of two that overlap."""
    before = grammar.load().before_office
    for span in model:
        if span.type == "POSITION":
            low = max(text.rfind("\n", 0, span.start) + 1, span.start - 40)
            for match in before.finditer(text, low, span.start):
                if match.end() == span.start and (match.start() == 0 or not text[match.start() - 1].isalnum()):
                    propose(match.start(), span.end, "POSITION", "model with what stands before")
                    break
        for candidate in found:
            if candidate.type == span.type and candidate.start < span.end and span.start < candidate.end:
                if candidate.start < span.start and candidate.end < span.end:
                    propose(candidate.start, span.end, span.type, "rule and model joined")
                elif span.start < candidate.start and span.end < candidate.end:
                    propose(span.start, candidate.end, span.type, "model and rule joined")


def _define(text: str, sources: Mapping[Span, set[str]], propose: Propose) -> None:
    """Acronyms take the type of what they stand for."""
    kinds: dict[tuple[int, int], set[str]] = {}
    for span in sources:
        kinds.setdefault((span.start, span.end), set()).add(span.type)
    for defined in acronyms.definitions(text):
        for kind in sorted(kinds.get((defined.start, defined.end), ())):
            if kind in ("ORG", "PLACE", "EVENT", "DOCUMENT", "POSITION", "PERSON"):
                propose(defined.acronym_start, defined.acronym_end, kind, "acronym defined")
        if text[defined.start].isupper():
            propose(defined.start, defined.end, "ORG", "name of an acronym")
            name = text[defined.start : defined.end].split()
            if (
                len(name) < 5
                and all(word[0].isupper() for word in name)
                and text[defined.acronym_start :][:2].isupper()
            ):
                propose(defined.start, defined.end, "PERSON", "name of initials")
                propose(defined.acronym_start, defined.acronym_end, "PERSON", "initials of a name")


def closed_lines(text: str, skip: Collection[int]) -> Iterator[tuple[int, int]]:
    """Where the lines of these numbers stand."""
    if skip:
        at = 0
        for number, line in enumerate(text.split("\n"), 1):
            if number in skip:
                yield at, at + len(line) + 1
            at += len(line) + 1


def repeated(proposals: Proposals, accepted: Iterable[Span], closed: Sequence[tuple[int, int]]) -> None:
    """Propose each accepted name wherever else it stands, and the parts of persons' names by themselves."""
    text = proposals.text
    wanted: dict[str, set[tuple[str, str]]] = {}
    for span in accepted:
        name = text[span.start : span.end]
        wanted.setdefault(name, set()).add((span.type, "named elsewhere"))
        if span.type == "PERSON":
            for part in name.split():
                if len(part) > 2 and part[0].isupper() and part != name:
                    wanted.setdefault(part, set()).add(("PERSON", "part of a name"))
    if not wanted:
        return
    names = sorted(wanted, key=lambda name: (-len(name), name))
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")
    starts = [start for start, _ in closed]
    for match in pattern.finditer(text):
        at = bisect_left(starts, match.end())
        if at and closed[at - 1][1] > match.start():
            continue
        for kind, source in sorted(wanted[match[0]]):
            proposals.repeats.setdefault(Span(match.start(), match.end(), kind), set()).add(source)
