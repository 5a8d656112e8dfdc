"""Quads as lines of N-Quads: what `kg` passes around, sorts, compares and stores, without a library in between."""

from __future__ import annotations

import calendar
import re
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final

from kg.vocabulary import XSD

_ESCAPES: Final = {ord(c): f"\\u{ord(c):04X}" for c in map(chr, [*range(0x20), 0x7F])} | {
    ord("\\"): "\\\\",
    ord('"'): '\\"',
    ord("\n"): "\\n",
    ord("\r"): "\\r",
    ord("\t"): "\\t",
    ord("\b"): "\\b",
    ord("\f"): "\\f",
}
_PARTIAL_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_CLOCK: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:.*")


def ref(iri: str) -> str:
    """An IRI as a term; it must come from `kg.iri` or `kg.vocabulary`."""
    return f"<{iri}>"


def text(value: str) -> str:
    """A plain literal; half of a surrogate pair, which no encoding can hold, becomes U+FFFD."""
    escaped = value.translate(_ESCAPES)
    return f'"{escaped.encode("utf-8", "replace").decode("utf-8") if _broken(escaped) else escaped}"'


def _broken(value: str) -> bool:
    return not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value)


def typed(value: str, datatype: str) -> str:
    """A typed literal."""
    return f"{text(value)}^^<{datatype}>"


def integer(value: int) -> str:
    """A whole number."""
    return f'"{value}"^^<{XSD.integer}>'


@lru_cache(maxsize=16_384)
def decimal(value: float) -> str:
    """A number of at most four decimals, in its shortest form.

    >>> decimal(0.9)[:5]
    '"0.9"'
    """
    number = format(Decimal(repr(round(value, 4))).normalize(), "f")
    return f'"{number}"^^<{XSD.decimal}>'


def partial_date(value: str) -> str | None:
    """A date, month or year as a literal of the type that fits its precision; None where it is no such date.

    >>> partial_date("2024-05")
    '"2024-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    >>> partial_date("2023-02-30") is None
    True
    """
    match = _PARTIAL_DATE.fullmatch(value)
    if not match or int(match[1]) == 0:
        return None
    if match[2] is None:
        return f'"{value}"^^<{XSD.gYear}>'
    if not 1 <= int(match[2]) <= 12:
        return None
    if match[3] is None:
        return f'"{value}"^^<{XSD.gYearMonth}>'
    if not 1 <= int(match[3]) <= calendar.monthrange(int(match[1]), int(match[2]))[1]:
        return None
    return f'"{value}"^^<{XSD.date}>'


def moment(value: str) -> str | None:
    """A date of publication as a literal: with its time where it has one; None where it cannot be read."""
    if _CLOCK.fullmatch(value):
        try:
            return f'"{datetime.fromisoformat(value).isoformat()}"^^<{XSD.dateTime}>'
        except ValueError:
            return None
    return partial_date(value)


def line(subject: str, predicate: str, term: str, graph: str) -> str:
    """One quad of IRIs and a term, without the end of the line."""
    return f"<{subject}> <{predicate}> {term} <{graph}> ."
