"""The time of publication as sources write it, made an ISO date or date-time."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Final

from extract import lexicon

_ISO: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?$")
_NUMBERS: Final = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_WORDS: Final = re.compile(r"(?<!\d)(\d{1,2})\s+([A-Za-z]{3,10})\.?,?\s+(\d{4})(?!\d)")
_CLOCK: Final = re.compile(r"(?<![\d.:])([01]?\d|2[0-3])[.:]([0-5]\d)(?::[0-5]\d)?\s*(WIB|WITA|WIT)\b", re.IGNORECASE)
_ZONES: Final = {"WIB": "+07:00", "WITA": "+08:00", "WIT": "+09:00"}


def iso(written: str | None) -> str | None:
    """An ISO date, or a date-time where the clock is known; None where the date cannot be told.

    >>> iso("Senin, 19 Agustus 2024 10:20 WIB")
    '2024-08-19T10:20:00+07:00'
    """
    if not written or len(written) > 100:
        return None
    text = " ".join(written.split())
    try:
        return _from_iso(text) or _from_words(text) or parsedate_to_datetime(text).isoformat()
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _from_iso(text: str) -> str | None:
    match = _ISO.match(text)
    if match is None:
        return None
    day, clock, zone = match.groups()
    if clock is None:
        return date.fromisoformat(day).isoformat()
    return datetime.fromisoformat(f"{day}T{clock}{zone or ''}").isoformat()


def _from_words(text: str) -> str | None:
    if match := _WORDS.search(text):
        month = _months().get(match[2].lower())
        if month is None or "+" in text or "GMT" in text:
            return None
        day = date(int(match[3]), month, int(match[1]))
    elif match := _NUMBERS.search(text):
        day = date(int(match[3]), int(match[2]), int(match[1]))
    else:
        return None
    if clock := _CLOCK.search(text, match.end()):
        return f"{day.isoformat()}T{int(clock[1]):02}:{clock[2]}:00{_ZONES[clock[3].upper()]}"
    return day.isoformat()


@cache
def _months() -> dict[str, int]:
    return {str(name): int(number) for name, number in lexicon.read_toml("dates.toml").table("months").values.items()}
