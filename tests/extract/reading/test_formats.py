"""Each format gives the article that stands in it."""

from __future__ import annotations

import csv
import io
import json
import textwrap
import tracemalloc
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extract.reading import Limits, holds_facts, read
from tests.extract.reading.helpers import FIRST, PAGE, SECOND, TEXT, TITLE, everything, one


def test_a_headline_above_a_blank_line_is_the_title_of_a_text(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"kabar-contoh.example\n\n{TITLE}\n\n{FIRST}\r\n\r\n\r\n{SECOND}\n", encoding="utf-8")
    article = one(file)
    assert (article.title, article.text, article.publisher) == (TITLE, TEXT, "kabar-contoh.example")
    assert article.published is None


def test_a_text_that_begins_with_a_sentence_has_no_title(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"{FIRST}\n\n{SECOND}", encoding="utf-8")
    assert (one(file).title, one(file).text) == (None, TEXT)


def test_lines_broken_at_a_column_are_one_paragraph(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    broken = "\n".join((FIRST[:51], FIRST[52:]))
    assert len(broken.split("\n")[0]) > 45
    file.write_text(f"{TITLE}\n\n{broken}\n\n{SECOND}\n", encoding="utf-8")
    assert one(file).text == f"{FIRST[:51]} {FIRST[52:]}\n{SECOND}"


def test_front_matter_names_the_source(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(
        f'---\nid: kabar-1\nurl: https://kabar.example/1\ntitle: "{TITLE}"\npublisher: "Kabar: Contoh"\n'
        f"published: Senin, 12 Februari 2024 09.00 WIB\ntags: [a, b]\n---\n\n# {TITLE}\n\n"
        f"**{FIRST}**\n\n> [Ia](https://kabar.example/ia){SECOND[2:40]}\n{SECOND[41:]}\n",
        encoding="utf-8",
    )
    article = one(file)
    assert (article.id, article.url, article.title) == ("kabar-1", "https://kabar.example/1", TITLE)
    assert (article.publisher, article.published) == ("Kabar: Contoh", "2024-02-12T09:00:00+07:00")
    assert article.text == f"{FIRST}\n{SECOND[:40]} {SECOND[41:]}"


def test_front_matter_that_multiplies_itself_is_harmless(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    levels = "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]\n" for n in range(1, 30))
    file.write_text(f"---\nx0: &x0 [ha]\n{levels}title: *x29\n---\n{TEXT}\n", encoding="utf-8")
    assert one(file).title is None


def test_a_page_gives_its_article_and_none_of_its_chrome(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(PAGE, encoding="utf-8")
    article = one(file)
    assert (article.title, article.publisher, article.published) == (TITLE, "Kabar Contoh", "2024-02-12")
    assert article.text.startswith(f"{FIRST}\n{SECOND}\n")
    for chrome in ("Menu Politik", "Harga Cabai", "kata skrip", "Hak cipta", TITLE):
        assert chrome not in article.text


def test_a_page_without_a_stated_date_has_none(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    page = PAGE.replace('<meta property="article:published_time" content="2024-02-12T09:00:00+07:00">', "")
    file.write_text(page.replace("Hak cipta", "Copyright 2019"), encoding="utf-8")
    assert one(file).published is None


def test_json_lines_keep_the_text_to_the_letter(tmp_path: Path) -> None:
    text = f"  {FIRST}\r\n\n\t\u200b\u202e{SECOND} â€œtetapâ€\u0301 \n"
    record = {
        "id": 7,
        "url": None,
        "title": "Ju\u202edul\u200b \n dua",
        "published": "2024-02-12",
        "text": text,
        "x": [1],
    }
    file = tmp_path / "a.jsonl"
    file.write_text("\ufeff" + json.dumps(record) + "\n\n", encoding="utf-8")
    article = one(file)
    assert article.text == text
    assert (article.id, article.title, article.url) == ("7", "Judul dua", None)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_gives_an_article_a_row(tmp_path: Path, separator: str, encoding: str) -> None:
    file = tmp_path / "a.csv"
    with file.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=separator)
        writer.writerow(["Text", "id", "title"])
        writer.writerow([TEXT, "a", "Kata; kata, kata"])
        writer.writerow([FIRST, "b", ""])
    articles, aside, _ = everything(file)
    assert aside == []
    assert [(a.id, a.title, a.text) for a in articles] == [("a", "Kata; kata, kata", TEXT), ("b", None, FIRST)]


def test_a_pdf_gives_paragraphs(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    lines = [TITLE, *textwrap.wrap(FIRST, 50), *textwrap.wrap(SECOND, 50)]
    file.write_bytes(pdf_of(lines))
    article = one(file)
    assert (article.title, article.published) == (TITLE, None)
    assert article.text.replace("\n", " ") == f"{FIRST} {SECOND}"


def pdf_of(lines: list[str]) -> bytes:
    """A PDF of one page, written by hand."""
    shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    stream = f"BT /F1 11 Tf 40 700 Td {shown} ET".encode("latin-1")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 800] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    return out + b"xref\n0 5\n0000000000 65535 f \n%btrailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        start,
    )


def warc(zipped: bool, *pages: tuple[str, str, str, str]) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=zipped)
    for url, status, kind, body in pages:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        record = writer.create_warc_record(url, "response", payload=io.BytesIO(body.encode()), http_headers=headers)
        writer.write_record(record)
    return out.getvalue()


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_an_archive_gives_its_pages(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(
        warc(
            name.endswith("gz"),
            ("https://kabar.example/1", "200 OK", "text/html; charset=utf-8", PAGE),
            ("https://kabar.example/logo.png", "200 OK", "image/png", "png"),
            ("https://kabar.example/hilang", "404 Not Found", "text/html", PAGE),
            ("https://kabar.example/kosong", "200 OK", "text/html", "<html><body></body></html>"),
            ("https://kabar.example/2", "200 OK", "text/plain", TEXT),
        )
    )
    articles, aside, tally = everything(file)
    assert [(a.url, a.text.split("\n")[0]) for a in articles] == [
        ("https://kabar.example/1", FIRST),
        ("https://kabar.example/2", FIRST),
    ]
    assert [item.reason for item in aside] == ["empty"]
    assert "kosong" in aside[0].where
    assert tally.read == 3


def test_an_archive_cut_in_the_middle_gives_the_pages_before(tmp_path: Path) -> None:
    file = tmp_path / "a.warc.gz"
    whole = warc(True, *((f"https://kabar.example/{n}", "200 OK", "text/html", PAGE + "x" * 2000) for n in range(3)))
    file.write_bytes(whole[: len(whole) - 300])
    articles, aside, _ = everything(file)
    assert len(articles) >= 2
    assert {item.reason for item in aside} <= {"unreadable", "empty"}


LINES = "\n".join(json.dumps({"text": text}) for text in (FIRST, SECOND))


@pytest.mark.parametrize(("data", "count"), [(TEXT, 1), (PAGE, 1), (LINES, 2), ("\n \ufeff" + TEXT, 1)])
def test_standard_input_is_told_by_its_beginning(data: str, count: int) -> None:
    articles, aside, _ = everything("-", stdin=io.BytesIO(data.encode()))
    assert (len(articles), aside) == (count, [])


def test_a_long_file_of_lines_is_not_held_in_memory(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    with file.open("w", encoding="utf-8") as stream:
        for number in range(300):
            stream.write(json.dumps({"id": str(number), "text": f"{TEXT} " * 500}) + "\n")
    assert file.stat().st_size > 25_000_000
    tracemalloc.start()
    try:
        assert sum(1 for _ in read([str(file)])) == 300
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_reading_begins_before_the_input_ends() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            line = json.dumps({"text": FIRST}).encode() + b"\n"
            buffer[: len(line)] = line
            return len(line)

    item = next(read(["-"], stdin=Endless(), limits=Limits()))  # type: ignore[arg-type]
    assert item.text == FIRST  # type: ignore[union-attr]


def test_facts_are_told_from_articles(tmp_path: Path) -> None:
    facts, articles = tmp_path / "facts.jsonl", tmp_path / "articles.jsonl"
    facts.write_text(json.dumps({"id": "a", "mentions": [], "entities": [], "facts": []}) + "\n", encoding="utf-8")
    articles.write_text(json.dumps({"id": "a", "text": TEXT}) + "\n", encoding="utf-8")
    assert holds_facts(facts)
    assert not holds_facts(articles)
    assert not holds_facts(tmp_path)
    assert not holds_facts(tmp_path / "missing")
