"""Where sentences of news begin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.segmentation import SentenceRules
from extract.tokenizer import blank

NLP = blank()
NLP.add_pipe("sentences")


def sentences(text: str) -> list[str]:
    return [sentence.text.strip() for sentence in NLP(text).sents]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Drs. H. Zulham hadir. Ia diam.", ["Drs. H. Zulham hadir.", "Ia diam."]),
        ("Surat Pj. Bupati No. 5 tgl. 3 Mei terbit.", ["Surat Pj. Bupati No. 5 tgl. 3 Mei terbit."]),
        ('"Kami siap. Kami hadir," kata Rini.', ['"Kami siap.', 'Kami hadir," kata Rini.']),
        ('"Sudah benar?" kata Rini.', ['"Sudah benar?" kata Rini.']),
        ('"Kami siap." Rini pulang.', ['"Kami siap."', "Rini pulang."]),
        ('Rini pulang. "Kami siap," katanya.', ["Rini pulang.", '"Kami siap," katanya.']),
        ("Baris satu\nbaris dua", ["Baris satu", "baris dua"]),
        ("1. Kami setia. 2. Kami netral.", ["1. Kami setia.", "2. Kami netral."]),
        ("Rapat usai.Warga pulang.", ["Rapat usai.", "Warga pulang."]),
        ("Kerja sama PT Maju Tbk. Dia senang.", ["Kerja sama PT Maju Tbk.", "Dia senang."]),
        ("Hadir Rini, S.E., M.T. Pejabat lain pulang.", ["Hadir Rini, S.E., M.T.", "Pejabat lain pulang."]),
        ("Korban M. Ia dirawat.", ["Korban M.", "Ia dirawat."]),
        ("Saksi R. Hartono hadir.", ["Saksi R. Hartono hadir."]),
        ("Nilainya 5.000. Selesai!", ["Nilainya 5.000.", "Selesai!"]),
        ("Ia berkata… lalu diam.", ["Ia berkata… lalu diam."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(max_size=200))
def test_every_token_is_decided_and_no_text_is_lost(text: str) -> None:
    doc = NLP(text)
    assert all(token.is_sent_start in (True, False) for token in doc)
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == text


@given(st.lists(st.text(alphabet='aA." ', max_size=12).map(str.strip).filter(bool), min_size=2, max_size=5))
def test_a_line_never_changes_the_sentences_of_the_next(lines: list[str]) -> None:
    rules = SentenceRules()
    doc = NLP.make_doc("\n".join(lines))
    starts = {doc[i].idx for i in rules.starts(doc)}
    alone = set()
    place = 0
    for line in lines:
        part = NLP.make_doc(line)
        alone |= {place + part[i].idx for i in rules.starts(part) if len(part)}
        place += len(line) + 1
    real = {doc[i].idx for i in range(len(doc)) if not doc[i].is_space}
    assert starts & real == alone & real
