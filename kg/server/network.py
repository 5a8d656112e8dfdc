"""The network page: the picture of `visualize`, drawn by a worker and kept until the graph changes."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from extract.errors import QueryLimit
from kg.server.pool import Pool
from kg.server.source import Source
from kg.server.tasks import PageTask
from kg.server.wording import language_of


@dataclass(slots=True)
class Network:
    """Answers `/network`."""

    pool: Pool
    source: Source
    _drawn: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Language → (version of the graph, page)."""

    async def __call__(self, request: Request) -> Response:
        from kg.page import policy_of

        language = language_of(request)
        version = self.source.newest().version
        kept = self._drawn.get(language)
        if kept is None or kept[0] != version:
            try:
                outcome = await self.pool.run(PageTask("network", language=language))
            except QueryLimit as limit:
                return PlainTextResponse(f"{limit}\n", 503, {"Retry-After": "5"})
            if outcome.page is None:
                return PlainTextResponse(f"{outcome.message}\n", 500)
            kept = self._drawn[language] = (version, outcome.page.drawn)
        # The page's scripts stand in it, each named by its hash; nothing else may run.
        policy = f"{policy_of(kept[1])}; frame-ancestors 'none'"
        return HTMLResponse(kept[1], headers={"Content-Security-Policy": policy, "Vary": "Accept-Language"})
