"""Relations: triggers, sentences, candidates, the judge, and the facts that come out of whole sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.errors import DataError
from extract.facts import PREDICATES, SIGNATURES, Entity, Fact, Mention
from extract.lexicon import parse_toml
from extract.relations import frames, issuers, naming, roles, scorer, structure, tellers
from extract.relations.candidates import Candidate, candidates
from extract.relations.component import choose
from extract.relations.morphology import ACTIVE, NOMINAL, PASSIVE, analyses
from extract.relations.scene import Scene, build, sentences

Names = Sequence[tuple[str, str]]


def scene_of(text: str, names: Names, references: Iterable[tuple[int, int, str]] = ()) -> Scene:
    """A scene whose entities are named once each, in the order given: (words, type) → e1, e2, …"""
    mentions, entities, at = [], [], 0
    for n, (words, kind) in enumerate(names, 1):
        at = text.index(words, at)
        mentions.append(Mention(at, at + len(words), f"e{n}", kind))
        entities.append(Entity(f"e{n}", kind, words, (words,)))
        at += len(words)
    starts = [0, *(i + 2 for i in range(len(text) - 2) if text[i] == "." and text[i + 1] == " ")]
    return build(text, mentions, entities, list(references), (), frames.load(), starts)


def judged(text: str, names: Names) -> set[tuple[str, str, str]]:
    """What the shipped judge believes of a text, by the words of the participants."""
    view = scene_of(text, names)
    found = candidates(view, frames.load())
    judge = scorer.load()
    accepted = choose(found, judge.confidences(view, found, frames.load()).tolist(), judge.thresholds)
    return {(c.predicate, view.names[c.subject.entity], view.names[c.object.entity]) for c, _ in accepted}


@pytest.mark.parametrize(
    ("word", "root", "voice"),
    [
        ("memeriksa", "periksa", ACTIVE), ("diperiksa", "periksa", PASSIVE), ("pemeriksaan", "periksa", NOMINAL),
        ("menuding", "tuding", ACTIVE), ("penunjukan", "tunjuk", NOMINAL), ("dilantiknya", "lantik", PASSIVE),
        ("mengkritik", "kritik", ACTIVE), ("terjerat", "jerat", PASSIVE), ("menyambangi", "sambang", ACTIVE),
    ],
)  # fmt: skip
def test_affixes_are_taken_off_by_pattern(word: str, root: str, voice: str) -> None:
    assert (root, voice) in analyses(word)


@given(st.text(max_size=30))
def test_any_word_has_itself_as_a_reading(word: str) -> None:
    assert analyses(word)[0][0] == word


def test_each_predicate_but_stated_and_the_places_and_dates_of_events_has_a_frame() -> None:
    known = {use[0] for uses in frames.load().roots.values() for use in uses}
    assert known >= set(PREDICATES) - {"stated", "heldAt", "heldOn"}


def test_a_frame_of_an_unknown_predicate_is_refused_with_its_line() -> None:
    table = parse_toml('[[frame]]\nname = "x"\npredicate = "loved"\n', "triggers.toml")
    with pytest.raises(DataError, match=r"loved.*does not exist"):
        frames.parse(table)


def test_a_sentence_is_never_cut_inside_a_quotation() -> None:
    text = '"Sudah. Kami tunggu," kata Rina. Ia pergi.'
    cut = text.index("Kami")
    assert [text[a:b] for a, b in sentences(text, 0, len(text), [0, cut, text.index("Ia")], [(0, 21)])] == [
        '"Sudah. Kami tunggu," kata Rina.',
        "Ia pergi.",
    ]


def test_names_joined_by_commas_and_dan_are_one_list() -> None:
    view = scene_of(
        "Hadir Lurah Budi Rawa, Camat Siti Ladang, dan Yanto Sawah.",
        [("Lurah", "POSITION"), ("Budi Rawa", "PERSON"), ("Camat", "POSITION"), ("Siti Ladang", "PERSON"),
         ("Yanto Sawah", "PERSON")],
    )  # fmt: skip
    people = [s for s in view.sentences[0].slots if s.type == "PERSON"]
    assert [(s.rank, s.size) for s in people] == [(0, 3), (1, 3), (2, 3)]


def test_keduanya_stands_for_both_of_the_pair_before_it() -> None:
    view = scene_of(
        "Budi Rawa dan Siti Ladang tiba. Keduanya pulang.", [("Budi Rawa", "PERSON"), ("Siti Ladang", "PERSON")]
    )
    assert {s.entity for s in view.sentences[1].slots} == {"e1", "e2"}


def test_no_candidate_breaks_the_signature_of_its_predicate() -> None:
    view = scene_of(
        "Bupati Rina Kali memeriksa 3 saksi dan menerbitkan SK Nomor 5 dalam rapat di Balai Desa pada 2 Mei 2024.",
        [("Bupati", "POSITION"), ("Rina Kali", "PERSON"), ("3 saksi", "GROUP"), ("SK Nomor 5", "DOCUMENT"),
         ("rapat", "EVENT"), ("Balai Desa", "PLACE"), ("2 Mei 2024", "DATE")],
    )  # fmt: skip
    found = candidates(view, frames.load())
    assert found
    for c in found:
        subjects, objects = SIGNATURES[c.predicate]
        assert c.subject.type in subjects and c.object.type in objects
        assert c.subject.entity != c.object.entity


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Budi", "KPU", "hadir", "oleh", ",", "dan", ".", '"', "rapat", "di", "Rawa", "\n"]),
        max_size=25,
    )
)
def test_whatever_the_words_the_judge_answers_for_every_candidate(words: list[str]) -> None:
    text = " ".join(words)
    kinds = {"Budi": "PERSON", "KPU": "ORG", "rapat": "EVENT", "Rawa": "PLACE"}
    mentions, at = [], 0
    for word in words:
        at = text.index(word, at)
        if word in kinds:
            mentions.append(Mention(at, at + len(word), word, kinds[word]))
        at += len(word)
    entities = [Entity(word, kind, word, (word,)) for word, kind in kinds.items()]
    view = build(text, mentions, entities, [], (), frames.load(), [0])
    found = candidates(view, frames.load())
    confidences = scorer.load().confidences(view, found, frames.load())
    assert len(confidences) == len(found)
    assert np.all((confidences >= 0) & (confidences <= 1))


CLEAR = [
    ("Ketua KPU Rawabening, Siti Ladang, mengatakan logistik siap.",
     [("Ketua KPU Rawabening", "POSITION"), ("Siti Ladang", "PERSON")],
     ("holdsPosition", "Siti Ladang", "Ketua KPU Rawabening")),
    ("Bawaslu Rawabening memeriksa Joko Umbaran, Senin (5/2/2024).",
     [("Bawaslu Rawabening", "ORG"), ("Joko Umbaran", "PERSON"), ("Senin (5/2/2024)", "DATE")],
     ("examined", "Bawaslu Rawabening", "Joko Umbaran")),
    ("Joko Umbaran diperiksa oleh Bawaslu Rawabening.",
     [("Joko Umbaran", "PERSON"), ("Bawaslu Rawabening", "ORG")],
     ("examined", "Bawaslu Rawabening", "Joko Umbaran")),
    ("Siti Ladang mendesak KPU Rawabening membuka data.",
     [("Siti Ladang", "PERSON"), ("KPU Rawabening", "ORG")],
     ("urged", "Siti Ladang", "KPU Rawabening")),
    ("Siti Ladang menyayangkan sikap Joko Umbaran.",
     [("Siti Ladang", "PERSON"), ("Joko Umbaran", "PERSON")],
     ("criticised", "Siti Ladang", "Joko Umbaran")),
    ("Joko Umbaran didampingi Siti Ladang.",
     [("Joko Umbaran", "PERSON"), ("Siti Ladang", "PERSON")],
     ("accompanied", "Siti Ladang", "Joko Umbaran")),
    ("Polres Rawabening menangkap Joko Umbaran.",
     [("Polres Rawabening", "ORG"), ("Joko Umbaran", "PERSON")],
     ("charged", "Polres Rawabening", "Joko Umbaran")),
    ("Rapat pleno digelar di Balai Desa Rawabening, Senin (5/2/2024).",
     [("Rapat pleno", "EVENT"), ("Balai Desa Rawabening", "PLACE"), ("Senin (5/2/2024)", "DATE")],
     ("heldAt", "Rapat pleno", "Balai Desa Rawabening")),
    ("Siti Ladang menandatangani Pakta Integritas.",
     [("Siti Ladang", "PERSON"), ("Pakta Integritas", "DOCUMENT")],
     ("signed", "Siti Ladang", "Pakta Integritas")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names", "fact"), CLEAR, ids=[c[2][0] + str(n) for n, c in enumerate(CLEAR)])
def test_a_clear_clause_gives_its_fact(text: str, names: Names, fact: tuple[str, str, str]) -> None:
    assert fact in judged(text, names)


def test_two_names_in_one_sentence_are_no_relation() -> None:
    believed = judged(
        "Joko Umbaran tinggal di Rawabening, sedangkan Siti Ladang tinggal di Kalisari.",
        [("Joko Umbaran", "PERSON"), ("Rawabening", "PLACE"), ("Siti Ladang", "PERSON"), ("Kalisari", "PLACE")],
    )
    assert believed == set()


@pytest.mark.parametrize(
    ("office", "status"),
    [
        ("Bupati Rawa", "current"),
        ("Pj Bupati Rawa", "acting"),
        ("mantan Bupati Rawa", "former"),
        ("Bupati Rawa terpilih", "elect"),
    ],
)
def test_the_status_of_an_office(office: str, status: str) -> None:
    text = f"{office}, Siti Ladang, hadir."
    view = scene_of(text, [(office, "POSITION"), ("Siti Ladang", "PERSON")])
    position, person = view.sentences[0].slots
    assert roles.status(text, Candidate("holdsPosition", 0, person, position, None, ""), 0) == status


def test_asking_for_a_statement_examines_and_does_not_urge() -> None:
    assert frames.load().find(["meminta", "keterangan"], []).keys() == {"examined"}
    assert "urged" in frames.load().find(["meminta", "maju"], [])


def test_an_office_that_is_stood_for_is_not_held() -> None:
    names = [("calon Bupati Rawa", "POSITION"), ("Siti Ladang", "PERSON")]
    view = scene_of("Tampak calon Bupati Rawa, Siti Ladang, di panggung.", names)
    predicates = {c.predicate for c in candidates(view, frames.load())}
    assert "candidateFor" in predicates
    assert "holdsPosition" not in predicates


def verdicts(view: Scene, predicate: str) -> dict[str, bool | None]:
    """What the form of its sentence says of each subject's candidates of a predicate."""
    return {
        view.names[c.subject.entity]: structure.verdict(c, view.sentences[c.sentence], frames.load())
        for c in candidates(view, frames.load())
        if c.predicate == predicate and not c.away
    }


@pytest.mark.parametrize(
    ("text", "names", "settled"),
    [
        ("Ketua: Budi Rawa", [("Ketua", "POSITION"), ("Budi Rawa", "PERSON")], {"Budi Rawa": True}),
        ("Budi Rawa Sekretaris: Rina Kali",
         [("Budi Rawa", "PERSON"), ("Sekretaris", "POSITION"), ("Rina Kali", "PERSON")],
         {"Budi Rawa": False, "Rina Kali": True}),
        ("Kuasa hukum Budi Rawa, Rina Kali, hadir.",
         [("Kuasa hukum", "POSITION"), ("Budi Rawa", "PERSON"), ("Rina Kali", "PERSON")],
         {"Budi Rawa": False, "Rina Kali": True}),
        ("Camat Budi Rawa, Rina Kali, hadir.",
         [("Camat", "POSITION"), ("Budi Rawa", "PERSON"), ("Rina Kali", "PERSON")],
         {"Budi Rawa": None, "Rina Kali": None}),
    ],
)  # fmt: skip
def test_punctuation_settles_whose_title_it_is(text: str, names: Names, settled: dict[str, bool | None]) -> None:
    view = scene_of(text, names)
    assert verdicts(view, "holdsPosition") == settled


@pytest.mark.parametrize(
    ("words", "settled"),
    [
        ("Wali Kota, Sekretaris Daerah, maupun Camat belum bertindak.", {"Sekretaris Daerah": False, "Camat": False}),
        ("Wali Kota yang juga Sekretaris Daerah itu belum bertindak.", {"Sekretaris Daerah": None}),
    ],
)
def test_who_a_title_stands_for_does_not_hold_the_other_offices_of_its_list(
    words: str, settled: dict[str, bool | None]
) -> None:
    text = f"Wali Kota Budi Rawa tiba. {words}"
    title = ("Wali Kota", "POSITION")
    names = [title, ("Budi Rawa", "PERSON"), title, *((office, "POSITION") for office in settled)]
    at = text.index("Wali Kota", 10)
    view = scene_of(text, names, [(at, at + len("Wali Kota"), "e2")])
    found = {
        view.names[c.object.entity]: structure.verdict(c, view.sentences[c.sentence], frames.load())
        for c in candidates(view, frames.load())
        if c.predicate == "holdsPosition" and c.subject.kind == "title"
    }
    assert {office: found[office] for office in settled} == settled


@pytest.mark.parametrize(
    ("document", "status", "issues"),
    [
        ("surat Pj. Wali Kota Rawa Nomor 5/12-Kesbang", "acting", True),
        ("Surat Edaran (SE) Walikota Rawa No. 5 Tahun 2024", "current", True),
        ("surat mantan Wali Kota Rawa Nomor 5/12", "current", False),
        ("surat Wali Kota Rawa tentang kebersihan", "current", False),
        ("surat Wali Kota Kali Nomor 5/12", "current", False),
        ("surat Wali Kota Rawa Nomor 5/12", "former", False),
    ],
)
def test_who_holds_the_office_in_a_numbered_documents_name_issued_it(document: str, status: str, issues: bool) -> None:
    text = f"Wali Kota Rawa Siti Ladang datang. Apel digelar sesuai {document}."
    view = scene_of(text, [("Wali Kota Rawa", "POSITION"), ("Siti Ladang", "PERSON"), (document, "DOCUMENT")])
    at = text.index(document)
    mentions = [Mention(at, at + len(document), "e3", "DOCUMENT")]
    entities = [Entity("e1", "POSITION", "Wali Kota Rawa"), Entity("e2", "PERSON", "Siti Ladang")]
    holds = Fact("holdsPosition", "e2", "e1", 0, 34, status=status)
    found = list(issuers.issued(view, mentions, entities, [holds], "1"))
    assert [(fact.s, fact.o, fact.start) for fact in found] == ([("e2", "e3", 35)] if issues else [])


def test_the_rule_of_a_title_beside_a_name() -> None:
    view = scene_of("Camat Rawa, Siti Ladang, hadir.", [("Camat Rawa", "POSITION"), ("Siti Ladang", "PERSON")])
    position, person = view.sentences[0].slots
    assert (
        naming.rule(Candidate("holdsPosition", 0, person, position, None, ""), view.sentences[0]) == "title/title-name"
    )


def test_a_thing_said_twice_is_one_fact_at_the_earlier_place_where_both_are_as_sure() -> None:
    view = scene_of(
        "Rina Kali bertemu Budi Rawa. Rina Kali bertemu Budi Rawa.", [("Rina Kali", "PERSON"), ("Budi Rawa", "PERSON")]
    )
    s, o = view.sentences[0].slots
    twice = [Candidate("met", n, s, o, None, "") for n in (0, 1)]
    assert [c.sentence for c, _ in choose(twice, [0.90, 0.93], {})] == [0]
    assert [c.sentence for c, _ in choose(twice, [0.60, 0.93], {})] == [1]


def test_met_holds_in_either_order_once() -> None:
    view = scene_of("Rina Kali bertemu Budi Rawa.", [("Rina Kali", "PERSON"), ("Budi Rawa", "PERSON")])
    s, o = view.sentences[0].slots
    both = [Candidate("met", 0, s, o, None, ""), Candidate("met", 0, o, s, None, "")]
    assert len(choose(both, [0.9, 0.9], {})) == 1


def test_a_model_that_is_not_there_is_told_in_a_sentence(tmp_path: object) -> None:
    from pathlib import Path

    with pytest.raises(DataError, match="model of facts cannot be used"):
        scorer.load(Path(str(tmp_path)))


def test_those_whom_a_sentence_has_counted_are_named_in_the_same_breath() -> None:
    view = scene_of(
        "Polres Rawabening menahan dua orang. Mereka adalah Budi Rawa dan Siti Ladang. Budi diam.",
        [("Polres Rawabening", "ORG"), ("dua orang", "GROUP"), ("Budi Rawa", "PERSON"), ("Siti Ladang", "PERSON")],
    )
    assert len(view.sentences) == 2
    told = {(c.predicate, c.object.text) for c in candidates(view, frames.load()) if c.subject.type == "ORG"}
    assert {("charged", "Budi Rawa"), ("charged", "Siti Ladang")} <= told


def test_who_is_present_may_be_at_what_the_article_is_about() -> None:
    view = scene_of(
        "Apel gabungan digelar. Cuaca cerah. Logistik siap. Turut hadir Siti Ladang.",
        [("Apel gabungan", "EVENT"), ("Siti Ladang", "PERSON")],
    )
    assert [c.away for c in candidates(view, frames.load()) if c.predicate == "attended"] != []


def test_who_is_reported_may_have_been_named_a_sentence_before() -> None:
    text = "Budi Rawa membagikan sarung. Perkara itu diadukan Siti Ladang."
    found = candidates(scene_of(text, [("Budi Rawa", "PERSON"), ("Siti Ladang", "PERSON")]), frames.load())
    assert ("reported", "e2", "e1", "o-previous") in {(*c.key, c.away) for c in found}


def test_a_weak_trigger_joins_two_actors_only_where_it_stands_beside_both() -> None:
    def met(text: str) -> bool:
        view = scene_of(text, [("Budi Rawa", "PERSON"), ("Siti Ladang", "PERSON")])
        return any(c.predicate == "accompanied" for c in candidates(view, frames.load()))

    assert met("Budi Rawa datang bersama Siti Ladang.")
    assert not met(
        "Budi Rawa membuka pasar bersama warga yang menunggu sejak pagi di lapangan desa, kata seorang pedagang "
        "beras dari kampung sebelah kepada Siti Ladang."
    )


def test_the_years_of_an_office_date_nothing_else() -> None:
    text = "Polres Rawabening menahan Budi Rawa, Direktur Niaga 2016-2019, pada 3 Mei 2024."
    view = scene_of(
        text,
        [("Polres Rawabening", "ORG"), ("Budi Rawa", "PERSON"), ("Direktur Niaga", "POSITION"), ("2016", "DATE"),
         ("3 Mei 2024", "DATE")],
    )  # fmt: skip
    found = next(c for c in candidates(view, frames.load()) if c.predicate == "charged")
    assert roles.date(found, view.sentences[0]) == "e5"


def test_a_date_beside_who_was_there_is_no_date_of_an_event_told_before() -> None:
    view = scene_of(
        "Apel gabungan digelar. Hadir Siti Ladang yang dilantik pada 3 Mei 2024.",
        [("Apel gabungan", "EVENT"), ("Siti Ladang", "PERSON"), ("3 Mei 2024", "DATE")],
    )
    found = [c for c in candidates(view, frames.load()) if c.predicate == "attended" and c.away]
    assert found and all(roles.date(c, view.sentences[c.sentence]) is None for c in found)


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("Hadir dan ikut menandatangani Pakta Integritas itu, para camat dari enam wilayah.", {"para camat": True}),
        ("Budi Rawa menandatangani Pakta Integritas itu, para camat pergi.", {"Budi Rawa": None, "para camat": None}),
        ("Pejabat Pemkab Rawa usai menandatangani Pakta Integritas.", {"Pemkab Rawa": False}),
        ("Pemkab Rawa menandatangani Pakta Integritas.", {"Pemkab Rawa": None}),
    ],
)  # fmt: skip
def test_who_signs_may_stand_behind_what_is_signed_and_is_no_body_of_the_signers(
    text: str, settled: dict[str, bool | None]
) -> None:
    kinds = {"Budi Rawa": "PERSON", "Pemkab Rawa": "ORG", "Pakta Integritas": "DOCUMENT", "para camat": "GROUP"}
    names = sorted((text.index(name), name, kind) for name, kind in kinds.items() if name in text)
    view = scene_of(text, [(name, kind) for _, name, kind in names])
    assert verdicts(view, "signed") == settled


@pytest.mark.parametrize(
    ("text", "predicate", "settled"),
    [
        ("Siti Ladang saat memimpin acara apel pagi.", "led", True),
        ("Siti Ladang, kata Budi Rawa, memimpin apel pagi.", "led", None),
        ("Siti Ladang tiba didampingi Budi Rawa.", "accompanied", True),
        ("Joko Umbaran menemui Siti Ladang didampingi Budi Rawa.", "accompanied", None),
    ],
)
def test_who_stands_alone_before_the_verb_leads_or_is_accompanied(
    text: str, predicate: str, settled: bool | None
) -> None:
    names = sorted(
        (text.index(name), name, kind)
        for name, kind in [("Siti Ladang", "PERSON"), ("Budi Rawa", "PERSON"), ("Joko Umbaran", "PERSON"),
                           ("apel pagi", "EVENT")]
        if name in text
    )  # fmt: skip
    view = scene_of(text, [(name, kind) for _, name, kind in names])
    said = [
        structure.verdict(c, view.sentences[0], frames.load())
        for c in candidates(view, frames.load())
        if c.predicate == predicate
        and view.names[c.subject.entity] == ("Siti Ladang" if predicate == "led" else "Budi Rawa")
        and view.names[c.object.entity] in ("apel pagi", "Siti Ladang")
    ]
    assert said == [settled]


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("Para camat diduga terlibat beberapa acara.", {"Para camat": True}),
        ("Para camat yang dikenal warga disebut ikut serta dalam beberapa acara.", {"Para camat": True, "warga": None}),
        ("Budi Rawa, kata Para camat, terlibat beberapa acara.", {"Budi Rawa": None, "Para camat": None}),
        ("Para camat terlibat kasus usai beberapa acara.", {"Para camat": None}),
        ("Digelar beberapa acara yang turut melibatkan Budi Rawa.", {"Budi Rawa": True}),
        ("Digelar beberapa acara yang membuat marah Budi Rawa.", {"Budi Rawa": None}),
        ("Digelar beberapa acara. Warga melibatkan Budi Rawa.", {}),
    ],
)
def test_who_was_at_a_gathering_without_a_name(text: str, settled: dict[str, bool | None]) -> None:
    kinds = {"Budi Rawa": "PERSON", "beberapa acara": "EVENT", "Para camat": "GROUP", "warga": "GROUP"}
    names = sorted((text.index(name), name, kind) for name, kind in kinds.items() if name in text)
    view = scene_of(text, [(name, kind) for _, name, kind in names])
    assert verdicts(view, "attended") == settled


def test_a_gathering_is_told_by_the_verb_right_before_it() -> None:
    view = scene_of(
        "Para camat yang ikut meneken ikrar diduga terlibat beberapa acara.",
        [("Para camat", "GROUP"), ("ikrar", "DOCUMENT"), ("beberapa acara", "EVENT")],
    )
    (told,) = [c for c in candidates(view, frames.load()) if c.predicate == "attended" and not c.away]
    assert told.hit is not None
    assert told.hit.form == "ikut"
    other = structure.by_its_own_verb(told, view.sentences[0], frames.load())
    assert other is not None
    assert other.hit is not None
    assert other.hit.form == "terlibat"


def test_who_tells_where_tells_when() -> None:
    told = Fact("heldAt", "e1", "e2", 0, 50, by="e9")
    facts = [
        told,
        Fact("heldOn", "e1", "e3", 0, 50),
        Fact("heldOn", "e1", "e4", 60, 90),
        Fact("led", "e5", "e1", 0, 50),
    ]
    assert [fact.by for fact in tellers.together(facts)] == ["e9", "e9", None, None]


@pytest.mark.parametrize(
    ("text", "factuality", "by", "word"),
    [
        ("Siti Ladang membantah menerima suap.", "denied", None, "e1"),
        ("Siti Ladang membantah menerima suap.", "denied", "e9", "e9"),
        ("Siti Ladang dituding menerima suap.", "alleged", "e1", None),
        ("Siti Ladang dituding menerima suap.", "alleged", "e9", "e9"),
    ],
)
def test_who_denies_says_so_and_nobody_accuses_himself(text: str, factuality: str, by: str | None, word: str) -> None:
    view = scene_of(text, [("Siti Ladang", "PERSON"), ("menerima suap", "OFFENCE")])
    (accused,) = [c for c in candidates(view, frames.load()) if c.predicate == "accusedOf"]
    assert tellers.own_word(accused, factuality, by) == word


def test_an_office_is_told_beside_its_holder_rather_than_at_a_verb() -> None:
    text = "Ketua Rawa Siti Ladang menolak memosisikan dirinya sebagai lawan."
    at = text.index("dirinya")
    view = scene_of(text, [("Ketua Rawa", "POSITION"), ("Siti Ladang", "PERSON")], [(at, at + 7, "e2")])
    held = [c for c in candidates(view, frames.load()) if c.predicate == "holdsPosition"]
    assert [(text[c.subject.start : c.subject.end]) for c in held] == ["Siti Ladang"]
