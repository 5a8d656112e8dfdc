"""Inputs one after another: files, folders, addresses and standard input, each by the reader of its format."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from extract.article import Article
from extract.errors import InputError
from extract.reading.address import fetch, is_address
from extract.reading.archive import read_archive
from extract.reading.cleaning import shown
from extract.reading.draft import Draft, fingerprint, finished
from extract.reading.limits import Limits
from extract.reading.meter import Meter
from extract.reading.page import read_page
from extract.reading.pdf import read_pdf
from extract.reading.plain import read_markdown, read_plain
from extract.reading.records import read_json_lines, read_table
from extract.reading.report import SetAside, Tally
from extract.reading.sniff import suffix_of
from extract.reading.storage import is_storage, open_each

_WHOLE: Final[dict[str, Callable[[bytes, str], Draft]]] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".html": read_page,
    ".htm": read_page,
    ".pdf": read_pdf,
}
_STREAMED: Final[dict[str, Callable[[BinaryIO, str, Limits], Iterator[Draft | InputError]]]] = {
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".csv": read_table,
    ".warc": read_archive,
    ".warc.gz": read_archive,
}
# Notes beside the articles of a folder.
_NOTES: Final = ("readme", "license", "licence", "changelog")


def read(
    inputs: Iterable[str],
    *,
    limits: Limits | None = None,
    tally: Tally | None = None,
    stdin: BinaryIO | None = None,
    meter: Meter | None = None,
) -> Iterator[Article | SetAside]:
    """The articles of all inputs, in their order, and what was set aside; `tally` counts along.

    An input is a path, an address, files on shared storage (`s3://archive/*.jsonl`) or `-`. A folder gives its files
    sorted by path, without hidden files and notes (README, LICENSE). An article whose id came before is skipped where
    it is the same, set aside where it differs. `meter` learns how many bytes were read.
    """
    limits = limits or Limits()
    tally = tally if tally is not None else Tally()
    seen: dict[str, bytes] = {}
    for name in inputs:
        for draft in _drafts(name, limits, stdin, meter or Meter()):
            try:
                if isinstance(draft, InputError):
                    raise draft
                article = finished(draft, limits)
                mark, known = fingerprint(article), seen.get(article.id)
                if known is not None and known != mark:
                    raise InputError(
                        f"has the id {article.id!r} of another article with other content.",
                        reason="duplicate",
                        where=draft.where,
                        remedy="Give each article an id of its own.",
                    )
            except InputError as error:
                tally.reasons[error.reason] += 1
                yield SetAside.of(error)
                continue
            if known is not None:
                tally.skipped += 1
                continue
            seen[article.id] = mark
            tally.built += 1
            yield article


def read_inputs(
    inputs: Iterable[str],
    *,
    limits: Limits | None = None,
    tally: Tally | None = None,
    stdin: BinaryIO | None = None,
    meter: Meter | None = None,
) -> Iterator[Article | InputError]:
    """As `read`, with what was set aside as errors that are handed out, not raised."""
    for item in read(inputs, limits=limits, tally=tally, stdin=stdin, meter=meter):
        yield item.error() if isinstance(item, SetAside) else item


def _drafts(name: str, limits: Limits, stdin: BinaryIO | None, meter: Meter) -> Iterator[Draft | InputError]:
    where = shown(name)
    try:
        if name == "-":
            yield from _from_stream(stdin or sys.stdin.buffer, "standard input", limits)
        elif is_address(name):
            yield from _from_address(name, limits)
        elif is_storage(name):
            yield from _from_storage(name, limits, meter)
        else:
            yield from _from_path(Path(name), limits, meter)
    except InputError as error:
        yield error
    except FileNotFoundError:
        yield InputError("does not exist.", reason="missing", where=where, remedy="Check the path.")
    except (OSError, ValueError) as error:
        yield _unreadable(where, error)


def _from_path(path: Path, limits: Limits, meter: Meter) -> Iterator[Draft | InputError]:
    mode = path.stat().st_mode
    if not stat.S_ISDIR(mode):
        if stat.S_ISREG(mode):
            yield from _from_file(path, limits, meter)
        else:
            with path.open("rb") as stream:
                yield from _from_stream(stream, shown(path), limits)
        return
    found = False
    errors: list[OSError] = []
    for file in _files(path, errors):
        found = True
        try:
            if not file.is_file():
                raise InputError("is not a plain file.", reason="unreadable", where=shown(file), remedy="Leave it out.")
            yield from _from_file(file, limits, meter)
        except InputError as error:
            yield error
        except OSError as error:
            yield _unreadable(shown(file), error)
    for problem in errors:
        yield _unreadable(shown(problem.filename or path), problem)
    if not found and not errors:
        yield InputError("holds no files.", reason="empty", where=shown(path), remedy="Check the path.")


def _files(folder: Path, errors: list[OSError]) -> list[Path]:
    """The files below a folder, sorted by path; links to folders are not followed, for they may lead in a circle."""
    found = []
    for base, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(base, name) for name in names if not name.startswith(".") and not _is_note(name)]
    return sorted(found, key=lambda path: path.relative_to(folder).parts)


def _is_note(name: str) -> bool:
    return name.partition(".")[0].lower() in _NOTES


def _suffix(name: str) -> str:
    lower = name.lower()
    return ".warc.gz" if lower.endswith(".warc.gz") else Path(lower).suffix


def _from_file(path: Path, limits: Limits, meter: Meter) -> Iterator[Draft | InputError]:
    where, suffix = shown(path), _suffix(path.name)
    if suffix not in _WHOLE and suffix not in _STREAMED:
        raise InputError(
            f"has no ending of a format that is read ({', '.join([*_WHOLE, *_STREAMED])}).",
            reason="format",
            where=where,
            remedy="Rename or convert it.",
        )
    with path.open("rb") as stream, meter.reading(stream):
        if suffix in _WHOLE and (size := os.fstat(stream.fileno()).st_size) > limits.max_size:
            raise limits.too_large(where, size)
        yield from _by_suffix(stream, suffix, where, limits)


def _from_storage(name: str, limits: Limits, meter: Meter) -> Iterator[Draft | InputError]:
    for where, stream in open_each(name):
        suffix = _suffix(where.removesuffix(".gz") if not where.lower().endswith(".warc.gz") else where)
        if suffix not in _WHOLE and suffix not in _STREAMED:
            yield InputError("has no ending of a format that is read.", reason="format", where=shown(where))
            continue
        try:
            with meter.reading(stream):
                yield from _by_suffix(stream, suffix, shown(where), limits)
        except InputError as error:
            yield error


def _from_stream(stream: BinaryIO, where: str, limits: Limits) -> Iterator[Draft | InputError]:
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]
    yield from _by_suffix(buffered, suffix_of(buffered.peek(4096)), where, limits)


def _from_address(url: str, limits: Limits) -> Iterator[Draft | InputError]:
    data, suffix, charset = fetch(url, limits)
    where = shown(url)
    if suffix == ".html":
        yield read_page(data, where, url=url, charset=charset)
    elif suffix in _STREAMED:
        yield from _by_suffix(io.BufferedReader(io.BytesIO(data)), suffix, where, limits)
    else:
        draft = _WHOLE[suffix](data, where)
        yield Draft(where, draft.text, draft.id, draft.url or url, draft.title, draft.publisher, draft.published)


def _by_suffix(stream: BinaryIO, suffix: str, where: str, limits: Limits) -> Iterator[Draft | InputError]:
    if suffix in _STREAMED:
        found = False
        for item in _STREAMED[suffix](stream, where, limits):
            found = True
            yield item
        if not found:
            yield InputError("holds no articles.", reason="empty", where=where, remedy="Leave it out.")
        return
    data = stream.read(limits.max_size + 1)
    if len(data) > limits.max_size:
        raise limits.too_large(where)
    yield _WHOLE[suffix](data, where)


def _unreadable(where: str, error: OSError | ValueError) -> InputError:
    cause = getattr(error, "strerror", None) or str(error)
    return InputError(
        f"cannot be read ({shown(cause)}).", reason="unreadable", where=where, remedy="Check its permissions."
    )
