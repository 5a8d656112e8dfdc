"""The ontology and the vocabulary in code say the same, in two languages, in OWL that loads."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS

from extract.facts import ENTITY_TYPES, FACTUALITIES, PREDICATES, SIGNATURES, STATUSES
from kg import vocabulary
from kg.vocabulary import KG

ONTOLOGY = Path(__file__).parents[2] / "ontology.ttl"
SUPERCLASSES = {"ACTOR": {"PERSON", "ORG", "GROUP"}}


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return rdflib.Graph().parse(ONTOLOGY)


def own(graph: rdflib.Graph) -> set[str]:
    return {str(s) for s in graph.subjects() if str(s).startswith(KG.address)}


def test_code_and_ontology_have_the_same_terms(graph: rdflib.Graph) -> None:
    assert own(graph) == {KG[term] for term in KG}


def test_a_mistyped_term_raises() -> None:
    with pytest.raises(AttributeError, match="kg:atended"):
        _ = KG.atended
    with pytest.raises(KeyError):
        _ = KG["Attended"]


def test_every_term_is_explained_in_both_languages(graph: rdflib.Graph) -> None:
    for term in own(graph):
        for kind in (RDFS.label, RDFS.comment):
            languages = sorted(value.language for value in graph.objects(rdflib.URIRef(term), kind))
            assert languages == ["en", "id"], (term, kind)


def test_every_predicate_has_a_domain_and_a_range_that_admit_its_signature(graph: rdflib.Graph) -> None:
    def admits(superclass: object, kind: str) -> bool:
        narrow = rdflib.URIRef(vocabulary.CLASSES[kind][0])
        return superclass in set(graph.transitive_objects(narrow, RDFS.subClassOf))

    for predicate in PREDICATES:
        node = rdflib.URIRef(KG[predicate])
        (domain,), (range_,) = list(graph.objects(node, RDFS.domain)), list(graph.objects(node, RDFS.range))
        subjects, objects = SIGNATURES[predicate]
        assert all(admits(domain, kind) for kind in subjects), predicate
        assert all(kind == "DATE" or admits(range_, kind) for kind in objects), predicate


def test_the_ontology_is_owl_without_blank_nodes(graph: rdflib.Graph) -> None:
    assert (rdflib.URIRef(KG.address.rstrip("#")), RDF.type, OWL.Ontology) in graph
    assert not [node for triple in graph for node in triple if isinstance(node, rdflib.BNode)]
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.NamedIndividual}
    for term in own(graph):
        assert kinds & set(graph.objects(rdflib.URIRef(term), RDF.type)), term


def test_levels_and_types_of_the_door_all_have_terms() -> None:
    assert set(vocabulary.FACTUALITY) == set(FACTUALITIES)
    assert set(vocabulary.STATUS) == set(STATUSES)
    assert set(ENTITY_TYPES) - {"DATE"} <= set(vocabulary.CLASSES)
