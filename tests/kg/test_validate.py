"""Each shape finds the one thing that breaks it, and says so in both languages."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from extract.errors import DataError
from kg.validate import as_json, as_text, validate

PREFIXES = """
@prefix kg: <https://w3id.org/jejak/ontology#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix schema: <https://schema.org/> . @prefix : <urn:x:> .
"""
SOUND = """
:art a kg:Article ; schema:publisher :outlet ; kg:articleId "1" .
:s a kg:Sentence ; oa:hasSelector :q . :q oa:exact "Sari hadir." .
:sari a kg:Person . :apel a kg:Event . :budi a kg:Person .
:c a kg:Claim ; oa:hasTarget :s ; prov:wasQuotedFrom :art ; prov:wasGeneratedBy :rule ; kg:factuality kg:Asserted ;
   rdf:subject :sari ; rdf:predicate kg:attended ; rdf:object :apel .
:sari kg:attended :apel .
"""
ALLEGED = SOUND.replace("kg:Asserted", "kg:Alleged").replace(":sari kg:attended :apel .", "")
REPLIED = """:r a kg:Claim ; oa:hasTarget :s ; prov:wasQuotedFrom :art ; prov:wasGeneratedBy :rule ;
   kg:factuality kg:Asserted ; rdf:subject :sari ; rdf:predicate kg:stated ."""


def found(turtle: str) -> Counter[tuple[str, str]]:
    store = ox.Store()
    store.load((PREFIXES + turtle).encode(), format=ox.RdfFormat.TURTLE)
    return Counter((finding.severity, finding.shape) for finding in validate(store).findings)


def test_a_sound_graph_has_no_finding() -> None:
    assert found(SOUND) == {}


@pytest.mark.parametrize(
    ("turtle", "shape"),
    [
        (SOUND.replace("oa:hasTarget :s ;", ""), "ClaimHasEvidence"),
        (SOUND.replace("prov:wasQuotedFrom :art ;", ""), "ClaimHasEvidence"),
        (SOUND.replace("prov:wasGeneratedBy :rule ;", ""), "ClaimHasEvidence"),
        (SOUND.replace(" ; oa:hasSelector :q", ""), "ClaimHasEvidence"),
        (SOUND.replace("kg:factuality kg:Asserted", "kg:factuality kg:Asserted , kg:Alleged"), "ClaimHasEvidence"),
        (SOUND + ":budi kg:attended :apel .", "PlainTripleHasAssertedClaim"),
        (ALLEGED + REPLIED + ":sari kg:attended :apel .", "PlainTripleHasAssertedClaim"),
        (SOUND + ":sari kg:allegedlyAttendedEventWithCandidate :budi .", "AllegedNeverPlain"),
        (SOUND + ":d a kg:DerivedClaim .", "DerivedRestsOnClaims"),
        (ALLEGED.replace("schema:publisher :outlet ;", ""), "AllegationHasAttribution"),
    ],
)
def test_each_shape_finds_what_breaks_it(turtle: str, shape: str) -> None:
    assert {name for severity, name in found(turtle) if severity == "violation"} - {"SentenceIsQuoted"} == {shape}


@pytest.mark.parametrize(
    ("turtle", "shapes"),
    [
        (ALLEGED, {"SingleSourceAllegation", "AllegationWithoutReply"}),
        (ALLEGED + REPLIED, {"SingleSourceAllegation"}),
        (SOUND.replace("Sari hadir.", "Korban di bawah umur."), {"ProtectedPerson"}),
        (
            SOUND + ":e1 kg:denotes :budi ; kg:mentionedIn :art . :e2 kg:denotes :budi ; kg:mentionedIn :b .",
            {"IdentityOnNameAlone"},
        ),
    ],
)
def test_a_warning_asks_for_a_look_and_violates_nothing(turtle: str, shapes: set[str]) -> None:
    assert set(found(turtle)) == {("warning", shape) for shape in shapes}


def test_the_report_speaks_both_languages_and_json() -> None:
    store = ox.Store()
    store.load((PREFIXES + ALLEGED).encode(), format=ox.RdfFormat.TURTLE)
    report = validate(store)
    assert "Dugaan dari satu sumber saja." in as_text(report, "id")
    assert "An allegation from a single source." in as_text(report, "en")
    told = json.loads(as_json(report))
    assert (told["violations"], told["warnings"]) == (0, 2)
    assert {each["focus"] for each in told["findings"]} == {"urn:x:c"}


def test_copies_of_one_text_are_one_source() -> None:
    again = """:art2 a kg:Article ; schema:publisher :outlet . {copy}
        :c2 a kg:Claim ; oa:hasTarget :s ; prov:wasQuotedFrom :art2 ; prov:wasGeneratedBy :rule ;
        kg:factuality kg:Alleged ; rdf:subject :sari ; rdf:predicate kg:attended ; rdf:object :apel ."""
    single = ("warning", "SingleSourceAllegation")
    assert found(ALLEGED + again.replace("{copy}", ""))[single] == 0
    assert found(ALLEGED + again.replace("{copy}", ":art2 kg:copyOf :art ."))[single] == 2


def test_broken_shapes_are_told_as_such(tmp_path: Path) -> None:
    shapes = tmp_path / "s.ttl"
    shapes.write_text("this is no Turtle", encoding="utf-8")
    with pytest.raises(DataError, match=r"s\.ttl"):
        validate(ox.Store(), shapes=shapes)
