"""The reader of `extract/data/`: tables of words and patterns that a linguist edits, checked before they are used.

TOML files become a `Table`, whose accessors state the shape that they expect; CSV files become rows with the number of
their line. Whatever does not hold is a `DataError` that names the file, the line and the entry.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, NoReturn

from extract.errors import DataError

PLACE: Final = "extract/data"
_REMEDY: Final = "Correct the entry, or put back the shipped file."
_TOML_LINE: Final = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Table:
    """A part of a TOML file, by its dotted name in it; the accessors check what they hand out."""

    file: str
    name: str
    values: Mapping[str, Any]
    source: str = ""

    def only(self, *keys: str) -> Table:
        """The table itself, once it is sure that it has no other keys than these."""
        for key in self.values:
            if key not in keys:
                self.fail(key, f"is no known entry (known: {', '.join(sorted(keys))})")
        return self

    def words(self, key: str, *, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of strings, none empty, none twice."""
        value = self._get(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(word, str) and word.strip() for word in value):
            self.fail(key, "is not a list of words")
        if len(set(value)) < len(value):
            twice = next(word for n, word in enumerate(value) if word in value[:n])
            self.fail(key, f"lists {twice!r} twice")
        return tuple(value)

    def text(self, key: str, *, default: str | None = None) -> str:
        """A string that is not empty."""
        value = self._get(key, default)
        if not isinstance(value, str) or not value:
            self.fail(key, "is not a text")
        return value

    def number(self, key: str, *, default: int | None = None) -> int:
        """A whole number."""
        value = self._get(key, default)
        if not isinstance(value, int) or isinstance(value, bool):
            self.fail(key, "is not a whole number")
        return value

    def mapping(self, key: str) -> Mapping[str, str]:
        """A table of strings by strings."""
        value = self._get(key, None)
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            self.fail(key, "is not a table of texts")
        return value

    def pattern(self, key: str, *, slots: Mapping[str, str] | None = None, flags: int = 0) -> re.Pattern[str]:
        """A regular expression; `{word}` in it is replaced by the pattern of that name in `slots`."""
        regex = self.text(key)
        for slot, inner in (slots or {}).items():
            regex = regex.replace(f"{{{slot}}}", inner)
        try:
            return re.compile(regex, flags)
        except re.error as error:
            self.fail(key, f"is no regular expression ({error})")

    def table(self, key: str) -> Table:
        """The table of that name."""
        value = self._get(key, None)
        if not isinstance(value, dict):
            self.fail(key, "is not a table")
        return Table(self.file, self._dotted(key), value, self.source)

    def tables(self, key: str) -> tuple[Table, ...]:
        """The tables of an array of tables (`[[key]]`), in order."""
        value = self._get(key, None)
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            self.fail(key, "is not an array of tables")
        return tuple(Table(self.file, f"{self._dotted(key)}[{n}]", v, self.source) for n, v in enumerate(value, 1))

    def fail(self, key: str, problem: str) -> NoReturn:
        """Refuse an entry: DataError with the file and, where it can be found, the line."""
        line = self._line(key)
        where = f"{PLACE}/{self.file}" + (f", line {line}" if line else "")
        raise DataError(f"{self._dotted(key)} {problem}.", where=where, remedy=_REMEDY)

    def _get(self, key: str, default: Any) -> Any:
        if key in self.values:
            return self.values[key]
        if default is None:
            self.fail(key, "is missing")
        return default

    def _dotted(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key

    def _line(self, key: str) -> int | None:
        """The line where the entry stands, else that of its table: found by its spelling, good enough for a message."""
        lines = self.source.split("\n")
        start = 0
        if self.name:
            head, _, nth = self.name.partition("[")
            count = int(nth.rstrip("]")) if nth else 1
            heads = [n for n, line in enumerate(lines) if re.match(rf"\s*\[+\s*{re.escape(head)}\s*\]", line)]
            if len(heads) >= count:
                start = heads[count - 1]
        entry = re.compile(rf"\s*(?:\[+\s*)?(?:[\w.]+\.)?[\"']?{re.escape(key)}[\"']?\s*[\]=]")
        for number, line in enumerate(lines[start:], start + 1):
            if entry.match(line):
                return number
        return start + 1 if start else None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a CSV file: its cells by column, and its line in the file."""

    file: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def many(self, column: str, separator: str = ";") -> tuple[str, ...]:
        """The parts of a cell that lists several, separated by semicolons."""
        return tuple(part.strip() for part in self.cells[column].split(separator) if part.strip())

    def fail(self, problem: str) -> NoReturn:
        """Refuse the row: DataError with the file and the line."""
        raise DataError(problem, where=f"{PLACE}/{self.file}, line {self.line}", remedy=_REMEDY)


@cache
def read_text(name: str) -> str:
    """The text of a data file; DataError where it is missing or no UTF-8."""
    try:
        return resources.files("extract").joinpath("data", name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = f"the data file cannot be read ({type(error).__name__})."
        raise DataError(problem, where=f"{PLACE}/{name}", remedy="Put back the shipped file, or reinstall.") from error


@cache
def read_toml(name: str) -> Table:
    """The TOML file of that name in `extract/data/`."""
    return parse_toml(read_text(name), name)


def parse_toml(text: str, name: str) -> Table:
    """The table that a TOML text states; `name` is the file that messages speak of."""
    try:
        return Table(name, "", tomllib.loads(text), text)
    except tomllib.TOMLDecodeError as error:
        line = _TOML_LINE.search(str(error))
        where = f"{PLACE}/{name}" + (f", line {line[1]}" if line else "")
        raise DataError(f"not TOML ({error}).", where=where, remedy=_REMEDY) from error


@cache
def read_csv(name: str, columns: tuple[str, ...], *, key: str | None = None) -> tuple[Row, ...]:
    """The rows of the CSV file of that name, with exactly these columns; no two rows share the cell `key`."""
    return tuple(parse_csv(read_text(name), name, columns, key=key))


def parse_csv(text: str, name: str, columns: Sequence[str], *, key: str | None = None) -> Iterator[Row]:
    """The rows of a CSV text; lines beginning with `#` are comments, the first other line names the columns."""
    header: list[str] | None = None
    seen: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = next(csv.reader([line], skipinitialspace=True))
        if header is None:
            header = cells
            if header != list(columns):
                problem = f"the columns are {', '.join(header)}; expected {', '.join(columns)}."
                raise DataError(problem, where=f"{PLACE}/{name}, line {number}", remedy=_REMEDY)
            continue
        row = Row(name, number, dict(zip(header, (cell.strip() for cell in cells), strict=False)))
        if len(cells) != len(header):
            row.fail(f"{len(cells)} cells where the columns are {len(header)}.")
        if key is not None:
            if not row[key]:
                row.fail(f"the cell {key!r} is empty.")
            if row[key] in seen:
                row.fail(f"{row[key]!r} stands already on line {seen[row[key]]}.")
            seen[row[key]] = number
        yield row


def alternatives(words: Sequence[str]) -> str:
    """A regular expression for any of the words, the longest first; a blank stands for any white space in a line."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"[ \t]+") for word in longest_first) + ")"


@cache
def fingerprint() -> str:
    """Text that changes when any data file does: name and content of each, in order."""
    names = sorted(
        entry.name for entry in resources.files("extract").joinpath("data").iterdir() if not entry.name.startswith(".")
    )
    import hashlib

    digest = hashlib.sha256()
    for name in names:
        entry = resources.files("extract").joinpath("data", name)
        if entry.is_file():
            digest.update(name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return digest.hexdigest()
