"""Which names are one thing, which stay apart, and who pronouns, descriptions and offices stand for."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import extract.coreference  # noqa: F401  (registers the component)
from extract.article import Article
from extract.coreference import resolve_mentions
from extract.facts import ENTITY_TYPES, Mention
from extract.holders import holders_of
from extract.name_matching import definitions
from extract.references import find_references


def marked(text: str, *names: tuple[str, str]) -> list[Mention]:
    """Mentions of every occurrence of the names, the longest first; each gets an id of its own."""
    taken: set[int] = set()
    found: list[Mention] = []
    for name, kind in sorted(names, key=lambda n: -len(n[0])):
        at = text.find(name)
        while at >= 0:
            span = range(at, at + len(name))
            if not taken & set(span):
                taken |= set(span)
                found.append(Mention(at, at + len(name), f"x{at}", kind))
            at = text.find(name, at + 1)
    return sorted(found)


def groups(text: str, *names: tuple[str, str], published: str | None = None) -> list[set[str]]:
    mentions, entities = resolve_mentions(text, marked(text, *names), (), published)
    return [{text[m.start : m.end] for m in mentions if m.entity == e.id} for e in entities]


def together(kind: str, *names: str) -> bool:
    return len(groups(". ".join(names), *((name, kind) for name in names))) == 1


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("PERSON", ("Karto Wiryo Santoso", "Karto")),
        ("PERSON", ("Karto Wiryo Santoso", "Santoso")),
        ("PERSON", ("Karto Wiryo Santoso", "K. Wiryo Santoso")),
        ("PERSON", ("Soegondo Atmodjo", "Sugondo")),
        ("PERSON", ("Muhammad Zainal Fikri", "Mohamad Zaenal Fikri")),
        ("PERSON", ("Jon Hendra Wibisono", "Jonhendra")),
        ("PERSON", ("Prihantoro Saleh", "Prihantara Saleh")),
        ("PERSON", ("Zulfadli Hakim", "Zulha")),
        ("PERSON", ("Fahrudin Anwar", "Udin")),
        ("PERSON", ("Maimunah Yusuf", "Bu Maimunah")),
        ("ORG", ("Komisi Pemberantasan Korupsi", "KPK")),
        ("ORG", ("Pemerintah Kabupaten Sukamulya", "Pemkab Sukamulya", "pemkab")),
        ("ORG", ("Bawaslu Kabupaten Sukamulya", "Bawaslu Sukamulya", "Bawaslu")),
        ("ORG", ("Kepolisian Daerah Kepulauan Riau", "Polda Kepri")),
        ("ORG", ("Partai Gerindra", "Gerindra")),
        ("ORG", ("Kementerian ESDM", "ESDM")),
        ("ORG", ("Kejaksaan Negeri (Kejari) Sukamulya", "Kejari Sukamulya")),
        ("PLACE", ("Kabupaten Sukamulya", "Sukamulya")),
        ("PLACE", ("SUKAMULYA", "Sukamulya")),
        ("PLACE", ("Jawa Barat", "Jabar")),
        ("PLACE", ("GOR Bina Raga", "GOR")),
        ("POSITION", ("Pj Wali Kota Sukamulya", "Walikota Sukamulya", "calon Wali Kota Sukamulya")),
        ("POSITION", ("Kadis Pendidikan Sukamulya", "Kepala Dinas Pendidikan Sukamulya")),
        ("POSITION", ("Sekretaris Daerah (Sekda) Sukamulya", "Sekda")),
        ("EVENT", ("Operasi Tangkap Tangan", "OTT")),
        ("DOCUMENT", ("UU Nomor 5 Tahun 2014", "Undang-Undang No 5 Tahun 2014")),
        ("OFFENCE", ("pencemaran nama baik", "mencemarkan nama baik")),
        ("GROUP", ("lima camat", "kelima camat", "para camat")),
    ],
)
def test_names_of_one_thing(kind: str, names: tuple[str, ...]) -> None:
    assert together(kind, *names)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("PERSON", ("Ahmad Jamhuri", "AJ")),
        ("PERSON", ("AJ", "AJM")),
        ("PERSON", ("Karto Santoso", "Wiryo Santoso")),
        ("PERSON", ("Budi Gunawan", "Budi Setiawan")),
        ("PERSON", ("Arman Saputra", "Amran Saputri")),
        ("PERSON", ("Muhammad Iqbal", "Muhammad Rizal")),
        ("ORG", ("KPU", "KPK")),
        ("ORG", ("DPR", "DPRD Sukamulya")),
        ("ORG", ("Pemerintah Kabupaten Sukamulya", "Pemerintah Kota Sukamulya")),
        ("ORG", ("Polda Jabar", "Polres Sukamulya")),
        ("ORG", ("Partai Gerindra", "Partai Golkar")),
        ("PLACE", ("Jakarta", "Jakarta Selatan")),
        ("PLACE", ("Kabupaten Sukamulya", "Kota Sukamulya")),
        ("PLACE", ("Pantai Sukamulya", "Sukamulya")),
        ("POSITION", ("Bupati Sukamulya", "Wakil Bupati Sukamulya")),
        ("POSITION", ("Jaksa Agung Muda", "Jaksa Agung")),
        ("DOCUMENT", ("UU Nomor 5 Tahun 2014", "UU Nomor 7 Tahun 2017")),
        ("GROUP", ("lima camat", "tujuh camat")),
    ],
)
def test_names_that_stay_apart(kind: str, names: tuple[str, ...]) -> None:
    assert not together(kind, *names)


def test_an_ambiguous_short_name_goes_to_the_person_named_last() -> None:
    text = "Siti Aminah datang. Siti Rohaya pulang. Siti tersenyum."
    names = (("Siti Aminah", "PERSON"), ("Siti Rohaya", "PERSON"), ("Siti", "PERSON"))
    assert groups(text, *names) == [{"Siti Aminah"}, {"Siti Rohaya", "Siti"}]


def test_a_short_name_is_the_first_name_before_it_is_a_family_name() -> None:
    text = "Wiryo Hidayat datang bersama istrinya, Ratna Wiryo. Wiryo tersenyum."
    names = (("Wiryo Hidayat", "PERSON"), ("Ratna Wiryo", "PERSON"), ("Wiryo", "PERSON"))
    assert groups(text, *names) == [{"Wiryo Hidayat", "Wiryo"}, {"Ratna Wiryo"}]


@pytest.mark.parametrize(
    "text",
    [
        "Jaelani Karim, yang akrab disapa Boim, datang.",
        "Jaelani Karim alias Boim datang.",
        "Boim, sapaan akrab Jaelani Karim, datang.",
        "Jaelani Karim hadir. Kata Boim, sapaannya, semua beres.",
    ],
)
def test_nicknames_that_the_text_introduces(text: str) -> None:
    assert groups(text, ("Jaelani Karim", "PERSON"), ("Boim", "PERSON")) == [{"Jaelani Karim", "Boim"}]


def test_a_nickname_in_a_description_of_the_person_spoken_of() -> None:
    text = 'Wiryo pulang. Jaelani Karim menolak. "Tidak," kata pria yang akrab disapa Boim itu. Boim diam.'
    names = (("Wiryo", "PERSON"), ("Jaelani Karim", "PERSON"), ("Boim", "PERSON"))
    assert groups(text, *names) == [{"Wiryo"}, {"Jaelani Karim", "Boim"}]


def test_somebody_called_by_a_name_is_nobody_named_before() -> None:
    text = "Uang itu, menurut Jaelani Karim, untuk seseorang yang biasa dipanggil Boim."
    assert groups(text, ("Jaelani Karim", "PERSON"), ("Boim", "PERSON")) == [{"Jaelani Karim"}, {"Boim"}]


def test_initials_in_brackets_behind_a_name_are_the_name() -> None:
    text = "Herman Tandi (HT) diperiksa. HT diam."
    assert groups(text, ("Herman Tandi", "PERSON"), ("HT", "PERSON")) == [{"Herman Tandi", "HT"}]


def test_an_abbreviation_that_the_text_defines() -> None:
    text = "Forum Lurah Peduli Sungai (Forlups) bertemu warga. Forlups pulang."
    names = (("Forum Lurah Peduli Sungai", "ORG"), ("Forlups", "ORG"))
    assert groups(text, *names) == [{"Forum Lurah Peduli Sungai", "Forlups"}]
    assert definitions(text)["forlups"] == ("forum", "lurah", "peduli", "sungai")


def test_in_a_long_list_of_names_a_part_still_finds_its_whole() -> None:
    syllables = ("ba", "di", "gu", "lo", "me", "na", "pi")
    first = [f"{a}{b}{c}ton".title() for a in syllables for b in syllables for c in syllables]
    people = [f"{name} {name[::-1].title()}" for name in first]
    text = ", ".join(people) + ". Megunaton hadir."
    found = groups(text, *((name, "PERSON") for name in [*people, "Megunaton"]))
    assert len(found) == len(people)
    assert {"Megunaton Notanugem", "Megunaton"} in found


def test_bare_roles_beside_different_names_are_different_offices() -> None:
    text = "Ketua: Karto. Sekretaris: Wiryo. Ketua: Santoso."
    names = (
        ("Ketua", "POSITION"),
        ("Sekretaris", "POSITION"),
        ("Karto", "PERSON"),
        ("Wiryo", "PERSON"),
        ("Santoso", "PERSON"),
    )
    mentions, entities = resolve_mentions(text, marked(text, *names))
    assert sum(e.type == "POSITION" for e in entities) == 3
    assert len(mentions) == 6


def test_names_of_entities() -> None:
    text = "Pj Bupati Sukamulya R. Karto. Karto Wiryo menjabat sejak Senin (19/8/2024)."
    names = (
        ("Pj Bupati Sukamulya", "POSITION"),
        ("R. Karto", "PERSON"),
        ("Karto Wiryo", "PERSON"),
        ("Senin (19/8/2024)", "DATE"),
    )
    _, entities = resolve_mentions(text, marked(text, *names))
    assert {e.type: e.name for e in entities if e.type != "PERSON"} == {
        "POSITION": "Bupati Sukamulya",
        "DATE": "2024-08-19",
    }


def test_one_day_written_twice_is_one_date() -> None:
    text = "Rapat Senin (19/8/2024). Sejak 19 Agustus 2024 ia cuti."
    assert len(groups(text, ("Senin (19/8/2024)", "DATE"), ("19 Agustus 2024", "DATE"))) == 1


def test_a_date_that_nothing_resolves_is_no_mention() -> None:
    text = "Rapat Kamis (9/11)."
    assert resolve_mentions(text, marked(text, ("Kamis (9/11)", "DATE"))) == ((), ())


def pointed(text: str, *names: tuple[str, str]) -> list[tuple[str, str]]:
    mentions, entities = resolve_mentions(text, marked(text, *names))
    called = {e.id: e.name for e in entities}
    return [(text[r.start : r.end], called[r.entity]) for r in find_references(text, mentions)]


KARTO, WIRYO = ("Karto Aji", "PERSON"), ("Wiryo Adi", "PERSON")


@pytest.mark.parametrize(
    ("text", "pointer", "person"),
    [
        ('Karto Aji datang. "Kami siap," ujarnya.', "nya", "Karto Aji"),
        ('Karto Aji datang. "Kami siap,"katanya.', "nya", "Karto Aji"),
        ('"Kami siap," kata Karto Aji.\n"Semua beres," imbuh dia.', "dia", "Karto Aji"),
        ("Karto Aji menolak hadir. Ia sakit.", "Ia", "Karto Aji"),
        ("Karto Aji menolak hadir. Pria kelahiran Sukamulya itu sakit.", "Pria kelahiran Sukamulya itu", "Karto Aji"),
        ('"Siap," kata Karto Aji.\nWiryo Adi sudah diperiksa.\n"Beres," imbuhnya.', "nya", "Karto Aji"),
        ('Karto Aji menyapa Wiryo Adi. "Silakan," katanya.', "nya", "Karto Aji"),
        ('"Siap," kata Karto Aji.\nWiryo Adi membantah. "Tidak," ucapnya.', "nya", "Wiryo Adi"),
        ("Karto Aji datang bersama istrinya.", "nya", "Karto Aji"),
        ("Hal itu disampaikan Karto Aji. Dia mengatakan semua beres.", "Dia", "Karto Aji"),
    ],
)
def test_pronouns_and_descriptions(text: str, pointer: str, person: str) -> None:
    assert pointed(text, KARTO, WIRYO) == [(pointer, person)]


def test_both_of_two_named_together() -> None:
    text = "Karto Aji dan Wiryo Adi dipanggil. Keduanya mangkir."
    assert pointed(text, KARTO, WIRYO) == [("Keduanya", "Karto Aji"), ("Keduanya", "Wiryo Adi")]


def test_adverbs_in_nya_point_at_nobody() -> None:
    assert pointed("Karto Aji datang. Akhirnya hanya rapatnya batal, sebelumnya tidak.", KARTO) == []


def test_before_anybody_is_named_nothing_points() -> None:
    assert pointed('"Siap," katanya. Ia pergi. Karto Aji datang.', KARTO) == []


def test_an_office_without_a_name_is_its_holder() -> None:
    text = "Bupati Sukamulya, H. Karto Aji, hadir. Bupati meminta warga tenang. Wakil Bupati diam."
    names = (KARTO, ("Bupati Sukamulya", "POSITION"), ("Bupati", "POSITION"), ("Wakil Bupati", "POSITION"))
    assert pointed(text, *names) == [("Bupati", "Karto Aji")]


def test_the_former_holder_does_not_stand_for_the_office() -> None:
    text = "Mantan Bupati Sukamulya Wiryo Adi hadir. Bupati Sukamulya Karto Aji juga. Bupati berpidato."
    names = (
        KARTO,
        WIRYO,
        ("Mantan Bupati Sukamulya", "POSITION"),
        ("Bupati Sukamulya", "POSITION"),
        ("Bupati", "POSITION"),
    )
    assert pointed(text, *names) == [("Bupati", "Karto Aji")]
    mentions, entities = resolve_mentions(text, marked(text, *names))
    called = {e.id: e.name for e in entities}
    assert {called[a]: called[b] for a, b in holders_of(text, mentions).items()} == {"Bupati Sukamulya": "Karto Aji"}


@pytest.mark.parametrize(
    "text",
    [
        "Bupati Sukamulya Karto Aji mundur. Wiryo Adi maju sebagai Bupati Sukamulya.",
        "Bupati Sukamulya Karto Aji mundur. Kursi Bupati Sukamulya kosong.",
        "Karto Aji menyapa Wiryo Adi, Bupati Sukamulya menanti.",
    ],
)
def test_an_office_spoken_of_as_such_is_nobody(text: str) -> None:
    assert pointed(text, KARTO, WIRYO, ("Bupati Sukamulya", "POSITION")) == []


def test_an_office_with_itu_is_the_person_spoken_of() -> None:
    text = "Karto Aji menolak. Mantan Camat Sukamulya itu mengaku sakit."
    assert pointed(text, KARTO, ("Mantan Camat Sukamulya", "POSITION")) == [("Mantan Camat Sukamulya", "Karto Aji")]


def test_an_office_whose_holder_is_never_named_is_nobody() -> None:
    assert pointed("Karto Aji datang. Kapolres menunggu.", KARTO, ("Kapolres", "POSITION")) == []


def test_boilerplate_points_at_nobody() -> None:
    text = "Karto Aji datang.\nBaca juga: Ia pergi."
    mentions, _ = resolve_mentions(text, marked(text, KARTO))
    assert find_references(text, mentions, (2,)) == ()


def test_the_component_fills_the_doc() -> None:
    nlp = spacy.blank("id")
    nlp.add_pipe("coreference")
    text = "Karto Aji datang. Ia lapar. Karto makan."
    doc = nlp.make_doc(text)
    doc._.article = Article("a", text)
    doc._.mentions = tuple(marked(text, KARTO, ("Karto", "PERSON")))
    doc = nlp(doc)
    assert [e.name for e in doc._.entities] == ["Karto Aji"]
    assert {m.entity for m in doc._.mentions} == {r.entity for r in doc._.references}


_WORDS = (
    "Karto Wiryo Santoso Siti AJ HT Bupati Pj mantan Ketua KPU Bawaslu Kabupaten Kota Sukamulya ( ) “ ” , . ia dia "
    "katanya ujarnya itu pria kata menjelaskan dan keduanya Senin 19/8/2024 tahun 2017 alias sapaannya disapa h H."
)
_PIECES = [*_WORDS.split(), "\n", '"']


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, list[Mention]]:
    words = draw(st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=4)), max_size=30))
    text = " ".join(words)
    mentions: list[Mention] = []
    at = 0
    while at < len(text) and draw(st.booleans()):
        start = draw(st.integers(at, len(text) - 1))
        end = draw(st.integers(start + 1, min(len(text), start + 25)))
        mentions.append(Mention(start, end, f"x{start}", draw(st.sampled_from(ENTITY_TYPES))))
        at = end
    return text, mentions


@settings(max_examples=200, deadline=None)
@given(articles(), st.sampled_from([None, "2024-08-20"]))
def test_entities_part_the_mentions(article: tuple[str, list[Mention]], published: str | None) -> None:
    text, given_mentions = article
    mentions, entities = resolve_mentions(text, given_mentions, (), published)
    spans = {(m.start, m.end, m.type) for m in given_mentions}
    assert {(m.start, m.end, m.type) for m in mentions} <= spans
    assert {(m.start, m.end) for m in mentions} >= {(a, b) for a, b, kind in spans if kind != "DATE"}
    types = {e.id: e.type for e in entities}
    assert len(types) == len(entities)
    assert {m.entity for m in mentions} == set(types)
    assert all(types[m.entity] == m.type for m in mentions)
    assert all(e.name for e in entities)
    for reference in find_references(text, mentions):
        assert 0 <= reference.start < reference.end <= len(text)
        assert reference.entity in types


@settings(max_examples=50, deadline=None)
@given(articles())
def test_reading_twice_changes_nothing(article: tuple[str, list[Mention]]) -> None:
    text, given_mentions = article
    once = resolve_mentions(text, given_mentions)
    assert resolve_mentions(text, once[0], once[1]) == once


def test_a_bare_title_beside_another_name_is_another_office() -> None:
    from extract.clusters import cluster
    from extract.facts import Mention

    text = "Camat Mekarsari Sari Anggraini dilantik. Camat Joko Susilo hadir."
    spans = [
        ("Camat Mekarsari", "POSITION"),
        ("Sari Anggraini", "PERSON"),
        ("Camat", "POSITION"),
        ("Joko Susilo", "PERSON"),
    ]
    mentions, at = [], 0
    for words, kind in spans:
        at = text.index(words, at)
        mentions.append(Mention(at, at + len(words), "", kind))
        at += len(words)
    offices = [found.members for found in cluster(text, mentions, {}) if found.type == "POSITION"]
    assert offices == [[0], [2]]


@pytest.mark.parametrize("many", ["Sejumlah", "Beberapa", "Dua", "Para"])
def test_a_description_of_several_is_no_person_spoken_of(many: str) -> None:
    text = f"Karto Wiryo memimpin apel. {many} pejabat yang ikut meneken surat itu pulang."
    assert find_references(text, marked(text, ("Karto Wiryo", "PERSON"), ("apel", "EVENT"))) == ()
