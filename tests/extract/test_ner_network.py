"""The network gives probabilities, keeps lines apart but for its memory of names, and comes back as it was written."""

from __future__ import annotations

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.vectors import Mode, Vectors  # type: ignore[import-not-found]

from extract.ner import NameRecogniser
from extract.ner_features import Lexicon, of_places
from extract.ner_network import PLACES, ROWS, Network, of_place
from extract.ner_weights import compile_model, spans
from extract.tokenizer import blank

LABELS = ("B-ORG", "E-ORG", "I-ORG", "O", "S-ORG", "S-PERSON")
WIDTH, VECTOR = 8, 4
WORDS = st.sampled_from(["Camat", "Rukmini", "dinas", "pasar", ".", "2024", "KPU", "di"])
LINES = st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=4)


def vectors() -> Vectors:
    rows = numpy.random.default_rng(1).normal(size=(50, VECTOR)).astype("float32")
    return Vectors(mode=Mode.floret, data=rows, hash_count=2, minn=2, maxn=3, strings=blank().vocab.strings)


def network(labels: tuple[str, ...] = LABELS) -> Network:
    chance = numpy.random.default_rng(2)

    def some(*shape: int) -> numpy.ndarray:
        return chance.normal(size=shape, scale=0.5).astype("float16")

    arrays = {
        "word": some(ROWS["word"], 3),
        "affix": some(ROWS["affix"], 2),
        "class": some(ROWS["class"], 2),
        "place": some(ROWS["place"], 2),
        "input.weight": some(2 * WIDTH, VECTOR + 3 + 4 * 2 + 2 + 2),
        "input.bias": some(2 * WIDTH),
        "norm.weight": some(WIDTH),
        "norm.bias": some(WIDTH),
        "memory.weight": some(WIDTH, WIDTH),
        "memory.bias": some(WIDTH),
        "head.weight": some(len(labels), WIDTH),
        "head.bias": some(len(labels)),
    }
    for n in range(2):
        arrays |= {f"convolution{n}.weight": some(2 * WIDTH, 3 * WIDTH), f"convolution{n}.bias": some(2 * WIDTH)}
        arrays |= {f"norm{n}.weight": some(WIDTH), f"norm{n}.bias": some(WIDTH)}
    return Network(labels, arrays)


NETWORK, VECTORS = network(), vectors()


def chances(lines: list[list[str]], one: Network = NETWORK) -> numpy.ndarray:
    return one.chances(lines, of_places(lines, Lexicon()), Lexicon(), VECTORS)


@settings(deadline=None)
@given(LINES)
def test_what_it_gives_are_probabilities_for_each_word(lines: list[list[str]]) -> None:
    found = chances(lines)
    assert found.shape == (sum(map(len, lines)), len(LABELS))
    assert numpy.allclose(numpy.exp(found).sum(axis=1), 1, atol=1e-4)


@settings(deadline=None)
@given(LINES)
def test_weights_come_back_as_they_were_written(lines: list[list[str]]) -> None:
    again = Network.from_bytes(NETWORK.to_bytes())
    assert again.to_bytes() == NETWORK.to_bytes()
    assert chances(lines, again).tolist() == chances(lines).tolist()


def test_a_line_without_names_is_read_without_its_neighbours() -> None:
    alone, beside = chances([["di", "pasar", "."]]), chances([["dinas"], ["di", "pasar", "."], ["2024"]])
    assert numpy.allclose(alone, beside[1:4], atol=1e-5)


def test_a_name_is_remembered_from_its_other_places() -> None:
    one, other = chances([["di", "Rukmini"], ["KPU"]]), chances([["di", "Rukmini"], ["dinas", "Rukmini"]])
    assert not numpy.allclose(one[1], other[1], atol=1e-3)


def test_features_that_name_neighbours_are_not_looked_at() -> None:
    assert of_place(["a=di|pasar", "rl=di", "lc=kpu|2"]) == []
    assert len(of_place([f"x{n}" for n in range(40)])) == PLACES


def test_the_recogniser_adds_the_networks_word_and_finds_whole_names() -> None:
    linear = compile_model(LABELS, {"0W=Rukmini": {"S-PERSON": 0.1}}, {})
    lines = [["Camat", "Rukmini"], ["dinas", "pasar", "KPU"]]
    alone = NameRecogniser(model=linear)
    both = NameRecogniser(model=linear, network=NETWORK, vectors=VECTORS)
    order = [NETWORK.labels.index(label) for label in linear.labels]
    assert numpy.allclose(both.scores(lines) - alone.scores(lines), 3 * chances(lines)[:, order], atol=1e-4)
    for labels in both.label(lines):
        covered = sum(end - start for start, end, _ in spans(labels))
        assert covered == sum(label != "O" for label in labels)


def test_the_recogniser_with_its_network_comes_back_from_disk(tmp_path) -> None:  # type: ignore[no-untyped-def]
    linear = compile_model(LABELS, {"0W=Rukmini": {"S-PERSON": 3.5}}, {})
    one = NameRecogniser(model=linear, network=NETWORK, vectors=VECTORS)
    one.to_disk(tmp_path)
    for two in (NameRecogniser().from_disk(tmp_path), NameRecogniser().from_bytes(one.to_bytes())):
        assert two.to_bytes() == one.to_bytes()


def test_a_network_of_other_labels_is_refused() -> None:
    with pytest.raises(ValueError, match="other labels"):
        NameRecogniser(model=compile_model(LABELS, {}, {}), network=network(("O", "S-PERSON")))
