"""`python -m extract.training.ner STEP`: learn the recogniser of names; the last step writes it as a pipeline."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
import spacy

from extract.model_store import register
from extract.ner import NameRecogniser, lexicon_from_json, lexicon_to_json
from extract.ner_features import Lexicon
from extract.ner_network import Network
from extract.ner_weights import LinearModel
from extract.tokenizer import blank
from extract.training import prose
from extract.training.ner import network
from extract.training.ner.classes import clusters
from extract.training.ner.corpus import Reading, annotated, mentions, read, system
from extract.training.ner.habits import as_names, with_capitals
from extract.training.ner.linear import Featuriser, compiled, learn
from extract.training.ner.names import listed

WORDS, NETWORK = "words.json", "network.npz"
Classes = Mapping[str, tuple[str, ...]]
Given = tuple[Path, Path, int, int]
"""What the group was given: SHARED, BUILD, the linear model's rounds and the network's passes."""


class Learning:
    """What every step from the word classes on shares: articles, lexicon, vectors and the other corpora."""

    def __init__(self, shared: Path, build: Path, rounds: int, passes: int) -> None:
        register()
        self.articles = annotated_articles(shared)
        self._lexicon = lexicon_from_json((build / WORDS).read_text(encoding="utf-8"))
        self._vectors = spacy.load(build / "vectors").vocab.vectors
        self._reader = network.Reader(self._lexicon, self._vectors)
        self._others = self._reader.corpora(shared / "data")
        self._samples = {article.id: self._reader.gold(article) for article in self.articles}
        self._shared, self._rounds, self._passes = shared, rounds, passes
        self._start = build / NETWORK

    def first(self) -> None:
        """Let the network read the unlabelled news and the other corpora, and keep what it has learnt."""
        news = self._reader.news(self._shared / "data/raw/news.txt.gz")
        # The annotated articles are read like the news, without their labels.
        texts = [network.unlabelled(self._samples[article.id]) for article in self.articles]
        network.keep(network.first(news + texts, self._others, self._reader, self._reader.words()), self._start)

    def fit(self, articles: Sequence[Reading]) -> NameRecogniser:
        """A recogniser of articles: linear model and network."""
        samples = [self._samples[article.id] for article in articles]
        start, table = network.kept(self._start), self._reader.words()
        net = network.fit(samples, self._others, start, self._reader, table, rounds=self._passes)
        linear = compiled(*learn(articles, Featuriser(self._lexicon), rounds=self._rounds))
        # By way of bytes: what is judged has the shipped weights' 16 bits.
        return NameRecogniser(
            model=LinearModel.from_bytes(linear.to_bytes()),
            lexicon=self._lexicon,
            network=Network.from_bytes(net.to_bytes()),
            vectors=self._vectors,
        )


@click.group()
@click.option("--shared", envvar="SHARED", default="../shared", type=click.Path(path_type=Path), show_default=True)
@click.option("--build", default=Path("build/model"), type=click.Path(path_type=Path), show_default=True)
@click.option("--rounds", default=15, show_default=True, help="Times the linear model sees the articles.")
@click.option("--passes", default=12, show_default=True, help="Times the network sees the articles.")
@click.pass_context
def main(context: click.Context, shared: Path, build: Path, rounds: int, passes: int) -> None:
    """Learn the recogniser of names from SHARED/gold/train.jsonl and the articles of our own prose."""
    context.obj = (shared, build, rounds, passes)


@main.command()
@click.pass_obj
def words(given: Given) -> None:
    """Say what is known of words beyond the annotated articles: BUILD/words.json."""
    shared, build, *_ = given
    data = shared / "data"
    parts = clusters(build / "vectors", shared), as_names(data), with_capitals(data / "raw/news.txt.gz")
    (build / WORDS).write_text(lexicon_to_json(lexicon(together(*parts), listed())), encoding="utf-8")


@main.command()
@click.pass_obj
def first(given: Given) -> None:
    """Let the network read the news and the other corpora before it sees annotated articles: BUILD/network.npz."""
    Learning(*given).first()


@main.command()
@click.argument("number", type=int)
@click.argument("count", type=int)
@click.pass_obj
def fold(given: Given, number: int, count: int) -> None:
    """Read every COUNT-th article, from NUMBER on, with a model that has not seen it: BUILD/folds/NUMBER.jsonl."""
    learning = Learning(*given)
    held = learning.articles[number::count]
    ids = {article.id for article in held}
    recogniser = learning.fit([article for article in learning.articles if article.id not in ids])
    folder = given[1] / "folds"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{number}.jsonl").open("w", encoding="utf-8") as file:
        for article in held:
            labels = recogniser.label([list(line.words) for line in article.lines])
            file.write(json.dumps(system(article, mentions(article, labels)), ensure_ascii=False) + "\n")


@main.command("held-out")
@click.argument("folds", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.pass_obj
def held_out(given: Given, folds: Sequence[Path]) -> None:
    """Put FOLDS together: BUILD/held-out.jsonl, from which the parts behind the recogniser learn."""
    text = "".join(path.read_text(encoding="utf-8") for path in folds)
    (given[1] / "held-out.jsonl").write_text(text, encoding="utf-8")


@main.command()
@click.pass_obj
def final(given: Given) -> None:
    """Learn from all articles: BUILD/ner."""
    learning = Learning(*given)
    write(learning.fit(learning.articles), given[1] / "ner")


def annotated_articles(shared: Path) -> list[Reading]:
    """The reference's training articles, and those of our own prose."""
    return read(shared / "gold/train.jsonl") + [annotated(record) for record in prose.read()]


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
