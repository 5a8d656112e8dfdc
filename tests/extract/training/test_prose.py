"""Training articles of our own are read as they stand, and a mistake in one is named with its place."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from extract.errors import DataError
from extract.training.prose import HERE, read

ARTICLE = """id x-1
title Apel
published 2031-05-03

KOTA TIRTA – Camat Sri Lestari memimpin apel di Kota Tirta, Jumat (2/5/2031).
Sri membantah hadir dalam kampanye, kata Sri Lestari.

sri PERSON Sri Lestari | Sri
camat POSITION Camat
apel EVENT apel
kampanye EVENT kampanye
kota PLACE Kota Tirta | KOTA TIRTA
hari DATE 2031-05-02 = Jumat (2/5/2031)

1 holdsPosition sri camat acting
1 led sri apel place=kota date=hari
2 attended sri kampanye denied by=sri
2 stated sri
"""


def written(folder: Path, text: str) -> Path:
    (folder / "x.txt").write_text(text, encoding="utf-8")
    return folder


def test_an_article_has_the_shape_of_the_reference(tmp_path: Path) -> None:
    (record,) = read(written(tmp_path, ARTICLE))
    text = record["text"]
    named = {(text[m["start"] : m["end"]], m["entity"]) for m in record["mentions"]}
    assert {("Sri Lestari", "sri"), ("Sri", "sri"), ("KOTA TIRTA", "kota"), ("Jumat (2/5/2031)", "hari")} <= named
    assert next(e["name"] for e in record["entities"] if e["id"] == "hari") == "2031-05-02"
    first, second, third, fourth = record["facts"]
    assert (first["status"], first["factuality"]) == ("acting", "asserted")
    assert (second["place"], second["date"]) == ("kota", "hari")
    assert (third["factuality"], third["by"]) == ("denied", "sri")
    assert "o" not in fourth and text[fourth["start"] : fourth["end"]].startswith("Sri membantah")


def test_no_two_mentions_overlap(tmp_path: Path) -> None:
    (record,) = read(written(tmp_path, ARTICLE))
    mentions = record["mentions"]
    assert all(one["end"] <= other["start"] for one, other in itertools.pairwise(mentions))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2 stated sri", "9 stated sri", "1 to 2"),
        ("2 stated sri", "2 stated apel", "not one of"),
        ("2 stated sri", "2 said sri", "no predicate"),
        ("2 stated sri", "2 stated sri perhaps", "cannot read"),
        ("apel EVENT apel", "apel EVENT rapat", "'rapat' of apel is not in the text"),
        ("apel EVENT apel", "apel MEETING apel", "no entity"),
        ("hari DATE 2031-05-02 = ", "hari DATE ", "ISO"),
        ("kampanye EVENT kampanye", "sri EVENT kampanye", "stands twice"),
        ("\n\nsri PERSON", "\nsri PERSON", "3 paragraphs instead of four"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(DataError, match=r"x\.txt, article 1") as raised:
        read(written(tmp_path, ARTICLE.replace(old, new)))
    assert told in str(raised.value)


def test_an_id_stands_once(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="two articles are called x-1"):
        read(written(tmp_path, f"{ARTICLE}\n====\n{ARTICLE}"))


def test_the_articles_hold_to_the_format() -> None:
    assert len(read(HERE)) >= 350
