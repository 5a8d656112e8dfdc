"""Indonesian date expressions in a text, and the ISO dates, whole or partial, that they stand for.

A date without a year takes it from another date of the same text; an expression that counts from "today" (`dua hari
lalu`) is resolved from the day of publication where that is known and from nothing else. A weekday that contradicts
its date stands as it is, with a remark. The words are data: `data/dates.toml`.

>>> [(span.iso, span.remark) for span in find_dates("Rapat digelar Kamis (9/11/2023) dan awal Desember.", None)]
[('2023-11-09', None), ('2023-12', None)]
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from extract.date_words import ROMAN, DateWords, date_words, first_letters
from extract.document import text_of
from extract.facts import Remark

WEEKDAY_REMARK: Final = "weekday-contradicts-date"
_LOOK_BACK: Final = 60
"""Characters before a year in which the name or number that it belongs to is looked for."""
_LONG_NAME: Final = 200
"""Characters before a year in which a name that ends with it begins."""
_YEAR: Final = re.compile(r"(?<=\s)(?:19|20)\d\d\b")
_BESIDE: Final = 3
"""Characters between "kemarin" and a date that it only repeats: `Selasa (26/8) kemarin`."""
_EXOTIC: Final = "\u017f\u0130\u0131\u212a"
"""Letters that a pattern which ignores case takes for others, though their lower case is another."""
_FUTURE: Final = 3
"""How much farther a day to come counts than a day gone by, when a date without a year is placed."""


@dataclass(frozen=True, slots=True, order=True)
class DateSpan:
    """A date expression: where it stands, its ISO date or prefix of one, and what a reader should know about it.

    `iso` is None where neither the text nor the day of publication says which date it is. `relative`: it was counted
    from the day of publication. `vague`: resolved, but no date of the text by itself (`hari ini`, `pekan ini`).
    """

    start: int
    end: int
    iso: str | None
    remark: str | None = None
    relative: bool = False
    vague: bool = False


@dataclass(frozen=True, slots=True)
class _Parts:
    """What one expression says before anything around it is asked."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    direction: int = 0
    """-1 where the expression says that it is past (`Juli lalu`), 1 where it is to come."""
    form: str = ""
    shift: tuple[str, int] | None = None
    """For relative expressions, the unit and how many of them from the day of publication."""
    vague: bool = False


def find_dates(text: str, published: str | None) -> tuple[DateSpan, ...]:
    """Every date expression of the text in order, not overlapping; `published`: the day of publication, in any form."""
    return _find_dates(text, published)


@lru_cache(maxsize=8)
def _find_dates(text: str, published: str | None) -> tuple[DateSpan, ...]:
    words = date_words()
    found = _disjoint(_candidates(text, words))
    found = _joined(found, text, words)
    years = _Years(found, read_published(published), _named_years(text, words))
    return tuple(_resolve(parts, years, words) for parts in found)


def _named_years(text: str, words: DateWords) -> list[int]:
    """The years in the names of events and documents (`Pemilu Serentak 2024`), in order."""
    found = []
    for year in _YEAR.finditer(text):
        for match in words.name_year.finditer(text, max(0, year.start() - _LONG_NAME), year.end()):
            if match.end() == year.end():
                found.append(int(match[1]))
    return found


def date_mentions(doc: Any) -> tuple[DateSpan, ...]:
    """The date expressions of a `Doc` that are mentions: resolved, not vague; remarks on them go to `doc._.remarks`.

    `doc` needs the extensions of `extract.document`; lines of boilerplate are left out.
    """
    published = doc._.article.published if doc._.article is not None else None
    spans = [s for s in find_dates(text_of(doc), published) if s.iso is not None and not s.vague]
    if doc._.skip:
        skipped = frozenset(doc._.skip)
        starts = [0, *(m.end() for m in re.finditer("\n", text_of(doc)))]
        spans = [s for s in spans if bisect_right(starts, s.start) not in skipped]
    remarks = [Remark(s.start, s.end, WEEKDAY_REMARK, s.remark) for s in spans if s.remark]
    doc._.remarks = tuple(sorted({*doc._.remarks, *remarks}))
    return tuple(spans)


def read_published(published: str | None) -> tuple[int | None, date | None]:
    """Year and day of publication, as far as the string gives them away.

    `3/4/2025` may be the third of April or the fourth of March: the year is known then, the day is not.

    >>> read_published("2024-05-02T08:00:00+07:00")
    (2024, datetime.date(2024, 5, 2))
    >>> read_published("3/4/2025 10:00")
    (2025, None)
    """
    if not published:
        return None, None
    if iso := re.search(r"(?<!\d)(\d{4})-(\d\d?)-(\d\d?)(?!\d)", published):
        day = _date(int(iso[1]), int(iso[2]), int(iso[3]))
        return (day.year, day) if day else (None, None)
    if slashed := re.search(r"(?<!\d)(\d\d?)[/.-](\d\d?)[/.-](\d{4})(?!\d)", published):
        one, two, year = (int(part) for part in slashed.groups())
        days = {d for d in (_date(year, one, two), _date(year, two, one)) if d}
        return (year if days else None), (days.pop() if len(days) == 1 else None)
    if (worded := date_words().textual.search(published)) and worded["year"]:
        day = _date(int(worded["year"]), date_words().months[_folded(worded["month"])], int(worded["day"]))
        return (day.year, day) if day else (None, None)
    year_only = re.search(r"(?<!\d)(19|20)\d\d(?!\d)", published)
    return (int(year_only[0]) if year_only else None), None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _candidates(text: str, words: DateWords) -> Iterator[_Parts]:
    """What the forms find, line by line; a form is looked for only where the line has what all its expressions have."""
    forms = [(form, pattern, words.signs[form]) for form, pattern in words.forms]
    exotic = any(letter in text for letter in _EXOTIC)
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        letters = first_letters(line.lower())
        for form, pattern, signs in forms:
            if exotic or (
                not any(map(letters.isdisjoint, signs.words)) and (signs.figures is None or signs.figures.search(line))
            ):
                for match in pattern.finditer(text, at, end):
                    parts = _read(form, match, text, words)
                    if parts is not None:
                        yield parts
        at = end + 1


def _folded(word: str) -> str:
    """The word as the data file spells it; a pattern that ignores case also takes the long s and the dotless i."""
    return " ".join(word.casefold().replace("i̇", "i").replace("ı", "i").split())


def _read(form: str, match: re.Match[str], text: str, words: DateWords) -> _Parts | None:
    """What a match says; None where it is no date after all."""
    said = {name: _folded(value) for name, value in match.groupdict().items() if value}
    parts = _Parts(match.start(), match.end(), form=form)
    if "weekday" in said:
        parts = replace(parts, weekday=words.weekdays[said["weekday"]])
    if form == "bare_weekday":
        return replace(parts, shift=("last_weekday", 0), vague=True)
    if form in ("counted", "weekday", "unit", "month_year", "deictic"):
        return _read_relative(form, said, parts, text, words)
    if form == "year" and not _is_year(match, text, words):
        return None
    if form in ("month", "part", "bare_month", "textual") and not _is_month(match, text, words):
        return None
    year = int(said["year"]) if "year" in said else None
    if year is not None and year < 100:
        year += 2000
    if year is not None and year not in (words.bare_years if form == "year" else words.years):
        return None
    month = words.months[said["month"]] if "month" in said else int(said["number"]) if "number" in said else None
    if "division" in said:
        size, which = words.divisions[said["division"]], ROMAN[said["which"]]
        if (which - 1) * size >= 12:
            return None
        month = (which - 1) * size + 1
    day = int(said["day"]) if "day" in said else None
    if not (month is None or 1 <= month <= 12) or not (day is None or 1 <= day <= 31):
        return None
    if day and month and not _date(year or 2024, month, day):
        return None
    direction = _direction(said.get("direction", ""), words)
    end = match.end()
    if form == "textual" and text[match.end() - 1] == ")" and "(" not in match[0]:
        end -= 1
    elif form == "textual" and "(" in match[0] and text[match.end() - 1] != ")":
        return None
    return replace(parts, end=end, year=year, month=month, day=day, direction=direction)


def _direction(word: str, words: DateWords) -> int:
    return -1 if word in words.back else 1 if word in words.ahead else 0


def _is_year(match: re.Match[str], text: str, words: DateWords) -> bool:
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    if (
        words.imprint.search(before)
        or words.names.search(before)
        or words.numbering.search(before)
        or words.currencies.search(before)
    ):
        return False
    return match["label"] is not None or not words.counted.match(text, match.end())


def _is_month(match: re.Match[str], text: str, words: DateWords) -> bool:
    """Whether a word for a month is one: short forms need a day or a year, a bare month a cue beside it."""
    word = match["month"]
    if match.re.groupindex.keys() & {"year"}:
        return len(word) > 3 or _folded(word) == "mei" or match["year"] is not None
    if (len(word) < 5 and _folded(word) not in ("mei", "juni", "juli")) or not word[0].isupper():
        return False
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    if words.names.search(before):
        return False
    if match.re.groupindex.keys() & {"part"} or match["direction"]:
        return True
    return bool(words.month_after.search(before)) or bool(words.month_before.match(text, match.end()))


def _read_relative(form: str, said: dict[str, str], parts: _Parts, text: str, words: DateWords) -> _Parts | None:
    if form == "deictic":
        word = said["deictic"]
        return replace(parts, shift=("day", words.days[word]), vague=word in words.vague or _is_spoken(parts, text))
    direction = _direction(said["direction"], words)
    vague = (direction > 0 and form in ("counted", "unit")) or direction == 0 or _is_spoken(parts, text)
    if form == "weekday":
        # "Minggu lalu" is Sunday, "minggu lalu" last week; with a capital at the start of a sentence it may be either.
        if text[parts.start : parts.end].split()[0] == "minggu":
            return replace(parts, weekday=None, shift=("week", direction), vague=vague)
        return replace(parts, direction=direction, shift=("weekday", direction), vague=vague)
    if form == "counted":
        unit = words.one[said["one"]] if "one" in said else said["unit"]
        count = said.get("count", "1")
        number = int(count) if count.isdigit() else words.numbers.get(count, 1)
        return replace(parts, shift=(words.units[unit], direction * number), vague=vague)
    if form == "month_year":
        return replace(parts, month=words.months[said["month"]], shift=("month_of", direction))
    if said["unit"] == "hari":
        return None
    return replace(parts, shift=(words.units[said["unit"]], direction), vague=vague)


def _is_spoken(parts: _Parts, text: str) -> bool:
    """Whether the expression stands in a quotation, where "yesterday" is often just "lately"."""
    line = text[text.rfind("\n", 0, parts.start) + 1 : parts.start]
    return line.count('"') % 2 == 1 or line.count("“") > line.count("”")


def _disjoint(candidates: Iterable[_Parts]) -> list[_Parts]:
    """Of overlapping expressions the one that starts first, the longest of those."""
    kept: list[_Parts] = []
    for parts in sorted(candidates, key=lambda p: (p.start, -p.end)):
        if not kept or parts.start >= kept[-1].end:
            beside = kept and parts.shift is not None and parts.start - kept[-1].end <= _BESIDE
            kept.append(replace(parts, vague=True) if beside else parts)
    for number, parts in enumerate(kept[:-1]):
        if parts.shift is not None and kept[number + 1].start - parts.end <= _BESIDE:
            kept[number] = replace(parts, vague=True)
    return kept


def _joined(found: list[_Parts], text: str, words: DateWords) -> list[_Parts]:
    """Ranges put together: `1 Januari s.d. 28 Desember 2022`; two whole dates with `hingga` between stay two."""
    joined: list[_Parts] = []
    for parts in found:
        last = joined[-1] if joined else None
        if last is not None and last.shift is None and parts.shift is None and 0 < parts.start - last.end < 20:
            gap = text[last.end : parts.start]
            whole = last.year is not None and last.month is not None
            if words.always_joins.fullmatch(gap) or (not whole and words.joins.fullmatch(gap)):
                year = last.year or (parts.year if (parts.month or 12) >= (last.month or 1) else (parts.year or 1) - 1)
                joined[-1] = replace(last, end=parts.end, year=year or None)
                continue
        joined.append(parts)
    return joined


class _Years:
    """Where the year of a date without one comes from: other dates of the text, then the day of publication."""

    def __init__(self, found: list[_Parts], published: tuple[int | None, date | None], named: list[int]) -> None:
        self.dated = [p for p in found if p.year and p.month]
        self.years = [p for p in found if p.year and not p.month]
        self.named = named
        self.year, self.day = published

    def order(self, parts: _Parts) -> list[int]:
        """The years that the date may be of, the likeliest first."""
        by_distance = lambda p: abs(p.start - parts.start)  # noqa: E731
        near = [p.year for p in sorted(self.dated, key=by_distance) if p.year]
        if self.day is not None and parts.month:
            likely = self._beside(self.day, parts)
        else:
            likely = [self.year] if self.year else []
        if self.day is not None and near and likely[0] not in near:
            near, likely = likely, near
        far = [p.year for p in sorted(self.years, key=by_distance) if p.year] + self.named
        return list(dict.fromkeys([*near, *likely, *far]))

    def across_new_year(self, parts: _Parts, likely: list[int]) -> list[int]:
        """The year before or after, for a date that the likeliest year puts more than half a year from its source."""
        source = min(self.dated, key=lambda p: abs(p.start - parts.start), default=None)
        if source is None or not likely or source.year != likely[0]:
            return []
        months = (parts.month or 0) - (source.month or 0)
        return [likely[0] - 1] if months > 6 else [likely[0] + 1] if months < -6 else []

    @staticmethod
    def _beside(day: date, parts: _Parts) -> list[int]:
        """The years by how near they bring the date to the day of publication; news tells the past more often."""

        def distance(year: int) -> int:
            there = _date(year, parts.month or 1, parts.day or 15) or date(year, parts.month or 1, 28)
            days = (there - day).days if parts.day or (year, parts.month) != (day.year, day.month) else 0
            if parts.direction and days * parts.direction < 0:
                return 10_000
            return days * _FUTURE if days > 0 else -days

        return sorted((y for y in (day.year - 1, day.year, day.year + 1) if 1 <= y <= 9999), key=distance)


def _resolve(parts: _Parts, years: _Years, words: DateWords) -> DateSpan:
    if parts.shift is not None:
        iso = _shifted(parts, years.day, words) if years.day else None
        return DateSpan(parts.start, parts.end, iso, relative=True, vague=parts.vague)
    day, month, year = parts.day, parts.month, parts.year
    if (
        day and not month
    ):  # "tanggal 25": the month is that of the nearest date before it, else of the day of publication
        before = [p for p in years.dated if p.day and p.start < parts.start]
        if before:
            year, month = before[-1].year, before[-1].month
        elif years.day:
            year, month = years.day.year, years.day.month
        else:
            return DateSpan(parts.start, parts.end, None)
    if year is None:
        likely = years.order(parts)
        if day and month and parts.weekday is not None:
            likely = likely + years.across_new_year(parts, likely)
        fitting = [y for y in likely if month and day and (d := _date(y, month, day)) and d.weekday() == parts.weekday]
        if not likely:
            return DateSpan(parts.start, parts.end, None)
        year = fitting[0] if fitting else likely[0]
    if month is None:
        return DateSpan(parts.start, parts.end, f"{year:04d}")
    if day is None:
        return DateSpan(parts.start, parts.end, f"{year:04d}-{month:02d}")
    resolved = _date(year, month, day)
    if resolved is None:
        return DateSpan(parts.start, parts.end, f"{year:04d}-{month:02d}")
    remark = None
    if parts.weekday is not None and resolved.weekday() != parts.weekday:
        names = {number: name for name, number in reversed(list(words.weekdays.items()))}
        said, true = (names[n].capitalize() for n in (parts.weekday, resolved.weekday()))
        remark = f"{said} in the text, but {resolved.isoformat()} was a {true}"
    return DateSpan(parts.start, parts.end, resolved.isoformat(), remark)


def _shifted(parts: _Parts, day: date, words: DateWords) -> str | None:
    """The ISO date so many units from a day: a year for years, a month for months and for a week inside one."""
    assert parts.shift is not None
    unit, number = parts.shift
    try:
        if unit == "day":
            return (day + timedelta(days=number)).isoformat()
        if unit == "last_weekday":
            return (day - timedelta(days=(day.weekday() - (parts.weekday or 0)) % 7)).isoformat()
        if unit == "weekday":
            ahead = ((parts.weekday or 0) - day.weekday()) % 7
            if number < 0:
                return (day + timedelta(days=ahead - 7)).isoformat()
            return (day + timedelta(days=ahead if ahead or not number else 7)).isoformat()
        if unit == "week":
            monday = day - timedelta(days=day.weekday()) + timedelta(weeks=number)
            sunday = monday + timedelta(days=6)
            whole = monday.isoformat()
            return whole[:7] if monday.month == sunday.month else whole[:4] if monday.year == sunday.year else None
        if unit == "month_of":
            return f"{day.year + number:04d}-{parts.month or 1:02d}" if day.year + number in words.years else None
        if unit == "month":
            months = day.year * 12 + day.month - 1 + number
            return f"{months // 12:04d}-{months % 12 + 1:02d}" if 12 <= months < 120_000 else None
        return f"{day.year + number:04d}" if day.year + number in words.years else None
    except OverflowError:
        return None
