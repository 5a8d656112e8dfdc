"""Who says what: quotations, speakers, `stated`, and whose claim a fact is, with the mentions given."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import speech_cues
from extract.errors import DataError
from extract.facts import ANONYMOUS
from extract.quotes import line_quotes
from extract.speech import SpeechReading, read_speech
from extract.speech_model import read as read_weights
from extract.unnamed import unnamed_speakers
from tests.extract.sentences_table import mentioned

PEOPLE = {"Hendra Wibisono": "PERSON", "Rini Astuti": "PERSON", "Bawaslu Sukamaju": "ORG", "Ketua KPU": "POSITION"}


def reading(text: str, **more: str) -> SpeechReading:
    """The speech of a text in which the usual names are mentioned."""
    mentions, entities = mentioned(text, {name: t for name, t in {**PEOPLE, **more}.items() if name in text})
    return read_speech(text, mentions, entities)


def stated(text: str, **more: str) -> set[tuple[int, str]]:
    """Line and name of each speaker."""
    mentions, entities = mentioned(text, {name: t for name, t in {**PEOPLE, **more}.items() if name in text})
    got = read_speech(text, mentions, entities)
    names = {e.id: e.name for e in entities} | {e.id: e.name for _, e in got.unnamed_speakers}
    return {(text.count("\n", 0, f.start) + 1, names[f.s]) for f in got.stated}


def claimed_by(text: str, words: str, predicate: str = "examined") -> str | None:
    """Whose claim a fact is whose trigger stands at the words."""
    got = reading(text)
    at = text.index(words)
    span = (at, at + len(words))
    start = max(text.rfind("\n", 0, at) + 1, 0)
    who = got.attribution(predicate, span, None, None, (start, (text + "\n").index("\n", at)))
    names = {e.id: e.name for e in mentioned(text, {n: t for n, t in PEOPLE.items() if n in text})[1]}
    return names.get(who, who) if who is not None else None


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ('"Siap," kata Budi.', ['"Siap,"']),
        ('"netral,"ujarnya.', ['"netral,"']),
        ("“Siap.” Ia pergi. “Nanti.”", ["“Siap.”", "“Nanti.”"]),
        ('"Siap," kata Budi, "besok."', ['"Siap,"', '"besok."']),
        ('“Itu bukan urusan kami,"bantah Joko.', ['“Itu bukan urusan kami,"']),
        ('"Tidak ada penutup di sini.', ['"Tidak ada penutup di sini.']),
        ("Tak ada kutipan.", []),
    ],
)
def test_quotations_are_found_however_they_are_marked(text: str, quotes: list[str]) -> None:
    assert [text[q.start : q.end] for q in line_quotes(text, 0, len(text))] == quotes


@given(st.text(alphabet=st.sampled_from('ab "“”.,\n'), max_size=60))
@settings(max_examples=150, deadline=None)
def test_quotations_never_overlap_nor_leave_the_text(text: str) -> None:
    found = line_quotes(text, 0, len(text))
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.text(alphabet=st.sampled_from('Hendra Wibisono kata "“”.,\nujarnya'), max_size=120))
@settings(max_examples=80, deadline=None)
def test_any_text_is_read(text: str) -> None:
    got = reading(text)
    assert all(0 <= s.start < s.end <= len(text) for s in got.spans)
    assert all(0 <= f.start < f.end <= len(text) for f in got.stated)


@pytest.mark.parametrize(
    "form",
    ["mengatakan", "dikatakan", "ujarnya", "menyebut", "menyebutkan", "menegaskan", "berharap", "menilai", "katanya",
     "diungkapkan", "menuturkan", "membantah", "mengimbau", "menepis", "menyayangkan"],
)  # fmt: skip
def test_forms_of_speech_come_from_their_roots(form: str) -> None:
    assert speech_cues.load().verb(form) is not None


def test_the_speaker_behind_a_role_of_somebody_else_is_the_second_name() -> None:
    text = '"Klien kami sakit," kata pengacara Hendra Wibisono, Rini Astuti, Senin.'
    assert stated(text) == {(1, "Rini Astuti")}


OFTEN = "Hendra Wibisono hadir.\n“Saya mampir,” kata Hendra Wibisono. “Saya pulang,” ujar Hendra Wibisono.\n"


def test_who_is_named_beside_a_word_of_speech_speaks_whoever_spoke_before() -> None:
    tag = f"{OFTEN}Hendra Wibisono diduga melanggar aturan. “Kalau terbukti, copot,” tegas Rini Astuti."
    assert {who for line, who in stated(tag) if line == 3} == {"Rini Astuti"}
    verb = f"{OFTEN}Ketua KPU, Rini Astuti, mendesak Bawaslu Sukamaju memeriksa Hendra Wibisono."
    assert {who for line, who in stated(verb) if line == 3} <= {"Rini Astuti"}


def test_who_is_spoken_of_behind_a_pronoun_is_not_its_speaker() -> None:
    text = f"{OFTEN}Rini Astuti datang. Menurut dia, Hendra Wibisono diperiksa Bawaslu Sukamaju."
    assert claimed_by(text, "diperiksa") != "Hendra Wibisono"


def test_a_pronoun_goes_on_with_the_latest_speaker() -> None:
    text = '"Kami siap," kata Rini Astuti.\n"Anggaran sudah ada," sambungnya.\n"Tinggal jadwal," imbuh dia.'
    assert stated(text) == {(1, "Rini Astuti"), (2, "Rini Astuti"), (3, "Rini Astuti")}


def test_a_quotation_may_be_split_round_its_speaker() -> None:
    text = '"Kami siap," ujar Rini Astuti, "asal jadwalnya jelas."'
    got = reading(text)
    assert {s.speaker for s in got.spans if s.kind == "quote"} == {"e1"}
    assert sum(s.kind == "quote" for s in got.spans) == 2


def test_a_quotation_left_open_goes_on_in_the_next_paragraph() -> None:
    text = '"Kami sudah menerima laporan itu.\n"Besok kami bahas dalam pleno," kata Rini Astuti.'
    got = reading(text)
    assert [s.kind for s in got.spans][:1] == ["quote"]
    assert (2, "Rini Astuti") in stated(text)


def test_what_an_unnamed_person_says_is_nobody_elses() -> None:
    text = "Hendra Wibisono meninjau pasar.\nSeorang pedagang mengatakan, harga cabai naik lagi."
    assert stated(text) == {(2, "Seorang pedagang")}


def test_unnamed_speakers_are_found_only_where_they_speak() -> None:
    data = speech_cues.load()
    spoken = "Sejumlah warga menilai jalan itu rusak."
    silent = "Sejumlah warga berkumpul di lapangan."
    assert [spoken[m.start : m.end] for m in unnamed_speakers(spoken, [], (), data)[0]] == ["Sejumlah warga"]
    assert unnamed_speakers(silent, [], (), data)[0] == []


def test_an_anonymous_source_is_no_entity() -> None:
    text = "Seorang pegawai mengatakan, Bawaslu Sukamaju memeriksa Hendra Wibisono pekan lalu."
    assert claimed_by(text, "memeriksa") == ANONYMOUS


def test_an_office_whose_holder_is_never_named_speaks_as_an_anonymous_source() -> None:
    text = '"Bawaslu Sukamaju sudah memeriksa Hendra Wibisono," kata Ketua KPU dalam sidang.'
    assert claimed_by(text, "memeriksa") == ANONYMOUS


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ('"Bawaslu Sukamaju telah memeriksa dua saksi," kata Rini Astuti.', "Rini Astuti"),
        ("Menurut Rini Astuti, Bawaslu Sukamaju telah memeriksa dua saksi.", "Rini Astuti"),
        ("Rini Astuti mengatakan Bawaslu Sukamaju telah memeriksa dua saksi.", "Rini Astuti"),
        ("Bawaslu Sukamaju telah memeriksa dua saksi.", None),
        ("Bawaslu Sukamaju telah memeriksa dua saksi. Rini Astuti menunggu di luar.", None),
    ],
)
def test_whose_claim_a_fact_is(text: str, who: str | None) -> None:
    assert claimed_by(text, "memeriksa") == who


def test_boilerplate_says_nothing() -> None:
    text = '"Kami siap," kata Rini Astuti.'
    mentions, entities = mentioned(text, {"Rini Astuti": "PERSON"})
    assert read_speech(text, mentions, entities, (), (1,)).stated == ()


def test_the_same_text_is_read_the_same_way() -> None:
    text = '"Kami siap," kata Rini Astuti.\nHendra Wibisono membantah kabar itu.'
    assert reading(text).spans == reading(text).spans
    assert reading(text).stated == reading(text).stated


@pytest.mark.parametrize("text", ["{}", "not json", '{"who": 1}'])
def test_broken_weights_are_refused(text: str) -> None:
    with pytest.raises(DataError, match="weights"):
        read_weights(text)
