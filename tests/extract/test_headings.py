"""What a heading says of the facts below it."""

from __future__ import annotations

import pytest

from extract.factuality import Judgement
from extract.relations.headings import headings, under_headings

ASSERTED = Judgement("asserted")


def judge(title: str, predicate: str, verb: str) -> str | None:
    return under_headings(ASSERTED, headings(title, "Rini hadir."), predicate, verb).factuality


@pytest.mark.parametrize(
    ("title", "predicate", "verb", "wanted"),
    [
        ("Diduga Hadiri Kampanye, Camat Lembahsari Diperiksa", "attended", "hadir", "alleged"),
        ("Camat Lembahsari Bantah Hadiri Kampanye", "attended", "menghadiri", "alleged"),
        ("Benarkah Camat Lembahsari Hadiri Kampanye?", "attended", "hadir", "alleged"),
        ("HOAKS! Gubernur Copot Camat Lembahsari", "sanctioned", "mencopot", "alleged"),
        ("[CEK FAKTA] Gubernur Lantik Camat Lembahsari", "appointed", "melantik", "alleged"),
        ("Bupati Tak Hadir, Rini Pimpin Apel", "attended", "hadir", "asserted"),
        ("Rini Hadiri Kampanye", "attended", "hadir", "asserted"),
        ("Diduga Hadiri Kampanye, Camat Lembahsari Diperiksa", "examined", "memeriksa", "asserted"),
        ("HOAKS! Gubernur Copot Camat Lembahsari", "holdsPosition", "", "asserted"),
    ],
)
def test_what_the_heading_doubts_is_alleged(title: str, predicate: str, verb: str, wanted: str) -> None:
    assert judge(title, predicate, verb) == wanted


def test_a_first_line_is_a_heading_where_it_ends_like_one() -> None:
    assert headings(None, "Diduga Hadiri Kampanye, Camat Diperiksa\nRini hadir.")[0].startswith("Diduga Hadiri")
    assert "Rini hadir di sana." not in headings(None, "Rini hadir di sana.\nIa pulang.")
    assert headings(None, "RALAT: Rini tidak hadir.")[0].startswith("RALAT")
