"""What a store holds, in numbers: things, claims by factuality, the most connected, coverage by outlet and month."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

from kg.claims import ClaimRow, Graph
from kg.graph import doubtful

MOST: Final = 10


@dataclass(frozen=True, slots=True)
class Stats:
    """The numbers; lists are (name, count), the largest first.

    `claims`: by factuality, where asserted ones that were read with doubt are `doubtful` instead.
    """

    articles: int
    things: dict[str, int]
    claims: dict[str, int]
    relations: list[tuple[str, int]]
    derived: dict[str, int]
    connected: list[tuple[str, int]]
    outlets: list[tuple[str, int]]
    months: list[tuple[str, int]]


def count(graph: Graph) -> Stats:
    """The numbers of a graph. `connected`: people by how many other things sure asserted claims link them to."""
    articles = {claim.article.iri: claim.article for claim in graph.claims}
    links: dict[str, set[str]] = defaultdict(set)
    for claim in graph.claims:
        if _sureness(claim) == "asserted" and claim.object is not None:
            links[claim.subject].add(claim.object)
            links[claim.object].add(claim.subject)
    people = Counter({iri: len(ends) for iri, ends in links.items() if _is_person(graph, iri)})
    return Stats(
        articles=len(articles),
        things=dict(sorted(Counter(node.kind for node in graph.nodes.values()).items())),
        claims=dict(sorted(Counter(map(_sureness, graph.claims)).items())),
        relations=_largest(claim.predicate for claim in graph.claims),
        derived=dict(sorted(Counter(each.predicate for each in graph.derived).items())),
        connected=[
            (graph.label(iri), n) for iri, n in sorted(people.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
        ],
        outlets=_largest(article.publisher or "(unknown)" for article in articles.values()),
        months=sorted(Counter((article.published or "(undated)")[:7] for article in articles.values()).items()),
    )


def _sureness(claim: ClaimRow) -> str:
    unsure = doubtful(claim.predicate, claim.factuality, claim.confidence)
    return "doubtful" if unsure else claim.factuality


def as_json(stats: Stats) -> str:
    """The numbers for programs."""
    return json.dumps(asdict(stats), ensure_ascii=False, indent=1) + "\n"


def as_text(stats: Stats) -> str:
    """The numbers for people."""
    from kg.results import visible

    lines = [f"{stats.articles} articles with claims"]
    named = (
        ("things", stats.things.items()),
        ("claims", stats.claims.items()),
        ("derived claims", stats.derived.items()),
    )
    lists = (
        ("relations", stats.relations),
        ("most connected people (asserted claims, not read with doubt)", stats.connected),
        ("outlets", stats.outlets),
        ("months", stats.months),
    )
    for title, pairs in (*named, *lists):
        lines.append(f"\n{title}")
        lines += [f"  {n:>8,}  {visible(name)}" for name, n in pairs]
    return "\n".join(lines) + "\n"


def _is_person(graph: Graph, iri: str) -> bool:
    return iri in graph.nodes and graph.nodes[iri].kind == "person"


def _largest(names: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0]))
