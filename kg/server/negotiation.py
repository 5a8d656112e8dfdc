"""Content negotiation (RFC 9110, section 12.5.1): which of the offered media types a client wants most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

SOLUTIONS: Final = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
"""Media type → format of SELECT and ASK results, the default first."""

GRAPHS: Final = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
    "text/plain": "nt",
    "application/json": "jsonld",
    "application/xml": "rdf",
    "text/xml": "rdf",
}
"""Media type → format of CONSTRUCT and DESCRIBE results, the default first."""


def choose(accept: str | None, offered: Sequence[str]) -> str | None:
    """The offered type that the Accept header prefers, the earlier at a tie; None where it accepts none of them."""
    if not accept or not accept.strip():
        return offered[0]
    ranges = [parsed for part in accept.split(",") if (parsed := _media_range(part))]
    if not ranges:
        return offered[0]
    best: tuple[float, int] | None = None
    for place, media in enumerate(offered):
        quality = _quality(media, ranges)
        if quality > 0 and (best is None or (quality, -place) > best):
            best = (quality, -place)
    return offered[-best[1]] if best else None


def _media_range(part: str) -> tuple[str, str, float] | None:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    kind, slash, subtype = name.partition("/")
    if not slash:
        kind, subtype = ("*", "*") if name == "*" else ("", "")
    if not kind or not subtype:
        return None
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                quality = min(1.0, max(0.0, float(value)))
            except ValueError:
                return None
    return kind, subtype, quality


def _quality(media: str, ranges: list[tuple[str, str, float]]) -> float:
    """The quality that the most specific matching range gives."""
    kind, _, subtype = media.partition("/")
    best = (-1, 0.0)
    for wanted_kind, wanted_subtype, quality in ranges:
        if wanted_kind in ("*", kind) and wanted_subtype in ("*", subtype):
            specific = (wanted_kind != "*") + (wanted_subtype != "*")
            best = max(best, (specific, quality))
    return best[1]
