"""A region that the recogniser took for a person's first name goes back to the office before it."""

from __future__ import annotations

import pytest

from extract.proposals import Span
from extract.region_names import parted


@pytest.mark.parametrize(
    ("text", "given", "wanted"),
    [
        ("Ketua Bawaslu Kota Rawa Siti Ladang hadir.",
         [("Ketua Bawaslu Kota", "POSITION"), ("Rawa Siti Ladang", "PERSON")],
         [("Ketua Bawaslu Kota Rawa", "POSITION"), ("Siti Ladang", "PERSON")]),
        ("Warga di Rawa menemui Bupati Rawa Siti Ladang.",
         [("Bupati", "POSITION"), ("Rawa Siti Ladang", "PERSON")],
         [("Bupati Rawa", "POSITION"), ("Siti Ladang", "PERSON")]),
        ("Wali Kota Siti Ladang hadir.",
         [("Wali Kota", "POSITION"), ("Siti Ladang", "PERSON")],
         [("Wali Kota", "POSITION"), ("Siti Ladang", "PERSON")]),
        ("Panwascam Sungai Rawa dan Ketua Panwascam Sungai Rawa Siti hadir.",
         [("Panwascam Sungai Rawa", "ORG"), ("Ketua Panwascam Sungai", "POSITION"), ("Rawa Siti", "PERSON")],
         [("Panwascam Sungai Rawa", "ORG"), ("Ketua Panwascam Sungai Rawa", "POSITION"), ("Siti", "PERSON")]),
        ("Kepala Desa Siti, kata Budi Rawa.", [("Budi Rawa", "PERSON")], [("Budi Rawa", "PERSON")]),
    ],
)  # fmt: skip
def test_regions_and_names_are_parted(text: str, given: list[tuple[str, str]], wanted: list[tuple[str, str]]) -> None:
    spans = [Span(text.index(name), text.index(name) + len(name), kind) for name, kind in given]
    assert [(text[s.start : s.end], s.type) for s in parted(text, spans)] == wanted
