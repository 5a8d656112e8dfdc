"""What the sentences around one say of it: `Isu itu beredar …`, `Kabar tersebut dibantah …`, `Faktanya, …`.

What was told plainly is alleged then, the words that take it up being the cue. Which words do is data (`[echo]` of
`extract/data/cues.toml`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extract import factuality_cues
from extract.facts import Cue
from extract.factuality import Judgement
from extract.factuality_cues import Echo
from extract.factuality_view import QUOTES, words_of

Span = tuple[int, int]
_Words = Sequence[tuple[str, int, int]]
FAR: Final = 2
"""How many sentences behind may take up what was told."""
_NEWS_ALONE: Final = frozenset({"charged", "examined", "reported", "sanctioned"})
"""Acts of an authority: a rumour named behind them is mostly the offence, not the act."""
_OUTSIDE: Final = frozenset({"accusedOf", "urged", "criticised", "relativeOf", "memberOf", "heldAt", "heldOn"})
_UNDONE: Final = frozenset({"sanctioned", "charged", "appointed"})
_SCHEDULED: Final = frozenset({"attended", "led", "met", "accompanied", "organised", "signed", "appointed"})
_COMPROMISING: Final = frozenset(
    {"attended", "led", "organised", "met", "supports", "signed", "pledged", "accompanied", "urged", "issued"}
)
_BEGINNING: Final = 4
"""Words that may stand before what is taken up: `Namun belakangan, kabar itu`."""
_POINTING_FAR: Final = 3
"""Where the pointing word may stand behind its noun: `keterangan jaksa tersebut`."""


def in_hindsight(judged: Judgement, text: str, predicate: str, sentence: Span, following: Sequence[Span]) -> Judgement:
    """The judgement once the sentences behind are read; `following`: their spans in the text, the nearest first."""
    if judged.factuality not in ("asserted", "planned") or predicate in _OUTSIDE:
        return judged
    echo = factuality_cues.load().echo
    told = [word for word, _, _ in words_of(text[sentence[0] : sentence[1]])]
    for away, span in enumerate(following[:FAR]):
        words = words_of(text[span[0] : span[1]])
        place = _opening(words, echo.refuting) or _taken_up(words, told, predicate not in _NEWS_ALONE, away, echo)
        if place is None and predicate in ("reported", *_UNDONE):
            place = _named(words, echo.refused if predicate == "reported" else echo.undone)
        if place is not None:
            return Judgement("alleged", (Cue(span[0] + place[0], span[0] + place[1], "alleged"),))
    return judged


def in_sequence(
    judged: Judgement, text: str, predicate: str, sentence: Span, before: Span | None, quoted: bool
) -> Judgement:
    """The judgement once the sentence before is read; `quoted`: whether what is judged is somebody's word.

    `Agenda bupati adalah menghadiri …` is a plan, and so is `Sore harinya, ia …` behind it; what somebody says who has
    accused in the sentence before is alleged.
    """
    if judged.factuality != "asserted":
        return judged
    echo = factuality_cues.load().echo
    here = words_of(text[sentence[0] : sentence[1]])
    behind = words_of(text[before[0] : before[1]]) if before is not None else ()
    if predicate in _SCHEDULED:
        sequel = _opening(here, echo.sequel) if _scheduled(behind, echo) is not None else None
        if place := (_scheduled(here, echo) or sequel):
            return Judgement("planned", (Cue(sentence[0] + place[0], sentence[0] + place[1], "planned"),))
    if quoted and before is not None and predicate in _COMPROMISING:
        for word, start, end in behind:
            if word in echo.accusing:
                return Judgement("alleged", (Cue(before[0] + start, before[0] + end, "alleged"),))
    return judged


def _scheduled(words: _Words, echo: Echo) -> Span | None:
    """Where a sentence that opens with `Agenda` and lists says so."""
    forms = [word for word, _, _ in words]
    if not echo.schedule.isdisjoint(forms[:1]) and any(_holds(forms, phrase) for phrase in echo.listing):
        return words[0][1], words[0][2]
    return None


def _opening(words: _Words, phrases: Sequence[tuple[str, ...]]) -> Span | None:
    """Where one of the phrases opens the sentence: `Faktanya, …`, `"Ngarang itu," …`."""
    first = next((i for i, (word, _, _) in enumerate(words) if word not in QUOTES), 0)
    forms = tuple(word for word, _, _ in words[first : first + 6])
    for phrase in phrases:
        if forms[: len(phrase)] == phrase:
            return words[first][1], words[first + len(phrase) - 1][2]
    return None


def _named(words: _Words, phrases: Sequence[tuple[str, ...]]) -> Span | None:
    """Where one of the phrases stands."""
    forms = [word for word, _, _ in words]
    for i in range(len(forms)):
        for phrase in phrases:
            if tuple(forms[i : i + len(phrase)]) == phrase:
                return words[i][1], words[i + len(phrase) - 1][2]
    return None


def _taken_up(words: _Words, told: Sequence[str], rumours: bool, away: int, echo: Echo) -> Span | None:
    """Where the sentence behind names as doubtful what the sentence told; `away`: sentences between the two."""
    forms = [word for word, _, _ in words]
    doubted = any(_holds(forms, phrase) for phrase in echo.doubted)
    if not doubted and (away or any(_holds(forms, phrase) for phrase in echo.confirmed)):
        return None
    for i, word in enumerate(forms):
        if word in echo.truth and doubted:
            return words[i][1], words[i][2]
        pointing = next(
            (j for j in range(i + 1, min(i + 1 + _POINTING_FAR, len(forms))) if forms[j] in echo.pointing), 0
        )
        if not pointing or (pointing > i + 1 and not doubted):
            continue
        first = i <= _BEGINNING and not any(map(factuality_cues.load().is_verb, forms[:i]))
        before = forms[i - 1] if i else ""
        if not first and (before,) not in echo.doubted and before not in echo.saying | echo.truth:
            continue
        rumour = word in echo.rumour and rumours
        if not rumour and not (word in echo.news and doubted):
            continue
        if word in echo.rumour and any(word.removesuffix("an") in other for other in told):
            return None  # `Ia diduga hadir. Dugaan itu …`: the sentence before has its own cue
        return words[i][1], words[pointing][2]
    return None


def _holds(words: Sequence[str], phrase: tuple[str, ...]) -> bool:
    if phrase[0] not in words:  # nearly always
        return False
    return any(tuple(words[i : i + len(phrase)]) == phrase for i in range(len(words) - len(phrase) + 1))
