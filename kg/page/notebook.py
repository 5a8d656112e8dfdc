"""How a graph and a query's result show themselves in a notebook: `_repr_html_` of `Graph`, `Rows`, `Truth`, `Triples`.

The page stands in a frame of its own that cannot reach the notebook; tables hold escaped text alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.claims import Graph

MOST_ROWS: Final = 200


def graph_frame(graph: Graph, *, lang: str = "id", height: int = 640) -> str:
    """The interactive page in a sandboxed frame."""
    from kg.page import render

    return (
        '<iframe sandbox="allow-scripts allow-downloads allow-popups" title="Jejak" loading="lazy" '
        f'style="width:100%;height:{height}px;border:1px solid #d9d6cd" srcdoc="{escape(render(graph, lang=lang))}">'
        "</iframe>"
    )


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of texts, the first of them where there are many."""
    every = list(rows)
    head = "".join(f"<th>{escape(name)}</th>" for name in header)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in every[:MOST_ROWS])
    more = f"<p>{len(every)} rows, the first {MOST_ROWS} shown</p>" if len(every) > MOST_ROWS else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"
