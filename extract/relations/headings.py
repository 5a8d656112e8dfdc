"""What an article's heading says of a fact told below it: `Diduga Hadiri Kampanye, Camat Diperiksa`, `HOAKS! …`.

What the heading doubts is alleged, however plainly the text goes on to tell it. Which words doubt a whole article is
data (`[heading]` of `extract/data/cues.toml`); verbs are compared by their roots.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from extract import factuality_cues
from extract.factuality import Judgement, assess
from extract.factuality_view import words_of
from extract.relations.morphology import analyses

_DOUBTED: Final = frozenset(
    {"attended", "led", "organised", "met", "supports", "signed", "pledged", "accompanied", "issued"}
)
"""What a heading may doubt by its verb; acts of an authority stand in a heading because they were done."""
_OUTSIDE: Final = frozenset({"holdsPosition", "memberOf", "relativeOf", "heldAt", "heldOn", "accusedOf", "stated"})
_LONGEST: Final = 25
"""Words of a heading at most; a longer first line is no heading."""
_OPENING: Final = 2
"""Words at the beginning of a text without a heading that may call all of it untrue: `RALAT: …`."""
_ROOT: Final = 4


def headings(title: str | None, text: str) -> tuple[str, ...]:
    """The title of an article, and the first line of its text where that is a heading."""
    first, _, rest = text.partition("\n")
    line = first.strip()
    short = rest.strip() != "" and not line.endswith((".", '"', "”")) and 2 < len(line.split()) <= _LONGEST
    opening = " ".join(line.split()[:_OPENING])
    return tuple(dict.fromkeys(h for h in ((title or "").strip(), line if short else opening) if h))


def under_headings(judged: Judgement, heads: tuple[str, ...], predicate: str, verb: str) -> Judgement:
    """The judgement once the headings are read; `verb`: the word that tells the fact, "" where none does."""
    if judged.factuality != "asserted" or predicate in _OUTSIDE:
        return judged
    doubted = any(_void(head) or (predicate in _DOUBTED and verb and _hedges(head, predicate, verb)) for head in heads)
    return Judgement("alleged") if doubted else judged


@lru_cache(maxsize=1024)
def _void(heading: str) -> bool:
    """Whether the heading begins by calling what follows untrue; one that only speaks of a hoax does not."""
    words = tuple(word for word, _, _ in words_of(heading) if word[0].isalnum())
    return any(words[: len(phrase)] == phrase for phrase in factuality_cues.load().void)


@lru_cache(maxsize=4096)
def _hedges(heading: str, predicate: str, verb: str) -> bool:
    """Whether the heading has the same verb under a hedge; a plain negation there is of somebody else."""
    roots = _roots(verb.lower())
    for word, start, end in words_of(heading):
        if roots.isdisjoint(_roots(word)):
            continue
        judged = assess(heading, predicate, (start, end), None, None, (0, len(heading)))
        if judged.factuality == "alleged" or any(cue.category in ("denied", "question") for cue in judged.cues):
            return True
    return False


def _roots(word: str) -> frozenset[str]:
    return frozenset(root for root, _ in analyses(word) if len(root) >= _ROOT)
