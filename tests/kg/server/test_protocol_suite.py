"""The queries of the W3C's SPARQL 1.1 Protocol test suite that `test_protocol.py` does not ask already."""

from __future__ import annotations

import httpx
import pytest

from tests.kg.server.conftest import Running
from tests.kg.server.test_protocol import DIRECT, FORM, G1, G2, G3, values

BOTH = "SELECT ?v { { ?s <http://example.org/p> ?v } UNION { GRAPH ?g { ?s <http://example.org/p> ?v } } }"


@pytest.mark.parametrize("way", ["get", "form", "direct"])
@pytest.mark.parametrize(
    ("dataset", "found"),
    [
        ([("default-graph-uri", G1), ("default-graph-uri", G2)], {"one", "two"}),
        ([("named-graph-uri", G1), ("named-graph-uri", G2)], {"one", "two"}),
        ([("default-graph-uri", G3), ("named-graph-uri", G1), ("named-graph-uri", G2)], {"one", "two", "three"}),
    ],
)
def test_a_full_dataset_comes_by_each_method(
    server: Running, way: str, dataset: list[tuple[str, str]], found: set[str]
) -> None:
    with server.client() as client:
        if way == "get":
            answer = client.get("/sparql", params=[("query", BOTH), *dataset])
        elif way == "form":
            answer = client.post("/sparql", content=str(httpx.QueryParams([("query", BOTH), *dataset])), headers=FORM)
        else:
            answer = client.post("/sparql", params=dataset, content=BOTH, headers=DIRECT)
    assert values(answer) == found


@pytest.mark.parametrize("clause", [f"FROM <{G1}> FROM <{G2}>", f"FROM NAMED <{G1}> FROM NAMED <{G2}>"])
def test_the_dataset_of_the_request_wins_over_that_of_the_query(server: Running, clause: str) -> None:
    query = BOTH.replace("?v {", f"?v {clause} {{", 1)
    with server.client() as client:
        assert values(client.get("/sparql", params={"query": query})) == {"one", "two"}
        assert values(client.get("/sparql", params=[("query", query), ("default-graph-uri", G3)])) == {"three"}


@pytest.mark.parametrize("form", ["SELECT * { ?s ?p ?o }", "ASK { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_each_form_is_answered_by_get_and_by_post(server: Running, form: str) -> None:
    with server.client() as client:
        answers = [
            client.get("/sparql", params={"query": form}),
            client.post("/sparql", data={"query": form}),
            client.post("/sparql", content=form, headers=DIRECT),
        ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({(answer.headers["content-type"], answer.content) for answer in answers}) == 1


@pytest.mark.parametrize(
    ("method", "headers", "content"),
    [
        ("PUT", FORM, "query=ASK%20%7B%7D"),
        ("POST", FORM, "query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D"),
        ("POST", {"Content-Type": "text/plain"}, "query=ASK%20%7B%7D"),
        ("POST", {}, "query=ASK%20%7B%7D"),
        ("POST", {}, "ASK {}"),
        ("POST", {"Content-Type": "application/sparql-query; charset=UTF-16"}, "ASK {}".encode("utf-16")),
        ("POST", FORM, "query=ASK"),
        ("POST", DIRECT, "SELECT nothing"),
    ],
)  # fmt: skip
def test_a_bad_query_is_the_clients_fault(server: Running, method: str, headers: dict[str, str], content: str) -> None:
    with server.client() as client:
        answer = client.request(method, "/sparql", headers=headers, content=content)
    assert 400 <= answer.status_code < 500
