"""The query page: saved questions as forms beside the editor, their answers as tables, a CONSTRUCT as a network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from extract.errors import QueryError, QueryLimit, UsageError
from kg.guard import inspect
from kg.labels import labels
from kg.questions import Question, questions
from kg.results import as_csv
from kg.server.pages import VENDOR, page
from kg.server.pool import Pool
from kg.server.source import Source
from kg.server.views import Link, path_of, safe_link
from kg.server.wording import language_of
from kg.server.worker import Job
from kg.vocabulary import KG, PREFIXES

EXAMPLE: Final = """\
PREFIX kg: <https://w3id.org/jejak/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?person ?event WHERE {
  ?who kg:attended ?what .
  ?who skos:prefLabel ?person .
  ?what skos:prefLabel ?event .
} LIMIT 50
"""
MAX_NETWORK: Final = 3000
"""Triples of a CONSTRUCT that are drawn at most; more is told, not cut."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Answers `/`, `/question/…` and `/construct`."""

    pool: Pool
    source: Source

    async def home(self, request: Request) -> Response:
        language = language_of(request)
        values = {
            "title": "SPARQL",
            "here": "query",
            "questions": [_shown(question, language, request.query_params) for question in questions().values()],
            "yasgui": (VENDOR / "yasgui.min.js").is_file(),
            "example": request.query_params.get("query") or EXAMPLE,
            "prefixes": dict(PREFIXES),
            "terms": _terms(),
        }
        return page(request, "query.html", values)

    async def question(self, request: Request) -> Response:
        """The answer to a saved question, as a table or as CSV."""
        question = questions().get(request.path_params["name"])
        if question is None:
            return page(request, "missing.html", {"title": "404", "here": ""}, status=404)
        given = {p.name: request.query_params[p.name] for p in question.parameters if p.name in request.query_params}
        try:
            text = question.bind(given)
            outcome = await self.pool.run(
                Job(text, "json", max_bytes=self.pool.limits.answer_bytes, union=self.source.union)
            )
        except UsageError as error:
            return self._problem(request, question, given, str(error), 400)
        except QueryLimit as limit:
            return self._problem(request, question, given, str(limit), 503)
        if outcome.kind != "done":
            status = 413 if outcome.kind == "too-large" else 500
            return self._problem(request, question, given, outcome.message, status)
        answer = json.loads(outcome.body)
        names = answer["head"]["vars"]
        rows = answer["results"]["bindings"]
        if request.query_params.get("format") == "csv":
            body = as_csv(names, ([row.get(name, {}).get("value", "") for name in names] for row in rows))
            headers = {
                "Content-Type": "text/csv; charset=utf-8",
                "Content-Disposition": f'attachment; filename="{question.name}.csv"',
            }
            return Response(b"\xef\xbb\xbf" + body.encode(), headers=headers)
        language = language_of(request)
        values = {
            "title": question.title[language],
            "here": "query",
            "question": _shown(question, language, given),
            "names": names,
            "rows": [[_cell(name, row.get(name)) for name in names] for row in rows],
            "problem": "",
            "text": text,
        }
        return page(request, "answer.html", values)

    def _problem(
        self, request: Request, question: Question, given: Mapping[str, str], problem: str, status: int
    ) -> Response:
        language = language_of(request)
        values = {
            "title": question.title[language],
            "here": "query",
            "question": _shown(question, language, given),
            "names": [],
            "rows": [],
            "problem": problem,
            "text": question.text,
        }
        return page(request, "answer.html", values, status=status)

    async def construct(self, request: Request) -> Response:
        """The graph of a CONSTRUCT or DESCRIBE as a drawing."""
        query = request.query_params.get("query", "")
        try:
            if inspect(query).form not in ("CONSTRUCT", "DESCRIBE"):
                raise QueryError("a network is drawn of a CONSTRUCT or a DESCRIBE.")
            outcome = await self.pool.run(Job(query, "nt", max_bytes=4 << 20, union=self.source.union))
        except QueryLimit as limit:
            return PlainTextResponse(f"{limit}\n", 503)
        except QueryError as error:
            return PlainTextResponse(f"{error}\n", 400)
        if outcome.kind != "done":
            status = {"syntax": 400, "unknown-graph": 400, "too-large": 413}.get(outcome.kind, 500)
            return PlainTextResponse(f"{outcome.message}\n", status)
        drawn = _network(outcome.body)
        if drawn is None:
            return PlainTextResponse(f"The answer has over {MAX_NETWORK} triples; ask for fewer.\n", 413)
        return page(
            request, "construct.html", {"title": "CONSTRUCT", "here": "query", "query": query, "network": drawn}
        )


def _shown(question: Question, language: str, given: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": question.name,
        "title": question.title[language],
        "purpose": question.purpose[language],
        "text": question.text,
        "parameters": [
            {
                "name": parameter.name,
                "label": parameter.label[language],
                "default": given.get(parameter.name, parameter.default),
                "required": parameter.required,
            }
            for parameter in question.parameters
        ],
    }


def _terms() -> dict[str, list[str]]:
    """The ontology's terms for the editor's completions: classes begin with a capital."""
    names = [name for name in labels("en") if name in list(KG)]
    return {
        "properties": sorted(KG.address + name for name in names if name[0].islower()),
        "classes": sorted(KG.address + name for name in names if name[0].isupper()),
    }


def _cell(name: str, term: Mapping[str, str] | None) -> Link:
    """A cell of an answer: a link where it names something here or an article's address."""
    if term is None:
        return Link("")
    value = term["value"]
    if term["type"] == "uri":
        short = value.rpartition("#")[2] if value.startswith(KG.address) else value.rpartition("/id/")[2]
        return Link(short, path_of(value))
    return Link(value, safe_link(value) if name == "url" else None, kind=value if name == "factuality" else "")


def _network(triples: bytes) -> dict[str, Any] | None:
    """Nodes at fixed places and edges between them; None where there are too many."""
    import networkx
    import pyoxigraph as ox

    graph: Any = networkx.MultiDiGraph()
    for count, quad in enumerate(ox.parse(triples, format=ox.RdfFormat.N_TRIPLES)):
        if count >= MAX_NETWORK:
            return None
        ends = [str(quad.subject), str(quad.object)]
        for end, term in zip(ends, (quad.subject, quad.object), strict=True):
            value = getattr(term, "value", end)
            kind = "literal" if isinstance(term, ox.Literal) else "thing"
            graph.add_node(end, label=value if kind == "literal" else value.rpartition("/")[2] or value, kind=kind)
        graph.add_edge(*ends, label=quad.predicate.value.rpartition("#")[2].rpartition("/")[2])
    places = networkx.spring_layout(graph, seed=7, iterations=80) if graph else {}
    numbers = {node: at for at, node in enumerate(graph)}
    scale = 180 * max(1, len(numbers)) ** 0.5
    return {
        "nodes": [
            {"id": numbers[node], "x": round(places[node][0] * scale), "y": round(places[node][1] * scale), **data}
            for node, data in graph.nodes(data=True)
        ],
        "edges": [{"from": numbers[a], "to": numbers[b], **data} for a, b, data in graph.edges(data=True)],
    }
