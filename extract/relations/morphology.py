"""Which roots an Indonesian word may come from, and with what voice: affixes are taken off by pattern, not listed.

`memeriksa`, `diperiksa`, `pemeriksaan` share the root `periksa`; the prefix tells who does it to whom.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

ACTIVE: Final = "active"
PASSIVE: Final = "passive"
NOMINAL: Final = "nominal"
BARE: Final = "bare"

_ENCLITIC = re.compile(r"(?:-?nya|lah|kah|pun|-?ku|-?mu)$")
_SUFFIXES: Final = ("kan", "an", "i")
# A nasal prefix may have swallowed the root's first letter: menulis ← tulis, memanggil ← panggil.
_NASAL: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("menge", ("",)), ("meny", ("s",)), ("meng", ("", "k")), ("mem", ("", "p")), ("men", ("", "t")), ("me", ("",)),
)  # fmt: skip
_PREFIXES: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    *((prefix, ACTIVE, heads) for prefix, heads in _NASAL),
    *(("p" + prefix[1:], NOMINAL, heads) for prefix, heads in _NASAL),
    ("memper", ACTIVE, ("",)), ("diper", PASSIVE, ("",)), ("di", PASSIVE, ("",)), ("ter", PASSIVE, ("",)),
    ("ber", ACTIVE, ("",)), ("be", ACTIVE, ("",)), ("per", NOMINAL, ("",)), ("ke", NOMINAL, ("",)),
    ("se", BARE, ("",)),
)  # fmt: skip


@lru_cache(maxsize=65536)
def analyses(word: str) -> tuple[tuple[str, str], ...]:
    """The (root, voice) pairs that a lower-case word may be read as, the word itself first.

    >>> ("periksa", "passive") in analyses("diperiksa")
    True
    >>> ("tulis", "active") in analyses("menuliskannya")
    True
    """
    found: dict[tuple[str, str], None] = {(word, BARE): None}
    bases = [word]
    clipped = _ENCLITIC.sub("", word)
    if clipped != word and len(clipped) > 2:
        bases.append(clipped)
        found[clipped, BARE] = None
    for base in tuple(bases):
        for suffix in _SUFFIXES:
            # `penunjukan` is tunjuk + an, `penerbitkan` would be terbit + kan: both are tried.
            stem = base.removesuffix(suffix)
            if stem != base and len(stem) > 2:
                bases.append(stem)
                found.setdefault((stem, NOMINAL if suffix == "an" and not base.endswith("kan") else BARE), None)
    for base in bases:
        for prefix, voice, heads in _PREFIXES:
            if base.startswith(prefix) and len(base) > len(prefix) + 1:
                rest = base[len(prefix) :]
                for head in heads:
                    found[head + rest, voice] = None
    return tuple(found)
