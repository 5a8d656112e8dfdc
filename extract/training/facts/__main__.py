"""`python -m extract.training.facts --shared DIR`: fit the judge of relations and write it into `extract/model/facts/`.

Each training article, the reference's and those of our own prose, is read twice: with the mentions of its annotation,
and with those that were chosen by judges who had not seen the article, from names found by recognisers that had not
(`--chosen`, which the recipe of the mentions writes). So the judge of relations knows the noise that it will meet.
What is measured is measured on the reference's articles with chosen mentions, in cross-validation by article.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
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
from extract.training import prose
from extract.training.facts import corpus, export, fit
from extract.training.facts.corpus import Chosen, Example

VERSION = "2"
BUILD = Path("build/model")
UNREAD = frozenset({"ner", "mentions", "coreference", "speech", "relations"})
"""Components whose work is read from the file of chosen mentions, or not needed."""


@click.command()
@click.option("--shared", envvar="SHARED", default="../shared", type=click.Path(path_type=Path), show_default=True)
@click.option("--chosen", default=BUILD / "chosen.jsonl", type=click.Path(path_type=Path), show_default=True)
@click.option("--out", default=Path("extract/model/facts"), type=click.Path(path_type=Path), show_default=True)
@click.option("--model", type=click.Path(path_type=Path), help="The pipeline that parses; by default the shipped one.")
@click.option("--report", type=click.Path(path_type=Path), help="Write figures and the reliability table here.")
def main(shared: Path, chosen: Path, out: Path, model: Path | None, report: Path | None) -> None:
    """Fit the judge of relations."""
    records = corpus.read(shared / "gold" / "train.jsonl")
    examples, count = read(records, prose.read(), _chosen(chosen), model)
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


def _chosen(path: Path) -> dict[str, list[Chosen]]:
    """The mentions chosen of each article by judges that had not seen it; none where the file is not there."""
    if not path.is_file():
        click.echo(f"{path} is not there: the annotated mentions alone are learned from.", err=True)
        return {}
    with path.open(encoding="utf-8") as stream:
        lines = [json.loads(line) for line in stream if line.strip()]
    return {line["id"]: [Chosen(*mention) for mention in line["mentions"]] for line in lines}


def read(
    records: Sequence[dict[str, Any]],
    ours: Sequence[dict[str, Any]],
    chosen: Mapping[str, Sequence[Chosen]],
    model: Path | None = None,
) -> tuple[list[Example], int]:
    """The examples to learn from, those that are measured first, and how many these are."""
    from extract import pipeline

    nlp = pipeline.load(model)
    found: list[Example] = []
    given: list[Example] = []
    count = 0
    for group, record in enumerate([*records, *ours]):
        doc = _doc(nlp, record)
        syntax, starts = Syntax.of(doc), sentence_starts(doc)
        if not chosen or record["id"] in chosen:
            values = corpus.reference_values(record)
            given.append(corpus.example(group, record, values, record["skip"], starts, syntax))
        if record["id"] in chosen:
            spans = chosen[record["id"]]
            chances = {(m.start, m.end): m.chance for m in spans}
            seen = corpus.chosen_values(record, spans, doc)
            found.append(corpus.example(group, record, seen, doc._.skip, starts, syntax, chances))
            count += group < len(records)
    return ([*found, *given], count) if chosen else (given, len(records))


def _doc(nlp: Language, record: Mapping[str, Any]) -> Doc:
    doc = nlp.make_doc(record["text"])
    doc._.article = Article(record["id"], record["text"], None, record.get("title"), None, record.get("published"))
    for name, component in nlp.pipeline:
        if name not in UNREAD:
            doc = component(doc)
    return doc


if __name__ == "__main__":
    sys.exit(main())
