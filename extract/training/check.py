"""What the recipe has made is held to its manifest, and an article is read with it."""

from __future__ import annotations

from pathlib import Path

from extract import choice, model_store, pipeline
from extract.article import Article
from extract.relations import scorer
from extract.speech_model import WEIGHTS
from extract.speech_model import read as read_speech
from extract.training import prose


def read_with(model: Path) -> str:
    """A line of what the model at `model` finds in one article of our own; DataError where a part of it is unsound."""
    model_store.verify(model)
    choice.load(model / "mentions" / "weights.json")
    scorer.load(model / "facts")
    read_speech((model / "facts" / WEIGHTS).read_text(encoding="utf-8"))
    record = prose.read()[0]
    # A pipeline elsewhere is read together with the judges that ship: theirs have been read above.
    facts = pipeline.read(Article(record["id"], record["text"]), pipeline.load(model))
    return f"{model}: whole; {len(facts.mentions)} mentions and {len(facts.facts)} facts in {record['id']}"
