"""What the pages say of a thing: its claims sorted into sections, each claim as a card with its evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from kg.claims import ANONYMOUS, ClaimRow, Graph, Node
from kg.labels import label
from kg.vocabulary import BASE

SECTIONS: Final = ("offices", "candidacies", "events", "other", "alleged", "planned", "denied", "said")
_EVENTS: Final = frozenset({"attended", "led", "organised", "heldAt", "heldOn"})
_LEVELS: Final = {"asserted": "Asserted", "alleged": "Alleged", "planned": "Planned", "denied": "Denied"}


@dataclass(frozen=True, slots=True)
class Link:
    """A thing as a link: its name, and its address on this server, None where it has no page."""

    name: str
    href: str | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence: plain, or marked as participant, trigger or cue."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A claim as a page shows it."""

    claim: ClaimRow
    href: str
    subject: Link
    relation: str
    object: Link | None
    level: str
    status: str
    said_by: Link | None
    anonymous: bool
    date: str
    place: Link | None
    to: Link | None
    position: Link | None
    pieces: tuple[Piece, ...]
    article: Link
    outlet: str
    published: str
    external: str | None
    sources: int
    denials: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """A thing's page: the node and its cards by section, empty sections left out."""

    node: Node
    sections: dict[str, tuple[Card, ...]] = field(default_factory=dict)


def path_of(iri: str) -> str | None:
    """The address on this server of an IRI that the project minted."""
    return iri[len(BASE) - 1 :] if iri.startswith(BASE + "id/") else None


def safe_link(address: str | None) -> str | None:
    """An article's own address, where it is one that a browser only follows."""
    return address if address and address.lower().startswith(("http://", "https://")) else None


def view(graph: Graph, node: Node, language: str) -> View:
    """The cards of a thing's page; denials stand beside the allegations that they deny."""
    denied = [claim for claim in graph.claims if claim.factuality == "denied"]
    sections: dict[str, list[Card]] = {name: [] for name in SECTIONS}
    for claim in graph.claims:
        if node.iri not in (claim.subject, claim.object, claim.place, claim.to, claim.position):
            continue  # merely the speaker: the claim is about others
        beside = _denials(claim, denied) if claim.factuality == "alleged" else ()
        made = card(graph, claim, language, tuple(card(graph, denial, language) for denial in beside))
        sections[_section(claim)].append(made)
    for cards in sections.values():
        cards.sort(key=lambda each: (each.date or each.published, each.claim.article.id, each.claim.start))
    return View(node, {name: tuple(cards) for name, cards in sections.items() if cards})


def card(graph: Graph, claim: ClaimRow, language: str, denials: tuple[Card, ...] = ()) -> Card:
    """A claim as a card."""
    article = claim.article
    return Card(
        claim=claim,
        href=path_of(claim.iri) or "",
        subject=link(graph, claim.subject) or Link("?"),
        relation=label(claim.predicate, language),
        object=Link(claim.value) if claim.value else link(graph, claim.object),
        level=label(_LEVELS[claim.factuality], language),
        status=label(claim.status.capitalize(), language) if claim.status else "",
        said_by=link(graph, claim.by) if claim.by and claim.by != ANONYMOUS else None,
        anonymous=claim.by == ANONYMOUS,
        date=claim.date or "",
        place=link(graph, claim.place),
        to=link(graph, claim.to),
        position=link(graph, claim.position),
        pieces=pieces(claim),
        article=Link(article.title or article.id, path_of(article.iri)),
        outlet=article.publisher or "",
        published=article.published or "",
        external=safe_link(article.url),
        sources=graph.independent(claim),
        denials=denials,
    )


def link(graph: Graph, iri: str | None) -> Link | None:
    """A thing as a link."""
    if iri is None:
        return None
    node = graph.nodes.get(iri)
    return Link(graph.label(iri), path_of(iri), node.kind if node else "")


def pieces(claim: ClaimRow) -> tuple[Piece, ...]:
    """The sentence cut at its marks; participants where their names stand in it, the first mark at a place wins."""
    marks = list(claim.marks)
    for name in (claim.subject_name, claim.object_name):
        at = claim.sentence.find(name) if name else -1
        if at >= 0:
            marks.append((at, at + len(name), "who"))
    return cut(claim.sentence, marks)


def cut(text: str, marks: Iterable[tuple[int, int, str]]) -> tuple[Piece, ...]:
    """A text cut at marks that do not overlap; what overlaps an earlier one is left out."""
    parts, at = [], 0
    for start, end, kind in sorted(set(marks), key=lambda mark: (mark[0], -mark[1], mark[2])):
        if start < at or end > len(text) or start >= end:
            continue
        parts += [Piece(text[at:start]), Piece(text[start:end], kind)]
        at = end
    return tuple(piece for piece in [*parts, Piece(text[at:])] if piece.text)


def _denials(claim: ClaimRow, denied: list[ClaimRow]) -> tuple[ClaimRow, ...]:
    same = (claim.subject, claim.predicate, claim.object)
    return tuple(each for each in denied if (each.subject, each.predicate, each.object) == same)


def _section(claim: ClaimRow) -> str:
    if claim.predicate == "stated":
        return "said"
    if claim.factuality != "asserted":
        return claim.factuality
    if claim.predicate == "holdsPosition":
        return "offices"
    if claim.predicate == "candidateFor":
        return "candidacies"
    return "events" if claim.predicate in _EVENTS else "other"
