"""FollowTheMoney entities, one JSON object a line, as `followthemoney` and OpenAleph read them.

That model has no factuality, so only asserted claims are written, and none that was read with doubt; how many were left
out is told. The sentence is the `summary` of each link, the article's address its `sourceUrl`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, Final

from kg.claims import ClaimRow, Graph, Node
from kg.graph import doubtful

_SCHEMATA: Final = {
    "person": "Person",
    "organisation": "Organization",
    "office": "Position",
    "event": "Event",
    "document": "Document",
    "group": "LegalEntity",
    "place": "Address",
    "offence": "Note",
    "outlet": "Organization",
}
_LINKS: Final = {
    "holdsPosition": ("Occupancy", "holder", "post"),
    "memberOf": ("Membership", "member", "organization"),
    "relativeOf": ("Family", "person", "relative"),
}
_STATUS: Final = {"current": "current", "acting": "acting", "former": "ended", "elect": "elect"}


def left_out(graph: Graph) -> int:
    """How many claims the format cannot tell as what they are."""
    return sum(not _is_fact(claim) for claim in graph.claims)


def _is_fact(claim: ClaimRow) -> bool:
    return claim.factuality == "asserted" and not doubtful(claim.predicate, claim.factuality, claim.confidence)


def as_ftm(graph: Graph) -> bytes:
    """The entities, sorted by id."""
    lines = {entity["id"]: entity for entity in _entities(graph)}
    ordered = (json.dumps(lines[key], ensure_ascii=False, sort_keys=True) + "\n" for key in sorted(lines))
    return "".join(ordered).encode("utf-8")


def _entities(graph: Graph) -> Iterator[dict[str, Any]]:
    asserted = [claim for claim in graph.claims if _is_fact(claim) and claim.object is not None]
    for iri in sorted({end for claim in asserted for end in (claim.subject, claim.object or "")}):
        if iri in graph.nodes:
            yield _thing(graph.nodes[iri])
    for claim in asserted:
        yield _link(graph, claim)


def _thing(node: Node) -> dict[str, Any]:
    proxy = _proxy(_SCHEMATA[node.kind], node.iri)
    proxy.add("name", node.label)
    if node.kind != "place":
        proxy.add("alias", node.aliases)
    else:
        proxy.add("full", node.label)
    proxy.add("sourceUrl", node.iri)
    return _written(proxy)


def _link(graph: Graph, claim: ClaimRow) -> dict[str, Any]:
    schema, subject, target = _LINKS.get(claim.predicate, ("UnknownLink", "subject", "object"))
    proxy = _proxy(schema, claim.iri)
    proxy.add(subject, _id(claim.subject))
    proxy.add(target, _id(claim.object or ""))
    if schema == "Family":
        proxy.add("relationship", "relative")
    elif schema == "UnknownLink":
        proxy.add("role", claim.predicate)
    proxy.add("summary", claim.sentence)
    proxy.add("description", f"asserted by rule {claim.rule}")
    proxy.add("sourceUrl", claim.article.url)
    proxy.add("publisher", claim.article.publisher)
    proxy.add("date", claim.date or claim.article.published)
    if claim.status:
        proxy.add("status", _STATUS[claim.status])
    return _written(proxy)


def _proxy(schema: str, iri: str) -> Any:
    from followthemoney import model

    proxy = model.make_entity(schema)
    proxy.id = _id(iri)
    return proxy


def _id(iri: str) -> str:
    return "jejak-" + hashlib.sha256(iri.encode()).hexdigest()[:32]


def _written(proxy: Any) -> dict[str, Any]:
    record: dict[str, Any] = proxy.to_dict()
    record["properties"] = {name: sorted(values) for name, values in sorted(record["properties"].items())}
    return record
