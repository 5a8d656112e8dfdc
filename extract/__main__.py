"""The command `python -m extract`: articles in, one line of JSON an article out."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from extract.errors import InputError, JejakError

if TYPE_CHECKING:
    from extract.article import Article


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option("-o", "--output", default="-", show_default=True, help="File for the facts; - is standard output.")
@click.option(
    "--model",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Another spaCy pipeline with the same labels, in place of the shipped one.",
)
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes to work with.")
@click.option("--explain", is_flag=True, help="Write for people: each fact with its rule, its words and its evidence.")
def main(inputs: tuple[str, ...], output: str, model: Path | None, workers: int, explain: bool) -> None:
    """Read the facts that articles state.

    INPUT is a file or folder of articles (.txt, .md, .html, .jsonl, .csv, .pdf, .warc), an address, or - for standard
    input. One line of JSON an article goes out, in the order of the input. Exit status 3: something was set aside.
    """
    try:
        sys.exit(_run(inputs, output, model, workers, explain))
    except JejakError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_status)
    except BrokenPipeError:
        # The reader of our output has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _run(inputs: tuple[str, ...], output: str, model: Path | None, workers: int, explain: bool) -> int:
    from extract import pipeline
    from extract.facts import to_json

    if explain:
        from extract.explain import explain as shown
    else:
        shown = to_json
    written = 0
    aside: Counter[str] = Counter()

    def articles() -> Iterator[Article]:
        for item in _articles(inputs):
            if isinstance(item, InputError):
                _set_aside(item, aside)
            else:
                yield item

    with _opened(output) as stream:
        for item in pipeline.read_all(articles(), model=model, workers=workers):
            if isinstance(item, InputError):
                _set_aside(item, aside)
            else:
                stream.write(shown(item) + "\n")
                written += 1
    reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(aside.items()))
    total = written + aside.total()
    click.echo(
        f"{total} read = {written} written + {aside.total()} set aside" + (f" ({reasons})" if reasons else ""), err=True
    )
    return 3 if aside else 0


def _set_aside(error: InputError, aside: Counter[str]) -> None:
    aside[error.reason] += 1
    click.echo(f"Set aside: {error}", err=True)


def _articles(inputs: tuple[str, ...]) -> Iterable[Article | InputError]:
    import importlib.util

    if importlib.util.find_spec("extract.reading") is not None:
        from extract.reading import read_inputs

        return read_inputs(inputs)
    return _lines(inputs)


def _lines(inputs: tuple[str, ...]) -> Iterator[Article]:
    import json

    from extract.article import Article

    for name in inputs:
        for line in Path(name).read_text(encoding="utf-8").split("\n"):
            if line.strip():
                record = json.loads(line)
                yield Article(**{key: record.get(key) for key in Article.__dataclass_fields__})


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
