"""`kg rebuild`: make a store's graph anew from the facts that it keeps."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(name="rebuild")
@click.argument("store", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Only check every checksum.")
def command(store: Path, check: bool) -> None:
    """Make the graph of STORE anew from the facts that it keeps of each article.

    For a store that is damaged, or was made by another version. Being stopped loses nothing.
    """
    from kg.store import rebuild, verify

    if check:
        click.echo(f"{store}: {verify(store)} articles, every checksum holds.")
    else:
        click.echo(f"{store}: made anew from {rebuild(store)} articles.")
