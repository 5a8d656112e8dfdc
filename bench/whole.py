"""Articles to their end: text in, store out, with what each tenth of them costs and the most memory held.

`python -m bench.whole 100000 FOLDER [--workers 2]` feeds generated articles to `build_graph.py` by its standard input,
prints one JSON object and leaves the store in FOLDER/store. Processor time is that of the command and its workers.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench import articles
from bench.measure import ROOT, answer

PARTS = 10
_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def run(count: int, folder: Path, workers: int) -> dict[str, Any]:
    """The figures of so many articles."""
    command = [
        sys.executable,
        str(ROOT / "build_graph.py"),
        "-",
        "-o",
        str(folder / "store"),
        "--workers",
        str(workers),
    ]
    folder.mkdir(parents=True, exist_ok=True)
    words, marks, held = 0, [(0.0, 0.0)], [0]
    with (folder / "messages.txt").open("wb") as messages:
        build = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=messages, cwd=ROOT)
    assert build.stdin and build.stdout
    watch = threading.Thread(target=_watch, args=(build, held), daemon=True)
    watch.start()
    start = time.monotonic()
    for number, record in enumerate(articles.articles(count), 1):
        words += len(record["text"].split())
        build.stdin.write(json.dumps(record).encode() + b"\n")
        if number % max(1, count // (PARTS * 10)) == 0:
            # The command takes a line when it gets to it, but for the few groups that its workers are ahead.
            mark = (time.monotonic() - start, _processor(build.pid))
            print(f"{number:,}: {mark[0]:.0f} s, {mark[1]:.0f} s processor", file=sys.stderr, flush=True)
            if number % (count // PARTS) == 0 and len(marks) < PARTS:
                marks.append(mark)
    last = _processor(build.pid)
    build.stdin.close()
    while build.poll() is None:
        last = max(last, _processor(build.pid))
        time.sleep(0.05)
    marks.append((time.monotonic() - start, last))
    each = count / PARTS
    return {
        "articles": count,
        "words": words,
        "workers": workers,
        "status": build.returncode,
        "said": build.stdout.read().decode().strip(),
        "seconds": marks[-1][0],
        "cpu_seconds": marks[-1][1],
        "cpu_ms_an_article_by_tenth": [(after[1] - before[1]) / each * 1e3 for before, after in pairwise(marks)],
        "peak_gb": held[0] / 1e9,
    }


def _family(pid: int) -> list[tuple[float, int]]:
    """(Processor seconds, resident bytes) of a process and all that come from it."""
    parents: dict[int, int] = {}
    found: dict[int, tuple[float, int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        own = int(path.parent.name)
        parents[own] = int(fields[1])
        found[own] = (sum(map(int, fields[11:15])) / _TICK, int(fields[21]) * _PAGE)
    family = {pid}
    while more := {own for own, parent in parents.items() if parent in family} - family:
        family |= more
    return [found[own] for own in family if own in found]


def _processor(pid: int) -> float:
    return sum(seconds for seconds, _ in _family(pid))


def _watch(build: subprocess.Popen[bytes], held: list[int]) -> None:
    while build.poll() is None:
        held[0] = max(held[0], sum(resident for _, resident in _family(build.pid)))
        time.sleep(0.5)


if __name__ == "__main__":
    many = int(sys.argv[sys.argv.index("--workers") + 1]) if "--workers" in sys.argv else 2
    answer(run(int(sys.argv[1]), Path(sys.argv[2]), many))
