"""Titles and degrees are cut off names, and kept with their persons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.titles import around, cut


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Drs. H. Sarwono Lebak", "Sarwono Lebak"),
        ("Kombes Pol Jatmiko", "Jatmiko"),
        ("Bapak Sarwono", "Sarwono"),
        ("KH Maksum Asyari", "Maksum Asyari"),
        ("Rukmini Dewanti, S.H., M.H.", "Rukmini Dewanti"),
        ("Dr. Ir. Hj. Rukmini, M.Si", "Rukmini"),
        ("Sarwono", "Sarwono"),
        ("Haji", "Haji"),
        ("Cak Mat", "Cak Mat"),
    ],
)
def test_the_name_alone_is_left(text: str, name: str) -> None:
    start, end = cut(text, 0, len(text))
    assert text[start:end] == name


def test_titles_on_both_sides_are_kept() -> None:
    text = "Menurut Ir. H. Sarwono Lebak, M.Si., hal itu keliru."
    start = text.index("Sarwono")
    assert around(text, start, start + len("Sarwono Lebak")) == ("Ir.", "H.", "M.Si.")


def test_a_form_of_address_is_no_title() -> None:
    assert around("kata Pak Sarwono kemarin", 9, 16) == ()


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_a_cut_stays_within_its_span(text: str, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    if start < end:
        low, high = cut(text, start, end)
        assert start <= low < high <= end
