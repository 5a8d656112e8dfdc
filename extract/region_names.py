"""Regions that the recogniser took for a person's first name: `Ketua Bawaslu Kota Rawa | Siti Ladang`.

Of a region that it has never met the recogniser cannot know where the office ends and the name begins. The article
itself tells its regions: they stand behind `Kota`, `Kabupaten`, `Pemkot` and their like, or by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from extract.proposals import Span

_REGION: Final = re.compile(
    r"(?<![Ww]ali )\b(?:Kota|KOTA|Kab\.|Kabupaten|KABUPATEN|Pemkot|Pemkab|Pemprov|Provinsi|Kecamatan|Kelurahan|Desa|di|"
    r"Pilkada|Pilwalkot|Pilbup|Pilgub)[ ]"
    r"([A-Z][\w'’-]+)"
)
_OFTEN_NAMES: Final = frozenset({"Administrasi", "Adat", "Tua", "Baru"})


def parted(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The recogniser's spans, a region at the beginning of a person given to the name or office before it."""
    spans = sorted(spans)
    regions = {match[1] for match in _REGION.finditer(text)} - _OFTEN_NAMES
    regions |= {text[span.start : span.end] for span in spans if span.type == "PLACE"}
    before: Span | None = None
    for span in spans:
        if span.type == "PERSON":
            first, _, rest = text[span.start : span.end].partition(" ")
            if rest and first in regions and text[max(0, span.start - 1)] == " " and _behind_a_name(text, span.start):
                name = span.start + len(first)
                if before is not None and before.end == span.start - 1 and before.type in ("POSITION", "ORG"):
                    yield before._replace(end=name)
                elif before is not None:
                    yield before
                before = span._replace(start=span.end - len(rest.lstrip()))
                continue
        if before is not None:
            yield before
        before = span
    if before is not None:
        yield before


def _behind_a_name(text: str, start: int) -> bool:
    """Whether the word before begins with a capital: a region's name follows a head, a person's may follow anything."""
    word = re.search(r"([\w.]+) $", text[max(0, start - 40) : start])
    return word is not None and word[1][0].isupper()
