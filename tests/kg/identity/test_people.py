"""Who is one person: spellings, initials and titles come and go, namesakes and other names stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.identity import names
from kg.identity.decision import Decision
from kg.identity.grouping import Member, clusters
from kg.identity.people import compare_names, is_written_apart, shortens
from kg.identity.profiles import Profile
from kg.identity.resolution import blocks, contradiction, decide, rank, shareable, signature, standing
from kg.identity.spelling import spelling_class


def person(name: str, *features: str) -> Profile:
    return Profile("PERSON", names.person(name), tuple(sorted(features)))


def verdict(a: Profile, b: Profile) -> str:
    first, second = decide(a, b), decide(b, a)
    assert first == second
    return first.verdict if first else "nothing"


OFFICE = "office:wali kota wanasari"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("soekarno", "sukarno"), ("tjahjono", "cahyono"), ("widjaja", "wijaya"), ("djoko", "joko"), ("yudhi", "yudi"),
        ("hery", "heri"), ("rizqi", "rizki"), ("arief", "arif"), ("irvan", "irfan"), ("luthfi", "lutfi"),
        ("abdillah", "abdilah"), ("zaenal", "zainal"), ("fachri", "fahri"), ("mukhlis", "muchlis"), ("solech", "soleh"),
        ("shinta", "sinta"), ("dzikri", "zikri"), ("abdulloh", "abdullah"), ("supriyadi", "supriadi"),
    ],
)  # fmt: skip
def test_spellings_of_one_name(one: str, two: str) -> None:
    assert spelling_class(one) == spelling_class(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("gunawan", "setiawan"),
        ("hartono", "hartini"),
        ("sari", "sri"),
        ("dewi", "dedi"),
        ("bakri", "bahri"),
        ("rohman", "rahman"),
        ("nugraha", "nugroho"),
        ("ishak", "isak"),
    ],
)
def test_other_names(one: str, two: str) -> None:
    assert spelling_class(one) != spelling_class(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Raden Gani Muhamad", "R. Gani Mochammad, S.H., M.Si."),
        ("H. Achmad Tirtayasa", "Ahmad Tirtayasa"),
        ("Surya D. Wirakesuma", "Surya Danu Wirakesuma"),
        ("Surya Wirakesuma", "Surya Danu Wirakesuma"),
        ("M. Danu Prawira", "Muhammad Danu Prawira"),
        ("Danu Prawira", "Moh. Danu Prawira"),
        ("Bima Satriatama", "Bima Satryatama"),
    ],
)
def test_one_name_and_one_office_are_one_person(one: str, two: str) -> None:
    assert verdict(person(one, OFFICE), person(two, OFFICE)) == "merge"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Budi Gunawan", "Budi Setiawan"),
        ("Surya Danu Wirakesuma", "Surya Bima Wirakesuma"),
        ("Surya D. Wirakesuma", "Surya Bima Wirakesuma"),
        ("Hartono Wirakesuma", "Hartini Wirakesuma"),
    ],
)
def test_other_names_are_other_people_whatever_they_share(one: str, two: str) -> None:
    a, b = person(one, OFFICE), person(two, OFFICE)
    assert verdict(a, b) == "nothing"
    assert contradiction(signature(a), signature(b))


def test_namesakes_in_other_towns_stay_apart() -> None:
    assert (
        verdict(person("Danu Wirakesuma", OFFICE), person("Danu Wirakesuma", "office:wali kota mekarjaya")) == "apart"
    )
    assert (
        verdict(
            person("Danu Wirakesuma", "body:kpu kota wanasari"), person("Danu Wirakesuma", "office:bupati mekarjaya")
        )
        == "apart"
    )


def test_a_district_within_a_town_is_no_other_town() -> None:
    assert verdict(person("Danu Wirakesuma", OFFICE), person("Danu Wirakesuma", "office:camat karangasih")) == "ask"


def test_a_common_name_alone_is_not_enough() -> None:
    assert verdict(person("Budi Santoso"), person("Budi Santoso")) == "ask"
    assert not shareable(person("Budi Santoso"))
    assert verdict(person("Tirtayasa Wirakesuma Adhikara"), person("Tirtayasa Wirakesuma Adhikara")) == "merge"


def test_where_and_beside_whom_count_for_people_without_office() -> None:
    assert verdict(person("Sekar Ayuningrum", "near:wanasari"), person("Sekar Ayuningrum", OFFICE)) == "merge"
    assert verdict(person("Lestari Santoso", "with:danu prawira"), person("Lestari Santoso")) == "ask"


RARE = "Tirtayasa Wirakesuma Adhikara"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ((OFFICE,), ("office:ketua yayasan melati",)),
        (("office:camat karangasih",), ("office:kepala dinas sosial kota mekarjaya",)),
        (("body:partai fajar rakyat", OFFICE), ("body:partai fajar rakyat", "near:mekarjaya")),
        (("near:wanasari",), ("near:mekarjaya",)),
        ((OFFICE,), ("near:mekarjaya",)),
    ],
)
def test_a_rare_name_alone_is_asked_about_where_what_is_beside_it_differs(
    one: tuple[str, ...], two: tuple[str, ...]
) -> None:
    assert verdict(person(RARE, *one), person(RARE, *two)) == "ask"


def test_a_party_joins_within_a_place_only() -> None:
    one = person("Lestari Wirakesuma", "body:partai fajar rakyat", "near:wanasari")
    assert verdict(one, person("Lestari Wirakesuma", "body:partai fajar rakyat", OFFICE)) == "merge"
    assert verdict(one, person("Lestari Wirakesuma", "body:partai fajar rakyat", "near:mekarjaya")) != "merge"


def divided(members: list[Profile], decisions: dict[tuple[int, int], Decision]) -> list[list[int]]:
    return clusters([Member(standing(each), signature(each)) for each in members], decisions)


def things(*members: Profile) -> list[set[tuple[str, ...]]]:
    ordered = sorted(members)
    decisions = {
        (a, b): found
        for a in range(len(ordered))
        for b in range(a + 1, len(ordered))
        if (found := decide(ordered[a], ordered[b])) is not None
    }
    return [{ordered[at].features for at in group} for group in divided(ordered, decisions)]


def test_a_mention_that_fits_two_namesakes_joins_neither_and_does_not_join_them() -> None:
    camat, head = ("office:camat karangasih",), ("office:kepala dinas sosial kota mekarjaya",)
    apart = things(person(RARE, *camat), person(RARE, *head), person(RARE))
    assert sorted(map(sorted, apart)) == [[()], [camat], [head]]
    assert things(person(RARE, *camat), person(RARE)) == [{camat, ()}]


def test_a_mention_near_one_of_two_namesakes_is_that_one() -> None:
    near, other = ("near:wanasari",), ("office:kepala dinas sosial kota mekarjaya",)
    found = things(person(RARE, OFFICE), person(RARE, *other), person(RARE, *near))
    assert {(OFFICE,), near} in found
    assert len(found) == 2


def test_a_name_known_in_one_town_only_is_not_carried_to_another_by_a_mention_of_neither() -> None:
    near, office = ("near:mekarjaya",), ("office:camat karangasih", "near:wanasari")
    found = things(person(RARE, *office), person(RARE, *near), person(RARE))
    assert sorted(map(len, found)) == [1, 1, 1]


def known(name: str, reports: int) -> list[Profile]:
    """Somebody told of in so many different ways."""
    return [person(name, OFFICE, f"body:yayasan melati {number}") for number in range(reports)]


def test_a_mention_with_nothing_beside_a_name_is_the_well_known_only_person_of_it() -> None:
    name = "Danu Wirakesuma"
    assert verdict(person(name), person(name, OFFICE)) == "lean"
    assert len(things(person(name), *known(name, 2))) == 2
    assert len(things(person(name), *known(name, 8))) == 1


def test_it_is_nobody_where_another_of_the_name_is_known_as_well() -> None:
    name, other = "Danu Wirakesuma", "office:kepala dinas sosial kota mekarjaya"
    second = [person(name, other, f"body:forum warga {number}") for number in range(8)]
    assert {()} in things(person(name), *known(name, 8), *second)
    assert {()} not in things(person(name), *known(name, 40), second[0])


def test_a_common_name_or_one_part_of_it_is_nobody_however_well_known() -> None:
    assert verdict(person("Budi Santoso"), person("Budi Santoso", OFFICE)) == "ask"
    assert len(things(person("Budi Santoso"), *known("Budi Santoso", 50))) == 2
    assert len(things(person("Danu"), *known("Danu Wirakesuma", 50))) == 2
    assert len(things(person("D. Wirakesuma"), *known("Danu Wirakesuma", 50))) == 2


def test_who_stands_beside_tells_which_of_two_namesakes_it_is() -> None:
    one, two = (OFFICE,), ("office:kepala dinas sosial kota mekarjaya",)
    lone, bare = ("near:wanasari", "with:lestari anggraeni"), ("with:lestari anggraeni",)
    found = things(person(RARE, *one), person(RARE, *two), person(RARE, *lone), person(RARE, *bare))
    assert sorted(map(len, found)) == [1, 3]
    assert {two} in [{tuple(sorted(features)) for features in thing} for thing in found]


def test_letters_of_the_old_orthography_may_stand_alone() -> None:
    assert verdict(person("Tirtayasa Wajan", OFFICE), person("Tirtayasa Wayan", OFFICE)) == "merge"
    assert verdict(person("Joko Tirtayasa", OFFICE), person("Yoko Tirtayasa", "office:camat karangasih")) != "merge"


def test_those_that_tell_where_somebody_is_come_first_in_their_blocks() -> None:
    told, near, bare = person(RARE, OFFICE), person(RARE, "near:wanasari"), person(RARE)
    assert rank(told) < rank(near) < rank(bare) < 2**63
    assert shareable(told)
    assert shareable(near)
    assert not shareable(bare)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Badan Pengawas Pasar (Bawasar) Kota Wanasari", "badan pengawas pasar kota wanasari"),
        ("Kepala Dinas Perhubungan (Kadishub) Kota Wanasari", "Kepala Dinas Perhubungan Kota Wanasari"),
        ("Badan Kepegawaian Daerah (BKD)", "Badan Kepegawaian Daerah"),
    ],
)
def test_a_short_form_in_brackets_makes_no_other_body(one: str, two: str) -> None:
    assert names.fold(one) == names.fold(two)


@pytest.mark.parametrize("name", ["Forum Warga (Wanasari)", "Polres Metro (Tirtamulya)", "Karang Taruna ("])
def test_what_else_stands_in_brackets_stays(name: str) -> None:
    assert len(names.fold(name).split()) == len(name.replace("(", "").split())


@pytest.mark.parametrize("name", ["AJ", "A. J.", "S.B.Y.", "TRS", "R.A."])
def test_initials_name_nobody(name: str) -> None:
    assert person(name).name == ""
    assert verdict(person(name, OFFICE), person("Anton Jayakarta", OFFICE)) == "nothing"


def test_a_rare_single_name_needs_the_office() -> None:
    assert verdict(person("Wirakesuma", OFFICE), person("Wirakesuma", OFFICE)) == "merge"
    assert verdict(person("Wirakesuma"), person("Wirakesuma")) == "nothing"
    assert verdict(person("Joko", OFFICE), person("Joko", OFFICE)) == "ask"


def test_nobody_is_joined_through_a_third_who_fits_both() -> None:
    members = sorted(
        [
            person("Surya Danu Wirakesuma", OFFICE),
            person("Surya Bima Wirakesuma", OFFICE),
            person("Surya Wirakesuma", OFFICE),
        ]
    )
    decisions = {
        (a, b): found
        for a in range(3)
        for b in range(a + 1, 3)
        if (found := decide(members[a], members[b])) is not None
    }
    groups = divided(members, decisions)
    assert len(groups) == 2
    home = {members[at].name: number for number, group in enumerate(groups) for at in group}
    assert home["suria danu wirakesuma"] != home["suria bima wirakesuma"]


def test_shortened_names_meet_in_the_full_one() -> None:
    written = ("Surya Danu Wirakesuma", "Surya Wirakesuma", "Surya Danu", "S. Danu Wirakesuma")
    members = sorted(person(name, OFFICE) for name in written)
    decisions = {
        (a, b): found
        for a in range(4)
        for b in range(a + 1, 4)
        if (found := decide(members[a], members[b])) is not None
    }
    assert divided(members, decisions) == [[0, 1, 2, 3]]


def test_newer_judgements_win_over_older_and_over_the_program() -> None:
    members = sorted(person(f"Danu Wirakesuma{each}", OFFICE) for each in ("", " A.", " B."))
    same, apart = Decision("same", 2.0), Decision("different", 1.0)
    assert divided(members, {(0, 1): same, (1, 2): same, (0, 2): apart}) == [[0, 1, 2]]
    apart = Decision("different", 3.0)
    assert len(divided(members, {(0, 1): same, (1, 2): Decision("same", 1.0), (0, 2): apart})) == 2
    assert divided(members, {(0, 1): Decision("merge", 20.0), (1, 2): Decision("different", 1.0)}) == [[0, 1], [2]]


def test_every_decision_says_why() -> None:
    decision = decide(person("R. Danu Prawira", OFFICE), person("Danu Prawira", OFFICE))
    assert decision is not None
    assert any("wali kota wanasari" in reason for reason in decision.reasons)
    assert round(sum(float(reason.rpartition("(")[2][:-1]) for reason in decision.reasons)) == round(decision.score)


# One person's name in two ways, what is said of the two with one office in one town, and with nothing beside the name.
# fmt: off
ONE_PERSON = [
    # written apart and together
    ("Hendra Prawira Negara", "Hendra Prawiranegara", "merge", "ask"),
    ("Surya Atmaja", "Suryaatmaja", "merge", "nothing"),
    ("Surya Atmaja", "Suryatmaja", "merge", "nothing"),
    ("Raden Surya Atmadja", "R. Soeriaatmadja", "merge", "nothing"),
    ("Nata Negara", "Natanegara", "merge", "nothing"),
    ("Abdul Rahman", "Abdurrahman", "merge", "nothing"),
    ("Abd. Rachman", "Abdurahman", "merge", "nothing"),
    ("Abdul Rachman", "Abdurrachman", "merge", "nothing"),
    ("Abdussalam Tirtayasa", "Abdul Salam Tirtayasa", "merge", "merge"),
    ("Nur Hayati", "Nurhayati", "ask", "nothing"),  # as two of whom each is written `Nurhayati`
    ("Tri Yono Tirtayasa", "Triyono Tirtayasa", "merge", "ask"),
    ("Indah Sari Tirtayasa", "Indahsari Tirtayasa", "merge", "merge"),
    ("Ni Luh Sekarwangi", "Niluh Sekarwangi", "merge", "merge"),
    ("Tan Bun Liong", "Tan Bunliong", "merge", "merge"),
    ("Al-Fatih Tirtayasa", "Alfatih Tirtayasa", "merge", "merge"),
    # first names that are shortened
    ("Muhammad Tirtayasa", "Moch. Tirtayasa", "merge", "ask"),
    ("Mohd Tirtayasa", "M. Tirtayasa", "merge", "ask"),
    ("Muhammad Tirtayasa", "Tirtayasa", "merge", "nothing"),
    ("Siti Aminah Tirtayasa", "St. Aminah Tirtayasa", "merge", "merge"),
    ("Siti Tirtaningrum", "Sitti Tirtaningrum", "merge", "ask"),
    ("Achmad Tirtayasa", "A. Tirtayasa", "merge", "ask"),
    ("Abd Rahman Tirtayasa", "Abdur Rahman Tirtayasa", "merge", "merge"),
    # titles and honours
    ("Raden Danu Tirtayasa", "Rd. Danu Tirtayasa", "merge", "ask"),
    ("R.A. Sekar Tirtayasa", "Raden Ajeng Sekar Tirtayasa", "merge", "merge"),
    ("KH. Danu Tirtayasa", "K.H. Danu Tirtayasa", "merge", "ask"),
    ("HM Danu Tirtayasa", "H. Muhammad Danu Tirtayasa", "merge", "ask"),
    ("Hj Sekar Tirtayasa", "Ny. Sekar Tirtayasa", "merge", "merge"),
    ("Almarhum H. Danu Tirtayasa", "Danu Tirtayasa (alm.)", "merge", "ask"),
    ("Dr. (H.C.) Danu Tirtayasa", "Prof. Dr. Ir. H. Danu Tirtayasa, M.Sc., Ph.D.", "merge", "ask"),
    ("Kombes Pol. Danu Tirtayasa", "Danu Tirtayasa", "merge", "ask"),
    ("Mayjen TNI (Purn.) Danu Tirtayasa", "Danu Tirtayasa", "merge", "ask"),
    ("drh. Sekar Tirtayasa", "dr Sekar Tirtayasa", "merge", "merge"),
    ("Danu bin Tirtayasa", "Danu Tirtayasa", "merge", "ask"),
    # degrees
    ("Danu Tirtayasa, S.H., M.H.", "Danu Tirtayasa SH MH", "merge", "ask"),
    ("Danu Tirtayasa,S.Sos,M.Si", "Danu Tirtayasa S. Sos", "merge", "ask"),
    ("Danu Tirtayasa, S. Sos., M. Si.", "Drs. Danu Tirtayasa", "merge", "ask"),
    ("dr. Danu Tirtayasa, Sp.PD., M.Kes", "Danu Tirtayasa", "merge", "ask"),
    ("Danu Tirtayasa, S.Kep., Ners", "Danu Tirtayasa, A.Md.Kep", "merge", "ask"),
    ("Danu Tirtayasa, S.Tr.Pel., XQRM", "Danu Tirtayasa", "merge", "ask"),  # whatever has the look of degrees
    # initials, and what is left out
    ("Surya D. Tirtayasa", "Surya Danu Tirtayasa", "merge", "merge"),
    ("Surya Danu", "Surya Danu Tirtayasa", "merge", "ask"),
    ("Danu P. Siregar", "Danu Parlindungan Siregar", "merge", "ask"),
    ("Danu Siregar", "Danu Tirta Siregar", "merge", "ask"),
    # spelling
    ("Soerjo Tirtajasa", "Suryo Tirtayasa", "merge", "ask"),
    ("Tjokro Tirtayasa", "Cokro Tirtayasa", "merge", "merge"),
    ("Sjahrul Tirtayasa", "Syahrul Tirtayasa", "merge", "ask"),
    ("Djoko Tirtayasa", "Joko Tirtayasa", "merge", "ask"),
    ("Yudi Tirtayasa", "Yudhi Tirtayasa", "merge", "ask"),
    ("Aditya Tirtayasa", "Adhitya Tirtayasa", "merge", "ask"),
    ("Yohanes Tirtayasa", "Johannes Tirtayasa", "merge", "merge"),
    ("Ma'ruf Tirtayasa", "Maruf Tirtayasa", "merge", "merge"),
    ("Ma\u2019ruf Tirtayasa", "Makruf Tirtayasa", "merge", "merge"),
    ("Saikhu Tirtayasa", "Syaikhu Tirtayasa", "merge", "ask"),
    ("Arip Tirtayasa", "Arif Tirtayasa", "merge", "ask"),
    ("Mustofa Tirtayasa", "Mustafa Tirtayasa", "merge", "ask"),
    ("Sekar-Wangi Tirtayasa", "Sekar Wangi Tirtayasa", "merge", "merge"),
    # names of Bali and of Chinese Indonesians
    ("I Wyn. Tirtawangsa", "Wayan Tirtawangsa", "merge", "ask"),
    ("I Gst. Ngurah Tirtawangsa", "Gusti Ngurah Tirtawangsa", "merge", "merge"),
    ("Ni Nym. Sekarwangi", "Ni Nyoman Sekarwangi", "merge", "merge"),
    ("Tan Bun-Liong", "Tan Boen Liong", "merge", "merge"),
    ("Oei Tirtayasa", "Oey Tirtayasa", "merge", "merge"),
]
TWO_PEOPLE = [
    ("Dwi Tirtayasa", "Dewi Tirtayasa"),
    ("Hendra Prawira", "Hendra Prawiranegara"),
    ("Hendra Prawira Negara", "Hendra Prawirakusuma"),
    ("Adi Putri Tirtayasa", "Adiputra Tirtayasa"),
    ("Abdurrahman Tirtayasa", "Abdul Rahim Tirtayasa"),
    ("Nur Hayati", "Nurhidayati"),
    ("Muhammad Tirtayasa", "Danu Tirtayasa"),
    ("M. Tirta Yasa", "Danu Tirta Yasa"),
    ("Andi Tirtayasa", "Andika Tirtayasa"),
    ("I Wayan Tirtawangsa", "I Made Tirtawangsa"),
    ("Danu Siregar", "Danu Nasution"),
    ("Tan Bun Liong", "Tan Bun Hok"),
    ("Suharto Tirtayasa", "Suhartono Tirtayasa"),
    ("Nugraha Tirtayasa", "Nugroho Tirtayasa"),
    ("AJ", "Andi Jayakarta"),
]
# fmt: on


@pytest.mark.parametrize(("one", "two", "within", "alone"), ONE_PERSON)
def test_ways_to_write_one_name(one: str, two: str, within: str, alone: str) -> None:
    a, b = (person(name, OFFICE, "near:wanasari") for name in (one, two))
    assert verdict(a, b) == within
    assert verdict(person(one), person(two)) == alone
    assert not contradiction(signature(a), signature(b))
    assert set(blocks(a)) & set(blocks(b))
    other = person(two, "office:wali kota mekarjaya", "near:mekarjaya")
    assert verdict(a, other) in {"apart", "nothing"}
    assert contradiction(signature(a), signature(other))


@pytest.mark.parametrize(("one", "two"), TWO_PEOPLE)
def test_names_of_two_people(one: str, two: str) -> None:
    assert verdict(person(one, OFFICE, "near:wanasari"), person(two, OFFICE, "near:wanasari")) == "nothing"


def test_a_part_in_two_words_is_said_so_and_shares_what_is_beside() -> None:
    apart, together = "Hendra Prawira Negara", "Hendra Prawiranegara"
    decision = decide(person(apart, OFFICE), person(together, OFFICE))
    assert decision is not None
    assert any(reason.startswith("a part is written in two words") for reason in decision.reasons)
    for feature in (OFFICE, "body:partai fajar rakyat", "near:wanasari", "with:lestari anggraeni"):
        shared = set(blocks(person(apart, feature))) & set(blocks(person(together, feature)))
        assert shared - set(blocks(person(apart))), feature


def test_a_group_has_both_forms_and_what_is_short_for_either() -> None:
    written = (
        "Hendra Prawira Negara",
        "Hendra Prawiranegara",
        "H. Prawiranegara",
        "Hendra Prawira",
        "Hendra P. Negara",
    )
    assert len(things(*(person(name, OFFICE, f"body:yayasan {name}") for name in written))) == 1
    assert len(things(person("Hendra Prawiranegara"), *known("Hendra Prawira Negara", 16))) == 1
    assert len(things(person("Hendra Prawiranegara"), *known("Hendra Prawirakusuma", 8))) == 2


def test_an_initial_is_never_written_together_with_what_follows() -> None:
    assert is_written_apart("prawira", "negara", "prawiranegara")
    assert not is_written_apart("p", "rawira", "prawira")
    assert not is_written_apart("prawira", "n", "prawiran")


part = st.sampled_from(
    ["surya", "atmaja", "prawira", "negara", "nur", "hayati", "abdul", "rahman", "indah", "ali", "budi", "d", "r", "ni"]
)


@given(st.lists(part, min_size=2, max_size=4), st.data())
def test_names_written_together_never_say_more_than_equal_ones(parts: list[str], data: st.DataObject) -> None:
    parts = [*parts, "wirakesuma"]
    at = data.draw(st.integers(0, len(parts) - 2))
    joined = [*parts[:at], parts[at] + parts[at + 1], *parts[at + 2 :]]
    one, two = names.person(" ".join(parts)), names.person(" ".join(joined))
    found = compare_names(*sorted((one, two)))
    assert found == compare_names(*sorted((two, one)))
    initials = len(parts[at]) == 1 or len(parts[at + 1]) == 1
    if not initials:
        assert found is not None
        assert shortens(one, two)
        assert shortens(two, one)
    if one != two and found is not None and any(reason == "a part is written in two words" for reason, _ in found):
        most = min(sum(w for _, w in compare_names(name, name) or ()) for name in (one, two))
        assert sum(weight for _, weight in found) <= most + 1e-6
