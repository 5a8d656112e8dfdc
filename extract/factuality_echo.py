"""What a sentence says of the one before it: `Isu itu beredar …`, `Kabar tersebut dibantah …`.

What was told plainly is alleged then, the words that take it up being the cue. Which words do is data (`[echo]` of
`extract/data/cues.toml`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extract import factuality_cues
from extract.facts import Cue
from extract.factuality import Judgement
from extract.factuality_view import words_of

Span = tuple[int, int]
_NEWS_ALONE: Final = frozenset({"charged", "examined", "reported", "sanctioned"})
"""Acts of an authority: a rumour named behind them is mostly the offence, not the act."""
_OUTSIDE: Final = frozenset({"accusedOf", "urged", "criticised", "relativeOf", "memberOf", "heldAt", "heldOn"})
_BEGINNING: Final = 4
"""Words that may stand before what is taken up: `Namun belakangan, kabar itu`."""


def in_hindsight(judged: Judgement, text: str, predicate: str, sentence: Span, following: Span | None) -> Judgement:
    """The judgement once the sentence behind is read; `following`: its span in the text, None at the end."""
    if following is None or judged.factuality not in ("asserted", "planned") or predicate in _OUTSIDE:
        return judged
    place = _taken_up(text, sentence, following, predicate not in _NEWS_ALONE)
    return judged if place is None else Judgement("alleged", (Cue(*place, "alleged"),))


def _taken_up(text: str, sentence: Span, following: Span, rumours: bool) -> Span | None:
    """Where the sentence behind names as doubtful what the sentence told."""
    echo = factuality_cues.load().echo
    words = words_of(text[following[0] : following[1]])
    forms = [word for word, _, _ in words]
    doubted = any(_holds(forms, phrase) for phrase in echo.doubted)
    if not doubted and any(_holds(forms, phrase) for phrase in echo.confirmed):
        return None
    before = [word for word, _, _ in words_of(text[sentence[0] : sentence[1]])]
    for i, word in enumerate(forms[:-1]):
        if forms[i + 1] not in echo.pointing:
            continue
        first = i <= _BEGINNING and not any(map(factuality_cues.load().is_verb, forms[:i]))
        if not first and (i == 0 or ((forms[i - 1],) not in echo.doubted and forms[i - 1] not in echo.saying)):
            continue
        rumour = word in echo.rumour and rumours
        if not rumour and not (word in echo.news and doubted):
            continue
        if word in echo.rumour and any(word.removesuffix("an") in other for other in before):
            return None  # `Ia diduga hadir. Dugaan itu …`: the sentence before has its own cue
        return following[0] + words[i][1], following[0] + words[i + 1][2]
    return None


def _holds(words: Sequence[str], phrase: tuple[str, ...]) -> bool:
    return any(tuple(words[i : i + len(phrase)]) == phrase for i in range(len(words) - len(phrase) + 1))
