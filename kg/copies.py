"""Which articles are copies of one text: the same report or press release in many outlets is one source, not many.

A text's sketch (MinHash over runs of three words) estimates how much two texts share; its bands find those that may
share enough without looking at all others.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING, Final
from zlib import crc32

if TYPE_CHECKING:
    from datasketch import MinHash

VERSION: Final = "2"
SHARED: Final = 0.6
"""Two texts with at least this share of their runs of words in common (Jaccard) are copies of one."""
CAP: Final = 8
"""In a band of more articles, each is compared with so many of them only."""
LEAST_WORDS: Final = 40
"""A shorter text is nobody's copy: a headline or an agenda item is soon the same by chance."""

_PERMUTATIONS: Final = 128
_RUN: Final = 3
_AT_ONCE: Final = 4_096
_ALL: Final = (1 << 64) - 1
_WORD: Final = re.compile(r"[^\W_]+")
_ODD: Final = 0x9E3779B97F4A7C15
_OTHER_ODD: Final = 0xC2B2AE3D27D4EB4F


def sketch(text: str) -> bytes | None:
    """The sketch of a text, the same for the same words whatever their case and punctuation; None where too short."""
    words = _words(text)
    if len(words) < LEAST_WORDS:
        return None
    runs = {" ".join(words[at : at + _RUN]).encode("utf-8", "replace") for at in range(len(words) - _RUN + 1)}
    made = _empty().copy()
    made.update_batch(runs)
    return bytes(made.hashvalues.astype("<u4").tobytes())


@cache
def _empty() -> MinHash:
    """A sketch of nothing, to be copied: drawing its permutations anew costs more than sketching a text."""
    from datasketch import MinHash

    return MinHash(num_perm=_PERMUTATIONS, seed=1, hashfunc=crc32)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _WORD.findall(plain)


def bands(sketch: bytes) -> tuple[int, ...]:
    """The bands of a sketch, as numbers of 63 bits: copies share at least one of them, almost always."""
    halves = struct.unpack(f"<{_PERMUTATIONS // 2}Q", sketch)  # a band is four values, two halves of 64 bits
    return tuple(
        ((one * _ODD ^ two * _OTHER_ODD) + at * _ODD & _ALL) >> 1
        for at, (one, two) in enumerate(zip(halves[::2], halves[1::2], strict=True))
    )


def shared(one: bytes, two: bytes) -> float:
    """The share of their runs of words that two texts have in common, as their sketches estimate it."""
    import numpy as np

    return int(np.count_nonzero(np.frombuffer(one, "<u4") == np.frombuffer(two, "<u4"))) / _PERMUTATIONS


def copied(sketches: Sequence[bytes], pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Those pairs, by their places among the sketches, whose texts share enough to be copies."""
    import numpy as np

    all_values = np.frombuffer(b"".join(sketches), "<u4").reshape(-1, _PERMUTATIONS)
    ahead = iter(pairs)
    while some := list(islice(ahead, _AT_ONCE)):
        places = np.array(some)
        same = np.count_nonzero(all_values[places[:, 0]] == all_values[places[:, 1]], axis=1)
        yield from (some[at] for at in np.flatnonzero(same / _PERMUTATIONS >= SHARED))


def rank(article: str) -> int:
    """Where an article stands in its bands: by chance, but the same in every store."""
    return int.from_bytes(blake2b(article.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little") >> 1
