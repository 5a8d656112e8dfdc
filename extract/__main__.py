"""The command `python -m extract`: articles in, one line of JSON an article out."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from extract.errors import InputError, JejakError

if TYPE_CHECKING:
    from extract.article import Article
    from extract.facts import ArticleFacts


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option("-o", "--output", default="-", show_default=True, help="File for the facts; - is standard output.")
@click.option(
    "--model",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Another spaCy pipeline with the same labels, in place of the shipped one.",
)
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes to work with.")
@click.option(
    "--max-size", type=click.IntRange(1), default=2 << 20, show_default=True, help="Bytes that one article may take."
)
@click.option("--explain", is_flag=True, help="Write for people: each fact with its rule, its words and its evidence.")
def main(inputs: tuple[str, ...], output: str, model: Path | None, workers: int, max_size: int, explain: bool) -> None:
    """Read the facts that articles state.

    INPUT is a file or folder of articles (.txt, .md, .html, .jsonl, .csv, .pdf, .warc), an address, or - for standard
    input. One line of JSON an article goes out, in the order of the input. Exit status 3: something was set aside.
    """
    try:
        sys.exit(_run(inputs, output, model, workers, max_size, explain))
    except JejakError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        click.echo("Stopped. Nothing was written to the output file.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _run(inputs: tuple[str, ...], output: str, model: Path | None, workers: int, max_size: int, explain: bool) -> int:
    from extract import pipeline
    from extract.reading import Limits, Tally, read_inputs

    shown = _writer(explain)
    tally = Tally()
    progress = _Progress()

    def articles() -> Iterator[Article]:
        for item in read_inputs(inputs, limits=Limits(max_size=max_size), tally=tally):
            if isinstance(item, InputError):
                progress.note(f"Set aside: {item}")
            else:
                yield item

    try:
        with _opened(output) as stream:
            for item in pipeline.read_all(articles(), model=model, workers=workers):
                if isinstance(item, InputError):
                    tally.lost(item.reason)
                    progress.note(f"Set aside: {item}")
                else:
                    stream.write(shown(item) + "\n")
                    progress.step()
    finally:
        progress.clear()
    click.echo(str(tally), err=True)
    return 3 if tally.set_aside else 0


def _writer(explain: bool) -> Callable[[ArticleFacts], str]:
    if explain:
        from extract.explain import explain as shown

        return shown
    from extract.facts import to_json

    return to_json


class _Progress:
    """How many articles are done, on a terminal only; notes go above it."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._count = 0
        self._last = 0.0

    def step(self) -> None:
        self._count += 1
        now = time.monotonic()
        if self._shown and now - self._last > 0.2:
            self._last = now
            click.echo(f"\r{self._count:,} articles ", nl=False, err=True)

    def note(self, text: str) -> None:
        self.clear()
        click.echo("".join(c if c.isprintable() else " " for c in text), err=True)

    def clear(self) -> None:
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)


@contextmanager
def _opened(output: str) -> Iterator[IO[str]]:
    """Standard output, or a file that takes its place only when all is written."""
    if output == "-":
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
        yield sys.stdout
        sys.stdout.flush()
        return
    path = Path(output)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except OSError as error:
        raise JejakError(
            f"cannot be written ({error.strerror or error}).", where=output, remedy="Choose another place with -o."
        ) from error
    finally:
        part.unlink(missing_ok=True)


if __name__ == "__main__":
    main(prog_name="python -m extract")
