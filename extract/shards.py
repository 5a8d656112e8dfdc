"""Facts in files: lines of JSON, or Parquet with those lines in a column, on this machine or on shared storage.

`write` and `read` are one file of a folder (what a group of articles said); `lines` is whatever facts an input holds.
Parquet repeats of each article what is asked for most (id, address, title, outlet, date), so that a table engine
can choose among articles; `record`, the line of JSON, is the whole and alone is read back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from uuid import uuid4

from extract.errors import InputError, UsageError
from extract.facts import ArticleFacts, from_json, to_json
from extract.reading.sniff import is_facts_line
from extract.reading.storage import is_storage, open_each

if TYPE_CHECKING:
    from extract.reading import Meter

FORMATS: Final = ("jsonl", "parquet")
_COLUMNS: Final = ("id", "url", "title", "publisher", "published", "extractor")
_RECORD: Final = "record"
_MAGIC: Final = b"PAR1"
_ROWS: Final = 256
"""Articles of a Parquet file that are in memory at a time."""


def write(folder: str, name: str, facts: Iterable[ArticleFacts]) -> None:
    """A file of facts, there whole or not at all: two machines may write it, and either may be lost while it does.

    `folder` is a path or an address that fsspec knows; the ending of `name` chooses the format.
    """
    import fsspec

    filesystem, place = fsspec.core.url_to_fs(folder)
    filesystem.makedirs(place, exist_ok=True)
    beside = f"{place}/.{name}.{uuid4().hex}"
    with filesystem.open(beside, "wb") as file:
        if name.endswith(".parquet"):
            _write_parquet(file, list(facts))
        else:
            file.writelines(to_json(each).encode("utf-8") + b"\n" for each in facts)
    filesystem.mv(beside, f"{place}/{name}")


def read(folder: str, name: str) -> list[ArticleFacts] | None:
    """The facts of such a file; None where there is none."""
    import fsspec

    filesystem, place = fsspec.core.url_to_fs(folder)
    path = f"{place}/{name}"
    try:
        with filesystem.open(path, "rb") as file:
            return [from_json(line.decode("utf-8"), where=where) for where, line in _lines(file, path)]
    except FileNotFoundError:
        return None


def hold_facts(name: str) -> bool:
    """Whether an input holds facts and not articles, by its first file; False for whatever cannot be read."""
    try:
        for _, stream in _files(name):
            line = stream.readline(64 << 20)
            return line.startswith(_MAGIC) or is_facts_line(line)
    except (InputError, OSError, ValueError):
        pass
    return False


def lines(name: str, meter: Meter) -> Iterator[tuple[str, bytes]]:
    """(Where it stands, line) of each article's facts in a file, a folder or an address with `*`, in order.

    InputError where a file cannot be read.
    """
    for path, stream in _files(name):
        with meter.reading(stream):
            yield from _lines(stream, path)


def _files(name: str) -> Iterator[tuple[str, BinaryIO]]:
    if is_storage(name):
        yield from open_each(name)
        return
    path = Path(name)
    # What begins with a dot was being written.
    paths = sorted(each for each in path.iterdir() if each.name[0] != ".") if path.is_dir() else [path]
    for each in paths:
        if each.is_file():
            with each.open("rb") as stream:
                yield str(each), stream


def _lines(stream: Any, path: str) -> Iterator[tuple[str, bytes]]:
    beginning = stream.read(len(_MAGIC))
    stream.seek(0)
    if beginning == _MAGIC:
        for number, record in enumerate(_records(stream, path), 1):
            yield f"{path}, row {number}", record.encode("utf-8")
        return
    number = 0
    while line := stream.readline():  # not by iterating, which hides where the file stands
        number += 1
        yield f"{path}, line {number}", line


def _records(stream: BinaryIO, path: str) -> Iterator[str]:
    arrow, parquet = _pyarrow()
    try:
        file = parquet.ParquetFile(stream)
        if _RECORD not in file.schema_arrow.names:
            raise InputError(f"it has no column {_RECORD!r} with facts.", reason="not-facts", where=path)
        for batch in file.iter_batches(batch_size=_ROWS, columns=[_RECORD]):
            for value in batch.column(0).to_pylist():
                yield str(value)
    except (arrow.ArrowException, OSError) as error:
        raise InputError(
            f"this Parquet file cannot be read ({str(error).splitlines()[0][:200] if str(error) else 'damaged'}).",
            reason="malformed",
            where=path,
            remedy="Write it again.",
        ) from error


def _write_parquet(file: BinaryIO, facts: list[ArticleFacts]) -> None:
    arrow, parquet = _pyarrow()
    columns: dict[str, list[str | None]] = {name: [getattr(each, name) for each in facts] for name in _COLUMNS}
    columns[_RECORD] = [to_json(each) for each in facts]
    schema = arrow.schema([(name, arrow.string()) for name in columns])
    parquet.write_table(arrow.table(columns, schema=schema), file, compression="zstd", row_group_size=_ROWS)


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise UsageError(
            "pyarrow is not installed, which reads and writes Parquet.", remedy="Run `pip install jejak[cluster]`."
        ) from error
    return pyarrow, pyarrow.parquet
