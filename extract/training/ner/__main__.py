"""`python -m extract.training.ner`: learn the recogniser of names and write it as a pipeline to build/model/ner."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import spacy

from extract.model_store import register
from extract.ner import NameRecogniser, lexicon_from_json
from extract.ner_features import Lexicon
from extract.ner_network import Network, Vectors
from extract.ner_weights import LinearModel
from extract.tokenizer import blank
from extract.training import prose
from extract.training.ner import network
from extract.training.ner.classes import clusters
from extract.training.ner.corpus import Reading, annotated, mentions, read, system
from extract.training.ner.habits import as_names, with_capitals
from extract.training.ner.linear import Featuriser, average, learn
from extract.training.ner.names import listed
from extract.training.ner.renaming import name_words, region_names, renamed

BUILD = Path("build/model")
FOLDS = 4
Classes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Recipe:
    """What a linear model is learnt with: copies of each article under other names, rounds, and orders to average."""

    shared: Path
    copies: int
    rounds: int
    orders: int

    def fit(self, articles: Sequence[Reading], featuriser: Callable[[Reading], Featuriser]) -> LinearModel:
        """A model of articles."""
        persons, regions = name_words(self.shared / "data"), region_names()
        everything = list(articles)
        for copy in range(self.copies):
            for article in articles:
                everything.append(renamed(article, random.Random(f"1-{copy}-{article.id}"), persons, regions))
        models = [learn(everything, featuriser, rounds=self.rounds, order=order) for order in range(self.orders)]
        return average(models)


class Networks:
    """The networks of one run: they share the word table, the other corpora and the first stage."""

    def __init__(
        self, shared: Path, articles: Sequence[Reading], words: Lexicon, vectors: Vectors, start: Path
    ) -> None:
        self._reader = network.Reader(words, vectors)
        self._others = self._reader.corpora(shared / "data")
        self._samples = {article.id: self._reader.gold(article) for article in articles}
        news = [] if start.is_file() else self._reader.news(shared / "data/raw/news.txt.gz")
        self._table = self._reader.words()
        if news:
            # The reference's articles are read like the news, without their labels.
            texts = [network.unlabelled(self._samples[article.id]) for article in articles]
            network.keep(network.first(news + texts, self._others, self._reader, self._table), start)
            click.echo("the network has read the news and the other corpora", err=True)
        self._start = network.kept(start)

    def fit(self, articles: Sequence[Reading]) -> Network:
        """A network of articles."""
        samples = [self._samples[article.id] for article in articles]
        return network.fit(samples, self._others, self._start, self._reader, self._table)


@click.command()
@click.option("--shared", envvar="SHARED", default="../shared", type=click.Path(path_type=Path), show_default=True)
@click.option("--vectors", default=BUILD / "vectors", type=click.Path(path_type=Path), show_default=True)
@click.option("--out", default=BUILD / "ner", type=click.Path(path_type=Path), show_default=True)
@click.option("--held-out", type=click.Path(path_type=Path), help="Write here what each fold's model says of its fold.")
@click.option(
    "--lexicon", "lists", type=click.Path(path_type=Path, exists=True), help="Word classes of an earlier run."
)
@click.option("--start", default=BUILD / "network.npz", type=click.Path(path_type=Path), show_default=True)
@click.option("--copies", default=0, show_default=True, help="Copies of each article under other names.")
@click.option("--orders", default=1, show_default=True, help="Linear models to average.")
@click.option("--rounds", default=15, show_default=True, help="Times each linear model sees the articles.")
@click.option(
    "--final/--no-final", default=True, show_default=True, help="Learn from all articles and write the model."
)
def main(
    shared: Path,
    vectors: Path,
    out: Path,
    held_out: Path | None,
    lists: Path | None,
    start: Path,
    copies: int,
    orders: int,
    rounds: int,
    final: bool,
) -> None:
    """Learn from SHARED/gold/train.jsonl and the articles of our own prose.

    START holds what the network learnt before it saw an annotated article; it is made where it is missing.
    """
    register()
    recipe = Recipe(shared, copies, rounds, orders)
    articles = read(shared / "gold/train.jsonl") + [annotated(record) for record in prose.read()]
    if lists is not None:
        words = lexicon_from_json(lists.read_text(encoding="utf-8"))
    else:
        data = shared / "data"
        classes = together(clusters(vectors, shared), as_names(data), with_capitals(data / "raw/news.txt.gz"))
        words = lexicon(classes, listed())
    table = spacy.load(vectors).vocab.vectors
    networks = Networks(shared, articles, words, table, start)
    featuriser = Featuriser(words)

    def fit(some: Sequence[Reading]) -> NameRecogniser:
        # By way of bytes: what is judged has the shipped weights' 16 bits.
        linear = LinearModel.from_bytes(recipe.fit(some, lambda _: featuriser).to_bytes())
        return NameRecogniser(
            model=linear, lexicon=words, network=Network.from_bytes(networks.fit(some).to_bytes()), vectors=table
        )

    if held_out is not None:
        with held_out.open("w", encoding="utf-8") as file:
            for fold in range(FOLDS):
                own = articles[fold::FOLDS]
                ids = {article.id for article in own}
                recogniser = fit([article for article in articles if article.id not in ids])
                for article in own:
                    labels = recogniser.label([list(line.words) for line in article.lines])
                    file.write(json.dumps(system(article, mentions(article, labels)), ensure_ascii=False) + "\n")
                file.flush()
                click.echo(f"fold {fold + 1} of {FOLDS}", err=True)
    if final:
        write(fit(articles), out)


def together(*parts: Classes) -> dict[str, tuple[str, ...]]:
    """The classes of each word in all parts."""
    classes: dict[str, tuple[str, ...]] = {}
    for part in parts:
        for word, found in part.items():
            classes[word] = classes.get(word, ()) + tuple(found)
    return classes


def lexicon(classes: Classes, names: Mapping[str, str]) -> Lexicon:
    """What is known of words, and the listed names."""
    return Lexicon(classes, names, max(name.count(" ") + 1 for name in names))


def write(learnt: NameRecogniser, out: Path) -> None:
    """Write the recogniser as a pipeline of its own."""
    nlp = blank()
    recogniser = nlp.add_pipe("names", name="ner")
    assert isinstance(recogniser, NameRecogniser)
    recogniser.load(learnt.model, learnt.lexicon, learnt.network)
    out.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(out)
    count = len(learnt.model.keys), len(learnt.lexicon.classes), len(learnt.lexicon.names)
    click.echo("{} features, {} words in classes, {} names".format(*count), err=True)


if __name__ == "__main__":
    main()
