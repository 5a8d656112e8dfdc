"""The line that tells how far a run is, how fast it goes and how long it will take; on a terminal only."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable
from typing import Final

from kg.cli import printable

_WINDOW: Final = 60.0
"""Seconds that the rate and the time left are told from: what was skipped at the beginning of a run says little."""


class Progress:
    """Counts articles; notes go above the line.

    `total`: bytes to read, where that is known; `position`: bytes read so far.
    """

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._count = 0
        self._last = 0.0
        self._samples: deque[tuple[float, int, int]] = deque([(time.monotonic(), 0, 0)])
        self.total: int | None = None
        self.position: Callable[[], int] = lambda: 0

    def step(self) -> None:
        """One more article is done."""
        self._count += 1
        now = time.monotonic()
        if self._shown and now - self._last > 0.2:
            self._last = now
            print(f"\r{self._line(now)}\x1b[K", end="", file=sys.stderr, flush=True)

    def _line(self, now: float) -> str:
        samples, position = self._samples, self.position()
        if now - samples[-1][0] >= 1:
            samples.append((now, self._count, position))
        while len(samples) > 2 and now - samples[0][0] > _WINDOW:
            samples.popleft()
        began, count, start = samples[0]
        seconds = max(now - began, 0.001)
        line = f"{self._count:,} articles, {(self._count - count) / seconds:,.1f} a second"
        if self.total and position > start:
            left = max(self.total - position, 0) * seconds / (position - start)
            line += f", {min(position / self.total, 1):.0%} read, {duration(left)} left"
        return line

    def note(self, text: str) -> None:
        """Something to be read, on a line of its own."""
        self.clear()
        print(printable(text), file=sys.stderr)

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def duration(seconds: float) -> str:
    """A time as people say it.

    >>> duration(4000)
    '1 h 06 min'
    """
    minutes = int(seconds // 60)
    if minutes < 1:
        return f"{int(seconds)} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
