"""What a query may ask for, decided on its tokens before anything is executed.

The engine underneath follows SERVICE and knows LOAD; this project never leaves the machine. Strings, IRIs, comments,
variables and prefixed names are told apart first (SPARQL 1.1, section 19.8), so that the word SERVICE in a literal does
no harm and no escape hides a real one: the engine reads `\\uXXXX` in literals and IRIs only, never in keywords.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal
from urllib.parse import urljoin

from extract.errors import QueryError, QueryRefused

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES: Final = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"},
)
MAX_QUERY_CHARACTERS: Final = 200_000

_TOKEN: Final = re.compile(
    r"""
    (?P<space>[ \t\r\n]+|\#[^\r\n]*)
  | (?P<string>\"\"\"(?:[^"\\]|\\.|\"{1,2}(?!\"))*\"\"\"|'''(?:[^'\\]|\\.|'{1,2}(?!'))*'''
        |\"(?:[^"\\\r\n]|\\.)*\"|'(?:[^'\\\r\n]|\\.)*')
  | (?P<iri><[^<>"{}|^`\x00-\x20]*>)
  | (?P<variable>[?$]\w+)
  | (?P<blank>_:[\w.·-]+)
  | (?P<prefixed>(?:[^\W\d_][\w.·-]*)?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.|[.·-](?=[\w:%\\.·-]))*)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<word>[^\W\d]\w*)
  | (?P<number>\d[\w.]*)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True, slots=True)
class QueryShape:
    """What a query is and which graphs it names, read from its tokens."""

    form: Form
    from_graphs: tuple[str, ...] = ()
    from_named: tuple[str, ...] = ()


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """(kind, text) of each token, spaces and comments left out."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup is not None and match.lastgroup != "space":
            yield match.lastgroup, match.group()


def placed_tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """(kind, text, start) of each token, spaces and comments left out."""
    for match in _TOKEN.finditer(text):  # the last alternative takes any character, so nothing is passed over
        if match.lastgroup is not None and match.lastgroup != "space":
            yield match.lastgroup, match.group(), match.start()


@lru_cache(maxsize=64)  # the server looks before it asks, and so does the engine; and questions come again
def inspect(query: str, *, base: str | None = None) -> QueryShape:
    """The shape of a query that may be executed; QueryRefused or QueryError says why one may not."""
    if len(query) > MAX_QUERY_CHARACTERS:
        raise QueryError(f"the query has over {MAX_QUERY_CHARACTERS:,} characters.", remedy="Ask in smaller parts.")
    form: Form | None = None
    prefixes: dict[str, str] = {}
    graphs: list[str] = []
    named: list[str] = []
    stream = list(tokens(query))
    for at, (kind, text) in enumerate(stream):
        if kind != "word":
            continue
        word = text.upper()
        if word == "SERVICE":
            raise QueryRefused(
                "SERVICE would send a part of the query to another machine.", remedy="Ask this store alone."
            )
        if form is None and word in UPDATES:
            raise QueryRefused(
                f"{word} is an update; this is read-only.", remedy="Use SELECT, ASK, CONSTRUCT, DESCRIBE."
            )
        if word == "BASE" and form is None:
            base = _iri(stream, at + 1, prefixes, base)[0]
        elif word == "PREFIX" and form is None and at + 2 < len(stream):
            prefixes[stream[at + 1][1]] = _iri(stream, at + 2, prefixes, base)[0]
        elif form is None and word in FORMS:
            form = word  # type: ignore[assignment]  # checked against FORMS, which lists the literals
        elif word == "FROM":
            address, is_named = _iri(stream, at + 1, prefixes, base)
            (named if is_named else graphs).append(address)
    if form is None:
        raise QueryError("this is no SPARQL query.", remedy="It needs SELECT, ASK, CONSTRUCT or DESCRIBE.")
    return QueryShape(form, tuple(graphs), tuple(named))


def is_update(text: str) -> bool:
    """Whether the first word that is no declaration belongs to SPARQL Update."""
    for kind, token in tokens(text):
        if kind == "word" and token.upper() not in {"PREFIX", "BASE"}:
            return token.upper() in UPDATES
    return False


def _iri(stream: list[tuple[str, str]], at: int, prefixes: dict[str, str], base: str | None) -> tuple[str, bool]:
    """The IRI at a token, resolved, and whether NAMED stands before it."""
    is_named = at < len(stream) and stream[at][1].upper() == "NAMED"
    at += is_named
    if at >= len(stream):
        raise QueryError("an IRI is missing at the end of the query.")
    kind, text = stream[at]
    if kind == "iri":
        address = _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), text[1:-1])
        return (urljoin(base, address) if base else address), is_named
    if kind == "prefixed":
        prefix, _, local = text.partition(":")
        if f"{prefix}:" not in prefixes:
            raise QueryError(f"the prefix {prefix}: is not declared.", remedy="Add a PREFIX line.")
        return prefixes[f"{prefix}:"] + re.sub(r"\\(.)", r"\1", local), is_named
    raise QueryError(f"an IRI is expected where {text[:40]!r} stands.")
