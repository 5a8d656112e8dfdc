"""Acronyms that an article defines are read off the words before them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.acronyms import definitions


@pytest.mark.parametrize(
    ("text", "name", "acronym"),
    [
        ("Menurut Badan Kepegawaian Daerah (BKD), itu keliru.", "Badan Kepegawaian Daerah", "BKD"),
        ("Kantor Komisi Pemilihan Umum (KPU) ramai.", "Komisi Pemilihan Umum", "KPU"),
        ("Ketua Forum Warga Lembah Hijau (FWLH) hadir.", "Forum Warga Lembah Hijau", "FWLH"),
        ("di Sulawesi Selatan (Sulsel) kemarin", "Sulawesi Selatan", "Sulsel"),
        ("dalam operasi tangkap tangan (OTT) itu", "operasi tangkap tangan", "OTT"),
        ("Badan Perencanaan Pembangunan Daerah (Bappeda) diam", "Badan Perencanaan Pembangunan Daerah", "Bappeda"),
    ],
)
def test_the_name_is_found(text: str, name: str, acronym: str) -> None:
    found = [(text[d.start : d.end], text[d.acronym_start : d.acronym_end]) for d in definitions(text)]
    assert found == [(name, acronym)]


@pytest.mark.parametrize(
    "text", ["Lurah itu hadir (Senin) di balai desa.", "Rapat pleno (XY) batal.", "Dia (AB) pergi.", "(KPU)", ""]
)
def test_a_bracket_that_abbreviates_nothing_is_none(text: str) -> None:
    assert list(definitions(text)) == []


@given(st.text(alphabet=st.sampled_from("AbC dan(),.\n"), max_size=80))
def test_spans_lie_in_one_line_of_the_text(text: str) -> None:
    for found in definitions(text):
        assert 0 <= found.start < found.end <= found.acronym_start < found.acronym_end <= len(text)
        assert "\n" not in text[found.start : found.acronym_end]
