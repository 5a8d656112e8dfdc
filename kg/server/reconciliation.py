"""The Reconciliation Service API 0.2 (W3C community group), which OpenRefine speaks: names of a spreadsheet → things.

A name is compared with the labels and spellings of people, bodies, offices, places and events. A score says how alike
the names are, 0 to 100; `match` is true only where one thing alone bears the name in full, so that nobody is taken for
a namesake without a look.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from extract.errors import QueryLimit
from kg.server.pool import Pool
from kg.server.source import Source
from kg.server.views import path_of
from kg.server.worker import Job
from kg.vocabulary import BASE, KG

TYPES: Final = {
    "Person": "orang / person",
    "Organisation": "lembaga / body",
    "Office": "jabatan / office",
    "Place": "tempat / place",
    "Event": "peristiwa / event",
}
MAX_QUERIES: Final = 100
MAX_CANDIDATES: Final = 25
_NAMES: Final = """
PREFIX kg: <https://w3id.org/jejak/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?type ?label ?name WHERE {
  VALUES ?type { kg:Person kg:Organisation kg:Office kg:Place kg:Event }
  ?thing a ?type ; skos:prefLabel ?label ; skos:prefLabel|skos:altLabel ?name .
}"""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing under one of its names."""

    iri: str
    type: str
    label: str
    folded: str


@dataclass(slots=True)
class Reconciliation:
    """Answers `/reconcile` and its helpers; the names are read once for each version of the graph."""

    pool: Pool
    source: Source
    _version: str = ""
    _names: list[Named] = field(default_factory=list)

    async def service(self, request: Request) -> Response:
        """The manifest, or the candidates of a batch of queries; no JSONP, which would be a foreign script."""
        given: Mapping[str, Any] = await request.form() if request.method == "POST" else request.query_params
        text = given.get("queries")
        if text is None:
            return JSONResponse(self._manifest(request))
        try:
            queries = json.loads(str(text))
            batch = {str(key): (str(entry["query"]), entry) for key, entry in queries.items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            return JSONResponse({"error": "queries is a JSON object of {key: {query: name}}."}, 400)
        if len(batch) > MAX_QUERIES:
            return JSONResponse({"error": f"at most {MAX_QUERIES} queries at a time."}, 413)
        try:
            await self._refresh()
        except QueryLimit as error:
            return JSONResponse({"error": str(error)}, 503)
        answers = {}
        for key, (name, entry) in batch.items():
            limit = entry.get("limit") if isinstance(entry.get("limit"), int) else 5
            wanted = entry.get("type")
            kinds = {wanted} if isinstance(wanted, str) else set(wanted) if isinstance(wanted, list) else set()
            answers[key] = {"result": self._candidates(name, {str(kind) for kind in kinds}, limit)}
        return JSONResponse(answers)

    async def suggest(self, request: Request) -> Response:
        """Things whose name begins like what is typed."""
        await self._refresh()
        typed = fold(request.query_params.get("prefix", ""))
        seen: dict[str, Named] = {}
        for named in self._names:
            if typed and typed in named.folded:
                seen.setdefault(named.iri, named)
        ordered = sorted(seen.values(), key=lambda each: (not each.folded.startswith(typed), each.label, each.iri))
        rows = [
            {"id": each.iri, "name": each.label, "notable": [{"id": each.type, "name": TYPES[each.type]}]}
            for each in ordered[:MAX_CANDIDATES]
        ]
        return JSONResponse({"result": rows})

    async def preview(self, request: Request) -> Response:
        """A few words about a thing, for a small frame."""
        from html import escape

        await self._refresh()
        iri = request.query_params.get("id", "")
        found = [named for named in self._names if named.iri == iri]
        if not found:
            return HTMLResponse("<!doctype html><title>Jejak</title><p>—</p>", 404)
        names = sorted({named.folded for named in found})
        body = (
            f"<!doctype html><html><head><meta charset=utf-8><title>Jejak</title></head><body>"
            f"<p><strong>{escape(found[0].label)}</strong><br>{escape(TYPES[found[0].type])}"
            f"<br>{escape('; '.join(names))}</p></body></html>"
        )
        return HTMLResponse(body)

    def _manifest(self, request: Request) -> dict[str, Any]:
        root = str(request.base_url).rstrip("/")
        return {
            "versions": ["0.2"],
            "name": "Jejak",
            "identifierSpace": BASE + "id/",
            "schemaSpace": KG.address,
            "view": {"url": "{{id}}"},
            "defaultTypes": [{"id": name, "name": words} for name, words in TYPES.items()],
            "preview": {"url": f"{root}/reconcile/preview?id={{{{id}}}}", "width": 360, "height": 120},
            "suggest": {"entity": {"service_url": root, "service_path": "/reconcile/suggest"}},
            "batchSize": MAX_QUERIES,
        }

    async def _refresh(self) -> None:
        """Read the names anew where the graph has changed."""
        version = self.source.newest().version
        if version == self._version:
            return
        outcome = await self.pool.run(Job(_NAMES, "json", max_bytes=512 << 20, union=self.source.union))
        if outcome.kind != "done":
            raise QueryLimit(outcome.message)
        rows = json.loads(outcome.body)["results"]["bindings"]
        names = {
            Named(
                row["thing"]["value"],
                row["type"]["value"].rpartition("#")[2],
                row["label"]["value"],
                fold(row["name"]["value"]),
            )
            for row in rows
        }
        self._names = sorted(names, key=lambda named: (named.iri, named.folded))
        self._version = version

    def _candidates(self, name: str, kinds: set[str], limit: int) -> list[dict[str, Any]]:
        from rapidfuzz import fuzz, process

        pool = [named for named in self._names if not kinds or named.type in kinds]
        folded = fold(name)
        names = [named.folded for named in pool]
        best: dict[str, tuple[float, Named]] = {}
        # A part of a name (`Sari` for `Sari Dewi`) counts for less than the whole of it.
        for scorer, weight in ((fuzz.token_sort_ratio, 1.0), (fuzz.token_set_ratio, 0.85)):
            for _, score, at in process.extract(folded, names, scorer=scorer, limit=100, score_cutoff=65):
                named = pool[at]
                if named.iri not in best or score * weight > best[named.iri][0]:
                    best[named.iri] = (score * weight, named)
        ordered = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].iri))
        full = {named.iri for named in pool if named.folded == folded}
        return [
            {
                "id": named.iri,
                "name": named.label,
                "type": [{"id": named.type, "name": TYPES[named.type]}],
                "score": round(score, 1),
                "match": full == {named.iri},
                "description": path_of(named.iri) or "",
            }
            for score, named in ordered[: max(1, min(limit, MAX_CANDIDATES))]
        ]


def fold(name: str) -> str:
    """A name for comparison: without marks, case, and doubled spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(plain.casefold().replace(".", " ").replace(",", " ").split())
