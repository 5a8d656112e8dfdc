"""What the form of a sentence settles by itself.

Whose title a title is where punctuation says so, `Ketua: Budi` and `kuasa hukum Budi, Rina`: such forms are rare in
running prose, so that nothing is learned of them. And who is at whose side or at the head of what, where nobody else
stands before the verb: `Rina (kanan) saat memimpin apel didampingi Budi`.
"""

from __future__ import annotations

from typing import Final

from extract.relations.candidates import Candidate
from extract.relations.frames import Frames
from extract.relations.morphology import ACTIVE, PASSIVE
from extract.relations.scene import ACTORS, Sentence, Slot

SURE: Final = 0.9
"""The confidence of what a form settles."""


def verdict(c: Candidate, sentence: Sentence, frames: Frames) -> bool | None:
    """Whether the form says that the fact holds (True), that it does not (False), or nothing (None)."""
    if c.away:
        return None
    if c.predicate in ("accompanied", "led"):
        return _alone_before(c, sentence, frames) or None
    if c.predicate in ("signed", "pledged"):
        if _body_of_persons(c.subject, sentence, frames):
            return False
        return _behind_object(c, sentence, frames) or None
    if c.predicate != "holdsPosition" or c.subject.kind != "name":
        return None
    person, office = c.subject, c.object
    sequence = sentence.sequence
    if sequence[office.at + 1 : office.at + 3] == [":", "<PERSON>"]:
        return person.at == office.at + 2
    if _of_somebody(office, frames) and sequence[office.at + 1 : office.at + 4] == ["<PERSON>", ",", "<PERSON>"]:
        if person.at == office.at + 1:
            return False
        return True if person.at == office.at + 3 else None
    inside = sequence[office.at + 1 : office.at + 3] == [",", "<PERSON>"] and person.at == office.at + 2
    return True if inside and _of_somebody(office, frames) else None


def _alone_before(c: Candidate, sentence: Sentence, frames: Frames) -> bool:
    """`A … didampingi B`, `A … memimpin X`: A is the only actor before the verb, and B or X stands right behind it."""
    hit, s, o = c.hit, c.subject, c.object
    if hit is None or s.type != "PERSON" or sentence.quoted[hit.at]:
        return False
    if c.predicate == "accompanied":
        first, second, wanted = o, s, hit.root in frames.form["at-side"] and hit.voice == PASSIVE and o.type == "PERSON"
    else:
        first, second, wanted = s, o, hit.root in frames.form["at-head"] and hit.voice == ACTIVE
    if not wanted or not first.at < hit.at < second.at:
        return False
    behind = sentence.sequence[hit.at + 1 : second.first]
    before = {x.entity for x in sentence.slots if x.type in ACTORS and x.at < hit.at and x.kind != "inner"}
    return frames.form["passed"].issuperset(behind) and before == {first.entity}


def _behind_object(c: Candidate, sentence: Sentence, frames: Frames) -> bool:
    """`Hadir dan meneken ikrar itu, para pejabat`: nobody stands before the verb, and who acts behind its object."""
    hit, subject, object_ = c.hit, c.subject, c.object
    if hit is None or hit.root not in frames.form["to-sign"] or hit.voice != ACTIVE or sentence.quoted[hit.at]:
        return False
    if object_.at != hit.at + 1 or not object_.at < subject.first:
        return False
    between = sentence.sequence[object_.at + 1 : subject.first]
    return (
        "," in between
        and frames.form["pointing"].issuperset(between)
        and not any(x.type in ACTORS and x.at < hit.at and x.kind != "inner" for x in sentence.slots)
    )


def _body_of_persons(subject: Slot, sentence: Sentence, frames: Frames) -> bool:
    """`Pejabat ASN Pemkot Utara`: the body that persons belong to, who did by themselves what is told."""
    return subject.type == "ORG" and subject.at > 0 and sentence.sequence[subject.at - 1] in frames.form["persons"]


def _of_somebody(office: Slot, frames: Frames) -> bool:
    words = office.text.lower().split()
    return bool(words) and words[0] in frames.of_somebody
