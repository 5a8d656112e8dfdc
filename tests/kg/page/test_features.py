"""What a journalist does on the page, by clicking it in a real browser."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from kg.page import html
from tests.kg.page.sample import sample

pytestmark = pytest.mark.browser
VENDOR = Path(html.VENDOR)


def find(page: Any, name: str) -> None:
    page.keyboard.press("/")
    page.fill("#search", name)
    page.keyboard.press("Enter")


def rows(page: Any) -> int:
    return page.locator("#table tbody tr").count()


def show_table(page: Any) -> None:
    page.click("#as-table")


def test_the_face_separates_what_is_asserted_from_what_is_not_and_says_what_the_graph_is(open_page, sample_page):
    page = open_page(sample_page)
    assert "not what is proven" in page.inner_text(".notice")
    assert "Asserted" in page.inner_text(".side.sure")
    for word in ("Alleged", "Planned", "Denied"):
        assert word in page.inner_text(".side.unsure")
        assert word not in page.inner_text(".side.sure")


def test_a_click_on_a_thing_and_on_a_line_opens_its_evidence(open_page, sample_page):
    page = open_page(sample_page)
    find(page, "Sari Wulandari")
    assert "Sari Wulandari" in page.inner_text("#panel h2")
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    # With one edge alone in the picture, the middle of the picture is on its line.
    find(page, "Balai Kencana")
    page.click("#panel button:has-text('Only this')")
    page.keyboard.press("Escape")
    page.click(".zoom button:last-child")
    box = page.locator("#canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#panel h2").first).to_contain_text("held at")
    assert "Apel Netralitas heldAt Balai Kencana." in page.inner_text("#panel blockquote")
    end = page.evaluate("document.querySelector('#panel').getBoundingClientRect().left")
    assert end < 1280


def test_evidence_shows_sentence_marks_speaker_outlet_date_link_sources_rule(open_page, sample_page):
    page = open_page(sample_page)
    find(page, "Sari Wulandari")
    card = page.locator("#panel article.claim.alleged").first
    text = card.inner_text()
    for part in (
        "alleged",
        "an unnamed source",
        "Suara Mekarjaya",
        "10 Jun 2031",
        "Independent sources",
        "accusedOf-verb",
    ):
        assert part in text
    assert card.locator("a").get_attribute("href") == "https://contoh.example/b"
    assert card.locator("mark.subject").inner_text() == "Sari Wulandari"
    assert card.locator("mark.cue").inner_text() == "alleged"
    assert card.locator("mark.trigger").inner_text() == "accusedOf"
    assert card.evaluate("card => [...card.childNodes].every(each => each.nodeType === Node.ELEMENT_NODE)")
    assert page.locator("#panel > section article.claim.denied").count() == 1


def test_a_denial_stands_beside_the_allegation_of_the_same_thing(open_page, sample_page):
    page = open_page(sample_page)
    find(page, "ketidaknetralan")
    page.click("#panel details.neighbours summary")
    page.locator("#panel .neighbours .row button", has_text="alleged").first.click()
    assert "otherwise" in page.inner_text("#panel .beside")
    assert page.locator("#panel .beside article.denied").count() == 1


def test_a_person_has_offices_a_timeline_company_and_what_they_said(open_page, sample_page):
    page = open_page(sample_page)
    find(page, "Sari Wulandari")
    text = page.inner_text("#panel")
    for heading in ("Offices over time", "Timeline", "Who else was there", "What they said"):
        assert heading in text
    assert "acting" in text
    company = page.locator("#panel .company")
    assert "Bima Satria" in company.inner_text()


def test_who_was_there_keeps_the_alleged_guest_apart(open_page, sample_page):
    page = open_page(sample_page)
    find(page, "Pesta Rakyat")
    listed = page.locator("#panel .company li")
    found = {row.split("\n")[0].strip(): row for row in listed.all_inner_texts()}
    assert any("Raka Pradipta" in row and "alleged" in row and "asserted" not in row for row in found.values())


def test_citation_is_copied(open_page, sample_page):
    page = open_page(sample_page)
    # A page from the disk has no leave to read the clipboard back: what is handed to it is kept.
    page.evaluate("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }")
    find(page, "Ikrar Netralitas")
    page.locator("#panel article .actions button").first.click()
    expect(page.locator("#told")).to_contain_text("Copied")
    copied = page.evaluate("window.copied")
    for part in ("Sari Wulandari signed Ikrar Netralitas.", "Kabar Wanasari", "https://contoh.example/a", "asserted"):
        assert part in copied


def test_relations_are_told_apart_by_family_and_only_where_asserted(open_page, sample_page):
    page = open_page(sample_page)
    page.click("#legend-relations summary")
    assert page.locator("#legend-relations .family").count() >= 4
    picture = ElementTree.fromstring(saved(page, "svg"))
    colours: dict[str, set[str]] = {}
    for group in picture.findall(".//{*}g[@data-factuality]"):
        colours.setdefault(group.get("data-factuality", ""), set()).add(group.get("stroke", ""))
    assert len(colours["asserted"]) >= 3
    assert all(len(colours[factuality]) == 1 for factuality in ("alleged", "planned", "denied"))
    assert not colours["asserted"] & (colours["alleged"] | colours["planned"] | colours["denied"])


def test_what_is_read_with_doubt_is_drawn_only_where_it_is_asked_for(open_page):
    graph = sample()
    (led,) = [claim for claim in graph.claims if claim.predicate == "signed"]
    unsure = replace(led, confidence=0.3)
    page = open_page(
        html.render(replace(graph, claims=tuple(unsure if c is led else c for c in graph.claims)), lang="en")
    )
    show_table(page)
    before = rows(page)
    assert "signed" not in page.inner_text("#table tbody") and "1 read with doubt" in page.inner_text("#summary")
    page.check("#doubtful")
    assert rows(page) == before + 1 and "doubtful=1" in page.url
    page.click("#as-table")
    find(page, "Ikrar Netralitas")
    assert "check the sentence" in page.inner_text("#panel")


def test_an_office_told_twice_is_one_row_from_its_first_to_its_last_day(open_page):
    graph = sample()
    office = next(claim for claim in graph.claims if claim.predicate == "holdsPosition")
    later = next(claim.article for claim in graph.claims if claim.article.publisher == "Suara Mekarjaya")
    again = replace(office, iri=office.iri + "-again", article=later)
    page = open_page(html.render(replace(graph, claims=(*graph.claims, again)), lang="en"))
    find(page, "Sari Wulandari")
    rows = page.locator("#panel section:has(h3:has-text('Offices')) li")
    assert rows.count() == 1
    assert "4 May 2031 – 10 Jun 2031" in rows.inner_text() and "told 2 times" in rows.inner_text()


def test_search_knows_aliases_and_escape_leaves(open_page, sample_page):
    page = open_page(sample_page)
    page.keyboard.press("/")
    page.keyboard.type("s wulandari")
    assert "Sari Wulandari" in page.inner_text("#search-list")
    page.keyboard.press("Escape")
    assert page.locator("#search-list").is_hidden()
    assert page.evaluate("document.activeElement.id") != "search"


@pytest.mark.parametrize("factuality", ["asserted", "alleged", "planned", "denied"])
def test_filters_of_factuality_and_the_table_keep_step(open_page, sample_page, factuality):
    page = open_page(sample_page)
    show_table(page)
    before, own = rows(page), page.locator(f"#table tr.{factuality}").count()
    assert own
    page.click(f"[data-set=factuality][data-name={factuality}]")
    assert rows(page) == before - own


def test_filters_of_kind_relation_outlet_and_sources(open_page, sample_page):
    page = open_page(sample_page)
    show_table(page)
    every = rows(page)
    page.click("[data-set=kind][data-name=place]")
    assert rows(page) == every - 1
    page.click("#legend-relations summary")
    page.click("[data-set=relation][data-name=signed]")
    assert rows(page) == every - 2
    page.click("#undo")
    page.click("#undo")
    assert rows(page) == every
    page.click("#legend-outlets summary")
    page.click('[data-set=outlet][data-name="Tirta Pos"]')
    assert "Tirta Pos" not in page.inner_text("#table tbody")
    page.click("#undo")
    page.fill("#least", "2")
    page.keyboard.press("Enter")
    assert rows(page) == 2


def test_the_period_filters_and_plays(open_page, sample_page):
    page = open_page(sample_page, "to=2031-05-30")
    show_table(page)
    assert "Suara Mekarjaya" not in page.inner_text("#table tbody")
    page.uncheck("#undated")
    assert "Tirta Pos" not in page.inner_text("#table tbody")
    page.click("#play")
    expect(page.locator("#table tbody")).to_contain_text("Suara Mekarjaya")
    # At the last day the clock stops by itself, and one step back is the view before it ran.
    expect(page.locator("#play")).to_contain_text("Play")
    assert "to=" not in page.url
    page.click("#undo")
    assert "to=2031-05-30" in page.url


def test_hide_pin_expand_collapse_undo(open_page, sample_page):
    page = open_page(sample_page)
    count = lambda: int(re.match(r"\d+", page.inner_text("#summary"))[0])  # noqa: E731
    all_of_them = count()
    find(page, "Balai Kencana")
    page.click("#panel button:has-text('Hide')")
    assert count() == all_of_them - 1
    page.keyboard.press("Control+z")
    assert count() == all_of_them
    find(page, "Apel Netralitas")
    page.click("#panel button:has-text('Collapse')")
    assert count() == all_of_them - 1
    page.click("#panel button:has-text('Expand')")
    assert count() == all_of_them
    page.click("#panel button:has-text('Pin')")
    assert "pinned=" in page.url
    page.click("#panel button:has-text('Only this')")
    assert count() < all_of_them
    page.click("#show-all")
    assert count() == all_of_them


def test_paths_between_two_people_with_evidence_on_each_step(open_page, sample_page):
    page = open_page(sample_page)
    find(page, "Sari Wulandari")
    page.click("#panel button:has-text('Find a path')")
    page.fill("#path-to", "Raka")
    page.keyboard.press("Enter")
    text = page.inner_text("#panel")
    assert "At least one step is not asserted" in text
    assert page.locator("#panel details.path").first.locator("ol > li").count() == 4
    assert page.locator("#panel details.path blockquote").count() >= 4


def test_the_address_holds_the_view(open_page, sample_page):
    page = open_page(sample_page)
    page.click("[data-set=kind][data-name=event]")
    find(page, "Sari Wulandari")
    fragment = page.url.split("#")[1]
    other = open_page(sample_page, fragment)
    assert other.inner_text("#summary") == page.inner_text("#summary")
    assert "Sari Wulandari" in other.inner_text("#panel h2")


def test_a_fragment_that_makes_no_sense_does_no_harm(open_page, sample_page):
    page = open_page(sample_page, "node=999&edge=x&hidden=1.x.77&pinned=0_a_b&from=<script>&path=5&measure=none&open=-")
    assert "things" in page.inner_text("#summary")


def test_communities_open_where_they_stand(open_page, sample_page):
    page = open_page(sample_page, "open=-")
    assert page.url.endswith("open=-")
    box = page.locator("#canvas").bounding_box()
    # Search opens the community of what was found; closing all and opening all are steps like others.
    find(page, "Sari Wulandari")
    assert re.search(r"open=\d", page.url)
    page.keyboard.press("Escape")
    page.click("button:has-text('Close all communities')")
    assert "open=-" in page.url
    page.click("button:has-text('Open all communities')")
    assert re.search(r"open=\d", page.url)
    page.click("#undo")
    assert "open=-" in page.url and box["width"] > 0


def test_notes_say_what_is_left_out(open_page):
    from kg.page.selection import Selection, at_most, by_focus

    part = at_most(by_focus(Selection(sample()), ["Sari Wulandari"], 1), 6)
    page = open_page(html.render(part, lang="en"))
    text = page.inner_text("#notes")
    assert "opens on Sari Wulandari" in text and "Left out:" in text
    shown = int(re.match(r"\d+", page.inner_text("#summary"))[0])
    assert 1 < shown <= 6


def test_language_is_switched_in_the_page(open_page, sample_page):
    page = open_page(sample_page)
    page.click("button.language[lang=id]")
    assert "Ini yang diberitakan" in page.inner_text(".notice")
    assert page.get_attribute("html", "lang") == "id"


def saved(page: Any, what: str) -> bytes:
    page.click("#save summary")
    with page.expect_download() as download:
        page.click(f"#save-{what}")
    return Path(download.value.path()).read_bytes()


def test_what_is_saved_tells_how_sure_it_is(open_page, sample_page):
    page = open_page(sample_page)
    table = list(csv.DictReader(io.StringIO(saved(page, "csv").decode("utf-8-sig"))))
    assert {row["factuality"] for row in table} == {"asserted", "alleged", "planned", "denied"}
    assert all(row["sentence"] and row["claim"] and row["rule"] for row in table)
    gexf = ElementTree.fromstring(saved(page, "gexf"))
    edges = gexf.findall(".//{*}edge")
    assert any(edge.get("label").startswith("alleged:") for edge in edges)
    picture = ElementTree.fromstring(saved(page, "svg"))
    assert "not what is proven" in "".join(picture.itertext())
    lines = [group for group in picture.findall(".//{*}g") if group.get("data-factuality") == "alleged"]
    assert lines and all(line.find("{*}path").get("stroke-dasharray") for line in lines)
    assert saved(page, "png")[:8] == b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("wide", [1280, 360])
def test_axe_finds_nothing_serious(open_page, sample_page, scheme, wide):
    axe = VENDOR / "axe.min.js"
    if not axe.is_file():
        pytest.skip("axe-core is not here; `make assets` brings it")
    page = open_page(sample_page, color_scheme=scheme, viewport={"width": wide, "height": 740}, bypass_csp=True)
    page.evaluate(axe.read_text(encoding="utf-8"))
    for view in ("picture", "panel", "table"):
        if view == "panel":
            find(page, "Sari Wulandari")
        if view == "table":
            page.keyboard.press("Escape")
            show_table(page)
        found = page.evaluate("axe.run().then((result) => result.violations)")
        serious = [
            (each["id"], each["nodes"][0]["html"], each["nodes"][0].get("failureSummary"))
            for each in found
            if each["impact"] in ("serious", "critical")
        ]
        assert not serious, view


def test_at_360_pixels_nothing_runs_out_of_the_page(open_page, sample_page):
    page = open_page(sample_page, viewport={"width": 360, "height": 740})
    find(page, "Sari Wulandari")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("document.querySelector('#panel').scrollWidth <= document.querySelector('#panel').clientWidth")


def test_the_older_script_inside_pyvis_draws_it_too(open_page, monkeypatch, tmp_path):
    monkeypatch.setattr(html, "VENDOR", tmp_path)
    html.vis_network.cache_clear()
    try:
        page = open_page(html.render(sample(), lang="en"))
        find(page, "Sari Wulandari")
        assert "Sari Wulandari" in page.inner_text("#panel h2")
    finally:
        html.vis_network.cache_clear()
