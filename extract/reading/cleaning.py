"""What is taken off text from outside before anybody sees it: unseen characters, mojibake, hard line breaks."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Cf holds the bidirectional overrides and the zero-width characters, Cs what no UTF-8 can write.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_LINE_ENDS: Final = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_LIST_ITEM: Final = re.compile(r"\s*(?:[-*•–—]|\(?\w{1,3}[.)])\s")
_WRAPPED = range(45, 121)


def without_unseen(text: str) -> str:
    """The text without control and format characters; line feeds stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text.replace("\t", " ") if c == "\n" or unicodedata.category(c) not in _UNSEEN)


def one_line(text: str | None) -> str | None:
    """A title, name or address: one line of visible characters; None where nothing is left."""
    if text is None:
        return None
    return (
        " ".join(without_unseen(unicodedata.normalize("NFC", _LINE_ENDS.sub(" ", text)).replace("\n", " ")).split())
        or None
    )


def shown(where: object) -> str:
    """A path or address as it may be printed on a terminal."""
    text = str(where).encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def mended(text: str) -> str:
    """Text whose wrong decoding is undone (`â€œ` is a quotation mark), and nothing else is changed."""
    import ftfy

    return ftfy.fix_encoding(text)


def blocks(text: str) -> list[list[str]]:
    """The lines of the text, trimmed, in blocks that blank lines set apart."""
    found: list[list[str]] = [[]]
    for line in without_unseen(unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))).split("\n"):
        tidy = " ".join(line.split())
        if tidy:
            found[-1].append(tidy)
        elif found[-1]:
            found.append([])
    return [block for block in found if block]


def unwrapped(block: list[str]) -> list[str]:
    """The paragraphs of a block: lines that were broken at a column are joined again, others stay apart.

    A block counts as broken where all its lines but the last are of the length of a column and no line opens a list.
    """
    if len(block) < 2 or any(len(line) not in _WRAPPED for line in block[:-1]) or len(block[-1]) >= _WRAPPED.stop:
        return block
    if any(_LIST_ITEM.match(line) for line in block):
        return block
    # Lines that all end like sentences are short paragraphs, not a broken one.
    if all(line[-1] in ".!?\"”'’" for line in block):
        return block
    return [" ".join(block)]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text, one string each."""
    return [line for block in blocks(text) for line in unwrapped(block)]
