"""What one token is, and that the tokens are always the text again."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import DataError
from extract.tokenizer import NewsTokenizer, blank, clitic, create_tokenizer, read_rules, shipped_rules

NLP = blank()
GOLD = Path(__file__).parents[3] / "shared" / "gold"


def words(text: str) -> list[str]:
    return [token.text for token in NLP.make_doc(text)]


@pytest.mark.parametrize(("rule", "example"), shipped_rules().examples)
def test_each_pattern_matches_its_examples_whole(rule: str, example: str) -> None:
    assert words(f"{example} .")[:-1] == [example], rule


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Harus netral,"ujarnya', ['"', "Harus", "netral", ",", '"', "ujarnya"]),
        ('netral",kata Rina', ["netral", '"', ",", "kata", "Rina"]),
        ("“netral,”kata", ["“", "netral", ",", "”", "kata"]),
        ("Senin (19/8/2024).", ["Senin", "(", "19/8/2024", ")", "."]),
        ("Drs.H.Zulham,M.Si.", ["Drs.", "H.", "Zulham", ",", "M.Si."]),
        ("Nomor 005/7262-Kesbangpol.Poldagri tanggal", ["Nomor", "005/7262-Kesbangpol.Poldagri", "tanggal"]),
        ("kontan.co.id, Jakarta- Warga", ["kontan.co.id", ",", "Jakarta", "-", "Warga"]),
        ("BangliKetua", ["Bangli", "Ketua"]),
        ("kepadadetikNews", ["kepada", "detikNews"]),
        ("Santoso2. Rini", ["Santoso", "2", ".", "Rini"]),
        ("Ganjar-Mahfud", ["Ganjar", "-", "Mahfud"]),
        ("Undang-Undang Al-Azhar non-ASN", ["Undang-Undang", "Al-Azhar", "non-ASN"]),
        ("se-Indonesia", ["se-", "Indonesia"]),
        ("OTT-nya", ["OTT", "-nya"]),
        ("Rp5,2 miliar (5%)", ["Rp", "5,2", "miliar", "(", "5", "%", ")"]),
        ("2019-2024", ["2019", "-", "2024"]),
        ("10.00WIB", ["10.00", "WIB"]),
        ("AD/ART kabupaten/kota", ["AD", "/", "ART", "kabupaten", "/", "kota"]),
        ("tersangka Z.", ["tersangka", "Z", "."]),
        ("Joko P. di rumah", ["Joko", "P.", "di", "rumah"]),
        ("Selesai.Ia pulang", ["Selesai", ".", "Ia", "pulang"]),
    ],
)
def test_news_is_cut_where_a_reader_cuts_it(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize("brand", ["NasDem", "McDonald", "WhatsApp", "KemenPANRB", "BMKG", "detikNews", "iPhone"])
def test_names_with_a_capital_inside_stay_whole(brand: str) -> None:
    assert words(brand) == [brand]


@given(st.text())
def test_tokens_are_the_text_again(text: str) -> None:
    doc = NLP.make_doc(text)
    assert doc.text == text
    assert all(token.text for token in doc)


@given(st.text(alphabet=' \n\taZ9.,-/"“”’()nyaDr:@#_é', max_size=40))
def test_tokens_are_the_text_again_where_patterns_meet(text: str) -> None:
    assert NLP.make_doc(text).text == text


@given(st.lists(st.sampled_from(["Drs.", "netral,", '"ujar', "19/8/2024", "H.", "BangliKetua", "A."]), min_size=1))
def test_a_piece_is_cut_alike_wherever_it_stands(pieces: list[str]) -> None:
    text = " ".join([*pieces, "selesai"])
    expected = [token for piece in pieces for token in words(f"{piece} selesai")[:-1]]
    assert words(text)[:-1] == expected


def test_a_clitic_has_its_own_place_in_the_text() -> None:
    doc = NLP.make_doc("Ia membantahnya; akhirnya hanya rumahku.")
    found = {token.text: clitic(token) for token in doc}
    host = found["membantahnya"]
    assert host is not None
    assert doc.text[host.start : host.end] == "nya"
    assert not host.lexicalised
    adverb, mine = found["akhirnya"], found["rumahku"]
    assert adverb is not None and adverb.lexicalised
    assert mine is not None and mine.form == "ku"
    assert found["hanya"] is None
    assert found["Ia"] is None


def test_the_tokenizer_travels_between_processes() -> None:
    twin = pickle.loads(pickle.dumps(NLP.tokenizer))
    assert [t.text for t in twin('netral,"ujarnya')] == words('netral,"ujarnya')


def test_the_factory_builds_it_for_a_pipeline() -> None:
    assert isinstance(create_tokenizer()(NLP), NewsTokenizer)


def test_broken_rules_are_named() -> None:
    with pytest.raises(DataError, match=r"token rules cannot be read"):
        read_rules("[[pattern]]\nname = 'x'\nregex = '('\nexamples = []")


@pytest.mark.skipif(not GOLD.exists(), reason="the reference annotations (../shared/gold) are not at hand")
@pytest.mark.parametrize("part", ["train", "dev", "dev-local"])
def test_mentions_begin_and_end_with_tokens(part: str) -> None:
    total = missed = 0
    for line in (GOLD / f"{part}.jsonl").read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        doc = NLP.make_doc(article["text"])
        starts, ends = {t.idx for t in doc}, {t.idx + len(t) for t in doc}
        total += len(article["mentions"])
        missed += sum(m["start"] not in starts or m["end"] not in ends for m in article["mentions"])
    assert missed / total < 0.005
