"""The name of the rule that a fact carries: the frame and the construction it was met in, or the structure alone."""

from __future__ import annotations

from extract.relations.candidates import Candidate
from extract.relations.scene import Sentence

_ROLE = frozenset({"sebagai", "menjadi", "jadi", "menjabat", "jabatan", "posisi", "kursi"})
"""Words before an office that say what somebody does with it: no title of the one behind the comma."""

APPOSITION = "title/"
"""How the names of rules begin that read an office off the words beside its holder."""


def rule(c: Candidate, sentence: Sentence) -> str:
    """E.g. `examine/periksa-passive`, `title/apposition`, `attend/list`, `learned:heldAt`."""
    if c.away:
        frame = c.hit.frame if c.hit is not None else f"learned:{c.predicate}"
        return f"{frame}/{'subject' if c.away[0] == 's' else 'object'}-{c.away[2:]}"
    if c.predicate == "holdsPosition":
        structure = _apposition(c, sentence)
        if structure:
            return f"{APPOSITION}{structure}"
    if c.hit is None:
        return f"learned:{c.predicate}"
    if c.subject.size > 2 and c.predicate in ("attended", "accompanied"):
        return f"{c.hit.frame}/list"
    return f"{c.hit.frame}/{c.hit.root}-{c.hit.voice}"


def _apposition(c: Candidate, sentence: Sentence) -> str | None:
    if c.subject.kind == "title" or c.subject.start == c.object.start:
        return "holder"
    low, high = sorted((c.subject.at, c.object.at))
    between = [w for w in sentence.sequence[low + 1 : high] if w not in (",", "(", ")", "#")]
    if not between:
        before = sentence.sequence[c.object.at - 1] if c.object.at else ""
        if c.object.at < c.subject.at and c.hit is not None and before in _ROLE:
            return None  # `Jika terpilih sebagai bupati, Budi`
        return "title-name" if c.object.at < c.subject.at else "name-title"
    return None
