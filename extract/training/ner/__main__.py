"""`python -m extract.training.ner`: learn the recogniser of names and write it as a pipeline to build/model/ner."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from extract.ner import NameRecogniser
from extract.ner_features import Lexicon
from extract.ner_weights import LinearModel
from extract.tokenizer import blank
from extract.training.ner import silver
from extract.training.ner.classes import clusters
from extract.training.ner.corpus import Reading, mentions, read, system
from extract.training.ner.habits import as_names, with_capitals
from extract.training.ner.linear import Featuriser, average, learn
from extract.training.ner.names import listed
from extract.training.ner.renaming import name_words, region_names, renamed

BUILD = Path("build/model")
FOLDS = 5
Classes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Recipe:
    """What a model is learnt with: copies of each article under other names, rounds, and orders to average."""

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


@click.command()
@click.option("--shared", envvar="SHARED", default="../shared", type=click.Path(path_type=Path), show_default=True)
@click.option("--vectors", default=BUILD / "vectors", type=click.Path(path_type=Path), show_default=True)
@click.option("--out", default=BUILD / "ner", type=click.Path(path_type=Path), show_default=True)
@click.option("--held-out", type=click.Path(path_type=Path), help="Write here what each fold's model says of its fold.")
@click.option("--copies", default=0, show_default=True, help="Copies of each article under other names.")
@click.option("--orders", default=1, show_default=True, help="Models to average.")
@click.option("--rounds", default=15, show_default=True, help="Times each model sees the articles.")
@click.option("--news/--no-news", default=False, show_default=True, help="Learn from unlabelled news as well.")
def main(
    shared: Path, vectors: Path, out: Path, held_out: Path | None, copies: int, orders: int, rounds: int, news: bool
) -> None:
    """Learn from SHARED/gold/train.jsonl."""
    recipe = Recipe(shared, copies, rounds, orders)
    articles = read(shared / "gold/train.jsonl")
    raw = shared / "data/raw/news.txt.gz"
    names = listed()
    base = together(clusters(vectors, shared), as_names(shared / "data"), with_capitals(raw))
    lexicons = [lexicon(base, names)] * 2
    final = lexicons[0]
    half = {article.id: n % 2 for n, article in enumerate(articles)}
    if news:
        found = []
        texts = silver.words_of(raw)
        one = Featuriser(final)
        for number in range(2):
            model = Recipe(shared, copies, rounds, 1).fit(
                [article for article in articles if half[article.id] == number], lambda _: one
            )
            found.append(silver.gather(NameRecogniser(model=model, lexicon=final), texts))
            click.echo(f"unlabelled news read by the model of half {number + 1}", err=True)
        lexicons = [lexicon(together(base, silver.features(found[1 - number])), names) for number in range(2)]
        final = lexicon(together(base, silver.features(silver.together(*found))), names)
    featurisers = [Featuriser(each) for each in lexicons]

    def featuriser(article: Reading) -> Featuriser:
        return featurisers[half[article.id]]

    write(recipe.fit(articles, featuriser), final, out)
    if held_out is not None:
        with held_out.open("w", encoding="utf-8") as file:
            for fold in range(FOLDS):
                own = [article for n, article in enumerate(articles) if n * FOLDS // len(articles) == fold]
                ids = {article.id for article in own}
                model = recipe.fit([article for article in articles if article.id not in ids], featuriser)
                for article in own:
                    recogniser = NameRecogniser(model=model, lexicon=lexicons[half[article.id]])
                    labels = recogniser.label([list(line.words) for line in article.lines])
                    file.write(json.dumps(system(article, mentions(article, labels)), ensure_ascii=False) + "\n")
                click.echo(f"fold {fold + 1} of {FOLDS}", err=True)


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


def write(model: LinearModel, words: Lexicon, out: Path) -> None:
    """Write the recogniser as a pipeline of its own."""
    nlp = blank()
    recogniser = nlp.add_pipe("names", name="ner")
    assert isinstance(recogniser, NameRecogniser)
    recogniser.load(model, words)
    out.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(out)
    click.echo(f"{len(model.keys)} features, {len(words.classes)} words in classes, {len(words.names)} names", err=True)


if __name__ == "__main__":
    main()
