"""What may be asked is decided before execution, whatever the spelling."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import QueryError, QueryRefused
from kg.guard import inspect, is_update, tokens


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "select * { service silent <http://127.0.0.1/> { ?s ?p ?o } }",
        "ASK{?s ?p 'x'.SERVICE ?x {}}",
        "SELECT * { ?s ?p ?o } # x\nVALUES ?x { 1 } SERVICE<x:y>{}",
        'SELECT * { ?s ?p "a\\"b" SERVICE <x:y> {} }',
        "SELECT * { ?s ?p '''it's''' SERVICE <x:y> {} }",
        "SELECT (1<2 AS ?x) { SERVICE <x:y> {} FILTER(2>1) }",
    ],
)
def test_service_is_refused_in_any_spelling(query: str) -> None:
    with pytest.raises(QueryRefused, match="SERVICE"):
        inspect(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ?p ?o }",
        "SELECT * { ?s ?p 'SERVICE <x>' } # SERVICE",
        'SELECT * { ?s ?p """a "SERVICE" b""" }',
        "PREFIX service: <x:> SELECT * { service:SERVICE ?p ?o }",
        "SELECT * { <x:SERVICE> ?p ?o }",
        "SELECT * { _:SERVICE ?p 'a'@en }",
    ],
)
def test_the_word_in_other_places_does_no_harm(query: str) -> None:
    assert inspect(query).form == "SELECT"


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "# x\nPREFIX a: <b:> delete where { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "DROP ALL",
        "WITH <x:y> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused_and_known_as_such(update: str) -> None:
    assert is_update(update)
    with pytest.raises(QueryRefused, match="read-only"):
        inspect(update)


def test_graphs_that_a_query_names_are_resolved() -> None:
    shape = inspect(
        "BASE <http://a/b/> PREFIX p: <http://p/> SELECT * FROM <c> FROM NAMED p:d FROM <http://\\u0065/> WHERE {}"
    )
    assert shape.from_graphs == ("http://a/b/c", "http://e/")
    assert shape.from_named == ("http://p/d",)


@pytest.mark.parametrize("text", ["", "hello", "SELEC * {}", "SELECT * FROM", "SELECT * FROM x:y {}", "# SELECT"])
def test_what_is_no_query_is_said_so(text: str) -> None:
    with pytest.raises(QueryError):
        inspect(text)


@given(st.text())
def test_any_text_is_cut_without_loss(text: str) -> None:
    kept = "".join(token for _, token in tokens(text))
    assert len(kept) <= len(text)
    with contextlib.suppress(QueryError):
        inspect(text)
