"""`python -m extract.training.speech --shared DIR`: learn who speaks, and write it into `extract/model/facts/`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from extract.training.speech import train

WEIGHTS = Path("extract/model/facts/speech.json")


@click.command()
@click.option("--shared", envvar="SHARED", default="../shared", type=click.Path(path_type=Path), show_default=True)
@click.option("--out", default=WEIGHTS, type=click.Path(path_type=Path), show_default=True)
def main(shared: Path, out: Path) -> None:
    """Learn from SHARED/gold/train.jsonl."""
    train.write(train.fit(train.read(str(shared / "gold" / "train.jsonl"))), str(out))


if __name__ == "__main__":
    sys.exit(main())
