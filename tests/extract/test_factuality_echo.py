"""What the sentence behind says of a fact: a rumour, or a denial."""

from __future__ import annotations

import itertools

import pytest

from extract.factuality import Judgement
from extract.factuality_echo import in_hindsight, in_sequence


def judge(text: str, predicate: str = "attended", factuality: str = "asserted") -> Judgement:
    """The judgement of a fact of the first sentence of two."""
    end = text.index(". ") + 1
    return in_hindsight(Judgement(factuality), text, predicate, (0, end), [(end + 1, len(text))])


@pytest.mark.parametrize(
    ("behind", "cue"),
    [
        ("Isu itu beredar di kalangan pegawai.", "Isu itu"),
        ("Kabar tersebut dibantah Rini.", "Kabar tersebut"),
        ("Hal itu dibantah keras oleh yang bersangkutan.", "Hal itu"),
        ("Namun, kabar itu masih simpang siur.", "kabar itu"),
        ("Rini membantah tudingan itu.", "tudingan itu"),
        ("Rumor itu ramai dibicarakan.", "Rumor itu"),
        ("Informasi itu belum terkonfirmasi.", "Informasi itu"),
    ],
)
def test_what_is_called_a_rumour_or_denied_behind_is_alleged(behind: str, cue: str) -> None:
    text = f"Rini Astuti menghadiri deklarasi relawan. {behind}"
    judged = judge(text)
    assert judged.factuality == "alleged"
    assert [text[c.start : c.end] for c in judged.cues] == [cue]


@pytest.mark.parametrize(
    "behind",
    [
        "Kabar itu dibenarkan Rini.",
        "Hal itu disampaikan panitia kepada wartawan.",
        "Ia lalu menanggapi isu itu di hadapan wartawan.",
        "Acara itu dihadiri seribu orang.",
    ],
)
def test_what_is_confirmed_or_only_told_of_stays(behind: str) -> None:
    assert judge(f"Rini Astuti menghadiri deklarasi relawan. {behind}").factuality == "asserted"


def test_a_sentence_with_its_own_cue_is_judged_by_that() -> None:
    assert judge("Rini menghadiri rapat soal dugaan suap. Dugaan itu lama diketahui.").factuality == "asserted"


def test_an_act_of_authority_is_no_rumour_for_its_reason_being_denied() -> None:
    assert judge("Jaksa menahan Rini Astuti. Tuduhan itu dibantah Rini.", "charged").factuality == "asserted"
    assert judge("Jaksa menahan Rini Astuti. Kabar itu dibantah jaksa.", "charged").factuality == "alleged"


def test_what_is_denied_stays_denied_and_the_last_sentence_has_nothing_behind_it() -> None:
    assert judge("Rini tidak hadir. Isu itu beredar.", factuality="denied").factuality == "denied"
    assert in_hindsight(Judgement("asserted"), "Rini hadir.", "attended", (0, 11), []).factuality == "asserted"


@pytest.mark.parametrize(
    ("behind", "cue"),
    [
        ("Faktanya, Rini di rumah.", "Faktanya"),
        ("“Ngarang itu,” kata Rini.", "Ngarang"),
        ("Begitulah bunyi pesan yang sampai ke redaksi.", "Begitulah bunyi"),
        ("Rini menolak bicara. Keaslian foto itu masih diperiksa.", "Keaslian"),
        ("Rini menolak bicara. Kebenarannya belum dapat dipastikan.", "Kebenarannya"),
        ("Rini membantah keterangan jaksa tersebut.", "keterangan jaksa tersebut"),
    ],
)
def test_what_is_refuted_or_doubted_up_to_two_sentences_behind_is_alleged(behind: str, cue: str) -> None:
    text = f"Rini Astuti menghadiri deklarasi relawan. {behind}"
    first = text.index(". ") + 1
    ends = [first, *(first + 2 + i for i, c in enumerate(text[first + 2 :]) if c == "." or i == len(text) - first - 3)]
    spans = [(a + 1, b + 1) for a, b in itertools.pairwise([first, *ends[1:]])]
    judged = in_hindsight(Judgement("asserted"), text, "attended", (0, first), spans)
    assert judged.factuality == "alleged"
    assert [text[c.start : c.end] for c in judged.cues] == [cue]


def test_a_report_refused_and_an_act_undone_are_alleged() -> None:
    assert judge("Rini melaporkan Budi. Laporan itu ditolak penyidik.", "reported").factuality == "alleged"
    assert judge("Rini melaporkan Budi. Laporan itu diterima penyidik.", "reported").factuality == "asserted"
    assert judge("KPU mencoret Rini. Bawaslu membatalkan pencoretan itu.", "sanctioned").factuality == "alleged"


def sequence(before: str, text: str, predicate: str, quoted: bool = False) -> str | None:
    whole = f"{before} {text}" if before else text
    span = (len(before) + 1 if before else 0, len(whole))
    last = (0, len(before)) if before else None
    return in_sequence(Judgement("asserted"), whole, predicate, span, last, quoted).factuality


def test_what_a_schedule_lists_is_planned_and_so_is_what_goes_on_from_it() -> None:
    agenda = "Agenda Rini hari ini adalah menghadiri festival."
    assert sequence("", agenda, "attended") == "planned"
    assert sequence(agenda, "Sore harinya, ia memimpin rapat.", "led") == "planned"
    assert sequence("Rini menghadiri festival.", "Sore harinya, ia memimpin rapat.", "led") == "asserted"
    assert sequence("", "Agenda itu dihadiri Rini.", "attended") == "asserted"


def test_who_has_accused_goes_on_accusing_in_the_quotation_behind() -> None:
    accused = "Budi menuding Rini mengumpulkan lurah."
    assert sequence(accused, "“Rini menggelar pertemuan,” katanya.", "organised", quoted=True) == "alleged"
    assert sequence(accused, "Rini menggelar pertemuan.", "organised") == "asserted"
