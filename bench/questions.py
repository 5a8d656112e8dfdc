"""The saved questions: through this project, by the bare engine, and by rdflib in memory, in one run.

`python -m bench.questions STORE [--rdflib SECONDS]` prints one JSON object. rdflib has so many seconds for each, or
eleven times what this project takes.
All are processor seconds of this process, so that they hold on a machine that does other work too.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.measure import answer, timed

GIVEN = {"date": "2031-05-03", "number": "10", "text": ""}


class TooLong(Exception):
    """rdflib did not answer in its time."""


def run(place: Path, seconds: int) -> dict[str, Any]:
    """For each question: ours, the engine's own time, and rdflib's, or why it has none."""
    from kg.engine import LocalEngine
    from kg.questions import questions
    from kg.store import Snapshot

    figures: dict[str, Any] = {}
    with Snapshot.open(place) as snapshot:
        people, claim = _busiest(snapshot.quads), _any_claim(snapshot.quads)
        graph, loading = _rdflib(snapshot.quads) if seconds else (None, 0.0)
        engine = LocalEngine(snapshot.quads)
        for name, question in questions().items():
            values = {each.name: GIVEN.get(each.type, people[each.name == "to"]) for each in question.parameters}
            values |= {key: value for key, value in (("claim", claim), ("since", "2031-12-20")) if key in values}
            asked = {name: values}
            optional = {each.name for each in question.parameters if each.type == "name" and not each.required}
            if optional:
                asked[f"{name} (all)"] = {key: value for key, value in values.items() if key not in optional}
            for title, given in asked.items():
                text = question.bind(given)
                ours, bare = _least(
                    lambda text=text: engine.run(text),
                    lambda text=text: list(snapshot.quads.query(text, use_default_graph_as_union=True)),
                )
                rows = engine.run(text).rows  # type: ignore[union-attr]  # each saved question is a SELECT
                figures[title] = {"rows": len(rows), "ours_ms": ours * 1e3, "bare_ms": bare * 1e3}
                figures[title]["ours_to_bare"] = ours / bare
                if graph is not None:
                    # Long enough to tell whether it is ten times slower.
                    taken = _within(max(seconds, round(11 * ours)), lambda text=text: list(graph.query(text)))
                    answered = isinstance(taken, float)
                    figures[title]["rdflib"] = f"{taken * 1e3:.0f} ms" if answered else taken
                    figures[title]["rdflib_to_ours"] = taken / ours if answered else None
                print(f"{title}: {figures[title]}", file=sys.stderr, flush=True)
    return {"questions": figures, "rdflib_load_seconds": loading}


def _least(*asks: Callable[[], object], times: int = 3) -> list[float]:
    """The least processor seconds that each takes, asked in turns: what else the machine does can only add to them.

    What takes no time is asked up to ten times as often.
    """
    found = [float("inf")] * len(asks)
    start = time.process_time()
    for turn in range(times * 10):
        if turn >= times and time.process_time() - start > 0.2:
            break
        for at, ask in enumerate(asks):
            with timed() as clock:
                ask()
            found[at] = min(found[at], clock.cpu)
    return found


def _busiest(quads: Any) -> list[str]:
    """The names of the two people that most claims are about."""
    query = """PREFIX kg: <https://w3id.org/jejak/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?label (COUNT(?claim) AS ?n) WHERE { ?thing a kg:Person ; skos:prefLabel ?label .
        ?claim rdf:subject ?thing } GROUP BY ?label ORDER BY DESC(?n) ?label LIMIT 2"""
    return [str(row["label"].value) for row in quads.query(query, use_default_graph_as_union=True)]


def _any_claim(quads: Any) -> str:
    query = "SELECT ?claim { ?claim <https://w3id.org/jejak/ontology#confidence> ?sure } ORDER BY ?claim LIMIT 1"
    return str(next(iter(quads.query(query, use_default_graph_as_union=True)))["claim"].value)


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


def _within(seconds: int, ask: Callable[[], object]) -> float | str:
    """The processor seconds that something takes, or why there is no answer."""

    def stop(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGPROF, stop)
    start = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        ask()
    except TooLong:
        return f"over {seconds} s"
    except Exception as error:  # rdflib cannot sort two unbound values, for one
        return f"fails ({type(error).__name__})"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return time.process_time() - start


if __name__ == "__main__":
    limit = int(sys.argv[sys.argv.index("--rdflib") + 1]) if "--rdflib" in sys.argv else 0
    answer(run(Path(sys.argv[1]), limit))
