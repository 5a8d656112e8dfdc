"""One training run: a spaCy configuration and its overrides → a pipeline on disk, as `spacy train` does, but faster."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from confection import Config
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as loop
from spacy.training.pretrain import pretrain as pretrain_loop
from spacy.util import load_config, load_model_from_config
from thinc.api import fix_random_seed

from extract import blas
from extract.model_store import register


def train(config: Path, out: Path, overrides: Mapping[str, Any]) -> None:
    """Train and write `model-best` and `model-last` below `out`; progress goes to standard error."""
    settings = _settings(config, overrides)
    nlp = init_nlp(settings)
    out.mkdir(parents=True, exist_ok=True)
    loop(nlp, out, use_gpu=-1, stdout=sys.stderr, stderr=sys.stderr)


def pretrain(config: Path, out: Path, overrides: Mapping[str, Any]) -> None:
    """Let the tok2vec guess the letters of words from their surroundings; `out` gets one `model{epoch}.bin` each."""
    settings = _settings(config, overrides)
    out.mkdir(parents=True, exist_ok=True)
    filled = load_model_from_config(settings.interpolate(), auto_fill=True).config
    pretrain_loop(filled.interpolate(), out, use_gpu=-1, silent=False)


def _settings(config: Path, overrides: Mapping[str, Any]) -> Config:
    register()
    blas.for_new_models()
    settings = load_config(config, overrides=dict(overrides), interpolate=False)
    fix_random_seed(settings["system"]["seed"])
    return settings
