"""What a worker does besides queries: read what a page shows, as plain values, under the same limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.claims import Graph, Source, read_about, read_article, read_graph, read_source

if TYPE_CHECKING:
    import pyoxigraph as ox


@dataclass(frozen=True, slots=True)
class PageTask:
    """What a page needs: all about a thing, an article with its claims, or the drawn network."""

    kind: Literal["thing", "article", "network"]
    iri: str = ""
    language: str = "id"


@dataclass(frozen=True, slots=True)
class PageData:
    """What was found; `source` is the article of an article's page, None where there is none."""

    graph: Graph
    source: Source | None = None
    drawn: str = ""


def read_page(store: ox.Store, task: PageTask) -> PageData:
    """The values of a page."""
    if task.kind == "thing":
        return PageData(read_about(store, task.iri))
    if task.kind == "article":
        return PageData(read_article(store, task.iri), read_source(store, task.iri))
    from kg.page import render

    graph = read_graph(store)
    return PageData(Graph({}, ()), drawn=render(graph, lang=task.language))
