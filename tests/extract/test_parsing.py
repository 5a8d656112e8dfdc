"""Sentences parsed when somebody asks for them: the same trees as the trained pipeline gives of the whole document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language
from spacy.pipeline.tok2vec import Tok2Vec
from spacy.tokens import Doc
from thinc.api import Model

from extract import model_store, parsing, pipeline, word_network
from extract.parsing import SentenceParser
from extract.reading import SetAside, read
from extract.relations.syntax import Syntax, sentence_starts
from extract.word_network import WindowEncoder, WordEmbedding

EXAMPLES = Path(__file__).parents[2] / "examples" / "articles"
TEXT = (
    "Camat Lembah Hijau membuka rapat koordinasi di Balai Desa Sukamaju, Kamis (9/11/2023).\n\n"
    '"Kami netral. Kami siap," kata Gudrun Oktober, yang dilaporkan warga ke Bawaslu. Ia pulang. Selesai'
)


@pytest.fixture(scope="module")
def whole() -> Language:
    """The trained pipeline, which parses all that it is given."""
    return model_store.load()


@pytest.fixture(scope="module")
def asked() -> Language:
    """The whole chain."""
    return pipeline.load()


def texts() -> list[str]:
    return [TEXT, *(each.text for each in read([str(EXAMPLES)]) if not isinstance(each, SetAside))]


def parser(nlp: Language) -> SentenceParser:
    found = nlp.get_pipe("parsing")
    assert isinstance(found, SentenceParser)
    return found


def network(nlp: Language, part: str) -> Model[Any, Any]:
    found = nlp.get_pipe("tok2vec")
    assert isinstance(found, Tok2Vec)
    return found.model.get_ref(part)


def parted(nlp: Language, text: str) -> Doc:
    """The document with its sentences, not parsed yet."""
    doc = nlp.make_doc(text)
    for name in ("sentences", "parsing"):
        doc = nlp.get_pipe(name)(doc)
    return doc


def arcs(doc: Doc, within: Sequence[int]) -> list[tuple[int, int, str]]:
    return [(i, doc[i].head.i, doc[i].dep_) for i in within]


def found(nlp: Language, doc: Doc, stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int, str]]:
    return [
        (first + i, first + i + head, doc.vocab.strings[relation])
        for first, heads, relations in parser(nlp).parse(doc, stretches)
        for i, (head, relation) in enumerate(zip(heads, relations, strict=True))
    ]


def test_the_chain_parses_nothing_that_nobody_asks_for(asked: Language) -> None:
    assert "parsing" in asked.pipe_names
    assert not {"parser", "tok2vec", "lemmatizer"} & set(asked.pipe_names)
    assert found(asked, parted(asked, TEXT), []) == []


def test_all_sentences_are_parsed_as_the_trained_pipeline_parses_them(whole: Language, asked: Language) -> None:
    for text in texts():
        doc = whole(text)
        assert found(asked, parted(asked, text), [(0, len(text))]) == arcs(doc, range(len(doc)))


def test_a_sentence_has_the_same_tree_whichever_others_are_asked_for(whole: Language, asked: Language) -> None:
    for text in texts()[:6]:
        doc = whole(text)
        sentences = list(doc.sents)
        for step in (2, 3):
            for start in range(step):
                some = sentences[start::step]
                stretches = [(s.start_char, s.end_char) for s in some]
                assert found(asked, parted(asked, text), stretches) == arcs(doc, [token.i for s in some for token in s])


def test_a_stretch_in_part_of_two_sentences_asks_for_both(whole: Language, asked: Language) -> None:
    doc = whole(TEXT)
    one, other = TEXT.index("netral"), TEXT.index("siap")
    expected = [token.i for s in doc.sents if s.end_char > one and s.start_char <= other for token in s]
    assert found(asked, parted(asked, TEXT), [(one, other + 1)]) == arcs(doc, expected)


def test_the_parser_leaves_the_borders_of_sentences_as_they_are(whole: Language, asked: Language) -> None:
    """So that they can be had without it."""
    for text in texts():
        assert sentence_starts(parted(asked, text)) == sentence_starts(whole(text))


def test_ways_in_the_tree_are_the_same_from_either(whole: Language, asked: Language) -> None:
    one, other = Syntax.of(whole(TEXT)), Syntax.of(parted(asked, TEXT))
    assert one is not None and other is not None
    other.read([(0, len(TEXT))])
    assert (one.starts, one.heads, one.relations) == (other.starts, other.heads, other.relations)
    who = TEXT.index("Camat")
    assert other.path(TEXT.index("membuka"), who, who + len("Camat Lembah Hijau")) == "nsubj"


def test_the_network_says_what_spacy_says(whole: Language) -> None:
    doc = whole.make_doc(TEXT)
    words = WordEmbedding(network(whole, "embed")).rows(doc.to_array("ORTH").tolist(), whole.vocab)
    assert words == pytest.approx(network(whole, "embed").predict([doc])[0], abs=1e-4)
    encode = network(whole, "encode")
    assert WindowEncoder(encode).read(words) == pytest.approx(encode.predict([words])[0], abs=1e-4)


def test_what_a_word_brings_does_not_hang_on_the_words_it_came_with(whole: Language) -> None:
    doc = whole.make_doc(TEXT)
    orths = doc.to_array("ORTH").tolist()
    embed = network(whole, "embed")
    together = WordEmbedding(embed).rows(orths, whole.vocab)
    backwards = WordEmbedding(embed)
    alone = [backwards.rows([orth], whole.vocab)[0] for orth in reversed(orths)]
    assert [row.tobytes() for row in together] == [row.tobytes() for row in reversed(alone)]


def test_what_is_no_longer_kept_is_worked_out_again(whole: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    orths = whole.make_doc(TEXT).to_array("ORTH").tolist()
    embed = network(whole, "embed")
    expected = WordEmbedding(embed).rows(orths, whole.vocab)
    monkeypatch.setattr(word_network, "_REMEMBERED", 2)
    small = WordEmbedding(embed)
    for _ in range(2):
        assert small.rows(orths, whole.vocab).tobytes() == expected.tobytes()


def test_a_parser_that_draws_the_borders_of_sentences_itself_reads_all_at_once() -> None:
    nlp = model_store.load()
    nlp.disable_pipe("sentences")
    parsing.defer(nlp)
    assert "parsing" not in nlp.pipe_names
    doc = nlp(TEXT)
    assert Syntax.of(doc) is not None and doc.has_annotation("DEP")
