"""What the page holds: the Network's nodes and edges, and each claim with its evidence, as one JSON value.

Sentences, articles and rules stand once and are referred to by number; claims are rows. Text is text: nothing here is
markup, and the page never reads it as such.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from kg.claims import ANONYMOUS, ClaimRow, Graph
from kg.graph import doubtful
from kg.network import MEASURES, communities, edges_of, measures, network
from kg.page.carrier import carry
from kg.page.layout import positions
from kg.vocabulary import DATA

COLUMNS: Final = (
    "subject", "relation", "object", "value", "factuality", "by", "article", "sentence", "rule", "status", "date",
    "place", "to", "position", "confidence", "doubtful", "marks", "sources", "iri",
)  # fmt: skip
"""The columns of a claim's row: things by number, `by` -1 for an unnamed source."""
_WORD: Final = re.compile(r"\w")


class _Numbered:
    """Values in the order in which they were first met, each with its number."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._place: dict[Any, int] = {}

    def of(self, key: Any, value: Any = None) -> int:
        """The number of a value; `value` is what is kept, where it is not the key itself."""
        if key not in self._place:
            self._place[key] = len(self.values)
            self.values.append(key if value is None else value)
        return self._place[key]


def record(graph: Graph) -> dict[str, Any]:
    """The network, its layout and all claims as plain values."""
    edges = [edge for edge in edges_of(graph) if edge.subject in graph.nodes and edge.object in graph.nodes]
    net = network(edges)
    groups = communities(net)
    found = measures(net, edges)
    home = {node: place for place, group in enumerate(groups) for node in group}
    carrier, number = carry(graph, edges, positions(net, groups), found, home)
    articles, sentences, rules = _Numbered(), _Numbered(), _Numbered()
    rows = [_row(graph, claim, number, articles, sentences, rules) for claim in graph.claims]
    claim_number = {claim.iri: place for place, claim in enumerate(graph.claims)}
    return {
        "base": DATA,
        "nodes": [_without(node, "shape") | {"iri": _short(node["iri"])} for node in carrier.nodes],
        "edges": [_without(edge, "arrows") for edge in carrier.edges],
        "options": carrier.options,
        "measures": list(MEASURES),
        "columns": list(COLUMNS),
        "claims": rows,
        "articles": articles.values,
        "sentences": sentences.values,
        "rules": rules.values,
        "derived": [
            [
                number[each.subject], each.predicate, number[each.object], number[each.event], each.factuality,
                sorted(claim_number[claim] for claim in each.rests_on if claim in claim_number),
            ]
            for each in graph.derived
            if {each.subject, each.object, each.event} <= number.keys()
        ],
    }  # fmt: skip


def as_script(value: object) -> str:
    """JSON that can stand in a script element, whatever text is in it.

    >>> as_script("</script>")
    '"\\\\u003c/script\\\\u003e"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _row(
    graph: Graph,
    claim: ClaimRow,
    number: Mapping[str, int],
    articles: _Numbered,
    sentences: _Numbered,
    rules: _Numbered,
) -> list[Any]:
    source = claim.article
    article = articles.of(
        source.iri, [source.title, source.publisher, source.published, _web_address(source.url), _short(source.iri)]
    )
    values = {
        "subject": number.get(claim.subject),
        "relation": claim.predicate,
        "object": number.get(claim.object) if claim.object else None,
        "value": claim.value,
        "factuality": claim.factuality,
        "by": -1 if claim.by == ANONYMOUS else number.get(claim.by) if claim.by else None,
        "article": article,
        "sentence": sentences.of(claim.sentence),
        "rule": rules.of(claim.rule),
        "status": claim.status,
        "date": claim.date,
        "place": _thing(graph, number, claim.place),
        "to": _thing(graph, number, claim.to),
        "position": _thing(graph, number, claim.position),
        "confidence": claim.confidence,
        "doubtful": int(doubtful(claim.predicate, claim.factuality, claim.confidence)),
        "marks": _marks(graph, claim),
        "sources": graph.independent(claim),
        "iri": claim.iri.removeprefix(source.iri),
    }
    return [values[name] for name in COLUMNS]


def _thing(graph: Graph, number: Mapping[str, int], iri: str | None) -> int | str | None:
    """A thing's number; the words themselves where the graph has no such thing."""
    if iri is None:
        return None
    return number[iri] if iri in number else graph.label(iri)


def _marks(graph: Graph, claim: ClaimRow) -> list[list[Any]]:
    """Stretches of the sentence (code points): participants, trigger, cues; none overlaps one that stands before it."""
    marks = [(low, high, kind) for low, high, kind in claim.marks]
    for iri, name, kind in (
        (claim.subject, claim.subject_name, "subject"),
        (claim.object, claim.object_name, "object"),
        (claim.by, "", "by"),
    ):
        node = graph.nodes.get(iri) if iri else None
        names = {name, *(node.aliases if node else ()), node.label if node else ""} - {""}
        place = _find(claim.sentence, names)
        if place is not None:
            marks.append((*place, kind))
    kept: list[list[Any]] = []
    for low, high, kind in sorted(marks, key=lambda mark: (mark[0], -mark[1])):
        if not kept or low >= kept[-1][1]:
            kept.append([low, high, kind])
    return kept


def _find(sentence: str, names: Iterable[str]) -> tuple[int, int] | None:
    """Where the longest of the names stands as whole words."""
    for name in sorted(names, key=lambda name: (-len(name), name)):
        at = sentence.find(name)
        while at >= 0:
            end = at + len(name)
            if not (at and _WORD.match(sentence[at - 1])) and not (end < len(sentence) and _WORD.match(sentence[end])):
                return at, end
            at = sentence.find(name, at + 1)
    return None


def _web_address(url: str | None) -> str | None:
    """The address where it is one of the web; nothing else may become a link."""
    return url if url and re.match(r"https?://[^\s]+$", url) else None


def _short(iri: str) -> str:
    return iri.removeprefix(DATA)


def _without(options: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in options.items() if name not in names}
