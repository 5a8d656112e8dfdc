"""What an article adds to the view: doubtful assertions stay claims."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.facts import ArticleFacts, Entity, Fact, Mention
from kg import graph
from kg.vocabulary import KG

TEXT = "Polres Rawabening menahan Budi Rawa di Rawabening."
MENTIONS = (Mention(0, 17, "e1", "ORG"), Mention(26, 35, "e2", "PERSON"))
ENTITIES = (Entity("e1", "ORG", "Polres Rawabening"), Entity("e2", "PERSON", "Budi Rawa"))
THINGS = {"e1": "id/organisation/polres", "e2": "id/person/budi"}
FACT = Fact("charged", "e1", "e2", 0, len(TEXT))


def _article(fact: Fact) -> ArticleFacts:
    return ArticleFacts(id="a", text=TEXT, mentions=MENTIONS, entities=ENTITIES, facts=(fact,))


@pytest.mark.parametrize(
    ("predicate", "confidence", "plain"),
    [("charged", 0.69, False), ("charged", 0.7, True), ("urged", 0.69, True), ("urged", 0.49, False),
     ("charged", None, True)],
)  # fmt: skip
def test_a_doubtful_assertion_is_a_claim_and_no_edge(predicate: str, confidence: float | None, plain: bool) -> None:
    article = _article(replace(FACT, p=predicate, confidence=confidence))
    added = graph.share(article, THINGS)
    assert added.claims == ["asserted"]
    assert bool(added.edges) is plain
    assert any(str(KG.Claim) in line for line in graph.article_lines(article, THINGS))


def test_a_doubtful_allegation_is_counted_as_ever() -> None:
    article = _article(replace(FACT, factuality="alleged", confidence=0.4))
    assert [edge.factuality for edge in graph.share(article, THINGS).edges] == ["alleged"]
