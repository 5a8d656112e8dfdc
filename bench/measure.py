"""Time and memory as the tables give them."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Clock:
    """Seconds by the wall and on the processor (all threads of this process)."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def timed() -> Iterator[Clock]:
    """The time that a block takes."""
    clock, wall, cpu = Clock(), time.perf_counter(), time.process_time()
    yield clock
    clock.wall, clock.cpu = time.perf_counter() - wall, time.process_time() - cpu


def wait_idle(most: float = 120.0) -> None:
    """Wait until other threads of this process have nothing more to do, such as compacting what was loaded."""
    until = time.monotonic() + most
    while time.monotonic() < until:
        before = time.process_time()
        time.sleep(0.5)
        if time.process_time() - before < 0.01:
            return


def best(run: Callable[[], object], times: int = 5) -> float:
    """The shortest wall time of some runs: what else the machine does can only make it longer."""
    found = []
    for _ in range(times):
        with timed() as clock:
            run()
        found.append(clock.wall)
    return min(found)


def middle(clocks: Sequence[Clock]) -> Clock:
    """The median of wall and processor time."""
    return Clock(median(c.wall for c in clocks), median(c.cpu for c in clocks))


def peak() -> float:
    """The most memory that this process ever held, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9


def apart(module: str, *arguments: object) -> dict[str, Any]:
    """The JSON that a module prints when it is run in a process of its own, which makes its peak memory its own."""
    run = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
        env=os.environ | {"PYTHONHASHSEED": "0"},
    )
    result: dict[str, Any] = json.loads(run.stdout)
    return result


def answer(values: dict[str, Any]) -> None:
    """Print what `apart` reads."""
    print(json.dumps(values))
