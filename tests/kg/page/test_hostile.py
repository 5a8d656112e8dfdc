"""What came out of articles is text on the page, in its exports and in the dossier: nothing of it runs."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from kg.claims import Graph
from kg.page import render
from kg.page.dossier import as_dossier
from kg.page.notebook import graph_frame, table
from kg.page.selection import Selection
from tests.kg.page.sample import sample

SEEDS = (
    "<script>hit()</script>", "</script><script>hit()</script>", "<!--<script>hit()", "--><script>hit()</script>",
    "<img src=x onerror=hit()>", "<svg onload=hit()>", "<iframe srcdoc='<script>parent.hit()</script>'>",
    "<a href=javascript:hit()>x</a>", "javascript:hit()", "JaVaScRiPt:hit()", "data:text/html,<script>hit()</script>",
    "\" onmouseover=\"hit()", "' onfocus='hit()' autofocus='", "\"><script>hit()</script>",
    "'><img src=x onerror=hit()>",
    "</title><script>hit()</script>", "</style><script>hit()</script>", "</textarea><script>hit()</script>",
    "{{constructor.constructor('hit()')()}}", "${hit()}", "#{hit()}", "<%= hit() %>", "{{ data }}", "{{ scripts }}",
    "\\u003cscript\\u003ehit()\\u003c/script\\u003e", "&lt;script&gt;hit()&lt;/script&gt;", "&#60;script&#62;hit()",
    "\u2028hit()\u2029", "');hit();//", "\");hit();//", "`;hit();`", "\\'-hit()-\\'", "]]><script>hit()</script>",
    "<math><mtext><table><mglyph><style><img src=x onerror=hit()>", "<details open ontoggle=hit()>",
    "<form><button formaction=javascript:hit()>x", "<meta http-equiv=refresh content='0;url=javascript:hit()'>",
    "<base href=javascript:hit()//>", "<object data=javascript:hit()>", "<embed src=javascript:hit()>",
)  # fmt: skip
PAYLOADS = [
    shape.replace("@", seed)
    for seed in SEEDS
    for shape in ("@", "Sari @", "@\u202eirdes", "\ufeff@\u200b", "A" * 40 + "@")
]
"""Two hundred of them."""


def hostile(payloads: list[str]) -> Graph:
    """The sample with a payload in each field; claims and things take turns."""
    graph = sample()
    turn = iter(range(10**9))

    def text() -> str:
        return payloads[next(turn) % len(payloads)]

    claims, nodes = [], sorted(graph.nodes)
    for round_ in range(1 + len(payloads) // 8):
        for claim in graph.claims:
            source = replace(
                claim.article,
                iri=f"{claim.article.iri}-{round_}",
                title=text(),
                publisher=text(),
                published=text(),
                url=text(),
            )
            claims.append(
                replace(
                    claim,
                    iri=f"{claim.iri}-{round_}",
                    article=source,
                    sentence=text(),
                    rule=text(),
                    date=text(),
                    value=claim.value and text(),
                    subject_name=text(),
                    object_name=text(),
                    predicate=claim.predicate if round_ % 2 else text(),
                    status=text(),
                    place=nodes[next(turn) % len(nodes)],
                    to=nodes[next(turn) % len(nodes)],
                    position=nodes[next(turn) % len(nodes)],
                    trigger=text(),
                    marks=((0, 3, "trigger"), (3, 6, text())),
                )
            )
    things = {
        iri: replace(node, label=text(), aliases=tuple(text() for _ in range(20))) for iri, node in graph.nodes.items()
    }
    things[nodes[-1]] = replace(things[nodes[-1]], kind=text())
    return Graph(things, tuple(claims), graph.derived, graph.sources)


def noted(graph: Graph) -> Selection:
    """The graph with a note for each payload, and a question that holds one."""
    selection = Selection(graph, sparql=PAYLOADS[2])
    for payload in PAYLOADS:
        selection = selection.noted("note.focus", names=payload, hops=1, further=1)
    return selection


def test_there_are_two_hundred_payloads():
    assert len(set(PAYLOADS)) == 200


@pytest.mark.browser
def test_no_payload_runs_in_any_field(open_page: Any):
    page = open_page(render(noted(hostile(PAYLOADS)), lang="en", title=PAYLOADS[1]))
    page.evaluate("() => { window.hits = 0; window.hit = () => { window.hits += 1; }; }")
    page.click("#as-table")
    for _ in range(3):
        if page.locator("#table .pages button:has-text('Next')").count():
            page.click("#table .pages button:has-text('Next')")
    page.click("#as-table")
    for thing in range(11):
        page.evaluate(f"location.hash = 'node={thing}'")
        page.wait_for_selector("#panel h2")
        for summary in page.locator("#panel summary").all():
            summary.click()
        while page.locator("#panel button:has-text('Show')").count():
            page.locator("#panel button:has-text('Show')").first.click()
    page.evaluate("location.hash = 'path=0.1'")
    page.keyboard.press("Escape")
    page.fill("#search", "script")
    page.wait_for_timeout(200)
    assert page.evaluate("window.hits") == 0
    # Nothing of it became markup either.
    assert (
        page.evaluate("document.querySelectorAll('#app img, #app iframe, #app script, #app object, #app embed').length")
        == 0
    )
    assert page.evaluate(
        "[...document.querySelectorAll('a[href]')].every((a) => /^(https?:|file:|blob:|#)/.test(a.href))"
    )


@pytest.mark.browser
def test_what_is_saved_of_it_is_well_formed(open_page: Any):
    page = open_page(render(hostile(PAYLOADS[:40]), lang="en"))
    for what in ("svg", "gexf"):
        page.click("#save summary")
        with page.expect_download() as download:
            page.click(f"#save-{what}")
        tree = ElementTree.fromstring(Path(download.value.path()).read_bytes())
        assert not [each for each in tree.iter() if each.tag.endswith(("script", "img", "foreignObject"))]


@pytest.mark.parametrize("payload", PAYLOADS[::5])
def test_the_files_hold_it_as_text(payload: str):
    graph = hostile([payload])
    page, dossier = render(graph), as_dossier(Selection(graph), graph, lang="id")
    assert page.count("<script") == render(sample()).count("<script")
    assert "<script" not in dossier and not re.search(r"<(img|iframe|svg onload|object|embed|base|form)\b", dossier)
    assert "hit()" not in re.sub(r'srcdoc="[^"]*"', "", graph_frame(graph))
    assert "<script" not in table([payload], [[payload]])


def test_the_policy_lets_nothing_run_but_the_page_itself():
    page = render(sample())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy and "unsafe" not in policy[1] and "default-src 'none'" in policy[1] and "http" not in policy[1]
