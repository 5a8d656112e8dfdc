"""Trained parts → `extract/model/`: one pipeline, small on disk, with the manifest that `extract.model_store` checks.

Components of the named-entity pipeline are taken over as they are, so a better half can be put in without training the
other again. Files that other recipes own (`facts/`) stay in place and are listed in the manifest.
"""

from __future__ import annotations

import json
import shutil
import warnings
from pathlib import Path
from typing import Any

import spacy

from extract.model_store import MANIFEST, checksum, files, register

LIMIT = 30 * 1024 * 1024


def assemble(syntax: Path, entities: Path, *, out: Path) -> dict[str, Any]:
    """Put both halves into `out` and write the manifest; raises ValueError where the halves do not fit together."""
    register()
    nlp = spacy.load(syntax)
    donor = spacy.load(entities)
    _check_vectors(nlp, donor)
    for name in donor.pipe_names:
        if name not in nlp.pipe_names and name != "tok2vec":
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message=r"\[W113\]")  # checked above: it uses none
                nlp.add_pipe(name, source=donor)
    nlp.meta.update(
        name="jejak_news", lang="id", version="1.0.0", license="CC BY-SA 4.0", author="Jejak", email="", url=""
    )
    nlp.meta.update(description="Indonesian news: sentences, morphology, lemmas, dependencies, named entities.")
    nlp.meta["performance"] = {}
    nlp.config["paths"] = {}
    nlp.config["corpora"] = {}
    nlp.config["training"] = {}
    nlp.config["initialize"] = {}
    out.mkdir(parents=True, exist_ok=True)
    for name in _written_before(out) | set(nlp.pipe_names):
        shutil.rmtree(out / name, ignore_errors=True)
    nlp.to_disk(out, exclude=["lookups"])
    for path in (out / "vocab").glob("lookups.bin"):
        path.unlink()
    return write_manifest(out)


def _written_before(out: Path) -> set[str]:
    """The directories that a pipeline has written; others (`facts`) belong to other parts of the recipe."""
    config = out / "config.cfg"
    return {"vocab", *spacy.util.load_config(config)["nlp"]["pipeline"]} if config.is_file() else set()


def _check_vectors(nlp: Any, donor: Any) -> None:
    if nlp.vocab.vectors.to_bytes() != donor.vocab.vectors.to_bytes() and len(donor.vocab.vectors.data):
        raise ValueError("the two halves were trained with different vectors; train both with build/model/vectors.")


def write_manifest(out: Path) -> dict[str, Any]:
    """List every file of the model with its SHA-256; ValueError where the whole is larger than may ship."""
    found = dict(files(out))
    size = sum(path.stat().st_size for path in found.values())
    if size > LIMIT:
        raise ValueError(f"the model has {size / 2**20:.1f} MB; {LIMIT / 2**20:.0f} MB may ship.")
    manifest: dict[str, Any] = {
        "about": "The SHA-256 of each file of the trained pipeline; made by `make model`.",
        "bytes": size,
        "pipeline": sorted(_written_before(out)),
        "files": {name: checksum(path) for name, path in found.items()},
    }
    (out / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
    return manifest
