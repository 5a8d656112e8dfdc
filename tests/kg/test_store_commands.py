"""The commands on a store: what they write, and how they end where they cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import iri
from kg.cli import cli, run
from kg.store import Incoming, Store
from tests.kg import corpus


def kg(*arguments: object) -> int:
    return run(cli, name="kg", arguments=[str(each) for each in arguments])


@pytest.fixture
def store(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "store") as opened:
        opened.update(Incoming(each) for each in corpus.articles(12))
    return tmp_path / "store"


def exported(store: Path, into: Path) -> bytes:
    assert kg("export", store, "-o", into) == 0
    return into.read_bytes()


def test_retracting_leaves_what_was_never_there(store: Path, tmp_path: Path) -> None:
    facts = corpus.articles(12)
    with Store.open(tmp_path / "without") as opened:
        opened.update(Incoming(each) for each in facts[2:])
    assert kg("retract", store, facts[0].id, iri.article(facts[1].id)) == 0  # by its id and by its IRI
    assert exported(store, tmp_path / "a.nq") == exported(tmp_path / "without", tmp_path / "b.nq")


def test_an_absent_article_is_told_and_nothing_is_taken_out(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = exported(store, tmp_path / "a.nq")
    assert kg("retract", store, corpus.article(0).id, "nobody") == 2
    assert "there is no article 'nobody'; nothing was taken out" in capsys.readouterr().err
    assert exported(store, tmp_path / "b.nq") == before


def test_rebuilding_changes_no_byte(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = exported(store, tmp_path / "a.nq")
    assert kg("rebuild", store) == 0
    assert kg("rebuild", store, "--check") == 0
    out = capsys.readouterr().out
    assert "made anew from 12 articles" in out
    assert "12 articles, every checksum holds" in out
    assert exported(store, tmp_path / "b.nq") == before


def test_checking_tells_damage(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = max((store / "published").rglob("*.sst"), key=lambda path: path.stat().st_size)
    content = bytearray(table.read_bytes())
    content[len(content) // 2] ^= 1
    table.write_bytes(content)
    assert kg("rebuild", store, "--check") == 1
    assert "kg rebuild" in capsys.readouterr().err


@pytest.mark.parametrize("command", [("rebuild",), ("rebuild", "--check"), ("export",), ("retract", "a")])
def test_a_folder_that_is_no_store_is_told(
    command: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, *rest = command
    assert kg(name, tmp_path / "nowhere", *rest) == 1
    err = capsys.readouterr().err
    assert "no store" in err
    assert "Traceback" not in err
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("form", ["nq", "trig", "ttl", "jsonld", "csv", "graphml", "gexf", "ftm"])
def test_every_format_is_the_same_twice(store: Path, tmp_path: Path, form: str) -> None:
    first, second = tmp_path / f"1.{form}", tmp_path / f"2.{form}"
    for path in (first, second):
        assert kg("export", store, "--format", form, "-o", path) == 0
    assert first.read_bytes() == second.read_bytes() != b""


def test_a_failed_export_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "kept.nq"
    path.write_text("kept")
    assert kg("export", tmp_path / "nowhere", "-o", path) == 1
    assert path.read_text() == "kept"


@pytest.mark.parametrize("count", [1, 3, 7])
def test_shards_end_to_end_are_the_whole(store: Path, tmp_path: Path, count: int) -> None:
    assert kg("export", store, "-o", tmp_path / "shards", "--shards", count) == 0
    shards = sorted((tmp_path / "shards").iterdir())
    assert len(shards) == count
    assert b"".join(each.read_bytes() for each in shards) == exported(store, tmp_path / "whole.nq")
    sizes = [each.read_bytes().count(b"\n") for each in shards]
    assert max(sizes) - min(sizes) <= count


def test_shards_need_a_folder_and_quads(store: Path, tmp_path: Path) -> None:
    assert kg("export", store, "--shards", 2) == 2
    assert kg("export", store, "-f", "ttl", "-o", tmp_path / "shards", "--shards", 2) == 2
