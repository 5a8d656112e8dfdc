"""Which part of a graph a page is about: a period, relations, a question's answer, the surroundings of a name, a limit.

Each narrowing leaves a note that says what is not in the page and why; the page shows all of them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from extract.errors import UsageError
from kg.claims import ClaimRow, Graph
from kg.engine import Engine, Rows, Triples
from kg.graph import doubtful
from kg.questions import find

MOST: Final = 20_000
"""So many things a page holds at most where nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A part of a graph, what to tell of it, and how the page opens (`opening`: the keys of the page's address)."""

    graph: Graph
    notes: tuple[Mapping[str, Any], ...] = ()
    opening: Mapping[str, str] = field(default_factory=dict)
    shown: frozenset[str] | None = None
    """The things that are seen at first; None is all."""
    sparql: str | None = None

    def noted(self, key: str, **values: object) -> Selection:
        """The same with another note."""
        return replace(self, notes=(*self.notes, {"key": key, "values": values}))


def by_period(selection: Selection, since: str, until: str) -> Selection:
    """The claims of a period: by their own date, or else their article's; a month passes where any of its days does."""
    if not (since or until):
        return selection
    kept = [claim for claim in selection.graph.claims if _within(when(claim), since, until)]
    return _narrowed(selection, kept).noted(
        "period", since=since or "…", until=until or "…", number=len(kept), all=len(selection.graph.claims)
    )


def by_relation(selection: Selection, relations: Sequence[str]) -> Selection:
    """The claims of some relations; UsageError names one that there is none of."""
    if not relations:
        return selection
    known = {claim.predicate for claim in selection.graph.claims}
    for relation in relations:
        if relation not in known:
            raise UsageError(
                f"no claim has the relation {relation!r}.", remedy=f"There are: {', '.join(sorted(known))}."
            )
    kept = [claim for claim in selection.graph.claims if claim.predicate in relations]
    return _narrowed(selection, kept).noted(
        "relation", names=", ".join(relations), number=len(kept), all=len(selection.graph.claims)
    )


def by_factuality(selection: Selection, levels: Sequence[str]) -> Selection:
    """The claims of some factualities."""
    if not levels:
        return selection
    kept = [claim for claim in selection.graph.claims if claim.factuality in levels]
    return _narrowed(selection, kept).noted(
        "factuality", names=", ".join(levels), number=len(kept), all=len(selection.graph.claims)
    )


def by_question(selection: Selection, engine: Engine, name: str, values: Mapping[str, str], lang: str) -> Selection:
    """The claims in the answer to a saved question, and those between the things that it is about."""
    question = find(name)
    sparql = question.bind(values)
    found = _iris(engine.run(sparql))
    graph = selection.graph
    rests = {claim for each in graph.derived if each.iri in found for claim in each.rests_on}
    answer = [claim for claim in graph.claims if claim.iri in found or claim.iri in rests]
    about = {end for claim in answer for end in (claim.subject, claim.object) if end} | (found & graph.nodes.keys())
    for parameter in question.parameters:
        if parameter.type == "name" and values.get(parameter.name):
            about |= set(_named(graph, values[parameter.name]))
    own = {claim.iri for claim in answer}
    kept = [claim for claim in graph.claims if claim.iri in own or (claim.subject in about and claim.object in about)]
    return replace(
        _narrowed(selection, kept, besides=about).noted(
            "question", title=question.title[lang], number=len(kept), all=len(graph.claims)
        ),
        sparql=sparql,
    )


def by_focus(selection: Selection, names: Sequence[str], hops: int) -> Selection:
    """What is up to so many steps from some things is seen at first; one more step can be expanded.

    UsageError where a name is nobody's, with the names that come near.
    """
    if not names:
        return selection
    graph = selection.graph
    start = {iri for name in names for iri in wanted(graph, name)}
    near: dict[str, set[str]] = {}
    for claim in graph.claims:
        if claim.object is not None:
            near.setdefault(claim.subject, set()).add(claim.object)
            near.setdefault(claim.object, set()).add(claim.subject)
    shown, front = set(start), set(start)
    for _ in range(hops):
        front = {other for thing in front for other in near.get(thing, ())} - shown
        shown |= front
    further = {other for thing in shown for other in near.get(thing, ())} - shown
    within = shown | further
    kept = [
        claim for claim in graph.claims if claim.subject in within and (claim.object is None or claim.object in within)
    ]
    narrowed = replace(_narrowed(selection, kept, besides=within), shown=frozenset(shown))
    return narrowed.noted(
        "focus", names=", ".join(sorted({graph.label(iri) for iri in start})), hops=hops, further=len(further)
    )


def at_most(selection: Selection, most: int) -> Selection:
    """The things with the most neighbours, no more than `most`; those that are seen at first before all others."""
    graph = selection.graph
    if len(graph.nodes) <= most:
        return selection
    near: dict[str, set[str]] = {iri: set() for iri in graph.nodes}
    for claim in graph.claims:
        if claim.object in near and claim.subject in near:
            near[claim.subject].add(claim.object)
            near[claim.object].add(claim.subject)
    order = sorted(graph.nodes, key=lambda iri: (iri not in (selection.shown or ()), -len(near[iri]), iri))
    within = set(order[:most])
    kept = [
        claim for claim in graph.claims if claim.subject in within and (claim.object is None or claim.object in within)
    ]
    return _narrowed(selection, kept, only=within).noted(
        "left_out",
        number=len(graph.nodes) - most,
        all=len(graph.nodes),
        most=most,
        claims=len(graph.claims) - len(kept),
    )


def wanted(graph: Graph, name: str) -> list[str]:
    """The things of a name, whatever its case, or of an IRI; UsageError with the names that come near."""
    found = _named(graph, name)
    if found:
        return found
    names = {spelling.casefold(): spelling for node in graph.nodes.values() for spelling in (node.label, *node.aliases)}
    inside = sorted(spelled for folded, spelled in names.items() if name.casefold() in folded)[:5]
    near = inside or [names[each] for each in difflib.get_close_matches(name.casefold(), sorted(names), 5, 0.6)]
    raise UsageError(
        f"nothing in the graph is called {name!r}.",
        remedy=f"Did you mean: {', '.join(near)}?" if near else "Give a name as an article spells it, or an IRI.",
    )


def when(claim: ClaimRow) -> str:
    """The day of a claim, or of its article, as far as it is known; empty where it is not."""
    return claim.date or (claim.article.published or "")[:10]


def _within(day: str, since: str, until: str) -> bool:
    if not day:
        return False
    return not (since and day < since[: len(day)]) and not (until and day[: len(until)] > until)


def _named(graph: Graph, name: str) -> list[str]:
    folded = name.strip().casefold()
    if name in graph.nodes:
        return [name]
    return sorted(
        iri
        for iri, node in graph.nodes.items()
        if folded == node.label.casefold() or folded in {alias.casefold() for alias in node.aliases}
    )


def _iris(result: object) -> set[str]:
    if isinstance(result, Rows):
        return {term.value for row in result.rows for term in row if term is not None and hasattr(term, "value")}
    if isinstance(result, Triples):
        return {getattr(part, "value", "") for triple in result.triples for part in (triple.subject, triple.object)}
    return set()


def sure_only(selection: Selection) -> Selection:
    """Without what is told as a fact but was read with too little confidence to be shown as one."""
    claims = selection.graph.claims
    kept = [claim for claim in claims if not doubtful(claim.predicate, claim.factuality, claim.confidence)]
    if len(kept) == len(claims):
        return selection
    return _narrowed(selection, kept).noted("doubtful", number=len(claims) - len(kept))


def _narrowed(
    selection: Selection, claims: Sequence[ClaimRow], *, besides: Iterable[str] = (), only: set[str] | None = None
) -> Selection:
    """The claims, and the things that they name; derived claims only where all that they rest on is kept."""
    graph = selection.graph
    named = {
        thing
        for claim in claims
        for thing in (claim.subject, claim.object, claim.by, claim.place, claim.to, claim.position)
        if thing
    } | set(besides)
    if only is not None:
        named = only
    kept = {claim.iri for claim in claims}
    smaller = replace(
        graph,
        nodes={iri: node for iri, node in graph.nodes.items() if iri in named},
        claims=tuple(claims),
        derived=tuple(each for each in graph.derived if kept.issuperset(each.rests_on)),
    )
    return replace(selection, graph=smaller)
