"""Articles and facts into a store by the command: sums, exit status, going on after a stop, standard input."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import build_graph
from extract import pipeline
from extract.article import Article
from extract.facts import ArticleFacts, to_json
from extract.reading import Limits
from kg import lines
from kg.cli import run
from kg.store import Snapshot
from tests.kg import corpus


def build(*arguments: object) -> int:
    return run(build_graph.command, name="build-graph", arguments=[str(each) for each in arguments])


def export(folder: Path) -> list[str]:
    with Snapshot.open(folder) as snapshot:
        return list(lines.nquads(snapshot.quads))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Reading without the trained model; the ids of the articles that were read."""
    seen: list[str] = []

    def facts(article: Article, nlp: Any) -> ArticleFacts:
        seen.append(article.id)
        if "tak terbaca" in article.text:
            raise ValueError("no luck")
        draft = corpus.Draft(article.id, text=f"{article.text}\n")
        draft.fact("stated", draft.entity("PERSON", article.text.split()[0]))
        return draft.done(extractor="test")

    monkeypatch.setattr(pipeline, "load", lambda model=None: object())
    monkeypatch.setattr(pipeline, "read", facts)
    monkeypatch.setattr(pipeline, "extractor", lambda model=None: "test")
    return seen


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "berita.jsonl"
    records = [
        {"id": f"a{n}", "text": f"{name} menyapa warga dari beranda."}
        for n, name in enumerate(("Raka", "Sekar", "Danu"))
    ]
    path.write_text("".join(json.dumps(each) + "\n" for each in records))
    return path


def test_what_is_read_is_built_skipped_or_set_aside(
    articles: Path, tmp_path: Path, read: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with articles.open("a") as file:
        file.write('{"id": "a0", "text": "Raka menyapa warga dari beranda."}\n')  # again
        file.write('{"id": "a1", "text": "Lain menyapa warga dari beranda."}\n')  # another under a known id
        file.write("no json\n")
        file.write('{"id": "a9", "text": "Naskah ini tak terbaca oleh siapa pun."}\n')
    assert build(articles, "-o", tmp_path / "store") == 3
    out, err = capsys.readouterr()
    assert "7 read = 3 built + 1 skipped + 3 set aside (1 duplicate, 1 malformed, 1 not-analysed)" in out
    assert err.count("Set aside:") == 3
    assert "Traceback" not in err


def test_running_again_reads_nothing_and_changes_nothing(
    articles: Path, tmp_path: Path, read: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(articles, "-o", tmp_path / "store") == 0
    before = export(tmp_path / "store")
    read.clear()
    capsys.readouterr()
    assert build(articles, "-o", tmp_path / "store") == 0
    assert "3 read = 0 built + 3 skipped + 0 set aside" in capsys.readouterr().out
    assert read == []
    assert export(tmp_path / "store") == before


def test_another_extractor_reads_again(
    articles: Path, tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build(articles, "-o", tmp_path / "store")
    monkeypatch.setattr(pipeline, "extractor", lambda model=None: "newer")
    read.clear()
    build(articles, "-o", tmp_path / "store")
    assert read == ["a0", "a1", "a2"]


def test_a_stopped_run_goes_on_where_it_was(
    articles: Path, tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build(articles, "-o", tmp_path / "whole")
    read.clear()
    whole = pipeline.read

    def stopped(article: Article, nlp: Any) -> ArticleFacts:
        if article.id == "a2":
            raise KeyboardInterrupt
        return whole(article, nlp)

    monkeypatch.setattr(build_graph, "_BATCH", 1)
    monkeypatch.setattr(pipeline, "read", stopped)
    assert build(articles, "-o", tmp_path / "store") == 130
    assert read == ["a0", "a1"]
    monkeypatch.setattr(pipeline, "read", whole)
    read.clear()
    assert build(articles, "-o", tmp_path / "store") == 0
    assert read == ["a2"]
    assert export(tmp_path / "store") == export(tmp_path / "whole")


@pytest.mark.slow
def test_two_workers_give_the_bytes_of_one(tmp_path: Path) -> None:
    path = tmp_path / "berita.jsonl"
    text = "Wali Kota Wanasari Raka Pradipta menghadiri Apel Siaga di Lapangan Merpati, Jumat (3/5/2024)."
    path.write_text("".join(json.dumps({"id": f"a{n}", "text": f"{text} Nomor {n}."}) + "\n" for n in range(70)))
    assert build(path, "-o", tmp_path / "one") == 0
    assert build(path, "-o", tmp_path / "two", "--workers", 2) == 0
    assert export(tmp_path / "one") == export(tmp_path / "two")
    assert len(export(tmp_path / "one")) > 70


def test_facts_are_taken_as_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = corpus.articles(5)
    path = tmp_path / "facts.jsonl"
    path.write_text("".join(to_json(each) + "\n" for each in facts) + '{"id": "x", "facts": 1}\n', encoding="utf-8")
    assert build(path, "-o", tmp_path / "store") == 3
    assert "6 read = 5 built + 0 skipped + 1 set aside" in capsys.readouterr().out
    with Snapshot.open(tmp_path / "store") as snapshot:
        assert [snapshot.facts(each.id) for each in facts] == facts
    assert build(path, "-o", tmp_path / "store") == 3
    assert "6 read = 0 built + 5 skipped + 1 set aside" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_a_folder_of_facts_is_taken_as_facts(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("fsspec", reason="fsspec is not installed (`pip install jejak[cluster]`)")
    pytest.importorskip("pyarrow", reason="pyarrow is not installed (`pip install jejak[cluster]`)")
    from extract import shards

    facts = corpus.articles(5)
    shards.write(str(tmp_path / "facts"), f"1.{form}", facts[:3])
    shards.write(str(tmp_path / "facts"), f"2.{form}", facts[3:])
    (tmp_path / "facts" / "3.parquet").write_bytes(b"PAR1 and no more")
    assert build(tmp_path / "facts", "-o", tmp_path / "store") == 3
    out, err = capsys.readouterr()
    assert "6 read = 5 built + 0 skipped + 1 set aside (1 malformed)" in out
    assert "3.parquet" in err
    with Snapshot.open(tmp_path / "store") as snapshot:
        assert [snapshot.facts(each.id) for each in facts] == facts


@dataclass
class Typed:
    """What stands in for standard input."""

    buffer: io.BufferedReader


def typed(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", Typed(io.BufferedReader(io.BytesIO(content))))  # type: ignore[arg-type]


def test_standard_input_may_hold_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = corpus.articles(2)
    typed(monkeypatch, "".join(to_json(each) + "\n" for each in facts).encode())
    assert build("-", "-o", tmp_path / "store") == 0
    with Snapshot.open(tmp_path / "store") as snapshot:
        assert snapshot.ids() == sorted(each.id for each in facts)


def test_standard_input_may_hold_articles(
    articles: Path, tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, articles.read_bytes())
    assert build("-", "-o", tmp_path / "store") == 0
    assert read == ["a0", "a1", "a2"]


def test_files_on_shared_storage_are_read_in_their_order(articles: Path, tmp_path: Path, read: list[str]) -> None:
    fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed (`pip install jejak[cluster]`)")
    memory = fsspec.filesystem("memory")
    first, second, third = articles.read_bytes().splitlines(keepends=True)
    memory.pipe("/arsip/2.jsonl", third)
    memory.pipe("/arsip/1.jsonl", first + second)
    try:
        assert build("memory://arsip/*.jsonl", "-o", tmp_path / "store") == 0
    finally:
        memory.rm("/arsip", recursive=True)
    assert read == ["a0", "a1", "a2"]
    assert build("memory://arsip/*.jsonl", "-o", tmp_path / "store") == 3
    assert build("nosuchkind://arsip/a.jsonl", "-o", tmp_path / "store") == 3


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("a.jsonl",),
        ("a.jsonl", "-o", "s", "--address", "auto"),
        ("a.jsonl", "-o", "s", "--shards-format", "parquet"),
        ("a.jsonl", "-o", "s", "--workers", "0"),
    ],
)
def test_wrong_use_is_told(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert build(*arguments) == 2
    assert "Error" in capsys.readouterr().err


def test_the_size_of_an_article_has_one_default() -> None:
    (option,) = [each for each in build_graph.command.params if each.name == "max_size"]
    assert build_graph.Size().convert(option.default, None, None) == Limits().max_size


@pytest.mark.parametrize(("size", "number"), [("500", 500), ("500K", 512_000), ("4M", 4 << 20), ("1GiB", 1 << 30)])
def test_sizes(size: str, number: int) -> None:
    assert build_graph.Size().convert(size, None, None) == number


def test_no_more_is_read_than_is_asked_for(tmp_path: Path) -> None:
    from extract.reading import Meter, read

    path = tmp_path / "large.jsonl"
    with path.open("w") as file:
        file.writelines(json.dumps({"id": f"a{n}", "text": "panjang " * 500}) + "\n" for n in range(2_000))
    meter = Meter()
    ahead: Iterator[object] = read([str(path)], meter=meter)
    next(ahead)
    assert meter.bytes < 100_000
    assert sum(1 for _ in ahead) == 1_999
    assert meter.bytes == path.stat().st_size > 4_000_000


def test_a_terminal_sees_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg import progress

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal, now = Terminal(), [100.0]
    clock: Callable[[], float] = lambda: now[0]  # noqa: E731
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress.time, "monotonic", clock)
    shown = progress.Progress()
    shown.total, shown.position = 1_000, lambda: 250
    now[0] += 10
    shown.step()
    assert "1 articles, 0.1 a second, 25% read, 30 s left" in terminal.getvalue()
    shown.note("bad \x1b[2J name")
    assert "\x1b[2J" not in terminal.getvalue()


@pytest.mark.parametrize(("took", "wait"), [(0.1, 5.0), (2.0, 20.0), (30.0, 60.0)])
def test_the_dearer_writing_is_the_longer_is_read_before_the_next(took: float, wait: float) -> None:
    assert build_graph.patience(took) == wait
