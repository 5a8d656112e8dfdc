"""Which articles are copies of one text: the same report or press release in many outlets is one source, not many.

A text's sketch (MinHash over runs of three words) estimates how much two texts share; its bands find those that may
share enough without looking at all others.
"""

from __future__ import annotations

import struct
import unicodedata
from hashlib import blake2b
from typing import Final

VERSION: Final = "1"
SHARED: Final = 0.6
"""Two texts with at least this share of their runs of words in common (Jaccard) are copies of one."""
CAP: Final = 8
"""In a band of more articles, each is compared with so many of them only."""
LEAST_WORDS: Final = 40
"""A shorter text is nobody's copy: a headline or an agenda item is soon the same by chance."""

_PERMUTATIONS: Final = 128
_ROWS: Final = 4
_RUN: Final = 3


def sketch(text: str) -> bytes | None:
    """The sketch of a text, the same for the same words whatever their case and punctuation; None where too short."""
    words = _words(text)
    if len(words) < LEAST_WORDS:
        return None
    from datasketch import MinHash

    runs = {" ".join(words[at : at + _RUN]).encode("utf-8", "replace") for at in range(len(words) - _RUN + 1)}
    made = MinHash(num_perm=_PERMUTATIONS, seed=1, hashfunc=_hash)
    made.update_batch(runs)
    return struct.pack(f"<{_PERMUTATIONS}I", *(int(value) for value in made.hashvalues))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c if c.isalnum() else " " for c in plain).split()


def _hash(run: bytes) -> int:
    return int.from_bytes(blake2b(run, digest_size=4).digest(), "little")


def bands(sketch: bytes) -> tuple[int, ...]:
    """The bands of a sketch, as numbers of 63 bits: copies share at least one of them, almost always."""
    width = 4 * _ROWS
    return tuple(
        int.from_bytes(blake2b(bytes([at // width]) + sketch[at : at + width], digest_size=8).digest(), "little") >> 1
        for at in range(0, len(sketch), width)
    )


def shared(one: bytes, two: bytes) -> float:
    """The share of their runs of words that two texts have in common, as their sketches estimate it."""
    form = f"<{_PERMUTATIONS}I"
    pairs = zip(struct.unpack(form, one), struct.unpack(form, two), strict=True)
    return sum(1 for a, b in pairs if a == b) / _PERMUTATIONS


def rank(article: str) -> int:
    """Where an article stands in its bands: by chance, but the same in every store."""
    return int.from_bytes(blake2b(article.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little") >> 1
