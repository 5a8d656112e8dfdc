"""`python -m extract.training.mentions`: learn which proposals are mentions, by a model's word on unseen articles."""

from __future__ import annotations

import json
from pathlib import Path

import click

from extract.choice import SHIPPED
from extract.training.mentions.fit import learn

BUILD = Path("build/model")
FOLDS = 3


@click.command()
@click.option("--shared", envvar="SHARED", default="../shared", type=click.Path(path_type=Path), show_default=True)
@click.option("--held-out", default=BUILD / "held-out.jsonl", type=click.Path(path_type=Path), show_default=True)
@click.option("--out", default=SHIPPED, type=click.Path(path_type=Path), help="By default the shipped weights.")
@click.option("--chosen", default=BUILD / "chosen.jsonl", type=click.Path(path_type=Path), show_default=True)
@click.option("--judge", is_flag=True, help="Print cross-validated figures of the second pass too.")
def main(shared: Path, held_out: Path, out: Path, chosen: Path, judge: bool) -> None:
    """Learn from annotated articles and what the recogniser said of each without having seen it (HELD_OUT).

    CHOSEN gets what judges of mentions chose of articles that they had not seen: the judge of relations learns from it.
    """
    found = learn(shared / "gold" / "train.jsonl", held_out, count=FOLDS, judged=judge)
    chosen.write_text("".join(f"{json.dumps(line)}\n" for line in found.chosen), encoding="utf-8")
    out.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found.weights, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"
    out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
