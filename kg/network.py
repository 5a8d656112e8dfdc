"""The claims of a graph as a network: edges, communities and measures, the same for the same graph.

An edge stands for all claims that say one thing with one factuality, so an allegation and an assertion of the same
thing are two edges and never one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kg.claims import Graph, key_of

MEASURES: Final = ("connections", "betweenness", "sources")
_EXACT_BETWEENNESS: Final = 600
"""Above so many things betweenness is estimated from that many of them."""
_SAMPLES: Final = 120
_SEED: Final = 7


@dataclass(frozen=True, slots=True)
class Edge:
    """What some claims say together: subject, predicate, object and how surely; `claims` are places in `Graph.claims`.

    `independent` is the number of independent sources of what it says, as surely.
    """

    subject: str
    predicate: str
    object: str
    factuality: str
    claims: tuple[int, ...]
    independent: int


def edges_of(graph: Graph) -> tuple[Edge, ...]:
    """The edges between things, in the order of their first claim; a claim about no other thing makes none."""
    grouped: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for place, claim in enumerate(graph.claims):
        if claim.object is not None and claim.object != claim.subject:
            grouped[key_of(claim)].append(place)
    return tuple(
        Edge(subject, predicate, target, factuality, tuple(places), graph.independent(graph.claims[places[0]]))
        for (subject, predicate, target, factuality), places in grouped.items()
    )


def network(edges: Iterable[Edge]) -> Any:
    """A networkx Graph of the things that edges link, in sorted order; a pair weighs as much as it has edges."""
    import networkx

    pairs: dict[tuple[str, str], int] = defaultdict(int)
    for edge in edges:
        pairs[min(edge.subject, edge.object), max(edge.subject, edge.object)] += 1
    result: Any = networkx.Graph()
    result.add_nodes_from(sorted({end for pair in pairs for end in pair}))
    result.add_weighted_edges_from((one, other, weight) for (one, other), weight in sorted(pairs.items()))
    return result


def communities(net: Any) -> list[list[str]]:
    """Groups of things with more links inside than out (Louvain), the largest first, each sorted."""
    import networkx

    if net.number_of_edges() == 0:
        return [[node] for node in net]
    found = networkx.community.louvain_communities(net, weight="weight", seed=_SEED)
    return sorted((sorted(group) for group in found), key=lambda group: (-len(group), group[0]))


def measures(net: Any, edges: Sequence[Edge]) -> Mapping[str, Mapping[str, float]]:
    """Measure → thing → value: neighbours, betweenness (0 to 1), independent sources of what is said of it.

    What is denied links nobody: it counts in none of them.
    """
    import networkx

    linked = network(edge for edge in edges if edge.factuality != "denied")
    samples = None if len(linked) <= _EXACT_BETWEENNESS else _SAMPLES
    between = networkx.betweenness_centrality(linked, k=samples, seed=_SEED)
    sources: dict[str, int] = defaultdict(int)
    for edge in edges:
        if edge.factuality != "denied":
            for end in (edge.subject, edge.object):
                sources[end] += edge.independent
    return {
        "connections": {node: float(linked.degree(node)) if node in linked else 0.0 for node in net},
        "betweenness": {node: round(between.get(node, 0.0), 5) for node in net},
        "sources": {node: float(sources[node]) for node in net},
    }
