"""Reference facts written by hand (`annotations.toml`), turned into the form of the one door: excerpts become offsets.

python -m tests.kg.golden.reference --update     writes examples/facts.jsonl anew
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from extract.article import Article
from extract.facts import ArticleFacts, Cue, Entity, Fact, Mention, check, read_lines, to_json
from extract.reading import read_inputs

HERE: Final = Path(__file__).resolve().parent
EXAMPLES: Final = HERE.parents[2] / "examples"
FACTS: Final = EXAMPLES / "facts.jsonl"
_SENTENCE_END: Final = re.compile(r"(?:(?<=[a-z0-9)][.?!])|(?<=[A-Z]{2}[.?!]))(?=[”\"]? )[”\"]?|\n")


def of_samples() -> tuple[ArticleFacts, ...]:
    """The reference facts of sample articles, as `examples/facts.jsonl` holds them."""
    with FACTS.open(encoding="utf-8") as lines:
        return tuple(item for item in read_lines(lines, where=str(FACTS)) if isinstance(item, ArticleFacts))


def annotated(*, samples: bool) -> Iterator[ArticleFacts]:
    """The annotated articles: those of `examples/articles`, or those whose text stands in the annotations."""
    tables = tomllib.loads((HERE / "annotations.toml").read_text(encoding="utf-8"))["article"]
    by_id = {table["id"]: table for table in tables if "id" in table}
    for table in tables:
        if ("file" in table) == samples:
            yield compiled(_article(table), by_id[table["like"]] if "like" in table else table)


def _article(table: Mapping[str, Any]) -> Article:
    if "file" not in table:
        kept = ("id", "url", "title", "publisher", "published")
        return Article(text=table["text"].strip(), **{name: table[name] for name in kept})
    found = _samples(table["file"])
    return found[table["id"]] if "id" in table else next(iter(found.values()))


@cache
def _samples(file: str) -> Mapping[str, Article]:
    read = read_inputs([str(EXAMPLES / "articles" / file)])
    return {article.id: article for article in read if isinstance(article, Article)}


def compiled(article: Article, table: Mapping[str, Any]) -> ArticleFacts:
    """An article's annotations with offsets; ValueError says which excerpt or name is not in its text."""
    text = article.text
    entities, spellings = [], []
    for name, (kind, full, *others) in table["entities"].items():
        present = tuple(word for word in (full, *others) if word in text)
        if not present:
            raise ValueError(f"{article.id}: {full!r} is not in the text")
        entities.append(Entity(name, kind, full, present))
        spellings += [(word, name, kind) for word in present]
    facts = tuple(_fact(text, *row) for row in table["facts"]["list"])
    made = ArticleFacts(
        id=article.id,
        text=text,
        url=article.url,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        extractor="reference",
        mentions=tuple(_mentions(text, spellings)),
        entities=tuple(entities),
        facts=facts,
    )
    for fault in check(made):
        raise ValueError(f"{article.id}: {fault}")
    return made


def _mentions(text: str, spellings: list[tuple[str, str, str]]) -> list[Mention]:
    """Every occurrence of a spelling that lies in no longer one."""
    found: list[Mention] = []
    for word, name, kind in sorted(spellings, key=lambda each: (-len(each[0]), each)):
        for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text):
            if not any(mention.start < match.end() and match.start() < mention.end for mention in found):
                found.append(Mention(match.start(), match.end(), name, kind))
    return sorted(found)


def _fact(text: str, p: str, s: str, o: str, excerpt: str, more: Mapping[str, Any] | None = None) -> Fact:
    given = dict(more or {})
    at = _place(text, excerpt, 0, len(text), once=True)
    start, end = _sentence(text, at)
    trigger = given.pop("trigger", None)
    cue = given.pop("cue", None)
    factuality = given.get("factuality", "asserted")
    place = _place(text, trigger, start, end) if trigger else None
    cued = _place(text, cue, start, end) if cue else None
    return Fact(
        p,
        s,
        o or None,
        start,
        end,
        rule="by-hand",
        trigger=(place, place + len(trigger)) if place is not None else None,
        cues=(Cue(cued, cued + len(cue), factuality),) if cued is not None else (),
        **given,
    )


def _place(text: str, excerpt: str, start: int, end: int, *, once: bool = False) -> int:
    """Where an excerpt stands first; ValueError where it does not, or not `once` alone."""
    count = text.count(excerpt, start, end)
    if count == 0 or (once and count > 1):
        raise ValueError(f"{excerpt!r} stands {count} times in {text[start:end][:60]!r}…")
    return text.index(excerpt, start, end)


def _sentence(text: str, at: int) -> tuple[int, int]:
    start, end = 0, len(text)
    for match in _SENTENCE_END.finditer(text):
        if match.end() > at:
            end = match.start() if match.group() == "\n" else match.end()
            break
        start = match.end()
    while text[start] in " \n":
        start += 1
    return start, end


if __name__ == "__main__":
    written = "".join(to_json(facts) + "\n" for facts in annotated(samples=True))
    if "--update" in sys.argv:
        FACTS.write_text(written, encoding="utf-8")
    elif FACTS.read_text(encoding="utf-8") != written:
        sys.exit(f"{FACTS} is not what the annotations give; renew it with --update.")
