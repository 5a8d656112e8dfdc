"""The two founding articles, as SPARQL sees them: what they tell as done, as alleged, as planned, as over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import build_graph
from extract import pipeline
from kg.cli import run
from kg.commands import query
from kg.store import Snapshot
from kg.vocabulary import PREFIXES

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
PREFIX = "".join(f"PREFIX {prefix}: <{address}>\n" for prefix, address in PREFIXES.items())
CLAIM = """
SELECT DISTINCT ?claim WHERE {
  ?claim a kg:Claim ; rdf:subject ?s ; rdf:predicate kg:%s ; rdf:object ?o ; kg:factuality kg:%s .
  ?s skos:prefLabel|skos:altLabel ?subject . ?o skos:prefLabel|skos:altLabel ?object .
  FILTER(CONTAINS(LCASE(?subject), LCASE("%s")) && CONTAINS(LCASE(STR(?object)), LCASE("%s")))
}"""

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the founding articles are not here")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of both articles."""
    if not (Path(pipeline.__file__).parent / "model" / "config.cfg").is_file():
        pytest.skip("the trained model is not there")
    folder = tmp_path_factory.mktemp("seeds") / "store"
    assert run(build_graph.command, name="build-graph", arguments=[str(SEEDS), "-o", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def graph(store: Path) -> ox.Store:
    snapshot = Snapshot.open(store)
    kept: ox.Store = snapshot.quads
    return kept


def rows(graph: ox.Store, sparql: str) -> list[Any]:
    return list(graph.query(PREFIX + sparql, use_default_graph_as_union=True))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("predicate", "subject", "thing"),
    [
        ("led", "Raden Gani Muhamad", "Sosialisasi Netralitas"),
        ("organised", "Kesbangpol", "Sosialisasi Netralitas"),
        ("heldAt", "Sosialisasi Netralitas", "Balai Patriot"),
        ("holdsPosition", "Junaedi", "Sekda"),
        ("accompanied", "Junaedi", "Raden Gani Muhamad"),
        ("led", "Junaedi", "pembacaan ikrar"),
        ("signed", "pejabat", "Surat Pernyataan Ikrar"),
        ("issued", "Raden Gani Muhamad", "005/7262-Kesbangpol.Poldagri"),
    ],
)
def test_what_is_told_as_done(graph: ox.Store, predicate: str, subject: str, thing: str) -> None:
    assert rows(graph, CLAIM % (predicate, "Asserted", subject, thing))


def test_the_day_of_the_event(graph: ox.Store) -> None:
    found = rows(
        graph,
        """SELECT ?day WHERE { ?event skos:prefLabel ?name ; kg:heldOn ?day .
           FILTER(CONTAINS(?name, "Sosialisasi Netralitas")) }""",
    )
    assert [row["day"].value for row in found] == ["2023-11-02"]


def test_all_spellings_of_a_name_are_one_person_who_acts_for_the_mayor(graph: ox.Store) -> None:
    found = rows(
        graph,
        """SELECT DISTINCT ?who (COUNT(DISTINCT ?article) AS ?articles) WHERE {
             ?who a kg:Person ; skos:prefLabel|skos:altLabel ?name . FILTER(CONTAINS(?name, "Gani"))
             ?claim a kg:Claim ; rdf:subject ?who ; rdf:predicate kg:holdsPosition ; rdf:object ?office ;
                    kg:status kg:Acting ; kg:factuality kg:Asserted ; prov:wasQuotedFrom ?article .
             ?office skos:prefLabel ?post . FILTER(REGEX(?post, "^wali ?kota bekasi$", "i"))
           } GROUP BY ?who""",
    )
    assert [row["articles"].value for row in found] == ["2"]


@pytest.mark.parametrize(
    ("predicate", "subject", "thing"),
    [("attended", "pejabat", "beberapa acara"), ("accusedOf", "AJ", "ketidaknetralan")],
)
def test_what_is_only_alleged_is_no_plain_triple(graph: ox.Store, predicate: str, subject: str, thing: str) -> None:
    assert rows(graph, CLAIM % (predicate, "Alleged", subject, thing))
    assert not rows(graph, CLAIM % (predicate, "Asserted", subject, thing))
    plain = f"""SELECT ?s WHERE {{ ?s kg:{predicate} ?o . ?s skos:prefLabel ?subject . ?o skos:prefLabel ?object .
                FILTER(CONTAINS(?subject, "{subject}") && CONTAINS(?object, "{thing}")) }}"""
    assert not rows(graph, plain)


def test_a_candidacy_is_planned_and_an_office_is_over(graph: ox.Store) -> None:
    assert rows(graph, CLAIM % ("candidateFor", "Planned", "Tri Adhianto", "Kota Bekasi"))
    assert not rows(graph, CLAIM % ("candidateFor", "Asserted", "Tri Adhianto", ""))
    statuses = rows(
        graph,
        """SELECT DISTINCT ?status WHERE {
             ?claim rdf:subject ?who ; rdf:predicate kg:holdsPosition ; kg:status ?status .
           ?who skos:prefLabel "Tri Adhianto" }""",
    )
    assert [row["status"].value.rpartition("#")[2] for row in statuses] == ["Former"]


def test_who_was_at_an_event_with_the_candidate_is_alleged_alone(store: Path, tmp_path: Path) -> None:
    written = tmp_path / "answer.json"
    arguments = [
        str(store),
        "attended-with-candidate",
        "-p",
        "candidate=Tri Adhianto",
        "-f",
        "json",
        "-o",
        str(written),
    ]
    assert run(query.command, name="kg query", arguments=arguments) == 0
    found = json.loads(written.read_text(encoding="utf-8"))["results"]["bindings"]
    assert {row["factuality"]["value"] for row in found} == {"alleged"}
    assert any("pejabat" in row["person"]["value"] for row in found)
