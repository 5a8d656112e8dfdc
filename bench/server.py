"""How `kg serve` carries a load: errors, growth of memory, and what HTTP and the worker add to a small query.

    python -m bench.server STORE [--seconds 60] [--clients 32]

Everything is asked of a server on the loopback address, which this script starts and stops.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import httpx

SMALL = "SELECT ?s ?name { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?name } LIMIT 20"
QUERIES = (
    SMALL,
    "ASK { ?s ?p ?o }",
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n) LIMIT 10",
    "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 200",
)


def resident(pid: int) -> int:
    """Bytes of memory of a process and its children."""
    total = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
            if int(path.parent.name) == pid or int(fields[1]) == pid:
                total += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError, ValueError):
            continue
    return total


async def load(address: str, seconds: float, clients: int, pid: int) -> None:
    """Ask from many clients at once and report."""
    statuses: Counter[object] = Counter()
    times: list[float] = []
    end = time.monotonic() + seconds
    samples: list[int] = []

    async def client(number: int) -> None:
        async with httpx.AsyncClient(base_url=address, timeout=30) as http:
            turn = number
            while time.monotonic() < end:
                start = time.monotonic()
                try:
                    answer = await http.get("/sparql", params={"query": QUERIES[turn % len(QUERIES)]})
                    statuses[answer.status_code] += 1
                except httpx.HTTPError as error:
                    statuses[type(error).__name__] += 1
                times.append(time.monotonic() - start)
                turn += 1

    async def watch() -> None:
        while time.monotonic() < end:
            samples.append(resident(pid))
            await asyncio.sleep(1)

    await asyncio.gather(watch(), *(client(number) for number in range(clients)))
    times.sort()
    settled = samples[len(samples) // 5] if samples else 1
    print(f"{sum(statuses.values())} requests in {seconds:g} s from {clients} clients: {dict(statuses)}")
    print(f"median {1000 * times[len(times) // 2]:.0f} ms, p95 {1000 * times[int(len(times) * 0.95)]:.0f} ms")
    print(f"memory {settled >> 20} MB once warm, {samples[-1] >> 20} MB at the end: × {samples[-1] / settled:.2f}")


def overhead(address: str, store: Path) -> None:
    """One small query in process and over HTTP, in turn."""
    from kg.engine import open_engine

    quads = open_engine(store).store
    inside, outside = [], []
    with httpx.Client(base_url=address) as client:
        for _ in range(200):
            start = time.perf_counter()
            list(quads.query(SMALL, use_default_graph_as_union=True))  # type: ignore[arg-type]
            inside.append(time.perf_counter() - start)
            start = time.perf_counter()
            client.get("/sparql", params={"query": SMALL}).raise_for_status()
            outside.append(time.perf_counter() - start)
    one, two = statistics.median(inside), statistics.median(outside)
    print(
        f"a small query: {1000 * one:.2f} ms in process, {1000 * two:.2f} ms by HTTP: {1000 * (two - one):.2f} ms more"
    )


def main() -> None:
    """Start the server, measure, stop it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("store", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=32)
    options = parser.parse_args()
    command = [sys.executable, "-m", "kg", "serve", str(options.store), "--port", "0"]
    begun = time.monotonic()
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    found = re.search(r"http://([\d.:]+)/", process.stderr.readline())
    assert found
    address = f"http://{found[1]}"
    # The access log would fill the pipe.
    threading.Thread(target=process.stderr.read, daemon=True).start()
    try:
        httpx.get(f"{address}/health").raise_for_status()
        print(f"ready after {time.monotonic() - begun:.2f} s")
        overhead(address, options.store)
        asyncio.run(load(address, options.seconds, options.clients, process.pid))
    finally:
        stop = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        print(f"stopped within {time.monotonic() - stop:.2f} s, exit status {process.returncode}")


if __name__ == "__main__":
    main()
