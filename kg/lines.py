"""The graph written out as text: N-Quads and Turtle, sorted, the same bytes for the same graph, in little memory."""

from __future__ import annotations

import heapq
import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Final

from kg.vocabulary import PREFIXES, RDF

_CHUNK: Final = 400_000
"""Lines sorted in memory at a time."""
_LINE: Final = re.compile(
    r'(<[^>]*>) (<[^>]*>) (<[^>]*>|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@[A-Za-z0-9-]+)?) (<[^>]*>) \.'
)
_LITERAL: Final = re.compile(r'"((?:[^"\\]|\\.)*)"(?:\^\^<([^>]*)>|@([A-Za-z0-9-]+))?')
_ESCAPE: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_ESCAPED: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_LOCAL: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_TYPED: Final = re.compile(r'("(?:[^"\\]|\\.)*")\^\^(<[^>]*>)')


def nquads(store: Any) -> Iterator[str]:
    """All quads of a `pyoxigraph.Store` as sorted lines, without their ends."""
    import pyoxigraph

    with tempfile.TemporaryDirectory(prefix="jejak-export-") as folder:
        whole = Path(folder) / "whole"
        store.dump(str(whole), format=pyoxigraph.RdfFormat.N_QUADS)
        parts: list[Path] = []
        # Lines end at \n alone: names may hold other characters that look like an end of a line.
        with whole.open("rb") as file:
            while chunk := list(islice(file, _CHUNK)):
                chunk.sort()
                part = Path(folder) / str(len(parts))
                with part.open("wb") as out:
                    out.writelines(chunk)
                parts.append(part)
        whole.unlink()
        files = [part.open("rb") for part in parts]
        try:
            for line in heapq.merge(*files):
                yield line.rstrip(b"\n").decode("utf-8")
        finally:
            for each in files:
                each.close()


def turtle(store: Any) -> Iterator[str]:
    """The union of all graphs in Turtle, sorted by subject, predicate and object."""
    yield from _prefixes()
    yield from _blocks(triple[:3] for triple in _quads(store))


def trig(store: Any) -> Iterator[str]:
    """All quads in TriG, graph by graph, each sorted as in Turtle."""
    yield from _prefixes()
    by_graph = sorted(_quads(store), key=lambda quad: quad[3])
    for graph, quads in groupby(by_graph, key=lambda quad: quad[3]):
        yield ""
        yield f"{short(graph)} {{"
        yield from _blocks(quad[:3] for quad in quads)
        yield "}"


def jsonld(store: Any) -> Iterator[str]:
    """The union of all graphs in JSON-LD with the project's own context, a node a line, sorted by subject."""
    yield "{"
    yield f'"@context": {json.dumps(dict(PREFIXES), sort_keys=True)},'
    yield '"@graph": ['
    pending = ""
    for subject, triples in groupby((quad[:3] for quad in _quads(store)), key=lambda triple: triple[0]):
        if pending:
            yield pending + ","
        node: dict[str, Any] = {"@id": subject[1:-1]}
        for _, predicate, target in dict.fromkeys(triples):
            if predicate == f"<{RDF.type}>":
                node.setdefault("@type", []).append(short(target).strip("<>"))
            else:
                node.setdefault(short(predicate).strip("<>"), []).append(_value(target))
        pending = json.dumps(node, ensure_ascii=False)
    if pending:
        yield pending
    yield "]}"


def _value(term: str) -> dict[str, str]:
    """A term of N-Quads as JSON-LD writes a value."""
    if term.startswith("<"):
        return {"@id": term[1:-1]}
    match = _LITERAL.fullmatch(term)
    if match is None:
        raise ValueError(f"no term: {term!r}")
    value = {"@value": _unescaped(match[1])}
    if match[2]:
        value["@type"] = match[2]
    elif match[3]:
        value["@language"] = match[3]
    return value


def _unescaped(text: str) -> str:
    """What stands between the quotes of a literal of N-Quads."""
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1]) or chr(int(match[1][1:], 16)), text)


def _prefixes() -> Iterator[str]:
    for prefix, address in sorted(PREFIXES.items()):
        yield f"@prefix {prefix}: <{address}> ."


def _blocks(sorted_triples: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """A block of Turtle for each subject."""
    for subject, triples in groupby(sorted_triples, key=lambda triple: triple[0]):
        yield ""
        yield short(subject)
        pairs = dict.fromkeys((predicate, target) for _, predicate, target in triples)
        # The class first, as people write it.
        ordered = sorted(pairs, key=lambda pair: (pair[0] != f"<{RDF.type}>", pair))
        groups = [
            (predicate, [target for _, target in group])
            for predicate, group in groupby(ordered, key=lambda pair: pair[0])
        ]
        for at, (predicate, targets) in enumerate(groups):
            verb = "a" if predicate == f"<{RDF.type}>" else short(predicate)
            end = " ." if at == len(groups) - 1 else " ;"
            yield f"    {verb} {', '.join(short(target) for target in targets)}{end}"


def _quads(store: Any) -> Iterator[tuple[str, str, str, str]]:
    for line in nquads(store):
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"no quad: {line!r}")
        yield match[1], match[2], match[3], match[4]


def short(term: str) -> str:
    """A term of N-Quads as Turtle writes it, with a prefix where one fits.

    >>> short("<http://www.w3.org/2004/02/skos/core#prefLabel>")
    'skos:prefLabel'
    """
    typed = _TYPED.fullmatch(term)
    if typed:
        return f"{typed[1]}^^{short(typed[2])}"
    if term.startswith("<"):
        for prefix, address in PREFIXES.items():
            local = term[1 + len(address) : -1]
            if term.startswith(f"<{address}") and _LOCAL.fullmatch(local):
                return f"{prefix}:{local}"
    return term
