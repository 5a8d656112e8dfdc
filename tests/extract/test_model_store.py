"""A trained pipeline is checked before it is opened."""

from __future__ import annotations

import json
import pickle
import shutil
from pathlib import Path

import pytest

import extract.segmentation  # noqa: F401  (registers the component)
from extract import model_store
from extract.errors import DataError
from extract.facts import ENTITY_TYPES
from extract.tokenizer import blank


@pytest.fixture
def small(tmp_path: Path) -> Path:
    place = tmp_path / "model"
    nlp = blank()
    nlp.add_pipe("sentences")
    nlp.to_disk(place)
    listed = {name: model_store.checksum(path) for name, path in model_store.files(place)}
    (place / model_store.MANIFEST).write_text(json.dumps({"files": listed, "pipeline": ["vocab"]}), "utf-8")
    return place


def test_an_unchanged_model_is_loaded(small: Path) -> None:
    assert model_store.load(small).pipe_names == ["sentences"]


def test_a_changed_file_is_named(small: Path) -> None:
    (small / "meta.json").write_text("{}", "utf-8")
    with pytest.raises(DataError, match=r"meta\.json: .*checksum"):
        model_store.load(small)


def test_a_missing_file_is_named(small: Path) -> None:
    (small / "vocab" / "strings.json").unlink()
    with pytest.raises(DataError, match=r"strings\.json: a file of the trained pipeline is missing"):
        model_store.load(small)


def test_an_added_file_is_named(small: Path) -> None:
    (small / "extra").write_text("x", "utf-8")
    with pytest.raises(DataError, match="no part of the trained pipeline"):
        model_store.load(small)


def test_parts_of_others_are_checked_by_their_own_readers(small: Path) -> None:
    (small / "facts").mkdir()
    (small / "facts" / "new.json").write_text("{}", "utf-8")
    model_store.load(small)
    with pytest.raises(DataError, match=r"new\.json"):
        model_store.verify(small, part="facts")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"files": []}', '{"files": {"a": 1}}'])
def test_a_broken_manifest_is_a_sentence_and_no_traceback(small: Path, content: str) -> None:
    (small / model_store.MANIFEST).write_text(content, "utf-8")
    with pytest.raises(DataError, match="manifest"):
        model_store.load(small)


@pytest.mark.parametrize("name", ["weights.pkl", "ner"])
def test_a_pickle_is_refused_whatever_its_name(small: Path, name: str) -> None:
    (small / model_store.MANIFEST).unlink()
    (small / name).write_bytes(pickle.dumps({"a": 1}, protocol=4))
    with pytest.raises(DataError, match="pickle"):
        model_store.load(small)


def test_another_pipeline_needs_no_manifest(small: Path) -> None:
    (small / model_store.MANIFEST).unlink()
    assert model_store.load(small).lang == "id"


def test_a_place_without_a_pipeline_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no trained pipeline here.*config\.cfg"):
        model_store.load(tmp_path)


def test_a_pipeline_that_cannot_be_read_is_a_sentence(small: Path) -> None:
    (small / model_store.MANIFEST).unlink()
    (small / "config.cfg").write_text("[nlp]\nlang = ???", "utf-8")
    with pytest.raises(DataError, match="cannot be loaded"):
        model_store.load(small)


class TestShipped:
    """The pipeline in `extract/model/`."""

    def test_it_is_whole_and_within_its_size(self) -> None:
        """Where another part's recipe has written, `python -m extract.training manifest` lists its files anew."""
        model_store.verify(model_store.SHIPPED)
        assert sum(path.stat().st_size for _, path in model_store.files(model_store.SHIPPED)) <= 30 * 2**20

    def test_without_its_manifest_it_is_not_loaded(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        copy = tmp_path / "model"
        shutil.copytree(model_store.SHIPPED, copy)
        (copy / model_store.MANIFEST).unlink()
        monkeypatch.setattr(model_store, "SHIPPED", copy)
        with pytest.raises(DataError, match="manifest"):
            model_store.load()

    def test_it_reads_a_sentence(self) -> None:
        nlp = model_store.load()
        assert set(nlp.get_pipe("ner").labels) == set(ENTITY_TYPES)
        doc = nlp('Bupati tidak menghadiri rapat itu.\n"Kami netral,"ujarnya, Senin (19/8/2024).')
        words = {token.text: token for token in doc}
        assert words["menghadiri"].pos_ == "VERB"
        assert words["menghadiri"].lemma_ == "hadir"
        assert words["rapat"].head.text == "menghadiri"
        assert words["ujarnya"].morph.get("Clitic") == ["Subj"]
        assert len(list(doc.sents)) == 2

    def test_the_same_text_gives_the_same_analysis_alone_and_in_a_batch(self) -> None:
        nlp = model_store.load()
        texts = ["Rini dilaporkan ke polisi.", "Warga memilih kepala desa pada hari Minggu.", "Ia pulang."] * 3
        alone = [nlp(text).to_json() for text in texts]
        assert [doc.to_json() for doc in nlp.pipe(texts, batch_size=4)] == alone
