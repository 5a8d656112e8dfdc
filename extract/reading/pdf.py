"""PDF files with text in them."""

from __future__ import annotations

import io
import logging
import re
from typing import Final

from extract.errors import InputError
from extract.reading.cleaning import blocks
from extract.reading.draft import Draft

_MOST_PAGES: Final = 200
_HYPHEN: Final = re.compile(r"(?<=[a-z])-$")
_ENDS: Final = (".", "!", "?", '"', "”", ":")


def read_pdf(data: bytes, where: str) -> Draft:
    """The text of a PDF; the date of the file is no date of publication, so there is none."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(
                "is protected by a password.", reason="unreadable", where=where, remedy="Save it without protection."
            )
        if len(reader.pages) > _MOST_PAGES:
            raise InputError(
                f"has {len(reader.pages):,} pages, over the {_MOST_PAGES} that one article may have.",
                reason="over-large",
                where=where,
                remedy="Split it: --max-size does not raise this limit.",
            )
        pages = [page.extract_text() for page in reader.pages]
    except InputError:
        raise
    except Exception as error:
        # A broken PDF makes its reader fail in any way at all.
        raise InputError(
            f"is no PDF that can be read ({type(error).__name__}).",
            reason="unreadable",
            where=where,
            remedy="Save it anew.",
        ) from error
    lines = [line for block in blocks("\n\n".join(pages)) for line in block]
    if not lines:
        raise InputError(
            "holds pictures only, no text.",
            reason="empty",
            where=where,
            remedy="Run it through text recognition first.",
        )
    title = None
    if len(lines) > 1 and len(lines[0]) <= 120 and not lines[0].endswith((".", ",")):
        title = lines.pop(0)
    return Draft(where, "\n".join(_joined(lines)), title=title)


def _joined(lines: list[str]) -> list[str]:
    """Paragraphs out of the lines of a page: one ends where a line ends a sentence short of the column."""
    column = sorted(len(line) for line in lines)[len(lines) * 3 // 4]
    found: list[str] = []
    is_open = False
    for line in lines:
        if is_open:
            found[-1] = _HYPHEN.sub("", found[-1]) + line if _HYPHEN.search(found[-1]) else f"{found[-1]} {line}"
        else:
            found.append(line)
        is_open = not (line.endswith(_ENDS) and len(line) < 0.85 * column)
    return found
