"""The endpoint `/sparql`: a query in, one whole answer or one explicit error out."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from extract.errors import QueryLimit, StoreError
from kg.server import description
from kg.server.negotiation import GRAPHS, SOLUTIONS, choose
from kg.server.pool import Pool
from kg.server.protocol import ProtocolFault, ProtocolQuery, read_request
from kg.server.worker import Job, Outcome

ALIASES: Final = {"turtle": "ttl", "n3": "ttl", "ntriples": "nt", "json-ld": "jsonld", "rdf+xml": "rdf"}
"""Names that clients give in `format` or `output`; one that is not known leaves the choice to the Accept header."""
STATUS: Final = {"syntax": 400, "unknown-graph": 400, "too-large": 413, "failed": 500}


class Endpoint:
    """Answers SPARQL Protocol requests from a pool of workers."""

    def __init__(self, pool: Pool, *, union: bool = False) -> None:
        self.pool = pool
        self.union = union

    async def __call__(self, request: Request) -> Response:
        try:
            query = await read_request(request)
            if query is None:
                return description.respond(request)
            return await self.answer(query, request.headers.get("accept"))
        except ProtocolFault as fault:
            headers = {"Allow": "GET, HEAD, POST, OPTIONS"} if fault.status == 405 else None
            return PlainTextResponse(fault.message + "\n", fault.status, headers)

    async def answer(self, query: ProtocolQuery, accept: str | None) -> Response:
        """The response to a checked query, in the form that the client wants most."""
        media, form = _choose_format(query, accept)
        job = Job(
            query=query.text,
            format=form,
            default_graphs=query.default_graphs,
            named_graphs=query.named_graphs,
            max_bytes=self.pool.limits.answer_bytes,
            union=self.union,
            must_exist=() if query.default_graphs is not None else (*query.shape.from_graphs, *query.shape.from_named),
        )
        try:
            outcome = await self.pool.run(job)
        except QueryLimit as limit:
            return PlainTextResponse(f"{limit}\n", 503, {"Retry-After": "5"})
        except StoreError as error:
            return PlainTextResponse(f"{error}\n", 500)
        return _response(outcome, media)


def _choose_format(query: ProtocolQuery, accept: str | None) -> tuple[str, str]:
    table = SOLUTIONS if query.shape.form in ("SELECT", "ASK") else GRAPHS
    asked = query.format or ""
    wanted = ALIASES.get(asked, asked)
    if wanted in table:
        return wanted, table[wanted]
    if wanted in table.values():
        return _media(table, wanted), wanted
    media = choose(accept, list(table))
    if media is None:
        raise ProtocolFault(406, f"A {query.shape.form} is answered as one of: {', '.join(table)}.")
    return media, table[media]


def _media(table: dict[str, str], form: str) -> str:
    return next(media for media, name in table.items() if name == form)


def _response(outcome: Outcome, media: str) -> Response:
    if outcome.kind != "done":
        return PlainTextResponse(f"{outcome.message}\n", STATUS[outcome.kind])
    charset = "; charset=utf-8" if media.startswith("text/") else ""
    return Response(outcome.body, media_type=None, headers={"Content-Type": media + charset, "Vary": "Accept"})
