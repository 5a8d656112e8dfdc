"""An article as the relation rules see it: sentences, the words in them, and the slots where participants stand."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from extract.facts import Entity, Mention
from extract.quotes import line_quotes
from extract.relations.frames import Frames, Hit
from extract.relations.syntax import Syntax

ACTORS: Final = frozenset({"PERSON", "ORG", "GROUP"})

_WORD = re.compile(r"(?:[A-Z][a-z]{0,3}\.)+[A-Z][A-Za-z]{0,5}\.?(?!\w)|\w+(?:[-'’]\w+)*|[^\w\s]")
_DEGREE = re.compile(r"(?:[a-z]{1,4}\.)+[a-z]{0,6}\.?$")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*$")
_LONGEST_QUOTE: Final = 1500
_DASHES: Final = frozenset("-–—|")
_HEAD: Final = 4
"""Elements before which a place and a medium may head an article."""


@dataclass(slots=True)
class Slot:
    """A place in the text where a participant stands: a name, or a pronoun or title read as an entity.

    `at`: its element in the sentence's sequence. `first`, `last`: elements of the first and the last member of the
    coordinated list that it belongs to. `candidacy`: an office that is stood for, not held. `chance`: how sure the
    choice of mentions was of it.
    """

    start: int
    end: int
    entity: str
    type: str
    kind: str
    text: str
    sentence: int = -1
    at: int = -1
    first: int = -1
    last: int = -1
    rank: int = 0
    size: int = 1
    quoted: bool = False
    candidacy: bool = False
    chance: float = 1.0


@dataclass(slots=True)
class Sentence:
    """A sentence: its place, its line (from 1), its sequence of words and slots, and the triggers found in it."""

    start: int
    end: int
    line: int
    sequence: list[str] = field(default_factory=list)
    offsets: list[tuple[int, int]] = field(default_factory=list)
    owner: list[Slot | None] = field(default_factory=list)
    quoted: list[bool] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    hits: Mapping[str, list[Hit]] = field(default_factory=dict)


@dataclass(slots=True)
class Scene:
    """The article's sentences, and for each entity its type, how often it is named, and where first.

    `kinds`: what kind of body an ORG is. `owners`: PERSON → the bodies that its office or membership speaks of.
    """

    text: str
    sentences: list[Sentence]
    types: dict[str, str]
    names: dict[str, str]
    counts: dict[str, int]
    firsts: dict[str, int]
    kinds: dict[str, str]
    owners: dict[str, tuple[str, ...]]
    syntax: Syntax | None = None


def sentences(
    text: str,
    start: int,
    end: int,
    starts: Sequence[int],
    quoted: Sequence[tuple[int, int]],
    goes_on: re.Pattern[str] | None = None,
) -> list[tuple[int, int]]:
    """The sentences of one line, cut where `starts` says but never inside a quotation, nor where `goes_on` matches."""
    cuts = [start]
    for cut in starts[bisect_right(starts, start) : bisect_left(starts, end)]:
        if goes_on is not None and goes_on.match(text, cut, end):
            continue
        if not any(a < cut < b for a, b in quoted) and text[cuts[-1] : cut].strip():
            cuts.append(cut)
    found = []
    for a, b in pairwise([*cuts, end]):
        inner = text[a:b]
        if inner.strip():
            found.append((a + len(inner) - len(inner.lstrip()), b - len(inner) + len(inner.rstrip())))
    return found


def build(
    text: str,
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
    references: Sequence[tuple[int, int, str]],
    skip: Sequence[int],
    frames: Frames,
    starts: Sequence[int],
    syntax: Syntax | None = None,
    chances: Mapping[tuple[int, int], float] | None = None,
) -> Scene:
    """Read an article's text, names and references into a scene; lines in `skip` are left out.

    `starts`: where sentences begin, in order. `syntax`: the dependency tree, where there is one. `chances`: how sure
    mentions are, by their place; those that are not in it are sure.
    """
    types = {entity.id: entity.type for entity in entities}
    names = {entity.id: entity.name for entity in entities}
    counts: dict[str, int] = {}
    firsts: dict[str, int] = {}
    spans: list[Slot] = []
    sure = chances or {}
    for m in mentions:
        counts[m.entity] = counts.get(m.entity, 0) + 1
        firsts.setdefault(m.entity, m.start)
        slot = Slot(m.start, m.end, m.entity, types[m.entity], "name", text[m.start : m.end])
        slot.chance = sure.get((m.start, m.end), 1.0)
        spans.append(slot)
    titles = {(m.start, m.end) for m in mentions}
    pronouns: list[Slot] = []
    for start, end, entity in references:
        if entity not in types:
            continue
        kind = "title" if (start, end) in titles else frames.reference_kind(text[start:end])
        pronouns.append(Slot(start, end, entity, types[entity], kind, text[start:end]))
    skipped = set(skip)
    result: list[Sentence] = []
    spans.sort(key=lambda s: (s.start, -s.end))
    for pronoun in pronouns:
        if pronoun.kind == "description":
            for span in spans:
                if pronoun.start <= span.start and span.end <= pronoun.end and span.type != "POSITION":
                    span.kind = "inner"
    pronouns.sort(key=lambda s: (s.start, -s.end, s.entity))
    name_starts, pronoun_starts = [s.start for s in spans], [s.start for s in pronouns]
    at = 0
    for number, line in enumerate(text.split("\n"), 1):
        end = at + len(line)
        if number not in skipped and line.strip():
            quoted = [(q.start, q.end) for q in line_quotes(text, at, end) if q.end - q.start < _LONGEST_QUOTE]
            for a, b in sentences(text, at, end, starts, quoted, frames.goes_on):
                names_here = spans[bisect_left(name_starts, a) : bisect_left(name_starts, b)]
                refs_here = [*pronouns[bisect_left(pronoun_starts, a) : bisect_left(pronoun_starts, b)]]
                refs_here += _many(text, a, b, refs_here, names_here, result, frames)
                result.append(_sentence(text, a, b, number, names_here, refs_here, quoted, frames, len(result)))
        at = end + 1
    kinds = {e: frames.kind(name) for e, name in names.items() if types[e] == "ORG"}
    return Scene(text, result, types, names, counts, firsts, kinds, _owners(result, spans), syntax)


_MANY: Final = {"keduanya": 2, "ketiganya": 3, "keempatnya": 4}


def _many(
    text: str,
    start: int,
    end: int,
    known: Sequence[Slot],
    named: Sequence[Slot],
    before: Sequence[Sentence],
    frames: Frames,
) -> list[Slot]:
    """`Keduanya`, `mereka`: the persons of the last list that is long enough, or the last group."""
    found: list[Slot] = []
    for match in _WORD.finditer(text, start, end):
        word = match.group().lower()
        if word not in frames.many or word == "kami" or any(r.start <= match.start() < r.end for r in known):
            continue
        wanted = _MANY.get(word)
        pool = [[s for s in named if s.start < match.start()], *([*s.slots] for s in reversed(before[-3:]))]
        for slots in pool:
            people = [s for s in slots if s.type == "PERSON" and s.kind == "name"]
            whole = {s.entity: s for s in people if wanted is not None or s.size > 1}
            if wanted is None:
                groups = [s for s in slots if s.type == "GROUP"]
                groups = groups or [s for s in slots if s.type == "ORG" and frames.kind(s.text) == "civil"]
                whole = {groups[-1].entity: groups[-1]} if groups and not whole else whole
            if (wanted is None and whole) or (wanted is not None and len(whole) == wanted):
                found += [Slot(*match.span(), e, s.type, "many", match.group()) for e, s in whole.items()]
                break
    return found


def _owners(found: Sequence[Sentence], spans: Sequence[Slot]) -> dict[str, tuple[str, ...]]:
    """The bodies named inside the office that stands beside a person's name, the longest name first."""
    bodies = sorted({(s.text.lower(), s.entity) for s in spans if s.type == "ORG"}, key=lambda b: (-len(b[0]), b))
    owners: dict[str, dict[str, None]] = {}
    for sentence in found:
        slots = [s for s in sentence.slots if s.kind == "name"]
        for left, right in pairwise(slots):
            between = sentence.sequence[left.at + 1 : right.at]
            if any(w not in (",", "(", ")") for w in between):
                continue
            if {left.type, right.type} == {"PERSON", "POSITION"}:
                office, person = (left, right) if right.type == "PERSON" else (right, left)
                title = office.text.lower()
                for name, body in bodies:
                    if name in title:
                        owners.setdefault(person.entity, {})[body] = None
                        break
            elif (
                left.type == "ORG"
                and right.type == "PERSON"
                and left.at
                and sentence.sequence[left.at - 1] == "anggota"
            ):
                owners.setdefault(right.entity, {})[left.entity] = None
    return {person: tuple(bodies) for person, bodies in owners.items()}


def _sentence(
    text: str,
    start: int,
    end: int,
    line: int,
    named: Sequence[Slot],
    referred: Sequence[Slot],
    quoted: Sequence[tuple[int, int]],
    frames: Frames,
    number: int,
) -> Sentence:
    sentence = Sentence(start, end, line)
    slots = iter([*named, None])
    slot = next(slots)
    sequence, offsets, owner = sentence.sequence, sentence.offsets, sentence.owner
    for match in _WORD.finditer(text, start, end):
        a, b = match.span()
        while slot is not None and a >= slot.end:
            slot = next(slots)
        if slot is not None and b > slot.start:
            if slot.at < 0:
                slot.at = len(sequence)
                sequence.append(f"<{slot.type}>")
                offsets.append((slot.start, slot.end))
                owner.append(slot)
            continue
        word = match.group().lower()
        if word in frames.noise or (len(word) > 2 and "." in word and _DEGREE.fullmatch(word)):
            continue
        if word == "." and sequence and offsets[-1][1] <= a and text[a - 1 : a].isalpha() and b < end - 1:
            continue  # the stop of an abbreviation
        sequence.append("#" if _NUMBER.fullmatch(word) else word)
        offsets.append((a, b))
        owner.append(None)
    places = [o[0] for o in offsets]
    for slot in (*named, *referred):
        slot.sentence = number
        if slot.at < 0:
            slot.at = max(0, bisect_right(places, slot.start) - 1)
        slot.first = slot.last = slot.at
        if slot.type == "POSITION":
            before = sequence[slot.at - 1] if slot.at else ""
            slot.candidacy = bool(frames.candidacy.search(slot.text)) or bool(frames.candidacy.fullmatch(before))
        slot.quoted = any(a <= slot.start < b for a, b in quoted)
    sentence.quoted = [any(a <= place < b for a, b in quoted) for place in places] if quoted else [False] * len(places)
    sentence.slots = sorted((*named, *referred), key=lambda s: (s.start, s.kind != "name", -s.end, s.entity))
    _coordinate(sentence, frames)
    sentence.hits = frames.find(sequence, offsets)
    return sentence


def _coordinate(sentence: Sentence, frames: Frames) -> None:
    """Find the coordinated lists of actors, places and dates kept apart: `A, Ketua X, B (Y), dan C`."""
    actors = [s for s in sentence.slots if s.type in ACTORS and s.kind == "name"]
    chain: list[Slot] = []
    for slot in actors:
        if chain and _joined(sentence, chain[-1].at, slot.at, frames):
            chain.append(slot)
        else:
            _close(chain)
            chain = [slot]
    _close(chain)
    _coordinate_offices(sentence)


def _coordinate_offices(sentence: Sentence) -> None:
    """`calon Bupati dan Wakil Bupati`: offices joined by a single word are a list of their own."""
    chain: list[Slot] = []
    for slot in sentence.slots:
        if slot.type != "POSITION" or slot.kind != "name":
            continue
        if chain and sentence.sequence[chain[-1].at + 1 : slot.at] in (["dan"], ["serta"], ["-"], ["/"]):
            chain.append(slot)
        else:
            _close(chain)
            chain = [slot]
    _close(chain)


def _close(chain: Sequence[Slot]) -> None:
    for rank, slot in enumerate(chain):
        slot.first, slot.last, slot.rank, slot.size = chain[0].at, chain[-1].at, rank, len(chain)


def _joined(sentence: Sentence, left: int, right: int, frames: Frames) -> bool:
    between = [w for w in sentence.sequence[left + 1 : right] if w != "<POSITION>"]
    if not between or len(between) > 7:
        return False
    joins = sum(w in frames.join for w in between)
    if not joins:
        return False
    if between[0] in _DASHES and left <= _HEAD and sentence.sequence[left] == "<ORG>":
        return False  # the medium at the head of an article is not of the clause behind it
    others = [w for w in between if w not in frames.join and w not in "()#"]
    if between[-1] == "," and joins == 1 and len(between) == 1 and "<POSITION>" not in sentence.sequence[left:right]:
        # `Anggota KPU, Budi` is an apposition, not a list, where the types differ.
        a, b = sentence.owner[left], sentence.owner[right]
        if a is not None and b is not None and a.type != b.type:
            return False
    return len(others) <= 3 and not any(_opens(w, frames) for w in others)


def _opens(word: str, frames: Frames) -> bool:
    """Whether the word starts something new, so that no list goes on over it."""
    return word in frames.breaks or word in '"“”:' or (word.startswith(("me", "di", "<")) and len(word) > 4)
