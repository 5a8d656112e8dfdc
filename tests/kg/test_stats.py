"""The numbers add up, and only asserted claims connect people."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kg.claims import Graph, read_graph
from kg.stats import as_json, as_text, count
from kg.store import Incoming, Snapshot, Store
from tests.kg.corpus import articles


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = tmp_path_factory.mktemp("stats") / "store"
    with Store.open(folder) as store:
        store.update([Incoming(facts) for facts in articles(20, seed=5)])
    with Snapshot.open(folder) as snapshot:
        return read_graph(snapshot.quads)


def test_the_numbers_add_up(graph: Graph) -> None:
    stats = count(graph)
    assert sum(stats.claims.values()) == sum(n for _, n in stats.relations) == len(graph.claims)
    assert sum(n for _, n in stats.outlets) == sum(n for _, n in stats.months) == stats.articles
    assert json.loads(as_json(stats))["claims"] == stats.claims
    assert "alleged" in as_text(stats)


def test_an_allegation_connects_nobody(graph: Graph) -> None:
    hedged = tuple(claim for claim in graph.claims if claim.factuality != "asserted")
    assert hedged
    assert count(Graph(graph.nodes, hedged)).connected == []


def test_what_was_read_with_doubt_is_counted_apart_and_connects_nobody(graph: Graph) -> None:
    sure, unsure = (
        count(graph),
        count(Graph(graph.nodes, tuple(replace(claim, confidence=0.4) for claim in graph.claims))),
    )
    assert unsure.claims["doubtful"] == sure.claims["asserted"] + sure.claims.get("doubtful", 0)
    assert "asserted" not in unsure.claims
    assert unsure.connected == [] != sure.connected
