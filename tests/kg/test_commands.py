"""The commands that read a store: exit status, formats, where data and messages go, and what a wrong call is told."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib

from kg.cli import cli, run
from kg.store import Incoming, Store
from tests.kg.corpus import articles

ASK = "ASK { ?s ?p ?o }"
SELECT = "SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 3"
CONSTRUCT = "CONSTRUCT WHERE { ?s a <https://w3id.org/jejak/ontology#Person> }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("commands") / "store"
    with Store.open(folder) as opened:
        opened.update(Incoming(facts) for facts in articles(6, seed=9))
    return folder


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str]) -> object:
    def called(*arguments: object) -> tuple[int, str, str]:
        status = run(cli, name="kg", arguments=[str(each) for each in arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return called


@pytest.mark.parametrize(
    ("query", "form", "begins"),
    [
        (SELECT, "csv", "s\r\n"), (SELECT, "tsv", "?s\n<"), (SELECT, "json", "{"), (SELECT, "xml", "<?xml"),
        (SELECT, "table", "┏"), (ASK, "csv", "answer\r\ntrue"), (ASK, "json", "{"), (ASK, "xml", "<?xml"),
        (CONSTRUCT, "ttl", "@prefix"), (CONSTRUCT, "csv", "subject,predicate,object"), ("timeline", "csv", "date,"),
    ],
)  # fmt: skip
def test_query_writes_each_format_to_standard_output(kg, store, query, form, begins) -> None:  # type: ignore[no-untyped-def]
    more = ("-p", "person=x") if query == "timeline" else ()
    status, out, err = kg("query", store, query, "-f", form, *more)
    assert (status, err) == (0, "")
    assert out.startswith(begins)


def test_query_takes_text_file_and_standard_input(kg, store, tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    import io

    (tmp_path / "q.rq").write_text(ASK, encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO(ASK))
    assert {kg("query", store, query, "-f", "csv")[1] for query in (ASK, tmp_path / "q.rq", "-")} == {
        "answer\r\ntrue\r\n"
    }


def test_output_goes_to_a_file_that_a_spreadsheet_reads(kg, store, tmp_path) -> None:  # type: ignore[no-untyped-def]
    assert kg("query", store, SELECT, "-f", "csv", "-o", tmp_path / "a.csv") == (0, "", "")
    body = (tmp_path / "a.csv").read_bytes()
    assert body.startswith(b"\xef\xbb\xbf")
    assert len(list(csv.reader(body.decode("utf-8-sig").splitlines()))) == 4


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("query", "STORE"), 2, "Give a STORE and a QUERY"),
        (("query", "STORE", "alegations"), 2, "no saved question 'alegations'"),
        (("query", "STORE", "timeline"), 2, "needs the parameter 'person'"),
        (("query", "STORE", "timeline", "-p", "person"), 2, "NAME=VALUE"),
        (("query", "STORE", ASK, "-p", "a=b"), 2, "--param goes with"),
        (("query", "STORE", CONSTRUCT, "-f", "xml"), 2, "a graph is written as"),
        (("query", "STORE", SELECT, "-f", "ttl"), 2, "ttl is for CONSTRUCT"),
        (("query", "STORE", "SELECT nothing {"), 1, "does not parse"),
        (("query", "STORE", "DROP ALL"), 1, "read-only"),
        (("query", "STORE", "ASK { SERVICE <http://127.0.0.1:1/> {} }"), 1, "another machine"),
        (("query", "nowhere", ASK), 2, "no such store or file"),
        (("validate", "nowhere"), 2, "no such store or file"),
        (("stats", "nowhere"), 2, "no such store or file"),
        (("serve", "nowhere"), 2, "no such store or file"),
        (("export", "nowhere"), 1, "nowhere"),
        (("export", "STORE", "-f", "docx"), 2, "docx"),
        (("export", "STORE", "-o", "no/such/folder/x.nq"), 1, "No such file"),
        (("nonsense",), 2, "nonsense"),
    ],
)
def test_a_wrong_call_is_told_in_a_sentence(kg, store, arguments, status, said) -> None:  # type: ignore[no-untyped-def]
    found, out, err = kg(*(store if each == "STORE" else each for each in arguments))
    assert (found, out) == (status, "")
    assert said in err
    assert "Traceback" not in err


def test_a_damaged_store_is_refused_with_a_remedy(kg, tmp_path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "store"
    with Store.open(folder) as opened:
        opened.update(Incoming(facts) for facts in articles(2))
    (folder / "store.json").write_text("{}", encoding="utf-8")
    for command in (("query", folder, ASK), ("export", folder), ("stats", folder), ("validate", folder)):
        status, out, err = kg(*command)
        assert (status, out) == (1, "")
        assert len(err.strip().splitlines()) == 1


def test_what_a_terminal_would_obey_is_not_said_back(kg, store) -> None:  # type: ignore[no-untyped-def]
    _, _, err = kg("query", "\x1b[2J\u202enowhere", ASK)
    assert "\x1b" not in err and "\u202e" not in err


def test_a_reader_that_goes_away_is_no_failure(store) -> None:  # type: ignore[no-untyped-def]
    for command in (f"export {store} -f nq", f"query {store} 'SELECT * {{ ?s ?p ?o }}' -f csv", "questions"):
        line = f"set -o pipefail; {sys.executable} -m kg {command} | head -c 0"
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def test_questions_stats_and_exports_speak_to_programs(kg, store, tmp_path) -> None:  # type: ignore[no-untyped-def]
    assert "timeline" in {each["name"] for each in json.loads(kg("questions", "--format", "json")[1])}
    assert json.loads(kg("stats", store, "-f", "json")[1])["articles"] == 6
    assert kg("export", store, "-f", "ttl", "-o", tmp_path / "g.ttl") == (0, "", "")
    assert len(rdflib.Graph().parse(tmp_path / "g.ttl")) > 100
    assert [path.name for path in tmp_path.iterdir()] == ["g.ttl"]


def test_validate_fails_on_a_violation_and_not_on_a_warning(kg, store, tmp_path) -> None:  # type: ignore[no-untyped-def]
    status, out, _ = kg("validate", store, "-f", "json")
    assert status == 0 and json.loads(out)["violations"] == 0
    bad = tmp_path / "bad.ttl"
    bad.write_text("@prefix kg: <https://w3id.org/jejak/ontology#> . <urn:c> a kg:Claim .", encoding="utf-8")
    status, out, _ = kg("validate", bad)
    assert status == 1 and "A claim without its sentence." in out
