"""Floret vectors of the raw news and of the corpora's training parts: text → spaCy vectors.

Words are lower-cased, since the shape of a word is a feature of its own in the networks; a word's vector is the sum of
its character n-grams in one small table, so a name or a misspelling that was never seen has one too.
"""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import floret
import numpy
from spacy.vectors import Mode, Vectors  # type: ignore[import-not-found]

from extract.tokenizer import blank
from extract.training import treebank

ROWS, WIDTH, HASHES, SHORTEST, LONGEST, HASH_SEED = 20_000, 112, 2, 3, 5, 2166136261


def lines(shared: Path) -> Iterator[str]:
    """The running text that the vectors are learnt from, a line each; nothing that a score is measured on."""
    with gzip.open(shared / "data/raw/news.txt.gz", "rt", encoding="utf-8") as file:
        yield from file
    for line in (shared / "gold/train.jsonl").read_text(encoding="utf-8").splitlines():
        yield from json.loads(line)["text"].splitlines()
    for path in sorted((shared / "data/ud-id").glob("*.conllu")):
        for sentence in treebank.split(list(treebank.read(path)))["train"]:
            yield sentence.text
    for name in (
        "idner-news-2k/train.txt", "indonlu/nergrit_ner-grit/train.txt", "indonlu/nerp_ner-prosa/train.txt",
    ):  # fmt: skip
        yield from _columns(shared / "data" / name)


def _columns(path: Path) -> Iterator[str]:
    """The sentences of a file with a word and its label a line, and an empty line between sentences."""
    words: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            words.append(line.split()[0])
        elif words:
            yield " ".join(words)
            words = []
    if words:
        yield " ".join(words)


def write_lines(shared: Path, out: Path) -> None:
    """The same text as JSON lines, each once, for the pretraining of the tok2vec."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8") as file:
        for line in dict.fromkeys(line.strip() for line in lines(shared)):
            if line:
                file.write(json.dumps({"text": line}, ensure_ascii=False) + "\n")


def train(shared: Path, out: Path, *, epochs: int) -> None:
    """Learn the vectors and write them as a blank pipeline that `initialize.vectors` can name."""
    nlp = blank()
    with tempfile.TemporaryDirectory() as scratch:
        text = Path(scratch) / "text.txt"
        seen: set[str] = set()
        with text.open("w", encoding="utf-8") as file:
            for line in lines(shared):
                if line.strip() and line not in seen:
                    seen.add(line)
                    file.write(" ".join(t.lower_ for t in nlp.make_doc(line.strip()) if not t.is_space) + "\n")
        model = floret.train_unsupervised(
            str(text), mode="floret", model="skipgram", hashCount=HASHES, bucket=ROWS, minn=SHORTEST, maxn=LONGEST,
            dim=WIDTH, epoch=epochs, neg=6, lr=0.05, minCount=2, ws=3, thread=1,
        )  # fmt: skip
        table = Path(scratch) / "table.floret"
        model.save_floret_vectors(str(table))
        header, *rows = table.read_text(encoding="utf-8").splitlines()
    data = numpy.array([row.rstrip().split(" ")[1:] for row in rows], dtype="float32")
    bucket, width, shortest, longest, hashes, seed, bow, eow = header.split(" ")
    nlp.vocab.vectors = Vectors(
        strings=nlp.vocab.strings, mode=Mode.floret, data=data, name="jejak_id", hash_count=int(hashes),
        hash_seed=int(seed), minn=int(shortest), maxn=int(longest), bow=bow, eow=eow, attr="LOWER",
    )  # fmt: skip
    assert data.shape == (int(bucket), int(width))
    out.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(out)
