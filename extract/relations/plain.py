"""Plain clauses: who did it, the verb and to whom stand side by side, so that a reader has no doubt.

`Bupati Wanasari Raka Pradipta menegur Camat Sari Dewi`, `Sari Dewi ditegur Raka Pradipta`, `menjatuhkan sanksi kepada
Sari Dewi`, `Sari Dewi diduga menerima suap`. Which verbs and nouns, and what may stand between, is data (`[[plain]]`
and `[beside-plain]` of `extract/data/triggers.toml`). How sure the fact is, is not settled here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extract.facts import SYMMETRIC
from extract.relations.candidates import Candidate
from extract.relations.frames import Frames, Hit, Plain
from extract.relations.morphology import ACTIVE, PASSIVE
from extract.relations.scene import Sentence, Slot

_JOINED: Final = frozenset({"dan", "serta", "&"})
_TAKING: Final = frozenset({"menerima"})
_LINK: Final = 6
"""Words between a noun like `sanksi` and the word that says to whom."""


def plain(c: Candidate, sentence: Sentence, frames: Frames) -> bool:
    """Whether the candidate's clause is plain."""
    hit, rule = c.hit, frames.plain.get(c.predicate)
    if hit is None or rule is None or c.subject.kind == "inner" or c.object.kind == "inner":
        return False
    quoted = sentence.quoted[hit.at]
    if c.subject.quoted != quoted or c.object.quoted != quoted or _no_doer(c, frames):
        return False
    if hit.form in rule.given | rule.giving and _handed(c, hit, rule, sentence, frames):
        return True
    if hit.form in rule.nouns:
        return _given(c, hit, rule, sentence, frames)
    if hit.form in rule.words:
        first, second = c.subject, c.object
    elif hit.root not in rule.roots or hit.voice not in (ACTIVE, PASSIVE):
        return False
    else:
        first, second = (c.subject, c.object) if (hit.voice == ACTIVE) != rule.turned else (c.object, c.subject)
    if not first.last < hit.at < second.first:
        return _both_before(c, hit, rule, sentence, frames)
    if rule.far and hit.voice == PASSIVE and first.type == "EVENT":
        stretch = sentence.sequence[first.last + 1 : hit.at]
        if "<EVENT>" in stretch or any(word in ",.;:" for word in stretch):
            return False
        return _behind(hit.at, second, rule, sentence, frames)
    return _before(first, hit.at, rule, sentence, frames) and _behind(hit.at, second, rule, sentence, frames)


def _both_before(c: Candidate, hit: Hit, rule: Plain, sentence: Sentence, frames: Frames) -> bool:
    """`A dan B bertemu`: both are one pair before a verb that two do to each other."""
    pair = c.subject.first == c.object.first and c.subject.last == c.object.last and c.subject.size == 2
    together = c.predicate in SYMMETRIC and hit.form in rule.words and hit.voice == ACTIVE
    return pair and together and c.subject.last < hit.at and _before(c.subject, hit.at, rule, sentence, frames)


def _no_doer(c: Candidate, frames: Frames) -> bool:
    """Reporters meet whom they ask, a medium backs nobody, and `polisi` may stand for a body that has a name."""
    if c.subject.type == "GROUP" and c.predicate in ("charged", "examined"):
        return True
    if c.predicate in SYMMETRIC and "GROUP" in (c.subject.type, c.object.type):
        return True
    actors = [slot for slot in (c.subject, c.object) if slot.type in ("ORG", "GROUP")]
    return any(
        (slot.type == "ORG" and frames.kind(slot.text) == "media")
        or not frames.beside["reporters"].isdisjoint(slot.text.lower().split())
        for slot in actors
    )


def _before(first: Slot, verb: int, rule: Plain, sentence: Sentence, frames: Frames) -> bool:
    """Whether nothing but words that change nothing stands between the first participant and the verb."""
    sequence = sentence.sequence
    allowed = frames.auxiliary | frames.beside["before"] | rule.before
    if not allowed.issuperset(sequence[first.last + 1 : verb]):
        return False
    return _free(first, sequence, frames)


def _free(slot: Slot, sequence: Sequence[str], frames: Frames) -> bool:
    """Whether no noun before the participant makes it only an owner: `istri Budi`, `kuasa hukum Budi menggugat`."""
    if slot.kind == "clitic" or not _list(slot, sequence):
        return False
    at = (slot.first if slot.kind == "name" else slot.at) - 1
    if at < 0:
        return True
    before = sequence[at]
    if before == "<POSITION>":
        return at == 0 or sequence[at - 1] not in frames.beside["speech"]
    if before == "<ORG>":
        return at > 0 and sequence[at - 1] in frames.form["persons"]
    return not before[0].isalnum() or before in frames.beside["opening"]


def _list(slot: Slot, sequence: Sequence[str]) -> bool:
    """Whether the list that the participant stands in is one of names and titles alone, its last joined by `dan`."""
    stretch = sequence[slot.first : slot.last]
    if not stretch:
        return True
    joined = all(word[0] == "<" or word in _JOINED or word in ",()#" for word in stretch)
    return joined and not _JOINED.isdisjoint(stretch)


def _behind(verb: int, second: Slot, rule: Plain, sentence: Sentence, frames: Frames) -> bool:
    """Whether the second participant stands right behind the verb."""
    sequence = sentence.sequence
    between = sequence[verb + 1 : second.first]
    if not _list(second, sequence) or second.kind == "clitic":
        return False
    persons = frames.form["persons"]
    if second.type == "PERSON" and len(between) > 1 and between[-1] == "<ORG>" and between[-2] in persons:
        between = between[:-2]  # `menegur anggota DPRD Utara Budi`
    elif second.type == "ORG" and between[-1:] and between[-1] in persons:
        return False
    if sequence[second.last + 1 : second.last + 2] == ["bernama"]:
        return False  # `dilaporkan warga bernama Budi`
    return (frames.beside["behind"] | rule.behind).issuperset(between)


def _given(c: Candidate, hit: Hit, rule: Plain, sentence: Sentence, frames: Frames) -> bool:
    """`A menjatuhkan sanksi kepada B`, `B dijatuhi sanksi oleh A`."""
    sequence = sentence.sequence
    verb = next((i for i in range(hit.at - 1, max(-1, hit.at - 4), -1) if sequence[i] in rule.giving | rule.given), -1)
    if verb < 0:
        return False
    active = sequence[verb] in rule.giving
    first, second = (c.subject, c.object) if active else (c.object, c.subject)
    links = frames.beside["to"] if active else frames.beside["by"]
    if not first.last < verb < hit.at < second.first or any(word[0] == "<" for word in sequence[verb : hit.at]):
        return False
    link = next((i for i in range(hit.at + 1, min(second.first, hit.at + 2 + _LINK)) if sequence[i] in links), -1)
    if link < 0 and sequence[verb] in _TAKING:
        link = hit.at  # `menerima kunjungan Budi`
    if link < 0 or any(word[0] in "<,.;:" for word in sequence[hit.at + 1 : link]):
        return False
    return _before(first, verb, rule, sentence, frames) and _behind(link, second, rule, sentence, frames)


def _handed(c: Candidate, hit: Hit, rule: Plain, sentence: Sentence, frames: Frames) -> bool:
    """`B mengantongi surat rekomendasi dari A`, `A menyerahkan rekomendasi kepada B`."""
    sequence = sentence.sequence
    paper = next((slot for slot in sentence.slots if slot.at == hit.at + 1 and slot.type == "DOCUMENT"), None)
    named = paper.text.lower().split() if paper is not None else sequence[hit.at + 1 : hit.at + 2]
    gives = hit.form in rule.giving
    if rule.nouns.isdisjoint(named) or sequence[hit.at + 2 : hit.at + 3] != (["kepada"] if gives else ["dari"]):
        return False
    first, second = (c.subject, c.object) if gives else (c.object, c.subject)
    if not first.last < hit.at < second.first:
        return False
    return _before(first, hit.at, rule, sentence, frames) and _behind(hit.at + 2, second, rule, sentence, frames)
