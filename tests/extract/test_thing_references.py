"""References to gatherings and documents: what is meant, and where nothing is."""

from __future__ import annotations

import pytest

from extract.facts import Mention
from extract.thing_references import find_thing_references


def read(text: str, *names: tuple[str, str]) -> list[tuple[str, str]]:
    """What points, and the name that it points at; each name stands in the text once or more."""
    mentions, called = [], {}
    for number, (name, kind) in enumerate(names, 1):
        called[f"e{number}"] = name
        at = text.find(name)
        while at >= 0:
            mentions.append(Mention(at, at + len(name), f"e{number}", kind))
            at = text.find(name, at + 1)
    return [(text[r.start : r.end], called[r.entity]) for r in find_thing_references(text, sorted(mentions))]


@pytest.mark.parametrize(
    ("text", "names", "wanted"),
    [
        (
            "Pemkab menggelar Apel Siaga. Bupati membuka acara tersebut.",
            [("Apel Siaga", "EVENT")],
            [("acara", "Apel Siaga")],
        ),
        (
            "Rapat Kerja lalu Apel Siaga digelar. Camat ikut rapat itu.",
            [("Rapat Kerja", "EVENT"), ("Apel Siaga", "EVENT")],
            [("rapat", "Rapat Kerja")],
        ),
        (
            "Apel Siaga digelar kemarin.\nTurut hadir Camat Sukamaju.",
            [("Apel Siaga", "EVENT")],
            [("Turut hadir", "Apel Siaga")],
        ),
        (
            "Ia meneken Pakta Integritas. Surat itu lalu dibacakan.",
            [("Pakta Integritas", "DOCUMENT")],
            [("Surat", "Pakta Integritas")],
        ),
    ],
)
def test_the_thing_named_before_is_meant(
    text: str, names: list[tuple[str, str]], wanted: list[tuple[str, str]]
) -> None:
    assert read(text, *names) == wanted


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Acara tersebut sepi. Apel Siaga batal.", [("Apel Siaga", "EVENT")]),
        ("Menjelang Pilkada 2024 ia datang ke acara tersebut.", [("Pilkada 2024", "EVENT")]),
        ("Apel Siaga usai. Camat ikut rapat itu.", [("Apel Siaga", "EVENT")]),
        ("Apel Siaga usai. Turut hadir di Rapat Kerja ia.", [("Rapat Kerja", "EVENT")]),
    ],
)
def test_nothing_is_meant_that_is_not_named_before_or_is_no_such_thing(text: str, names: list[tuple[str, str]]) -> None:
    assert read(text, *names) == []


def test_lines_left_out_point_at_nothing() -> None:
    text = "Apel Siaga digelar.\nBaca juga: acara tersebut"
    assert find_thing_references(text, [Mention(0, 10, "e1", "EVENT")], (2,)) == ()


@pytest.mark.parametrize(
    ("rest", "wanted"),
    [
        ("Camat itu diduga terlibat dalam acara yang juga melibatkan calon bupati.", []),
        ("Camat itu hadir di acara yang kerap menghadirkan calon bupati.", []),
        ("Camat itu hadir di acara yang dibuka bupati.", [("acara", "Apel Siaga")]),
    ],
)
def test_a_gathering_told_by_whom_it_had_is_another_one(rest: str, wanted: list[tuple[str, str]]) -> None:
    assert read(f"Apel Siaga digelar kemarin. {rest}", ("Apel Siaga", "EVENT")) == wanted
