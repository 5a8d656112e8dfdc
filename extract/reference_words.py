"""The patterns of what points back at somebody, made of `[references]` in `data/coreference.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from extract.lexicon import alternatives, read_toml

_ENTRIES: Final = (
    "pronouns",
    "pairs",
    "paired_by",
    "speech",
    "reporting",
    "asked",
    "passive",
    "possessed",
    "heads",
    "ends",
    "several",
    "articles",
    "oblique",
    "unnamed",
    "holding",
    "honorifics",
    "office_itself",
)


@dataclass(frozen=True, slots=True)
class ReferenceWords:
    """The patterns made of `[references]` in `data/coreference.toml`."""

    pointer: re.Pattern[str]
    """A pronoun, a word in -nya, or a description, each in its named group."""
    speech: frozenset[str]
    reporting: re.Pattern[str]
    asked: re.Pattern[str]
    tag: re.Pattern[str]
    """A verb of speech behind a quotation or a comma, whose speaker follows."""
    possessed: frozenset[str]
    oblique: re.Pattern[str]
    spoken: re.Pattern[str]
    unnamed: re.Pattern[str]
    apposition: re.Pattern[str]
    holding: re.Pattern[str]
    office_itself: re.Pattern[str]
    paired: re.Pattern[str]
    demonstrative: re.Pattern[str]
    several: re.Pattern[str]
    """What tells, at the end of what stands before a description, that it is one of several."""
    after_quote: re.Pattern[str]


@cache
def reference_words() -> ReferenceWords:
    """The patterns of the shipped file; DataError says what is wrong with it."""
    data = read_toml("coreference.toml").table("references").only(*_ENTRIES)
    speech = alternatives(data.words("speech"))
    honorific = rf"(?:{alternatives(data.words('honorifics'))}\.?[\s,]*)"
    return ReferenceWords(
        pointer=re.compile(
            rf"\b(?:(?P<pronoun>(?i:{alternatives(data.words('pronouns'))}))(?!\w|-)"
            rf"|(?P<pair>(?i:{alternatives(data.words('pairs'))}))(?!\w)"
            rf"|(?P<nya>\w{{3,}}?nya)(?!\w)"
            rf"|(?P<description>(?i:{alternatives(data.words('heads'))})(?:[ \t]+[\w'’.-]*[\w'’]){{0,8}}?[ \t]+"
            rf"(?i:{alternatives(data.words('ends'))}))(?!\w)"
            rf"|(?P<article>(?i:{alternatives(data.words('articles'))})[ \t]+[a-z]\w+)(?!\w))"
        ),
        speech=frozenset(data.words("speech")),
        reporting=re.compile(rf"(?i)(?<!\w){alternatives(data.words('reporting'))}(?:kan|i)?(?!\w)"),
        asked=re.compile(rf"(?i)(?<!\w){alternatives(data.words('asked'))}(?!\w)"),
        tag=re.compile(
            rf"(?i)(?:[\"”“’»,–-]\s*,?\s*(?:demikian |begitu )?{speech}|"
            rf"(?<!\w){alternatives(data.words('passive'))}(?:\s+langsung)?(?:\s+oleh)?)\s"
        ),
        possessed=frozenset(data.words("possessed")),
        oblique=re.compile(rf"(?i)(?<!\w){alternatives(data.words('oblique'))}[\s,]+{honorific}*$"),
        spoken=re.compile(
            rf"(?i)(?<!\w)(?:{speech}|{speech}nya|(?:men|mem|me|ber)?{speech}(?:kan|i)?)[\s,]+{honorific}*$"
        ),
        unnamed=re.compile(rf"(?i){alternatives(data.words('unnamed'))}(?!\w)"),
        apposition=re.compile(
            rf"(?i)(?:[ \t]+{alternatives(data.words('ends'))})?(?:[ \t]*\([^()\n]{{1,15}}\))?[\s,:(–-]*{honorific}*"
        ),
        office_itself=re.compile(rf"(?i)(?<!\w){alternatives(data.words('office_itself'))}[ \t]+$"),
        holding=re.compile(rf"(?i)[\s,]*(?:[\w.]{{1,6}}[\s,]+){{0,2}}{alternatives(data.words('holding'))}[\s,]+"),
        paired=re.compile(rf"(?i)[\s,]+{alternatives(data.words('paired_by'))}[\s,]+{honorific}*"),
        several=re.compile(rf"(?i)(?<![\w-]){alternatives(data.words('several'))}[ \t]+$"),
        demonstrative=re.compile(rf"(?i)[ \t]+{alternatives(data.words('ends'))}(?!\w)"),
        after_quote=re.compile(r"[\"”“’»][\s,.–-]*$"),
    )
