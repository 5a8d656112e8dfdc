"""The web application: the endpoint and the pages over one source, behind the security that all of them share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.server.asking import Asking
from kg.server.endpoint import Endpoint
from kg.server.network import Network
from kg.server.pages import STATIC, VENDOR
from kg.server.pool import Limits, Pool
from kg.server.reconciliation import Reconciliation
from kg.server.resources import Resources
from kg.server.security import AccessLog, SecurityHeaders
from kg.server.source import Source

LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]", "testserver")
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
"""All of them reach the endpoint, which answers the wrong ones itself."""


def create_app(
    source: Source, limits: Limits | None = None, *, hosts: Sequence[str] = (), cors: Sequence[str] = ()
) -> Starlette:
    """The application over a source; `hosts` may be named besides the local ones, `cors` origins may read it."""
    pool = Pool(source.newest, limits or Limits())
    asking = Asking(pool, source)
    reconciliation = Reconciliation(pool, source)
    endpoint = Endpoint(pool, union=source.union)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await pool.start()
        try:
            yield
        finally:
            pool.close()
            source.close()

    async def health(_: Request) -> Response:
        snapshot = source.newest()
        return JSONResponse({"status": "ok", "version": snapshot.version, "running": pool.running})

    middleware = [
        Middleware(AccessLog),
        Middleware(SecurityHeaders),
        Middleware(TrustedHostMiddleware, allowed_hosts=[*LOCAL_HOSTS, *hosts], www_redirect=False),
    ]
    if cors:
        middleware.append(Middleware(CORSMiddleware, allow_origins=list(cors), allow_methods=["GET", "POST"]))
    app = Starlette(
        routes=[
            Route("/sparql", endpoint.__call__, methods=METHODS),
            Route("/health", health),
            Route("/", asking.home),
            Route("/question/{name}", asking.question),
            Route("/construct", asking.construct),
            Route("/network", Network(pool, source).__call__),
            Route("/id/{rest:path}", Resources(pool, source).__call__),
            Route("/reconcile", reconciliation.service, methods=["GET", "POST"]),
            Route("/reconcile/suggest", reconciliation.suggest),
            Route("/reconcile/preview", reconciliation.preview),
            Mount("/static", StaticFiles(directory=STATIC)),
            Mount("/vendor", StaticFiles(directory=VENDOR, check_dir=False)),
        ],
        middleware=middleware,
        lifespan=lifespan,
    )
    app.state.pool = pool
    return app
