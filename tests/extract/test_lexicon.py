"""The reader of the data files: what it hands out is checked, and what does not hold is named with file and line."""

from __future__ import annotations

import pytest

from extract import boilerplate, gazetteer, grammar, lexicon, titles
from extract.errors import DataError

TEXT = """
words = ["apel", "rapat"]

[[rule]]
name = "first"
regex = "a+"

[[rule]]
name = "second"
regex = "(b"
"""


def test_entries_come_out_in_their_shapes() -> None:
    table = lexicon.parse_toml(TEXT, "x.toml")
    assert table.words("words") == ("apel", "rapat")
    first, _ = table.tables("rule")
    assert first.pattern("regex").fullmatch("aaa")
    assert first.only("name", "regex").text("name") == "first"


@pytest.mark.parametrize(
    ("use", "line", "said"),
    [
        (lambda t: t.words("rule"), 4, "not a list of words"),
        (lambda t: t.text("absent"), None, "missing"),
        (lambda t: t.tables("rule")[1].pattern("regex"), 10, "no regular expression"),
        (lambda t: t.tables("rule")[0].only("name"), 6, "no known entry"),
        (lambda t: t.number("words"), 2, "not a whole number"),
    ],
)
def test_a_fault_is_named_with_its_file_and_line(use, line, said) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DataError) as caught:
        use(lexicon.parse_toml(TEXT, "x.toml"))
    message = str(caught.value)
    assert "extract/data/x.toml" in message
    assert said in message
    if line:
        assert f"line {line}" in message


def test_text_that_is_no_toml_is_refused_with_its_line() -> None:
    with pytest.raises(DataError, match="line 2"):
        lexicon.parse_toml("a = 1\nb = = 2\n", "x.toml")


def test_rows_carry_their_line_and_comments_are_left_out() -> None:
    text = '# source: nobody\nname,kind\nRukun Desa,party\n\n"Suara, Warga",party\n'
    rows = list(lexicon.parse_csv(text, "x.csv", ("name", "kind"), key="name"))
    assert [(row["name"], row.line) for row in rows] == [("Rukun Desa", 3), ("Suara, Warga", 5)]


@pytest.mark.parametrize(
    "text", ["name,sort\nA,b\n", "name,kind\nA\n", "name,kind\nA,b\nA,c\n", "name,kind\n,c\n"], ids=str.strip
)
def test_rows_that_break_the_table_are_refused(text: str) -> None:
    with pytest.raises(DataError, match=r"x\.csv, line \d"):
        list(lexicon.parse_csv(text, "x.csv", ("name", "kind"), key="name"))


def test_the_shipped_files_hold() -> None:
    boilerplate.rules()
    grammar.load()
    titles.load()
    books = gazetteer.load()
    kinds = [row["kind"] for row in lexicon.read_csv("regions.csv", ("name", "kind", "province", "short"))]
    assert (kinds.count("province"), kinds.count("regency"), kinds.count("city")) == (38, 416, 98)
    assert books.names["Kemendagri"].full == "Kementerian Dalam Negeri"


def test_every_region_lies_in_a_province() -> None:
    rows = lexicon.read_csv("regions.csv", ("name", "kind", "province", "short"))
    provinces = {row["name"] for row in rows if row["kind"] == "province"}
    assert {row["province"] for row in rows} <= provinces


def test_the_fingerprint_is_the_same_each_time() -> None:
    assert lexicon.fingerprint() == lexicon.fingerprint()
    assert len(lexicon.fingerprint()) == 64
