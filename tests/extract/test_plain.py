"""Plain clauses: who did it, the verb and to whom side by side."""

from __future__ import annotations

import pytest

from extract.relations import frames
from extract.relations.candidates import candidates
from extract.relations.plain import plain
from tests.extract.test_relations import Names, scene_of

A, B = ("Rina Astuti", "PERSON"), ("Budi Santoso", "PERSON")
PARTY, OFFICE, COURT = ("Partai Nusa", "ORG"), ("Camat Utara", "POSITION"), ("DKPP", "ORG")
GATHERING, DEED = ("rapat", "EVENT"), ("menerima suap", "OFFENCE")


def told(text: str, names: Names) -> set[tuple[str, str, str]]:
    """What plain clauses tell, by the words of the participants."""
    view = scene_of(text, names)
    return {
        (c.predicate, view.names[c.subject.entity], view.names[c.object.entity])
        for c in candidates(view, frames.load())
        if not c.away and plain(c, view.sentences[c.sentence], frames.load())
    }


@pytest.mark.parametrize(
    ("text", "names", "fact"),
    [
        ("Rina Astuti menegur Camat Utara Budi Santoso.", [A, OFFICE, B], ("sanctioned", A, B)),
        ("Budi Santoso telah ditegur oleh Rina Astuti.", [B, A], ("sanctioned", A, B)),
        ("DKPP memberhentikan Budi Santoso dari jabatannya.", [COURT, B], ("sanctioned", COURT, B)),
        ("DKPP menjatuhkan sanksi peringatan keras kepada Budi Santoso.", [COURT, B], ("sanctioned", COURT, B)),
        ("Budi Santoso dijatuhi sanksi teguran oleh DKPP.", [B, COURT], ("sanctioned", COURT, B)),
        ("Rina Astuti melantik Budi Santoso sebagai camat.", [A, B], ("appointed", A, B)),
        ("Budi Santoso ditunjuk Rina Astuti menjadi camat.", [B, A], ("appointed", A, B)),
        ("Partai Nusa resmi mengusung pasangan Rina Astuti.", [PARTY, A], ("supports", PARTY, A)),
        ("Rina Astuti didukung penuh oleh Partai Nusa.", [A, PARTY], ("supports", PARTY, A)),
        ("Rina Astuti mendapat dukungan dari Partai Nusa.", [A, PARTY], ("supports", PARTY, A)),
        ("Partai Nusa menyatakan dukungan kepada Rina Astuti.", [PARTY, A], ("supports", PARTY, A)),
        ("Rina Astuti menemui Budi Santoso di rumahnya.", [A, B], ("met", A, B)),
        ("Rina Astuti dan Budi Santoso bertemu di balai kota.", [A, B], ("met", A, B)),
        ("Rina Astuti menerima audiensi Partai Nusa.", [A, PARTY], ("met", A, PARTY)),
        ("Rina Astuti melaporkan Budi Santoso ke polisi.", [A, B], ("reported", A, B)),
        ("Aksi warga digelar Partai Nusa.", [("Aksi warga", "EVENT"), PARTY], ("organised", PARTY, ("Aksi warga", ""))),
        ("Hari itu rapat dipimpin Rina Astuti.", [GATHERING, A], ("led", A, GATHERING)),
        ("Rina Astuti diduga kuat menerima suap.", [A, DEED], ("accusedOf", A, DEED)),
        ("Rina Astuti kepergok menerima suap.", [A, DEED], ("accusedOf", A, DEED)),
    ],
)  # fmt: skip
def test_side_by_side_tells_who_did_it(
    text: str, names: Names, fact: tuple[str, tuple[str, str], tuple[str, str]]
) -> None:
    assert (fact[0], fact[1][0], fact[2][0]) in told(text, names)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Istri Rina Astuti melaporkan Budi Santoso.", [A, B]),
        ("Rumah milik Rina Astuti menemui Budi Santoso.", [A, B]),
        ("DKPP, menurut Camat Utara Rina Astuti, juga memanggil Budi Santoso.", [COURT, OFFICE, A, B]),
        ("Rina Astuti dilaporkan warga bernama Budi Santoso.", [A, ("warga", "GROUP"), B]),
        ("Rina Astuti menemukan Budi Santoso di hutan.", [A, B]),
        ("Rina Astuti ditemui wartawan media lokal.", [A, ("wartawan media lokal", "GROUP")]),
        ("Rina Astuti menegur anggota Partai Nusa.", [A, PARTY]),
        ("Rina Astuti hadir, dan polisi menangkap Budi Santoso.", [A, B]),
        ('Rina Astuti datang. "Camat menegur Budi Santoso."', [A, B]),
    ],
)  # fmt: skip
def test_what_stands_between_or_before_leaves_it_open(text: str, names: Names) -> None:
    firsts = {(names[0][0], names[-1][0]), (names[-1][0], names[0][0])}
    got = told(text, names)
    assert not {(s, o) for _, s, o in got} & firsts
    assert not any(A[0] == s for _, s, _ in got)
