"""The component "mentions": what an article names, from the trained model, the gazetteers and the rules, one span each.

Every distinct spelling of a type becomes an entity of its own here; `extract.coreference` joins those that are one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

import extract.document  # noqa: F401  (registers the extensions)
from extract import choice, grammar, proposals, seams, titles
from extract.choice import Judge
from extract.dates import date_mentions
from extract.document import text_of
from extract.facts import Entity, Mention
from extract.proposals import Span

SOURCES: Final = "mention_sources"
"""doc._.mention_sources: for each mention, in order, the names of what proposed it; for those who look for an error."""

if not Doc.has_extension(SOURCES):
    Doc.set_extension(SOURCES, default=())


class Mentions:
    """Proposes spans, chooses those that stand, and gives each spelling of a type an entity."""

    def __init__(self, judge: Judge | None = None) -> None:
        self._judge = judge

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        dates = date_mentions(doc)
        skip = frozenset(doc._.skip)
        spaced = seams.of_text(text)
        taken = [spaced.there(date.start, date.end) for date in dates]
        closed = sorted([*taken, *proposals.closed_lines(spaced.text, skip)])
        model = (Span(*spaced.parted(span.start_char, span.end_char), span.label_) for span in doc.ents)
        found = proposals.gather(spaced.text, model, taken, skip)
        judge = self._judge or choice.load()
        chosen = judge.decide(found, closed)
        where = {Span(*spaced.back(s.start, s.end), s.type): s for s in (*chosen.firm, *chosen.tentative)}
        doc._.chances = {(span.start, span.end): chosen.chances[there] for span, there in where.items()}
        unsure = set(chosen.tentative)
        doc._.tentative = frozenset((span.start, span.end) for span, there in where.items() if there in unsure)
        named = [(*span, office(text[span.start : span.end]) if span.type == "POSITION" else "") for span in where]
        named += [(date.start, date.end, "DATE", date.iso or "") for date in dates]
        doc._.mentions, doc._.entities = entities(text, named)
        doc._.mention_sources = tuple(
            ("date",) if m.type == "DATE" else found.proposers(where[Span(m.start, m.end, m.type)])
            for m in doc._.mentions
        )
        return doc


def entities(text: str, named: Iterable[tuple[int, int, str, str]]) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """Mentions and entities of spans given as (start, end, type, name); without a name the text itself is the name."""
    numbers: dict[tuple[str, str], str] = {}
    mentions: list[Mention] = []
    names: dict[str, tuple[str, str]] = {}
    degrees: dict[str, dict[str, None]] = {}
    for start, end, kind, name in sorted(named):
        name = name or " ".join(text[start:end].split())
        entity = numbers.setdefault((kind, name.casefold()), f"e{len(numbers) + 1}")
        mentions.append(Mention(start, end, entity, kind))
        names.setdefault(entity, (kind, name))
        if kind == "PERSON":
            degrees.setdefault(entity, {}).update(dict.fromkeys(titles.around(text, start, end)))
    spellings: dict[str, dict[str, None]] = {}
    for mention in mentions:
        spellings.setdefault(mention.entity, {})[text[mention.start : mention.end]] = None
    found = (
        Entity(entity, kind, name, tuple(spellings[entity]), tuple(degrees.get(entity, ())))
        for entity, (kind, name) in names.items()
    )
    return tuple(mentions), tuple(found)


def office(mention: str) -> str:
    """The office itself, without mantan, calon, Pj or Plt before it.

    >>> office("Penjabat (Pj) Wali Kota Bekasi"), office("mantan calon Bupati"), office("Plt")
    ('Wali Kota Bekasi', 'Bupati', 'Plt')
    """
    name = " ".join(mention.split())
    before = grammar.load().before_office
    while (match := before.match(name)) and match.end() < len(name):
        name = name[match.end() :]
    return name


@Language.factory("mentions", assigns=["doc._.mentions", "doc._.entities"], requires=["doc.ents", "doc._.skip"])
def make_mentions(nlp: Language, name: str) -> Mentions:
    """The component as the pipeline makes it."""
    return Mentions()
