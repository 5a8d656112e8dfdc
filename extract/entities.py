"""The component "mentions": the model's spans, the gazetteers and the rules combined, one span each."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

import extract.document  # noqa: F401  (registers the extensions)
from extract.facts import ENTITY_TYPES, Entity, Mention


@Language.component("mentions", assigns=["doc._.mentions", "doc._.entities"], requires=["doc.ents", "doc._.skip"])
def find_mentions(doc: Doc) -> Doc:
    """The component: it names what the article speaks of, one entity for each type and spelling."""
    from extract.dates import date_mentions

    dates = date_mentions(doc)
    found = [(span.start, span.end, "DATE", span.iso or "") for span in dates]
    taken = {i for start, end, _, _ in found for i in range(start, end)}
    for span in doc.ents:
        if span.label_ in ENTITY_TYPES and span.label_ != "DATE":
            start, end = span.start_char, span.end_char
            if not any(i in taken for i in range(start, end)):
                found.append((start, end, span.label_, span.text))
    found.sort()
    ids: dict[tuple[str, str], str] = {}
    mentions = []
    for start, end, kind, name in found:
        number = ids.setdefault((kind, " ".join(name.casefold().split())), f"e{len(ids) + 1}")
        mentions.append(Mention(start, end, number, kind))
    names: dict[str, Entity] = {}
    for mention, (_, _, kind, name) in zip(mentions, found, strict=True):
        names.setdefault(mention.entity, Entity(mention.entity, kind, name))
    doc._.mentions = tuple(mentions)
    doc._.entities = tuple(names.values())
    return doc
