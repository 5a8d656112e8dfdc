"""Whether two names of one type, within one article, can be names of one thing.

Names are compared word by word once abbreviations are written out, those of the language (`Pemkab`) and those that the
article itself defines (`Solidaritas Mahasiswa Lapangan (SML)`). A person's name matches a part of itself and other
spellings of itself; initials match nobody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import DamerauLevenshtein

from extract.coreference_words import CoreferenceWords, coreference_words
from extract.date_words import date_words

_WORD: Final = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_BRACKETS: Final = re.compile(r"\(([^()]*)\)?")
_DEFINED: Final = re.compile(r"\(([A-Za-z][\w+./-]{1,14})\)")
_MOST_WORDS: Final = 12
"""Words before the bracket of a definition that are looked at."""
_FUZZY: Final = 6
"""Letters that a name needs to be taken for another with one letter changed."""
_AFFIXES: Final = re.compile(r"^(men[gy]?|mem|me|pen[gy]?|pem|pe|per|ber|di|ter|ke)?(\w{3,}?)(kan|an|i|nya)?$")
_EQUAL, _LIKE, _INITIAL = 3, 2, 1
_ALONE: Final = 8
"""Letters that a single name needs to be taken for another with one letter changed."""
_LINKS: Final = frozenset({"dan", "untuk", "di", "dari", "yang", "of", "and", "the", "pada", "bagi"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name made ready to be compared: its words written out, and the kinds of region that it speaks of."""

    text: str
    type: str
    words: tuple[str, ...]
    levels: frozenset[str] = frozenset()
    raw: tuple[str, ...] = ()
    """The words as they stand, in lower case."""


def prepare(text: str, type: str, defined: Mapping[str, tuple[str, ...]]) -> Name:
    """The name, with abbreviations of the language and of the article (`defined`) written out."""
    data = coreference_words()
    if type == "PERSON":
        raw = _words(text)
        own = [word for word in raw if word not in data.dropped["PERSON"]] or raw
        return Name(text, type, tuple(spelled(word) for word in own), raw=tuple(own))
    title = data.titles.match(text) if type == "POSITION" else None
    bare = text[title.end() :] if title else text
    raw = _words(_BRACKETS.sub(" ", bare) if not bare.startswith("(") else bare)
    words = _written_out(raw, defined, data)
    if type == "OFFENCE":
        words = [_stem(word) for word in words]
    if type == "GROUP":
        numbers = frozenset(_number(word) for word in words) - {""}
        core = [w for w in words if not _number(w) and w not in data.dropped["GROUP"]] or words
        return Name(text, type, tuple(core), numbers, tuple(raw))
    levels = frozenset(data.levels[word] for word in words if word in data.levels) if len(words) > 1 else frozenset()
    kept = [word for word in words if word not in data.dropped[type]] or words
    core = [word for word in kept if word not in data.levels] or kept
    return Name(text, type, tuple(core), levels, tuple(raw))


def _words(text: str) -> list[str]:
    """The words in lower case; the whole where it has none."""
    return [match[0].lower() for match in _WORD.finditer(text)] or [text.lower()]


def _stem(word: str) -> str:
    """The word without its commonest affixes, so that `pencemaran` and `mencemarkan` are one."""
    return _AFFIXES.sub(r"\2", word) if len(word) > 5 else word


def _number(word: str) -> str:
    """The number that the word is (`4`, `empat`, `keempat`), as digits; empty where it is none."""
    words = date_words().numbers
    bare = word.removeprefix("ke")
    if word.isdigit():
        return word
    return str(words[bare]) if bare in words else ""


def _written_out(raw: list[str], defined: Mapping[str, tuple[str, ...]], data: CoreferenceWords) -> list[str]:
    words: list[str] = []
    for word in raw:
        full = defined.get(word) or data.abbreviations.get(word) or (word,)
        for part in full:
            words.extend(data.abbreviations.get(part, (part,)) if part != word else (part,))
    for old, new in data.phrases:
        if old[0] not in words:
            continue
        at = 0
        while (at := _index(words, old, at)) >= 0:
            words[at : at + len(old)] = new
            at += len(new)
    return words


def _index(words: list[str], phrase: tuple[str, ...], start: int) -> int:
    for i in range(start, len(words) - len(phrase) + 1):
        if tuple(words[i : i + len(phrase)]) == phrase:
            return i
    return -1


@lru_cache(maxsize=20_000)
def spelled(word: str) -> str:
    """A word of a person's name in the one spelling that its variants share.

    >>> spelled("soekarno") == spelled("sukarno"), spelled("mochamad") == spelled("muhammad")
    (True, True)
    """
    data = coreference_words()
    word = word.replace("'", "").replace("’", "").replace(".", "").replace("-", "")
    if word in data.same_names:
        return data.same_names[word]
    for old, new in data.spelling:
        word = word.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", word)


def are_initials(text: str) -> bool:
    """Whether a person's name is initials only (`AJ`, `RS`, `M. T.`), which stand for nobody else in the article."""
    letters = re.sub(r"[\s.]", "", text)
    return 0 < len(letters) <= 3 and letters.isupper() and letters.isalpha()


def same_person(short: Name, long: Name) -> bool:
    """Whether one name of a person can be another, of at least as many words, in part or in other spelling."""
    if are_initials(short.text) or are_initials(long.text):
        return short.text == long.text
    if len(short.words) > len(long.words):
        return False
    if len(short.words) == len(long.words) == 1:
        one, other = short.words[0], long.words[0]
        return one == other or (min(len(one), len(other)) >= _ALONE and _same_word(one, other) > 0)
    weak = coreference_words().weak
    sure = at = 0
    for word in short.words:
        kinds = [_same_word(word, other) for other in long.words[at:]]
        best = next((n for n, kind in enumerate(kinds) if kind > _INITIAL), -1)
        best = best if best >= 0 else next((n for n, kind in enumerate(kinds) if kind), -1)
        if best < 0:
            return False
        sure += kinds[best] == _EQUAL and word not in weak
        at += best + 1
    return sure > 0


def misprints(short: Name, long: Name) -> bool:
    """Whether a single name is a part of a person's name but for one letter: `Purabaya`, `Purbaya`."""
    return len(short.words) == 1 and any(
        len(short.words[0]) >= _ALONE - 1 and _same_word(short.words[0], word) == _LIKE for word in long.words
    )


def same_run(short: Name, long: Name) -> bool:
    """Whether two names are one but for where the words are cut: `Jon Hendri`, `Jonhendri`."""
    one, other = "".join(short.words), "".join(long.words)
    if min(len(one), len(other)) < _ALONE:
        return False
    return (
        one == other
        or (len(short.words) > 1 and one in long.words)
        or (len(long.words) > 1 and one == "".join(long.words[:2]))
    )


def starts_with(short: Name, long: Name) -> bool:
    """Whether a person's name in part begins with the first word of the whole, as short names mostly do."""
    return short.words[:1] == long.words[:1] and same_person(short, long)


def is_cut(short: Name, long: Name) -> bool:
    """Whether a single word is cut from one of a person's names, as `Daus` from Firdaus or `Zul` from Zulfikri."""
    if len(short.raw) != 1 or are_initials(short.text) or not len(short.raw[0]) >= 3:
        return False
    word = short.raw[0]
    return any(len(name) > len(word) and (name.startswith(word) or name.endswith(word)) for name in long.raw)


def _same_word(one: str, other: str) -> int:
    """How surely two words of names are one: `_EQUAL`, `_LIKE` (misprint), `_INITIAL` of the other, or 0."""
    if one == other:
        return _EQUAL if len(one) > 1 else _INITIAL
    if len(one) == 1 or len(other) == 1:
        return _INITIAL if one[:1] == other[:1] else 0
    if min(len(one), len(other)) >= _FUZZY - 1 and one[0] == other[0]:
        close = DamerauLevenshtein.distance(one.replace("o", "a"), other.replace("o", "a"), score_cutoff=1) <= 1
        return _LIKE if close else 0
    return 0


def is_blend(word: str, name: Name) -> bool:
    """Whether a single word is blended of the beginnings of a person's names, as `Darsu` of Darmawan Sutejo."""
    letters = word.lower()
    if len(letters) < 4 or len(name.raw) < 2 or not letters.isalpha():
        return False
    for n, one in enumerate(name.raw[:-1]):
        for other in name.raw[n + 1 :]:
            for cut in range(1, len(letters) - 1):
                if cut < 2 and len(letters) - cut < 3:
                    continue
                if one.startswith(letters[:cut]) and other.startswith(letters[cut:]):
                    return True
    return False


def same_thing(short: Name, long: Name) -> bool:
    """Whether two names of one type other than PERSON say the same: equal words, or an abbreviation of all of them."""
    if short.levels and long.levels and not (short.levels & long.levels):
        return False
    if short.words == long.words:
        return True
    data = coreference_words()
    if len(short.raw) == 1 and short.raw[0] not in long.words:
        plain = () if any(word in data.abbreviations for word in long.raw) else long.raw
        for words in (long.words, plain):
            headless = words[1:] if words and words[0] in data.left_out else ()
            if any(abbreviates(short.raw[0], candidate) for candidate in (words, headless)):
                return True
    if long.words[0] in data.left_out and long.words[1:] == short.words and not short.levels:
        return True
    most = len(short.words) - 1
    if 0 < most < len(long.words) - 1 and short.words[:most] == long.words[:most]:
        return abbreviates(short.words[-1], long.words[most:])
    if len(short.words) == len(long.words):
        pairs = [(a, b) for a, b in zip(short.words, long.words, strict=True) if a != b]
        return len(pairs) == 1 and min(map(len, pairs[0])) > _FUZZY and _same_word(*pairs[0]) == _LIKE
    return False


def is_short_form(short: Name, long: Name) -> bool:
    """Whether one name is the beginning of another: `Bawaslu` of `Bawaslu Kabupaten Tegal`."""
    data = coreference_words()
    if len(short.words) >= len(long.words) or _names_itself(short):
        return False
    if short.levels and long.levels and not (short.levels & long.levels):
        return False
    if short.type == "PLACE" and short.words[0] not in data.place_heads:
        return False
    if short.type not in data.short_types and short.type != "PLACE":
        return False
    return long.words[: len(short.words)] == short.words


def _names_itself(name: Name) -> bool:
    whole = coreference_words().whole
    return not name.levels and (name.raw in whole or (name.type == "ORG" and name.words in whole))


def is_bare_title(short: Name, long: Name) -> bool:
    """Whether a name is nothing but `Pj`, `Plt` or the like, and the other an office held so."""
    titles = coreference_words().title_words
    return set(short.raw) <= titles and len(long.words) > 1 and bool(set(_words(long.text)[:2]) & set(short.raw))


def abbreviates(word: str, words: tuple[str, ...]) -> bool:
    """Whether a word is made of a piece of each of the words: initials (`DLH`) or syllables (`Kejagung`)."""
    letters = re.sub(r"[^a-z0-9]", "", word.lower())
    content = tuple(w for w in words if w not in _LINKS)
    if not 2 <= len(content) <= len(letters) or letters[:1] != content[0][:1]:
        return False
    return _made_of(letters, content)


@lru_cache(maxsize=20_000)
def _made_of(letters: str, words: tuple[str, ...]) -> bool:
    if not words:
        return not letters
    word = words[0]
    for size in range(1, min(len(letters) - len(words) + 1, len(word)) + 1):
        piece = letters[:size]
        if (word.startswith(piece) or (size > 2 and piece in word)) and _made_of(letters[size:], words[1:]):
            return True
    return False


def definitions(text: str) -> dict[str, tuple[str, ...]]:
    """The abbreviations that the text itself defines in brackets, with the words that they stand for.

    >>> definitions("Koordinator Solidaritas Mahasiswa Lapangan (SML) datang.")
    {'sml': ('solidaritas', 'mahasiswa', 'lapangan')}
    """
    found: dict[str, tuple[str, ...]] = {}
    for match in _DEFINED.finditer(text):
        short = match[1].lower()
        if short in found or short.isdigit():
            continue
        start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - 160)
        words = _words(text[start : match.start()].strip())[-_MOST_WORDS:]
        letters = re.sub(r"[^a-z0-9]", "", short)
        for size in range(2, len(words) + 1):
            phrase = tuple(words[-size:])
            if phrase[0] not in _LINKS and abbreviates(letters, phrase):
                found[short] = phrase
                break
    return found
