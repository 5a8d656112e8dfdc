"""Saved questions: each is well-formed, and what a user gives stays one term."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import DataError, UsageError
from kg.guard import tokens
from kg.questions import fill, find, literal, questions, read_question

NAMES = {
    "attended-with-candidate",
    "signed-pledge",
    "allegations",
    "who-said-what",
    "evidence",
    "timeline",
    "offices-at-date",
    "path",
    "co-attendance",
    "accused-by-whom",
    "case-history",
    "contradictions",
    "single-source",
    "newly-known-since",
}


def sample(name: str) -> str:
    question = find(name)
    values = {"date": "2024-05", "number": "3"}
    return question.bind({p.name: values.get(p.type, "Sari") for p in question.parameters if p.required})


def test_the_questions_of_the_newsroom_are_there() -> None:
    assert set(questions()) >= NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_each_question_runs_and_leads_to_its_sentence(name: str) -> None:
    result = ox.Store().query(sample(name), use_default_graph_as_union=True)
    assert isinstance(result, ox.QuerySolutions)
    columns = {variable.value for variable in result.variables}
    assert columns & {"sentence", "sentence1"}
    assert list(result) == []


@given(st.text())
def test_a_value_is_one_literal_whatever_it_holds(value: str) -> None:
    written = literal(value)
    assert [kind for kind, _ in tokens(written)] == ["string"]
    rows = ox.Store().query(f"SELECT ({written} AS ?v) {{}}")
    kept = "".join(c for c in value if not "\ud800" <= c <= "\udfff" and c != "\x00")
    assert [row["v"].value for row in rows] == [kept]  # type: ignore[union-attr]


@given(st.text())
def test_a_parameter_cannot_leave_its_place(value: str) -> None:
    text = find("who-said-what").text
    before = [token for _, token in tokens(text)]
    try:
        bound = find("who-said-what").bind({"person": value})
    except UsageError:
        return
    after = [token for _, token in tokens(bound)]
    assert len(after) == len(before)
    assert [a for a, b in zip(after, before, strict=True) if b != "$person"] == [b for b in before if b != "$person"]


def test_comments_and_strings_are_left_alone() -> None:
    assert fill("# $x\nSELECT * { ?s ?p '$x', $x }", {"x": '"v"'}) == "# $x\nSELECT * { ?s ?p '$x', \"v\" }"


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("timeline", {}, "needs the parameter 'person'"),
        ("timeline", {"persom": "x"}, "no parameter 'persom'"),
        ("newly-known-since", {"since": "yesterday"}, "takes a date"),
        ("newly-known-since", {"since": "2024-13"}, "takes a date"),
    ],
)
def test_a_wrong_call_is_told_what_to_give(name: str, values: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        find(name).bind(values)


def test_an_unknown_name_is_answered_with_the_names_there_are() -> None:
    with pytest.raises(UsageError, match="allegations"):
        find("alegations")


def test_a_file_with_a_broken_head_says_what_is_wrong(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "x.rq"
    path.write_text('# title = { id = "a", en = "b" }\nSELECT * { ?s ?p $who }', encoding="utf-8")
    with pytest.raises(DataError, match=r"x\.rq: its head does not hold"):
        read_question(path)
