"""What the page holds: each claim with its evidence, and no uncertain claim inside a certain line."""

from __future__ import annotations

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from kg.network import communities, edges_of, measures, network
from kg.page import html, render
from kg.page.data import as_script, record
from kg.page.layout import positions
from tests.kg.page.sample import sample


def test_an_edge_never_mixes_factualities_and_leads_to_all_of_its_claims():
    graph = sample()
    edges = edges_of(graph)
    for edge in edges:
        assert {graph.claims[place].factuality for place in edge.claims} == {edge.factuality}
    assert sorted(place for edge in edges for place in edge.claims) == [
        place for place, claim in enumerate(graph.claims) if claim.object
    ]


def test_only_asserted_lines_are_solid():
    drawn = record(sample())["edges"]
    assert {edge["factuality"] for edge in drawn if edge["dashes"] is False} == {"asserted"}
    assert all(edge["dashes"] for edge in drawn if edge["factuality"] != "asserted")


def test_width_tells_independent_sources():
    widths = {edge["sources"]: edge["width"] for edge in record(sample())["edges"]}
    assert widths[2] > widths[1]


def test_what_is_denied_counts_in_no_measure():
    graph = sample()
    denied = [edge for edge in edges_of(graph) if edge.factuality == "denied"]
    net = network(denied)
    assert all(not any(values.values()) for values in measures(net, denied).values())


def test_every_claim_is_in_the_page_with_its_evidence():
    graph, data = sample(), record(sample())
    rows = [dict(zip(data["columns"], row, strict=True)) for row in data["claims"]]
    assert len(rows) == len(graph.claims)
    for row, claim in zip(rows, graph.claims, strict=True):
        assert data["sentences"][row["sentence"]] == claim.sentence
        assert data["articles"][row["article"]][3] == claim.article.url
        assert data["rules"][row["rule"]] == claim.rule
        assert data["base"] + data["articles"][row["article"]][4] + row["iri"] == claim.iri


def test_same_graph_same_bytes():
    assert render(sample()) == render(sample())


def test_no_two_things_stand_on_each_other():
    net = network(edges_of(sample()))
    places = list(positions(net, communities(net)).values())
    assert len(places) == len(net)
    assert all(abs(a[0] - b[0]) + abs(a[1] - b[1]) > 30 for i, a in enumerate(places) for b in places[:i])


def test_every_word_that_the_scripts_ask_for_is_in_both_languages():
    asked = set()
    for name in html.SCRIPTS:
        text = (html.HERE / "script" / name).read_text(encoding="utf-8")
        asked |= set(re.findall(r"\bsay\('([\w.]+)'", text))
    assert asked <= html.words().keys()


@given(st.text())
def test_json_in_a_script_element_is_the_same_value_and_cannot_end_it(text: str):
    written = as_script({"text": text})
    assert json.loads(written) == {"text": text}
    assert not set("<>&\u2028\u2029") & set(written)
