"""Claims read back out of the graph as plain values: what exports, pages and pictures show.

One row a claim, with its evidence. The things that claims are about come as `Node`s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from kg.vocabulary import FACTUALITY, KG, OA, PROV, RDF, SCHEMA, SKOS, STATUS

if TYPE_CHECKING:
    import pyoxigraph as ox

ANONYMOUS: Final = KG.AnonymousSource
KINDS: Final[Mapping[str, str]] = {
    KG.Person: "person",
    KG.Organisation: "organisation",
    KG.Group: "group",
    KG.Place: "place",
    KG.Office: "office",
    KG.Event: "event",
    KG.Document: "document",
    KG.Offence: "offence",
    KG.Outlet: "outlet",
}
_FACTUALITY: Final = {iri: name for name, iri in FACTUALITY.items()}
_STATUS: Final = {iri: name for name, iri in STATUS.items()}


@dataclass(frozen=True, slots=True)
class Node:
    """A thing: its kind (`person`, `event` …), its name, further spellings, and what follows about it."""

    iri: str
    kind: str
    label: str
    aliases: tuple[str, ...] = ()
    official: bool = False
    candidate: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """An article as far as the graph knows it."""

    iri: str
    id: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    cluster: str = ""
    """What copies of one text share; the article's own IRI where it stands alone."""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim: what it says, how sure, whose word, and where it stands.

    `object` is an IRI of a node, or None; `value` a literal (a date) in its place. `by` is an IRI, `ANONYMOUS`, or None
    where the article itself says so. `marks` are (start, end, kind) within `sentence`, kind one of trigger, cue.
    """

    iri: str
    subject: str
    predicate: str
    object: str | None
    value: str | None
    factuality: str
    by: str | None
    article: Source
    sentence: str
    start: int
    end: int
    rule: str
    status: str | None = None
    date: str | None = None
    place: str | None = None
    to: str | None = None
    position: str | None = None
    confidence: float | None = None
    trigger: str | None = None
    subject_name: str = ""
    object_name: str = ""
    marks: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived claim: two attendances of one event, with the claims that it rests on."""

    iri: str
    subject: str
    predicate: str
    object: str
    event: str
    factuality: str
    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """All nodes and claims of a store."""

    nodes: Mapping[str, Node]
    claims: tuple[ClaimRow, ...]
    derived: tuple[Derived, ...] = ()
    sources: Mapping[tuple[str, str, str, str], int] = field(default_factory=dict)
    """(subject, predicate, object or value, factuality) → number of independent sources."""

    def independent(self, claim: ClaimRow) -> int:
        """How many independent sources say what a claim says, as surely."""
        return self.sources.get(key_of(claim), 1)

    def label(self, iri: str | None) -> str:
        """The name of a thing; the IRI itself where it has none."""
        if iri is None:
            return ""
        return self.nodes[iri].label if iri in self.nodes else iri

    def _repr_html_(self) -> str:
        """The interactive picture, where a notebook shows the graph."""
        from kg.page.notebook import graph_frame

        return graph_frame(self)


def key_of(claim: ClaimRow) -> tuple[str, str, str, str]:
    """What a claim says and how surely, without where."""
    return (claim.subject, claim.predicate, claim.object or claim.value or "", claim.factuality)


def read_graph(store: ox.Store) -> Graph:
    """Everything in the store, in a fixed order."""
    reader = _Reader(store)
    nodes = {node.iri: node for node in reader.nodes()}
    claims = tuple(sorted(reader.claims(), key=lambda claim: (claim.article.id, claim.start, claim.iri)))
    clusters: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    for claim in claims:
        clusters[key_of(claim)].add(claim.article.cluster or claim.article.iri)
    derived = tuple(sorted(reader.derived(), key=lambda each: each.iri))
    return Graph(nodes, claims, derived, {key: len(found) for key, found in clusters.items()})


class _Reader:
    """Reads by pattern, each subject once."""

    def __init__(self, store: ox.Store) -> None:
        import pyoxigraph as ox

        self._ox = ox
        self._store = store
        self._articles: dict[str, Source] = {}
        self._labels: dict[str, str] = {}

    def _of_class(self, name: str) -> Iterator[str]:
        node = self._ox.NamedNode
        for quad in self._store.quads_for_pattern(None, node(RDF.type), node(name), None):
            yield quad.subject.value  # type: ignore[union-attr]  # no triple terms here

    def _about(self, subject: str) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = defaultdict(list)
        for quad in self._store.quads_for_pattern(self._ox.NamedNode(subject), None, None, None):
            found[quad.predicate.value].append(quad.object)
        return found

    def subjects(self, predicate: str, target: str) -> Iterator[str]:
        """What has an IRI as the value of a predicate."""
        node = self._ox.NamedNode
        for quad in self._store.quads_for_pattern(None, node(predicate), node(target), None):
            yield quad.subject.value  # type: ignore[union-attr]  # no triple terms here

    def is_a(self, iri: str, name: str) -> bool:
        """Whether a thing has a class."""
        node = self._ox.NamedNode
        return any(True for _ in self._store.quads_for_pattern(node(iri), node(RDF.type), node(name), None))

    def nodes(self) -> Iterator[Node]:
        for name in KINDS:
            for subject in sorted(set(self._of_class(name))):
                found = self.node(subject)
                if found is not None:
                    yield found

    def node(self, iri: str) -> Node | None:
        """The thing of an IRI; None where it is none."""
        about = self._about(iri)
        types = {term.value for term in about[RDF.type]}
        kind = next((kind for name, kind in KINDS.items() if name in types), None)
        if kind is None:
            return None
        label = _first(about, SKOS.prefLabel) or iri
        self._labels[iri] = label
        aliases = tuple(sorted({term.value for term in about[SKOS.altLabel]} - {label}))
        return Node(iri, kind, label, aliases, KG.Official in types, KG.Candidate in types)

    def independent(self, claim: ClaimRow) -> int:
        """How many independent sources say what a claim says, as surely."""
        same = {claim.article.cluster}
        for other in set(self.subjects(RDF.subject, claim.subject)) - {claim.iri}:
            about = self._about(other)
            target = about[RDF.object][0].value if about[RDF.object] else ""
            if (
                about[RDF.predicate][0].value == KG[claim.predicate]
                and target == (claim.object or claim.value or "")
                and PROV.wasQuotedFrom in about
                and _FACTUALITY.get(_first(about, KG.factuality) or "") == claim.factuality
            ):
                same.add(self.source(_need(about, PROV.wasQuotedFrom)).cluster)
        return len(same)

    def claims(self) -> Iterator[ClaimRow]:
        for subject in self._of_class(KG.Claim):
            yield self.claim(subject)

    def derived(self) -> Iterator[Derived]:
        for iri in set(self._of_class(KG.DerivedClaim)):
            about = self._about(iri)
            yield Derived(
                iri=iri,
                subject=_need(about, RDF.subject),
                predicate=_local(_need(about, RDF.predicate)),
                object=_need(about, RDF.object),
                event=_need(about, KG.sharedEvent),
                factuality=_FACTUALITY[_need(about, KG.factuality)],
                rests_on=tuple(sorted(term.value for term in about[KG.restsOn])),
            )

    def claim(self, iri: str) -> ClaimRow:
        """The claim of an IRI; KeyError where it is none."""
        about = self._about(iri)
        sentence, start, end = self._sentence(_need(about, OA.hasTarget))
        target = about[RDF.object][0] if about[RDF.object] else None
        is_thing = isinstance(target, self._ox.NamedNode)
        confidence = _first(about, KG.confidence)
        spans = [(span, "trigger") for span in about[KG.trigger]] + [(span, "cue") for span in about[KG.cue]]
        marks, trigger = [], None
        for span, kind in spans:
            place = self._about(span.value)
            low, high = int(_need(place, OA.start)) - start, int(_need(place, OA.end)) - start
            if kind == "trigger":
                trigger = _first(place, OA.exact)
            if 0 <= low < high <= len(sentence):
                marks.append((low, high, kind))
        return ClaimRow(
            iri=iri,
            subject=_need(about, RDF.subject),
            predicate=_local(_need(about, RDF.predicate)),
            object=target.value if is_thing and target is not None else None,
            value=target.value if not is_thing and target is not None else None,
            factuality=_FACTUALITY[_need(about, KG.factuality)],
            by=_first(about, PROV.wasAttributedTo),
            article=self.source(_need(about, PROV.wasQuotedFrom)),
            sentence=sentence,
            start=start,
            end=end,
            rule=self._label(_first(about, PROV.wasGeneratedBy)),
            status=_STATUS.get(_first(about, KG.status) or ""),
            date=_first(about, KG.onDate),
            place=_first(about, KG.atPlace),
            to=_first(about, KG.reportedTo),
            position=_first(about, KG.toPosition),
            confidence=float(confidence) if confidence else None,
            trigger=trigger,
            subject_name=self._name_in_article(_first(about, KG.subjectEntity)),
            object_name=self._name_in_article(_first(about, KG.objectEntity)),
            marks=tuple(sorted(marks)),
        )

    def _sentence(self, target: str) -> tuple[str, int, int]:
        words, start, end = "", 0, 0
        for selector in self._about(target)[OA.hasSelector]:
            about = self._about(selector.value)
            if OA.exact in about:
                words = _need(about, OA.exact)
            else:
                start, end = int(_need(about, OA.start)), int(_need(about, OA.end))
        return words, start, end

    def source(self, iri: str) -> Source:
        """An article as far as the graph knows it."""
        if iri not in self._articles:
            about = self._about(iri)
            self._articles[iri] = Source(
                iri=iri,
                id=_first(about, KG.articleId) or iri,
                title=_first(about, SCHEMA.headline),
                url=_first(about, SCHEMA.url),
                publisher=self._label(_first(about, SCHEMA.publisher)) or None,
                published=_first(about, SCHEMA.datePublished),
                cluster=_first(about, KG.copyOf) or iri,
            )
        return self._articles[iri]

    def _label(self, iri: str | None) -> str:
        if iri is None:
            return ""
        if iri not in self._labels:
            self._labels[iri] = _first(self._about(iri), SKOS.prefLabel) or iri
        return self._labels[iri]

    def _name_in_article(self, entity: str | None) -> str:
        return (_first(self._about(entity), KG.nameInArticle) or "") if entity else ""


def _first(about: Mapping[str, list[Any]], predicate: str) -> str | None:
    terms = about.get(predicate)
    return min(term.value for term in terms) if terms else None


def _need(about: Mapping[str, list[Any]], predicate: str) -> str:
    value = _first(about, predicate)
    if value is None:
        raise KeyError(predicate)
    return value


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]


def read_about(store: ox.Store, thing: str) -> Graph:
    """The claims in which a thing takes part, in any role or as the speaker, and the nodes that they name."""
    reader = _Reader(store)
    roles = (RDF.subject, RDF.object, PROV.wasAttributedTo, KG.atPlace, KG.reportedTo, KG.toPosition)
    found = {iri for role in roles for iri in reader.subjects(role, thing)}
    found = {iri for iri in found if reader.is_a(iri, KG.Claim)}
    derived = {iri for role in (RDF.subject, RDF.object, KG.sharedEvent) for iri in reader.subjects(role, thing)}
    return _part(reader, found, {iri for iri in derived if reader.is_a(iri, KG.DerivedClaim)}, thing)


def read_article(store: ox.Store, article: str) -> Graph:
    """The claims of one article, and the nodes that they name."""
    reader = _Reader(store)
    return _part(reader, set(reader.subjects(PROV.wasQuotedFrom, article)), set(), None)


def read_source(store: ox.Store, article: str) -> Source | None:
    """An article as far as the graph knows it; None where there is none of that IRI."""
    reader = _Reader(store)
    return reader.source(article) if reader.is_a(article, KG.Article) else None


def _sources(reader: _Reader, rows: tuple[ClaimRow, ...], about: str | None) -> dict[tuple[str, str, str, str], int]:
    """Independent sources of what the rows say; those about one thing are all there, others are looked up."""
    clusters: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    for row in rows:
        clusters[key_of(row)].add(row.article.cluster)
    return {
        key_of(row): len(clusters[key_of(row)]) if about in (row.subject, row.object) else reader.independent(row)
        for row in rows
    }


def _part(reader: _Reader, claims: set[str], derived: set[str], about: str | None) -> Graph:
    """A part of the graph with the independent sources of its claims counted over the whole."""
    rows = tuple(sorted((reader.claim(iri) for iri in claims), key=lambda row: (row.article.id, row.start, row.iri)))
    more = tuple(sorted((each for each in reader.derived() if each.iri in derived), key=lambda each: each.iri))
    things = {about} if about else set()
    for row in rows:
        named = (row.subject, row.object, row.by, row.place, row.to, row.position)
        things = things | {iri for iri in named if iri is not None}
    for each in more:
        things = things | {each.subject, each.object, each.event}
    nodes = {iri: node for iri in sorted(things) if (node := reader.node(iri)) is not None}
    return Graph(nodes, rows, more, _sources(reader, rows, about))
