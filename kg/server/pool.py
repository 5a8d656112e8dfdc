"""A pool of worker processes that are killed at a query's limit, and replaced at once.

A query that runs for over a second is moved to a low priority, and new workers start beside it, so that short queries
keep answering while long ones burn their time. All limits are told as errors; a part of an answer is never sent.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Final

from extract.errors import QueryError, QueryLimit, StoreError
from kg.server.tasks import PageTask
from kg.server.worker import Job, Outcome, serve

POLITE_AFTER: Final = 1.0
"""Seconds after which a running query yields the processor to shorter ones."""
LOW_PRIORITY: Final = 15
WATCH_EVERY: Final = 0.1
START_TIMEOUT: Final = 20.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use: seconds, bytes of answer, bytes of memory; and how many may run beside each other."""

    seconds: float = 30.0
    answer_bytes: int = 64 << 20
    memory_bytes: int = 1 << 30
    memory_budget: int = 4 << 30
    beside: int = 48
    warm: int = 2


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A folder of quads that no writer touches any more, with the version that it holds."""

    path: str
    version: str


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    pipe: Connection
    snapshot: Snapshot
    verdict: QueryLimit | None = None
    polite: bool = False
    resident: int = 0

    def kill(self) -> None:
        if self.process.pid and self.process.is_alive():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process.pid, signal.SIGKILL)


@dataclass(slots=True, eq=False)
class Pool:
    """Runs jobs in killable processes over the newest snapshot that `newest` names."""

    newest: Callable[[], Snapshot]
    limits: Limits = field(default_factory=Limits)
    _idle: list[_Worker] = field(default_factory=list)
    _running: set[_Worker] = field(default_factory=set)
    _room: asyncio.Semaphore = field(init=False)
    _threads: ThreadPoolExecutor = field(init=False)
    _context: multiprocessing.context.ForkServerContext = field(init=False)
    _closed: bool = False

    def __post_init__(self) -> None:
        self._room = asyncio.Semaphore(self.limits.beside)
        self._threads = ThreadPoolExecutor(self.limits.beside + self.limits.warm, thread_name_prefix="query")
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["kg.server.worker", "pyoxigraph"])

    async def start(self) -> None:
        """Have a few workers ready before the first request."""
        fresh = await asyncio.gather(*(self._spawn() for _ in range(self.limits.warm)))
        self._idle.extend(fresh)

    def close(self) -> None:
        """End every worker, with whatever it runs."""
        self._closed = True
        for worker in [*self._idle, *self._running]:
            worker.kill()
        self._idle.clear()
        self._threads.shutdown(wait=False, cancel_futures=True)

    @property
    def running(self) -> int:
        """How many queries run now."""
        return len(self._running)

    async def run(self, job: Job | PageTask) -> Outcome:
        """The outcome of a job; QueryLimit where it hits a limit of time or memory, waiting for a place included."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self.limits.seconds
        try:
            async with asyncio.timeout_at(deadline):
                await self._room.acquire()
        except TimeoutError:
            raise QueryLimit(
                f"{self.limits.beside} queries were running for {self.limits.seconds:g} s.", remedy="Try again later."
            ) from None
        try:
            worker = await self._take()
            return await self._run_on(worker, job, deadline)
        finally:
            self._room.release()

    async def _run_on(self, worker: _Worker, job: Job | PageTask, deadline: float) -> Outcome:
        loop = asyncio.get_running_loop()
        self._running.add(worker)
        watch = asyncio.create_task(self._watch(worker, deadline))
        finished = False
        try:
            outcome = await loop.run_in_executor(self._threads, _exchange, worker.pipe, job)
            finished = True
        except (EOFError, OSError):
            if worker.verdict is not None:
                raise worker.verdict from None
            if self._closed:
                raise QueryLimit("the server is stopping.") from None
            raise QueryLimit("the query ran out of memory.", remedy="Ask for less at a time.") from None
        finally:
            watch.cancel()
            self._running.discard(worker)
            if finished and not worker.polite and not self._closed and len(self._idle) < self.limits.warm * 2:
                self._idle.append(worker)
            else:
                self._discard(worker)
        return outcome

    async def _watch(self, worker: _Worker, deadline: float) -> None:
        """Kill the worker at its deadline or over its memory; make it polite once it runs long."""
        loop = asyncio.get_running_loop()
        polite_at = loop.time() + POLITE_AFTER
        while True:
            await asyncio.sleep(max(0.0, min(WATCH_EVERY, deadline - loop.time())))
            worker.resident = _resident(worker.process.pid)
            if loop.time() >= deadline:
                worker.verdict = QueryLimit(
                    f"the query ran into its limit of {self.limits.seconds:g} s.",
                    remedy="Ask for less at a time, or raise --timeout.",
                )
            elif worker.resident > self.limits.memory_bytes or self._is_largest_over_budget(worker):
                worker.verdict = QueryLimit(
                    f"the query used over {worker.resident >> 20:,} MB of memory.", remedy="Ask for less at a time."
                )
            if worker.verdict is not None:
                worker.kill()
                return
            if not worker.polite and loop.time() >= polite_at:
                worker.polite = True
                with contextlib.suppress(OSError):
                    os.setpriority(os.PRIO_PROCESS, worker.process.pid or 0, LOW_PRIORITY)

    def _is_largest_over_budget(self, worker: _Worker) -> bool:
        total = sum(other.resident for other in self._running)
        return total > self.limits.memory_budget and worker.resident == max(w.resident for w in self._running)

    async def _take(self) -> _Worker:
        """An idle worker over the newest snapshot, else a fresh one."""
        newest = self.newest()
        while self._idle:
            worker = self._idle.pop()
            if worker.snapshot == newest and worker.process.is_alive():
                return worker
            self._discard(worker)
        return await self._spawn()

    async def _spawn(self) -> _Worker:
        snapshot = self.newest()
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(snapshot.path, theirs), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours, snapshot)
        try:
            async with asyncio.timeout(START_TIMEOUT):
                await asyncio.get_running_loop().run_in_executor(self._threads, ours.recv)
        except (EOFError, OSError, TimeoutError) as error:
            self._discard(worker)
            raise StoreError("a query process could not open the store.", where=snapshot.path) from error
        return worker

    def _discard(self, worker: _Worker) -> None:
        worker.kill()
        worker.pipe.close()
        self._threads.submit(worker.process.join, 5) if not self._closed else None


def _exchange(pipe: Connection, job: Job | PageTask) -> Outcome:
    pipe.send(job)
    outcome = pipe.recv()
    if not isinstance(outcome, Outcome):
        raise QueryError(f"a query process answered {type(outcome).__name__}.")
    return outcome


def _resident(pid: int | None) -> int:
    """Bytes of memory that a process holds; 0 where that is not told."""
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as stream:  # noqa: PTH123  # once every tenth of a second
            return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
