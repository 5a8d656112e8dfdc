"""The store with a generated corpus: loading, adding one more article, retracting one, memory, disk.

`python -m bench.store 10000 FOLDER` prints one JSON object and leaves the store in FOLDER/store.
"""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path
from time import thread_time
from typing import TYPE_CHECKING, Any

from bench import corpus
from bench.measure import Clock, answer, middle, peak, timed, wait_idle

if TYPE_CHECKING:
    from kg.store import Store

BATCH = 5_000
PROBES = 100


def run(count: int, folder: Path) -> dict[str, Any]:
    """The figures of a store of `count` articles."""
    from kg.store import Incoming, Store, size_on_disk

    place = folder / "store"
    ahead = corpus.articles(count)
    load_wall = load_cpu = 0.0
    directing = 0.0
    with Store.open(place) as store:
        while batch := [Incoming(facts) for facts in islice(ahead, BATCH)]:  # made outside of the measured time
            own = thread_time()
            with timed() as clock:
                store.update(batch)
            load_wall, load_cpu = load_wall + clock.wall, load_cpu + clock.cpu
            directing += thread_time() - own
        with timed() as publishing:
            store.publish()
        quads = len(store._quads.store)
        wait_idle()
        add, retract = _probe(store, count, seed=1)
        add_known, retract_known = _probe(store, count, seed=0)
        # The published state has to be what a corpus without the probes gives.
    return {
        "articles": count,
        "quads": quads,
        "load_seconds": load_wall + publishing.wall,
        "load_cpu_seconds": load_cpu + publishing.cpu,
        "load_thread_seconds": directing,
        "publish_seconds": publishing.wall,
        "add_ms": add.wall * 1e3,
        "add_cpu_ms": add.cpu * 1e3,
        "retract_ms": retract.wall * 1e3,
        "retract_cpu_ms": retract.cpu * 1e3,
        "add_known_ms": add_known.wall * 1e3,
        "retract_known_ms": retract_known.wall * 1e3,
        "peak_gb": peak(),
        "disk_gb": size_on_disk(place) / 1e9,
    }


def _probe(store: Store, count: int, *, seed: int) -> tuple[Clock, Clock]:
    """What adding and retracting one more article takes: of people of the corpus, or with another seed of others."""
    world = corpus.World(seed, max(count, 1_000))
    adding, retracting, probes = [], [], [world.article(count + number) for number in range(PROBES)]
    for facts in probes:
        with timed() as clock:
            store.replace(facts)
            store.flush()
        adding.append(clock)
    for facts in probes:
        with timed() as clock:
            store.retract(facts.id)
            store.flush()
        retracting.append(clock)
    return middle(adding), middle(retracting)


if __name__ == "__main__":
    answer(run(int(sys.argv[1]), Path(sys.argv[2])))
