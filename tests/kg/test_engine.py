"""The remote engine asks a real endpoint: its answers are those of the local one, its errors sentences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.errors import QueryError, QueryLimit, QueryRefused
from kg import engine
from kg.engine import RemoteEngine, Truth, open_engine
from tests.kg.server.conftest import QUADS, Running, serving


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("engine") / "quads.nq"
    path.write_text(QUADS, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def server(file: Path) -> Iterator[Running]:
    with serving(file) as running:
        yield running


@pytest.fixture
def remote(server: Running) -> RemoteEngine:
    return RemoteEngine(f"{server.address}/sparql")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s ?none FROM <http://example.org/g1> { ?s ?p ?o }",
        "ASK { GRAPH ?g { ?s ?p 'two' } }",
        "CONSTRUCT WHERE { ?s <http://example.org/knows> ?o }",
        "DESCRIBE <http://example.org/b>",
    ],
)
def test_the_answer_is_the_one_of_the_same_quads_here(remote: RemoteEngine, file: Path, query: str) -> None:
    if query.startswith("DESCRIBE"):
        assert remote.run(query) == remote.run(query)
    else:
        assert remote.run(query) == open_engine(file).run(query)


def test_what_may_not_be_asked_is_not_sent(server: Running) -> None:
    with pytest.raises(QueryRefused):
        RemoteEngine("http://127.0.0.1:9/sparql").run("DROP ALL")


@pytest.mark.parametrize(
    ("path", "said"), [("/sparql?query=ASK%20%7B%7D", "answered 400"), ("/nothing", "answered 40")]
)
def test_an_error_of_the_endpoint_is_a_sentence(server: Running, path: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        RemoteEngine(server.address + path).run("ASK {}")


def test_an_endpoint_that_is_not_there_or_no_address_is_told() -> None:
    for address in ("http://127.0.0.1:9/sparql", "no address", "http://[::1"):
        with pytest.raises(QueryError, match="cannot be asked"):
            RemoteEngine(address, seconds=2).run("ASK {}")


def test_an_over_large_answer_ends_in_an_error(remote: RemoteEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MAX_REMOTE_BYTES", 10)
    with pytest.raises(QueryLimit):
        remote.run("SELECT * { ?s ?p ?o }")
    monkeypatch.undo()
    assert remote.run("ASK {}") == Truth(True)
