"""What every response carries, and what every log line may hold."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, TextIO

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

EDITOR_STYLE: Final = "'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
"""The one style element that the pinned YASGUI makes (for column widths of its table), named by its hash."""
CONTENT_SECURITY_POLICY: Final = (
    f"default-src 'none'; script-src 'self'; style-src 'self' {EDITOR_STYLE}; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


class SecurityHeaders:
    """Adds the headers to each response that does not set them itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, guarded)


class AccessLog:
    """One line a request in the combined log format; what a client sent cannot end a line or start another."""

    def __init__(self, app: ASGIApp, stream: TextIO | None = None, clock: Callable[[], float] = time.time) -> None:
        self.app = app
        self.stream = stream
        self.clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, size = 500, 0

        async def counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, counted)
        finally:
            line = log_line(scope, status, size, datetime.fromtimestamp(self.clock(), UTC))
            print(line, file=self.stream or sys.stderr, flush=True)


def log_line(scope: Scope, status: int, size: int, at: datetime) -> str:
    """The line of one request."""
    headers = dict(scope.get("headers", ()))
    client = scope.get("client") or ("-", 0)
    query = scope.get("query_string", b"")
    path = scope.get("raw_path") or scope["path"].encode()
    target = path + (b"?" + query if query else b"")
    request = f"{scope['method']} {_clean(target)} HTTP/{scope.get('http_version', '1.1')}"
    agent, referer = (_clean(headers.get(name, b"-")) for name in (b"user-agent", b"referer"))
    return f'{client[0]} - - [{at:%d/%b/%Y:%H:%M:%S %z}] "{request}" {status} {size} "{referer}" "{agent}"'


def _clean(raw: bytes, limit: int = 2000) -> str:
    """Printable ASCII with quotes and backslashes escaped, so that no field can forge another."""
    kept = raw[:limit].decode("latin-1")
    return "".join(f"\\{c}" if c in '"\\' else c if " " <= c <= "~" else f"\\x{ord(c):02x}" for c in kept)
