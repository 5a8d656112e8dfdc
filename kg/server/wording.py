"""The words of the pages in Indonesian and English, read from `wording.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from starlette.requests import Request

from extract.errors import DataError

LANGUAGES: Final = ("id", "en")


@cache
def words(language: str) -> dict[str, str]:
    """Key → wording in a language; DataError where a key lacks one."""
    path = Path(__file__).with_name("wording.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    for key, entry in table.items():
        if set(entry) != set(LANGUAGES):
            raise DataError(f"{key} needs a wording in each of {', '.join(LANGUAGES)}.", where=str(path))
    return {key: entry[language] for key, entry in table.items()}


def language_of(request: Request) -> str:
    """`?lang=`, else the first known language that the browser names, else Indonesian."""
    asked = request.query_params.get("lang")
    if asked in LANGUAGES:
        return asked
    for part in request.headers.get("accept-language", "").split(","):
        tag = part.partition(";")[0].strip().lower().partition("-")[0]
        if tag in LANGUAGES:
            return tag
    return LANGUAGES[0]
