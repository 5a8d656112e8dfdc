"""The picture as a pyvis Network: nodes with their places, edges with their look, and options; its HTML is not used.

pyvis writes headings, menus and titles into its page as raw markup and asks two addresses of the net, so the project's
own template takes what the Network holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from kg.claims import Graph, Node
from kg.network import Edge

if TYPE_CHECKING:
    from pyvis.network import Network

OPTIONS: Final = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 7},
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "multiselect": False,
        "tooltipDelay": 1_000_000,
    },
    "edges": {"smooth": False, "shadow": False, "selectionWidth": 2, "hoverWidth": 1},
    "nodes": {"shape": "custom", "shadow": False, "borderWidth": 2},
}
DASHES: Final[Mapping[str, bool | list[int]]] = {
    "asserted": False,
    "alleged": [9, 6],
    "planned": [2, 5],
    "denied": [14, 4],
}
"""Factuality → how its line is broken; a denied one is also struck through by the page."""


def carry(
    graph: Graph,
    edges: Sequence[Edge],
    places: Mapping[str, tuple[int, int]],
    measures: Mapping[str, Mapping[str, float]],
    home: Mapping[str, int],
) -> tuple[Network, Mapping[str, int]]:
    """The Network, and thing → its number there; things without an edge come last and have no place."""
    from pyvis.network import Network

    net = Network(height="100%", width="100%", directed=True, bgcolor="", font_color=False)
    net.set_options("options = " + _json(OPTIONS))
    order = sorted(graph.nodes, key=lambda iri: (iri not in places, iri))
    number = {iri: place for place, iri in enumerate(order)}
    for iri, place in number.items():
        node = graph.nodes[iri]
        more: dict[str, Any] = {"group": group_of(node), "iri": iri}
        if node.aliases:
            more["also"] = list(node.aliases)
        if node.candidate and node.official:
            more["both"] = 1
        if iri in places:
            more["x"], more["y"] = places[iri]
            more["community"] = home[iri]
            more["measures"] = [measures[name].get(iri, 0) for name in measures]
        _add_node(net, place, node.label, more)
    for edge in edges:
        _add_edge(net, number, edge)
    return net, number


def group_of(node: Node) -> str:
    """The kind under which a thing is drawn: its own, or candidate or official for people who are."""
    if node.kind == "person":
        return "candidate" if node.candidate else "official" if node.official else "person"
    return node.kind


def _add_node(net: Network, number: int, label: str, more: dict[str, Any]) -> None:
    """`Network.add_node` without its search through a list of all nodes."""
    from pyvis.node import Node as PyvisNode

    node = PyvisNode(number, "custom", label, **more)
    net.nodes.append(node.options)
    net.node_ids.append(number)
    net.node_map[number] = node.options


def _add_edge(net: Network, number: Mapping[str, int], edge: Edge) -> None:
    """`Network.add_edge` without its search through a list of all nodes."""
    from pyvis.edge import Edge as PyvisEdge

    drawn = PyvisEdge(
        number[edge.subject],
        number[edge.object],
        directed=True,
        id=len(net.edges),
        relation=edge.predicate,
        factuality=edge.factuality,
        claims=list(edge.claims),
        sources=edge.independent,
        width=round(1.4 + 1.1 * min(edge.independent - 1, 5), 1),
        dashes=DASHES[edge.factuality],
    )
    net.edges.append(drawn.options)


def _json(value: object) -> str:
    import json

    return json.dumps(value)
