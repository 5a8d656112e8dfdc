"""What the components of the pipeline leave in a spaCy `Doc` for each other: the only place where they meet.

doc._.article      Article                 set before the pipeline runs
doc._.skip         tuple[int, ...]         numbers (from 1) of the lines that are boilerplate
doc._.mentions     tuple[Mention, ...]     spans that name entities, in order, not overlapping
doc._.entities     tuple[Entity, ...]      what they name
doc._.chances      dict[span, float]       how sure each chosen mention is, by its (start, end)
doc._.tentative    frozenset[span]         mentions that stand only where a fact holds what they name
doc._.references   tuple[Reference, ...]   pronouns and descriptions that stand for an entity and are no mention
doc._.remarks      tuple[Remark, ...]      e.g. a weekday that contradicts its date
doc._.facts        tuple[Fact, ...]
doc._.parser       SentenceParser | None   whom to ask for the syntax of sentences; None where the tokens tell it
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """A pronoun, clitic or description (`ia`, `-nya`, `pria kelahiran Garut itu`) read as an entity."""

    start: int
    end: int
    entity: str


EXTENSIONS: Final[Mapping[str, object]] = {
    "article": None,
    "skip": (),
    "mentions": (),
    "entities": (),
    "chances": None,
    "tentative": frozenset(),
    "references": (),
    "remarks": (),
    "facts": (),
    "parser": None,
}


def text_of(doc: Doc) -> str:
    """A document's text, from its article where it has one: `Doc.text` joins all tokens anew at each call."""
    article = doc._.article
    return doc.text if article is None else str(article.text)


def register() -> None:
    """Declare the extensions; calling it again changes nothing."""
    for name, default in EXTENSIONS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


register()
