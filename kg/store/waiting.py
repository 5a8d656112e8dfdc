"""What the ledger has and the quads do not have yet: gathered, then written by a thread of its own, in order.

A change is safe in the ledger before it comes here, and is done again from there where a writer ends too soon. So the
quads may be written later, many changes at a time: of an article that changes again before it is written, only the
last state is. The engine does not hold the interpreter while it loads, so the next change is worked out meanwhile.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, cycle
from pathlib import Path
from typing import Final

from extract.facts import ArticleFacts
from kg.graph import article_lines
from kg.store.quads import Quads, gather
from kg.store.update import Change, Denoting

MOST_QUADS: Final = 450_000
"""About so many quads of whole articles: the engine takes them as one table, and has less to merge than from many."""
MOST_LINES: Final = 100_000
"""So many lines that come, or that go: these wait longer, for each time some go the engine rewrites much of its own."""


class Waiting:
    """Changes on their way to the quads."""

    def __init__(self, quads: Quads, folder: Path) -> None:
        self._quads = quads
        places = (folder / "coming-1.nq", folder / "coming-2.nq")
        for place in places:
            place.unlink(missing_ok=True)  # left by a writer that was killed
        self._places = cycle(places)
        """Where large changes are gathered: the next one while one is written."""
        self._quads_ahead = 0
        self._adds: set[str] = set()
        self._removes: set[str] = set()
        self.articles: dict[str, Denoting] = {}
        """Those whose graph has to be written whole, in the order in which they came."""
        self._thread = ThreadPoolExecutor(1, "quads")
        self._writing: Future[None] | None = None

    def take(self, change: Change) -> None:
        """Add a change to what waits, and begin to write when that is much."""
        self._quads_ahead += sum(_weight(facts) for facts, _ in change.fresh.values())
        self.articles |= change.fresh | change.changed
        for name in change.dropped:
            self.articles.pop(name, None)
        going = change.removes - change.adds
        self._removes |= going - self._adds
        self._adds -= going
        self._adds |= change.adds - self._removes
        self._removes -= change.adds
        if self._quads_ahead >= MOST_QUADS or max(len(self._adds), len(self._removes)) >= MOST_LINES:
            self._begin(whole=len(self._removes) >= MOST_LINES)

    def _begin(self, *, whole: bool) -> None:
        """Hand over what waits to be written, once the last such writing is done; raises what that one met."""
        parts = chain([self._adds], (article_lines(*each) for each in self.articles.values()))
        coming = gather(parts, next(self._places))
        self._adds, self.articles, self._quads_ahead = set(), {}, 0
        removes: list[str] = []
        if whole:
            removes, self._removes = [*self._removes], set()
        self.wait()
        if coming or removes:
            self._writing = self._thread.submit(self._quads.change, coming, removes)

    def wait(self) -> None:
        """Wait for the writing that is under way; raises what it met."""
        writing, self._writing = self._writing, None
        if writing is not None:
            writing.result()

    def finish(self) -> None:
        """Write all that waits."""
        self._begin(whole=True)
        self.wait()

    def close(self) -> None:
        """End the thread; what waits is done again from the ledger."""
        self._thread.shutdown()


def _weight(facts: ArticleFacts) -> int:
    """About how many quads an article's graph has."""
    return 25 * len(facts.facts) + 5 * len(facts.entities)
