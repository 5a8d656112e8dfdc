"""What a journalist reads of an article's facts, and what a name may not do to a terminal."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from extract.explain import explain, marked
from extract.facts import ArticleFacts, Cue, Entity, Fact, Mention

TEXT = "Camat Rawa, Joko Umbaran, diduga menghadiri pesta panen."
FACT = Fact(
    "attended", "e1", "e2", 0, len(TEXT), factuality="alleged", by="anonymous", rule="attend/hadir-active@1",
    trigger=(33, 43), subject_span=(12, 24), object_span=(44, 55), cues=(Cue(26, 32, "alleged"),), confidence=0.81,
)  # fmt: skip
ARTICLE = ArticleFacts(
    "a1",
    TEXT,
    title="Pesta di Rawa",
    mentions=(Mention(12, 24, "e1", "PERSON"), Mention(44, 55, "e2", "EVENT")),
    entities=(Entity("e1", "PERSON", "Joko Umbaran"), Entity("e2", "EVENT", "pesta panen")),
    facts=(FACT,),
)


def test_a_fact_is_shown_with_its_sentence_trigger_cue_rule_and_source() -> None:
    shown = explain(ARTICLE)
    assert "Joko Umbaran — attended — pesta panen" in shown
    assert "ALLEGED, not established, by an unnamed source" in shown
    assert "[Joko Umbaran], (!diduga!) <menghadiri> {pesta panen}." in shown
    assert "rule: attend/hadir-active@1, right in about 81 of 100" in shown
    assert "line 1:" in shown


def test_the_articles_own_voice_is_named_so() -> None:
    shown = explain(replace(ARTICLE, facts=(replace(FACT, factuality="asserted", by=None),)))
    assert "told as a fact, in the article's own voice" in shown


def test_nothing_of_an_article_reaches_the_terminal_as_a_command() -> None:
    hostile = replace(
        ARTICLE, title="x\x1b[31m\u202ered", entities=(Entity("e1", "PERSON", "A\x07\nB"), ARTICLE.entities[1])
    )
    shown = explain(hostile)
    assert "\x1b" not in shown and "\u202e" not in shown and "\x07" not in shown
    assert "A\\u0007 B — attended" in shown


@given(st.text(min_size=1, max_size=60), st.data())
def test_marking_never_loses_a_word(text: str, data: st.DataObject) -> None:
    size = len(text)
    span = st.tuples(st.integers(0, size - 1), st.integers(1, size)).filter(lambda s: s[0] < s[1])
    fact = Fact(
        "met", "a", "b", 0, size, trigger=data.draw(span), subject_span=data.draw(span), object_span=data.draw(span)
    )
    plain = marked(text, replace(fact, trigger=None, subject_span=None, object_span=None))
    shown = marked(text, fact)
    letters = iter(shown)
    assert all(c in letters for c in plain)


def test_an_article_without_facts_says_so() -> None:
    assert explain(replace(ARTICLE, facts=())).startswith("Pesta di Rawa  (0 facts)")


def test_a_participant_outside_the_sentence_is_shown_with_its_line() -> None:
    text = "Pesta panen digelar.\nJoko Umbaran hadir."
    fact = Fact("attended", "e1", "e2", 21, len(text), trigger=(34, 39), subject_span=(21, 33), object_span=(0, 11))
    assert "named in line 1: Pesta panen" in explain(replace(ARTICLE, text=text, mentions=(), facts=(fact,)))
