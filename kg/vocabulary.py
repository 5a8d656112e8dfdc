"""The terms of the graph as closed namespaces: a mistyped term raises instead of making a new one.

Plain IRI strings, standard library only. `ontology.ttl` says what each term of `KG` means; a test holds the two
together.

>>> KG.attended
'https://w3id.org/jejak/ontology#attended'
>>> KG["attended"] == KG.attended
True
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from extract.facts import PREDICATES

BASE: Final = "https://w3id.org/jejak/"
DATA: Final = BASE + "id/"
GRAPHS: Final = BASE + "graph/"
VIEW: Final = GRAPHS + "view"
"""The graph of canonical things, plain triples, office holdings and derived claims; articles have one graph each."""


class Vocabulary:
    """The terms of one namespace; asking for another is an AttributeError that names the namespace."""

    def __init__(self, prefix: str, address: str, terms: str) -> None:
        self._prefix = prefix
        self._address = address
        self._terms = {term: address + term for term in terms.split()}
        self.__dict__.update(self._terms)  # found without a call; the rest comes to __getattr__

    def __getattr__(self, term: str) -> str:
        raise AttributeError(f"there is no term {self.__dict__.get('_prefix')}:{term}")

    def __getitem__(self, term: str) -> str:
        try:
            return self._terms[term]
        except KeyError:
            raise KeyError(f"there is no term {self._prefix}:{term}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __contains__(self, iri: object) -> bool:
        return iri in self._terms.values()

    @property
    def address(self) -> str:
        """What the prefix stands for."""
        return self._address


KG: Final = Vocabulary(
    "kg",
    BASE + "ontology#",
    " ".join(PREDICATES)
    + """
    Thing Actor Person Organisation Group Place Office Event Document Offence Official Candidate OfficeHolding
    Article Outlet ArticleEntity Sentence Span Rule Claim DerivedClaim Source AnonymousSource
    Factuality factualities Asserted Alleged Planned Denied Status statuses Current Acting Former Elect
    heldPosition electedTo
    attendedEventWithCandidate attendedEventWithProspectiveCandidate allegedlyAttendedEventWithCandidate
    factuality status subjectEntity objectEntity attributedEntity onDate atPlace reportedTo toPosition confidence
    trigger cue cueCategory restsOn sharedEvent
    mentionedIn denotes nameInArticle spelling title articleId extractedBy remark copyOf
    office firstObserved lastObserved
    """,
)
RDF: Final = Vocabulary("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type subject predicate object Statement")
RDFS: Final = Vocabulary("rdfs", "http://www.w3.org/2000/01/rdf-schema#", "label comment subClassOf subPropertyOf")
XSD: Final = Vocabulary(
    "xsd",
    "http://www.w3.org/2001/XMLSchema#",
    "string date dateTime gYear gYearMonth integer decimal boolean anyURI",
)
SKOS: Final = Vocabulary("skos", "http://www.w3.org/2004/02/skos/core#", "prefLabel altLabel Concept ConceptScheme")
PROV: Final = Vocabulary(
    "prov", "http://www.w3.org/ns/prov#", "wasAttributedTo wasQuotedFrom wasGeneratedBy wasDerivedFrom"
)
OA: Final = Vocabulary(
    "oa",
    "http://www.w3.org/ns/oa#",
    "hasTarget hasSource hasSelector exact prefix suffix start end TextQuoteSelector TextPositionSelector",
)
ORG: Final = Vocabulary("org", "http://www.w3.org/ns/org#", "Organization Post Membership member")
SEM: Final = Vocabulary("sem", "http://semanticweb.cs.vu.nl/2009/11/sem/", "Event Place Actor")
FOAF: Final = Vocabulary("foaf", "http://xmlns.com/foaf/0.1/", "Person Group Document")
SCHEMA: Final = Vocabulary(
    "schema",
    "https://schema.org/",
    "NewsArticle NewsMediaOrganization url headline publisher datePublished name Place",
)

PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {v._prefix: v.address for v in (KG, RDF, RDFS, XSD, SKOS, PROV, OA, ORG, SEM, FOAF, SCHEMA)}
)
"""Prefix → namespace, for queries and for Turtle."""

CLASSES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "PERSON": (KG.Person, FOAF.Person),
        "ORG": (KG.Organisation, ORG.Organization),
        "GROUP": (KG.Group, FOAF.Group),
        "PLACE": (KG.Place, SEM.Place),
        "POSITION": (KG.Office, ORG.Post),
        "EVENT": (KG.Event, SEM.Event),
        "DOCUMENT": (KG.Document, FOAF.Document),
        "OFFENCE": (KG.Offence,),
        "OUTLET": (KG.Outlet, SCHEMA.NewsMediaOrganization),
        "RULE": (KG.Rule,),
    }
)
"""Type of an entity → the classes that its thing is given in the view."""

FACTUALITY: Final[Mapping[str, str]] = MappingProxyType(
    {"asserted": KG.Asserted, "alleged": KG.Alleged, "planned": KG.Planned, "denied": KG.Denied}
)
STATUS: Final[Mapping[str, str]] = MappingProxyType(
    {"current": KG.Current, "acting": KG.Acting, "former": KG.Former, "elect": KG.Elect}
)
