"""From bytes to characters, or the reason why not."""

from __future__ import annotations

import codecs
import unicodedata
from typing import Final

from extract.errors import InputError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Containers and pictures that somebody gave the name of a text file.
_BINARY: Final = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
)
_SAMPLE: Final = 64 * 1024


def decode(data: bytes, where: str, *, declared: str | None = None) -> str:
    """The characters of a text file: by its mark, as UTF-8, as `declared`, or as its bytes suggest.

    Raises InputError with the reason `empty`, `binary` or `encoding`.
    """
    if not data.strip():
        raise InputError("holds no text.", reason="empty", where=where, remedy="Leave it out.")
    mark = next(((bom, name) for bom, name in _MARKS if data.startswith(bom)), None)
    if mark is not None:
        try:
            text = data[len(mark[0]) :].decode(mark[1])
        except UnicodeDecodeError:
            raise _undecodable(where) from None
        if _unprintable(text[:_SAMPLE]) > 0.02:
            raise _binary(where)
        return text
    if data.startswith(_BINARY) or b"\0" in data or _controls(data[:_SAMPLE]) > 0.02:
        raise _binary(where)
    for name in ("utf-8", declared):
        try:
            if name:
                return data.decode(name)
        except (LookupError, ValueError):
            continue
    return _guessed(data, where)


def guess(sample: bytes, where: str) -> str:
    """The name of the encoding of a stream whose beginning is `sample`."""
    for bom, name in _MARKS:
        if sample.startswith(bom):
            return "utf-8-sig" if name == "utf-8" else name[:6]
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(sample)
        return "utf-8"
    except UnicodeDecodeError:
        return _detect(sample, where)


def _guessed(data: bytes, where: str) -> str:
    try:
        return data.decode(_detect(data[:_SAMPLE], where))
    except UnicodeDecodeError:
        raise _undecodable(where) from None


def _detect(sample: bytes, where: str) -> str:
    import charset_normalizer

    matches = charset_normalizer.from_bytes(sample)
    best = matches.best()
    if best is None:
        raise _undecodable(where)
    # Indonesian in one byte a letter is Windows text almost always; its neighbours differ in letters nobody uses here.
    for match in matches:
        if match.encoding in ("cp1252", "latin_1"):
            try:
                sample.decode("cp1252")
                return "cp1252"
            except UnicodeDecodeError:
                return match.encoding
    return best.encoding


def _controls(sample: bytes) -> float:
    odd = sum(sample.count(bytes([code])) for code in range(32) if code not in (9, 10, 11, 12, 13, 27))
    return odd / max(len(sample), 1)


def _unprintable(sample: str) -> float:
    """The share of characters that no text holds: controls, unassigned and private ones."""
    odd = sum(unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs") for char in sample if char not in "\t\n\v\f\r\x1b")
    return odd / max(len(sample), 1)


def _binary(where: str) -> InputError:
    return InputError(
        "is not a text file.", reason="binary", where=where, remedy="Convert it to text, or leave it out."
    )


def _undecodable(where: str) -> InputError:
    return InputError(
        "is in no encoding that can be told from its bytes.",
        reason="encoding",
        where=where,
        remedy="Save it as UTF-8.",
    )
