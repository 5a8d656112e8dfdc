"""The pages: HTML from templates in which everything that came out of an article is text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse

from kg.server.wording import language_of, words

if TYPE_CHECKING:
    from jinja2 import Environment

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"
VENDOR: Final = HERE.parent / "page" / "vendor"


@cache
def environment() -> Environment:
    """The templates, escaping everywhere, failing on a name that is not given."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def page(request: Request, template: str, values: Mapping[str, Any], *, status: int = 200) -> HTMLResponse:
    """A page in the language that the client asks for."""
    language = language_of(request)
    body = environment().get_template(template).render(lang=language, t=words(language), **values)
    return HTMLResponse(body, status, {"Vary": "Accept, Accept-Language", "Content-Language": language})
