"""Whether a text is Indonesian, told by its function words."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from extract import lexicon

_WORD: Final = re.compile(r"[^\W\d_]+")
_LATIN: Final = re.compile(r"[a-zà-öø-ÿ]")
_SAMPLE: Final = 20_000


def is_indonesian(text: str) -> bool:
    """False only where the text is long enough to judge and reads as something else; short texts pass.

    A text that is mostly in another script than the Latin one is none, however short.
    """
    words = [word.lower() for word in _WORD.findall(text[:_SAMPLE])]
    if sum(_LATIN.search(word) is None for word in words) * 2 > len(words):
        return False
    settings = lexicon.read_toml("languages.toml")
    if len(words) < settings.number("enough_words"):
        return True
    function_words, others = _words()
    if sum(word in function_words for word in words) * 100 < settings.number("least_percent") * len(words):
        return False
    return sum(word in others for word in words) * 100 < settings.number("most_foreign_percent") * len(words)


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    data = lexicon.read_toml("languages.toml").only(
        "enough_words", "least_percent", "most_foreign_percent", "indonesian", "neighbours"
    )
    return frozenset(data.words("indonesian")), frozenset(data.words("neighbours"))
