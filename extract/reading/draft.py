"""From what a source gives to an `Article`: the checks that hold for all formats, and the id."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from extract.article import Article
from extract.errors import InputError
from extract.reading.cleaning import one_line
from extract.reading.language import is_indonesian
from extract.reading.limits import Limits
from extract.reading.published import iso


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as its source words it; `text` is final, everything else is still as it was found."""

    where: str
    text: str
    id: str | None = None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None


def finished(draft: Draft, limits: Limits) -> Article:
    """The article of a draft. Raises InputError: `empty`, `over-large`, `encoding`, `language`."""
    where = draft.where
    if not draft.text.strip():
        raise InputError("holds no text.", reason="empty", where=where, remedy="Leave it out.")
    if len(draft.text) > limits.max_characters:
        raise InputError(
            f"has {len(draft.text):,} characters, over the {limits.max_characters:,} that one article may have.",
            reason="over-large",
            where=where,
            remedy="Split it: --max-size does not raise this limit.",
        )
    try:
        draft.text.encode("utf-8")
    except UnicodeEncodeError:
        raise InputError(
            "holds half a surrogate pair, which is no character.",
            reason="encoding",
            where=where,
            remedy="Write it anew.",
        ) from None
    title = one_line(draft.title)
    if not is_indonesian(f"{title or ''}\n{draft.text}"):
        raise InputError(
            "does not read as Indonesian.", reason="language", where=where, remedy="Only Indonesian news is understood."
        )
    publisher, url, published = one_line(draft.publisher), one_line(draft.url), iso(one_line(draft.published))
    name = one_line(draft.id) or _derived(url, title, publisher, published, draft.text)
    return Article(id=name, text=draft.text, url=url, title=title, publisher=publisher, published=published)


def _derived(url: str | None, title: str | None, publisher: str | None, published: str | None, text: str) -> str:
    """An id out of the address, else out of what the article says: never out of where its file lies."""
    if url is not None:
        return "url-" + _digest(url.partition("#")[0])
    return "text-" + _digest(title or "", publisher or "", published or "", text)


def fingerprint(article: Article) -> bytes:
    """What tells the same article from another under its id."""
    parts = (article.url, article.title, article.publisher, article.published, article.text)
    return bytes.fromhex(_digest(*(part or "" for part in parts)))


def _digest(*parts: str) -> str:
    # The length before each part keeps ("ab", "c") and ("a", "bc") apart.
    data = b"".join(b"%d:%b" % (len(part), part.encode("utf-8", "surrogatepass")) for part in parts)
    return hashlib.sha256(data).hexdigest()[:16]
