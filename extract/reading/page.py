"""HTML pages of news sites."""

from __future__ import annotations

import re
from typing import Final

from extract.errors import InputError
from extract.reading.cleaning import mended, one_line, paragraphs
from extract.reading.draft import Draft
from extract.reading.encoding import decode

_CHARSET: Final = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
# The date that the page states, never one guessed out of its text or its copyright line.
_STATED_DATE: Final = {"extensive_search": False, "original_date": True}


def read_page(data: bytes, where: str, *, url: str | None = None, charset: str | None = None) -> Draft:
    """The article of a page, without menus, teasers and lists of other articles.

    `url` is where the page was found; without it the page's own canonical address stands.
    """
    import trafilatura

    declared = _CHARSET.search(data[:4096])
    source = mended(decode(data, where, declared=charset or (declared[1].decode("ascii") if declared else None)))
    try:
        document = trafilatura.bare_extraction(
            source,
            url=url,
            include_comments=False,
            include_tables=False,
            include_images=False,
            favor_precision=True,
            with_metadata=True,
            date_extraction_params=dict(_STATED_DATE),
        )
    except Exception as error:
        # The parser meets pages of any kind; one that it breaks on is set aside like any other that cannot be read.
        raise InputError(
            f"cannot be parsed as HTML ({type(error).__name__}).",
            reason="unreadable",
            where=where,
            remedy="Leave it out.",
        ) from error
    if document is None or isinstance(document, dict) or not (document.text or "").strip():
        raise InputError("holds no article text.", reason="empty", where=where, remedy="Leave it out.")
    title = one_line(document.title)
    lines = paragraphs((document.text or "").replace("\n", "\n\n"))
    while lines and title is not None and lines[0].casefold() == title.casefold():
        lines.pop(0)
    return Draft(
        where,
        "\n".join(lines),
        url=url or document.url,
        title=title,
        publisher=document.sitename,
        published=document.date,
    )
