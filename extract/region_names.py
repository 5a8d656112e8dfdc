"""Regions that the recogniser took for a person's first name: `Ketua Bawaslu Kota Rawa | Siti Ladang`.

Of a region that it has never met the recogniser cannot know where the office ends and the name begins. The article
itself tells its regions: they stand behind `Kota`, `Kabupaten`, `Pemkot` and their like, by themselves, or at the end
of a body's name (`Panwascam Sungai Rawa`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Final

from extract import lexicon

if TYPE_CHECKING:
    from extract.proposals import Span

DATA: Final = "region_names.toml"


@cache
def _known() -> tuple[re.Pattern[str], frozenset[str]]:
    table = lexicon.read_toml(DATA).only("heads", "office", "kinds")
    behind = "".join(rf"(?<!\b{re.escape(word)} )" for word in table.words("office"))
    heads = lexicon.alternatives(table.words("heads"))
    pattern = re.compile(rf"{behind}(?<!\w)(?:{heads})[ ]([A-Z][\w'’-]+)")
    return pattern, frozenset(table.words("kinds"))


def parted(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The recogniser's spans, a region at the beginning of a person given to the name or office before it."""
    spans = sorted(spans)
    told, kinds = _known()
    regions = {match[1] for match in told.finditer(text)} - kinds
    regions |= {text[span.start : span.end] for span in spans if span.type == "PLACE"}
    endings = {" ".join(text[s.start : s.end].split()[-2:]) for s in spans if s.type in ("ORG", "PLACE")}
    before: Span | None = None
    for span in spans:
        if span.type == "PERSON":
            first, _, rest = text[span.start : span.end].partition(" ")
            office = text[before.start : before.end] if before is not None and before.end == span.start - 1 else ""
            region = first in regions or f"{office.rpartition(' ')[2]} {first}" in endings
            if rest and region and text[max(0, span.start - 1)] == " " and _behind_a_name(text, span.start):
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
