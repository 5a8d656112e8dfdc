"""The main job on the sample articles: a graph, an answered question, a picture. Run by `make demo`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = ROOT / "examples" / "articles"
OUT = ROOT / "demo"
STORE = OUT / "store"
PAGE = OUT / "jejak.html"


def run(*command: str, accept: tuple[int, ...] = (0,)) -> None:
    """Show a command as the user would type it, and run it."""
    print(f"\n$ {' '.join(command)}", flush=True)
    done = subprocess.run([sys.executable, *command_line(command)], cwd=ROOT, check=False)
    if done.returncode not in accept:
        sys.exit(done.returncode)


def command_line(command: tuple[str, ...]) -> list[str]:
    """The same command by this interpreter, so that the demo needs no activated environment."""
    if command[0] == "python":
        return list(command[1:])
    return ["-m", "kg", *command[1:]]


def main() -> None:
    """Build, ask, draw."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir()
    store, page = (str(path.relative_to(ROOT)) for path in (STORE, PAGE))
    run("python", "build_graph.py", str(ARTICLES.relative_to(ROOT)), "-o", store)
    run("kg", "query", store, "attended-with-candidate", "--param", "candidate=Bambang Tirtoyuwono")
    run("python", "visualize.py", store, "-o", page)
    print(f"\nOpen in a browser: {PAGE}")


if __name__ == "__main__":
    main()
