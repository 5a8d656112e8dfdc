"""GraphML and GEXF for network tools: an edge a claim, its factuality, source and sentence on it.

Nothing tells an alleged edge from an asserted one in a drawing tool's default picture, so the factuality also stands in
the edge's label wherever it is not asserted, and so does the doubt with which an asserted one was read.
"""

from __future__ import annotations

import io
import re
from typing import Any, Final

from kg.claims import ANONYMOUS, ClaimRow, Graph
from kg.graph import doubtful

_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


def network(graph: Graph) -> Any:
    """The claims that link two things, as a networkx MultiDiGraph with one key a claim."""
    import networkx

    result: Any = networkx.MultiDiGraph()
    linked = [claim for claim in graph.claims if claim.object is not None]
    for iri in sorted({end for claim in linked for end in (claim.subject, claim.object or "")}):
        node = graph.nodes.get(iri)
        result.add_node(
            iri,
            label=_clean(graph.label(iri)),
            kind=node.kind if node else "thing",
            official=bool(node and node.official),
            candidate=bool(node and node.candidate),
        )
    for claim in linked:
        result.add_edge(claim.subject, claim.object, key=claim.iri, **_edge(graph, claim))
    return result


def as_graphml(graph: Graph) -> bytes:
    """GraphML of the claims."""
    import networkx

    buffer = io.BytesIO()
    networkx.write_graphml_xml(network(graph), buffer, named_key_ids=True)
    return buffer.getvalue() + b"\n"


def as_gexf(graph: Graph) -> bytes:
    """GEXF 1.2 of the claims, without the day on which it was written."""
    import networkx

    buffer = io.BytesIO()
    networkx.write_gexf(network(graph), buffer, version="1.2draft")
    undated = re.sub(rb' lastmodifieddate="[^"]*"', b"", buffer.getvalue())
    return undated + b"\n"


def _edge(graph: Graph, claim: ClaimRow) -> dict[str, str | int]:
    unsure = doubtful(claim.predicate, claim.factuality, claim.confidence)
    hedge = " (doubtful)" if unsure else "" if claim.factuality == "asserted" else f" ({claim.factuality})"
    said = "anonymous" if claim.by == ANONYMOUS else graph.label(claim.by)
    edge: dict[str, str | int] = {
        "label": claim.predicate + hedge,
        "relation": claim.predicate,
        "factuality": claim.factuality,
        "doubtful": int(unsure),
        "said_by": said,
        "status": claim.status or "",
        "date": claim.date or "",
        "sentence": claim.sentence,
        "outlet": claim.article.publisher or "",
        "published": claim.article.published or "",
        "url": claim.article.url or "",
        "rule": claim.rule,
        "independent_sources": graph.independent(claim),
    }
    return {name: _clean(value) if isinstance(value, str) else value for name, value in edge.items()}


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
