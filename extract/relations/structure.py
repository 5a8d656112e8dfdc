"""What the form of a sentence settles by itself.

Whose title a title is where punctuation says so, `Ketua: Budi` and `kuasa hukum Budi, Rina`: such forms are rare in
running prose, so that nothing is learned of them. And who is at whose side or at the head of what, where nobody else
stands before the verb: `Rina (kanan) saat memimpin apel didampingi Budi`. And who was at a gathering that has no name
of its own: `para camat terlibat sejumlah acara yang melibatkan Budi`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extract.relations.candidates import Candidate
from extract.relations.frames import Frames
from extract.relations.morphology import ACTIVE, PASSIVE
from extract.relations.plain import plain
from extract.relations.scene import ACTORS, Sentence, Slot

SURE: Final = 0.9
"""The confidence of what a form settles."""

_NEAR: Final = 8
"""Words that may stand between who takes part and the verb."""


def verdict(c: Candidate, sentence: Sentence, frames: Frames) -> bool | None:
    """Whether the form says that the fact holds (True), that it does not (False), or nothing (None)."""
    if c.away:
        return None
    if plain(c, sentence, frames):
        return True
    if c.predicate in ("accompanied", "led"):
        return _alone_before(c, sentence, frames) or None
    if c.predicate == "attended":
        if _stood_in_for(c.subject, sentence, frames):
            return False
        return _takes_part(c, sentence, frames) or _brought_in(c, sentence, frames) or None
    if c.predicate in ("signed", "pledged"):
        if _body_of_persons(c.subject, sentence, frames):
            return False
        return _behind_object(c, sentence, frames) or None
    if c.predicate == "holdsPosition" and c.subject.kind == "title":
        return False if _listed(c, sentence, frames) else None
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


def _listed(c: Candidate, sentence: Sentence, frames: Frames) -> bool:
    """`oleh Wali Kota, Sekretaris Daerah, maupun Camat`: a title that stands for its holder, and one more in a list."""
    low, high = sorted((c.subject.at, c.object.at))
    between = sentence.sequence[low + 1 : high]
    return c.subject.start != c.object.start and all(w in frames.join or w in "()#" or w[0] == "<" for w in between)


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


def _takes_part(c: Candidate, sentence: Sentence, frames: Frames) -> bool:
    """`Para camat (yang) diduga terlibat (dalam) sejumlah acara`: nobody stands between who takes part and the verb."""
    hit, subject, object_ = c.hit, c.subject, c.object
    sequence = sentence.sequence
    verb = object_.at - 1
    while verb > subject.last and sequence[verb] in frames.form["into"]:
        verb -= 1
    if not (subject.last < verb and sequence[verb] in frames.form["taking-part"]):
        return False
    if hit is None or not verb <= hit.at < object_.at or sentence.quoted[verb] != sentence.quoted[object_.at]:
        return False
    if _agent(sequence, subject.first) or _body_of_persons(subject, sentence, frames):
        return False
    if object_.text.lower().split()[0] in frames.form["standing"]:
        return False
    between = range(subject.last + 1, verb)
    words = sequence[subject.last + 1 : verb]
    # `Lurah Utara, Budi, disebut terlibat`: a comma closes what one has opened.
    closes = words[:1] == [","] and subject.first > 0 and sequence[subject.first - 1] == ","
    if closes or words[:1] == ["yang"]:
        between = between[1:]
    return len(words) <= _NEAR and not any(
        sequence[i] in ",;:."
        or sequence[i] == "yang"
        or (sequence[i][0] == "<" and sequence[i] not in frames.form["no-guest"] and not _agent(sequence, i))
        for i in between
    )


def _stood_in_for(subject: Slot, sentence: Sentence, frames: Frames) -> bool:
    """`Bupati diwakili Budi dalam rapat`: who had somebody else go there was not there."""
    behind = (word for word in sentence.sequence[subject.at + 1 :] if word not in frames.auxiliary and word != ",")
    return next(behind, "") in frames.form["stood-in-for"]


def by_its_own_verb(c: Candidate, sentence: Sentence, frames: Frames) -> Candidate | None:
    """The candidate of a gathering told by the verb right before it, where that settles what another verb did not.

    `Pejabat yang ikut meneken ikrar diduga terlibat dalam acara`: it is `terlibat` that tells of the gathering.
    """
    if c.predicate != "attended" or c.away or c.hit is None:
        return None
    for hit in reversed(sentence.hits.get("attended", ())):
        if c.subject.last < hit.at < c.object.at and hit is not c.hit and hit.form in frames.form["taking-part"]:
            other = replace(c, hit=hit)
            return other if _takes_part(other, sentence, frames) else None
    return None


def _agent(sequence: Sequence[str], at: int) -> bool:
    """`pejabat yang pernah disorot warga`: who stands there did what a relative clause tells."""
    verb = sequence[at - 1] if at else ""
    return verb.startswith("di") and len(verb) > 4 and "yang" in sequence[max(0, at - 4) : at - 1]


def _brought_in(c: Candidate, sentence: Sentence, frames: Frames) -> bool:
    """`Acara yang melibatkan Budi`: verb and person stand right behind the gathering, with nobody else between."""
    hit, subject, object_ = c.hit, c.subject, c.object
    if hit is None or subject.type != "PERSON" or not object_.at < hit.at < subject.first:
        return False
    words = sentence.sequence[object_.at + 1 : subject.first]
    verb = next((i for i, word in enumerate(words) if word in frames.form["bringing-in"]), 0)
    return (
        words[:1] == ["yang"]
        and frames.auxiliary.issuperset(words[:verb])
        and verb > 0
        and frames.form["passed"].issuperset(words[verb + 1 :])
        and sentence.quoted[object_.at] == sentence.quoted[subject.first]
    )


def _body_of_persons(subject: Slot, sentence: Sentence, frames: Frames) -> bool:
    """`Pejabat ASN Pemkot Utara`: the body that persons belong to, who did by themselves what is told."""
    return subject.type == "ORG" and subject.at > 0 and sentence.sequence[subject.at - 1] in frames.form["persons"]


def _of_somebody(office: Slot, frames: Frames) -> bool:
    words = office.text.lower().split()
    return bool(words) and words[0] in frames.of_somebody
