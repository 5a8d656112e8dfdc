"""The recogniser's weights come back as they were written, and the best labels are those of the highest sum."""

from __future__ import annotations

import itertools

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.ner import NameRecogniser, lexicon_from_json, lexicon_to_json, split_lines
from extract.ner_features import Lexicon
from extract.ner_weights import LinearModel, compile_model, spans
from extract.tokenizer import blank

LABELS = ("B-ORG", "E-ORG", "I-ORG", "O", "S-ORG", "S-PERSON")
SCORES = st.integers(-8, 8).map(float)


def model() -> LinearModel:
    features = {
        "0w=camat": {"O": 2.0},
        "0W=Rukmini": {"S-PERSON": 3.5, "O": -1.0},
        "-1w=camat": {"S-PERSON": 0.25},
        "0w=dinas": {"B-ORG": 4.0},
        "-1w=dinas": {"E-ORG": 4.0},
    }
    return compile_model(LABELS, features, {("O", "S-PERSON"): 0.5, ("B-ORG", "E-ORG"): 1.5})


def test_weights_come_back_as_they_were_written() -> None:
    one = model()
    two = LinearModel.from_bytes(one.to_bytes())
    assert two.labels == one.labels
    assert two.to_bytes() == one.to_bytes()
    for name in ("0W=Rukmini", "-1w=dinas", "0w=unknown"):
        assert two.score([name]).tolist() == one.score([name]).tolist()
    assert two.transitions.tolist() == one.transitions.tolist()


def test_a_feature_keeps_its_weights_and_an_unknown_one_has_none() -> None:
    one = model()
    assert one.row("0w=unknown") is None
    assert dict(zip(one.labels, one.score(["0W=Rukmini", "0w=unknown"]).tolist(), strict=True)) == {
        **dict.fromkeys(LABELS, 0.0),
        "S-PERSON": 3.5,
        "O": -1.0,
    }


@settings(deadline=None)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.data())
def test_no_other_labels_of_a_line_have_a_higher_sum(lengths: list[int], data: st.DataObject) -> None:
    pairs = {(a, b): data.draw(SCORES) for a, b in (("O", "O"), ("B-ORG", "E-ORG"), ("O", "B-ORG"), ("S-ORG", "O"))}
    one = compile_model(LABELS, {}, pairs)
    size = sum(lengths)
    rows = data.draw(st.lists(st.lists(SCORES, min_size=6, max_size=6), min_size=size, max_size=size))
    scores = numpy.array(rows, dtype=numpy.float32)
    at = 0
    for length, labels in zip(lengths, one.best(scores, lengths), strict=True):
        part = scores[at : at + length]
        at += length

        def total(path: tuple[int, ...], part: numpy.ndarray = part) -> float:
            steps = sum(one.transitions[a, b] for a, b in itertools.pairwise(path))
            return float(sum(part[n, label] for n, label in enumerate(path)) + steps)

        allowed = (
            path
            for path in itertools.product(range(6), repeat=length)
            if LABELS[path[0]][0] in "OBS" and LABELS[path[-1]][0] in "OES"
        )
        assert LABELS[labels[0]][0] in "OBS"
        assert LABELS[labels[-1]][0] in "OES"
        assert total(tuple(labels)) == max(map(total, allowed))


@settings(deadline=None)
@given(st.lists(st.sampled_from(LABELS), max_size=12))
def test_names_are_whole_and_do_not_overlap(labels: list[str]) -> None:
    found = spans(labels)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(found))
    for start, end, kind in found:
        inside = labels[start:end]
        whole = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 2), f"E-{kind}"] if end - start > 1 else [f"S-{kind}"]
        assert inside == whole


def test_labels_that_make_no_whole_name_are_none() -> None:
    assert spans(["B-ORG", "O", "E-ORG", "I-ORG", "S-PERSON"]) == [(4, 5, "PERSON")]


def test_a_recogniser_comes_back_from_bytes_and_finds_the_same() -> None:
    words = Lexicon({"rukmini": ("c1=4",), "wati": ("c1=4",)}, {"jawa barat": "province"}, 2)
    one = NameRecogniser(model=model(), lexicon=words)
    two = NameRecogniser().from_bytes(one.to_bytes())
    nlp = blank()
    text = "camat Rukmini\n\nDinas Pendidikan"
    found = [[(ent.text, ent.label_) for ent in each(nlp.make_doc(text)).ents] for each in (one, two)]
    assert found[0] == [("Rukmini", "PERSON"), ("Dinas Pendidikan", "ORG")]
    assert found[1] == found[0]
    assert two.labels == ("ORG", "PERSON")
    assert list(one(nlp.make_doc("")).ents) == []


def test_word_lists_come_back_as_they_were_written() -> None:
    words = Lexicon({"a": ("x", "y"), "b": ("x", "y"), "c": ("z",)}, {"jawa barat": "province", "bali": "province"}, 2)
    assert lexicon_from_json(lexicon_to_json(words)) == words


@pytest.mark.parametrize("text", ["", "\n\n", "satu dua\n\ntiga", " \n empat"])
def test_lines_hold_every_word_once_and_no_break(text: str) -> None:
    doc = blank().make_doc(text)
    numbers = [n for line in split_lines(doc) for n in line]
    assert numbers == [token.i for token in doc if not token.is_space]
