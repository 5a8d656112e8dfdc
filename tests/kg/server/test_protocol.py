"""The SPARQL 1.1 Protocol, request by request, as the W3C's test suite asks it."""

from __future__ import annotations

import json

import httpx
import pytest

from tests.kg.server.conftest import Running

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
G1, G2, G3 = (f"http://example.org/g{n}" for n in (1, 2, 3))


def values(response: httpx.Response) -> set[str]:
    assert response.status_code == 200, response.text
    return {row["v"]["value"] for row in response.json()["results"]["bindings"]}


def test_get_and_both_posts_answer_alike(server: Running) -> None:
    query = "SELECT ?v { ?s <http://example.org/p> ?v }"
    with server.client() as client:
        answers = [
            client.get("/sparql", params={"query": query}),
            client.post("/sparql", data={"query": query}),
            client.post("/sparql", content=query, headers=DIRECT),
            client.post("/sparql", content=query, headers={"Content-Type": "application/sparql-query; charset=UTF-8"}),
        ]
    for answer in answers:
        assert values(answer) == {"in the default graph"}


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_the_dataset_of_the_request_counts(server: Running, way: str) -> None:
    def ask(query: str, *dataset: tuple[str, str]) -> set[str]:
        with server.client() as client:
            if way == "get":
                return values(client.get("/sparql", params=[("query", query), *dataset]))
            if way == "form":
                body = str(httpx.QueryParams([("query", query), *dataset]))
                return values(client.post("/sparql", content=body, headers=FORM))
            return values(client.post("/sparql", params=list(dataset), content=query, headers=DIRECT))

    default, named = "default-graph-uri", "named-graph-uri"
    plain = "SELECT ?v { ?s <http://example.org/p> ?v }"
    inside = "SELECT ?v { GRAPH ?g { ?s <http://example.org/p> ?v } }"
    assert ask(plain, (default, G1)) == {"one"}
    assert ask(plain, (default, G1), (default, G2)) == {"one", "two"}
    assert ask(inside, (default, G1)) == set()
    assert ask(plain, (named, G1)) == set()
    assert ask(inside, (named, G1), (named, G2)) == {"one", "two"}
    assert ask(f"{{ {plain} }} UNION {{ {inside} }}".join(("SELECT ?v { ", " }")), (default, G1), (named, G2)) == {
        "one",
        "two",
    }
    assert ask(f"SELECT ?v FROM <{G3}> {{ ?s ?p ?v }}", (default, G2)) == {"two"}, "the request wins over FROM"


def test_from_names_graphs_of_the_store_alone(server: Running) -> None:
    with server.client() as client:
        assert values(client.get("/sparql", params={"query": f"SELECT ?v FROM <{G3}> {{ ?s ?p ?v }}"})) == {"three"}
        for query in ("SELECT * FROM <http://example.org/none> {}", "SELECT * FROM NAMED <file:///etc/passwd> {}"):
            answer = client.get("/sparql", params={"query": query})
            assert answer.status_code == 400
            assert "no graph" in answer.text


SELECT, CONSTRUCT = "SELECT ?v { ?s <http://example.org/p> ?v }", "CONSTRUCT WHERE { ?s ?p ?o }"


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        (SELECT, None, "application/sparql-results+json"),
        (SELECT, "*/*", "application/sparql-results+json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv; charset=utf-8"),
        (SELECT, "text/tab-separated-values;q=0.9, text/csv;q=0.1", "text/tab-separated-values; charset=utf-8"),
        (SELECT, "text/*;q=0.5, application/*;q=0.1", "text/csv; charset=utf-8"),
        (SELECT, "text/turtle, application/json", "application/json"),
        ("ASK { ?s ?p ?o }", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("ASK { ?s ?p ?o }", None, "application/sparql-results+json"),
        (CONSTRUCT, None, "text/turtle; charset=utf-8"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        ("DESCRIBE <http://example.org/a>", "text/turtle", "text/turtle; charset=utf-8"),
    ],
)
def test_the_client_gets_the_form_that_it_wants(server: Running, query: str, accept: str | None, media: str) -> None:
    with server.client() as client:
        answer = client.get(
            "/sparql", params={"query": query}, headers={"Accept": accept} if accept else {"Accept": ""}
        )
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media
    assert answer.content


MISUSES = {
    "two queries": ("GET", "/sparql?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", None, None, 400),
    "a form without a query": ("POST", "/sparql", FORM, "x=y", 400),
    "a dataset without a query": ("GET", "/sparql?default-graph-uri=http://example.org/g1", None, None, 400),
    "bad syntax": ("GET", "/sparql?query=SELECT%20nothing", None, None, 400),
    "no query language": ("GET", "/sparql?query=hello", None, None, 400),
    "wrong media type": ("POST", "/sparql", {"Content-Type": "text/plain"}, "ASK {}", 415),
    "no media type": ("POST", "/sparql", {}, "query=ASK%20%7B%7D", 415),
    "UTF-16": ("POST", "/sparql", {"Content-Type": "application/sparql-query; charset=UTF-16"}, "ASK {}", 415),
    "bytes that are no UTF-8": ("POST", "/sparql", DIRECT, b"ASK { ?s ?p '\xff' }", 400),
    "wrong method": ("PUT", "/sparql?query=ASK%20%7B%7D", None, None, 405),
    "nothing acceptable": ("GET", "/sparql?query=ASK%20%7B%7D", {"Accept": "image/png"}, None, 406),
    "an update by GET": ("GET", "/sparql?update=DROP%20ALL", None, None, 403),
    "an update by form": ("POST", "/sparql", FORM, "update=DROP+ALL", 403),
    "an update by POST": ("POST", "/sparql", {"Content-Type": "application/sparql-update"}, "DROP ALL", 403),
    "an update as a query": ("GET", "/sparql?query=INSERT%20DATA%20%7B%7D", None, None, 403),
    "SERVICE": ("GET", "/sparql?query=ASK%20%7BSERVICE%20%3Chttp://127.0.0.1:1/%3E%7B%7D%7D", None, None, 403),
    "an over-long body": ("POST", "/sparql", DIRECT, "#" * (1 << 20) + "\nASK {}", 413),
}


@pytest.mark.parametrize("name", MISUSES)
def test_each_misuse_has_its_status_and_a_sentence(server: Running, name: str) -> None:
    method, target, headers, content, status = MISUSES[name]
    with server.client() as client:
        answer = client.request(method, target, headers=headers, content=content)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert 10 < len(answer.text) < 400


def test_the_service_describes_itself(server: Running) -> None:
    import rdflib

    with server.client() as client:
        for accept, form in (
            ("text/turtle", "turtle"),
            ("application/rdf+xml", "xml"),
            ("application/ld+json", "json-ld"),
        ):
            answer = client.get("/sparql", headers={"Accept": accept})
            assert answer.status_code == 200
            graph = rdflib.Graph().parse(data=answer.text, format=form)
            sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
            assert (None, rdflib.RDF.type, sd.Service) in graph
            assert (None, sd.supportedLanguage, sd.SPARQL11Query) in graph
        browser = client.get("/sparql", headers={"Accept": "text/html"})
        assert browser.status_code == 303


def test_a_query_may_be_asked_for_its_head(server: Running) -> None:
    with server.client() as client:
        answer = client.head("/sparql", params={"query": "ASK {}"})
    assert answer.status_code == 200
    assert not answer.content


def test_every_answer_carries_the_policy(server: Running) -> None:
    with server.client() as client:
        for target in ("/sparql?query=ASK%7B%7D", "/sparql", "/health", "/nothing"):
            answer = client.get(target)
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "access-control-allow-origin" not in answer.headers


def test_a_foreign_host_name_is_refused(server: Running) -> None:
    with server.client() as client:
        assert client.get("/health", headers={"Host": "evil.example"}).status_code == 400
        assert json.loads(client.get("/health").text)["status"] == "ok"
