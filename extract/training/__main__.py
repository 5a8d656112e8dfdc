"""`python -m extract.training`: the recipe, step by step or whole (`all`, which `make model` runs).

Steps read and write below the build folder (`--build`); the later ones write the model (`--model`). Which step reads
what stands in `extract.training.recipe`.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import click

from extract import model_store
from extract.errors import JejakError
from extract.training import prose as own_prose
from extract.training.recipe import CONFIG, Places

BUILD, QUICK = Path("build/model"), Path("build/quick")
_PATH = click.Path(path_type=Path)


@click.group()
@click.option("--shared", envvar="SHARED", default="../shared", type=_PATH, show_default=True, help="The corpora.")
@click.option("--prose", envvar="PROSE", default=own_prose.HERE, type=_PATH, help="Our own articles.")
@click.option("--build", type=_PATH, help=f"What is between the steps; by default {BUILD}, or {QUICK} with --quick.")
@click.option("--model", type=_PATH, help="Where the model goes; by default extract/model, with --quick BUILD/model.")
@click.pass_context
def main(context: click.Context, shared: Path, prose: Path, build: Path | None, model: Path | None) -> None:
    """Make the trained pipeline in extract/model/ from the shared corpora and our own prose."""
    context.obj = Places(shared, prose, build or BUILD, model or model_store.SHIPPED)


@main.command()
@click.pass_obj
def inputs(at: Places) -> None:
    """Hold the corpora and our own prose to their checksums."""
    from extract.training.inputs import verify

    click.echo(f"{verify(at.shared, at.prose)} inputs are as they were.", err=True)


@main.command()
@click.pass_obj
def sample(at: Places) -> None:
    """Take a small share of the inputs: BUILD/shared and BUILD/prose."""
    from extract.training.sample import take

    take(at.shared, at.prose, at.build)


@main.command()
@click.option("--epochs", default=6, show_default=True, help="Times that the text is read.")
@click.pass_obj
def vectors(at: Places, epochs: int) -> None:
    """Learn the word vectors: BUILD/vectors."""
    from extract.training.vectors import train

    train(at.shared, at.build / "vectors", epochs=epochs)


@main.command()
@click.pass_obj
def treebank(at: Places) -> None:
    """Bring the treebanks into our tokens: BUILD/{learn,dev,test}.spacy."""
    from extract.training.treebank import convert

    for part, count in convert(at.shared / "data/ud-id", at.build).items():
        click.echo(f"{part}: {count} documents", err=True)


@main.command()
@click.pass_obj
def pretrain(at: Places) -> None:
    """Let the network read the raw text before it sees the treebanks: BUILD/pretrained."""
    from extract.training import run
    from extract.training.vectors import write_lines

    raw = at.build / "pretrained" / "raw.jsonl"
    write_lines(at.shared, raw)
    run.pretrain(CONFIG, raw.parent, {"paths.raw": str(raw), "paths.vectors": str(at.build / "vectors")})


@main.command()
@click.option("--steps", default=3000, show_default=True, help="Batches that are learnt from.")
@click.option("--pretrained", is_flag=True, help="Begin with what `pretrain` has made.")
@click.pass_obj
def syntax(at: Places, steps: int, pretrained: bool) -> None:
    """Train morphology, lemmas and dependencies on train and dev for a fixed number of steps: BUILD/syntax."""
    from extract.training.run import train

    paths = {"train": at.build / "learn.spacy", "dev": at.build / "dev.spacy", "vectors": at.build / "vectors"}
    if pretrained:
        paths["init_tok2vec"] = at.build / "pretrained" / "model0.bin"
    settings = {f"paths.{name}": str(path) for name, path in paths.items()}
    train(CONFIG, at.build / "syntax", settings | {"training.max_steps": steps})


@main.command()
@click.pass_obj
def assemble(at: Places) -> None:
    """Put the syntactic half and the recogniser of names into the model, and write its manifest."""
    from extract.training.assemble import assemble as put_together

    manifest = put_together(at.build / "syntax" / "model-last", at.build / "ner", out=at.model)
    click.echo(f"{at.model}: {manifest['bytes'] / 2**20:.1f} MB", err=True)


@main.command()
@click.pass_obj
def manifest(at: Places) -> None:
    """List the files of the model anew, after one of its parts was made by its own recipe."""
    from extract.training.assemble import write_manifest

    click.echo(f"{at.model}: {len(write_manifest(at.model)['files'])} files", err=True)


@main.command()
@click.pass_obj
def score(at: Places) -> None:
    """Say how the syntactic half does on the treebanks' held-out part: BUILD/scores.json, and standard output."""
    from extract.training.scores import measure

    text = json.dumps(measure(model_store.load(at.model), at.build / "test.spacy"), indent=1)
    (at.build / "scores.json").write_text(text + "\n", encoding="utf-8")
    click.echo(text)


@main.command()
@click.pass_obj
def check(at: Places) -> None:
    """Hold the model to its manifest, and read an article with all of its parts."""
    from extract.training.check import read_with

    click.echo(read_with(at.model), err=True)


@main.command("all")
@click.option("--quick", is_flag=True, help="Show that the recipe runs: few articles, one round, nothing that ships.")
@click.option(
    "--pretrain", "pretrained", is_flag=True, help="With `pretrain` before `syntax`; what ships does without."
)
@click.pass_context
def whole(context: click.Context, quick: bool, pretrained: bool) -> None:
    """Every step in order. One whose inputs, code and files are as its last run left them is not run again."""
    from extract.training.recipe import run, steps

    at: Places = context.obj
    if quick and context.parent is not None:
        build = context.parent.params["build"] or QUICK
        at = replace(at, build=build, model=context.parent.params["model"] or build / "model")
        if at.model.resolve() == model_store.SHIPPED.resolve():
            raise click.UsageError("--quick makes no model that ships; name another folder with --model.")
    count = run(steps(at, quick=quick, pretrain=pretrained), at.build, lambda line: click.echo(line, err=True))
    click.echo(f"{at.model} is made; {count} steps were run.", err=True)


def _run() -> None:
    try:
        main(prog_name="python -m extract.training")
    except JejakError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_status)


if __name__ == "__main__":
    _run()
