"""Articles, or facts that were read from them, into the store of a knowledge graph."""

from __future__ import annotations

import hashlib
import io
import json
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import click

from extract.errors import InputError
from kg.cli import run
from kg.progress import Progress

if TYPE_CHECKING:
    from extract.article import Article
    from extract.facts import ArticleFacts
    from extract.reading import Limits, Tally
    from kg.store import Incoming, Store

_BATCH: Final = 5_000
_BATCH_SECONDS: Final = 5.0
"""What is read is on the disk after so many articles or seconds, whichever comes first."""
_SELDOM: Final = 10.0
"""How many times as long as writing took is read before the next: a batch's names are thought over once."""
_LONGEST: Final = 60.0
"""And never more seconds of reading than these, which a kill may cost."""


def patience(took: float) -> float:
    """The seconds of reading before the next write, where the last write took so many."""
    return min(max(_BATCH_SECONDS, _SELDOM * took), _LONGEST)


class Size(click.ParamType[int]):
    """A number of bytes: `500000`, `500K`, `4M`."""

    name = "SIZE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value).strip().upper().removesuffix("B").removesuffix("I")
        factor = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}.get(text[-1:], 1)
        digits = text if factor == 1 else text[:-1]
        if not digits.isdecimal() or int(digits) == 0:
            self.fail(f"{value!r} is no size; write it like 500K or 4M.", param, ctx)
        return int(digits) * factor


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "-o", "--output", "folder", metavar="STORE", required=True, type=click.Path(path_type=Path), help="The store."
)
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes that read.")
@click.option(
    "--model",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Another spaCy pipeline with the same labels, in place of the shipped one.",
)
@click.option("--max-size", type=Size(), default="2M", show_default=True, help="The most that one article may take.")
@click.option(
    "--engine", type=click.Choice(["processes", "ray"]), default="processes", show_default=True, help="Who reads."
)
@click.option("--address", help="With --engine ray: the cluster, as host:port, auto or local. [default: auto]")
@click.option(
    "--shards",
    metavar="FOLDER",
    help="With --engine ray: a folder or address that all machines reach, for the facts of each group of articles.",
)
@click.option(
    "--shards-format",
    "form",
    type=click.Choice(["jsonl", "parquet"]),
    help="With --shards: how the facts are written. [default: jsonl]",
)
@click.version_option(package_name="jejak")
def command(
    inputs: tuple[str, ...],
    folder: Path,
    workers: int,
    model: Path | None,
    max_size: int,
    engine: str,
    address: str | None,
    shards: str | None,
    form: str | None,
) -> int:
    """Build the knowledge graph in STORE from articles, or add to it.

    INPUT is a file or folder of articles (.txt, .md, .html, .jsonl, .csv, .pdf, .warc), an address, files on shared
    storage (s3://archive/*.jsonl), facts (as `python -m extract` writes them, or --shards: files of JSON lines or
    Parquet, a folder or an address of them), or - for standard input. What is in the store already is left as it is:
    running it again changes nothing, and a run that was stopped goes on where it was. Exit status 3: something was
    set aside.
    """
    if engine != "ray" and (address or shards):
        raise click.UsageError("--address and --shards go with --engine ray.")
    if form and not shards:
        raise click.UsageError("--shards-format goes with --shards.")
    from extract.reading import Limits
    from kg.store import Store

    with Store.open(folder) as store:
        reader = Reader(model, workers, (address or "auto") if engine == "ray" else None, shards, form or "jsonl")
        build = Build(store, reader, limits=Limits(max_size=max_size))
        try:
            build.run(inputs)
        finally:
            build.progress.clear()
        counts = store.summary()
    click.echo(str(build.tally))
    click.echo(
        f"{folder}: {counts['articles']} articles, {counts['people']} people, {counts['events']} events; claims: "
        + ", ".join(f"{counts[level]} {level}" for level in ("asserted", "alleged", "planned", "denied"))
    )
    return 3 if build.tally.set_aside else 0


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the articles: `workers` processes of this machine, or the Ray cluster at an address."""

    model: Path | None = None
    workers: int = 1
    cluster: str | None = None
    shards: str | None = None
    form: str = "jsonl"

    def read(self, articles: Iterable[Article]) -> Iterator[ArticleFacts | InputError]:
        """What each article says, in the order given: the same whoever reads."""
        if self.cluster is None:
            from extract import pipeline

            return pipeline.read_all(articles, model=self.model, workers=self.workers)
        from extract import cluster

        return cluster.read_all(articles, address=self.cluster, model=self.model, folder=self.shards, form=self.form)


class Build:
    """One run: what was read, what became of it, and what waits to be written."""

    def __init__(self, store: Store, reader: Reader, *, limits: Limits) -> None:
        from extract.reading import Meter, Tally

        self.tally: Tally = Tally()
        self.progress = Progress()
        self._store = store
        self._reader = reader
        self._limits = limits
        self._meter: Meter = Meter()
        self._sources: dict[str, bytes] = {}
        """Each id of this run and what it was made from, shortened."""
        self._waiting: list[Incoming] = []
        self._written = time.monotonic()
        self._patience = _BATCH_SECONDS

    def run(self, inputs: Iterable[str]) -> None:
        """Read all inputs in their order, and write what is new."""
        from extract.reading import size_of

        inputs = list(inputs)
        self.progress.total, self.progress.position = size_of(inputs), lambda: self._meter.bytes
        articles: list[str] = []
        for name in inputs:
            lines, stdin = self._facts_of(name)
            if lines is None:
                articles.append(name)
                if stdin is None:
                    continue
            # Whatever stands before has to come first.
            self._read_articles(articles, stdin)
            articles = []
            if lines is not None:
                self._take_facts(lines)
        self._read_articles(articles, None)
        self._write()

    def _facts_of(self, name: str) -> tuple[Iterable[tuple[str, bytes]] | None, BinaryIO | None]:
        """The lines of an input that holds facts, with their places; of standard input with articles, the stream."""
        from extract import shards
        from extract.reading.sniff import is_facts_line

        if name != "-":
            return (shards.lines(name, self._meter), None) if shards.hold_facts(name) else (None, None)
        first = sys.stdin.buffer.readline()
        if is_facts_line(first):
            whole = enumerate(_chained(first, sys.stdin.buffer), 1)
            return ((f"standard input, line {number}", line) for number, line in whole), None
        return None, io.BufferedReader(_Rejoined(first, sys.stdin.buffer))

    def _read_articles(self, inputs: list[str], stdin: BinaryIO | None) -> None:
        from extract import pipeline
        from kg.store import check_text

        if not inputs:
            return
        extractor = pipeline.extractor(self._reader.model)
        waiting: dict[str, str] = {}
        for item in self._reader.read(self._new_articles(inputs, stdin, extractor, waiting)):
            if isinstance(item, InputError):
                self.tally.lost(item.reason)
                self.progress.note(f"Set aside: {item}")
            else:
                try:
                    check_text(item)
                except InputError as error:
                    self.tally.lost(error.reason)
                    self.progress.note(f"Set aside: {error}")
                else:
                    self._take(item, waiting.pop(item.id))

    def _new_articles(
        self, inputs: list[str], stdin: BinaryIO | None, extractor: str, waiting: dict[str, str]
    ) -> Iterator[Article]:
        """The articles that the store does not have yet, or has from other words or another extractor.

        `waiting` gets what each was made from, by its id.
        """
        from extract.reading import read_inputs

        for item in read_inputs(inputs, limits=self._limits, tally=self.tally, stdin=stdin, meter=self._meter):
            if isinstance(item, InputError):
                self.progress.note(f"Set aside: {item}")
                continue
            source = _fingerprint(item)
            if not self._is_first(item.id, source):
                self.tally.lost("duplicate")
                self.progress.note(f"Set aside: {item.url or item.id}: another article of this run has its id.")
            elif self._store.source(item.id) == (source, extractor):
                self.tally.built -= 1
                self.tally.skipped += 1
                self.progress.step()
            else:
                waiting[item.id] = source
                yield item

    def _is_first(self, id: str, source: str) -> bool:
        """Whether no other article of this run has the id."""
        mark = hashlib.sha256(source.encode()).digest()[:16]
        return self._sources.setdefault(id, mark) == mark

    def _take_facts(self, lines: Iterable[tuple[str, bytes]]) -> None:
        try:
            for where, line in lines:
                if line.strip():
                    self._take_line(line, where)
        except InputError as error:  # a whole file that cannot be read
            self.tally.reasons[error.reason] += 1
            self.progress.note(f"Set aside: {error}")

    def _take_line(self, line: bytes, where: str) -> None:
        from kg.store import check_text

        try:
            facts = _decoded(line, where)
            check_text(facts)
            source = "facts " + hashlib.sha256(line.strip()).hexdigest()
            if not self._is_first(facts.id, source):
                raise InputError(
                    f"another line or article of this run has the id {facts.id!r} too.",
                    reason="duplicate",
                    where=where,
                    remedy="Give each article an id of its own.",
                )
        except InputError as error:
            self.tally.reasons[error.reason] += 1
            self.progress.note(f"Set aside: {error}")
            return
        if self._store.source(facts.id) == (source, facts.extractor):
            self.tally.skipped += 1
            self.progress.step()
            return
        self.tally.built += 1
        self._take(facts, source)

    def _take(self, facts: ArticleFacts, source: str) -> None:
        from kg.store import Incoming

        self._waiting.append(Incoming(facts, source))
        self.progress.step()
        if len(self._waiting) >= _BATCH or time.monotonic() - self._written > self._patience:
            self._write()

    def _write(self) -> None:
        began = time.monotonic()
        new = self._store.update(self._waiting)
        unchanged = len(self._waiting) - new
        self.tally.built -= unchanged
        self.tally.skipped += unchanged
        self._waiting = []
        self._written = time.monotonic()
        self._patience = patience(self._written - began)


class _Rejoined(io.RawIOBase):
    """A stream whose first line was read to see what it holds."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self._first = first
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._first:
            part, self._first = self._first[: len(buffer)], self._first[len(buffer) :]
        else:
            part = self._rest.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)


def _chained(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _decoded(line: bytes, where: str) -> ArticleFacts:
    from extract.facts import from_json

    try:
        return from_json(line.decode("utf-8-sig"), where=where)
    except UnicodeDecodeError as error:
        raise InputError(
            "the line is not in UTF-8.", reason="wrong-encoding", where=where, remedy="Write it as UTF-8."
        ) from error
    except RecursionError as error:
        raise InputError("values are nested too deep.", reason="not-facts", where=where) from error


def _fingerprint(article: Article) -> str:
    """What an article's facts depend on, apart from the extractor."""
    record = json.dumps(asdict(article), sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(record.encode("ascii")).hexdigest()


def main() -> None:
    """The entry point of the installed command."""
    sys.exit(run(command, name="build-graph"))


if __name__ == "__main__":
    main()
