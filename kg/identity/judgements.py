"""What people decided about identity: lines of a text file that can be read, shared, reviewed and taken back.

One line of JSON a judgement: when, who, `same` or `different`, why, and the two entities, each as [article's id, type,
name in the article]. Of two judgements of one pair the newer counts; `open` leaves the pair to the program again, as if
nobody had ever judged it.

    {"when":"2031-05-04T10:00:00+00:00","who":"Sekar","verdict":"same","why":"…","a":["x-1","PERSON","…"],"b":[…]}
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, cast

from extract.errors import StoreError
from extract.facts import ENTITY_TYPES

FILE: Final = "judgements.jsonl"
VERDICTS: Final = ("same", "different", "open")


class Key(NamedTuple):
    """An entity of an article, by what stays when the article is read again: its type and its name there."""

    article: str
    type: str
    name: str


Pair = tuple[Key, Key]
"""Two different entities, in order."""


@dataclass(frozen=True, slots=True, order=True)
class Judgement:
    """That a person took two entities for one thing, or for two; `date` is a moment of ISO 8601 with its zone."""

    date: str
    who: str
    verdict: Literal["same", "different", "open"]
    a: Key
    b: Key
    why: str = ""

    @property
    def pair(self) -> Pair:
        """The two entities in order."""
        return (self.a, self.b) if self.a <= self.b else (self.b, self.a)

    @property
    def moment(self) -> float:
        """When it was made, in seconds since 1970."""
        return _moment(self.date)


def _moment(date: str) -> float:
    found = datetime.fromisoformat(date)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def now() -> str:
    """The present moment as judgements carry it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def to_line(judgement: Judgement) -> str:
    """The judgement as one line, without its end."""
    record = {"when": judgement.date, "who": judgement.who, "verdict": judgement.verdict, "why": judgement.why}
    return json.dumps(record | {"a": list(judgement.a), "b": list(judgement.b)}, ensure_ascii=False)


def from_line(line: str, *, where: str) -> Judgement:
    """The judgement that a line holds; StoreError says what does not hold."""
    try:
        record = json.loads(line)
        a, b = (_key(record[side]) for side in ("a", "b"))
        judgement = Judgement(
            date=str(record["when"]),
            who=str(record["who"]),
            verdict=cast(Any, record["verdict"]),
            a=a,
            b=b,
            why=str(record.get("why") or ""),
        )
        if judgement.verdict not in VERDICTS:
            raise ValueError(f"the verdict {judgement.verdict!r} is none of {', '.join(VERDICTS)}")
        if a == b or a.type != b.type:
            raise ValueError("it needs two different entities of one type")
        if not judgement.who.strip():
            raise ValueError("nobody is named who judged")
        _moment(judgement.date)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise StoreError(
            f"this is no judgement ({type(error).__name__}: {error}).",
            where=where,
            remedy="Mend or delete the line; nothing was changed.",
        ) from error
    return judgement


def _key(record: Any) -> Key:
    article, kind, name = record
    if not all(isinstance(part, str) and part for part in (article, kind, name)) or kind not in ENTITY_TYPES:
        raise ValueError(f"{record!r} is no entity")
    return Key(article, kind, name)


def read(path: Path) -> list[Judgement]:
    """All judgements of a file in its order; none where there is no such file."""
    try:
        content = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    except UnicodeDecodeError as error:
        raise StoreError("the file is not in UTF-8.", where=str(path), remedy="Write it as UTF-8.") from error
    return list(parse(content.split("\n"), where=str(path)))


def parse(lines: Iterable[str], *, where: str) -> Iterator[Judgement]:
    """The judgement of each line that is not empty."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield from_line(line, where=f"{where}, line {number}")


def standing(judgements: Iterable[Judgement]) -> Mapping[Pair, Judgement]:
    """The newest judgement of each pair, whatever the order of the lines; pairs left open have none."""
    newest: dict[Pair, Judgement] = {}
    for judgement in judgements:
        known = newest.get(judgement.pair)
        if known is None or (judgement.moment, judgement) > (known.moment, known):
            newest[judgement.pair] = judgement
    return {pair: judgement for pair, judgement in newest.items() if judgement.verdict != "open"}
