"""The words of a sentence as factuality reads them."""

from __future__ import annotations

from extract.factuality_view import NO_FACT, read, target_of, words_of


def test_words_are_in_lower_case_and_know_their_place() -> None:
    text = "Rini Astuti, kata Budi-lah, hadir."
    words = words_of(text)
    assert [word for word, _, _ in words] == ["rini", "astuti", ",", "kata", "budi-lah", ",", "hadir", "."]
    assert all(text[start:end].lower() == word for word, start, end in words)


def test_a_mention_gives_back_the_cue_that_it_swallowed() -> None:
    text = "Debat Publik batal digelar di aula."
    view = read(text)
    target = target_of(view, (19, 26), (0, 18), (30, 34), (0, len(text)))
    assert view.words[slice(*(target.subject or (0, 0)))] == ("debat", "publik")
    assert target.triggered


def test_a_question_and_a_headline_are_known_by_their_form() -> None:
    assert read("Benarkah Rini hadir?").asks
    assert not read("“Benarkah Rini hadir?” tanya Budi.").asks
    assert read("Bantah Hadiri Deklarasi Relawan Fajar, Camat Rini Diperiksa").headline
    assert "question" in NO_FACT
