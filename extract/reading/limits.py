"""How much of one article is taken in, and how long an address may keep us waiting."""

from __future__ import annotations

from dataclasses import dataclass

from extract.errors import InputError

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """`max_size`: bytes of one article's source (a file, a line, a row, a record, a page); times in seconds.

    The size bounds the time too: a page of 3 MB, all links, takes its reader most of a minute.
    """

    max_size: int = 2 * _MIB
    max_characters: int = 1_000_000  # what spaCy analyses as one text
    timeout: float = 20.0
    max_wait: float = 60.0
    max_redirects: int = 5

    def too_large(self, where: str, size: int | None = None) -> InputError:
        """The error for a source over the limit; `size` in bytes where it is known."""
        known = f"holds {size:,} bytes" if size is not None else "is larger"
        than = "over" if size is not None else "than"
        return InputError(
            f"{known}, {than} the {self.max_size:,} that one article may have.",
            reason="over-large",
            where=where,
            remedy="Raise the limit with --max-size, or split it.",
        )
