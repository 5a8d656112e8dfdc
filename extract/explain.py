"""An article's facts for people: each with its sentence, the words that made it, how sure it is, and the rule.

What came out of the article is shown as text alone: control and format characters are made visible, so that no name or
quotation can speak to the terminal.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from extract.facts import ANONYMOUS, ArticleFacts, Cue, Fact

_LEVELS: Final = {
    "asserted": "told as a fact",
    "alleged": "ALLEGED, not established",
    "planned": "PLANNED, not yet so",
    "denied": "DENIED",
}
_MARKS: Final = {"subject": ("[", "]"), "object": ("{", "}"), "trigger": ("<", ">"), "cue": ("(!", "!)")}
_LEGEND: Final = "[who]  {whom or what}  <trigger>  (!cue of doubt, plan or denial!)"


def explain(article: ArticleFacts) -> str:
    """The facts of an article in the order of its text, readable for a journalist; ends with a line break."""
    title = _plain(article.title or article.id)
    count = len(article.facts)
    lines = [f"{title}  ({count} fact{'' if count == 1 else 's'})"]
    if article.title:
        lines.append(f"  {_plain(article.id)}" + (f", {_plain(article.url)}" if article.url else ""))
    if count:
        lines.append(f"  {_LEGEND}")
    for number, fact in enumerate(article.facts, 1):
        lines.append("")
        lines.extend(_fact(article, fact, number))
    for remark in article.remarks:
        lines.append("")
        lines.append(
            f"  remark: {_plain(remark.note or remark.kind)}: {_plain(article.text[remark.start : remark.end])}"
        )
    return "\n".join(lines) + "\n"


def _fact(article: ArticleFacts, fact: Fact, number: int) -> list[str]:
    said = f"{_name(article, fact.s)} — {fact.p}"
    if fact.o is not None:
        said += f" — {_name(article, fact.o)}"
    if fact.status is not None:
        said += f" ({fact.status})"
    line = article.text.count("\n", 0, fact.start) + 1
    lines = [f"{number:3}. {said}", f"     {_LEVELS.get(fact.factuality, fact.factuality)}{_source(article, fact)}"]
    roles = [
        f"{role} {_name(article, value)}"
        for role in ("date", "place", "to", "position")
        if (value := getattr(fact, role)) is not None
    ]
    if roles:
        lines.append(f"     {', '.join(roles)}")
    lines.append(f"     line {line}: {marked(article.text, fact)}")
    for span in (fact.subject_span, fact.object_span):
        if span is not None and not fact.start <= span[0] < fact.end:
            named = article.text.count("\n", 0, span[0]) + 1
            lines.append(f"     named in line {named}: {_plain(article.text[span[0] : span[1]])}")
    cues = ", ".join(f"{_plain(article.text[c.start : c.end])} ({c.category})" for c in fact.cues)
    if cues:
        lines.append(f"     cues: {cues}")
    sure = f", right in about {round(fact.confidence * 100)} of 100 such cases" if fact.confidence is not None else ""
    lines.append(f"     rule: {_plain(fact.rule)}{sure}")
    return lines


def _source(article: ArticleFacts, fact: Fact) -> str:
    if fact.by is None:
        return ", in the article's own voice" if fact.p != "stated" else ""
    return ", by an unnamed source" if fact.by == ANONYMOUS else f", by {_name(article, fact.by)}"


def _name(article: ArticleFacts, entity: str) -> str:
    try:
        return _plain(article.entity(entity).name)
    except KeyError:
        return _plain(entity)


def marked(text: str, fact: Fact) -> str:
    """The evidence of a fact with its participants, its trigger and its cues in brackets."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    spans = [("subject", fact.subject_span), ("object", fact.object_span), ("trigger", fact.trigger)]
    spans += [("cue", _span(cue)) for cue in fact.cues]
    taken: list[tuple[int, int]] = []
    for kind, span in spans:
        if span is None or not fact.start <= span[0] < span[1] <= fact.end or span in taken:
            continue
        taken.append(span)
        before, after = _MARKS[kind]
        opening.setdefault(span[0], []).append(before)
        closing.setdefault(span[1], []).insert(0, after)
    parts: list[str] = []
    for at in range(fact.start, fact.end + 1):
        parts.extend(closing.get(at, ()))
        parts.extend(opening.get(at, ()))
        if at < fact.end:
            parts.append(text[at])
    return _plain("".join(parts))


def _span(cue: Cue) -> tuple[int, int]:
    return (cue.start, cue.end)


def _plain(text: str) -> str:
    """The text on one line, with what is not printable made visible."""
    return "".join(
        " " if c in "\n\r\t" else c if unicodedata.category(c)[0] != "C" else f"\\u{ord(c):04x}" for c in text
    )
