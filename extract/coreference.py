"""The component "coreference": one entity for each thing that an article names, and who its pronouns stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

import extract.document  # noqa: F401  (registers the extensions)
from extract.clusters import Cluster, cluster, join
from extract.coreference_words import coreference_words
from extract.dates import find_dates
from extract.document import Reference, text_of
from extract.facts import Entity, Mention
from extract.name_matching import are_initials
from extract.references import described_nicknames, find_references
from extract.tentative import without_references
from extract.thing_references import find_thing_references

_ISO: Final = re.compile(r"\d{4}(?:-\d\d){0,2}")


@Language.component(
    "coreference",
    assigns=["doc._.mentions", "doc._.entities", "doc._.references"],
    requires=["doc._.article", "doc._.skip", "doc._.mentions", "doc._.entities"],
)
def resolve(doc: Doc) -> Doc:
    """The component: mentions get the ids of what they name; pronouns and bare offices become references."""
    published = doc._.article.published if doc._.article is not None else None
    mentions, entities = resolve_mentions(text_of(doc), doc._.mentions, doc._.entities, published)
    mentions = without_references(text_of(doc), mentions, doc._.tentative, doc._.skip)
    doc._.mentions = mentions
    doc._.entities = entities
    doc._.references = all_references(text_of(doc), mentions, doc._.skip)
    return doc


def all_references(text: str, mentions: Sequence[Mention], skip: Sequence[int] = ()) -> tuple[Reference, ...]:
    """The references of an article to persons and to things, in order; `mentions` carry the ids of what they name."""
    people = find_references(text, mentions, skip)
    return tuple(sorted({*people, *find_thing_references(text, mentions, skip)}))


def resolve_mentions(
    text: str, mentions: Sequence[Mention], entities: Sequence[Entity] = (), published: str | None = None
) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """The mentions with the ids of what they name, and the entities, numbered by where they are first mentioned.

    `mentions` do not overlap; the ids that they come with are forgotten. `entities`: what is known of those ids, of
    which titles are kept. A DATE that cannot be resolved is no mention and is left out.
    """
    known = {entity.id: entity for entity in entities}
    dates = _dates(text, mentions, known, published)
    kept = sorted(m for n, m in enumerate(mentions) if m.type != "DATE" or n in dates)
    number = {m: n for n, m in enumerate(mentions)}
    keys = {n: dates[number[m]] for n, m in enumerate(kept) if m.type == "DATE"}
    clusters = _with_nicknames(text, kept, cluster(text, kept, keys))
    named: dict[int, str] = {}
    made: list[Entity] = []
    for count, one in enumerate(clusters, 1):
        named |= dict.fromkeys(one.members, f"e{count}")
        name = (
            keys[one.members[0]]
            if one.type == "DATE"
            else _name(one) or text[kept[one.members[0]].start : kept[one.members[0]].end]
        )
        titles = dict.fromkeys(
            title for n in one.members if kept[n].entity in known for title in known[kept[n].entity].titles
        )
        spellings = dict.fromkeys(text[kept[n].start : kept[n].end] for n in one.members)
        made.append(Entity(f"e{count}", one.type, name, tuple(spellings), tuple(titles)))
    return tuple(Mention(m.start, m.end, named[n], m.type) for n, m in enumerate(kept)), tuple(made)


def _with_nicknames(text: str, mentions: Sequence[Mention], clusters: list[Cluster]) -> list[Cluster]:
    """The clusters, with nicknames that a description gives joined to the person that it describes."""
    place = {number: n for n, one in enumerate(clusters) for number in one.members}
    ordered = [Mention(m.start, m.end, str(place[n]), m.type) for n, m in enumerate(mentions)]
    for nick, person in described_nicknames(text, ordered):
        one, home = clusters[int(nick)], clusters[int(person)]
        if (
            one.members
            and home.members
            and one is not home
            and one.type == home.type
            and not are_initials(one.names[0].text)
        ):
            join(home, one)
            one.members = []
    return sorted((c for c in clusters if c.members), key=lambda c: c.members[0])


def _dates(
    text: str, mentions: Sequence[Mention], known: Mapping[str, Entity], published: str | None
) -> dict[int, str]:
    """Number of a DATE mention → its ISO date, by the same span, else an overlapping one, else what it came with."""
    spans = [s for s in find_dates(text, published) if s.iso is not None]
    exact = {(s.start, s.end): s.iso for s in spans}
    found: dict[int, str] = {}
    for n, mention in enumerate(mentions):
        if mention.type != "DATE":
            continue
        iso = exact.get((mention.start, mention.end))
        if iso is None:
            iso = next((s.iso for s in spans if s.start < mention.end and mention.start < s.end), None)
        if iso is None and mention.entity in known and _ISO.fullmatch(known[mention.entity].name):
            iso = known[mention.entity].name
        if iso is not None:
            found[n] = iso
    return found


def _name(one: Cluster) -> str:
    """The fullest of the names: most words, then most letters, and not in capitals where it stands otherwise too."""
    names = [_office(name.text) if one.type == "POSITION" else name.text for name in one.names]
    return max(
        names,
        key=lambda name: (not are_initials(name), len(name.split()), len(name), not name.isupper(), name),
    )


def _office(text: str) -> str:
    """The office that a mention names, without Pj, Plt, mantan, calon; as it stands where nothing would be left."""
    data = coreference_words()
    match = data.titles.match(text)
    bare = text[match.end() :] if match and match.end() < len(text) else text
    first, _, rest = bare.partition(" ")
    office = data.candidate_words.get(first.lower())
    return f"{office[0].upper()}{office[1:]} {rest}".strip() if office else bare
