"""Proposals and the text with blanks: whatever the text, spans lie in it, and go there and back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import boilerplate, name_candidates, proposals, seams
from extract.proposals import Span

WORDS = st.sampled_from(
    ["Ketua", "KPU", "Lembah", "Hijau", "dan", "(BKD)", "Sarwono,", "H.", "rapat", "pleno", "AJ", "2023", "UU",
     "Nomor 7", "di", "Kota", "Bekasi", "\n", "Baca juga:", "para", "camat", ".", '"', "Pj", "IV", "HijauKetua"]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=25).map(" ".join)


@settings(deadline=None)
@given(TEXTS)
def test_proposals_lie_in_a_line_of_the_article(text: str) -> None:
    skip = boilerplate.skipped(text)
    closed = list(proposals.closed_lines(text, skip))
    for span in proposals.gather(text, [], [], skip).sources:
        assert 0 <= span.start < span.end <= len(text)
        assert "\n" not in text[span.start : span.end]
        assert not any(a < span.end and span.start < b for a, b in closed)
        assert text[span.start : span.end].strip() == text[span.start : span.end]


@settings(deadline=None)
@given(TEXTS)
def test_a_text_with_blanks_leads_back(text: str) -> None:
    found = seams.of_text(text)
    assert len(found.text) == len(text) + len(found.places)
    for start in range(len(text)):
        if not text[start].isspace():
            there = found.there(start, start + 1)
            assert found.text[slice(*there)] == text[start]
            assert found.back(*there) == (start, start + 1)


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("kata Ketua KPU Kota Bekasi Sarwono Jatmiko kemarin", "POSITION", "Ketua KPU Kota Bekasi"),
        ("mantan Wali Kota Bekasi itu", "POSITION", "mantan Wali Kota Bekasi"),
        ("Penjabat (Pj) Bupati Garut, Rukmini", "POSITION", "Penjabat (Pj) Bupati Garut"),
        ("ujar Mendagri tadi", "POSITION", "Mendagri"),
        ("di Dinas Perumahan, Permukiman dan Tata Ruang kota", "ORG", "Dinas Perumahan, Permukiman dan Tata Ruang"),
        ("oleh Bawaslu Kabupaten Garut pagi ini", "ORG", "Bawaslu Kabupaten Garut"),
        ("di Kecamatan Sukamaju malam itu", "PLACE", "Kecamatan Sukamaju"),
        ("sesuai UU Nomor 7 Tahun 2017 tentang", "DOCUMENT", "UU Nomor 7 Tahun 2017"),
        ("menjelang Pilkada 2024 nanti", "EVENT", "Pilkada 2024"),
        ("tersangka berinisial SR, AB, dan TW ditahan", "PERSON", "TW"),
        ("Lurah AJ hadir", "PERSON", "AJ"),
        ("polisi menangkap SR (25) dan TW (31 tahun)", "PERSON", "TW"),
        ("kata R Sarwono Jatmiko", "PERSON", "R Sarwono Jatmiko"),
        (
            "oleh Badan Kesatuan Bangsa dan Politik (Kesbangpol) Kota Garut pagi",
            "ORG",
            "Badan Kesatuan Bangsa dan Politik (Kesbangpol) Kota Garut",
        ),
        (
            "di Dinas Pekerjaan Umum dan Penataan Ruang (PUPR) Kabupaten Garut kini",
            "ORG",
            "Dinas Pekerjaan Umum dan Penataan Ruang (PUPR) Kabupaten Garut",
        ),
        ("ditahan kejaksaan sejak Mei", "ORG", "kejaksaan"),
        ("SUKAMAJU, SUARALEMBAH.ID – Camat hadir", "ORG", "SUARALEMBAH.ID"),
        ("ujar Pj Sarwono tadi", "POSITION", "Pj"),
        ("Danramil Kapten Inf Sarwono", "POSITION", "Danramil"),
        ("Kabid Aset pada Dinas Kesehatan Garut itu", "POSITION", "Kabid Aset pada Dinas Kesehatan Garut"),
        (
            "sesuai surat Pj. Bupati Garut Nomor 005/71-Pem.Kes kemarin",
            "DOCUMENT",
            "surat Pj. Bupati Garut Nomor 005/71-Pem.Kes",
        ),
        ("meneken Surat Pernyataan Ikrar ASN itu", "DOCUMENT", "Surat Pernyataan Ikrar ASN"),
        ("dalam acara syukuran panen kemarin", "EVENT", "syukuran panen"),
        ("rapat koordinasi (rakor) pengawasan itu", "EVENT", "rapat koordinasi (rakor) pengawasan"),
        ("dugaan pelanggaran netralitas ASN di Garut", "OFFENCE", "pelanggaran netralitas ASN"),
        ("ia dituding mengatur lelang jabatan di sana", "OFFENCE", "mengatur lelang jabatan"),
        ("dihadiri puluhan lurah dan camat", "GROUP", "puluhan lurah"),
        ("Pejabat eselon II, III, dan IV hadir", "GROUP", "Pejabat eselon II, III, dan IV"),
        ("memeriksa 26 saksi kemarin", "GROUP", "26 saksi"),
        ("terlibat sejumlah acara yang turut melibatkan calon Bupati Sarwono", "EVENT", "sejumlah acara"),
        ("dalam pertemuan tertutup yang dihadiri Sarwono", "EVENT", "pertemuan tertutup"),
        ("ikut serta dalam berbagai kegiatan partai itu", "EVENT", "berbagai kegiatan partai"),
        ("Ia menuduh Camat Sarwono mengerahkan para ketua RT", "OFFENCE", "mengerahkan para ketua RT"),
        ("Sarwono membantah pernah menerima uang itu", "OFFENCE", "menerima uang"),
        ("warga berdatangan ke jalan santai kemarin", "EVENT", "jalan santai"),
        ("kata Penghulu Sungai Garut, Sarwono", "POSITION", "Penghulu Sungai Garut"),
    ],
)
def test_the_rules_know_the_common_forms(text: str, kind: str, name: str) -> None:
    assert (kind, name) in {(c.type, text[c.start : c.end]) for c in name_candidates.candidates(text)}


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("Para camat diduga hadir.", "GROUP", "Para camat diduga"),
        ("Sejumlah warga melaporkan kepala desa.", "GROUP", "Sejumlah warga melaporkan"),
        ("Para camat menghadiri beberapa acara di sana.", "GROUP", "beberapa acara"),
        ("Ia diduga terlibat sejumlah kegiatan relawan.", "OFFENCE", "sejumlah kegiatan relawan"),
    ],
)
def test_what_is_told_of_a_group_is_no_part_of_it(text: str, kind: str, name: str) -> None:
    assert (kind, name) not in {(c.type, text[c.start : c.end]) for c in name_candidates.candidates(text)}


def test_what_a_group_did_is_part_of_it_behind_yang() -> None:
    text = "para pejabat yang diduga lalai"
    assert text in {text[c.start : c.end] for c in name_candidates.candidates(text) if c.type == "GROUP"}


def test_a_ministers_acronym_is_no_persons_initials() -> None:
    text = "Menteri HAM hadir. Presiden RI juga."
    assert not any(c.source == "initials after an office" for c in name_candidates.candidates(text))


def test_names_are_proposed_wherever_they_stand_again() -> None:
    text = "Sarwono Jatmiko hadir. Menurut Sarwono, Sarwono Jatmiko pulang."
    found = proposals.gather(text, [], [], ())
    proposals.repeated(found, [Span(0, 15, "PERSON")], [])
    again = {text[s.start : s.end]: by for s, by in found.repeats.items() if s.start > 20}
    assert again == {"Sarwono": {"part of a name"}, "Sarwono Jatmiko": {"named elsewhere"}}


def test_an_office_and_initials_that_the_model_took_for_one_are_two() -> None:
    text = "Lurah AJ diperiksa Inspektorat."
    found = proposals.gather(text, [Span(0, 8, "POSITION")], [], frozenset())
    assert found.model == [Span(0, 5, "POSITION"), Span(6, 8, "PERSON")]
    assert "model" in found.proposers(Span(6, 8, "PERSON"))


def test_a_candidate_without_the_office_names_no_office() -> None:
    text = "Calon lain dan calon Bupati Rawa hadir."
    found = proposals.gather(text, [Span(0, 10, "POSITION"), Span(15, 32, "POSITION")], [], frozenset())
    assert {text[s.start : s.end] for s in found.sources if s.type == "POSITION"} >= {"calon Bupati Rawa"}
    assert Span(0, 10, "POSITION") not in found.sources
