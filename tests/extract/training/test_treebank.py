"""A treebank's annotation, carried over to the project's tokens."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.tokens import Doc

from extract.tokenizer import blank
from extract.training import treebank

NLP = blank()

CLITIC = """\
# sent_id = 1
# text = Rini membacanya.
1\tRini\tRini\tPROPN\t_\t_\t2\tnsubj\t_\t_
2-3\tmembacanya\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
2\tmembaca\tbaca\tVERB\t_\tVoice=Act\t0\troot\t_\t_
3\tnya\tnya\tPRON\t_\tPerson=3\t2\tobj\t_\t_
4\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_
"""
HIGHER_CLITIC = """\
# sent_id = 2
# text = Menurutnya Rini pergi
1-2\tMenurutnya\t_\t_\t_\t_\t_\t_\t_\t_
1\tMenurut\tturut\tADP\t_\t_\t2\tcase\t_\t_
2\tnya\tnya\tPRON\t_\t_\t4\tobl\t_\t_
3\tRini\tRini\tPROPN\t_\t_\t4\tnsubj\t_\t_
4\tpergi\tpergi\tVERB\t_\t_\t0\troot\t_\t_
"""
PASSIVE = """\
# sent_id = 3
# text = Rapat dibuka oleh camat
1\tRapat\trapat\tNOUN\t_\t_\t2\tnsubj\t_\t_
2\tdibuka\tbuka\tVERB\t_\tVoice=Pass\t0\troot\t_\t_
3\toleh\toleh\tADP\t_\t_\t4\tcase\t_\t_
4\tcamat\tcamat\tNOUN\t_\t_\t2\tobl\t_\t_
"""
SPLIT = """\
# sent_id = 4
# text = Warga se-Jawa pulang
1\tWarga\twarga\tNOUN\t_\t_\t3\tnsubj\t_\t_
2\tse-Jawa\tse-Jawa\tPROPN\t_\t_\t1\tnmod\t_\t_
3\tpulang\tpulang\tVERB\t_\t_\t0\troot\t_\t_
"""
TWO_IN_ONE = """\
# sent_id = 5
# text = Rini pergi. Warga pulang.
1\tRini\tRini\tPROPN\t_\t_\t2\tnsubj\t_\t_
2\tpergi\tpergi\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_
4\tWarga\twarga\tNOUN\t_\t_\t5\tnsubj\t_\t_
5\tpulang\tpulang\tVERB\t_\t_\t2\tparataxis\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_
"""


def doc(tmp_path: Path, *blocks: str) -> Doc:
    path = tmp_path / "bank.conllu"
    path.write_text("\n".join(blocks), "utf-8")
    documents = list(treebank.documents(treebank.read(path), NLP, seed=1, longest=1))
    assert len(documents) == len(blocks)
    return documents[0]


def test_a_host_and_its_clitic_become_one_token(tmp_path: Path) -> None:
    token = doc(tmp_path, CLITIC)[1]
    assert (token.text, token.lemma_, token.pos_, token.dep_) == ("membacanya", "baca", "VERB", "ROOT")
    assert token.morph.to_dict() == {"Voice": "Act", "Clitic": "Obj"}


def test_the_token_takes_the_place_of_the_highest_word(tmp_path: Path) -> None:
    token = doc(tmp_path, HIGHER_CLITIC)[0]
    assert (token.dep_, token.head.text, token.pos_) == ("obl", "pergi", "ADP")


def test_passives_have_one_name_for_subject_and_agent(tmp_path: Path) -> None:
    tokens = doc(tmp_path, PASSIVE)
    assert [t.dep_ for t in tokens] == ["nsubj:pass", "ROOT", "case", "obl:agent"]


def test_a_word_that_we_cut_hangs_together(tmp_path: Path) -> None:
    tokens = doc(tmp_path, SPLIT)
    assert [t.text for t in tokens] == ["Warga", "se-", "Jawa", "pulang"]
    assert tokens[1].head.head.text in ("Warga", "Jawa")
    assert sum(t.dep_ == "ROOT" for t in tokens) == 1


def test_two_sentences_in_one_get_a_root_each(tmp_path: Path) -> None:
    tokens = doc(tmp_path, TWO_IN_ONE)
    assert [s.root.text for s in tokens.sents] == ["pergi", "pulang"]


def test_sentences_whose_words_do_not_spell_their_text_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "bank.conllu"
    path.write_text(CLITIC.replace("text = Rini", "text = Rina"), "utf-8")
    assert list(treebank.read(path)) == []


@pytest.mark.parametrize("size", [0, 9, 100, 250])
def test_every_sentence_is_in_one_part(size: int) -> None:
    sentences = [treebank.Sentence(str(n), "", ()) for n in range(size)]
    parts = treebank.split(sentences)
    assert sorted(int(s.id) for part in parts.values() for s in part) == list(range(size))
