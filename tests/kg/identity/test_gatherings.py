"""Which events are one gathering: told by several articles under like names, never across days or places."""

from __future__ import annotations

import pytest

from kg.identity.names import fold
from kg.identity.profiles import Profile
from kg.identity.resolution import blocks, decide


def event(name: str, *features: str) -> Profile:
    return Profile("EVENT", fold(name), tuple(sorted(features)))


DAY = "on:2031-05-03"
PLACE = "at:balai kencana"
DANU, SEKAR = "who:danu prawira", "who:sekar ayuningrum"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (event("Apel Netralitas", DAY), event("apel netralitas", DAY)),
        (
            event("Sosialisasi Netralitas ASN", DAY, PLACE),
            event("kegiatan sosialisasi netralitas ASN tingkat kota", DAY, PLACE),
        ),
        (event("Rapat Koordinasi", DAY, PLACE), event("Rapat Koordinasi", DAY, "at:aula balai kencana")),
        (event("Apel Netralitas", "told:2031-05-04", PLACE, DANU), event("Apel Netralitas", DAY, PLACE, DANU)),
        (event("Apel Netralitas", "told:2031-05-03", DANU), event("Apel Netralitas", "told:2031-05-05", DANU)),
        (
            event("Deklarasi Netralitas ASN Kecamatan Karangasih", "told:2031-05-03"),
            event("deklarasi netralitas ASN Kecamatan Karangasih", "told:2031-05-04"),
        ),
    ],
)
def test_one_gathering_told_twice(one: Profile, two: Profile) -> None:
    decision = decide(one, two)
    assert decision == decide(two, one)
    assert decision is not None
    assert decision.verdict == "merge"
    assert set(blocks(one)) & set(blocks(two))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (event("Apel Netralitas", DAY, DANU), event("Apel Netralitas", "on:2031-05-04", DANU)),
        (event("Apel Netralitas", DAY, PLACE), event("Apel Netralitas", DAY, "at:lapangan merpati")),
        (event("Rapat Koordinasi", DAY), event("Rapat Koordinasi", DAY)),
        (event("Apel Netralitas", DAY), event("Apel Netralitas", "told:2031-05-04")),
        (event("Apel Netralitas", "told:2031-05-03"), event("Apel Netralitas", "told:2031-05-04")),
        (event("Jalan Sehat", "told:2031-05-03", DANU), event("Jalan Sehat", "told:2031-05-04", DANU)),
        (event("Apel Netralitas", "told:2031-05-03", DANU), event("Apel Netralitas", "told:2031-05-09", DANU)),
        (
            event("Deklarasi Netralitas ASN Kecamatan Karangasih", "told:2031-05-03"),
            event("Deklarasi Netralitas ASN Kecamatan Karangasih", "told:2031-05-09"),
        ),
        (event("Debat Kandidat", DAY, PLACE, DANU), event("Apel Netralitas", DAY, PLACE, DANU)),
    ],
)
def test_gatherings_that_are_not_joined(one: Profile, two: Profile) -> None:
    decision = decide(one, two)
    assert decision is None or decision.verdict != "merge"


def test_who_was_there_decides_between_recurring_names() -> None:
    decision = decide(event("Rapat Koordinasi", DAY, DANU, SEKAR), event("Rapat Koordinasi", DAY, DANU, SEKAR))
    assert decision is not None
    assert decision.verdict == "merge"
