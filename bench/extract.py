"""Reading: the bare trained pipeline, the whole chain, and two workers, in words a second.

`python -m bench.extract INPUT… [--workers 2]` prints one JSON object; the articles come from wherever you have them
(the examples, repeated, where no input is given).
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.measure import ROOT, Clock, answer, peak, timed
from extract import blas
from extract.article import Article

WORDS = 60_000


def articles(inputs: list[str]) -> list[Article]:
    """About `WORDS` words of articles, in rounds with an id for each."""
    from extract.reading import SetAside, read

    found = [each for each in read(inputs or [str(ROOT / "examples" / "articles")]) if not isinstance(each, SetAside)]
    result: list[Article] = []
    count = 0
    while found and count < WORDS:
        for each in found:
            result.append(replace(each, id=f"{each.id}/{len(result)}"))
            count += len(each.text.split())
            if count >= WORDS:
                break
    return result


def run(inputs: list[str], workers: int) -> dict[str, Any]:
    """The figures. Processor seconds are this process's own, so they hold on a machine that others use too."""
    from extract import model_store, pipeline
    from extract.facts import to_json

    given = articles(inputs)
    words = sum(len(each.text.split()) for each in given)
    bare, whole = model_store.load(model_store.SHIPPED), pipeline.load()
    for nlp in (bare, whole):
        nlp(given[0].text) if nlp is bare else pipeline.read(given[0], nlp)  # what is loaded at the first call
    # In turns: on a machine that others use, whichever came second would meet another load than the first.
    alone, chain = Clock(), Clock()
    for each in given:
        with timed() as clock:
            bare(each.text)
        alone.cpu += clock.cpu
        alone.wall += clock.wall
        with timed() as clock:
            for item in pipeline.read_all([each], whole):
                to_json(item)  # type: ignore[arg-type]
        chain.cpu += clock.cpu
        chain.wall += clock.wall
    result = {
        "words": words,
        "articles": len(given),
        "bare_words_per_cpu_second": words / alone.cpu,
        "whole_words_per_cpu_second": words / chain.cpu,
        "whole_to_bare": alone.cpu / chain.cpu,
        "bare_words_per_second": words / alone.wall,
        "whole_words_per_second": words / chain.wall,
        "peak_gb": peak(),
    }
    if workers > 1:
        seconds = {}
        # With their start, and on enough articles that it is a small part: whoever starts the clock at the first answer
        # counts what other workers had done by then for nothing.
        long = [replace(each, id=f"{each.id}/{turn}") for turn in range(3) for each in given]
        for number in (1, workers):
            with timed() as clock:
                rest = sum(1 for _ in pipeline.read_all(long, whole, workers=number))
            seconds[number] = clock.wall / rest
        result |= {"workers": workers, "workers_to_one": seconds[1] / seconds[workers]}
    return result


if __name__ == "__main__":
    blas.one_thread()
    arguments = sys.argv[1:]
    many = 1
    if "--workers" in arguments:
        at = arguments.index("--workers")
        many = int(arguments[at + 1])
        del arguments[at : at + 2]
    answer(run([str(Path(each)) for each in arguments], many))
