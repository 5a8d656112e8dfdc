"""Training articles of our own: invented news with its annotation, one plain file for many articles.

The prose and the people in it are invented; the annotation follows the same guide as the reference. An article is four
paragraphs apart by empty lines (head, text, entities, facts), and articles are parted by a line `====`:

    id a-001
    title Camat dan Lurah Baca Ikrar
    published 2023-11-03

    KOTA CONTOH – Camat Utara Sri Lestari memimpin apel di Lapangan Merdeka, Kamis (2/11/2023).
    Baca juga: Apel Serentak Digelar

    sri PERSON Sri Lestari
    camat POSITION Camat Utara
    apel EVENT apel
    kota PLACE KOTA CONTOH
    lapangan PLACE Lapangan Merdeka
    tanggal DATE 2023-11-02 = Kamis (2/11/2023)

    1 holdsPosition sri camat current
    1 led sri apel place=lapangan date=tanggal
    2 skip

An entity is `key TYPE name = mention | mention`; without `=` the first mention is the name. Each mention stands for
every occurrence of the string outside longer mentions; `string@3` pins it to line 3, `~string` may stand inside a word.
A fact is `line predicate subject [object] [factuality] [status] [by=key|anonymous] [date=|place=|to=|position=key]`,
asserted where nothing else is said.
"""

from __future__ import annotations

import itertools
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extract.errors import DataError
from extract.facts import ENTITY_TYPES, FACTUALITIES, SIGNATURES, STATUSES

HERE = Path(os.environ.get("PROSE") or Path(__file__).parent / "prose")
"""The folder of the articles; the environment's PROSE names another one, as the quick run of the recipe does."""
_ROLES = ("by", "date", "place", "to", "position")


def read(folder: Path = HERE) -> list[dict[str, Any]]:
    """All articles in the shape of the reference annotations, in the order of their files and places.

    Raises DataError that names file, article and cause where an annotation breaks a rule.
    """
    records = [record for path in sorted(folder.glob("*.txt")) for record in _articles(path)]
    seen: set[str] = set()
    for record in records:
        if record["id"] in seen:
            raise DataError(f"{folder}: two articles are called {record['id']}; give one another id")
        seen.add(record["id"])
    return records


def _articles(path: Path) -> Iterator[dict[str, Any]]:
    for number, block in enumerate(re.split(r"(?m)^====\s*$", path.read_text(encoding="utf-8")), 1):
        if not block.strip():
            continue
        parts = re.split(r"\n\s*\n", block.strip())
        where = f"{path.name}, article {number}"
        if len(parts) != 4:
            raise DataError(f"{where}: {len(parts)} paragraphs instead of four (head, text, entities, facts)")
        head = dict(line.split(" ", 1) for line in parts[0].split("\n"))
        yield _record(f"{where} ({head.get('id')})", head, *parts[1:])


def _record(where: str, head: dict[str, str], text: str, entities: str, facts: str) -> dict[str, Any]:
    named = [_entity(where, line) for line in entities.split("\n")]
    types = {entity["id"]: entity["type"] for entity in named}
    if len(types) < len(named):
        raise DataError(f"{where}: an entity's key stands twice")
    lines = _line_spans(text)
    skip: list[int] = []
    stated: list[dict[str, Any]] = []
    for line in facts.split("\n"):
        number, *words = line.split()
        if not number.isdigit() or not 1 <= int(number) <= len(lines):
            raise DataError(f"{where}: {line!r} does not begin with a line of the text (1 to {len(lines)})")
        if words == ["skip"]:
            skip.append(int(number))
            continue
        start, end = lines[int(number) - 1]
        stated.append(_fact(where, line, words, types) | {"start": start, "end": end})
    return {
        "id": head["id"],
        "title": head["title"],
        "published": head.get("published"),
        "url": None,
        "text": text,
        "skip": skip,
        "mentions": _mentions(where, text, named),
        "entities": named,
        "facts": stated,
    }


def _entity(where: str, line: str) -> dict[str, Any]:
    match = re.fullmatch(r"(\S+) ([A-Z]+) (?:(.+?) = )?(.+)", line.strip())
    if not match or match[2] not in ENTITY_TYPES:
        raise DataError(f"{where}: {line!r} is no entity; write `key TYPE name = mention | mention`")
    mentions = [mention.strip() for mention in match[4].split("|")]
    name = match[3] or mentions[0].partition("@")[0].removeprefix("~")
    if match[2] == "DATE" and not re.fullmatch(r"\d{4}(-\d\d){0,2}", name):
        raise DataError(f"{where}: the date {name!r} needs its ISO form, `2024-05-03 = Jumat (3/5/2024)`")
    return {"id": match[1], "type": match[2], "name": name, "mentions": mentions}


def _fact(where: str, line: str, words: list[str], types: dict[str, str]) -> dict[str, Any]:
    predicate, *rest = words
    if predicate not in SIGNATURES:
        raise DataError(f"{where}: {line!r}: no predicate {predicate!r}")
    subject, object_ = SIGNATURES[predicate]
    fact: dict[str, Any] = {"p": predicate}
    for role, allowed in (("s", subject), ("o", object_)):
        if not allowed:
            continue
        key = rest.pop(0) if rest else ""
        if types.get(key) not in allowed:
            raise DataError(f"{where}: {line!r}: {role} is {key!r} ({types.get(key)}), not one of {sorted(allowed)}")
        fact[role] = key
    if predicate == "holdsPosition":
        fact["status"] = "current"
    fact |= {"factuality": "asserted", "by": None}
    for word in rest:
        role, equals, key = word.partition("=")
        if equals and role in _ROLES and (key in types or (role == "by" and key == "anonymous")):
            fact[role] = key
        elif word in FACTUALITIES:
            fact["factuality"] = word
        elif word in STATUSES:
            fact["status"] = word
        else:
            raise DataError(f"{where}: {line!r}: cannot read {word!r}")
    return fact


def _line_spans(text: str) -> list[tuple[int, int]]:
    ends = list(itertools.accumulate(len(line) + 1 for line in text.split("\n")))
    return [(start, end - 1) for start, end in zip([0, *ends], ends, strict=False)]


def _mentions(where: str, text: str, entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Longest strings first, pinned ones before others; no character belongs to two mentions."""
    lines = _line_spans(text)
    wanted = []
    for entity in entities:
        for quoted in entity["mentions"]:
            string, _, line = quoted.partition("@")
            wanted.append((string.removeprefix("~"), int(line or 0), string.startswith("~"), entity))
    found, taken = [], bytearray(len(text))
    for string, line, glued, entity in sorted(wanted, key=lambda w: (-len(w[0]), not w[1])):
        low, high = lines[line - 1] if line else (0, len(text))
        pattern = re.escape(string) if glued else rf"(?<![^\W_]){re.escape(string)}(?![^\W_])"
        hits = list(re.finditer(pattern, text[low:high]))
        if not hits:
            raise DataError(
                f"{where}: {string!r} of {entity['id']} is not in the text{f' on line {line}' if line else ''}"
            )
        for hit in hits:
            start, end = low + hit.start(), low + hit.end()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append({"start": start, "end": end, "entity": entity["id"], "type": entity["type"]})
    return sorted(found, key=lambda mention: mention["start"])


if __name__ == "__main__":
    try:
        articles = read(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
    except DataError as error:
        sys.exit(str(error))
    print(f"{len(articles)} articles, {sum(len(a['facts']) for a in articles)} facts")
