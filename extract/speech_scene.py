"""An article as the reading of speech sees it: paragraphs of words and names, quotations, and the cues of speech."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from extract.facts import Entity, Mention
from extract.quotes import MARKS, Quote, line_quotes
from extract.speech_cues import SpeechData

ACTORS: Final = frozenset({"PERSON", "ORG", "GROUP"})
_WORD: Final = re.compile(r"(?:[A-Z][a-z]{0,3}\.)+[A-Z][A-Za-z]{0,5}\.?(?!\w)|\w+(?:[-'’]\w+)*|[^\w\s]")
_END: Final = re.compile(r"[.!?…]+[\"”’)\]]*(?=\s|[A-Z\"“]|$)")
_ABBREVIATED: Final = re.compile(
    r"(?:^|[\s(\"“.,])(?:[A-Z]|[Dd]rs?|[Dd]ra|[Ii]r|[Hh]j|[Pp]rof|KH|[Tt]gk|[Uu]st|[Nn]o|[Jj]ln?|[Kk]ab|[Kk]ec|[Kk]el|"
    r"[Aa]bd|[Mm](?:oh|uh|uch|och)|[Ss]t|[Tt]bk|dkk|dll|[Ss]dri?|[Bb]pk|[Nn]y|[Tt]n|[Pp]dt|[Kk]ol|[Ss]i|[Pp]d|[Ss]os|"
    r"[Hh]um|[Kk]om|[Kk]es|[Aa]k|[Tt]gl|[Pp]asal|vs|[Pp]j|[Pp]lt|[Pp]lh|[Pp]js|[Mm]|\.[A-Za-z]{1,4})$"
)


@dataclass(slots=True)
class Item:
    """A word, a mark, or a whole name: its place, its lower-case form or `<TYPE>`, and whether it is quoted."""

    start: int
    end: int
    word: str
    quoted: bool
    sentence: int
    entity: str | None = None
    type: str = ""
    holder: str | None = None

    def actor(self, types: Mapping[str, str]) -> str | None:
        """The person, body or group that stands here: by name, by a pronoun, or by an office read as its holder."""
        if self.holder is not None:
            return self.holder
        return self.entity if self.entity and types.get(self.entity) in ACTORS else None


@dataclass(slots=True)
class SpeechCue:
    """A word of speech, or a bare quotation: its place among the items, its root, class, shape and clitic."""

    at: int
    start: int
    end: int
    root: str
    kind: str
    shape: str
    nya: bool = False


@dataclass(slots=True)
class Line:
    """A paragraph: number (from 1), place, items, quotations, sentences, cues."""

    number: int
    start: int
    end: int
    items: list[Item] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)
    cues: list[SpeechCue] = field(default_factory=list)
    continues: bool = False


def split_sentences(text: str, start: int, end: int, quotes: Sequence[Quote]) -> list[tuple[int, int]]:
    """The sentences of a paragraph; a quotation is never cut, and goes on with its speaker."""
    found: list[tuple[int, int]] = []
    at = start
    for match in _END.finditer(text, start, end):
        cut = match.end()
        if any(q.start < match.start() and cut < q.end for q in quotes):
            continue
        after = text[cut : cut + 3].lstrip()
        if after[:1].islower():
            continue
        if match.group().startswith(".") and _ABBREVIATED.search(text[max(start, match.start() - 8) : match.start()]):
            continue
        if text[match.start() - 1 : match.start()].isdigit() and after[:1].isdigit():
            continue
        found.append((at, cut))
        at = cut
    if at < end:
        found.append((at, end))
    return [(a + len(text[a:b]) - len(text[a:b].lstrip()), b) for a, b in found if text[a:b].strip()]


def read_lines(
    text: str,
    mentions: Sequence[Mention],
    references: Iterable[tuple[int, int, str]],
    entities: Sequence[Entity],
    skip: Iterable[int],
    data: SpeechData,
) -> list[Line]:
    """The paragraphs that are no boilerplate, with their cues."""
    types = {e.id: e.type for e in entities}
    names = sorted(mentions)
    starts = [m.start for m in names]
    pointers = {(a, b): e for a, b, e in references if e in types}
    skipped = set(skip)
    lines: list[Line] = []
    at = 0
    was_open = False
    for number, paragraph in enumerate(text.split("\n"), 1):
        end = at + len(paragraph)
        if number not in skipped and paragraph.strip():
            line = Line(number, at, end)
            line.quotes = line_quotes(text, at, end)
            line.continues = was_open and bool(line.quotes) and not text[at : line.quotes[0].start].strip()
            line.sentences = split_sentences(text, at, end, line.quotes)
            _fill(line, text, names[bisect_left(starts, at) : bisect_left(starts, end)], pointers)
            line.cues = find_cues(line, data)
            was_open = bool(line.quotes) and line.quotes[-1].open
            lines.append(line)
        at = end + 1
    return lines


def _fill(line: Line, text: str, mentions: Sequence[Mention], pointers: dict[tuple[int, int], str]) -> None:
    pending = list(mentions)[::-1]
    refs = sorted((span, e) for span, e in pointers.items() if line.start <= span[0] < line.end)[::-1]
    items = line.items
    sentence = 0
    sentences, quotes = line.sentences, line.quotes
    quoted = False
    for match in _WORD.finditer(text, line.start, line.end):
        a, b = match.span()
        while pending and a >= pending[-1].end:
            pending.pop()
        while sentence + 1 < len(sentences) and a >= sentences[sentence + 1][0]:
            sentence += 1
        if quotes:
            quoted = any(q.start <= a < q.end for q in quotes)
        while refs and refs[-1][0][1] <= a:
            refs.pop()
        pointer = refs[-1][1] if refs and refs[-1][0][0] < b and a < refs[-1][0][1] else None
        if pending and b > pending[-1].start:
            m = pending[-1]
            if items and items[-1].start == m.start:
                continue
            items.append(Item(m.start, m.end, f"<{m.type}>", quoted, sentence, m.entity, m.type))
            items[-1].holder = pointers.get((m.start, m.end)) if m.type == "POSITION" else None
            continue
        items.append(Item(a, b, match[0].lower(), quoted, sentence, pointer, "REFERENCE" if pointer else ""))


def find_cues(line: Line, data: SpeechData) -> list[SpeechCue]:
    """The words of speech outside a paragraph's quotations, and quotations that no word of speech stands beside."""
    items = line.items
    found: list[SpeechCue] = []
    for i, item in enumerate(items):
        if item.quoted or item.word[0] == "<" or len(item.word) < 3:
            continue
        after_quote = _after_quote(items, i)
        reading = data.verb(item.word)
        if reading is not None:
            verb, nya = reading
            if verb.shape == "tag" and not (nya or after_quote or _tag_place(items, i, data)):
                continue
            found.append(SpeechCue(i, item.start, item.end, verb.root, verb.kind, verb.shape, nya))
        elif after_quote and item.word.isalpha() and (item.word.endswith("nya") or _speaker_follows(items, i, data)):
            found.append(SpeechCue(i, item.start, item.end, "?", "say", "tag", item.word.endswith("nya")))
    spoken = [c for c in found if c.shape not in ("follow", "noun")]
    for q in line.quotes:
        if q.end - q.start < 12 and q.start != line.start:
            continue
        beside = any(-4 <= c.start - q.end <= 40 or 0 <= q.start - c.end <= 60 for c in spoken)
        if not beside:
            at = next((i for i, item in enumerate(items) if item.start >= q.start), 0)
            found.append(SpeechCue(at, q.start, q.end, "quote", "say", "quote"))
    return sorted(found, key=lambda c: (c.at, c.shape))


def _after_quote(items: Sequence[Item], i: int) -> bool:
    """Whether only marks stand between the item and a quotation's end before it."""
    j = i - 1
    while j >= 0 and items[j].word in ",.-–":
        j -= 1
    return j >= 0 and items[j].quoted and items[j].word in MARKS


def _tag_place(items: Sequence[Item], i: int, data: SpeechData) -> bool:
    """A bare root of speech after a comma or at a sentence's beginning, with its speaker right behind it."""
    before = items[i - 1].word if i else "."
    opens = before in (",", ".", "–", "-", "!", "?", "demikian", "begitu") or items[i - 1].sentence != items[i].sentence
    return opens and _speaker_follows(items, i, data)


def _speaker_follows(items: Sequence[Item], i: int, data: SpeechData) -> bool:
    for item in items[i + 1 : i + 4]:
        if item.type in ACTORS or item.type in ("POSITION", "REFERENCE") or item.word in data.pronouns:
            return True
        if item.word in data.anonymous_first:
            return True
        if item.word in ',."“”':
            return False
    return False
