"""How sure a fact is: cues and their scope → asserted, alleged, planned, denied, or no fact at all.

A cue governs what stands behind it (or before it) until something ends its scope: "tidak" stops at "tetapi", a relative
clause at its own verb, a plan at "telah". What a cue is, where it looks and what ends it is data
(`extract/data/cues.toml`). In doubt a fact is hedged: an allegation must never turn into a fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from extract import factuality_cues
from extract.document import text_of
from extract.facts import Cue
from extract.factuality_cues import CueRule, Found
from extract.factuality_scope import (
    ACCUSED,
    DESCRIBING,
    NEAR,
    governs,
    inside_participant,
    is_the_fact,
    part_of_name,
    yet_to_come,
)
from extract.factuality_view import NO_FACT, QUOTES, Sentence, Span, Target, read, target_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d")
# What a question still takes for told.
_UNASKED: Final = DESCRIBING | {"urged", "criticised"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """How sure a fact is, and the cues that made it so; `factuality` is None where the text states no fact."""

    factuality: str | None
    cues: tuple[Cue, ...] = ()


def assess(
    text: str | Doc,
    predicate: str,
    trigger: Span | None,
    subject: Span | None,
    object: Span | None,
    sentence: Span,
) -> Judgement:
    """How sure the fact is whose trigger and participants stand there.

    `sentence`: its span in the text. `trigger`, `subject`, `object`: their spans, or None; those outside the sentence
    count for nothing. An `accusedOf` is alleged unless the sentence tells of a verdict.
    """
    whole = text if isinstance(text, str) else text_of(text)
    view = read(whole[sentence[0] : sentence[1]])
    if not view.words:
        return Judgement("alleged" if predicate == ACCUSED else "asserted")
    target = target_of(view, trigger, subject, object, sentence)
    cues = factuality_cues.load()
    hits: list[tuple[Found, CueRule]] = []
    for found in view.found:
        own = next((r for r in found.rules if r.direction == "self" and r.counts_for(predicate)), None)
        if own is not None and is_the_fact(view, found, own, target):
            hits.append((found, own))
            continue
        if inside_participant(found, target) or part_of_name(view, found):
            continue
        for rule in found.rules:
            counts = rule.category not in ("pseudo", "fact") and rule.counts_for(predicate)
            if counts and governs(view, found, rule, target, predicate, cues):
                hits.append((found, rule))
                break
    hits = [(f, rule) for f, rule in hits if rule.category != "verdict" or not yet_to_come(view, f)]
    hits = _without_outer_allegation(view, hits, target)
    categories = {rule.category for _, rule in hits}
    if predicate not in _UNASKED and (view.asks or _asked(view, target)):
        categories.add("question")
    factuality, because = _decide(predicate, categories)
    if factuality == "asserted" and predicate == "heldOn" and object is not None and _to_come(text, object):
        return Judgement("planned", (Cue(object[0], object[1], "planned"),))
    return Judgement(
        factuality,
        tuple(
            Cue(sentence[0] + view.starts[f.first], sentence[0] + view.ends[f.last - 1], rule.category)
            for f, rule in hits
            if rule.category in because
        ),
    )


def _asked(view: Sentence, target: Target) -> bool:
    """Whether the fact's own sentence in a quotation ends with a question mark; who asks why takes it for told."""
    last = target.last
    if not target.triggered:
        last = max((span[1] for span in (target.subject, target.object) if span is not None), default=target.last)
    for i in range(last, len(view.words)):
        if view.words[i] == "?":
            return factuality_cues.load().presupposing.isdisjoint(view.words[max(0, target.first - 12) : target.first])
        if view.words[i] in ".!" and (i + 1 == len(view.words) or view.named[i + 1] or view.words[i + 1] in QUOTES):
            return False
    return False


def _without_outer_allegation(
    view: Sentence, hits: list[tuple[Found, CueRule]], target: Target
) -> list[tuple[Found, CueRule]]:
    """The cues without an allegation that a relative clause with its own plan stands in.

    `Diduga hadir di acara Sari yang berencana maju`: that she plans to stand is no part of what is alleged.
    """
    plans = [f for f, rule in hits if rule.category == "planned" and 0 <= target.first - f.first <= NEAR]
    if not plans:
        return hits
    nearest = max(plans, key=lambda f: f.first)
    return [
        (f, rule)
        for f, rule in hits
        if rule.category != "alleged" or f.last > nearest.first or "yang" not in view.words[f.last : nearest.first]
    ]


def _to_come(text: str | Doc, date: Span) -> bool:
    """Whether a document's date lies behind the day it was published, as far as both are known."""
    if isinstance(text, str) or not text.has_extension("article") or text._.article is None:
        return False
    published = text._.article.published or ""
    if not _ISO.match(published):
        return False
    owner = next((m.entity for m in text._.mentions if m.start == date[0] and m.type == "DATE"), None)
    told = next((e.name for e in text._.entities if e.id == owner), "")
    known = min(len(told), 10)
    return known >= 4 and told[:known] > published[:known]


def _decide(predicate: str, categories: set[str]) -> tuple[str | None, Iterable[str]]:
    """What the cues in force make of a fact, and which of them did."""
    if predicate in (ACCUSED, "charged") and "acquittal" in categories:
        return "denied", ("acquittal",)
    if predicate == ACCUSED:
        if categories & {"denied", "negation"}:
            return "denied", ("denied", "negation")
        if "verdict" in categories and not categories & {"hypothesis", "question", "planned"}:
            return "asserted", ("verdict",)
        return "alleged", ("alleged",)
    stopped = categories & NO_FACT
    if stopped:
        return None, stopped
    if categories & {"denied", "negation"}:
        return "denied", ("denied", "negation")
    if "alleged" in categories:
        return "alleged", ("alleged",)
    if "planned" in categories:
        return "planned", ("planned",)
    return "asserted", ()
