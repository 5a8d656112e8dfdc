"""`kg serve`: a SPARQL endpoint and pages over a store or an RDF file."""

from __future__ import annotations

import signal
import socket
import sys
from pathlib import Path

import click


@click.command(name="serve")
@click.argument("store", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=7878, show_default=True, help="0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--timeout", type=click.FloatRange(0.1, 3600), default=30.0, show_default=True, help="Seconds a query.")
@click.option("--max-answer", type=click.IntRange(1), default=64, show_default=True, help="Megabytes an answer.")
@click.option("--max-memory", type=click.IntRange(64), default=1024, show_default=True, help="Megabytes a query.")
@click.option("--allow-host", multiple=True, help="A further name under which clients may ask.")
@click.option("--cors", multiple=True, metavar="ORIGIN", help="An origin whose pages may read the answers.")
def command(
    store: Path,
    port: int,
    host: str,
    timeout: float,
    max_answer: int,
    max_memory: int,
    allow_host: tuple[str, ...],
    cors: tuple[str, ...],
) -> None:
    """Serve STORE (a store's folder, or a .ttl, .trig, .nt or .nq file) at /sparql, with pages, read-only."""
    import uvicorn

    from kg.server.app import create_app
    from kg.server.pool import Limits
    from kg.server.source import open_source

    source = open_source(store)
    limits = Limits(seconds=timeout, answer_bytes=max_answer << 20, memory_bytes=max_memory << 20)
    app = create_app(source, limits, hosts=(host, *allow_host), cors=cors)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    listener = config.bind_socket()
    # Answers go out in two writes; without this the second waits 40 ms for the client's acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.listen(2048)  # clients that come before the workers are ready wait instead of being refused
    address = "{}:{}".format(*listener.getsockname()[:2])
    print(
        f"Serving at http://{address}/ (endpoint http://{address}/sparql); Ctrl-C stops.", file=sys.stderr, flush=True
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        # The server raises again what ended it, once it has shut down; that is no failure.
        signal.signal(number, lambda *_: None)
    uvicorn.Server(config).run(sockets=[listener])
