"""Minting IRIs: the same for the same thing on every machine, safe whatever an article says, never a blank node.

    article     id/article/<id>                     its graph: graph/article/<id>
    in it       <article>/entity/<id>  <article>/claim/<hash>  <article>/sentence/<start>-<end>  <article>/span/…
    thing       id/<kind>/<slug>-<hash>             kind: person, organisation, office, event …

An article's or an entity's id is percent-encoded whole (an over-long one is cut and hashed), so that no id can leave
its own segment. The slug is for readers; only the hash makes a thing's IRI its own.
"""

from __future__ import annotations

import hashlib
import unicodedata
from functools import lru_cache
from typing import Final
from urllib.parse import quote, unquote

from kg.vocabulary import DATA, GRAPHS

KINDS: Final = {
    "PERSON": "person",
    "ORG": "organisation",
    "GROUP": "group",
    "PLACE": "place",
    "POSITION": "office",
    "EVENT": "event",
    "DOCUMENT": "document",
    "OFFENCE": "offence",
    "OUTLET": "outlet",
    "RULE": "rule",
    "HOLDING": "office-holding",
    "DERIVED": "derived-claim",
}
"""Type of a thing → the segment of its IRI."""

_ARTICLES: Final = DATA + "article/"
_ARTICLE_GRAPHS: Final = GRAPHS + "article/"
_LONGEST_SEGMENT: Final = 200
_LONGEST_SLUG: Final = 60


def digest(*parts: str, size: int = 8) -> str:
    """A stable hash of the parts, in hexadecimal, `2 * size` characters; where one part ends cannot be confused."""
    state = hashlib.blake2b(digest_size=size)
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        state.update(b"%d:" % len(encoded))
        state.update(encoded)
    return state.hexdigest()


@lru_cache(maxsize=65_536)
def segment(text: str) -> str:
    """The text as one segment of a path, different for different texts.

    >>> segment("a/b c")
    'a%2Fb%20c'
    """
    encoded = quote(text, safe="", errors="surrogatepass").replace("~", "%7E")  # ~ marks a cut id
    if encoded in {".", ".."}:
        return encoded.replace(".", "%2E")
    if len(encoded) <= _LONGEST_SEGMENT:
        return encoded
    return f"{encoded[:100].rstrip('%0123456789ABCDEF')}~{digest(text, size=16)}"


@lru_cache(maxsize=65_536)
def slug(text: str) -> str:
    """A few plain words for readers of an IRI; empty where the text has no Latin letter or digit.

    >>> slug("Raden Gani  Muhamad, S.H.")
    'raden-gani-muhamad-s-h'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    return "-".join(words)[:_LONGEST_SLUG].strip("-")


def article(id: str) -> str:
    """The article itself."""
    return _ARTICLES + segment(id)


def article_graph(id: str) -> str:
    """The named graph that holds what one article says."""
    return _ARTICLE_GRAPHS + segment(id)


def article_id(graph_or_article: str) -> str | None:
    """The article's id back from its IRI or its graph's; None where the IRI is neither or the id was cut."""
    for start in (_ARTICLES, _ARTICLE_GRAPHS):
        if graph_or_article.startswith(start):
            rest = graph_or_article[len(start) :]
            return None if "/" in rest or "~" in rest else unquote(rest)
    return None


def entity(article_iri: str, id: str) -> str:
    """An article's own entity."""
    return f"{article_iri}/entity/{segment(id)}"


def span(article_iri: str, start: int, end: int) -> str:
    """A stretch of an article's text."""
    return f"{article_iri}/span/{start}-{end}"


def sentence(article_iri: str, start: int, end: int) -> str:
    """The sentence that stands as evidence; its selectors are `…/quote` and `…/position`."""
    return f"{article_iri}/sentence/{start}-{end}"


def claim(article_iri: str, content: str) -> str:
    """A claim of an article, named by the hash of what it says and where."""
    return f"{article_iri}/claim/{digest(article_iri, content)}"


def thing(type: str, name: str, *identity: str) -> str:
    """A thing of the view: readable by its name, unique by what identifies it."""
    readable = slug(name)
    own = digest(type, *identity, size=6)
    return f"{DATA}{KINDS[type]}/{readable}-{own}" if readable else f"{DATA}{KINDS[type]}/{own}"
