"""Lines of site chrome are found, lines of the article are left alone."""

from __future__ import annotations

import pytest

from extract.boilerplate import rules, skipped
from extract.errors import DataError
from extract.lexicon import parse_toml


@pytest.mark.parametrize(
    "line",
    [
        "Baca juga: Panitia Desa Tunda Musyawarah",
        "  BACA JUGA : Camat Baru Bertugas",
        "Simak Video 'Warga Padati Balai Desa'",
        "SCROLL TO CONTINUE WITH CONTENT",
        "[Gambas:Video 20detik]",
        "Editor: Rukmini",
        "(Pewarta: Jaka)",
        "Copyright © 2023 Kabar Lembah",
        "Bagikan ke Facebook",
        "Share:",
        "Pilihan Redaksi:",
    ],
)
def test_chrome_is_skipped(line: str) -> None:
    assert skipped(f"Apel digelar pagi tadi.\n{line}\nLurah hadir.") == (2,)


@pytest.mark.parametrize(
    "line",
    [
        "Bacalah dulu aturannya, kata Lurah Suka Maju.",
        "Lihat saja nanti hasilnya, ujar dia.",
        "Sumber di kantor camat membenarkan kabar itu.",
        "Foto itu beredar sejak kemarin.",
        "Editor koran itu dipanggil panitia.",
        "Komentar itu disesalkan warga.",
        "",
    ],
)
def test_the_article_is_not(line: str) -> None:
    assert skipped(line) == ()


def test_a_rule_that_misses_its_example_is_refused() -> None:
    text = '[[pattern]]\nname = "x"\nregex = "a"\nexamples = ["b"]\n'
    with pytest.raises(DataError, match="line 4"):
        rules(parse_toml(text, "boilerplate.toml"))
