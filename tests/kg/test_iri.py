"""Minted IRIs are valid whatever an article says, and different things get different ones."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kg import iri

VALID = re.compile(r"https://w3id\.org/jejak/[A-Za-z0-9%._~/-]+")
TEXT = st.text(min_size=1, max_size=300)


@given(TEXT, TEXT, TEXT)
def test_any_id_and_any_name_give_a_valid_iri(article: str, entity: str, name: str) -> None:
    base = iri.article(article)
    made = [base, iri.article_graph(article), iri.entity(base, entity), iri.claim(base, name)]
    made += [iri.thing(kind, name, entity) for kind in iri.KINDS]
    assert all(VALID.fullmatch(one) for one in made)


@given(TEXT, TEXT)
def test_no_id_leaves_its_segment_and_no_two_share_one(first: str, second: str) -> None:
    assert "/" not in iri.segment(first)
    assert iri.segment(first) not in {".", ".."}
    assert (iri.segment(first) == iri.segment(second)) == (first == second)


@given(st.text(min_size=1, max_size=20))
def test_an_articles_id_comes_back(id: str) -> None:
    assert iri.article_id(iri.article(id)) == id
    assert iri.article_id(iri.article_graph(id)) == id


def test_where_parts_end_matters() -> None:
    assert iri.digest("ab", "c") != iri.digest("a", "bc")
