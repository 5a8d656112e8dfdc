"""What the recogniser of names looks at: features of a word by itself, and of a word where it stands.

Features of a word alone are asked for once for each word type and remembered, so their number costs nothing when a
pipeline runs; features of the place are few. A feature is a short string; which ones count, and how much, is learnt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

OFFSETS: Final = (-2, -1, 0, 1, 2)
_QUOTES: Final = frozenset('"“”')
_ENDS: Final = frozenset((".", "?", "!", ":", '"', "“", "”"))
_LINKS: Final = frozenset(("dan", "&", "/", "-", ",", "(", ")"))
OUTSIDE: Final = "¶"
"""The word before and after a line."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known of words beyond their letters.

    `classes`: lower-case word → names of its classes (clusters of words used alike, habits in unlabelled news).
    `names`: lower-case sequences of words, joined by a space → the kind of name that they are (`province`, `ministry`).
    `longest`: words in the longest of `names`.
    """

    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    longest: int = 0


def shape(word: str) -> str:
    """The form of a word: capitals, small letters and digits, each run told once: `Rp5,2` → `Xxd,d`."""
    out = ""
    for char in word[:24]:
        kind = "X" if char.isupper() else "x" if char.islower() else "d" if char.isdigit() else char
        if kind != out[-1:]:
            out += kind
    return out


def of_word(word: str, lexicon: Lexicon) -> tuple[list[str], list[str]]:
    """The features of a word by itself: those told of it and its neighbours, and those told of it alone."""
    lower = word.lower()
    normal = "".join("0" if c.isdigit() else c for c in lower)
    form = shape(word)
    near = [f"w={normal}", f"s={form}", f"u={normal[-3:]}", *lexicon.classes.get(lower, ())]
    if word[:1].isupper():
        near.append("cap")
    alone = [f"W={word}", f"f={form}{min(len(word), 8)}"]
    if len(word) > 1:
        alone += [f"p{n}={lower[:n]}" for n in (2, 3, 4, 5) if len(lower) >= n]
        alone += [f"e{n}={lower[-n:]}" for n in (1, 2, 4, 5) if len(lower) >= n]
        if word[:1].isalpha():
            padded = f"^{lower}$"
            alone += [f"g={padded[n : n + 3]}" for n in range(len(padded) - 2)]
    if word.isupper() and len(word) > 1:
        alone.append("caps")
    return near, alone


@dataclass(slots=True)
class Runs:
    """The runs of capitalised words of a line."""

    start: list[int]
    end: list[int]


def _runs(words: Sequence[str]) -> Runs:
    """For each word, the bounds of the run of capitalised words that it is in (its own bounds where it is not)."""
    size = len(words)
    start, end = list(range(size)), list(range(1, size + 1))
    i = 0
    while i < size:
        j = i
        while j < size and words[j][0].isupper():
            j += 1
        for k in range(i, j):
            start[k], end[k] = i, j
        i = max(j, i + 1)
    return Runs(start, end)


def of_places(lines: Sequence[Sequence[str]], lexicon: Lexicon) -> list[list[list[str]]]:
    """For each line of an article, for each word, the features of the place where it stands."""
    lowers = [[word.lower() for word in line] for line in lines]
    runs = [_runs(line) for line in lines]
    elsewhere = _elsewhere(lines, lowers, runs)
    seen: set[str] = set()
    out = []
    for line, lower, run in zip(lines, lowers, runs, strict=True):
        out.append(_line(line, lower, run, elsewhere, seen, lexicon))
    return out


def _line(
    words: Sequence[str],
    lower: list[str],
    run: Runs,
    elsewhere: Mapping[str, list[str]],
    seen: set[str],
    lexicon: Lexicon,
) -> list[list[str]]:
    size = len(words)
    matches = _names(lower, lexicon)
    quoted, bracket = False, False
    rows = []
    for i, word in enumerate(words):
        here = lower[i]
        before = lower[i - 1] if i else OUTSIDE
        after = lower[i + 1] if i + 1 < size else OUTSIDE
        if word in _QUOTES:
            quoted = not quoted
        if word == "(":
            bracket = True
        elif word == ")":
            bracket = False
        row = [
            f"a={before}|{here}",
            f"b={here}|{after}",
            f"c={before}|{after}",
        ]
        if i == 0:
            row.append("first")
        elif words[i - 1] in _ENDS:
            row.append("opens")
        if quoted:
            row.append("quoted")
        if bracket:
            row.append("bracket")
        if matches[i]:
            row += matches[i]
        if word[0].isupper():
            start, end = run.start[i], run.end[i]
            left = lower[start - 1] if start else OUTSIDE
            right = lower[end] if end < size else OUTSIDE
            place = "S" if end - start == 1 else "B" if i == start else "E" if i == end - 1 else "I"
            row += [
                f"r={place}{min(end - start, 5)}",
                f"rl={left}",
                f"rr={right}",
                f"rf={lower[start]}|{min(i - start, 3)}",
                f"re={lower[end - 1]}|{min(end - 1 - i, 3)}",
                f"rlr={left}|{right}",
                f"rlf={left}|{lower[start]}",
            ]
            if start and right:
                left2 = lower[start - 2] if start > 1 else OUTSIDE
                row.append(f"rll={left2}|{left}")
            right2 = lower[end + 1] if end + 1 < size else OUTSIDE
            row.append(f"rrr={right}|{right2}")
            row += elsewhere.get(word, ())
            row.append("again" if word in seen else "new")
            seen.add(word)
        else:
            j = i - 1
            while j >= 0 and i - j < 6 and not words[j][0].isupper():
                j -= 1
            if j >= 0 and i - j < 6:
                row.append(f"lc={lower[run.start[j]]}|{i - j}")
        rows.append(row)
    return rows


def _names(lower: list[str], lexicon: Lexicon) -> list[list[str]]:
    """The known names that each word is part of, the longest first and no others inside it."""
    out: list[list[str]] = [[] for _ in lower]
    if not lexicon.names:
        return out
    names, i, size = lexicon.names, 0, len(lower)
    while i < size:
        for length in range(min(lexicon.longest, size - i), 0, -1):
            kind = names.get(" ".join(lower[i : i + length]))
            if kind:
                for k in range(length):
                    out[i + k].append(f"n={kind}{'BI'[k > 0]}{'M' if length > 1 else ''}")
                i += length
                break
        else:
            i += 1
    return out


def _elsewhere(
    lines: Sequence[Sequence[str]], lowers: Sequence[list[str]], runs: Sequence[Runs]
) -> dict[str, list[str]]:
    """What the article tells of a capitalised word in its longest name and where it is explained in brackets.

    "Sutejo" alone is the person that "Camat Darmawan Sutejo" named; "BKD" is what stood before "(BKD)".
    """
    longest: dict[str, tuple[int, list[str]]] = {}
    told: dict[str, list[str]] = {}
    common: set[str] = set()
    for words, lower, run in zip(lines, lowers, runs, strict=True):
        size = len(words)
        for i, word in enumerate(words):
            if not word[0].isupper():
                common.add(word)
                continue
            start, end = run.start[i], run.end[i]
            length = end - start
            if length > longest.get(word, (0, []))[0]:
                left = lower[start - 1] if start else OUTSIDE
                right = lower[end] if end < size else OUTSIDE
                longest[word] = (
                    length,
                    [
                        f"xl={left}",
                        f"xr={right}",
                        f"xf={lower[start]}",
                        f"xe={lower[end - 1]}",
                        f"xn={min(length, 5)}{min(i - start, 3)}",
                    ],
                )
            if 1 < i < size - 1 and words[i - 1] == "(" and words[i + 1] == ")" and word not in told:
                back = i - 2
                letters = [c for c in word.lower() if c.isalpha()]
                first = back
                while back >= 0 and i - back < 12 and words[back] not in _ENDS:
                    if words[back][0].isupper():
                        first = back
                    elif lower[back] not in _LINKS:
                        break
                    back -= 1
                told[word] = [
                    f"kf={lower[first]}",
                    f"ke={lower[i - 2]}",
                    f"k1={lower[first][0] == letters[0] if letters else ''}",
                ]
    out = {}
    for word, (_, features) in longest.items():
        row = features + told.get(word, [])
        if word.lower() in common:
            row.append("xc")
        out[word] = row
    return out
