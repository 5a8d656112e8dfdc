"""Plain text and Markdown."""

from __future__ import annotations

import re
from typing import Final

from extract.errors import InputError
from extract.reading.cleaning import blocks, mended, unwrapped
from extract.reading.draft import Draft
from extract.reading.encoding import decode

_HEADLINE: Final = 200
_SITE: Final = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}/?", re.IGNORECASE)
_FRONT: Final = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_FRONT_MOST: Final = 64 * 1024
# Lengths are bounded so that no text, however made, takes more than a time in proportion to its own length.
_MARKUP: Final = (
    (re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,600}\)"), ""),
    (re.compile(r"\[([^\[\]\n]{1,300})\]\([^)\n]{0,600}\)"), r"\1"),
    (re.compile(r"^[ ]{0,3}(?:>[ ]?)+", re.MULTILINE), ""),
    (re.compile(r"^[ ]{0,3}(?:(?:[-*_][ ]*){3,}|=+|-+)$", re.MULTILINE), ""),
    (re.compile(r"(\*\*|__)(?=\S)([^\n]{0,300}?\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{0,300}?\S)\*(?!\w)"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]{0,300}?\S)_(?!\w)"), r"\1"),
    (re.compile(r"`([^`\n]{1,300})`"), r"\1"),
)
_HEADING: Final = re.compile(r"^[ ]{0,3}#{1,6}[ \t]+([^\s][^\n]*)$", re.MULTILINE)


def read_plain(data: bytes, where: str) -> Draft:
    """A text file: a first line that stands alone like a headline is the title; the site's name may stand above it."""
    found = blocks(mended(decode(data, where)))
    publisher = title = None
    if len(found) > 1 and len(found[0]) == 1 and _is_site(found[0][0]):
        publisher = found.pop(0)[0]
    if len(found) > 1 and len(found[0]) == 1 and _is_headline(found[0][0]):
        title = found.pop(0)[0]
    text = "\n".join(line for block in found for line in unwrapped(block))
    return Draft(where, text, title=title, publisher=publisher)


def _is_site(line: str) -> bool:
    return len(line) <= _HEADLINE and _SITE.fullmatch(line) is not None


def _is_headline(line: str) -> bool:
    return len(line) <= _HEADLINE and line[-1] not in ".,;:" and line[0] not in "\"“'‘"


def read_markdown(data: bytes, where: str) -> Draft:
    """A Markdown file; its front matter gives id, url, title, publisher and published, a first heading the title."""
    text = mended(decode(data, where)).replace("\r\n", "\n")
    fields: dict[str, str] = {}
    if front := _FRONT.match(text):
        fields = _front_matter(front[1], where)
        text = text[front.end() :]
    text = _without_comments(text)
    title = fields.get("title")
    heading = _HEADING.match(text.lstrip("\n"))
    if heading and (title is None or _bare(heading[1]) == title.strip()):
        title = _bare(heading[1])
        text = text.lstrip("\n")[heading.end() :]
    text = _HEADING.sub(lambda found: f"\n{_bare(found[1])}\n", text)
    for pattern, by in _MARKUP:
        text = pattern.sub(by, text)
    # Markdown breaks a paragraph at a blank line alone.
    joined = "\n".join(_joined(block) for block in blocks(text))
    return Draft(
        where,
        joined,
        id=fields.get("id"),
        url=fields.get("url"),
        title=title,
        publisher=fields.get("publisher"),
        published=fields.get("published"),
    )


def _bare(heading: str) -> str:
    """A heading without the marks that may close it."""
    return heading.rstrip().rstrip("#").rstrip()


def _without_comments(text: str) -> str:
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join([*kept, text[at:]])


def _joined(block: list[str]) -> str:
    lines: list[str] = []
    for line in block:
        item = re.match(r"(?:[-*+]|\d{1,3}[.)])\s+", line)
        if item or not lines:
            lines.append(line[item.end() :] if item and line[0] in "-*+" else line)
        else:
            lines[-1] += f" {line}"
    return "\n".join(lines)


def _front_matter(text: str, where: str) -> dict[str, str]:
    import yaml  # type: ignore[import-untyped]

    problem = None
    loaded: object = None
    if len(text) > _FRONT_MOST:
        problem = f"has a front matter of {len(text):,} characters"
    else:
        try:
            # The base loader makes strings, lists and mappings, nothing else: no dates, no objects.
            loaded = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            line = getattr(getattr(error, "problem_mark", None), "line", None)
            problem = "has a front matter that is not YAML" + (f" (its line {line + 1})" if line is not None else "")
    if problem is None and not isinstance(loaded, dict | None):
        problem = "has a front matter that names no fields"
    if problem is not None:
        raise InputError(
            f"{problem}.", reason="malformed", where=where, remedy="Put quotes round the values, or remove it."
        )
    fields = loaded if isinstance(loaded, dict) else {}
    return {key: value for key, value in fields.items() if isinstance(key, str) and isinstance(value, str) and value}
