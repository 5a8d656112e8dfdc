"""`python -m extract.training.facts --shared DIR`: fit the judge of relations and write it into `extract/model/facts/`.

Each training article is read with the mentions of the reference, and with mentions found by the pipeline, whose
recogniser of names must not have seen the article (`--unseen`: a JSON line an article, its `mentions` by models that
were trained on other articles; the recipe of the names writes it). So the judge knows the noise that it will meet.
`--unseen` given again, for a recogniser that learnt otherwise, adds other noise; the first one is what is measured.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

# One thread: the sums, and so the bytes, do not depend on the machine's number of cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import click
import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from extract.article import Article
from extract.relations.syntax import Syntax, sentence_starts
from extract.training.facts import corpus, export, fit
from extract.training.facts.corpus import Example

VERSION = "1"
BUILD = Path("build/model")
LATER = frozenset({"speech", "relations"})


@click.command()
@click.option("--shared", envvar="SHARED", default="../shared", type=click.Path(path_type=Path), show_default=True)
@click.option(
    "--unseen", multiple=True, default=[BUILD / "held-out.jsonl"], type=click.Path(path_type=Path), show_default=True
)
@click.option("--out", default=Path("extract/model/facts"), type=click.Path(path_type=Path), show_default=True)
@click.option("--report", type=click.Path(path_type=Path), help="Write figures and the reliability table here.")
def main(shared: Path, unseen: tuple[Path, ...], out: Path, report: Path | None) -> None:
    """Fit the judge of relations."""
    records = corpus.read(shared / "gold" / "train.jsonl")
    examples, count = read(records, [spans for path in unseen if (spans := _spans(path))])
    linear, boosted = fit.cross_fit(examples)
    ends = np.cumsum([0, *(len(e.candidates) for e in examples)])
    found, scores = examples[:count], boosted[: ends[count]]
    calibration = fit.calibrate(found, scores)
    confidences = np.interp(scores, *calibration)
    limits, _ = fit.thresholds(found, confidences)
    table = fit.table(found, confidences, limits) + "\n\n" + fit.reliability(found, confidences)
    click.echo(table, err=True)
    if report is not None:
        report.write_text(table + "\n", encoding="utf-8")
    trees, _ = fit.export_trees(
        fit.fit_trees(fit.rows(examples, linear), fit.joined(examples, "labels"), fit.joined(examples, "weights"))
    )
    export.write(out, fit.fit_linear(examples), trees, calibration, limits, VERSION)


def _spans(path: Path) -> dict[str, list[tuple[int, int, str]]]:
    """The mentions that models found which had not seen the article; none where the file is not there."""
    if not path.is_file():
        click.echo(f"{path} is not there: the reference's mentions alone are learned from.", err=True)
        return {}
    with path.open(encoding="utf-8") as stream:
        records = [json.loads(line) for line in stream if line.strip()]
    return {r["id"]: [(m["start"], m["end"], m["type"]) for m in r["mentions"]] for r in records}


def read(
    records: Sequence[dict[str, Any]], unseen: Sequence[dict[str, list[tuple[int, int, str]]]]
) -> tuple[list[Example], int]:
    """The examples to learn from, those like the pipeline's own first, and how many these are."""
    from extract import pipeline

    nlp = pipeline.load()
    examples: list[Example] = []
    for spans in unseen:
        examples += _found(_docs(nlp, records, spans))
    given = list(_given(_docs(nlp, records, None)))
    return [*examples, *given], len(given)


def _found(docs: Iterator[tuple[dict[str, Any], Doc]]) -> Iterator[Example]:
    """The articles with the mentions that the pipeline finds."""
    for group, (record, doc) in enumerate(docs):
        references = [(r.start, r.end, r.entity) for r in doc._.references]
        mentions, entities, skip = doc._.mentions, doc._.entities, doc._.skip
        yield corpus.example(group, record, mentions, entities, references, skip, sentence_starts(doc), Syntax.of(doc))


def _given(docs: Iterator[tuple[dict[str, Any], Doc]]) -> Iterator[Example]:
    """The articles with the mentions of the reference."""
    from extract.coreference import all_references

    for group, (record, doc) in enumerate(docs):
        mentions, entities = corpus.reference_values(record)
        skip = record["skip"]
        references = [(r.start, r.end, r.entity) for r in all_references(record["text"], mentions, skip)]
        yield corpus.example(group, record, mentions, entities, references, skip, sentence_starts(doc), Syntax.of(doc))


def _docs(
    nlp: Language, records: Sequence[dict[str, Any]], spans: dict[str, list[tuple[int, int, str]]] | None
) -> Iterator[tuple[dict[str, Any], Doc]]:
    for record in records:
        doc = nlp.make_doc(record["text"])
        doc._.article = Article(record["id"], record["text"], None, record.get("title"), None, record.get("published"))
        for name, component in nlp.pipeline:
            if name == "ner" and spans is not None:
                here = (doc.char_span(a, b, label=kind) for a, b, kind in spans.get(record["id"], ()))
                doc.set_ents([span for span in here if span is not None])
            elif name not in LATER:
                doc = component(doc)
        yield record, doc


if __name__ == "__main__":
    sys.exit(main())
