"""What a fact holds beside its two participants: the status of an office, a date, a place, an authority, a post."""

from __future__ import annotations

import re
from typing import Final

from extract.relations.candidates import Candidate
from extract.relations.scene import Sentence, Slot

_ACTING = re.compile(r"(?i)\b(?:pj|plt|plh|pjs|penjabat|pelaksana (?:tugas|harian)|pejabat sementara|ad interim)\b")
_FORMER = re.compile(r"(?i)\b(?:mantan|eks|bekas|purna|demisioner|terdahulu|periode lalu)\b")
_ELECT = re.compile(r"(?i)\bterpilih\b")
_WAS = re.compile(
    r"(?i)\b(?:pernah|semasa|sewaktu|(?:ketika|saat) masih|dulunya|sebelumnya|semula|tadinya|awalnya)\b(?: \w+){0,3} *$"
)
# `Dicopot dari jabatan Kepala Dinas`: who is told to leave the office holds it no more.
_LEFT: Final = re.compile(
    r"(?i)\b(?:(?:di|mem|men|me)(?:copot|berhentikan|nonaktifkan|bebastugaskan|lengserkan)|(?:dip|mem)ecat)\b"
    r"(?: \w+){0,4}? (?:dari|sebagai)(?: (?:posisi|jabatan(?:nya)?|kursi))?(?: sebagai)? *$"
    r"|\b(?:mundur|mengundurkan diri|lengser|pensiun|berhenti) (?:dari|sebagai)"
    r"(?: (?:posisi|jabatan(?:nya)?|kursi))?(?: sebagai)? *$"
)
_YEAR: Final = re.compile(r"(?i)(?:tahun )?\d{4}(?: ?[-–] ?\d{4})?")
# Predicates that happen at a time and a place.
_HAPPENS: Final = frozenset({
    "attended", "organised", "accompanied", "met", "signed", "pledged", "issued", "reported", "examined",
    "charged", "sanctioned", "appointed",
})  # fmt: skip
_TIMED: Final = _HAPPENS
_PLACED: Final = _HAPPENS - {"accompanied", "issued", "sanctioned"}


def status(text: str, candidate: Candidate, start: int) -> str:
    """Whether an office is held now, in another's stead, no more, or from an election on."""
    office = candidate.object
    before = text[max(start, office.start - 40) : office.start]
    if _FORMER.search(office.text) or re.search(r"(?i)\b(?:mantan|eks|bekas)\W+$", before) or _WAS.search(before):
        return "former"
    if _LEFT.search(text[max(start, office.start - 90) : office.start]):
        return "former"
    if _ACTING.search(office.text) or re.search(r"(?i)\b(?:pj|plt|plh|pjs|penjabat)\b\.?\W*(?:\(\w+\)\W*)?$", before):
        return "acting"
    if _ELECT.search(office.text) or re.match(r"(?i)\W*terpilih\b", text[office.end : office.end + 12]):
        return "elect"
    return "current"


def date(candidate: Candidate, sentence: Sentence) -> str | None:
    """The date that the sentence gives the happening, where it gives one."""
    return _companion(candidate, sentence, "DATE", _TIMED, 30)


def place(candidate: Candidate, sentence: Sentence) -> str | None:
    """The place that the sentence gives the happening, where it gives one."""
    return _companion(candidate, sentence, "PLACE", _PLACED, 16)


def _companion(c: Candidate, sentence: Sentence, type_: str, fitting: frozenset[str], reach: int) -> str | None:
    # Where the happening itself is told elsewhere, what stands here may belong to something else.
    if c.predicate not in fitting or c.away[:1] == "o":
        return None
    anchor = c.hit.at if c.hit is not None else c.object.at
    quoted = sentence.quoted[anchor] if anchor < len(sentence.quoted) else False
    best: tuple[int, Slot] | None = None
    for slot in sentence.slots:
        if slot.type != type_ or slot.quoted != quoted:
            continue
        marker = sentence.sequence[slot.at - 1] if slot.at else ""
        if type_ == "PLACE" and marker not in (
            "di",
            "ke",
            "pada",
            "dari",
            "kawasan",
            "depan",
            "halaman",
            "wilayah",
            "daerah",
        ):
            continue
        if type_ == "DATE" and _of_office(slot, sentence):
            continue
        if slot.at < anchor and slot.at > 2 and sentence.sequence[slot.at - 1] not in ("pada", "di", ",", "("):
            continue
        gap = abs(slot.at - anchor)
        if gap <= reach and (best is None or gap < best[0]):
            best = (gap, slot)
    return best[1].entity if best is not None else None


def _of_office(slot: Slot, sentence: Sentence) -> bool:
    """Whether a bare year says how long an office was held, `Direktur Umum (tahun) 2016-2019`."""
    if not _YEAR.fullmatch(slot.text):
        return False
    return "<POSITION>" in sentence.sequence[max(0, slot.at - 3) : slot.at]


def authority(c: Candidate, sentence: Sentence) -> str | None:
    """The authority that somebody is reported to: the body after `ke` or `kepada`."""
    if c.predicate != "reported":
        return None
    for slot in sentence.slots:
        if slot.type == "ORG" and slot.entity not in (c.subject.entity, c.object.entity):
            before = sentence.sequence[max(0, slot.at - 2) : slot.at]
            if "ke" in before or "kepada" in before:
                return slot.entity
    return None


def post(c: Candidate, sentence: Sentence) -> str | None:
    """The office that somebody is put into: the one after `sebagai` or `menjadi`."""
    if c.predicate != "appointed":
        return None
    for slot in sentence.slots:
        if slot.type == "POSITION" and slot.kind == "name":
            before = sentence.sequence[max(0, slot.at - 2) : slot.at]
            if "sebagai" in before or "menjadi" in before or "selaku" in before:
                return slot.entity
    return None
