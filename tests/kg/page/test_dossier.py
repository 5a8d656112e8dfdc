"""The printed dossier: allegations apart, each with what denies it; the corpus named by its hash."""

from __future__ import annotations

from dataclasses import replace

from kg.page.dossier import as_dossier, corpus_hash
from kg.page.notebook import MOST_ROWS, table
from kg.page.selection import Selection
from tests.kg.page.sample import sample


def test_it_keeps_allegations_apart_and_sets_denials_beside_them(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    graph = sample()
    text = as_dossier(Selection(graph), graph, lang="en")
    assert text == as_dossier(Selection(graph), graph, lang="en")
    assert "2023-11-14" in text and corpus_hash(graph) in text
    before, apart = text.split("<section class='allegations'>")
    assert "Sari Wulandari alleged accusedOf ketidaknetralan." not in before
    assert apart.index("alleged accusedOf") < apart.index("denied accusedOf")
    for claim in graph.claims:
        assert claim.sentence in text and claim.iri in text
    assert "no denial" in apart and "SPARQL" in apart


def test_the_hash_is_of_the_claims_in_whatever_order():
    graph = sample()
    assert corpus_hash(replace(graph, claims=graph.claims[::-1])) == corpus_hash(graph)
    assert corpus_hash(replace(graph, claims=graph.claims[1:])) != corpus_hash(graph)


def test_a_notebook_shows_graphs_and_results():
    from kg.engine import Truth

    assert "srcdoc=" in sample()._repr_html_() and "allow-same-origin" not in sample()._repr_html_()
    assert "true" in Truth(True)._repr_html_()
    assert f"the first {MOST_ROWS}" in table(["a"], [["x"]] * (MOST_ROWS + 1))
