"""A small share of the inputs, for a run that only shows that the recipe runs: same paths, far fewer lines."""

from __future__ import annotations

import gzip
from itertools import islice
from pathlib import Path

from extract.training import inputs

ARTICLES, NEWS_LINES, SENTENCES = 10, 600, 100
"""Articles of the reference, lines of the news, and blocks (sentences) of each other corpus."""


def take(shared: Path, prose: Path, out: Path) -> None:
    """Write the first lines of each input below `out/shared`, and the first articles of prose below `out/prose`."""
    for name in inputs.listed():
        source, target = shared / name, out / "shared" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.suffix == ".gz":
            with gzip.open(source, "rt", encoding="utf-8") as news:
                lines = list(islice(news, NEWS_LINES))
            # Without a file name and an hour the same lines give the same bytes.
            with target.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
                packed.write("".join(lines).encode())
            continue
        text = source.read_text(encoding="utf-8")
        mark, count = ("\n", ARTICLES) if target.suffix == ".jsonl" else ("\n\n", SENTENCES)
        target.write_text(mark.join(text.strip().split(mark)[:count]) + mark, encoding="utf-8")
    (out / "prose").mkdir(parents=True, exist_ok=True)
    first = min(prose.glob("*.txt"))
    articles = first.read_text(encoding="utf-8").split("\n====\n")[:ARTICLES]
    (out / "prose" / first.name).write_text("\n====\n".join(articles) + "\n", encoding="utf-8")
