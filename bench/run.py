"""`python -m bench.run`: one table of what reading, loading, asking and drawing cost, ratios first.

Each part runs in a process of its own, so its peak memory is its own. `--articles 1000,10000,100000` chooses the sizes
of the generated corpora; `--rdflib SECONDS` lets rdflib try the questions too; `--no-extract` leaves reading out;
`--whole N` builds N generated articles to their end, text in and store out.
"""

from __future__ import annotations

import platform
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from bench.measure import apart, timed


@click.command()
@click.argument("inputs", nargs=-1)
@click.option("--articles", default="1000,10000", show_default=True)
@click.option("--rdflib", "seconds", default=0, show_default=True)
@click.option("--workers", default=2, show_default=True)
@click.option("--extract/--no-extract", default=True)
@click.option("--whole", default=0, show_default=True)
def main(inputs: tuple[str, ...], articles: str, seconds: int, workers: int, extract: bool, whole: int) -> None:
    """Measure and print; INPUTS are articles to read (the examples where none are given)."""
    ratios: list[tuple[str, str]] = []
    figures: list[tuple[str, str]] = []
    if extract:
        _reading(apart("bench.extract", *inputs, "--workers", workers), ratios, figures)
    sizes = [int(each) for each in articles.split(",")]
    with tempfile.TemporaryDirectory(prefix="jejak-bench-") as folder:
        found = {size: apart("bench.store", size, Path(folder) / str(size)) for size in sizes}
        _stores(found, ratios, figures)
        for size in sizes[:2]:
            _asking(
                size, apart("bench.questions", Path(folder) / str(size) / "store", "--rdflib", seconds), ratios, figures
            )
        figures.append(
            (f"picture of {sizes[0]:,} articles", f"{_drawing(Path(folder) / str(sizes[0]) / 'store'):.1f} s")
        )
        if whole:
            _to_their_end(apart("bench.whole", whole, Path(folder) / "whole", "--workers", workers), ratios, figures)
    click.echo(f"{platform.machine()}, Python {platform.python_version()}\n")
    width = max(len(name) for name, _ in ratios + figures)
    for name, value in [*ratios, ("", ""), *figures]:
        click.echo(f"{name:<{width}}  {value}".rstrip())


def _reading(got: dict[str, Any], ratios: list[tuple[str, str]], figures: list[tuple[str, str]]) -> None:
    ratios.append(("whole chain to bare pipeline, words a processor second", f"{got['whole_to_bare']:.2f}"))
    if "workers_to_one" in got:
        ratios.append((f"{got['workers']} workers to one", f"{got['workers_to_one']:.2f}"))
    figures.append(("whole chain", f"{got['whole_words_per_cpu_second']:,.0f} words a processor second"))
    figures.append(("bare pipeline", f"{got['bare_words_per_cpu_second']:,.0f} words a processor second"))
    figures.append(("reading, peak memory", f"{got['peak_gb']:.2f} GB"))


def _stores(found: dict[int, dict[str, Any]], ratios: list[tuple[str, str]], figures: list[tuple[str, str]]) -> None:
    first = next(iter(found.values()))
    for size, got in found.items():
        if got is not first:
            for what in ("add", "retract"):
                ratio = got[f"{what}_cpu_ms"] / first[f"{what}_cpu_ms"]
                ratios.append((f"{what} one article at {size:,} to at {first['articles']:,}", f"{ratio:.2f}"))
        rate = got["quads"] / got["load_cpu_seconds"]
        figures += [
            (
                f"{size:,} articles: load",
                f"{rate:,.0f} quads a processor second ({got['load_seconds']:.0f} s by the wall)",
            ),
            (
                f"{size:,} articles: add, retract one",
                f"{got['add_cpu_ms']:.1f}, {got['retract_cpu_ms']:.1f} ms processor",
            ),
            (f"{size:,} articles: memory, disk", f"{got['peak_gb']:.2f}, {got['disk_gb']:.2f} GB"),
        ]


def _asking(size: int, got: dict[str, Any], ratios: list[tuple[str, str]], figures: list[tuple[str, str]]) -> None:
    for name, row in got["questions"].items():
        ratios.append((f"{name} at {size:,}: this to bare engine", f"{row['ours_to_bare']:.2f}"))
        if "rdflib" in row:
            told = f"{row['rdflib_to_ours']:,.0f}" if row["rdflib_to_ours"] else row["rdflib"]
            ratios.append((f"{name} at {size:,}: rdflib to this", told))
        figures.append((f"{name} at {size:,}", f"{row['ours_ms']:.1f} ms processor, {row['rows']:,} rows"))


def _to_their_end(got: dict[str, Any], ratios: list[tuple[str, str]], figures: list[tuple[str, str]]) -> None:
    tenths = got["cpu_ms_an_article_by_tenth"]
    half = len(tenths) // 2
    name = f"{got['articles']:,} articles to their end"
    ratios.append(
        (f"{name}: second half to first, a processor second", f"{sum(tenths[half:]) / sum(tenths[:half]):.2f}")
    )
    figures.append((f"{name}: each tenth", " ".join(f"{tenth:.0f}" for tenth in tenths) + " ms an article, processor"))
    figures.append((f"{name}: time, memory", f"{got['seconds']:.0f} s, {got['peak_gb']:.2f} GB"))


def _drawing(store: Path) -> float:
    import subprocess

    with timed() as clock, tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "visualize", str(store), "-o", f"{folder}/page.html"]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return clock.wall


if __name__ == "__main__":
    main()
