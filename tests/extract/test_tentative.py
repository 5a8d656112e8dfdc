"""Tentative mentions stand for a fact's sake and nobody else's."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

import extract.document  # noqa: F401  (registers the extensions)
from extract.facts import Entity, Fact, Mention
from extract.tentative import firm, settle, without_bare, without_references

TEXT = "Para lurah hadir dalam apel pagi di lapangan."
GROUP, EVENT = Mention(0, 10, "e1", "GROUP"), Mention(23, 32, "e2", "EVENT")


@pytest.fixture
def doc() -> Doc:
    made = spacy.blank("id")(TEXT)
    made._.mentions = (GROUP, EVENT)
    made._.entities = (Entity("e1", "GROUP", "Para lurah"), Entity("e2", "EVENT", "apel pagi"))
    made._.tentative = frozenset({(23, 32)})
    return made


def test_nobody_else_sees_a_tentative_mention(doc: Doc) -> None:
    assert firm(doc) == (GROUP,)


def test_it_stands_where_a_fact_holds_what_it_names(doc: Doc) -> None:
    doc._.facts = (Fact("attended", "e1", "e2", 0, len(TEXT)),)
    settle(doc)
    assert doc._.mentions == (GROUP, EVENT)
    assert {e.id for e in doc._.entities} == {"e1", "e2"}


@pytest.mark.parametrize("facts", [(), (Fact("stated", "e1", None, 0, len(TEXT)),)])
def test_it_goes_with_what_it_names_where_none_does(doc: Doc, facts: tuple[Fact, ...]) -> None:
    doc._.facts = facts
    settle(doc)
    assert doc._.mentions == (GROUP,)
    assert {e.id for e in doc._.entities} == {"e1"}


def test_a_role_of_a_fact_holds_it_too(doc: Doc) -> None:
    doc._.tentative = frozenset({(0, 10), (23, 32)})
    doc._.facts = (Fact("met", "e9", "e8", 0, len(TEXT), place="e2"),)
    settle(doc)
    assert doc._.mentions == (EVENT,)


def test_where_all_are_firm_nothing_changes(doc: Doc) -> None:
    doc._.tentative = frozenset()
    settle(doc)
    assert firm(doc) == doc._.mentions == (GROUP, EVENT)


def test_a_bare_noun_points_back_at_a_gathering_that_is_named_more_fully() -> None:
    text = "apel siaga ... apel ... rapat ... Apel"
    spans = [(0, 10, "e1"), (15, 19, "e1"), (24, 29, "e2"), (34, 38, "e1")]
    mentions = [Mention(start, end, entity, "EVENT") for start, end, entity in spans]
    assert [m.start for m in without_bare(text, mentions)] == [0, 24, 34]


@pytest.mark.parametrize(("after", "kept"), [("itu", [0]), ("lain", [0, 14])])
def test_a_noun_with_a_word_that_points_names_nothing_new_even_where_it_is_sure(after: str, kept: list[int]) -> None:
    text = f"Apel Siaga. Di kegiatan {after} hadir camat.".replace("Di ", "  ")
    mentions = [Mention(0, 10, "e1", "EVENT"), Mention(14, 22, "e2", "EVENT")]
    assert [m.start for m in without_references(text, mentions, frozenset())] == kept
