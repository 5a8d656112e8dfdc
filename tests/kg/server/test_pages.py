"""The pages in a real browser: what an article says is text, and nothing leaves the machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from extract.facts import ArticleFacts, Cue, Entity, Fact, Mention
from kg.store import Incoming, Store
from tests.browser_setup import chromium
from tests.kg.server.conftest import Running, serving

MARKUP = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "javascript:alert(1)",
    "{{7*7}}{% for x in y %}", "${7*7}", "</title><script>alert(1)</script>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "'-alert(1)-'", "<a href='javascript:alert(1)'>x</a>", "\u202e\u200btxt", "<style>*{display:none}</style>",
    "<!--<script>alert(1)//-->", "]]><script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<base href='http://evil.example/'>", "<meta http-equiv=refresh content='0;url=http://evil.example'>",
    "<link rel=stylesheet href=http://evil.example/x.css>", "<form action=http://evil.example><button>x</button></form>",
    "\u2028alert(1)\u2029",
)  # fmt: skip
INJECTED = "main script:not([type]), main img, main iframe, main svg, main style, base"
PAYLOADS = tuple(f"{markup} {n}" for n in range(10) for markup in MARKUP)


def hostile_article(number: int) -> ArticleFacts:
    """An article in which every field is a payload; over all articles each field is each payload once."""
    pick = lambda field: PAYLOADS[(number + 17 * field) % len(PAYLOADS)]  # noqa: E731
    names = [f"{pick(n)} N{n}" for n in range(5)]
    text = f"{names[0]} hadir di {names[1]} kata {names[2]}.\n{pick(5)} {names[3]}"
    at = [text.index(name) for name in names[:4]]
    entities = (
        Entity("e1", "PERSON", names[0], (names[0],), (pick(6),)),
        Entity("e2", "EVENT", names[1], (names[1],)),
        Entity("e3", "PERSON", names[2], (names[2],)),
        Entity("e4", "OFFENCE", names[3], (names[3],)),
    )
    end = text.index("\n")
    return ArticleFacts(
        id=f"{number} {pick(7)}",
        text=text,
        title=pick(8),
        publisher=pick(9),
        url=f"javascript:alert({number})" if number % 2 else f"https://contoh.example/{number}?<script>",
        published="2024-05-04",
        mentions=tuple(Mention(s, s + len(n), e.id, e.type) for s, n, e in zip(at, names, entities, strict=False)),
        entities=entities,
        facts=(
            Fact("attended", "e1", "e2", 0, end, rule=pick(4), trigger=(at[1] - 9, at[1] - 4)),
            Fact(
                "attended", "e3", "e2", 0, end, "alleged", by="e1", rule="x", cues=(Cue(at[2] - 5, at[2] - 1, pick(3)),)
            ),
            Fact("accusedOf", "e3", "e4", end + 1, len(text), "denied", by="anonymous", rule="x"),
            Fact("stated", "e3", None, 0, end, rule="x"),
        ),
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("hostile") / "store"
    with Store.open(folder) as store:
        store.update([Incoming(hostile_article(number)) for number in range(len(PAYLOADS))])
    with serving(folder) as running:
        yield running


@pytest.fixture(scope="module")
def addresses(hostile: Running) -> dict[str, list[str]]:
    """Addresses of pages by kind, as the graph names them."""
    query = "SELECT DISTINCT ?s { ?s a ?t FILTER(STRSTARTS(STR(?s), 'https://w3id.org/jejak/id/')) }"
    with hostile.client() as client:
        rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    paths = sorted(row["s"]["value"].removeprefix("https://w3id.org/jejak") for row in rows)
    kinds: dict[str, list[str]] = {"article": [], "claim": [], "thing": []}
    for path in paths:
        if path.startswith("/id/article/"):
            rest = path.removeprefix("/id/article/")
            if "/claim/" in rest:
                kinds["claim"].append(path)
            elif "/" not in rest:
                kinds["article"].append(path)
        elif path.split("/")[2] in ("person", "event", "offence"):
            kinds["thing"].append(path)
    return kinds


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
    flags += ["--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=flags)
        yield started
        started.close()


@pytest.mark.browser
def test_hostile_articles_are_text_on_every_page(
    hostile: Running, addresses: dict[str, list[str]], browser: Any
) -> None:
    page = browser.new_page()
    told: list[str] = []
    outside: list[str] = []
    page.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: outside.append(request.url) if _is_outside(request.url, hostile) else None)
    targets = [*addresses["article"], *addresses["thing"][:30], *addresses["claim"][:10]]
    targets += ["/question/allegations?lang=en", "/question/single-source?lang=id"]
    assert len(addresses["article"]) == len(PAYLOADS)
    for target in targets:
        answer = page.goto(hostile.address + target)
        assert answer.status == 200, target
        assert page.evaluate(f"document.querySelectorAll('{INJECTED}').length") == 0, target
        assert (
            page.evaluate("[...document.querySelectorAll('a')].filter(a => a.protocol === 'javascript:').length") == 0
        )
    assert told == []
    assert outside == []


def _is_outside(url: str, running: Running) -> bool:
    return not url.startswith((running.address, "data:", "blob:"))


@pytest.mark.browser
def test_axe_finds_nothing_grave(hostile: Running, addresses: dict[str, list[str]], browser: Any) -> None:
    from kg.server.pages import VENDOR

    axe = VENDOR / "axe.min.js"
    if not axe.is_file():
        pytest.skip("axe is not here; `make assets` brings it")
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    for target in ("/question/allegations?lang=id", addresses["thing"][0], addresses["article"][0]):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(hostile.address + target)
            page.add_script_tag(content=axe.read_text(encoding="utf-8"))
            found = page.evaluate("axe.run().then(r => r.violations.map(v => [v.impact, v.id, v.nodes[0].html]))")
            assert [each for each in found if each[0] in ("serious", "critical")] == [], (target, scheme)
    context.close()


@pytest.mark.browser
def test_the_editor_runs_a_query_with_nothing_from_outside(server: Running, browser: Any) -> None:
    from kg.server.pages import VENDOR

    if not (VENDOR / "yasgui.min.js").is_file():
        pytest.skip("YASGUI is not here; `make assets` brings it")
    page = browser.new_page()
    told: list[str] = []
    outside: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: outside.append(request.url) if _is_outside(request.url, server) else None)
    page.goto(server.address + "/?lang=en")
    page.evaluate("jejakYasgui.getTab().getYasqe().setValue('SELECT * { ?s ?p ?o }')")
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr_results table tbody tr")
    page.click("text=Who said what")
    page.click("[data-edit=who-said-what]")
    assert "kg:stated" in page.evaluate("jejakYasgui.getTab().getYasqe().getValue()")
    assert told == []
    assert outside == []


@pytest.mark.browser
def test_hostile_results_are_text_in_the_editor(hostile: Running, browser: Any) -> None:
    page = browser.new_page()
    told: list[str] = []
    page.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
    page.goto(hostile.address + "/?lang=en")
    if not page.evaluate("!!window.jejakYasgui"):
        pytest.skip("YASGUI is not here; `make assets` brings it")
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr_results table tbody tr")
    inside = "script, img, iframe, svg, style, a[href^=javascript]"
    assert page.evaluate(f"document.querySelector('.yasr_results').querySelectorAll('{inside}').length") == 0
    assert told == []


def test_a_thing_comes_as_data_by_negotiation(hostile: Running, addresses: dict[str, list[str]]) -> None:
    import rdflib

    with hostile.client() as client:
        for kind in ("thing", "article", "claim"):
            path = addresses[kind][0]
            for accept, form in (
                ("text/turtle", "turtle"),
                ("application/ld+json", "json-ld"),
                ("application/rdf+xml", "xml"),
            ):
                answer = client.get(path, headers={"Accept": accept})
                assert answer.status_code == 200
                graph = rdflib.Graph().parse(data=answer.text, format=form)
                assert (rdflib.URIRef("https://w3id.org/jejak" + path), None, None) in graph
        assert client.get("/id/person/nobody-000000000000").status_code == 404
        assert client.get("/id/person/nobody-000000000000", headers={"Accept": "text/turtle"}).status_code == 404


def test_a_saved_question_is_answered_as_a_page_and_as_csv(hostile: Running) -> None:
    with hostile.client() as client:
        shown = client.get("/question/allegations", params={"lang": "en"})
        assert shown.status_code == 200
        body = client.get("/question/allegations", params={"format": "csv"})
        assert body.headers["content-disposition"] == 'attachment; filename="allegations.csv"'
        assert body.text.count("\r\n") > 20
        assert client.get("/question/timeline").status_code == 400
        assert client.get("/question/no-such").status_code == 404
        drawn = client.get("/construct", params={"query": "CONSTRUCT WHERE { ?s a ?o } LIMIT 20"})
        assert drawn.status_code == 200
        assert client.get("/construct", params={"query": "SELECT * {}"}).status_code == 400


def test_names_are_reconciled_and_a_namesake_is_never_matched_blindly(tmp_path: Path) -> None:
    facts = [
        ArticleFacts(
            id=f"a{n}",
            text=f"{name} menjadi {office}.",
            entities=(Entity("e1", "PERSON", name, (name,)), Entity("e2", "POSITION", office, (office,))),
            facts=(Fact("holdsPosition", "e1", "e2", 0, 10, status="current", rule="x"),),
        )
        for n, (name, office) in enumerate(
            [
                ("Sari Dewi Anggraini", "Camat Barat"),
                ("Budi Raharjo", "Lurah Timur"),
                ("Budi Raharjo", "Kepala Dinas Laut"),
            ]
        )
    ]
    with Store.open(tmp_path / "store") as store:
        store.update([Incoming(each) for each in facts])
    with serving(tmp_path / "store") as running, running.client() as client:
        manifest = client.get("/reconcile").json()
        assert "0.2" in manifest["versions"]
        queries = json.dumps(
            {
                "a": {"query": "sari dewi anggraini", "type": "Person"},
                "b": {"query": "Budi Raharjo"},
                "c": {"query": "Sary Dewi Angraini"},
            }
        )
        answer = client.post("/reconcile", data={"queries": queries}).json()
        assert answer["a"]["result"][0]["match"] is True
        assert [each["match"] for each in answer["b"]["result"][:2]] == [False, False]
        assert answer["c"]["result"][0]["name"] == "Sari Dewi Anggraini"
        assert answer["c"]["result"][0]["match"] is False
        typed = client.get("/reconcile/suggest", params={"prefix": "sari"}).json()["result"]
        assert [each["name"] for each in typed] == ["Sari Dewi Anggraini"]
        assert client.get("/reconcile/preview", params={"id": typed[0]["id"]}).status_code == 200
        assert client.post("/reconcile", data={"queries": "["}).status_code == 400


def test_a_log_line_cannot_be_forged(hostile: Running) -> None:
    from datetime import UTC, datetime

    from kg.server.security import log_line

    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "path": "/x",
        "raw_path": b"/x",
        "query_string": b'a\r\n127.0.0.1 - - "GET /forged',
        "headers": [(b"user-agent", b'x\n\x1b[31m" 200 1 "-"')],
        "client": ("127.0.0.1", 5),
    }
    line = log_line(scope, 200, 3, datetime(2024, 5, 4, tzinfo=UTC))
    assert line.isprintable()
    assert line.count('"') - line.count('\\"') == 6
    with hostile.client() as client, pytest.raises(httpx.InvalidURL):
        client.get("/x\n")


@pytest.mark.browser
def test_on_a_telephone_tables_scroll_inside_themselves_and_the_page_begins_at_its_top(
    hostile: Running, browser: Any
) -> None:
    page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
    page.goto(f"{hostile.address}/question/single-source")
    widths = page.evaluate("[...document.querySelectorAll('th')].map(th => th.offsetWidth)")
    assert min(widths) >= 100
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.goto(f"{hostile.address}/")
    page.wait_for_timeout(500)
    assert page.evaluate("window.scrollY") == 0
