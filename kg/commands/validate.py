"""`kg validate`: check a store against the shapes that must hold before publication."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command(name="validate")
@click.argument("store", type=click.Path(path_type=Path))
@click.option("--format", "-f", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--lang", type=click.Choice(["id", "en"]), default="en", show_default=True)
@click.option(
    "--shapes", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Shapes of your own (Turtle)."
)
def command(store: Path, form: str, lang: str, shapes: Path | None) -> int:
    """Check STORE (a store's folder or an RDF file). Exit status 1 where anything is violated."""
    from kg.engine import open_engine
    from kg.validate import SHAPES, as_json, as_text, validate

    report = validate(open_engine(store).store, shapes=shapes or SHAPES)
    sys.stdout.write(as_json(report) if form == "json" else as_text(report, lang))
    return 1 if report.violations else 0
