"""`kg export`: a store's graph as a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

FORMATS = ("nq", "trig", "ttl", "jsonld", "csv", "xlsx", "graphml", "gexf", "ftm")


@click.command(name="export")
@click.argument("store", type=click.Path(path_type=Path))
@click.option("--format", "-f", "form", type=click.Choice(FORMATS), default="nq", show_default=True)
@click.option("--output", "-o", default="-", show_default=True, help="A file; - is standard output.")
@click.option("--shards", type=click.IntRange(1, 9999), help="With nq: so many files of like size, in the folder -o.")
def command(store: Path, form: str, output: str, shards: int | None) -> None:
    """Write the graph of STORE, sorted: the same bytes for the same graph.

    nq, trig: the quads, with the graph of each article and the view. ttl, jsonld: the union of all graphs. csv, xlsx:
    one row a claim, with sentence and link. graphml, gexf: for network tools, factuality on each edge. ftm:
    FollowTheMoney entities, of asserted claims alone, since that model cannot tell an allegation.
    """
    from kg.store import Snapshot

    if shards is not None:
        if form != "nq" or output == "-":
            raise click.UsageError("--shards goes with --format nq and a folder for -o.")
        with Snapshot.open(store) as snapshot:
            _write_shards(snapshot.quads, Path(output), shards)
        return
    with Snapshot.open(store) as snapshot, opened(output) as file:
        for part in _parts(snapshot.quads, form):
            file.write(part)


def _parts(quads: Any, form: str) -> Iterator[bytes]:
    from kg import lines

    if form in ("nq", "trig", "ttl", "jsonld"):
        for line in {"nq": lines.nquads, "trig": lines.trig, "ttl": lines.turtle, "jsonld": lines.jsonld}[form](quads):
            yield line.encode("utf-8") + b"\n"
        return
    from kg.claims import read_graph
    from kg.exports import ftm, graphs, tabular

    graph = read_graph(quads)
    if form == "ftm":
        click.echo(
            f"{ftm.left_out(graph)} claims that are not asserted, or that were read with doubt, were left out.",
            err=True,
        )
    writers = {
        "csv": tabular.as_claims_csv,
        "xlsx": tabular.as_xlsx,
        "graphml": graphs.as_graphml,
        "gexf": graphs.as_gexf,
        "ftm": ftm.as_ftm,
    }
    yield writers[form](graph)


def _write_shards(quads: Any, folder: Path, count: int) -> None:
    """The sorted lines in so many files, for the bulk loaders of other stores; end to end they are the whole export."""
    from itertools import islice

    from kg import lines

    folder.mkdir(parents=True, exist_ok=True)
    ahead, size = lines.nquads(quads), -(-len(quads) // count)
    for number in range(1, count + 1):
        with opened(str(folder / f"quads-{number:04}.nq")) as file:
            for line in islice(ahead, size):
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
