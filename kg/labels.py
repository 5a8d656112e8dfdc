"""The names of the ontology's terms in Indonesian and English, read from `ontology.ttl` itself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from extract.errors import DataError
from kg.vocabulary import KG, RDFS

LANGUAGES: Final = ("id", "en")


def ontology_file() -> Path:
    """Where the ontology lies: beside the packages in a checkout, inside `kg` in a wheel."""
    here = Path(__file__).resolve().parent
    for path in (here / "ontology.ttl", here.parent / "ontology.ttl"):
        if path.is_file():
            return path
    raise DataError("ontology.ttl is missing.", where=str(here), remedy="Install the package again.")


@cache
def labels(language: str) -> Mapping[str, str]:
    """Local name of each term → its label in a language."""
    return _literals(RDFS.label, language)


@cache
def comments(language: str) -> Mapping[str, str]:
    """Local name of each term → what it means, in a language."""
    return _literals(RDFS.comment, language)


def label(term: str, language: str) -> str:
    """The label of a term (`attended`), the term itself where it has none."""
    return labels(language).get(term, term)


def _literals(predicate: str, language: str) -> dict[str, str]:
    import pyoxigraph as ox

    found = {}
    path = ontology_file()
    try:
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            if (
                quad.predicate.value == predicate
                and isinstance(quad.subject, ox.NamedNode)
                and isinstance(quad.object, ox.Literal)
                and quad.object.language == language
                and quad.subject.value.startswith(KG.address)
            ):
                found[quad.subject.value.removeprefix(KG.address)] = quad.object.value
    except (SyntaxError, OSError) as error:
        raise DataError(f"it cannot be read ({error}).", where=str(path)) from error
    return found
