"""Results written out: table, csv, tsv, json, xml, ttl; text from articles is data in each of them.

CSV cells that a spreadsheet would take for a formula get an apostrophe in front (OWASP, CSV injection); the table shows
no character that a terminal would obey.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from extract.errors import UsageError
from kg.engine import Result, Rows, Triples, Truth
from kg.vocabulary import DATA, PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

FORMATS: Final = ("table", "csv", "tsv", "json", "xml", "ttl")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write(result: Result, form: str, *, width: int | None = None) -> str:
    """The result as text in a format; UsageError where the format does not fit the result."""
    if form == "table":
        return table(result, width=width)
    if form == "csv":
        return as_csv(*cells(result))
    if isinstance(result, Triples):
        if form != "ttl":
            raise UsageError(f"a graph is written as ttl, csv or table, not {form}.")
        return as_turtle(result)
    if form == "ttl":
        raise UsageError("ttl is for CONSTRUCT and DESCRIBE; this query gives rows.", remedy="Use table, csv or json.")
    return _w3c(result, form)


def text_of(term: object) -> str:
    """A term as a reader wants it: the value of a literal, an IRI whole, nothing for None."""
    if term is None:
        return ""
    value = getattr(term, "value", None)
    return str(value) if value is not None else str(term)


def cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> cell("=HYPERLINK(1)")
    "'=HYPERLINK(1)"
    """
    return "'" + text if text.startswith(_FORMULA) else text


def as_csv(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Comma-separated values with safe cells (RFC 4180)."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([cell(value.replace("\x00", "")) for value in row] for row in rows)
    return buffer.getvalue()


def as_turtle(result: Triples) -> str:
    """Turtle with the project's prefixes, in a fixed order."""
    import pyoxigraph as ox

    body = ox.serialize(result.triples, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES))
    return (body or b"").decode("utf-8")


def table(result: Result, *, width: int | None = None) -> str:
    """A table for a terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    header, rows = cells(result)
    buffer = io.StringIO()
    console = Console(file=buffer, width=width or _terminal_width(), no_color=True, highlight=False)
    grid = Table(show_lines=True)
    for name in header:
        grid.add_column(Text(name), overflow="fold")
    for row in rows:
        grid.add_row(*(Text(visible(_short(value))) for value in row))
    console.print(grid)
    console.print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines()) + "\n"


def visible(text: str) -> str:
    """The text with what a terminal would obey, or hide, replaced."""
    return "".join(c if c.isprintable() else " " if c in "\n\t\r" else "\N{REPLACEMENT CHARACTER}" for c in text)


def _terminal_width() -> int:
    import shutil

    return shutil.get_terminal_size((160, 24)).columns if sys.stdout.isatty() else 160


def _short(text: str) -> str:
    """The project's own IRIs without the part that all of them share."""
    return text.removeprefix(DATA) if text.startswith(DATA) else text


def cells(result: Result) -> tuple[list[str], list[list[str]]]:
    """A header and rows of texts."""
    if isinstance(result, Rows):
        return list(result.variables), [[text_of(term) for term in row] for row in result.rows]
    if isinstance(result, Truth):
        return ["answer"], [[str(result.value).lower()]]
    names = ("subject", "predicate", "object")
    return list(names), [[text_of(getattr(triple, name)) for name in names] for triple in result.triples]


def _w3c(result: Rows | Truth, form: str) -> str:
    """The W3C's JSON, XML and TSV results."""
    import json
    from xml.sax.saxutils import escape, quoteattr

    if form == "json":
        return json.dumps(_json(result), ensure_ascii=False, indent=1) + "\n"
    if form == "tsv":
        if isinstance(result, Truth):
            return f"{str(result.value).lower()}\n"
        lines = ["\t".join(f"?{name}" for name in result.variables)]
        lines += ["\t".join("" if term is None else str(term) for term in row) for row in result.rows]
        return "\n".join(lines) + "\n"
    if form != "xml":
        raise UsageError(f"no format {form!r}.", remedy=f"There are: {', '.join(FORMATS)}.")
    head = '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'
    if isinstance(result, Truth):
        return f"{head}<head/>\n<boolean>{str(result.value).lower()}</boolean>\n</sparql>\n"
    parts = [
        head,
        "<head>",
        *(f"<variable name={quoteattr(name)}/>" for name in result.variables),
        "</head>\n<results>\n",
    ]
    for row in result.rows:
        parts.append("<result>")
        for name, term in zip(result.variables, row, strict=True):
            if term is not None:
                binding = _json_term(term)
                tag = {"uri": "uri", "bnode": "bnode"}.get(binding["type"], "literal")
                extra = f" xml:lang={quoteattr(binding['xml:lang'])}" if "xml:lang" in binding else ""
                extra += f" datatype={quoteattr(binding['datatype'])}" if "datatype" in binding else ""
                value = escape("".join(c for c in binding["value"] if c >= " " or c in "\t\n\r"))
                parts.append(f"<binding name={quoteattr(name)}><{tag}{extra}>{value}</{tag}></binding>")
        parts.append("</result>\n")
    return "".join([*parts, "</results>\n</sparql>\n"])


def _json(result: Rows | Truth) -> dict[str, object]:
    if isinstance(result, Truth):
        return {"head": {}, "boolean": result.value}
    bindings = [
        {name: _json_term(term) for name, term in zip(result.variables, row, strict=True) if term is not None}
        for row in result.rows
    ]
    return {"head": {"vars": list(result.variables)}, "results": {"bindings": bindings}}


def _json_term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> dict[str, str]:
    import pyoxigraph as ox

    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if not isinstance(term, ox.Literal):
        return {"type": "literal", "value": str(term)}
    found = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype.value != "http://www.w3.org/2001/XMLSchema#string":
        found["datatype"] = term.datatype.value
    return found
