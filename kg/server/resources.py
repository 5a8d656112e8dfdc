"""Resource pages: each minted IRI as a readable page, and its data by content negotiation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from extract.errors import QueryLimit
from kg.claims import ClaimRow
from kg.server.negotiation import GRAPHS, choose
from kg.server.pages import page
from kg.server.pool import Pool
from kg.server.source import Source
from kg.server.tasks import PageData, PageTask
from kg.server.views import card, cut, safe_link, view
from kg.server.wording import language_of
from kg.server.worker import Job
from kg.vocabulary import BASE

_CLAIM: Final = "/claim/"
_DATA: Final = """
CONSTRUCT {{ ?thing ?p ?o . ?claim ?cp ?co }} WHERE {{
  VALUES ?thing {{ <{iri}> }}
  {{ ?thing ?p ?o }}
  UNION {{
    {{ ?claim <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> ?thing }}
    UNION {{ ?claim <http://www.w3.org/1999/02/22-rdf-syntax-ns#object> ?thing }}
    UNION {{ ?claim <http://www.w3.org/ns/prov#wasQuotedFrom> ?thing }}
    ?claim ?cp ?co
  }}
}}"""


@dataclass(frozen=True, slots=True)
class Resources:
    """Answers `/id/…`."""

    pool: Pool
    source: Source

    async def __call__(self, request: Request) -> Response:
        iri = BASE.rstrip("/") + request.scope["raw_path"].decode("latin-1")
        if any(c in iri for c in '<>"{}|\\^` \x00'):
            return self._missing(request)
        media = choose(request.headers.get("accept"), ["text/html", *GRAPHS])
        asked = request.query_params.get("format")
        if asked in GRAPHS.values():
            media = next(name for name, form in GRAPHS.items() if form == asked)
        try:
            if media is None:
                return PlainTextResponse(f"This comes as text/html or one of: {', '.join(GRAPHS)}.\n", 406)
            return await (self._page(request, iri) if media == "text/html" else self._data(request, iri, media))
        except QueryLimit as limit:
            return PlainTextResponse(f"{limit}\n", 503, {"Retry-After": "5"})

    async def _data(self, request: Request, iri: str, media: str) -> Response:
        job = Job(
            _DATA.format(iri=iri), GRAPHS[media], max_bytes=self.pool.limits.answer_bytes, union=self.source.union
        )
        outcome = await self.pool.run(job)
        if outcome.kind == "done" and b"#" not in outcome.body and b"://" not in outcome.body:
            return self._missing(request)
        status = {"done": 200, "too-large": 413}.get(outcome.kind, 500)
        body = outcome.body or f"{outcome.message}\n".encode()
        kind = media if outcome.kind == "done" else "text/plain"
        return Response(body, status, {"Content-Type": f"{kind}; charset=utf-8", "Vary": "Accept"})

    async def _page(self, request: Request, iri: str) -> Response:
        moved = self.source.successor(iri)
        if moved is not None and moved.startswith(BASE):
            return RedirectResponse(moved[len(BASE) - 1 :], 301)
        if iri.startswith(BASE + "id/article/"):
            article, is_claim, _ = iri.partition(_CLAIM)
            data = await self._read(PageTask("article", article))
            if data is None or data.source is None:
                return self._missing(request)
            if is_claim:
                claim = next((claim for claim in data.graph.claims if claim.iri == iri), None)
                return self._missing(request) if claim is None else self._claim(request, data, claim)
            return self._article(request, data)
        data = await self._read(PageTask("thing", iri))
        if data is None or iri not in data.graph.nodes:
            return self._missing(request)
        node = data.graph.nodes[iri]
        shown = view(data.graph, node, language_of(request))
        return page(request, "thing.html", {"title": node.label, "here": "", "view": shown, "iri": iri})

    async def _read(self, task: PageTask) -> PageData | None:
        outcome = await self.pool.run(task)
        return outcome.page

    def _article(self, request: Request, data: PageData) -> Response:
        language = language_of(request)
        source = data.source
        if source is None:
            return self._missing(request)
        cards = [card(data.graph, claim, language) for claim in data.graph.claims]
        text = self.source.text(source.id)
        marks = [(claim.start, claim.end, claim.factuality) for claim in data.graph.claims]
        values = {
            "title": source.title or source.id,
            "here": "",
            "source": source,
            "external": safe_link(source.url),
            "claim_cards": cards,
            "pieces": cut(text, marks) if text else (),
            "iri": source.iri,
        }
        return page(request, "article.html", values)

    def _claim(self, request: Request, data: PageData, claim: ClaimRow) -> Response:
        made = card(data.graph, claim, language_of(request))
        title = " ".join(filter(None, (made.subject.name, made.relation, made.object.name if made.object else "")))
        return page(request, "claim.html", {"title": title, "here": "", "card": made, "iri": claim.iri})

    def _missing(self, request: Request) -> Response:
        return page(request, "missing.html", {"title": "404", "here": ""}, status=404)
