"""What the sentence behind says of a fact: a rumour, or a denial."""

from __future__ import annotations

import pytest

from extract.factuality import Judgement
from extract.factuality_echo import in_hindsight


def judge(text: str, predicate: str = "attended", factuality: str = "asserted") -> Judgement:
    """The judgement of a fact of the first sentence of two."""
    end = text.index(". ") + 1
    return in_hindsight(Judgement(factuality), text, predicate, (0, end), (end + 1, len(text)))


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
    assert in_hindsight(Judgement("asserted"), "Rini hadir.", "attended", (0, 11), None).factuality == "asserted"
