"""Another spaCy pipeline in place of the shipped one: its labels are checked, and the whole chain runs on its names."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.training import Example

from extract import pipeline
from extract.article import Article
from extract.errors import DataError
from extract.facts import ENTITY_TYPES, ArticleFacts, check, to_json

TEXT = (
    "Camat Lembah Hijau, Drs. Sarwono Jatmiko, membuka rapat koordinasi di Balai Desa Sukamaju, Kamis (9/11/2023). "
    "Gudrun Oktober dilaporkan warga ke Bawaslu."
)
NAME = "Gudrun Oktober"


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A blank Indonesian pipeline with spaCy's own recogniser, which has learnt one article by heart."""
    spacy.util.fix_random_seed(0)  # what ran before must not decide whether it learns
    nlp = spacy.blank("id")
    recogniser = nlp.add_pipe("ner")
    for label in sorted(ENTITY_TYPES):
        recogniser.add_label(label)
    spans = [(TEXT.index(NAME), TEXT.index(NAME) + len(NAME), "PERSON"), (0, 18, "POSITION"), (25, 40, "PERSON")]
    examples = [Example.from_dict(nlp.make_doc(TEXT), {"entities": spans})]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(25):
        nlp.update(examples, sgd=optimizer)
    assert (NAME, "PERSON") in {(ent.text, ent.label_) for ent in nlp(TEXT).ents}
    place = tmp_path_factory.mktemp("other") / "model"
    nlp.to_disk(place)
    return place


def test_a_recogniser_trained_elsewhere_runs_through_the_whole_chain(trained: Path) -> None:
    nlp = pipeline.load(trained)
    facts = pipeline.read(Article("x", TEXT), nlp)
    assert list(check(facts)) == []
    assert ("PERSON", NAME) in {(entity.type, entity.name) for entity in facts.entities}
    assert {"heldAt", "heldOn"} <= {fact.p for fact in facts.facts}
    assert facts.extractor != pipeline.extractor()
    end = TEXT.index("Gudrun")
    # It parts no sentences itself; without any, one sentence would be the evidence of the other's facts.
    assert all(fact.end <= end or fact.start >= end for fact in facts.facts)


def test_it_reads_the_same_with_several_workers(trained: Path) -> None:
    given = [Article(f"a{n}", TEXT) for n in range(3)]

    def read(workers: int) -> list[str]:
        found = pipeline.read_all(given, model=trained, workers=workers)
        return [to_json(item) for item in found if isinstance(item, ArticleFacts)]

    one, two = read(1), read(2)
    assert len(one) == 3
    assert one == two


def written(place: Path, *labels: str) -> Path:
    nlp = spacy.blank("id")
    if labels:
        ruler = nlp.add_pipe("entity_ruler")
        ruler.add_patterns([{"label": label, "pattern": NAME} for label in labels])  # type: ignore[attr-defined]
    nlp.to_disk(place / "model")
    return place / "model"


def test_labels_that_are_no_types_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"LOC, PER, which are no types here.*Train it with the labels .*PERSON"):
        pipeline.load(written(tmp_path, "PER", "LOC", "ORG"))


def test_a_type_that_is_missing_is_no_error(tmp_path: Path) -> None:
    facts = pipeline.read(Article("x", TEXT), pipeline.load(written(tmp_path, "PERSON")))
    assert {"PERSON", "POSITION", "DATE"} <= {entity.type for entity in facts.entities}


def test_a_pipeline_without_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no component of the pipeline finds names.*doc\.ents"):
        pipeline.load(written(tmp_path))


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_command_tells_it_in_a_sentence(tmp_path: Path, workers: str) -> None:
    source = tmp_path / "a.txt"
    source.write_text(TEXT, encoding="utf-8")
    model = written(tmp_path, "PER")
    run = subprocess.run(
        [sys.executable, "-m", "extract", str(source), "--model", str(model), "--workers", workers],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 1
    assert run.stdout == ""
    assert "PER, which are no types here" in run.stderr
    assert "Traceback" not in run.stderr
    assert "memory" not in run.stderr
