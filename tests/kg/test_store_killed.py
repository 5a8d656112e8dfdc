"""A store whose writer is killed at any moment opens, holds whole articles only, and can be finished to the same bytes.

JEJAK_KILLS says how many times to kill (25 where it is not set).
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

from extract.errors import StoreError
from kg.graph import article_lines
from kg.store import Incoming, Snapshot, Store
from tests.kg.corpus import article, articles, edited
from tests.kg.test_store import build, export

KILLS = int(os.environ.get("JEJAK_KILLS", "25"))
COUNT = 30
WRITER = """
import sys
from pathlib import Path
from kg.store import Incoming, Store
from tests.kg.corpus import article, edited
COUNT = 30
print("ready", flush=True)
sys.stdin.readline()
with Store.open(Path(sys.argv[1])) as store:
    for at in range(0, COUNT, 6):
        store.update([Incoming(article(number)) for number in range(at, at + 6)])
        store.update([Incoming(edited(article(at), 1))], [article(at + 1).id])
        if at % 18 == 0:
            store.publish()
print("done", flush=True)
"""


def final() -> list:
    """What the writer leaves when nobody stops it."""
    dropped = {article(at + 1).id for at in range(0, COUNT, 6)}
    changed = {article(at).id: edited(article(at), 1) for at in range(0, COUNT, 6)}
    return [changed.get(each.id, each) for each in articles(COUNT) if each.id not in dropped]


def start(folder: Path) -> subprocess.Popen[str]:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    return writer


def go(writer: subprocess.Popen[str]) -> None:
    assert writer.stdin is not None
    writer.stdin.write("go\n")
    writer.stdin.flush()


@cache
def sizes(number: int) -> set[int]:
    """How many quads the versions of an article have."""
    versions = (article(number), edited(article(number), 1))
    return {len(article_lines(facts, {e.id: e.id for e in facts.entities})) for facts in versions}


def whole_articles_only(folder: Path) -> None:
    """Each graph of an article is the one that some version of the article makes: nothing of it is missing."""
    try:
        with Snapshot.open(folder) as snapshot:
            graphs = {name.value for name in snapshot.quads.named_graphs()}
            assert all("/graph/" in name for name in graphs)
            for number in range(COUNT):
                found = snapshot.quads.query(
                    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } "
                    f"FILTER(?g = <https://w3id.org/jejak/graph/article/contoh%2F0-{number}>) }}"
                )
                size = int(next(iter(found))[0].value)
                assert size == 0 or size in sizes(number)
    except StoreError as error:
        # Killed before anything was published.
        assert "no store" in str(error) or "nothing was published" in str(error)


def test_a_killed_build_can_be_finished_to_the_same_bytes(tmp_path: Path) -> None:
    expected = build(tmp_path / "undisturbed", final())
    chance = random.Random(7)
    writer = start(tmp_path / "timing")
    began = time.monotonic()
    go(writer)
    assert writer.wait() == 0
    lasts = time.monotonic() - began
    folder = tmp_path / "killed"
    killed = 0
    for _ in range(KILLS):
        writer = start(folder)
        go(writer)
        time.sleep(chance.uniform(0, lasts))
        killed += writer.poll() is None
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        whole_articles_only(folder)
        if chance.random() < 0.2:
            with Store.open(folder) as store:
                store.update([Incoming(each) for each in final()], [article(at + 1).id for at in range(0, COUNT, 6)])
            assert export(folder) == expected
            shutil.rmtree(folder)
    assert killed > KILLS // 3
    with Store.open(folder) as store:
        store.update([Incoming(each) for each in final()], [article(at + 1).id for at in range(0, COUNT, 6)])
    assert export(folder) == expected
