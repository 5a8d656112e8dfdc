"""Saved questions: `queries/*.rq`, each with its title, purpose and parameters in the comment at its head.

The head is TOML behind `# `:

    # title = { id = "…", en = "…" }
    # purpose = { id = "…", en = "…" }
    # [parameters.candidate]
    # type = "name"            name: a label in any case, or an IRI; date: 2024, 2024-05 or 2024-05-03; number; text
    # label = { id = "…", en = "…" }
    # default = "…"            without one the parameter must be given

In the query a parameter stands as `$candidate`; variables are written with `?`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from extract.errors import DataError, UsageError
from kg.guard import inspect, placed_tokens, tokens

FOLDER: Final = Path(__file__).with_name("queries")
TYPES: Final = frozenset({"name", "date", "number", "text"})
LANGUAGES: Final = ("id", "en")
_DATE: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_IRI: Final = re.compile(r"(https?|urn):[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question asks of its user; `default` is None where it must be given."""

    name: str
    type: str
    label: Mapping[str, str]
    default: str | None

    @property
    def required(self) -> bool:
        return self.default is None


@dataclass(frozen=True, slots=True)
class Question:
    """A saved question, its wording in Indonesian and English, and its SPARQL."""

    name: str
    title: Mapping[str, str]
    purpose: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    text: str

    def bind(self, values: Mapping[str, str]) -> str:
        """The query with its parameters filled in; UsageError names one that is missing, unknown or ill-formed."""
        known = {parameter.name for parameter in self.parameters}
        for name in values:
            if name not in known:
                raise UsageError(
                    f"the question {self.name} has no parameter {name!r}.",
                    remedy=f"It has: {', '.join(sorted(known)) or 'none'}.",
                )
        terms = {}
        for parameter in self.parameters:
            value = values.get(parameter.name, parameter.default)
            if value is None:
                raise UsageError(
                    f"the question {self.name} needs the parameter {parameter.name!r} ({parameter.label['en']}).",
                    remedy=f"Give --param {parameter.name}=VALUE.",
                )
            terms[parameter.name] = term(parameter, value)
        return fill(self.text, terms)


def term(parameter: Parameter, value: str) -> str:
    """A value as one SPARQL term; UsageError where it is not of the parameter's type."""
    value = " ".join(value.split())
    if parameter.type == "number":
        if not re.fullmatch(r"\d{1,9}", value):
            raise UsageError(f"{parameter.name} takes a whole number, not {value!r}.")
        return value
    if parameter.type == "date" and value and not _DATE.fullmatch(value):
        raise UsageError(f"{parameter.name} takes a date such as 2024, 2024-05 or 2024-05-03, not {value!r}.")
    if parameter.type == "name" and _IRI.fullmatch(value):
        return f"<{value}>"
    return literal(value)


def literal(value: str) -> str:
    """A text as one SPARQL string literal, whatever stands in it."""
    escaped = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    kept = "".join(escaped.get(c, c) for c in value if not "\ud800" <= c <= "\udfff" and c != "\x00")
    return f'"{kept}"'


def fill(text: str, terms: Mapping[str, str]) -> str:
    """The query with each token `$name` replaced by its term; strings, comments and variables are left alone.

    The result is cut into tokens again: a term that did not stay one token would raise.
    """
    parts, expected, at = [], [], 0
    for kind, token, start in placed_tokens(text):
        parts.append(text[at:start])
        at = start + len(token)
        if kind == "variable" and token[0] == "$" and token[1:] in terms:
            token = terms[token[1:]]
        expected.append(token)
        parts.append(token)
    filled = "".join([*parts, text[at:]])
    if [token for _, token in tokens(filled)] != expected:
        raise UsageError("a parameter cannot be written as one term.", remedy="Leave special characters out.")
    return filled


@cache
def questions() -> Mapping[str, Question]:
    """Name → question, in alphabetical order; DataError says what is wrong with a file."""
    return {path.stem: read_question(path) for path in sorted(FOLDER.glob("*.rq"))}


def find(name: str) -> Question:
    """The question of that name; UsageError lists the names where there is none."""
    try:
        return questions()[name]
    except KeyError:
        raise UsageError(
            f"there is no saved question {name!r}.", remedy=f"There are: {', '.join(questions())}."
        ) from None


def read_question(path: Path) -> Question:
    """The question in a file, checked."""
    text = path.read_text(encoding="utf-8")
    head = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        head.append(line.removeprefix("#").removeprefix(" "))
    try:
        table = tomllib.loads("\n".join(head))
        question = _question(path.stem, table, text)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise DataError(f"its head does not hold: {error}.", where=str(path)) from error
    inspect(fill(text, {p.name: "1" if p.type == "number" else '""' for p in question.parameters}))
    return question


def _question(name: str, table: dict[str, Any], text: str) -> Question:
    parameters = tuple(
        Parameter(key, _one_of(entry["type"]), _wording(entry["label"]), entry.get("default"))
        for key, entry in table.pop("parameters", {}).items()
    )
    used = {token[1:] for kind, token in tokens(text) if kind == "variable" and token[0] == "$"}
    if used != {parameter.name for parameter in parameters}:
        raise ValueError(f"it uses ${', $'.join(sorted(used))} and declares {[p.name for p in parameters]}")
    question = Question(name, _wording(table.pop("title")), _wording(table.pop("purpose")), parameters, text)
    if table:
        raise ValueError(f"unknown keys {sorted(table)}")
    return question


def _one_of(type: str) -> str:
    if type not in TYPES:
        raise ValueError(f"no type {type!r}")
    return type


def _wording(entry: Mapping[str, str]) -> Mapping[str, str]:
    if set(entry) != set(LANGUAGES):
        raise ValueError(f"a wording needs {LANGUAGES}")
    return dict(entry)
