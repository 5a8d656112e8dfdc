"""The saved questions: through this project, by the bare engine, and by rdflib in memory, in one run.

`python -m bench.questions STORE [--rdflib SECONDS]` prints one JSON object. rdflib has so many seconds for each.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Any

from bench.measure import answer, best, timed

GIVEN = {"date": "2031-05-03", "number": "10", "text": ""}


class TooLong(Exception):
    """rdflib did not answer in its time."""


def run(place: Path, seconds: int) -> dict[str, Any]:
    """For each question: ours, the engine's own time, and rdflib's (None where it took too long)."""
    from kg.engine import LocalEngine
    from kg.questions import questions
    from kg.store import Snapshot

    figures: dict[str, Any] = {}
    with Snapshot.open(place) as snapshot:
        person, event = (_busiest(snapshot.quads, name) for name in ("Person", "Event"))
        graph, loading = _rdflib(snapshot.quads) if seconds else (None, 0.0)
        engine = LocalEngine(snapshot.quads)
        for name, question in questions().items():
            values = {
                each.name: GIVEN.get(each.type, event if each.name == "event" else person)
                for each in question.parameters
                if each.required
            }
            text = question.bind(values)
            bare = best(lambda text=text: list(snapshot.quads.query(text, use_default_graph_as_union=True)), 3)
            ours = best(lambda text=text: engine.run(text), 3)
            print(f"{name}: {ours:.3f} s, engine {bare:.3f} s", file=sys.stderr, flush=True)
            figures[name] = {"ours_ms": ours * 1e3, "bare_ms": bare * 1e3, "ours_to_bare": ours / bare}
            if graph is not None:
                taken = _within(seconds, lambda text=text: list(graph.query(text)))
                figures[name]["rdflib_ms"] = None if taken is None else taken * 1e3
                figures[name]["rdflib_to_ours"] = None if taken is None else taken / ours
    return {"questions": figures, "rdflib_load_seconds": loading}


def _busiest(quads: Any, kind: str) -> str:
    """The name of the thing of a class that most claims are about."""
    query = f"""PREFIX kg: <https://w3id.org/jejak/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?label (COUNT(?claim) AS ?n) WHERE {{ ?thing a kg:{kind} ; skos:prefLabel ?label .
        ?claim rdf:{"subject" if kind == "Person" else "object"} ?thing }} GROUP BY ?label ORDER BY DESC(?n) LIMIT 1"""
    return str(next(iter(quads.query(query, use_default_graph_as_union=True)))["label"].value)


def _rdflib(quads: Any) -> tuple[Any, float]:
    import pyoxigraph
    import rdflib

    triples = b"".join(
        pyoxigraph.serialize([quad.triple], format=pyoxigraph.RdfFormat.N_TRIPLES) or b"" for quad in quads
    )
    graph = rdflib.Graph()
    with timed() as clock:
        graph.parse(data=triples, format="nt")
    return graph, clock.wall


def _within(seconds: int, ask: Any) -> float | None:
    def stop(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        with timed() as clock:
            ask()
    except TooLong:
        return None
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    return clock.wall


if __name__ == "__main__":
    limit = int(sys.argv[sys.argv.index("--rdflib") + 1]) if "--rdflib" in sys.argv else 0
    answer(run(Path(sys.argv[1]), limit))
