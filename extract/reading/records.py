"""Records of articles: JSON lines and CSV, one at a time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final

from extract.errors import InputError
from extract.reading.draft import Draft
from extract.reading.encoding import guess
from extract.reading.limits import Limits

FIELDS: Final = ("id", "url", "title", "publisher", "published", "text")
_BOM: Final = b"\xef\xbb\xbf"


def read_json_lines(stream: BinaryIO, where: str, limits: Limits) -> Iterator[Draft | InputError]:
    """One article a line; `text` is taken as it stands."""
    number = 0
    while line := stream.readline(limits.max_size + 1):
        number += 1
        place = f"{where}:{number}"
        if len(line) > limits.max_size:
            while line and not line.endswith(b"\n"):
                line = stream.readline(limits.max_size)
            yield limits.too_large(place)
            continue
        if number == 1:
            line = line.removeprefix(_BOM)
        if not line.strip():
            continue
        try:
            yield _from_json(line, place)
        except InputError as error:
            yield error


def _from_json(line: bytes, where: str) -> Draft:
    remedy = "Write one JSON object a line, in UTF-8."
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise InputError("is not UTF-8.", reason="encoding", where=where, remedy=remedy) from None
    except (ValueError, RecursionError) as error:
        cause = f": {error.msg}" if isinstance(error, json.JSONDecodeError) else ""
        raise InputError(f"is not JSON{cause}.", reason="malformed", where=where, remedy=remedy) from None
    if not isinstance(record, dict):
        raise InputError("is not a JSON object.", reason="malformed", where=where, remedy=remedy)
    return _from_record(record, where)


def _from_record(record: Mapping[str, object], where: str) -> Draft:
    values: dict[str, str] = {}
    for name in FIELDS:
        value = record.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and name != "text":
            value = str(value)
        if value is None or value == "":
            continue
        if not isinstance(value, str):
            raise InputError(
                f"has a {name} that is no string.", reason="malformed", where=where, remedy="Put it in quotation marks."
            )
        values[name] = value
    if "text" not in values:
        raise InputError("has no text.", reason="empty", where=where, remedy="Give the article in the field `text`.")
    return Draft(where, **values)


def read_table(stream: BinaryIO, where: str, limits: Limits) -> Iterator[Draft | InputError]:
    """One article a row, the columns named in the first; separated by commas, semicolons or tabs."""
    buffered = io.BufferedReader(stream, 64 * 1024) if isinstance(stream, io.RawIOBase) else stream
    sample = buffered.peek(64 * 1024)[: 64 * 1024] if isinstance(buffered, io.BufferedReader) else b""
    if not sample.strip():
        yield InputError("holds no text.", reason="empty", where=where, remedy="Leave it out.")
        return
    if b"\0" in sample and not sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield InputError("is not a text file.", reason="binary", where=where, remedy="Save it as CSV in UTF-8.")
        return
    csv.field_size_limit(limits.max_size)
    place = where
    try:
        lines = io.TextIOWrapper(buffered, encoding=guess(sample, where), newline="")
        header = lines.readline(64 * 1024)
        names = next(csv.reader([header], delimiter=_separator(header)), [])
        columns = [name.strip().lower() for name in names]
        if "text" not in columns:
            yield InputError(
                "has no column `text`.",
                reason="malformed",
                where=where,
                remedy=f"Name the columns in the first line: {', '.join(FIELDS)}.",
            )
            return
        rows = csv.reader(lines, delimiter=_separator(header), strict=True)
        begins = 2
        for row in rows:
            place = f"{where}:{begins}"
            begins = rows.line_num + 2
            if not row:
                continue
            if len(row) != len(columns):
                yield InputError(
                    f"has {len(row)} columns where the first line names {len(columns)}.",
                    reason="malformed",
                    where=place,
                    remedy="Put values with separators in quotation marks.",
                )
                continue
            size = sum(len(value) for value in row)
            if size > limits.max_size:
                yield limits.too_large(place, size)
                continue
            try:
                yield _from_record(dict(zip(columns, row, strict=True)), place)
            except InputError as error:
                yield error
            place = f"{where}:{begins}"
    except UnicodeError:
        yield InputError("cannot be decoded from here on.", reason="encoding", where=place, remedy="Save it as UTF-8.")
    except csv.Error as error:
        if "field limit" in str(error):
            yield limits.too_large(place)
        else:
            yield InputError(
                f"is not CSV from here on ({error}).",
                reason="malformed",
                where=place,
                remedy="Look for a stray quotation mark.",
            )
    except InputError as error:
        yield error


def _separator(header: str) -> str:
    return max(",;\t", key=header.count)
