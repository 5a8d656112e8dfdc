"""Starting points: what a page is narrowed to, and that it says what was left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import visualize
from extract.errors import UsageError
from kg.cli import run
from kg.page.selection import Selection, at_most, by_factuality, by_focus, by_period, by_relation
from kg.store import Incoming, Store
from tests.kg.corpus import articles
from tests.kg.page.sample import iri, sample


def keys(selection: Selection) -> list[str]:
    return [str(note["key"]) for note in selection.notes]


def test_focus_shows_so_many_steps_and_keeps_one_more():
    part = by_focus(Selection(sample()), ["s. WULANDARI"], 1)
    assert part.shown is not None and iri("apel") in part.shown and iri("balai") not in part.shown
    assert iri("balai") in part.graph.nodes and iri("raka") not in part.graph.nodes
    assert keys(part) == ["focus"]


def test_an_unknown_name_is_refused_with_names_that_come_near():
    with pytest.raises(UsageError, match="Sari Wulandari"):
        by_focus(Selection(sample()), ["Sari Wulandri"], 1)


def test_period_keeps_dated_claims_of_it_alone():
    part = by_period(Selection(sample()), "2031-06", "")
    assert {claim.article.id for claim in part.graph.claims} == {"b"}
    assert keys(part) == ["period"]


def test_relation_and_factuality():
    part = by_factuality(by_relation(Selection(sample()), ["attended"]), ["alleged"])
    assert [claim.subject for claim in part.graph.claims] == [iri("raka")]
    assert keys(part) == ["relation", "factuality"]
    assert not part.graph.derived


def test_a_limit_keeps_what_has_most_neighbours_and_says_so():
    part = at_most(Selection(sample()), 4)
    assert len(part.graph.nodes) == 4 and iri("sari") in part.graph.nodes
    assert part.notes[0]["values"]["number"] == len(sample().nodes) - 4
    assert all(claim.subject in part.graph.nodes for claim in part.graph.claims)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page") / "store"
    with Store.open(folder) as opened:
        opened.update([Incoming(article) for article in articles(12, seed=3)])
    return folder


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--lang", "en", "--measure", "betweenness"],
        ["--question", "co-attendance", "--param", "person=Lestari Anggraeni"],
        ["--question", "allegations"],
        ["--factuality", "alleged", "--relation", "attended"],
        ["--since", "2031", "--until", "2031-05", "--max-nodes", "5"],
        ["--dossier", "--lang", "en"],
    ],
)
def test_the_command_writes_a_page(store: Path, tmp_path: Path, options: list[str]):
    out = tmp_path / "out.html"
    assert run(visualize.command, name="visualize", arguments=[str(store), "-o", str(out), *options]) == 0
    text = out.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>") and "Content-Security-Policy" in text
    assert list(tmp_path.iterdir()) == [out]


def test_the_command_refuses_what_makes_no_sense(store: Path, tmp_path: Path):
    out = str(tmp_path / "out.html")
    for wrong in (["--since", "yesterday"], ["--param", "a=b"], ["--focus", "Nobody Atall"], ["--question", "none"]):
        assert run(visualize.command, name="visualize", arguments=[str(store), "-o", out, *wrong]) == 2
    assert not Path(out).exists()


def test_help_names_every_option():
    text = CliRunner().invoke(visualize.command, ["--help"]).output
    for option in ("--focus", "--hops", "--since", "--until", "--relation", "--factuality", "--question", "--dossier"):
        assert option in text
