"""The tools that analysts have work unmodified."""

from __future__ import annotations

import io
import json
import shutil
import subprocess

import httpx
import pytest

from tests.kg.server.conftest import Running

QUERY = "SELECT ?s ?v { ?s <http://example.org/p> ?v }"


def test_pandas_reads_csv_from_an_address(server: Running) -> None:
    pandas = pytest.importorskip("pandas")
    address = str(httpx.URL(f"{server.address}/sparql", params={"query": QUERY, "format": "csv"}))
    table = pandas.read_csv(address)
    assert list(table.columns) == ["s", "v"]
    assert table["v"].tolist() == ["in the default graph"]
    asked = pandas.read_csv(
        str(httpx.URL(f"{server.address}/sparql", params={"query": QUERY})), storage_options={"Accept": "text/csv"}
    )
    assert asked.equals(table)


def test_sparqlwrapper_asks_every_form(server: Running) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(f"{server.address}/sparql")
    for method in (wrapper.GET, wrapper.POST):
        client.setMethod(method)
        client.setReturnFormat(wrapper.JSON)
        client.setQuery(QUERY)
        answer = client.query().convert()
        assert answer["results"]["bindings"][0]["v"]["value"] == "in the default graph"
        client.setQuery("ASK { ?s ?p ?o }")
        assert client.query().convert()["boolean"] is True
        client.setReturnFormat(wrapper.TURTLE)
        client.setQuery("CONSTRUCT WHERE { ?s ?p ?o }")
        assert b"example.org" in client.query().convert()
        client.setReturnFormat(wrapper.XML)
        client.setQuery(QUERY)
        assert "in the default graph" in client.query().convert().toxml()


def test_rdflib_reads_the_endpoint_as_a_graph(server: Running) -> None:
    import rdflib
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = rdflib.Graph(SPARQLStore(f"{server.address}/sparql"))
    rows = list(graph.query(QUERY))
    assert [str(row[1]) for row in rows] == ["in the default graph"]
    knows = rdflib.URIRef("http://example.org/knows")
    assert len(list(graph.triples((None, knows, None)))) == 2


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl on this machine")
def test_curl_asks_as_the_readme_does(server: Running) -> None:
    command = [
        "curl",
        "-sf",
        "-H",
        "Accept: text/csv",
        "--data-urlencode",
        f"query={QUERY}",
        f"{server.address}/sparql",
    ]
    done = subprocess.run(command, capture_output=True, check=True)
    assert io.StringIO(done.stdout.decode()).read().splitlines()[0] == "s,v"
    direct = ["curl", "-sf", "-H", "Content-Type: application/sparql-query", "--data-binary", QUERY]
    done = subprocess.run([*direct, f"{server.address}/sparql"], capture_output=True, check=True)
    assert json.loads(done.stdout)["head"]["vars"] == ["s", "v"]
