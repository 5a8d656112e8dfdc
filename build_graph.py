"""Articles, or facts that were read from them, into the store of a knowledge graph."""

from __future__ import annotations

import hashlib
import io
import json
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import click

from extract.errors import InputError
from kg.cli import printable, run

if TYPE_CHECKING:
    from extract.article import Article
    from extract.facts import ArticleFacts
    from extract.reading import Limits, Tally
    from kg.store import Incoming, Store

_BATCH: Final = 500
_BATCH_SECONDS: Final = 5.0
"""What is read is on the disk after so many articles or seconds, whichever comes first."""


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
@click.option("--max-size", type=Size(), default="4M", show_default=True, help="The most that one article may take.")
@click.version_option(package_name="jejak")
def command(inputs: tuple[str, ...], folder: Path, workers: int, model: Path | None, max_size: int) -> int:
    """Build the knowledge graph in STORE from articles, or add to it.

    INPUT is a file or folder of articles (.txt, .md, .html, .jsonl, .csv, .pdf, .warc), an address, a file of facts
    (as `python -m extract` writes it), or - for standard input. What is in the store already is left as it is, so
    running it again changes nothing. Exit status 3: something was set aside.
    """
    from extract.reading import Limits
    from kg.store import Store

    with Store.open(folder) as store:
        build = Build(store, workers=workers, model=model, limits=Limits(max_size=max_size))
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


class Build:
    """One run: what was read, what became of it, and what waits to be written."""

    def __init__(self, store: Store, *, workers: int, model: Path | None, limits: Limits) -> None:
        from extract.reading import Tally

        self.tally: Tally = Tally()
        self.progress = Progress()
        self._store = store
        self._workers = workers
        self._model = model
        self._limits = limits
        self._sources: dict[str, str] = {}
        self._waiting: list[Incoming] = []
        self._written = time.monotonic()

    def run(self, inputs: Iterable[str]) -> None:
        """Read all inputs in their order, and write what is new."""
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
                self._take_facts(lines, name)
        self._read_articles(articles, None)
        self._write()

    def _facts_of(self, name: str) -> tuple[Iterable[bytes] | None, BinaryIO | None]:
        """The lines of an input that holds facts; of standard input with articles, the stream."""
        from extract.reading.sniff import holds_facts, is_facts_line

        if name != "-":
            return (_lines(Path(name)), None) if holds_facts(name) else (None, None)
        first = sys.stdin.buffer.readline()
        if is_facts_line(first):
            return _chained(first, sys.stdin.buffer), None
        return None, io.BufferedReader(_Rejoined(first, sys.stdin.buffer))

    def _read_articles(self, inputs: list[str], stdin: BinaryIO | None) -> None:
        from extract import pipeline
        from kg.store import check_text

        if not inputs:
            return
        extractor = pipeline.extractor(self._model)
        for item in pipeline.read_all(
            self._new_articles(inputs, stdin, extractor), model=self._model, workers=self._workers
        ):
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
                    self._take(item, self._sources[item.id])

    def _new_articles(self, inputs: list[str], stdin: BinaryIO | None, extractor: str) -> Iterator[Article]:
        """The articles that the store does not have yet, or has from other words or another extractor."""
        from extract.reading import read_inputs

        for item in read_inputs(inputs, limits=self._limits, tally=self.tally, stdin=stdin):
            if isinstance(item, InputError):
                self.progress.note(f"Set aside: {item}")
                continue
            source = _fingerprint(item)
            if self._sources.setdefault(item.id, source) != source:
                self.tally.lost("duplicate")
                self.progress.note(f"Set aside: {item.url or item.id}: another article of this run has its id.")
            elif self._store.source(item.id) == (source, extractor):
                self.tally.built -= 1
                self.tally.skipped += 1
                self.progress.step()
            else:
                yield item

    def _take_facts(self, lines: Iterable[bytes], name: str) -> None:
        from kg.store import check_text

        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            where = f"{'standard input' if name == '-' else name}, line {number}"
            try:
                facts = _decoded(line, where)
                check_text(facts)
                source = "facts " + hashlib.sha256(line.strip()).hexdigest()
                if self._sources.setdefault(facts.id, source) != source:
                    raise InputError(
                        f"another line or article of this run has the id {facts.id!r} too.",
                        reason="duplicate",
                        where=where,
                        remedy="Give each article an id of its own.",
                    )
            except InputError as error:
                self.tally.reasons[error.reason] += 1
                self.progress.note(f"Set aside: {error}")
                continue
            self.tally.built += 1
            self._take(facts, source)

    def _take(self, facts: ArticleFacts, source: str) -> None:
        from kg.store import Incoming

        self._waiting.append(Incoming(facts, source))
        self.progress.step()
        if len(self._waiting) >= _BATCH or time.monotonic() - self._written > _BATCH_SECONDS:
            self._write()

    def _write(self) -> None:
        new = self._store.update(self._waiting)
        unchanged = len(self._waiting) - new
        self.tally.built -= unchanged
        self.tally.skipped += unchanged
        self._waiting = []
        self._written = time.monotonic()


class Progress:
    """How far a run is, on a terminal only; notes go above it."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._count = 0
        self._last = 0.0
        self._began = time.monotonic()

    def step(self) -> None:
        self._count += 1
        now = time.monotonic()
        if self._shown and now - self._last > 0.2:
            self._last = now
            rate = self._count / max(now - self._began, 0.001)
            print(f"\r{self._count:,} articles, {rate:,.1f} a second ", end="", file=sys.stderr, flush=True)

    def note(self, text: str) -> None:
        self.clear()
        click.echo(printable(text), err=True)

    def clear(self) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


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


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file


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
