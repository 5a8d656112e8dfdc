"""`python -m extract.training.ner`: learn the recogniser of names and write it as a pipeline to build/model/ner."""

from __future__ import annotations

import json
from pathlib import Path

import click

from extract.ner import NameRecogniser
from extract.ner_features import Lexicon
from extract.tokenizer import blank
from extract.training.ner.classes import clusters
from extract.training.ner.corpus import mentions, read, system
from extract.training.ner.linear import Featuriser, average, learn
from extract.training.ner.names import listed

BUILD = Path("build/model")
FOLDS = 5


@click.command()
@click.option("--shared", envvar="SHARED", default="../shared", type=click.Path(path_type=Path), show_default=True)
@click.option("--vectors", default=BUILD / "vectors", type=click.Path(path_type=Path), show_default=True)
@click.option("--out", default=BUILD / "ner", type=click.Path(path_type=Path), show_default=True)
@click.option("--held-out", type=click.Path(path_type=Path), help="Write here what each fold's model says of its fold.")
@click.option("--orders", default=3, show_default=True, help="Models to average.")
@click.option("--rounds", default=20, show_default=True, help="Times each model sees the articles.")
def main(shared: Path, vectors: Path, out: Path, held_out: Path | None, orders: int, rounds: int) -> None:
    """Learn from SHARED/gold/train.jsonl."""
    names = listed()
    lexicon = Lexicon(clusters(vectors, shared), names, max(name.count(" ") + 1 for name in names))
    featuriser = Featuriser(lexicon)
    articles = read(shared / "gold/train.jsonl")
    if held_out is not None:
        with held_out.open("w", encoding="utf-8") as file:
            for fold in range(FOLDS):
                rest = [article for n, article in enumerate(articles) if n % FOLDS != fold]
                model = average([learn(rest, featuriser, rounds=rounds, order=n) for n in range(orders)])
                recogniser = NameRecogniser(model=model, lexicon=lexicon)
                for article in articles[fold::FOLDS]:
                    found = mentions(article, recogniser.label([list(line.words) for line in article.lines]))
                    file.write(json.dumps(system(article, found), ensure_ascii=False) + "\n")
                click.echo(f"fold {fold + 1} of {FOLDS}", err=True)
    model = average([learn(articles, featuriser, rounds=rounds, order=n) for n in range(orders)])
    nlp = blank()
    recogniser = nlp.add_pipe("names", name="ner")
    assert isinstance(recogniser, NameRecogniser)
    recogniser.load(model, lexicon)
    out.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(out)
    click.echo(f"{len(model.keys)} features, {len(lexicon.classes)} words in classes, {len(names)} names", err=True)


if __name__ == "__main__":
    main()
