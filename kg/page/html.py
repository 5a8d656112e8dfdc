"""The page put together: template, styles, scripts and data in one file that asks nobody for anything.

Scripts and styles stand inline and are named by their hashes in the content security policy, so nothing else can run.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

from extract.errors import DataError
from kg.claims import Graph
from kg.page.data import as_script, record
from kg.page.selection import Selection

HERE: Final = Path(__file__).parent
VENDOR: Final = HERE / "vendor"
LANGUAGES: Final = ("id", "en")
SCRIPTS: Final = (
    "data.js", "words.js", "dom.js", "state.js", "visible.js", "symbols.js", "picture.js", "drawing.js", "search.js",
    "evidence.js", "company.js", "paths.js", "steps.js", "panel.js", "period.js", "legend.js", "table.js", "output.js",
    "main.js",
)  # fmt: skip
"""The project's own scripts, in the order in which they stand in one function's scope."""
STYLES: Final = ("page.css",)
_POLICY: Final = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')


def render(
    graph: Graph | Selection, *, lang: str = "id", title: str = "Jejak", opening: Mapping[str, str] | None = None
) -> str:
    """The page of a graph or of a part of one; `opening` holds keys of the page's address, as it opens with them."""
    selection = graph if isinstance(graph, Selection) else Selection(graph)
    data = record(selection.graph)
    first = {**selection.opening, **(opening or {})}
    if selection.shown is not None:
        first["shown"] = ".".join(
            str(node["id"]) for node in data["nodes"] if data["base"] + node["iri"] in selection.shown
        )
    data |= {"lang": lang, "title": title, "opening": first, "notes": list(selection.notes), "sparql": selection.sparql}
    return assemble(data, words(), lang=lang, title=title)


def assemble(data: Mapping[str, Any], wording: Mapping[str, Any], *, lang: str, title: str) -> str:
    """The page of data that was made ready."""
    style = _style()
    scripts = [_read(HERE / "script" / "before.js"), vis_network(), _own_script()]
    policy = "; ".join(
        [
            "default-src 'none'",
            "script-src " + " ".join(hash_source(script) for script in scripts),
            f"style-src {hash_source(style)}",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    parts = {
        "lang": html.escape(lang),
        "policy": policy,
        "title": html.escape(title),
        "style": style,
        "words": as_script(wording),
        "data": as_script(data),
        "scripts": "\n".join(f"<script>{script}</script>" for script in scripts),
    }
    template = _read(HERE / "page.html")
    return re.sub(r"\{\{ (\w+) \}\}", lambda found: parts[found[1]], template)


def policy_of(page: str) -> str:
    """The content security policy that a page declares."""
    found = _POLICY.search(page)
    return html.unescape(found[1]) if found else ""


@cache
def vis_network() -> str:
    """The drawing library: the one from npm where it was brought, else the older one inside pyvis."""
    own = VENDOR / "vis-network.min.js"
    if own.is_file():
        return _inline(own.read_text(encoding="utf-8"))
    inside = resources.files("pyvis") / "lib" / "vis-9.1.2" / "vis-network.min.js"
    return _inline(inside.read_text(encoding="utf-8"))


@cache
def words() -> dict[str, dict[str, str]]:
    """Key → language → wording; DataError where a key lacks a language."""
    path = HERE / "wording.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    for key, entry in table.items():
        if set(entry) != set(LANGUAGES):
            raise DataError(f"{key} needs a wording in each of {', '.join(LANGUAGES)}.", where=str(path))
    return table


@cache
def _own_script() -> str:
    body = "\n".join(_read(HERE / "script" / name) for name in SCRIPTS)
    return _inline(f"(() => {{\n'use strict';\n{body}\n}})();\n")


@cache
def _style() -> str:
    frame = HERE.parent / "server" / "static" / "frame.css"
    return "\n".join([_read(frame), *(_read(HERE / "style" / name) for name in STYLES)])


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _inline(script: str) -> str:
    """A script without what would end its element early, or point to a map that is not there."""
    script = re.sub(r"^//# sourceMappingURL=.*$", "", script, flags=re.MULTILINE)
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def hash_source(text: str) -> str:
    """What names an inline script or style in a policy."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
