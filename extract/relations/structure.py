"""What the form of a sentence settles by itself: whose title a title is where punctuation says so.

`Ketua: Budi`, and `kuasa hukum Budi, Rina`. Such forms are rare in running prose, so that nothing is learned of them.
"""

from __future__ import annotations

from typing import Final

from extract.relations.candidates import Candidate
from extract.relations.frames import Frames
from extract.relations.scene import Sentence, Slot

SURE: Final = 0.9
"""The confidence of what a form settles."""


def verdict(c: Candidate, sentence: Sentence, frames: Frames) -> bool | None:
    """Whether the form says that the person holds the office (True), that another does (False), or nothing (None)."""
    if c.predicate != "holdsPosition" or c.away or c.subject.kind != "name":
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


def _of_somebody(office: Slot, frames: Frames) -> bool:
    words = office.text.lower().split()
    return bool(words) and words[0] in frames.of_somebody
