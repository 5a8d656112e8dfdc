"""Ids and duplicates: the same articles have the same ids, however they are given."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.reading.draft import Draft, finished
from extract.reading.limits import Limits
from tests.extract.reading.helpers import FIRST, PAGE, SECOND, TEXT, everything


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = tmp_path / "artikel"
    (articles / "b").mkdir(parents=True)
    (articles / ".simpan").mkdir()
    (articles / "z.txt").write_text(TEXT, encoding="utf-8")
    (articles / "b" / "a.txt").write_text(f"{SECOND}\n{FIRST}", encoding="utf-8")
    (articles / "a.html").write_text(PAGE, encoding="utf-8")
    (articles / ".hidden.txt").write_text("x", encoding="utf-8")
    (articles / ".simpan" / "a.txt").write_text("x", encoding="utf-8")
    (articles / "README.md").write_text("Notes about the articles", encoding="utf-8")
    return articles


def ids(*inputs: str | Path) -> list[str]:
    articles, aside, _ = everything(*inputs)
    assert aside == []
    return [a.id for a in articles]


def test_ids_depend_on_neither_folder_nor_order(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = ids(folder)
    assert len(set(expected)) == 3
    files = [folder / "a.html", folder / "b" / "a.txt", folder / "z.txt"]
    assert ids(*files) == expected
    assert ids(*reversed(files)) == expected[::-1]
    moved = tmp_path / "lain" / "jauh"
    shutil.copytree(folder, moved)
    monkeypatch.chdir(moved)
    assert ids(".") == expected
    assert ids("a.html", "b/a.txt", "../jauh/z.txt") == expected


def test_a_circle_of_links_ends(folder: Path) -> None:
    (folder / "b" / "lagi").symlink_to(folder, target_is_directory=True)
    assert len(ids(folder)) == 3


def test_the_same_article_again_is_skipped(folder: Path) -> None:
    (folder / "salinan.txt").write_bytes((folder / "z.txt").read_bytes())
    articles, aside, tally = everything(folder, folder / "z.txt")
    assert (len(articles), aside, tally.skipped) == (3, [], 2)


def test_the_same_id_with_other_content_is_set_aside(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    lines = [
        {"id": "a", "text": FIRST},
        {"id": "a", "text": FIRST},
        {"id": "a", "text": SECOND},
        {"id": "b", "text": FIRST},
    ]
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    articles, aside, tally = everything(file)
    assert [(a.id, a.text) for a in articles] == [("a", FIRST), ("b", FIRST)]
    assert [(item.reason, item.where) for item in aside] == [("duplicate", f"{file}:3")]
    assert (tally.read, tally.skipped) == (4, 1)


def test_one_release_in_two_outlets_stays_two_articles(tmp_path: Path) -> None:
    for name in ("satu", "dua"):
        (tmp_path / f"{name}.md").write_text(f"---\npublisher: {name}\n---\n{TEXT}", encoding="utf-8")
    assert len(set(ids(tmp_path))) == 2


def test_an_address_names_its_article_whatever_it_says_now() -> None:
    old = finished(Draft("a", FIRST, url="https://kabar.example/1"), Limits())
    new = finished(Draft("b", SECOND, url="https://kabar.example/1#komentar"), Limits())
    assert old.id == new.id


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_ids_hold_title_and_publisher_apart(title: str, publisher: str, other: str, another: str) -> None:
    one = finished(Draft("a", FIRST, title=title, publisher=publisher), Limits())
    two = finished(Draft("b", FIRST, title=other, publisher=another), Limits())
    assert (one.id == two.id) == ((one.title, one.publisher) == (two.title, two.publisher))
