"""The rows of `sentences/` through the pipeline: nothing hedged comes out as a fact, and what comes out only grows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extract import pipeline
from extract.article import Article
from extract.facts import ArticleFacts, Fact
from tests.extract.sentences_table import Case, cases, cases_by_verb, stated_cases

FOUND_AT_LEAST = 733
"""How many of the rows that state a fact come out with it, as sure as they say. A change may raise this number only."""
STATED_AT_LEAST = 11

CASES = [*cases(), *cases_by_verb()]


@pytest.fixture(scope="module")
def nlp() -> object:
    """The whole pipeline, loaded once."""
    if not (Path(pipeline.__file__).parent / "model" / "config.cfg").is_file():
        pytest.skip("the trained model is not there")
    return pipeline.load()


@pytest.fixture(scope="module")
def read(nlp: object) -> list[ArticleFacts]:
    """What each row says."""
    docs = [pipeline._doc(_article(case.text), nlp) for case in CASES]  # type: ignore[arg-type]
    return [pipeline.assemble(doc, "test") for doc in nlp.pipe(docs, batch_size=64)]  # type: ignore[attr-defined]


def _article(text: str) -> Article:
    return Article("row", text, published="2024-03-05")


def _read(text: str, nlp: object) -> ArticleFacts:
    return pipeline.read(_article(text), nlp)  # type: ignore[arg-type]


def _facts(case: Case, article: ArticleFacts) -> Iterator[Fact]:
    """The facts of the row's predicate between its participants, in either order where the predicate knows none."""
    for fact in article.facts:
        if fact.p != case.predicate or fact.o is None:
            continue
        names = [{*article.entity(e).mentions, article.entity(e).name} for e in (fact.s, fact.o)]
        pairs = [(case.subject, case.object)]
        if fact.p in ("met", "relativeOf", "accompanied"):
            pairs.append((case.object, case.subject))
        if any(_named(a, names[0]) and _named(b, names[1]) for a, b in pairs):
            yield fact


def _named(words: str, names: set[str]) -> bool:
    return any(words in name or name in words for name in names)


def test_nothing_hedged_comes_out_as_a_fact(read: list[ArticleFacts]) -> None:
    leaks = [
        f"{case.factuality}: {case.text}"
        for case, article in zip(CASES, read, strict=True)
        if case.factuality != "asserted" and any(f.factuality == "asserted" for f in _facts(case, article))
    ]
    assert not leaks, "\n".join(leaks)


def test_as_many_facts_come_out_as_ever(read: list[ArticleFacts]) -> None:
    found = sum(
        any(f.factuality == case.factuality for f in _facts(case, article))
        for case, article in zip(CASES, read, strict=True)
        if case.factuality != "none"
    )
    assert found >= FOUND_AT_LEAST, f"{found} rows come out now"
    print(f"{found} of {sum(c.factuality != 'none' for c in CASES)} rows come out")


def test_who_states_what(nlp: object) -> None:
    right = 0
    for text, pairs in stated_cases():
        article = _read(text, nlp)
        got = {
            f"{text.count(chr(10), 0, f.start) + 1} | {article.entity(f.s).name}"
            for f in article.facts
            if f.p == "stated"
        }
        right += got == set(pairs)
    assert right >= STATED_AT_LEAST, f"{right} texts are read rightly now"


def test_a_title_beside_a_name_has_no_word_for_its_trigger(nlp: object) -> None:
    article = _read("Seluruh camat yang mendampingi Wali Kota Rawa Siti Ladang ikut rapat, Selasa (3/6/2031).", nlp)
    titles = [fact for fact in article.facts if fact.rule.startswith("title/")]
    assert titles
    assert all(fact.trigger is None for fact in titles)
