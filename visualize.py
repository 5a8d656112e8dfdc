"""The graph of a store as one HTML file in which journalists find a story and check it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from kg.cli import run


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("store", metavar="STORE", type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="FILE.html", required=True, help="The page; - is standard output.")
@click.option(
    "--lang", type=click.Choice(["id", "en"]), default="id", show_default=True, help="The language it opens in."
)
@click.version_option(package_name="jejak")
def command(store: Path, output: str, lang: str) -> int:
    """Draw the graph of STORE as an interactive network in one HTML file that opens offline.

    STORE is a store's folder or an RDF file. Every edge leads to its sentence, article, date and rule; what is only
    alleged, planned or denied is drawn and named so.
    """
    from kg.claims import read_graph
    from kg.engine import open_engine
    from kg.page import render

    graph = read_graph(open_engine(store).store)
    write(output, render(graph, lang=lang))
    return 0


def write(output: str, page: str) -> None:
    """The page on standard output, or in a file that takes the place of an old one only when all is written."""
    body = page.encode("utf-8")
    if output == "-":
        sys.stdout.buffer.write(body)
        sys.stdout.buffer.flush()
        return
    path = Path(output)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(body)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def main() -> None:
    """The entry point of the installed command."""
    sys.exit(run(command, name="visualize"))


if __name__ == "__main__":
    main()
