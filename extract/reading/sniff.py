"""What a file or stream holds, told from its beginning."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

_FIRST_LINE: Final = 64 * 1024 * 1024


def holds_facts(path: str | Path) -> bool:
    """Whether the file is what `python -m extract` writes (`mentions`, `entities` and `facts` a line), not articles.

    Looks at the first line alone; False for whatever cannot be read.
    """
    try:
        if not Path(path).is_file():
            return False
        with Path(path).open("rb") as stream:
            line = stream.readline(_FIRST_LINE)
    except (OSError, ValueError):
        return False
    return is_facts_line(line)


def is_facts_line(line: bytes) -> bool:
    """Whether one line is an article's facts."""
    if not line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        return False
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and {"mentions", "entities", "facts"} <= record.keys()


def suffix_of(beginning: bytes) -> str:
    """The format of a stream without a name: JSON lines, a page, a PDF, or plain text."""
    start = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{"):
        return ".jsonl"
    if start.startswith(b"%PDF"):
        return ".pdf"
    if start[:15].lower().startswith((b"<!doctype html", b"<html")):
        return ".html"
    return ".txt"
