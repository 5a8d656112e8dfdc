"""Facts in files: what goes in comes out, as JSON lines and as Parquet, from a folder and from shared storage."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract import shards
from extract.errors import InputError
from extract.facts import from_json, to_json
from extract.reading import Meter
from tests.kg import corpus

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed (`pip install jejak[cluster]`)")
arrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed (`pip install jejak[cluster]`)")
parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed (`pip install jejak[cluster]`)")

FACTS = list(corpus.articles(7))


def told(name: str) -> list[str]:
    return [line.decode().rstrip("\n") for _, line in shards.lines(name, Meter())]


@pytest.mark.parametrize("form", shards.FORMATS)
def test_what_is_written_is_read_again(form: str, tmp_path: Path) -> None:
    assert shards.read(str(tmp_path), f"a.{form}") is None
    shards.write(str(tmp_path / "new"), f"a.{form}", FACTS)
    assert shards.read(str(tmp_path / "new"), f"a.{form}") == FACTS
    assert [path.name for path in (tmp_path / "new").iterdir()] == [f"a.{form}"], "nothing half written stays"


def test_both_forms_hold_the_same_lines(tmp_path: Path) -> None:
    for form in shards.FORMATS:
        shards.write(str(tmp_path), f"a.{form}", FACTS)
        assert shards.hold_facts(str(tmp_path / f"a.{form}"))
        assert told(str(tmp_path / f"a.{form}")) == [to_json(each) for each in FACTS]


def test_a_table_engine_can_choose_by_column(tmp_path: Path) -> None:
    shards.write(str(tmp_path), "a.parquet", FACTS)
    table = parquet.read_table(tmp_path / "a.parquet", filters=[("id", "=", FACTS[3].id)])
    assert [from_json(record) for record in table.column("record").to_pylist()] == [FACTS[3]]
    assert set(table.column_names) == {"id", "url", "title", "publisher", "published", "extractor", "record"}


@pytest.mark.parametrize("form", shards.FORMATS)
def test_many_files_are_read_in_the_order_of_their_names(form: str, tmp_path: Path) -> None:
    shards.write(str(tmp_path), f"2.{form}", FACTS[4:])
    shards.write(str(tmp_path), f"1.{form}", FACTS[:4])
    (tmp_path / ".3.half").write_bytes(b"PAR1")
    memory = fsspec.filesystem("memory")
    for path in tmp_path.glob(f"[12].{form}"):
        memory.pipe(f"/fakta/{path.name}", path.read_bytes())
    expected = [to_json(each) for each in FACTS]
    try:
        for name in (str(tmp_path), f"memory://fakta/*.{form}"):
            assert shards.hold_facts(name)
            assert told(name) == expected
    finally:
        memory.rm("/fakta", recursive=True)


def test_articles_are_no_facts(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "Sekar menyapa warga."}\n')
    for name in (str(tmp_path / "a.jsonl"), str(tmp_path), str(tmp_path / "missing"), "nosuchkind://a"):
        assert not shards.hold_facts(name)


def test_a_damaged_file_is_told_with_its_place(tmp_path: Path) -> None:
    shards.write(str(tmp_path), "a.parquet", FACTS)
    whole = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "a.parquet").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match=r"a\.parquet: this Parquet file cannot be read"):
        told(str(tmp_path))
    parquet.write_table(arrow.table({"id": ["a"]}), tmp_path / "a.parquet")
    with pytest.raises(InputError, match="has no column 'record'"):
        told(str(tmp_path))
