"""How sure a fact is, where its trigger and participants are given: the rows of `sentences/`, and what always holds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import factuality_cues
from extract.errors import DataError
from extract.facts import FACTUALITIES, PREDICATES
from extract.factuality import assess
from extract.lexicon import parse_toml
from tests.extract.sentences_table import Case, cases, cases_by_verb

CASES = cases()


def judge(case: Case) -> str:
    """The factuality of the case's fact, `none` where it is no fact."""
    whole = (0, len(case.text))
    spans = (case.span(case.trigger), case.span(case.subject), case.span(case.object))
    return assess(case.text, case.predicate, *spans, whole).factuality or "none"


@pytest.mark.parametrize("case", [*CASES, *cases_by_verb()], ids=lambda c: c.id)
def test_each_sentence_is_as_sure_as_it_says(case: Case) -> None:
    assert judge(case) == case.factuality


def test_the_suite_covers_every_predicate_and_factuality() -> None:
    assert len(CASES) >= 300
    assert {c.predicate for c in CASES} == set(PREDICATES) - {"stated"}
    for predicate in set(PREDICATES) - {"stated", "accusedOf", "criticised"}:
        assert {c.factuality for c in CASES if c.predicate == predicate} >= set(FACTUALITIES), predicate


@pytest.mark.parametrize("case", [c for c in CASES if c.factuality not in ("asserted",)], ids=lambda c: c.id)
def test_no_hedged_sentence_is_told_as_a_fact_even_without_its_trigger(case: Case) -> None:
    if case.predicate in ("holdsPosition", "memberOf", "relativeOf") or case.factuality == "none":
        pytest.skip("a description without its trigger is told by its place alone")
    ends = (case.span(case.subject), case.span(case.object))
    if case.trigger in ("maju", "diragukan") or max(ends) < case.span(case.trigger):
        pytest.skip("both participants stand before the verb")
    judged = assess(case.text, case.predicate, None, *ends, (0, len(case.text)))
    assert judged.factuality != "asserted"


@pytest.mark.parametrize(
    ("text", "day", "wanted"),
    [
        ("Pertemuan itu disebut digelar di kedai kopi, Senin 6 Mei 2024.", "6 Mei 2024", "alleged"),
        ("Lokakarya yang rencananya akan dihelat di aula ini diundur ke Rabu 8 Mei 2024.", "8 Mei 2024", "planned"),
    ],
)
def test_a_day_and_a_place_are_hedged_with_their_clause(text: str, day: str, wanted: str) -> None:
    at = text.index(day)
    assert assess(text, "heldOn", None, (0, 9), (at, at + len(day)), (0, len(text))).factuality == wanted


def test_a_hedged_fact_names_its_cue() -> None:
    text = "Hendra Wibisono tidak menghadiri Rakor Pemilu."
    judged = assess(text, "attended", (22, 32), (0, 15), (33, 45), (0, len(text)))
    assert judged.factuality == "denied"
    assert [text[c.start : c.end] for c in judged.cues] == ["tidak"]


@given(
    text=st.text(alphabet=st.sampled_from('abc diduga tidak akan, . "“”?()\n'), max_size=80),
    a=st.integers(0, 80),
    b=st.integers(0, 80),
    predicate=st.sampled_from(PREDICATES),
)
@settings(max_examples=150, deadline=None)
def test_any_text_and_any_place_gets_a_judgement(text: str, a: int, b: int, predicate: str) -> None:
    size = len(text)
    first, last = sorted((min(a, size), min(b, size)))
    span = (first, last) if first < last else None
    judged = assess(text, predicate, span, span, None, (0, size))
    assert judged.factuality is None or judged.factuality in FACTUALITIES
    assert all(0 <= c.start < c.end <= size for c in judged.cues)


@pytest.mark.parametrize(
    ("record", "word"),
    [
        ('name="x"\ncategory="sure"\nwords=["a"]', "category"),
        ('name="x"\ncategory="alleged"\nwords=["Diduga"]', "words"),
        ('name="x"\ncategory="alleged"\nwords=["a"]\nreach="far"', "reach"),
        ('name="x"\ncategory="alleged"\nwords=["a"]\npredicates=["ate"]', "predicate"),
        ('name="x"\ncategory="alleged"\nwords=["a"]\nscope=3', "scope"),
    ],
)
def test_a_broken_record_is_refused_by_name(record: str, word: str) -> None:
    text = f'[[cue]]\n{record}\n[stop]\nwords=["tetapi"]\nmarks=[";"]\n[light]\nwords=["telah"]\n'
    text += '[noverb]\nwords=["media"]\n[resume]\nwords=["tetap"]\n'
    with pytest.raises(DataError, match=word):
        factuality_cues.read(parse_toml(text, "cues.toml"))


def test_a_date_behind_the_day_of_publication_is_planned() -> None:
    import spacy

    import extract.document  # noqa: F401  (registers the extensions)
    from extract.article import Article
    from extract.facts import Entity, Mention

    doc = spacy.blank("id").make_doc("Debat Publik berlangsung pada 4 Maret 2024.")
    doc._.mentions = (Mention(30, 42, "e1", "DATE"),)
    doc._.entities = (Entity("e1", "DATE", "2024-03-04"),)
    for published, factuality in (("2024-03-01", "planned"), ("2024-03-05", "asserted"), (None, "asserted")):
        doc._.article = Article("a", doc.text, published=published)
        judged = assess(doc, "heldOn", (13, 24), (0, 12), (30, 42), (0, len(doc.text)))
        assert judged.factuality == factuality


def test_a_group_may_share_the_words_of_one_before_it() -> None:
    cues = factuality_cues.load().find(["santer", "dikabarkan"])
    assert {rule.name for rule in cues[0].rules} >= {"hearsay", "hearsay of a place or a day"}


def test_a_longer_phrase_leaves_the_shorter_ones_what_it_says_nothing_of() -> None:
    # `disebut bakal` as a phrase counts for candidacies alone.
    text = "Budi Rawa disebut bakal dicopot Siti Ladang."
    assert assess(text, "sanctioned", (24, 31), (32, 43), (0, 9), (0, len(text))).factuality == "alleged"
