"""`python -m extract.training.mentions`: learn which proposals are mentions, by a model's word on unseen articles."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

BUILD = Path("build/model")
WEIGHTS = Path("extract/model/mentions/weights.json")


@click.command()
@click.option("--shared", envvar="SHARED", default="../shared", type=click.Path(path_type=Path), show_default=True)
@click.option("--held-out", default=BUILD / "held-out.jsonl", type=click.Path(path_type=Path), show_default=True)
@click.option("--out", default=WEIGHTS, type=click.Path(path_type=Path), show_default=True)
@click.option("--chosen", default=BUILD / "chosen.jsonl", type=click.Path(path_type=Path), show_default=True)
@click.option("--judge", is_flag=True, help="Print cross-validated figures of both passes too.")
def main(shared: Path, held_out: Path, out: Path, chosen: Path, judge: bool) -> None:
    """Learn from SHARED/gold/train.jsonl and what the recogniser said of each article without having seen it.

    Where the file of the latter is missing, the recogniser's recipe makes it first. CHOSEN gets what judges of mentions
    chose of articles that they had not seen: the judge of relations learns from that.
    """
    if not held_out.is_file():
        held_out.parent.mkdir(parents=True, exist_ok=True)
        _run("extract.training.ner", "--shared", str(shared), "--held-out", str(held_out))
    options = () if judge else ("--no-judge",)
    _run(
        "extract.training.mentions.fit",
        str(shared / "gold" / "train.jsonl"),
        str(held_out),
        *("--folds", "3", *options, "--chosen", str(chosen), "-o", str(out)),
    )


def _run(module: str, *arguments: str) -> None:
    result = subprocess.run([sys.executable, "-m", module, *arguments], check=False)
    if result.returncode:
        raise click.ClickException(f"{module} ended with status {result.returncode}; its messages stand above.")


if __name__ == "__main__":
    main()
