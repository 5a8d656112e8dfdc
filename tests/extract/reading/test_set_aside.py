"""What cannot be read is set aside with its reason, and the batch goes on."""

from __future__ import annotations

import json
import os
import pickle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.errors import InputError
from extract.reading import Limits, SetAside, Tally, read_inputs
from extract.reading.language import is_indonesian
from extract.reading.published import iso
from tests.extract.reading.helpers import FIRST, PAGE, SECOND, TEXT, TITLE, everything, one, reason

ENGLISH = (
    "The mayor opened the meeting on Monday and asked every official to stay neutral before the election, because those"
    " who come to the office want to be served whatever they vote for, and nobody should fear for it."
)
MALAY = (
    "Kerajaan negeri berkata pegawai perlu bersikap adil kerana rakyat yang datang ke pejabat mahu dilayan dengan baik,"
    " menerusi kaunter mahupun talian, daripada pagi hingga petang pada hari Isnin dan Jumaat sahaja."
)
JAVANESE = (
    "Camat mbukak rapat ing dina Senin lan njaluk kabeh pegawe supaya ora milih calon, amarga warga sing teka"
    " kudu dilayani kabeh, lan iki wis dadi janji sing diucapake ing ngarep wong."
)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\n", "empty"),
        ("a.txt", b"\0\1\2\3" * 50, "binary"),
        ("a.txt", b"%PDF-1.4 teks", "binary"),
        ("a.md", b"PK\x03\x04abc", "binary"),
        ("a.txt", b"\xff\xfea", "encoding"),
        ("a.txt", b"\xff\xfe" + b"\x80\x00\x01\x00\x03\xf0" * 5, "binary"),
        ("a.txt", b"\xff\xfe\x80\x99\x03\x52", "language"),
        ("a.txt", ENGLISH.encode(), "language"),
        ("a.txt", MALAY.encode(), "language"),
        ("a.txt", JAVANESE.encode(), "language"),
        ("a.md", b"---\ntitle: [a\n---\nteks", "malformed"),
        ("a.md", b"---\n- a\n---\nteks", "malformed"),
        ("a.html", b"<html><body></body></html>", "empty"),
        ("a.pdf", b"%PDF-1.4 rusak", "unreadable"),
        ("a.pdf", b"", "unreadable"),
        ("a.warc", b"bukan arsip", "unreadable"),
        ("a.warc.gz", b"", "empty"),
        ("a.jsonl", b"", "empty"),
        ("a.jsonl", b"{rusak", "malformed"),
        ("a.jsonl", b"[1]", "malformed"),
        ("a.jsonl", b"[" * 100_000, "malformed"),
        ("a.jsonl", b'{"text": 5}', "malformed"),
        ("a.jsonl", b'{"id": "a"}', "empty"),
        ("a.jsonl", b'{"id": "a", "text": " "}', "empty"),
        ("a.jsonl", b'{"text": "\xff\xfe"}', "encoding"),
        ("a.jsonl", b'{"text": "\\ud800"}', "encoding"),
        ("a.jsonl", b'{"id": "\\ud800", "text": "\\ud800"}', "encoding"),
        ("a.csv", b"", "empty"),
        ("a.csv", b"id,judul\n1,2\n", "malformed"),
        ("a.csv", b"id,text\n1\n", "malformed"),
        ("a.csv", b'id,text\n1,"x\n', "malformed"),
        ("a.docx", b"PK", "format"),
        ("a", b"teks", "format"),
    ],
)
def test_each_failure_has_its_reason(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    assert reason(file) == why


def test_a_missing_input_does_not_stop_the_next(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    articles, aside, tally = everything(tmp_path / "tiada", file)
    assert [a.text for a in articles] == [TEXT]
    assert [item.reason for item in aside] == ["missing"]
    assert str(tally) == "2 read = 1 built + 0 skipped + 1 set aside (1 missing)"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_set_aside(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    file.chmod(0)
    assert reason(file) == "unreadable"


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert reason(tmp_path) == "unreadable"


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.pdf"])
def test_too_large_names_the_limit_and_its_option(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text(TEXT * 10, encoding="utf-8")
    _, aside, _ = everything(file, limits=Limits(max_size=100))
    assert [item.reason for item in aside] == ["over-large"]
    assert "--max-size" in str(aside[0])
    assert " 100 " in str(aside[0])


def test_a_line_that_is_too_large_leaves_the_next_readable(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(f"{json.dumps({'text': TEXT * 100})}\n{json.dumps({'text': TEXT})}\n", encoding="utf-8")
    articles, aside, _ = everything(file, limits=Limits(max_size=1000))
    assert [a.text for a in articles] == [TEXT]
    assert [(item.reason, item.where) for item in aside] == [("over-large", f"{file}:1")]


def test_a_text_longer_than_the_analysis_takes_is_too_large(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT * 10, encoding="utf-8")
    assert reason(file, limits=Limits(max_characters=1000)) == "over-large"


def test_a_broken_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(
        b"\n".join((json.dumps({"text": FIRST}).encode(), b"{", b"\xff", json.dumps({"text": SECOND}).encode()))
    )
    articles, aside, _ = everything(file)
    assert [a.text for a in articles] == [FIRST, SECOND]
    assert [item.where for item in aside] == [f"{file}:2", f"{file}:3"]


def test_rows_are_named_by_their_line(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f'id,text\na,"{TEXT}"\nb\nc,"{FIRST}"\n', encoding="utf-8")
    articles, aside, _ = everything(file)
    assert [a.id for a in articles] == ["a", "c"]
    assert [item.where for item in aside] == [f"{file}:4"]


def test_windows_text_is_decoded(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(f"{TITLE} – Kafé\n\n“{FIRST}”\n\n{SECOND}".encode("cp1252"))
    article = one(file)
    assert (article.title, article.text) == (f"{TITLE} – Kafé", f"“{FIRST}”\n{SECOND}")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_marked_text_is_decoded(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(f"{TITLE}\n\n{TEXT}".encode(encoding))
    assert one(file).title == TITLE


def test_a_page_in_another_declared_encoding_is_decoded(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(PAGE.replace("utf-8", "windows-1252").replace("Rapat itu", "“Rapat” itu").encode("cp1252"))
    assert "“Rapat” itu" in one(file).text


def test_twice_decoded_text_is_mended(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(
        f"“{FIRST}”\n\n{SECOND}".encode().decode("cp1252", "replace").replace("\ufffd", "\x9d"), encoding="utf-8"
    )
    assert "â€" not in one(file).text


def test_format_characters_do_not_reach_names(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"Camat \u202eBuka\u200b Rapat\x1b[31m\n\nIsi\u200bnya {TEXT}", encoding="utf-8")
    article = one(file)
    assert article.title == "Camat Buka Rapat[31m"
    assert article.text.startswith("Isinya ")


def test_hostile_file_names_are_shown_harmless(tmp_path: Path) -> None:
    for name in (b"a\x1b[31m\n.txt", b"b\xff.txt"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(b"")
    _, aside, _ = everything(tmp_path)
    assert [item.reason for item in aside] == ["empty", "empty"]
    for item in aside:
        assert str(item).isprintable()
        str(item).encode("utf-8")


def test_set_aside_travels_between_processes_and_is_an_error() -> None:
    item = SetAside("a.txt:3", "empty", "holds no text.", "Leave it out.")
    assert pickle.loads(pickle.dumps(item)) == item
    assert isinstance(item.error(), InputError)
    assert str(item) == "a.txt:3: holds no text. Leave it out."
    assert SetAside.of(item.error()) == item


def test_errors_are_handed_out_to_those_who_want_them(tmp_path: Path) -> None:
    (error,) = read_inputs([str(tmp_path)])
    assert isinstance(error, InputError)
    assert error.reason == "empty"


def test_what_falls_out_later_is_moved_in_the_tally() -> None:
    tally = Tally(built=2)
    tally.lost("analysis")
    assert (tally.read, tally.built, tally.set_aside) == (2, 1, 1)
    with pytest.raises(ValueError, match="no article"):
        Tally().lost("analysis")


@pytest.mark.parametrize("text", ["Rapat.", "KPU Wanasari", FIRST, TEXT])
def test_indonesian_and_short_texts_pass(text: str) -> None:
    assert is_indonesian(text)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-02-12", "2024-02-12"),
        ("2024-02-12 09:00", "2024-02-12T09:00:00"),
        ("2024-02-12T09:00:00Z", "2024-02-12T09:00:00+00:00"),
        ("2024-02-12T09:00:00.123+0700", "2024-02-12T09:00:00+07:00"),
        ("Senin, 12 Februari 2024 | 09:05 WITA", "2024-02-12T09:05:00+08:00"),
        ("Senin (12/2/2024)", "2024-02-12"),
        ("12 Agt 2024", "2024-08-12"),
        ("Mon, 12 Feb 2024 09:00:00 +0700", "2024-02-12T09:00:00+07:00"),
        ("2024-02-30", None),
        ("31/31/2024", None),
        ("kemarin", None),
        ("2024", None),
        ("", None),
        (None, None),
    ],
)
def test_publication_is_iso_or_left_out(written: str | None, expected: str | None) -> None:
    assert iso(written) == expected


@given(st.text(max_size=60))
def test_no_date_raises(written: str) -> None:
    iso(written)


@pytest.mark.parametrize("mark", ["*_[", "**a ", "[a](", "![", "_a ", "<!--", "# a  ", "> ", "`", " ", "- ", "__", "#"])
def test_heaped_marks_are_read_in_one_go(tmp_path: Path, mark: str) -> None:
    """Patterns that try again from each mark would not come to an end here."""
    file = tmp_path / "a.md"
    file.write_text(f"###### {mark * (300_000 // len(mark))}\n\n{TEXT}", encoding="utf-8")
    everything(file)


SUFFIXES = (".txt", ".md", ".html", ".jsonl", ".csv", ".pdf", ".warc", ".warc.gz", ".xyz")
SEEDS = [
    PAGE.encode(),
    f"---\nid: a\n---\n# {TITLE}\n\n{TEXT}".encode(),
    json.dumps({"id": "a", "text": TEXT}).encode() + b"\n",
    f'id,text\na,"{TEXT}"\n'.encode(),
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n",
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 40\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(suffix=st.sampled_from(SUFFIXES), data=st.binary(max_size=400))
def test_no_bytes_raise_in_any_format(tmp_path: Path, suffix: str, data: bytes) -> None:
    file = tmp_path / f"a{suffix}"
    file.write_bytes(data)
    _, _, tally = everything(file)
    assert tally.read >= 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(suffix=st.sampled_from(SUFFIXES), seed=st.sampled_from(SEEDS), changes=st.data())
def test_no_damage_raises(tmp_path: Path, suffix: str, seed: bytes, changes: st.DataObject) -> None:
    data = bytearray(seed)
    for _ in range(changes.draw(st.integers(1, 6))):
        at = changes.draw(st.integers(0, len(data)))
        cut = changes.draw(st.integers(0, 40))
        data[at : at + cut] = changes.draw(
            st.binary(max_size=12) | st.sampled_from([b"<div>" * 400, b"</p>", b"\xff", b"\r\n"])
        )
    file = tmp_path / f"a{suffix}"
    file.write_bytes(bytes(data))
    _, _, tally = everything(file)
    assert tally.read >= 1
