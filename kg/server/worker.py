"""The process that executes queries: it opens the quads for reading, answers one query at a time, and may be killed.

The engine cannot be interrupted, so a limit of time or memory is a kill by the pool. What comes back over the pipe is a
whole answer or an error, never a part of one.
"""

from __future__ import annotations

import io
import resource
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from kg.server.tasks import PageData, PageTask, read_page

if TYPE_CHECKING:
    import pyoxigraph as ox

ADDRESS_SPACE: Final = 8 << 30
"""Bytes of address space at most: a backstop behind the pool's own watch over resident memory."""


@dataclass(frozen=True, slots=True)
class Job:
    """One query with its dataset, its result format, and the most bytes that its answer may have.

    `default_graphs` and `named_graphs` are the protocol's dataset, None where the request names none; `must_exist` are
    the graphs that the query's own FROM clauses name.
    """

    query: str
    format: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    max_bytes: int = 64 << 20
    must_exist: tuple[str, ...] = ()
    union: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: `body` where it is done, else the kind of failure and its message."""

    kind: Literal["done", "syntax", "too-large", "failed", "unknown-graph"]
    body: bytes = b""
    message: str = ""
    page: PageData | None = None


class _TooLargeError(Exception):
    """The answer grew over its limit."""


class _Capped(io.BytesIO):
    """A buffer that refuses to grow over a number of bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit
        self.size = 0

    def write(self, data: Any, /) -> int:
        self.size += len(data)
        if self.size > self.limit:
            raise _TooLargeError
        return super().write(data)


def _page(store: ox.Store, task: PageTask) -> Outcome:
    try:
        return Outcome("done", page=read_page(store, task))
    except (KeyError, ValueError, OSError, RuntimeError, MemoryError) as error:
        return Outcome("failed", message=f"the page cannot be read ({type(error).__name__}: {error}).")


def open_quads(path: str) -> ox.Store:
    """The quads of a folder, opened read-only."""
    import pyoxigraph as ox

    return ox.Store.read_only(path)


def execute(store: ox.Store, job: Job) -> Outcome:
    """Run one query to its end, or to its limit of size."""
    import pyoxigraph as ox

    nodes = _nodes
    buffer = _Capped(job.max_bytes)
    try:
        default, named = nodes(job.default_graphs), nodes(job.named_graphs)
        unknown = _unknown(store, [*(default or ()), *(named or ()), *(nodes(job.must_exist) or ())])
        if unknown:
            return Outcome("unknown-graph", message=f"no graph {unknown} in this store.")
        union = job.union and default is None and not job.must_exist
        result = store.query(
            job.query,
            use_default_graph_as_union=union,
            default_graph=[*default] if default is not None else None,
            named_graphs=named,
        )
        if isinstance(result, ox.QueryTriples):
            ox.serialize(result, buffer, format=graph_formats()[job.format], prefixes=None)
        else:
            result.serialize(buffer, format=solution_formats()[job.format])
    except _TooLargeError:
        return Outcome("too-large", message=f"the answer has over {job.max_bytes:,} bytes.")
    except SyntaxError as error:
        return Outcome("syntax", message=str(error))
    except MemoryError:
        return Outcome("failed", message="memory ran out.")
    except (OSError, ValueError, RuntimeError) as error:
        if buffer.size > job.max_bytes:
            return Outcome("too-large", message=f"the answer has over {job.max_bytes:,} bytes.")
        return Outcome("failed", message=str(error))
    return Outcome("done", body=buffer.getvalue())


def _nodes(iris: Sequence[str] | None) -> list[ox.NamedNode | ox.BlankNode] | None:
    import pyoxigraph as ox

    return None if iris is None else [ox.NamedNode(iri) for iri in iris]


def _unknown(store: ox.Store, graphs: Sequence[ox.NamedNode | ox.BlankNode]) -> str | None:
    return next((graph.value for graph in graphs if not store.contains_named_graph(graph)), None)


def solution_formats() -> dict[str, ox.QueryResultsFormat]:
    import pyoxigraph as ox

    kinds = ox.QueryResultsFormat
    return {"json": kinds.JSON, "xml": kinds.XML, "csv": kinds.CSV, "tsv": kinds.TSV}


def graph_formats() -> dict[str, ox.RdfFormat]:
    import pyoxigraph as ox

    kinds = ox.RdfFormat
    return {"ttl": kinds.TURTLE, "nt": kinds.N_TRIPLES, "jsonld": kinds.JSON_LD, "rdf": kinds.RDF_XML}


def serve(path: str, pipe: Connection) -> None:
    """Answer jobs from the pipe until it closes."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    store = open_quads(path)
    pipe.send(Outcome("done"))
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        pipe.send(_page(store, job) if isinstance(job, PageTask) else execute(store, job))


def load_file(source: Path, folder: Path) -> bool:
    """Bulk-load an RDF file into a fresh folder, so that every worker can open it.

    Whether its default graph should be the union of all: so where it has named graphs alone, as an export of a store.
    """
    import pyoxigraph as ox

    form = ox.RdfFormat.from_extension(source.suffix.removeprefix("."))
    store = ox.Store(str(folder))
    store.bulk_load(path=str(source), format=form, base_iri=source.resolve().as_uri())
    store.flush()
    return not any(True for _ in store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
