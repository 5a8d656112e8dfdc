"""`kg export`: a store's graph as a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click


@click.command(name="export")
@click.argument("store", type=click.Path(path_type=Path))
@click.option("--format", "-f", "form", type=click.Choice(("nq", "ttl")), default="nq", show_default=True)
@click.option("--output", "-o", default="-", show_default=True, help="A file; - is standard output.")
def command(store: Path, form: str, output: str) -> None:
    """Write the graph of STORE, sorted: the same bytes for the same graph.

    nq: N-Quads with the graph of each article and the view. ttl: Turtle of the union of all graphs.
    """
    from kg import lines
    from kg.store import Snapshot

    with Snapshot.open(store) as snapshot, opened(output) as file:
        made = lines.nquads(snapshot.quads) if form == "nq" else lines.turtle(snapshot.quads)
        for line in made:
            file.write(line.encode("utf-8") + b"\n")


@contextmanager
def opened(output: str) -> Iterator[IO[bytes]]:
    """Standard output, or a file that takes the place of an old one only when all is written."""
    if output == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(output)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
