"""An article as it was read, before anything is understood of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """One news article: plain text and what is known of its origin.

    `id` is stable for the same source. `published` is an ISO date or date-time where the source gives one, never the
    date of a file. `text` holds one paragraph a line and does not contain the title.
    """

    id: str
    text: str
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
