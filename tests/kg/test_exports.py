"""Exports: each is read by the tool that it is for, says how sure each claim is, and is the same bytes each time."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from extract.facts import ArticleFacts, Entity, Fact
from kg import lines
from kg.claims import Graph, read_graph
from kg.exports import ftm, graphs, tabular
from kg.store import Incoming, Snapshot, Store
from tests.kg.corpus import articles

HOSTILE = "=cmd|'/C calc'!A0 \"</script><b>\u202e\x07 [x](y) \\"


def hostile_article() -> ArticleFacts:
    text = f"Kata Sari, {HOSTILE} hadir."
    return ArticleFacts(
        id="hostile/../1",
        text=text,
        title=HOSTILE,
        publisher=HOSTILE,
        url="https://contoh.example/?q=%22",
        entities=(
            Entity("e1", "PERSON", HOSTILE),
            Entity("e2", "EVENT", "Rapat " + HOSTILE),
            Entity("e3", "PERSON", "Sari"),
        ),
        facts=(Fact("attended", "e1", "e2", 0, len(text), factuality="alleged", by="e3", rule="attended/test"),),
    )


@pytest.fixture(scope="module")
def quads(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    folder = tmp_path_factory.mktemp("exports") / "store"
    with Store.open(folder) as store:
        store.update([Incoming(facts) for facts in [*articles(30, seed=3), hostile_article()]])
    snapshot = Snapshot.open(folder)
    kept: ox.Store = snapshot.quads
    return kept


@pytest.fixture(scope="module")
def graph(quads: ox.Store) -> Graph:
    return read_graph(quads)


def triples(store: ox.Store) -> set[str]:
    return {str(quad.triple) for quad in store}


@pytest.mark.parametrize(
    ("writer", "form"),
    [
        (lines.nquads, ox.RdfFormat.N_QUADS),
        (lines.trig, ox.RdfFormat.TRIG),
        (lines.turtle, ox.RdfFormat.TURTLE),
        (lines.jsonld, ox.RdfFormat.JSON_LD),
    ],
)
def test_rdf_reads_back_as_what_it_was(quads: ox.Store, writer: object, form: ox.RdfFormat) -> None:
    text = "\n".join(writer(quads)) + "\n"  # type: ignore[operator]
    back = list(ox.parse(text.encode(), format=form))
    assert {str(quad.triple) for quad in back} == triples(quads)
    if form.supports_datasets and form != ox.RdfFormat.JSON_LD:
        assert {str(quad) for quad in back} == {str(quad) for quad in quads}
    assert text == "\n".join(writer(quads)) + "\n"  # type: ignore[operator]


def test_rdflib_reads_turtle_and_jsonld_too(quads: ox.Store) -> None:
    import rdflib

    expected = len(triples(quads))
    for writer, form in ((lines.turtle, "turtle"), (lines.jsonld, "json-ld")):
        assert len(rdflib.Graph().parse(data="\n".join(writer(quads)), format=form)) == expected


def test_csv_has_a_row_a_claim_with_its_evidence_and_no_formula(graph: Graph) -> None:
    body = tabular.as_claims_csv(graph)
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(graph.claims)
    for row in rows:
        assert row["factuality"] in {"asserted", "alleged", "planned", "denied"}
        assert row["sentence"] and row["rule"] and row["article"]
        assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values())


def test_xlsx_opens_and_holds_text_alone(graph: Graph) -> None:
    from openpyxl import load_workbook

    body = tabular.as_xlsx(graph)
    sheet = load_workbook(io.BytesIO(body))["claims"]
    assert sheet.max_row == len(graph.claims) + 1
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert not any(str(cell.value or "").startswith("=") for row in sheet.iter_rows() for cell in row)
    assert body == tabular.as_xlsx(graph)


def test_network_formats_read_back_with_factuality_on_every_edge(graph: Graph, tmp_path: Path) -> None:
    import networkx

    for name, body, read in (
        ("g.graphml", graphs.as_graphml(graph), networkx.read_graphml),
        ("g.gexf", graphs.as_gexf(graph), networkx.read_gexf),
    ):
        (tmp_path / name).write_bytes(body)
        back = read(tmp_path / name)
        edges = [data for _, _, data in back.edges(data=True)]
        assert len(edges) == sum(claim.object is not None for claim in graph.claims)
        for data in edges:
            assert data["sentence"]
            assert data["factuality"] == "asserted" or f"({data['factuality']})" in data["label"]
    assert graphs.as_gexf(graph) == graphs.as_gexf(graph)


def test_followthemoney_accepts_it_and_nothing_but_asserted_goes_in(graph: Graph) -> None:
    from followthemoney import model

    records = [json.loads(line) for line in ftm.as_ftm(graph).decode().splitlines()]
    for record in records:
        proxy = model.get_proxy(record)
        proxy.schema.validate(record)
        assert proxy.schema.name == record["schema"]
    links = [record for record in records if "summary" in record["properties"]]
    linked = [claim for claim in graph.claims if claim.object is not None and claim.factuality == "asserted"]
    assert len(links) == len(linked)
    assert ftm.left_out(graph) == sum(claim.factuality != "asserted" for claim in graph.claims) > 0


@pytest.fixture(scope="module")
def unsure(graph: Graph) -> Graph:
    """The same graph, had everything in it been read with doubt."""
    return Graph(graph.nodes, tuple(replace(claim, confidence=0.4) for claim in graph.claims))


def test_what_was_read_with_doubt_is_told_as_such(unsure: Graph) -> None:
    asserted = [claim.iri for claim in unsure.claims if claim.factuality == "asserted"]
    rows = list(csv.DictReader(io.StringIO(tabular.as_claims_csv(unsure).decode("utf-8-sig"), newline="")))
    assert [row["claim"] for row in rows if row["doubtful"] == "yes"] == asserted
    for _, _, data in graphs.network(unsure).edges(data=True):
        assert ("(doubtful)" in data["label"]) == (data["factuality"] == "asserted") == bool(data["doubtful"])


def test_followthemoney_leaves_out_what_was_read_with_doubt(unsure: Graph) -> None:
    assert ftm.as_ftm(unsure) == b""
    assert ftm.left_out(unsure) == len(unsure.claims)
