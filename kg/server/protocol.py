"""The SPARQL 1.1 Protocol for queries: an HTTP request in, a checked query out (W3C Recommendation, section 2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from extract.errors import QueryError, QueryRefused
from kg.guard import QueryShape, inspect, is_update

MAX_BODY: Final = 1 << 20
FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"


class ProtocolFault(Exception):
    """A request that the protocol does not allow: its HTTP status and a sentence for the client."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass(frozen=True, slots=True)
class ProtocolQuery:
    """A query as a request asks it; the dataset is None where the request names none."""

    text: str
    shape: QueryShape
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    format: str | None = None


async def read_request(request: Request) -> ProtocolQuery | None:
    """The query of a request, None for a bare GET (which asks for the service description); ProtocolFault otherwise."""
    address = _pairs(request.url.query)
    if request.method in ("GET", "HEAD"):
        if not any(name in ("query", "update") for name, _ in address):
            if any(name.endswith("-graph-uri") for name, _ in address):
                raise ProtocolFault(400, "A dataset is named, but no query is given.")
            return None
        return _query(address)
    if request.method != "POST":
        raise ProtocolFault(405, "Queries come by GET or POST.")
    kind, charset = _content_type(request.headers.get("content-type", ""))
    if kind == UPDATE:
        raise ProtocolFault(403, "Updates are refused; this endpoint is read-only.")
    if kind not in (FORM, DIRECT):
        raise ProtocolFault(415, f"A POST needs the content type {FORM} or {DIRECT}.")
    if charset not in ("", "utf-8", "utf8"):
        raise ProtocolFault(415, "Queries are sent as UTF-8.")
    text = _decode(await _body(request))
    if kind == FORM:
        return _query([*address, *_pairs(text)])
    if any(name in ("query", "update") for name, _ in address):
        raise ProtocolFault(400, "The query stands in the body and in the address; give it once.")
    return _query([*address, ("query", text)])


def _query(pairs: list[tuple[str, str]]) -> ProtocolQuery:
    def values(wanted: str) -> tuple[str, ...]:
        return tuple(value for name, value in pairs if name == wanted)

    if values("update"):
        raise ProtocolFault(403, "Updates are refused; this endpoint is read-only.")
    queries = values("query")
    if len(queries) != 1:
        raise ProtocolFault(400, f"Exactly one query is needed; {len(queries)} were given.")
    if is_update(queries[0]):
        raise ProtocolFault(403, "Updates are refused; this endpoint is read-only.")
    try:
        shape = inspect(queries[0])
    except QueryRefused as error:
        raise ProtocolFault(403, str(error)) from error
    except QueryError as error:
        raise ProtocolFault(400, str(error)) from error
    default, named = values("default-graph-uri"), values("named-graph-uri")
    formats = values("format") or values("output")
    given = bool(default or named)
    return ProtocolQuery(
        queries[0], shape, default if given else None, named if given else None, formats[0] if formats else None
    )


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except (UnicodeDecodeError, ValueError) as error:
        raise ProtocolFault(400, "The parameters are not UTF-8, or too many.") from error


def _content_type(header: str) -> tuple[str, str]:
    """(media type, charset), both in lower case, empty where they are not given."""
    kind, *parameters = (part.strip().lower() for part in header.split(";"))
    charset = next((p.partition("=")[2].strip('" ') for p in parameters if p.startswith("charset=")), "")
    return kind, charset


async def _body(request: Request) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY:
            raise ProtocolFault(413, f"The request has over {MAX_BODY:,} bytes.")
        parts.append(part)
    return b"".join(parts)


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProtocolFault(400, "The body is not UTF-8.") from error
