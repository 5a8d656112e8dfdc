"""The sample articles are read whole, are our own words, and hold what the README says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from extract.reading import read
from tests.extract.reading.helpers import everything

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "examples" / "articles"
SHARED = ROOT.parent / "shared"
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def test_every_sample_is_built() -> None:
    articles, aside, tally = everything(SAMPLES)
    assert (aside, tally.skipped) == ([], 0)
    assert len(articles) == 17
    assert {file.suffix for file in SAMPLES.iterdir()} == {".txt", ".md", ".html", ".jsonl", ".csv"}
    for article in articles:
        assert article.title
        assert 8 <= article.text.count("\n") + 1 <= 15
        assert article.publisher is None or "(fiktif)" in article.publisher
        assert article.url is None or ".example/" in article.url


def test_weekdays_fit_their_dates() -> None:
    for article in everything(SAMPLES)[0]:
        for weekday, day, month, year in re.findall(r"(\w+) \((\d+)/(\d+)/(\d+)\)", article.text):
            assert WEEKDAYS[date(int(year), int(month), int(day)).weekday()] == weekday.capitalize(), article.id


@pytest.mark.skipif(not SHARED.is_dir(), reason="the articles to compare with are not here")
def test_no_sample_shares_a_run_of_ten_words_with_an_article_of_others() -> None:
    def runs(text: str) -> set[str]:
        words = re.findall(r"\w+", text.lower())
        return {" ".join(words[n : n + 10]) for n in range(len(words) - 9)}

    own = set().union(*(runs(article.text) for article in everything(SAMPLES)[0]))
    for article in read([str(SHARED / "seeds"), str(SHARED / "gold" / "articles")]):
        assert not own & runs(getattr(article, "text", ""))
