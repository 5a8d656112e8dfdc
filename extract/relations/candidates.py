"""Which pairs of participants may stand in a relation, and in which sentence: a wide net that the scorer narrows.

Both participants stand in the sentence; or one stands in a sentence beside it or is what the article is about (its
event, its authority, its person), where a trigger in the sentence asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from extract.facts import SIGNATURES
from extract.relations.frames import Frames, Hit
from extract.relations.scene import Scene, Sentence, Slot

# Predicates of two actors that a weak trigger tells only where it stands beside both.
_STRONG_ONLY: Final = frozenset(
    {"accompanied", "appointed", "criticised", "examined", "met", "reported", "sanctioned", "supports"}
)
# Those that it tells where both stand near.
_PAIRS: Final = frozenset({"charged", "relativeOf", "urged"})
# Predicates whose pair may go without a trigger where both stand in one sentence.
_FREE: Final = frozenset({"holdsPosition", "heldAt", "heldOn", "attended", "accusedOf"})
PREDICATES: Final = tuple(p for p in SIGNATURES if p != "stated")
# How many elements nearer a weak trigger must stand to be preferred to a strong one.
_WEAK: Final = 4
# From where on a weak trigger joins two actors no more.
_FAR: Final = 16
# The same where it tells them only if it stands beside both.
_BESIDE: Final = 9
_AUTHORITIES: Final = frozenset({"law", "court", "watchdog"})


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A fact that may be: its predicate, its sentence, its participants' slots, the trigger nearest to both.

    `away`: how the participant that is not in the sentence was found (`""` where both are in it).
    """

    predicate: str
    sentence: int
    subject: Slot
    object: Slot
    hit: Hit | None
    away: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What it says, whatever sentence says it."""
        return (self.predicate, self.subject.entity, self.object.entity)


def candidates(scene: Scene, frames: Frames) -> list[Candidate]:
    """All candidates of an article, in the order of its sentences."""
    found: list[Candidate] = []
    standing = _standing(scene)
    background = _Background(scene, frames.own)
    for number, sentence in enumerate(scene.sentences):
        background.reach(number)
        found.extend(
            c
            for c in _inside(sentence, number)
            if not (c.subject.kind == "title" and c.predicate == "holdsPosition" and c.key[1:] in standing)
        )
        found.extend(_across(sentence, number, background))
        background.add(sentence)
    return found


def _standing(scene: Scene) -> set[tuple[str, str]]:
    """Who stands for which office: its bare title elsewhere in the article is not that person's."""
    return {
        (person.entity, office.entity)
        for sentence in scene.sentences
        for office in sentence.slots
        if office.candidacy
        for person in sentence.slots
        if person.type == "PERSON" and person.kind == "name" and abs(person.at - office.at) <= 3
    }


def _inside(sentence: Sentence, number: int) -> Iterator[Candidate]:
    slots = sentence.slots
    if len(slots) < 2:
        return
    stood_for = any(slot.candidacy for slot in slots)
    triggered = [p for p in PREDICATES if p in _FREE or p in sentence.hits or (stood_for and p == "candidateFor")]
    best: dict[tuple[str, str, str], tuple[float, Candidate]] = {}
    for predicate in triggered:
        subjects, objects = SIGNATURES[predicate]
        hits = sentence.hits.get(predicate, ())
        if not hits and predicate in _STRONG_ONLY:
            continue
        for s in slots:
            if s.type not in subjects:
                continue
            for o in slots:
                if o.type not in objects or o.entity == s.entity or o is s:
                    continue
                if o.candidacy and predicate == "holdsPosition":
                    continue
                if predicate == "candidateFor" and not hits and not o.candidacy:
                    continue
                if predicate == "heldOn" and abs(o.at - s.at) > 40:
                    continue
                hit, cost = _nearest(hits, s, o)
                if predicate == "holdsPosition" and abs(s.at - o.at) == 1:
                    cost = 0.0  # an office beside its holder is told there, whatever another verb is near to
                if hit is not None and not hit.strong and cost > _reach(predicate):
                    continue
                key = (predicate, s.entity, o.entity)
                known = best.get(key)
                if known is None or cost < known[0]:
                    best[key] = (cost, Candidate(predicate, number, s, o, hit, ""))
    yield from (candidate for _, candidate in best.values())


def _reach(predicate: str) -> float:
    """How long the way over a weak trigger may be."""
    return _BESIDE if predicate in _STRONG_ONLY else _FAR if predicate in _PAIRS else float("inf")


def _telling(sentence: Sentence, predicate: str) -> Sequence[Hit]:
    """The triggers in a sentence that may tell the predicate."""
    hits = sentence.hits.get(predicate, ())
    return [hit for hit in hits if hit.strong] if predicate in _STRONG_ONLY else hits


def _nearest(hits: Sequence[Hit], s: Slot, o: Slot) -> tuple[Hit | None, float]:
    """The trigger with the shortest way to both, and the length of the way (that of the pair where there is none)."""
    cost = float(abs(s.at - o.at))
    if not hits:
        return None, cost
    best: Hit | None = None
    way = float("inf")
    for hit in hits:
        here = _gap(hit.at, s) + _gap(hit.at, o) + (0 if hit.strong else _WEAK)
        if here < way:
            best, way = hit, here
    return best, way + cost / 100


def _gap(at: int, slot: Slot) -> int:
    """How far a trigger is from the list that the slot stands in."""
    if at < slot.first:
        return slot.first - at
    if at > slot.last:
        return at - slot.last
    return abs(at - slot.at)


class _Background:
    """What the article told before a sentence: who and what a participant left out there may be."""

    def __init__(self, scene: Scene, own: frozenset[str]) -> None:
        self._scene = scene
        self._own = own
        self._bodies: dict[str, Slot] = {}
        self._previous: Sentence | None = None
        self._next: Sentence | None = None
        self._recent: dict[str, list[Slot]] = {}
        self._main: dict[str, Slot] = {}
        self._weigh()

    def _weigh(self) -> None:
        # The main event, offence, authority and person: named most often, the first of them.
        best: dict[str, tuple[int, int]] = {}
        for sentence in self._scene.sentences:
            for slot in sentence.slots:
                if slot.kind != "name":
                    continue
                weight = (self._scene.counts[slot.entity], -self._scene.firsts[slot.entity])
                if weight > best.get(slot.type, (0, 0)) or slot.type not in best:
                    best[slot.type] = weight
                    self._main[slot.type] = slot
        self._first: dict[str, Slot] = {}
        for sentence in self._scene.sentences:
            for slot in sentence.slots:
                if slot.kind == "name":
                    self._first.setdefault(slot.type, slot)
                    if slot.type == "ORG":
                        self._bodies.setdefault(slot.entity, slot)

    def reach(self, number: int) -> None:
        """Stand before this sentence."""
        following = self._scene.sentences
        self._next = following[number + 1] if number + 1 < len(following) else None

    def add(self, sentence: Sentence) -> None:
        """The sentence lies behind now."""
        self._previous = sentence
        for slot in sentence.slots:
            recent = self._recent.setdefault(slot.type, [])
            recent[:] = [s for s in recent if s.entity != slot.entity]
            recent.append(slot)

    def fillers(self, types: frozenset[str], sentence: Sentence, present: set[str]) -> list[tuple[str, Slot]]:
        """Participants of these types that may be meant though they are not in the sentence."""
        found: dict[str, tuple[str, Slot]] = {}
        if "ORG" in types and not self._own.isdisjoint(sentence.sequence):
            for person in sentence.slots:
                for body in self._scene.owners.get(person.entity, ()) if person.type == "PERSON" else ():
                    if body in self._bodies:
                        found.setdefault(body, ("own", self._bodies[body]))
        for type_ in sorted(types):
            if type_ == "ORG":
                for slot in reversed(self._recent.get(type_, ())):
                    if self._scene.kinds.get(slot.entity) in _AUTHORITIES:
                        found.setdefault(slot.entity, ("authority", slot))
                        break
            if self._previous is not None:
                for slot in self._previous.slots:
                    if slot.type == type_:
                        found.setdefault(slot.entity, ("previous", slot))
            for slot in self._recent.get(type_, ())[-2:]:
                found.setdefault(slot.entity, ("recent", slot))
            if type_ in self._main and type_ != "GROUP":
                found.setdefault(self._main[type_].entity, ("main", self._main[type_]))
                found.setdefault(self._first[type_].entity, ("first", self._first[type_]))
            if self._next is not None and type_ in ("PERSON", "EVENT", "OFFENCE", "POSITION"):
                for slot in self._next.slots[:4]:
                    if slot.type == type_:
                        found.setdefault(slot.entity, ("next", slot))
        return [filler for entity, filler in found.items() if entity not in present]


# How a participant may be found outside the sentence: the role, and the way. A pair that one of these ways puts
# together is believed now and then; all others were not worth their cost.
_ABSENT: Final = {
    predicate: frozenset(ways.split())
    for predicate, ways in {
        "accusedOf": "o-previous o-recent o-main s-previous s-main s-first s-next",
        "attended": "o-previous o-recent",
        "charged": "s-own s-authority s-main",
        "examined": "s-own s-authority",
        "issued": "s-own o-previous",
        "led": "o-previous o-recent",
        "organised": "o-previous",
        "reported": "o-previous o-main",
        "sanctioned": "s-own o-previous",
        "signed": "o-previous",
        "supports": "s-own o-previous",
        "urged": "s-own",
    }.items()
}
# More ways where the trigger has one of these roots: who `hadir` is at what the article is about.
_ABSENT_ROOT: Final = {"attended": (frozenset({"hadir"}), frozenset({"o-main", "o-first"}))}
# The same where the trigger is weak.
_ABSENT_WEAK: Final = {"attended": frozenset({"o-recent"})}


def _across(sentence: Sentence, number: int, background: _Background) -> Iterator[Candidate]:
    present = {slot.entity for slot in sentence.slots}
    for predicate, strong_ways in _ABSENT.items():
        hits = _telling(sentence, predicate)
        if not hits:
            continue
        ways = strong_ways if any(hit.strong for hit in hits) else _ABSENT_WEAK.get(predicate, frozenset())
        roots, more = _ABSENT_ROOT.get(predicate, (frozenset(), frozenset()))
        if any(hit.root in roots for hit in hits):
            ways |= more
        for absent in sorted({way[0] for way in ways}):
            subjects, objects = SIGNATURES[predicate]
            wanted, given = (subjects, objects) if absent == "s" else (objects, subjects)
            if not any(slot.type in given for slot in sentence.slots):
                continue
            fillers = [
                (way, filler)
                for how, filler in background.fillers(wanted, sentence, present)
                if (way := f"{absent}-{how}") in ways
            ]
            seen: set[tuple[str, str]] = set()
            for slot in sentence.slots if fillers else ():
                if slot.type not in given:
                    continue
                for way, filler in fillers:
                    if filler.entity == slot.entity or (slot.entity, filler.entity) in seen:
                        continue
                    seen.add((slot.entity, filler.entity))
                    hit = min(hits, key=lambda h: (_gap(h.at, slot) + (0 if h.strong else 2 * _WEAK), h.at))
                    pair = (filler, slot) if absent == "s" else (slot, filler)
                    yield Candidate(predicate, number, *pair, hit, way)
