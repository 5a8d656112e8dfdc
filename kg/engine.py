"""Where a query is executed: a store or a file on this machine, or a SPARQL endpoint elsewhere, behind one face.

A result is the W3C's own: rows of terms for SELECT, a truth value for ASK, triples for CONSTRUCT and DESCRIBE.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from extract.errors import QueryError, QueryLimit, StoreError, UsageError
from kg.guard import inspect

if TYPE_CHECKING:
    import pyoxigraph as ox

FILES: Final = frozenset({".ttl", ".trig", ".nt", ".nq"})
MAX_REMOTE_BYTES: Final = 256 << 20


@dataclass(frozen=True, slots=True)
class Rows:
    """The solutions of a SELECT: variables in order, and for each row one term or None each."""

    variables: tuple[str, ...]
    rows: tuple[tuple[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, ...], ...]

    def _repr_html_(self) -> str:
        """The result as a table, where a notebook shows it."""
        from kg.page.notebook import table
        from kg.results import cells

        return table(*cells(self))


@dataclass(frozen=True, slots=True)
class Truth:
    """The answer to an ASK."""

    value: bool

    def _repr_html_(self) -> str:
        """The result as a table, where a notebook shows it."""
        from kg.page.notebook import table
        from kg.results import cells

        return table(*cells(self))


@dataclass(frozen=True, slots=True)
class Triples:
    """The graph of a CONSTRUCT or DESCRIBE, sorted."""

    triples: tuple[ox.Triple, ...]

    def _repr_html_(self) -> str:
        """The result as a table, where a notebook shows it."""
        from kg.page.notebook import table
        from kg.results import cells

        return table(*cells(self))


Result = Rows | Truth | Triples


class Engine(Protocol):
    """Something that answers a query."""

    def run(self, query: str) -> Result:
        """The result of a query; QueryError says why there is none."""
        ...


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """Quads on this machine; the default graph of a query is the union of all graphs."""

    store: ox.Store
    lease: object = None
    """What keeps the quads in place while they are read."""

    def run(self, query: str) -> Result:
        shape = inspect(query)
        try:
            return collect(
                self.store.query(query, use_default_graph_as_union=not (shape.from_graphs or shape.from_named))
            )
        except SyntaxError as error:
            raise QueryError(f"the query does not parse: {error}.") from error
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"the query failed: {error}.") from error


@dataclass(frozen=True, slots=True)
class RemoteEngine:
    """A SPARQL 1.1 Protocol endpoint, asked by POST; only the address that the user gave is ever contacted."""

    address: str
    seconds: float = 60.0

    def run(self, query: str) -> Result:
        import httpx

        shape = inspect(query)
        select = shape.form in ("SELECT", "ASK")
        accept = "application/sparql-results+json" if select else "application/n-triples, text/turtle;q=0.5"
        try:
            with (
                httpx.Client(timeout=self.seconds, follow_redirects=False) as client,
                client.stream("POST", self.address, data={"query": query}, headers={"Accept": accept}) as answer,
            ):
                body = _read_capped(answer.iter_bytes())
                kind = answer.headers.get("content-type", "").partition(";")[0].strip()
                if answer.status_code != 200:
                    text = body.decode("utf-8", "replace").strip()[:300]
                    raise QueryError(f"it answered {answer.status_code}: {text}", where=self.address)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise QueryError(f"the endpoint cannot be asked ({error}).", where=self.address) from error
        return _parse_remote(body, kind, select=select, where=self.address)


def fetch(endpoint: RemoteEngine) -> ox.Store:
    """The whole graph of an endpoint, in memory; QueryLimit where it gives a part only, which would mislead."""
    import pyoxigraph as ox

    counted = endpoint.run("SELECT (COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o } }")
    result = endpoint.run("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert isinstance(counted, Rows) and isinstance(result, Triples)
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in result.triples)
    (number,) = counted.rows[0]
    expected = int(number.value) if isinstance(number, ox.Literal) else 0
    if len(store) < expected:
        raise QueryLimit(
            f"the endpoint gave {len(store):,} of its {expected:,} triples.",
            where=endpoint.address,
            remedy="Raise its limit of rows, or draw from an export of the graph (.nq).",
        )
    return store


def open_engine(path: Path) -> LocalEngine:
    """The quads of a store's folder or of an RDF file, read-only."""
    if not path.exists():
        raise UsageError("there is no such store or file.", where=str(path))
    if path.is_dir():
        from kg.store import Snapshot

        snapshot = Snapshot.open(path)
        return LocalEngine(snapshot.quads, snapshot)
    return LocalEngine(read_file(path))


def read_file(path: Path) -> ox.Store:
    """An RDF file in memory."""
    import pyoxigraph as ox

    form = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if path.suffix not in FILES or form is None:
        raise UsageError("this is no RDF file.", where=str(path), remedy=f"Give one of {', '.join(sorted(FILES))}.")
    store = ox.Store()
    try:
        store.bulk_load(path=str(path), format=form, base_iri=path.resolve().as_uri())
    except (SyntaxError, OSError, ValueError) as error:
        raise StoreError(f"it cannot be read ({error}).", where=str(path)) from error
    return store


def collect(result: object) -> Result:
    """A result of pyoxigraph as a value."""
    import pyoxigraph as ox

    if isinstance(result, ox.QuerySolutions):
        names = tuple(variable.value for variable in result.variables)
        return Rows(names, tuple(tuple(row[name] for name in names) for row in result))
    if isinstance(result, ox.QueryTriples):
        return Triples(tuple(sorted(result, key=str)))
    return Truth(bool(result))


def _read_capped(parts: Iterator[bytes]) -> bytes:
    buffer = io.BytesIO()
    for part in parts:
        if buffer.tell() + len(part) > MAX_REMOTE_BYTES:
            raise QueryLimit(f"the endpoint's answer has over {MAX_REMOTE_BYTES >> 20} MB.", remedy="Ask for less.")
        buffer.write(part)
    return buffer.getvalue()


def _parse_remote(body: bytes, kind: str, *, select: bool, where: str) -> Result:
    import pyoxigraph as ox

    try:
        if select:
            return collect(ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON))
        form = ox.RdfFormat.from_media_type(kind) or ox.RdfFormat.TURTLE
        return Triples(tuple(sorted((quad.triple for quad in ox.parse(body, format=form)), key=str)))
    except (SyntaxError, ValueError, OSError) as error:
        raise QueryError(f"its answer ({kind}) cannot be read: {error}.", where=where) from error
