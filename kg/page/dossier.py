"""The dossier: a document to print, with the network, the people, a timeline, and every claim with its citation.

Allegations stand apart from what is asserted, each with what denies it. Every text from an article is escaped.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Final

from kg.claims import ANONYMOUS, ClaimRow, Graph, key_of
from kg.network import communities, edges_of, measures, network
from kg.page.carrier import DASHES, group_of
from kg.page.html import hash_source, words
from kg.page.layout import positions
from kg.page.selection import Selection, sure_only, when

LEVELS: Final = ("asserted", "alleged", "planned", "denied")
_DRAWN: Final = 70
"""The network on paper holds the things with the most of the measure, so many at most."""
_COLOURS: Final = {"asserted": "#6b7480", "alleged": "#a04a00", "planned": "#28528f", "denied": "#8c1d3f"}


def corpus_hash(graph: Graph) -> str:
    """A digest of all claims of a graph: the same for the same claims."""
    state = hashlib.sha256()
    for claim in sorted(graph.claims, key=lambda claim: claim.iri):
        state.update(repr((claim.iri, key_of(claim), claim.by, claim.sentence, claim.article.id)).encode())
    return state.hexdigest()


def as_dossier(part: Selection, whole: Graph, *, lang: str, measure: str = "connections") -> str:
    """The dossier of a part of a graph as one HTML document; `SOURCE_DATE_EPOCH` sets the day on its title page."""
    part = sure_only(part)
    graph = part.graph
    say = _Words(lang)
    style = _style()
    body = [
        _title_page(part, whole, say),
        f"<section><h2>{say('network')}</h2>{_picture(graph, measure, say)}</section>",
        f"<section><h2>{say('dossier_people')}</h2>{_people(graph, say)}</section>",
        f"<section><h2>{say('dossier_timeline')}</h2>{_timeline(graph, say)}</section>",
        _claims(graph, say),
        _allegations(graph, say),
        f"<section><h2>SPARQL</h2><pre>{escape(part.sparql or _EVERYTHING)}</pre></section>",
    ]
    policy = f"default-src 'none'; style-src {hash_source(style)}; base-uri 'none'; form-action 'none'"
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><meta name="referrer" content="no-referrer">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>Jejak · {say("dossier")}</title>'
        f"<style>{style}</style></head><body><main>\n" + "\n".join(body) + "\n</main></body></html>\n"
    )


_EVERYTHING: Final = """PREFIX kg: <https://w3id.org/jejak/ontology#>
SELECT * WHERE { ?claim a kg:Claim ; ?property ?value } ORDER BY ?claim ?property"""


class _Words:
    """Wordings of one language, escaped."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, key: str, **values: object) -> str:
        # A foreign store may hold relations and states that have no wording: their own names stand for them.
        text = words()[key][self.lang] if key in words() else key.partition(".")[2] or key
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return escape(text)


def _title_page(part: Selection, whole: Graph, say: _Words) -> str:
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    day = time.strftime("%Y-%m-%d", time.gmtime(seconds))
    articles = {claim.article.iri for claim in part.graph.claims}
    tally = ", ".join(
        f"{say(f'factuality.{level}')} {sum(claim.factuality == level for claim in part.graph.claims)}"
        for level in LEVELS
    )
    rows = [
        (say("dossier_date"), day),
        (say("dossier_hash"), f"<code>{corpus_hash(whole)}</code>"),
        (say("dossier_articles"), str(len(articles))),
        (say("dossier_claims"), f"{len(part.graph.claims)} ({tally})"),
    ]
    notes = "".join(f"<p class='hint'>{say('note.' + note['key'], **note['values'])}</p>" for note in part.notes)
    cells = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows)
    return (
        f"<header><h1>Jejak</h1><p class='sub'>{say('dossier')}</p><dl>{cells}</dl>"
        f"<p class='notice'><b>{say('notice_head')}</b> {say('notice')}</p>{notes}</header>"
    )


def _picture(graph: Graph, measure: str, say: _Words) -> str:
    """The network as SVG; what is on it is told below."""
    edges = [edge for edge in edges_of(graph) if edge.subject in graph.nodes and edge.object in graph.nodes]
    found = measures(network(edges), edges)[measure]
    most = set(sorted(found, key=lambda iri: (-found[iri], iri))[:_DRAWN])
    drawn = [edge for edge in edges if edge.subject in most and edge.object in most]
    net = network(drawn)
    places = positions(net, communities(net))
    if not places:
        return f"<p>{say('nothing_found')}</p>"
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    # Names keep their size on paper, however wide the network is.
    size = max(11, round((max(xs) - min(xs) + 180) / 75))
    box = f"{min(xs) - 90} {min(ys) - 40} {max(xs) - min(xs) + 180} {max(ys) - min(ys) + 90}"
    out = [f'<svg viewBox="{box}" role="img" aria-label="{say("picture")}">']
    for edge in drawn:
        (x1, y1), (x2, y2) = places[edge.subject], places[edge.object]
        dash = DASHES[edge.factuality]
        broken = f' stroke-dasharray="{" ".join(map(str, dash))}"' if isinstance(dash, list) else ""
        colour = _COLOURS[edge.factuality]
        out.append(f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="1.6"{broken}/>')
        if edge.factuality != "asserted":
            out.append(
                f'<text x="{(x1 + x2) // 2}" y="{(y1 + y2) // 2}" fill="{colour}" font-size="{size}">'
                f"{say('factuality.' + edge.factuality)}</text>"
            )
    for iri, (x, y) in places.items():
        node = graph.nodes[iri]
        label = node.label if len(node.label) <= 32 else node.label[:31] + "…"
        out.append(
            f'<circle class="{escape(group_of(node))}" cx="{x}" cy="{y}" r="{size * 0.7:.1f}"/>'
            f'<text x="{x}" y="{y + round(size * 1.8)}" font-size="{size}">{escape(label)}</text>'
        )
    out.append("</svg>")
    legend = " · ".join(f'<span class="factuality {level}">{say("face." + level)}</span>' for level in LEVELS)
    left = len(found) - len(places)
    note = f"<p class='hint'>{say('dossier_left', number=left)}</p>" if left > 0 else ""
    return "".join(out) + f"<p>{legend}</p>{note}"


def _people(graph: Graph, say: _Words) -> str:
    offices: dict[str, list[ClaimRow]] = defaultdict(list)
    for claim in graph.claims:
        if claim.predicate in ("holdsPosition", "candidateFor"):
            offices[claim.subject].append(claim)
    rows = []
    for node in sorted(graph.nodes.values(), key=lambda node: (node.label.casefold(), node.iri)):
        if node.kind != "person":
            continue
        held = "<br>".join(
            f"{_tag(claim, say)} {say('relation.' + claim.predicate)}"
            f"{' (' + say('status.' + claim.status) + ')' if claim.status else ''}: {escape(graph.label(claim.object))}"
            f"{' · ' + escape(when(claim)) if when(claim) else ''}"
            for claim in _once(offices.get(node.iri, ()))
        )
        also = f"<br><small>{escape(' · '.join(node.aliases[:8]))}</small>" if node.aliases else ""
        rows.append(
            f"<tr><td><b>{escape(node.label)}</b>{also}</td>"
            f"<td>{say('kind.' + group_of(node))}</td><td>{held}</td></tr>"
        )
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


def _timeline(graph: Graph, say: _Words) -> str:
    dated = sorted((claim for claim in graph.claims if when(claim)), key=lambda claim: (when(claim), claim.iri))
    rows = "".join(
        f"<tr><td>{escape(when(claim))}</td><td>{_tag(claim, say)}</td><td>{_what(graph, claim, say)}</td></tr>"
        for claim in _once(claim for claim in dated if claim.predicate != "stated")
    )
    return f"<table><tbody>{rows}</tbody></table>"


def _claims(graph: Graph, say: _Words) -> str:
    """All but allegations, a part for each factuality."""
    parts = []
    for level in ("asserted", "planned", "denied"):
        own = [claim for claim in graph.claims if claim.factuality == level]
        if own:
            cards = "".join(_card(graph, claim, say) for claim in own)
            parts.append(f"<section><h2>{say('heading.' + level)} ({len(own)})</h2>{cards}</section>")
    return "".join(parts)


def _allegations(graph: Graph, say: _Words) -> str:
    denials: dict[tuple[str, str, str], list[ClaimRow]] = defaultdict(list)
    for claim in graph.claims:
        if claim.factuality == "denied":
            denials[key_of(claim)[:3]].append(claim)
    own = [claim for claim in graph.claims if claim.factuality == "alleged"]
    if not own:
        return ""
    cards = []
    for claim in own:
        against = denials.get(key_of(claim)[:3], [])
        said = (
            "".join(_card(graph, denial, say) for denial in against) or f"<p class='hint'>{say('dossier_undenied')}</p>"
        )
        cards.append(f"{_card(graph, claim, say)}<div class='denials'><h3>{say('heading.denied')}</h3>{said}</div>")
    return f"<section class='allegations'><h2>{say('heading.alleged')} ({len(own)})</h2>{''.join(cards)}</section>"


def _card(graph: Graph, claim: ClaimRow, say: _Words) -> str:
    source = claim.article
    by = (
        say("unnamed")
        if claim.by == ANONYMOUS
        else escape(graph.label(claim.by))
        if claim.by
        else say("article_itself")
    )
    cited = ", ".join(escape(part) for part in (source.publisher, source.title, source.published, source.url) if part)
    return (
        f"<article>{_tag(claim, say)} {_what(graph, claim, say)}"
        f"<blockquote lang='id'>{escape(claim.sentence)}</blockquote>"
        f"<p class='cited'>{say('said_by')}: {by}. {cited}. {say('sources')}: {graph.independent(claim)}. "
        f"{say('rule')}: {escape(claim.rule)}.<br><small>{escape(claim.iri)}</small></p></article>"
    )


def _what(graph: Graph, claim: ClaimRow, say: _Words) -> str:
    status = f" ({say('status.' + claim.status)})" if claim.status else ""
    target = escape(graph.label(claim.object) if claim.object else claim.value or "")
    relation = say("relation." + claim.predicate) + status
    return f"<b>{escape(graph.label(claim.subject))}</b> {relation} <b>{target}</b>"


def _tag(claim: ClaimRow, say: _Words) -> str:
    return f'<span class="factuality {claim.factuality}">{say("factuality." + claim.factuality)}</span>'


def _once(claims: Iterable[ClaimRow]) -> Sequence[ClaimRow]:
    """One claim for each thing that is said of one day."""
    kept: Mapping[Any, ClaimRow] = {
        (key_of(claim), claim.status, when(claim)): claim for claim in reversed(list(claims))
    }
    return list(reversed(list(kept.values())))


@cache
def _style() -> str:
    return (Path(__file__).parent / "style" / "dossier.css").read_text(encoding="utf-8")
