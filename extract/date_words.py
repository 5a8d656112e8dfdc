"""The words and patterns of Indonesian date expressions, read from `data/dates.toml` and compiled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from extract.errors import DataError

_WHERE: Final = "extract/data/dates.toml"
ROMAN: Final[Mapping[str, int]] = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True, slots=True)
class Signs:
    """What every expression of one form has: a word of each group (by its first letters), and figures written so."""

    words: tuple[frozenset[str], ...]
    figures: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class DateWords:
    """What `data/dates.toml` says, checked, and one pattern for each form of date."""

    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    numbers: Mapping[str, int]
    divisions: Mapping[str, int]
    """Months in each: `semester` has six."""
    units: Mapping[str, str]
    one: Mapping[str, str]
    days: Mapping[str, int]
    back: frozenset[str]
    ahead: frozenset[str]
    vague: frozenset[str]
    month_after: re.Pattern[str]
    month_before: re.Pattern[str]
    always_joins: re.Pattern[str]
    joins: re.Pattern[str]
    names: re.Pattern[str]
    imprint: re.Pattern[str]
    numbering: re.Pattern[str]
    counted: re.Pattern[str]
    currencies: re.Pattern[str]
    years: range
    """The years that a date of news may have."""
    bare_years: range
    """The years that four digits with nothing beside them may be."""
    forms: tuple[tuple[str, re.Pattern[str]], ...]
    """Name and pattern of each form, the most telling first."""
    signs: Mapping[str, Signs]
    """What a line must have for each form to be looked for in it."""
    textual: re.Pattern[str]
    name_year: re.Pattern[str]


def _any(words: Iterable[str]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + ")"


def _range(section: Mapping[str, Any]) -> range:
    first, last = int(section["first"]), int(section["last"])
    if not 1 < first < last < 9999:
        raise ValueError(f"no years from {first} to {last}")
    return range(first, last + 1)


def _forms(data: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    words, relative = data["words"], data["relative"]

    def listed(section: str, key: str) -> str:
        return _any(data[section][key])

    weekday, month = _any(data["weekdays"]), _any(data["months"])
    number = rf"(?:\d{{1,3}}|{_any(data['numbers'])})"
    year = r"(?:19|20)\d\d"
    named = rf"\b(?P<weekday>{weekday})(?:\s+{listed('words', 'day_times')})?"
    label = listed("words", "day_labels")
    part = listed("words", "parts")
    yield (
        "numeric",
        rf"(?:{named}(?:\s*,)?\s*|\b{_any(relative['days'])}\s*)?"
        rf"\(\s*(?P<day>\d{{1,2}})\s*(?P<sep>[/.-])\s*(?P<number>\d{{1,2}})(?:\s*(?P=sep)\s*(?P<year>\d{{4}}|\d\d))?\s*\)",
    )
    yield (
        "slashed",
        rf"{named}(?:\s*,)?\s*(?:{label}\s+)?(?<![\w./-])(?P<day>\d{{1,2}})(?P<sep>[/-])(?P<number>\d{{1,2}})"
        rf"(?:(?P=sep)(?P<year>\d{{4}}))?(?![\w/-])",
    )
    yield (
        "full",
        r"(?<![\w./-])(?P<day>\d{1,2})(?P<sep>[/.-])(?P<number>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d)(?![\w/-])",
    )
    yield "iso", rf"(?<![\w./-])(?P<year>{year})-(?P<number>\d\d)-(?P<day>\d\d)(?![\w/-])"
    yield (
        "textual",
        rf"(?:{named}(?:\s*,)?\s*\(?(?:{label}\s+)?)?"
        rf"(?<![\w.,/-])(?P<day>\d{{1,2}})(?:(?:\s*{listed('words', 'between_days')}\s*|\s*,\s*)\d{{1,2}}){{0,3}}"
        rf"(?:\s|-)\s*(?P<month>{month})\b(?:\.(?=\s*\d{{4}}))?(?:(?:\s*,)?\s*(?:tahun\s+)?(?P<year>\d{{4}})(?![\d/])\)?)?",
    )
    aside = rf"(?=\s+(?P<direction>{listed('bare_month', 'aside')})\b)?"
    month_words = listed("words", "month_labels")
    week_of = rf"{listed('words', 'weeks')}\s+{listed('words', 'ordinals')}\s+"
    yield (
        "month",
        rf"\b(?:(?P<part>{part})\s+|{week_of})?(?:{month_words}\s+)?(?P<month>{month})"
        rf"(?:\s*(?:,|/|-)?\s*(?:tahun\s+)?(?P<year>{year})(?![\w/-]|[.,]\d))",
    )
    yield (
        "part",
        rf"\b(?:(?P<part>{part})\s+(?:{month_words}\s+)?|{month_words}\s+|"
        rf"{week_of}(?:{month_words}\s+)?)"
        rf"(?P<month>{month})\b(?!\s+\d{{4}}\b){aside}",
    )
    yield "bare_month", rf"\b(?P<month>{month})\b{aside}"
    yield (
        "division",
        rf"\b(?P<division>{_any(words['divisions'])})\s+(?P<which>I{{1,3}}|IV|[1-4])"
        rf"(?:\s*-\s*|\s+(?:tahun\s+)?)(?P<year>{year})(?![\w/])",
    )
    yield (
        "year",
        rf"(?:\b(?:{part}\s+)?(?P<label>{listed('words', 'year_labels')})\s+|\b{part}\s+|(?<![\w.,/:-]))"
        rf"(?P<year>{year})(?:(?:\s*[-–/]\s*|\s+(?:sampai(?:\s+dengan)?|hingga|s\.?d\.?)\s+(?:tahun\s+)?)"
        rf"(?:{year}))?(?![\w/-]|[.,:]\d|\s?%)",
    )
    yield (
        "day",
        rf"\b{label}\s+(?P<day>\d{{1,2}})(?![\w/-]|[.,]\d|\s*{month}\b|\s+{listed('words', 'between_days')}\s+\d)",
    )
    back, ahead = listed("relative", "back"), listed("relative", "ahead")
    this = listed("relative", "this")
    units = _any(relative["units"])
    one = _any(relative["one"])
    yield (
        "counted",
        rf"\b(?:(?P<count>{number})\s+(?P<unit>{units})|(?P<one>{one}))\s+(?P<direction>{back}|{ahead})\b",
    )
    yield (
        "weekday",
        rf"\b(?P<weekday>{weekday})\s+(?:(?:pekan|minggu)\s+)?(?P<direction>{back}|{ahead})\b",
    )
    yield "bare_weekday", rf"\b(?-i:(?=[A-Z]))(?P<weekday>{weekday})\b"
    yield "month_year", rf"\b(?P<month>{month})\s+tahun\s+(?P<direction>{back}|{ahead}|{this})\b"
    yield "unit", rf"\b(?:(?P<part>{part})\s+)?(?P<unit>{units})\s+(?P<direction>{back}|{ahead}|{this})\b"
    yield "deictic", rf"\b(?P<deictic>{_any(relative['days'])})\b"


_LETTERS: Final = re.compile(r"[^\W\d_]+")


def first_letters(text: str) -> set[str]:
    """Each run of letters of a lower-case text.

    >>> sorted(first_letters("jum'at, 12mei"))
    ['at', 'jum', 'mei']
    """
    return set(_LETTERS.findall(text))


def _signs(data: Mapping[str, Mapping[str, Any]]) -> dict[str, Signs]:
    words, relative = data["words"], data["relative"]

    def group(*listed: Iterable[str]) -> frozenset[str]:
        found = (_LETTERS.search(str(word).lower()) for words in listed for word in words)
        return frozenset(match[0] for match in found if match)

    weekdays, months = group(data["weekdays"]), group(data["months"])
    directions = group(relative["back"], relative["ahead"])
    sides = directions | group(relative["this"])
    units = group(relative["units"])
    digit, year = re.compile(r"\d"), re.compile("19|20")
    return {
        "numeric": Signs((), re.compile(r"\(\s*\d")),
        "slashed": Signs((weekdays,), digit),
        "full": Signs((), year),
        "iso": Signs((), year),
        "textual": Signs((months,), digit),
        "month": Signs((months,), year),
        "part": Signs((months,), None),
        "bare_month": Signs((months,), None),
        "division": Signs((group(words["divisions"]),), year),
        "year": Signs((), year),
        "day": Signs((group(words["day_labels"]),), digit),
        "counted": Signs((units | group(relative["one"]), directions), None),
        "weekday": Signs((weekdays, directions), None),
        "bare_weekday": Signs((weekdays,), None),
        "month_year": Signs((months, sides), None),
        "unit": Signs((units, sides), None),
        "deictic": Signs((group(relative["days"]),), None),
    }


def _compile(data: Mapping[str, Mapping[str, Any]]) -> DateWords:
    def flat(section: str, key: str) -> list[str]:
        return [str(word).lower() for word in data[section][key]]

    def table(value: Mapping[str, Any]) -> dict[str, Any]:
        return {str(key).lower(): entry for key, entry in value.items()}

    def ends(words: Iterable[str]) -> re.Pattern[str]:
        return re.compile(rf"(?i)(?:^|(?<!\w)){_any(words)}\s+$")

    links = [*flat("words", "always_joins"), *flat("words", "joins")]
    reach = int(str(data["bare_year"]["reach"]))
    names = _any(flat("bare_year", "names"))
    # A date does not run from one paragraph into the next.
    forms = tuple((name, re.compile("(?i)" + pattern.replace(r"\s", r"[^\S\n]"))) for name, pattern in _forms(data))
    relative = data["relative"]
    return DateWords(
        weekdays=table(data["weekdays"]),
        months=table(data["months"]),
        numbers=table(data["numbers"]),
        divisions=table(data["words"]["divisions"]),
        units=table(relative["units"]),
        one=table(relative["one"]),
        days=table(relative["days"]),
        back=frozenset(flat("relative", "back")),
        ahead=frozenset(flat("relative", "ahead")),
        vague=frozenset(flat("relative", "vague")),
        month_after=ends([*flat("bare_month", "after"), *links]),
        month_before=re.compile(rf"(?i)\s+{_any([*flat('bare_month', 'before'), *links])}(?!\w)"),
        always_joins=re.compile(rf"(?i)\s*{_any(flat('words', 'always_joins'))}\s*"),
        joins=re.compile(rf"(?i)\s+{_any(flat('words', 'joins'))}\s+"),
        names=re.compile(rf"(?i)(?<!\w){names}\)?(?:\s+(?-i:[A-Z][\w'’-]*|[Ss]erentak)){{0,{reach}}}\s+(?:tahun\s+)?$"),
        imprint=re.compile(rf"(?i){_any(flat('bare_year', 'imprint'))}\s*(?:\w+\s+)?$"),
        numbering=re.compile(
            rf"(?i)(?<!\w){_any(flat('bare_year', 'numbering'))}\.?\s*(?:(?:[A-Z]+\s+)?\S*[\d][\S]*\s+)?(?:/\s*)?$"
        ),
        counted=re.compile(rf"(?i)\s+{_any(flat('bare_year', 'counted'))}(?!\w)"),
        currencies=re.compile(rf"(?i)(?<!\w){_any(flat('bare_year', 'currencies'))}\s*$"),
        years=_range(data["years"]),
        bare_years=_range(data["bare_year"]),
        forms=forms,
        signs=_signs(data),
        textual=dict(forms)["textual"],
        name_year=re.compile(
            rf"(?i)(?<!\w){names}(?:\s+(?-i:[A-Z][\w'’-]*|[Ss]erentak)){{0,{reach}}}\s+((?:19|20)\d\d)\b"
        ),
    )


def read_date_words(text: str, *, where: str = _WHERE) -> DateWords:
    """The words that a TOML text states; DataError says what is wrong with them."""
    try:
        return _compile(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, re.error, KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(
            f"the date words cannot be read ({type(error).__name__}: {error}).",
            where=where,
            remedy="Put back the shipped file, or correct the entry.",
        ) from error


@cache
def date_words() -> DateWords:
    """The words of the shipped `data/dates.toml`."""
    return read_date_words((resources.files("extract") / "data" / "dates.toml").read_text(encoding="utf-8"))
