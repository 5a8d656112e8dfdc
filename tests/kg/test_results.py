"""Results as text: safe for spreadsheets and terminals, and readable by the tools that know the formats."""

from __future__ import annotations

import csv
import io

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import UsageError
from kg.engine import LocalEngine, Rows, Triples
from kg.results import FORMATS, cell, table, visible, write

NODE = ox.NamedNode("http://example.org/a")


def rows(*values: str) -> Rows:
    return Rows(("v",), tuple((ox.Literal(value),) for value in values))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_csv_gives_the_text_back_and_no_formula(value: str) -> None:
    read = list(csv.reader(io.StringIO(write(rows(value), "csv"), newline="")))
    assert read[0] == ["v"]
    back = read[1][0] if read[1:] and read[1] else ""
    clean = value.replace("\x00", "")
    assert back in (clean, "'" + clean)
    assert not back.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_terminal_is_never_obeyed(value: str) -> None:
    shown = table(rows(value), width=100)
    assert all(c.isprintable() or c == "\n" for c in shown)


def test_markup_in_a_cell_is_text() -> None:
    assert "[bold red]x[/]" in table(rows("[bold red]x[/]"), width=100)


def test_control_characters_are_shown_as_such() -> None:
    assert visible("a\x1b[31mb\u202ec") == "a\ufffd[31mb\ufffdc"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_and_xml_are_read_back_by_the_engine(value: str) -> None:
    for form, kind in (("json", ox.QueryResultsFormat.JSON), ("xml", ox.QueryResultsFormat.XML)):
        if form == "xml" and any(c < " " or c in "\ufffe\uffff" for c in value):
            continue  # XML 1.0 has no way to write them, or gives line ends back in another form
        if form == "xml" and value != value.strip():
            continue  # the engine's reader of XML drops white space at the ends
        read = ox.parse_query_results(write(rows(value), form), format=kind)
        assert [row["v"].value for row in read] == [value]  # type: ignore[union-attr]


def test_a_graph_is_turtle_that_reads_back() -> None:
    triple = ox.Triple(NODE, ox.NamedNode("https://w3id.org/jejak/ontology#attended"), NODE)
    text = write(Triples((triple,)), "ttl")
    assert "kg:attended" in text
    assert [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)] == [triple]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_takes_an_answer_or_says_why_not(form: str) -> None:
    engine = LocalEngine(ox.Store())
    for query in ("ASK {}", "SELECT ?v { VALUES ?v { 1 'x'@en <x:y> } }", "CONSTRUCT WHERE { ?s ?p ?o }"):
        try:
            assert write(engine.run(query), form) is not None
        except UsageError as error:
            assert form in str(error)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_looks_like_a_formula_is_marked_as_text(text: str) -> None:
    assert cell(text) == "'" + text
