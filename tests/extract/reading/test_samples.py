"""The sample articles are read whole, are our own words, and hold what the README says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from extract.reading import read
from tests.extract.reading.helpers import everything

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "examples" / "articles"
SHARED = ROOT.parent / "shared"
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


# A sentence of the samples that states each predicate, status and factuality of the annotation guide.
STATED = {
    "holdsPosition current": "Sekda Kota Wanasari Lestari Kusumaningrum menyayangkan tindakan Agus",
    "holdsPosition acting": "Penjabat (Pj) Wali Kota Bekasi Raden Gani Muhamad memimpin",
    "holdsPosition former": "mantan Wali Kota Bekasi Tri Adhianto",
    "holdsPosition elect": "Wali Kota Wanasari terpilih itu",
    "candidateFor": "bakal calon Wali Kota Wanasari",
    "memberOf": "Meilani Sukandar adalah politikus Partai Bumi Lestari",
    "relativeOf": "bersama istrinya, Ratna Purbasari",
    "supports": "Partai Fajar Rakyat mengusung Bambang Tirtoyuwono",
    "attended asserted": "Lurah Cikembang Dedeh Rohaeti menghadiri deklarasi itu",
    "attended alleged": "Rudi Hartawan juga diduga hadir dalam deklarasi tersebut",
    "attended planned": "debat itu akan diikuti dua pasangan calon",
    "attended denied": "Rudi Hartawan membantah menghadiri deklarasi Bambang Tirtoyuwono",
    "led": "Siti Rodiah memimpin klarifikasi tersebut",
    "organised": "Apel itu diselenggarakan Badan Kesatuan Bangsa dan Politik",
    "heldAt": "digelar di Gedung Negara Kencana",
    "heldOn": "di Balai Patriot, kompleks Plaza Pemkot Bekasi, pada 2 November 2023",
    "accompanied": "Hendra didampingi Sekda Kota Wanasari Lestari Kusumaningrum",
    "met": "Bambang menemui Ketua DPD Partai Fajar Rakyat Tanjung Kencana, Lukman Aribowo",
    "signed": "camat dan lurah menandatangani Pakta Integritas Netralitas ASN",
    "pledged": "Lestari membacakan Ikrar Netralitas",
    "issued": "Hendra menerbitkan Surat Edaran Nomor 800/114-BKPSDM",
    "accusedOf alleged": "Galih menuding Rudi melakukan pelanggaran netralitas ASN",
    "accusedOf asserted": "Edy terbukti bersalah melakukan korupsi pengadaan seragam sekolah",
    "reported": "Pantau Warga melaporkan Camat Pasirlangu Agus Wirahadi ke Bawaslu Kota Wanasari",
    "examined": "Bawaslu Kota Wanasari memeriksa Camat Pasirlangu Agus Wirahadi",
    "charged": "menetapkan mantan Kepala Dinas Pendidikan Kota Wanasari Edy Purwacaraka sebagai tersangka",
    "sanctioned": "Hendra menegur Lurah Cikembang Dedeh Rohaeti",
    "appointed": "melantik Hendra Prawiranegara sebagai Pj Wali Kota Wanasari",
    "criticised": "Galih Prabasworo, mengkritik Pemkot Wanasari",
    "urged": "Galih mendesak Bawaslu Kota Wanasari",
    "stated": "kata Hendra",
}


@pytest.mark.parametrize("fact", STATED)
def test_the_samples_state_each_predicate_of_the_guide(fact: str) -> None:
    assert any(STATED[fact] in article.text for article in everything(SAMPLES)[0])


def test_every_sample_is_built() -> None:
    articles, aside, tally = everything(SAMPLES)
    assert (aside, tally.skipped) == ([], 0)
    assert len(articles) == 17
    assert {file.suffix for file in SAMPLES.iterdir()} == {".txt", ".md", ".html", ".jsonl", ".csv"}
    for article in articles:
        assert article.title
        assert 8 <= article.text.count("\n") + 1 <= 15
        assert article.publisher is None or "(fiktif)" in article.publisher
        assert article.url is None or ".example/" in article.url


def test_weekdays_fit_their_dates() -> None:
    for article in everything(SAMPLES)[0]:
        for weekday, day, month, year in re.findall(r"(\w+) \((\d+)/(\d+)/(\d+)\)", article.text):
            assert WEEKDAYS[date(int(year), int(month), int(day)).weekday()] == weekday.capitalize(), article.id


@pytest.mark.skipif(not SHARED.is_dir(), reason="the articles to compare with are not here")
def test_no_sample_shares_a_run_of_ten_words_with_an_article_of_others() -> None:
    def runs(text: str) -> set[str]:
        words = re.findall(r"\w+", text.lower())
        return {" ".join(words[n : n + 10]) for n in range(len(words) - 9)}

    own = set().union(*(runs(article.text) for article in everything(SAMPLES)[0]))
    for article in read([str(SHARED / "seeds"), str(SHARED / "gold" / "articles")]):
        assert not own & runs(getattr(article, "text", ""))
