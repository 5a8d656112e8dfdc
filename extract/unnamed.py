"""Unnamed speakers that no mention covers: `seorang warga mengatakan`, `ujar salah satu pedagang`.

Without them the words of a bystander would be put into the mouth of whoever was named last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from extract.facts import Entity, Mention
from extract.quotes import line_quotes
from extract.speech_cues import SpeechData

_WORD: Final = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")
_VERB: Final = re.compile(r"(?:me|di|ber|ter)[a-z]{4,}")
_LONGEST: Final = 8
_REACH: Final = 14


def unnamed_speakers(
    text: str, mentions: Sequence[Mention], skip: Iterable[int], data: SpeechData
) -> tuple[list[Mention], list[Entity]]:
    """GROUP mentions and entities for unnamed speakers, in order; their ids are `unnamed-` and the place."""
    taken = sorted((m.start, m.end) for m in mentions)
    skipped = set(skip)
    found: list[Mention] = []
    at = 0
    for number, line in enumerate(text.split("\n"), 1):
        end = at + len(line)
        if number not in skipped and line and _may_have_head(line.lower(), data):
            words = list(_WORD.finditer(text, at, end))
            if quotes := line_quotes(text, at, end):
                words = [m for m in words if not any(q.start <= m.start() < q.end for q in quotes)]
            busy = [span for span in taken if span[0] < end and at < span[1]]
            found.extend(_line(text, words, busy, data))
        at = end + 1
    return found, [Entity(m.entity, "GROUP", text[m.start : m.end], (text[m.start : m.end],)) for m in found]


def _line(
    text: str, words: Sequence[re.Match[str]], busy: Sequence[tuple[int, int]], data: SpeechData
) -> Iterable[Mention]:
    lower = [m.group().lower() for m in words]
    i = 0
    while i < len(words):
        head = _head(lower, i, data)
        if not head:
            i += 1
            continue
        last = _last(lower, words, i + head, busy, data)
        start, end = words[i].start(), words[last - 1].end()
        free = not any(a < end and start < b for a, b in busy)
        if free and (last > i + 1 or lower[i] in ("sumber", "narasumber")) and _speaks(lower, i, last, data):
            yield Mention(start, end, f"unnamed-{start}", "GROUP")
        i = max(last, i + 1)


def _may_have_head(lower: str, data: SpeechData) -> bool:
    return any(word in lower for word in data.unnamed_heads)


def _head(lower: Sequence[str], i: int, data: SpeechData) -> int:
    """How many words of the list of beginnings stand here; 0 where none does."""
    for words in data.unnamed_heads.get(lower[i], ()):
        if tuple(lower[i : i + len(words)]) == words:
            return len(words)
    return 0


def _last(
    lower: Sequence[str], words: Sequence[re.Match[str]], i: int, busy: Sequence[tuple[int, int]], data: SpeechData
) -> int:
    """The word behind the noun phrase that goes on at `i`."""
    first = i
    while i < len(lower) and i - first < _LONGEST:
        word = lower[i]
        if not word[0].isalnum() or word in data.unnamed_end or _verbal(word, data):
            break
        if any(a <= words[i].start() < b for a, b in busy):
            break
        i += 1
    while i > first and lower[i - 1] in ("di", "ke", "oleh"):
        i -= 1
    return i


def _verbal(word: str, data: SpeechData) -> bool:
    verb = data.forms.get(word)
    return _VERB.fullmatch(word) is not None or (verb is not None and verb.shape in ("active", "passive"))


def _speaks(lower: Sequence[str], first: int, last: int, data: SpeechData) -> bool:
    """Whether a verb of speech stands right before the phrase, or is the next main verb behind it."""
    before = data.verb(lower[first - 1]) if first else None
    if before is not None and before[0].shape in ("tag", "source", "passive"):
        return True
    clause = False
    for word in lower[last : last + _REACH]:
        if word in ".;!?":
            return False
        clause = clause or word in ("yang", ",")
        verb = data.forms.get(word)
        if verb is not None and verb.shape == "active" and verb.kind not in ("source", "noun", "follow"):
            return True
        if _VERB.fullmatch(word) and not clause:
            return False
    return False
