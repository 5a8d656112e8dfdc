"""What one article adds to the graph: the quads of its own graph, and its share of what all articles say together.

Both are pure functions of the article's facts and of the things that its entities denote, so taking an article out is
computing the same again and removing it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from extract.facts import ANONYMOUS, ArticleFacts, Entity, Fact
from kg import iri
from kg.nquads import decimal, integer, moment, partial_date, ref, text, typed
from kg.vocabulary import DATA, FACTUALITY, KG, OA, PROV, RDF, SCHEMA, STATUS, XSD

VERSION: Final = "3"
"""Changes whenever the same facts would give other quads; a store made by another version asks for a rebuild."""

CONTEXT: Final = 32
"""Characters of text kept before and after an evidence sentence."""

_PLAIN: Final = {"former": "heldPosition", "elect": "electedTo"}
_SUPPORTED: Final = frozenset({"holdsPosition", "candidateFor", "attended", "led"})

SURE: Final = 0.5
"""The confidence from which an asserted claim makes a plain triple; what comes without one was said by a person."""
SURE_OF_HARM: Final = 0.7
"""The same for predicates that accuse or compromise somebody."""
_HARMFUL: Final = frozenset({
    "accusedOf", "charged", "examined", "reported", "sanctioned", "criticised", "attended", "accompanied", "met",
    "supports",
})  # fmt: skip

Things = Mapping[str, str]
"""An article's entity id → the thing that it denotes, as an IRI without the common beginning `DATA`."""


class Edge(NamedTuple):
    """What a claim says, without article and evidence; the object is a thing, or a literal that begins with a quote."""

    subject: str
    predicate: str
    object: str
    factuality: str
    status: str


class Support(NamedTuple):
    """A claim under an edge that something is derived from; `date` is the claim's own or its article's, or empty."""

    edge: Edge
    date: str
    article: str
    claim: str
    dated: bool = False
    """Whether the claim gives the date itself."""


class Spelling(NamedTuple):
    """A name that a thing is given: `main` where it is the fullest of an article."""

    thing: str
    text: str
    main: bool


@dataclass(slots=True)
class Share:
    """One article's part of the view, to be counted in or out; lists, because the same edge may be claimed twice."""

    edges: list[Edge] = field(default_factory=list)
    supports: list[Support] = field(default_factory=list)
    spellings: list[Spelling] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    """The factuality of each claim."""


def sure(fact: Fact) -> bool:
    """Whether the view may hold what a fact says; a doubtful assertion stays a claim, with its confidence."""
    return not doubtful(fact.p, fact.factuality, fact.confidence)


def doubtful(predicate: str, factuality: str, confidence: float | None) -> bool:
    """Whether a claim is told as a fact but was read with too little confidence to be published as one."""
    if factuality != "asserted" or confidence is None:
        return False
    return confidence < (SURE_OF_HARM if predicate in _HARMFUL else SURE)


def plain_predicate(predicate: str, status: str) -> str:
    """The predicate of the plain triple that an asserted claim makes."""
    return _PLAIN.get(status, predicate) if predicate == "holdsPosition" else predicate


def holding(person: str, office: str, status: str) -> str:
    """The office holding of a person, an office and a status."""
    return iri.thing("HOLDING", person.rpartition("/")[2].rpartition("-")[0], person, office, status)[len(DATA) :]


def article_lines(article: ArticleFacts, things: Things) -> set[str]:
    """The quads of the article's own graph, as lines of N-Quads."""
    return set(_Writer(article, things).lines())


def share(article: ArticleFacts, things: Things) -> Share:
    """What the article adds to the view."""
    result = Share()
    here = iri.article(article.id)
    published = day(article.published)
    for entity in article.entities:
        if entity.type != "DATE":
            result.spellings.append(Spelling(things[entity.id], entity.name, True))
            if entity.type != "POSITION":  # `mantan Wali Kota` is no name of the office
                result.spellings += [
                    Spelling(things[entity.id], mention, False)
                    for mention in sorted(set(entity.mentions))
                    if mention != entity.name
                ]
    if article.publisher:
        result.spellings.append(Spelling(_outlet(article.publisher), article.publisher, True))
    for rule in sorted({fact.rule for fact in article.facts}):
        result.spellings.append(Spelling(_rule(article.extractor, rule), f"{rule} ({article.extractor})", True))
    for content, fact in _distinct(article):
        result.claims.append(fact.factuality)
        target = _object(article, fact, things)
        if target is None or not sure(fact):
            continue
        edge = Edge(things[fact.s], fact.p, target, fact.factuality, fact.status or "")
        result.edges.append(edge)
        if fact.p in _SUPPORTED:
            own = day(article.entity(fact.date).name) if fact.date else ""
            claim = iri.claim(here, content)[len(here) + 1 :]
            result.supports.append(Support(edge, own or published, article.id, claim, bool(own)))
    return result


def day(value: str | None) -> str:
    """A date, month or year as far as it is known; empty where it is none."""
    if not value:
        return ""
    short = value[:10] if moment(value) else ""
    return short if partial_date(short) else ""


def term(short: str) -> str:
    """An edge's subject or object as a term of N-Quads."""
    return short if short.startswith('"') else f"<{DATA}{short}>"


def _object(article: ArticleFacts, fact: Fact, things: Things) -> str | None:
    if fact.o is None:
        return None
    target = article.entity(fact.o)
    return partial_date(target.name) if target.type == "DATE" else things[fact.o]


def _distinct(article: ArticleFacts) -> Iterator[tuple[str, Fact]]:
    """The facts, each content once, with what they say."""
    seen: set[str] = set()
    for fact in article.facts:
        content = _content(fact)
        if content not in seen:
            seen.add(content)
            yield content, fact


def _content(fact: Fact) -> str:
    """What names a claim within its article; how sure the extractor is of it does not."""
    values = (fact.p, fact.s, fact.o, fact.start, fact.end, fact.factuality, fact.by, fact.status)
    return json.dumps([*values, fact.date, fact.place, fact.to, fact.position, fact.rule], ensure_ascii=True)


@lru_cache(maxsize=4_096)
def _outlet(publisher: str) -> str:
    return iri.thing("OUTLET", publisher, publisher)[len(DATA) :]


@lru_cache(maxsize=4_096)
def _rule(extractor: str, rule: str) -> str:
    return iri.thing("RULE", f"{extractor} {rule}", extractor, rule)[len(DATA) :]


class _Writer:
    """The lines of one article's graph."""

    def __init__(self, article: ArticleFacts, things: Things) -> None:
        self.article = article
        self.things = things
        self.iri = iri.article(article.id)
        self.end = f" <{iri.article_graph(article.id)}> ."

    def lines(self) -> Iterator[str]:
        yield from self._article()
        for entity in self.article.entities:
            if entity.type != "DATE":
                yield from self._entity(entity)
        for start, end in sorted({(fact.start, fact.end) for fact in self.article.facts}):
            yield from self._sentence(start, end)
        for content, fact in _distinct(self.article):
            yield from self._claim(fact, iri.claim(self.iri, content))

    def _say(self, subject: str, predicate: str, value: str) -> str:
        return f"<{subject}> <{predicate}> {value}{self.end}"

    def _own(self, entity: str) -> str:
        return ref(iri.entity(self.iri, entity))

    def _article(self) -> Iterator[str]:
        article = self.article
        yield self._say(self.iri, RDF.type, ref(KG.Article))
        yield self._say(self.iri, RDF.type, ref(SCHEMA.NewsArticle))
        yield self._say(self.iri, KG.articleId, text(article.id))
        yield self._say(self.iri, KG.extractedBy, text(article.extractor))
        if article.url:
            yield self._say(self.iri, SCHEMA.url, typed(article.url, XSD.anyURI))
        if article.title:
            yield self._say(self.iri, SCHEMA.headline, text(article.title))
        if article.publisher:
            yield self._say(self.iri, SCHEMA.publisher, term(_outlet(article.publisher)))
        published = moment(article.published) if article.published else None
        if published:
            yield self._say(self.iri, SCHEMA.datePublished, published)
        for remark in article.remarks:
            note = f"{remark.kind}: {remark.note}" if remark.note else remark.kind
            yield self._say(self.iri, KG.remark, text(note))

    def _entity(self, entity: Entity) -> Iterator[str]:
        own = iri.entity(self.iri, entity.id)
        yield self._say(own, RDF.type, ref(KG.ArticleEntity))
        yield self._say(own, KG.denotes, term(self.things[entity.id]))
        yield self._say(own, KG.mentionedIn, ref(self.iri))
        yield self._say(own, KG.nameInArticle, text(entity.name))
        for mention in entity.mentions:
            if mention != entity.name:
                yield self._say(own, KG.spelling, text(mention))
        for title in entity.titles:
            yield self._say(own, KG.title, text(title))

    def _sentence(self, start: int, end: int) -> Iterator[str]:
        own = iri.sentence(self.iri, start, end)
        whole = self.article.text
        yield self._say(own, RDF.type, ref(KG.Sentence))
        yield self._say(own, OA.hasSource, ref(self.iri))
        yield self._say(own, OA.hasSelector, ref(f"{own}/quote"))
        yield self._say(own, OA.hasSelector, ref(f"{own}/position"))
        yield self._say(f"{own}/quote", RDF.type, ref(OA.TextQuoteSelector))
        yield self._say(f"{own}/quote", OA.prefix, text(whole[max(0, start - CONTEXT) : start]))
        yield self._say(f"{own}/quote", OA.exact, text(whole[start:end]))
        yield self._say(f"{own}/quote", OA.suffix, text(whole[end : end + CONTEXT]))
        yield self._say(f"{own}/position", RDF.type, ref(OA.TextPositionSelector))
        yield self._say(f"{own}/position", OA.start, integer(start))
        yield self._say(f"{own}/position", OA.end, integer(end))

    def _span(self, start: int, end: int) -> Iterator[str]:
        own = iri.span(self.iri, start, end)
        yield self._say(own, RDF.type, ref(KG.Span))
        yield self._say(own, OA.start, integer(start))
        yield self._say(own, OA.end, integer(end))
        yield self._say(own, OA.exact, text(self.article.text[start:end]))

    def _claim(self, fact: Fact, own: str) -> Iterator[str]:
        yield self._say(own, RDF.type, ref(KG.Claim))
        yield self._say(own, RDF.subject, term(self.things[fact.s]))
        yield self._say(own, RDF.predicate, ref(KG[fact.p]))
        yield self._say(own, KG.subjectEntity, self._own(fact.s))
        target = _object(self.article, fact, self.things)
        if target is not None:
            yield self._say(own, RDF.object, term(target))
            if not target.startswith('"'):
                yield self._say(own, KG.objectEntity, self._own(str(fact.o)))
        yield self._say(own, KG.factuality, ref(FACTUALITY[fact.factuality]))
        if fact.status:
            yield self._say(own, KG.status, ref(STATUS[fact.status]))
        if fact.by == ANONYMOUS:
            yield self._say(own, PROV.wasAttributedTo, ref(KG.AnonymousSource))
        elif fact.by and fact.by in self.things:
            yield self._say(own, PROV.wasAttributedTo, term(self.things[fact.by]))
            yield self._say(own, KG.attributedEntity, self._own(fact.by))
        yield self._say(own, PROV.wasQuotedFrom, ref(self.iri))
        yield self._say(own, PROV.wasGeneratedBy, term(_rule(self.article.extractor, fact.rule)))
        yield self._say(own, OA.hasTarget, ref(iri.sentence(self.iri, fact.start, fact.end)))
        yield from self._roles(own, fact)
        if fact.confidence is not None:
            yield self._say(own, KG.confidence, decimal(fact.confidence))
        if fact.trigger:
            yield self._say(own, KG.trigger, ref(iri.span(self.iri, *fact.trigger)))
            yield from self._span(*fact.trigger)
        for cue in fact.cues:
            marked = iri.span(self.iri, cue.start, cue.end)
            yield self._say(own, KG.cue, ref(marked))
            yield from self._span(cue.start, cue.end)
            yield self._say(marked, KG.cueCategory, text(cue.category))
        if fact.p == "holdsPosition" and fact.factuality == "asserted" and target is not None and sure(fact):
            held = holding(self.things[fact.s], target, fact.status or "")
            yield self._say(DATA + held, KG.restsOn, ref(own))

    def _roles(self, own: str, fact: Fact) -> Iterator[str]:
        if fact.date:
            date = partial_date(self.article.entity(fact.date).name)
            if date:
                yield self._say(own, KG.onDate, date)
        for role, predicate in (("place", KG.atPlace), ("to", KG.reportedTo), ("position", KG.toPosition)):
            filler = getattr(fact, role)
            if filler and filler in self.things:
                yield self._say(own, predicate, term(self.things[filler]))
