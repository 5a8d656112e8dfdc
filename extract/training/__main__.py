"""`python -m extract.training`: the recipe, step by step or whole (`all`, which `make model` runs).

Each step reads and writes under `build/model/`; the last ones write `extract/model/`. Seeds are fixed and one thread is
used, so the same inputs on the same machine give the same bytes.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import click

BUILD = Path("build/model")
CONFIG = Path(__file__).parent / "configs" / "syntax.cfg"
OTHER_PARTS = (
    "extract.training.ner",
    "extract.training.mentions",
    "extract.training.facts",
    "extract.training.speech",
)
"""Packages with a recipe of their own, each run as `python -m PACKAGE --shared DIR` where it is there."""


@click.group()
@click.option("--shared", envvar="SHARED", default="../shared", type=click.Path(path_type=Path), show_default=True)
@click.pass_context
def main(context: click.Context, shared: Path) -> None:
    """Make the trained pipeline in extract/model/ from the shared corpora."""
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", PYTHONHASHSEED="0")
    context.obj = shared


@main.command()
@click.pass_obj
def inputs(shared: Path) -> None:
    """Hold the corpora to their checksums."""
    from extract.training.inputs import verify

    click.echo(f"{verify(shared)} inputs are as they were.", err=True)


@main.command()
@click.pass_obj
def vectors(shared: Path) -> None:
    """Learn the word vectors: build/model/vectors."""
    from extract.training.vectors import train

    train(shared, BUILD / "vectors")


@main.command()
@click.pass_obj
def treebank(shared: Path) -> None:
    """Bring the treebanks into our tokens: build/model/{train,dev,test}.spacy."""
    from extract.training.treebank import convert

    for part, count in convert(shared / "data/ud-id", BUILD).items():
        click.echo(f"{part}: {count} documents", err=True)


@main.command()
@click.pass_obj
def pretrain(shared: Path) -> None:
    """Let the network read the raw text before it sees the treebanks: build/model/pretrained."""
    from extract.training import run
    from extract.training.vectors import write_lines

    write_lines(shared, BUILD / "raw.jsonl")
    paths = {"paths.raw": str(BUILD / "raw.jsonl"), "paths.vectors": str(BUILD / "vectors")}
    run.pretrain(CONFIG, BUILD / "pretrained", paths)


@main.command()
def syntax() -> None:
    """Train morphology, lemmas and dependencies on train and dev for a fixed number of steps: build/model/syntax."""
    from extract.training.run import train

    paths = {"train": "learn.spacy", "dev": "dev.spacy", "vectors": "vectors"}
    train(CONFIG, BUILD / "syntax", {f"paths.{name}": str(BUILD / file) for name, file in paths.items()})


@main.command()
@click.option("--model", type=click.Path(path_type=Path, exists=True), help="A pipeline; by default the shipped one.")
def score(model: Path | None) -> None:
    """Print how the syntactic half does on the treebanks' held-out part, as JSON."""
    import json

    from extract import model_store
    from extract.training.scores import measure

    click.echo(json.dumps(measure(model_store.load(model), BUILD / "test.spacy"), indent=1))


@main.command()
def assemble() -> None:
    """Put both halves into extract/model/ and write its manifest."""
    from extract.training import assemble as parts

    entities = BUILD / "ner"
    manifest = parts.assemble(BUILD / "syntax" / "model-last", entities if entities.is_dir() else None)
    click.echo(f"extract/model: {manifest['bytes'] / 2**20:.1f} MB", err=True)


@main.command()
def manifest() -> None:
    """List the files of extract/model/ anew, after one of its parts was made by its own recipe."""
    from extract.training.assemble import write_manifest

    click.echo(f"extract/model: {len(write_manifest()['files'])} files", err=True)


@main.command("all")
@click.pass_context
def whole(context: click.Context) -> None:
    """Every step in order, and the other parts' recipes where they are."""
    for step in (inputs, vectors, treebank, syntax):
        context.invoke(step)
    ner, *later = OTHER_PARTS
    (BUILD / "network.npz").unlink(missing_ok=True)  # it has read with the vectors of an earlier run
    # What each fold's model says of articles that it has not seen: the parts behind it learn from that.
    _run_part(ner, context.obj, "--held-out", str(BUILD / "held-out.jsonl"))
    context.invoke(assemble)
    for part in later:
        _run_part(part, context.obj)
    context.invoke(manifest)


def _run_part(package: str, shared: Path, *more: str) -> None:
    if importlib.util.find_spec(package) and importlib.util.find_spec(f"{package}.__main__"):
        _run(package, "--shared", str(shared), *more)


def _run(module: str, *arguments: str) -> None:
    result = subprocess.run([sys.executable, "-m", module, *arguments], check=False)
    if result.returncode:
        raise click.ClickException(f"{module} ended with status {result.returncode}; its messages stand above.")


if __name__ == "__main__":
    main()
