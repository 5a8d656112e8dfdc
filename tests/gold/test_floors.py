"""The quality that was reached on the reference annotations is never lost again.

`floors.json` holds, for each set, the hash of the annotations and the floors. A run that does better may raise them
(`python -m tests.gold.test_floors --raise`); nothing lowers one. Other annotations than those of the hash say nothing.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
GOLD = HERE.parent.parent.parent / "shared" / "gold"
FLOORS = HERE / "floors.json"
SETS = ("dev", "dev-local")
MARGIN = 0.004
"""What a harmless change may cost before it counts; a raised floor stays this far below the figure."""


@cache
def scorer() -> ModuleType:
    """The reference scorer, loaded from beside the checkout."""
    spec = importlib.util.spec_from_file_location("score", GOLD / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def figures(name: str) -> dict[str, float]:
    """What the pipeline scores on a set; `kept` is the share of hedged facts that did not leak."""
    from extract.article import Article
    from extract.facts import ArticleFacts, to_json
    from extract.pipeline import load, read_all
    from extract.reading import read_inputs

    gold = [json.loads(line) for line in (GOLD / f"{name}.jsonl").open(encoding="utf-8")]
    read = read_inputs([str(GOLD / "articles" / f"{name}.jsonl")])
    articles = [article for article in read if isinstance(article, Article)]
    found = {
        facts.id: json.loads(to_json(facts)) for facts in read_all(articles, load()) if isinstance(facts, ArticleFacts)
    }
    result: dict[str, Any] = scorer().score(gold, found)[0]
    return {
        "mention": result["mention"]["f1"],
        "mention_lenient": result["mention_lenient"]["f1"],
        "entity_b3": result["entity_b3"]["f1"],
        "fact": result["fact"]["f1"],
        "fact_precision": result["fact"]["p"],
        "fact_without_stated": result["fact_without_stated"]["f1"],
        "factuality": result["factuality"] or 0.0,
        "by": result["by"] or 0.0,
        "status": result["status"] or 0.0,
        "kept": 1 - (result["leak"] or 0.0),
    }


def corpus_hash(name: str) -> str:
    return hashlib.sha256((GOLD / f"{name}.jsonl").read_bytes()).hexdigest()


@pytest.mark.parametrize("name", SETS)
def test_no_figure_falls_below_its_floor(name: str) -> None:
    if not (GOLD / f"{name}.jsonl").is_file():
        pytest.skip("the reference annotations (../shared/gold) are not here")
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))[name]
    if floors["sha256"] != corpus_hash(name):
        pytest.skip("these are other reference annotations than those of the floors")
    reached = figures(name)
    lost = {key: (reached[key], floor) for key, floor in floors["floors"].items() if reached[key] < floor}
    assert not lost, f"figure and floor: {lost}"


def raise_floors() -> None:
    """Lift each floor to just below what is reached now, where that is higher."""
    known = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    for name in SETS:
        digest = corpus_hash(name)
        old = known.get(name, {})
        if old and old["sha256"] != digest:
            sys.exit(f"{name}: other annotations than those of the floors; look before you start new ones.")
        lifted = {key: round(figure - MARGIN, 3) for key, figure in figures(name).items()}
        before = old.get("floors", {})
        known[name] = {"sha256": digest, "floors": {key: max(lifted[key], before.get(key, 0.0)) for key in lifted}}
    FLOORS.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__" and "--raise" in sys.argv:
    raise_floors()
