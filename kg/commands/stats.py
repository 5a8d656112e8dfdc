"""`kg stats`: what a store holds, in numbers."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command(name="stats")
@click.argument("store", type=click.Path(path_type=Path))
@click.option("--format", "-f", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(store: Path, form: str) -> None:
    """Count what STORE (a store's folder or an RDF file) holds: things, claims by factuality, outlets, months."""
    from kg.claims import read_graph
    from kg.engine import open_engine
    from kg.stats import as_json, as_text, count

    stats = count(read_graph(open_engine(store).store))
    sys.stdout.write(as_json(stats) if form == "json" else as_text(stats))
