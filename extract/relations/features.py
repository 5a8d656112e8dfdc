"""What the scorer sees of a candidate: sparse features as strings, dense ones as numbers.

All of them hold of a predicate and a pair in general (order, voice, markers, distances, the stretch between), so that
what is learned for one predicate can be shared by all. What depends on less than the whole candidate (the pair, one
participant and the trigger, the trigger) is described once and shared by the candidates that have it in common.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from extract.relations import places
from extract.relations.candidates import Candidate
from extract.relations.frames import Frames, Hit
from extract.relations.places import bucket, head
from extract.relations.scene import ACTORS, Scene, Sentence, Slot

Part = TypeVar("Part")

DENSE: Final = (
    "gap_subject", "gap_object", "gap_pair", "way", "words", "slots_between", "actors_between_subject",
    "actors_between_object", "same_type_nearer_subject", "same_type_nearer_object", "subject_list", "object_list",
    "subject_rank", "object_rank", "subject_count", "object_count", "subject_first", "object_first", "line",
    "sentence_slots", "triggers", "subject_quoted", "object_quoted", "trigger_quoted", "subject_before_trigger",
    "object_before_trigger", "subject_before_object", "passive", "active", "nominal", "by_agent", "away",
    "reference_subject", "reference_object", "comma_between", "verb_between", "subject_is_main", "object_is_main",
    "repeated", "lines",
    "line_slots", "subject_objects", "object_subjects", "strong", "clean_subject", "clean_object", "construction",
    "nearest_subject", "nearest_object", "first_actor", "link", "first_person", "speaks",
    "chance_subject", "chance_object",
    "listed_subject", "listed_object",
)  # fmt: skip

_AWAY: Final = {
    way: n for n, way in enumerate(("", "previous", "recent", "main", "first", "next", "own", "authority"))
}  # fmt: skip
_FIRST: Final = frozenset({"saya", "kami", "kita", "aku", "gua", "gue"})
_MARKERS: Final = frozenset({
    "oleh", "kepada", "terhadap", "dari", "dengan", "bersama", "dan", "serta", "di", "ke", "untuk", "sebagai",
    "pada", "dalam", "atas", "soal", "tentang", "selaku", "antara", "menurut", "kata", "ujar", "yang", ",", "(",
    "-", "–", ":", "karena", "didampingi", "disaksikan", "termasuk",
})  # fmt: skip
_TITLED: Final = frozenset({"holdsPosition", "candidateFor", "memberOf"})
_HEADED: Final = frozenset({"GROUP", "POSITION", "EVENT", "DOCUMENT", "OFFENCE"})
_SURENESS: Final = (0.12, 0.2, 0.3, 0.42, 0.58, 0.75, 0.9, 0.97)
_VERBS: Final = ("me", "di", "ber", "ter")


def _sureness(chance: float) -> int:
    """How sure a mention is, in steps."""
    return bisect(_SURENESS, chance)


def kind(slot: Slot, scene: Scene, frames: Frames) -> str:
    """What a participant is, finer than its type: the kind of a body, the last noun of a group."""
    if slot.type == "ORG":
        here = frames.kind(slot.text)
        return here if here != "other" else scene.kinds.get(slot.entity, "other")
    return slot.type


@dataclass(frozen=True, slots=True)
class _Pair(Generic[Part]):
    """Two participants, whatever is said of them."""

    part: Part
    types: str
    kind_s: str
    kind_o: str
    gap: int
    slots_between: int
    comma: int
    verb: int
    lists: int
    first_actor: bool


@dataclass(frozen=True, slots=True)
class _Side(Generic[Part]):
    """A participant and a trigger."""

    part: Part
    gap: int
    same: int
    actors: int
    shape: str
    agent: int
    path: str
    listed: int


@dataclass(frozen=True, slots=True)
class _Trigger(Generic[Part]):
    """A trigger by itself."""

    part: Part
    quoted: bool
    first_person: bool
    own: str


class Describer(Generic[Part]):
    """Describes the candidates of one article; `encode` makes of a list of features what its user needs."""

    def __init__(
        self, scene: Scene, candidates: Sequence[Candidate], frames: Frames, encode: Callable[[list[str]], Part]
    ) -> None:
        self._scene = scene
        self._frames = frames
        self._encode = encode
        self._lines = scene.text.count("\n") + 1
        if scene.syntax is not None:
            asked = [scene.sentences[n] for n in sorted({c.sentence for c in candidates if c.hit is not None})]
            scene.syntax.read([(sentence.start, sentence.end) for sentence in asked])
        self._main: dict[str, str] = {}
        for entity in sorted(scene.counts, key=lambda e: (-scene.counts[e], scene.firsts[e])):
            self._main.setdefault(scene.types[entity], entity)
        self._repeats: dict[tuple[str, str, str], int] = {}
        self._subjects: dict[tuple[str, int, str], int] = {}
        self._objects: dict[tuple[str, int, str], int] = {}
        for c in candidates:
            self._repeats[c.key] = self._repeats.get(c.key, 0) + 1
            s, o = (c.predicate, c.sentence, c.subject.entity), (c.predicate, c.sentence, c.object.entity)
            self._subjects[s] = self._subjects.get(s, 0) + 1
            self._objects[o] = self._objects.get(o, 0) + 1
        # By identity: slots and triggers are one object each as long as the scene lasts.
        self._pairs: dict[tuple[int, int, int, str], _Pair[Part]] = {}
        self._sides: dict[tuple[int, int, str], _Side[Part]] = {}
        self._triggers: dict[int, _Trigger[Part]] = {}
        self._no_trigger = encode(["notr"])

    def describe(self, c: Candidate) -> tuple[list[Part], list[float]]:
        """The sparse features of a candidate in parts that have none in common, and its dense features."""
        s, o, hit, away = c.subject, c.object, c.hit, c.away
        scene = self._scene
        sentence = scene.sentences[c.sentence]
        sequence = sentence.sequence
        s_in, o_in = away[:1] != "s", away[:1] != "o"
        n_subjects = self._subjects[c.predicate, c.sentence, s.entity]
        n_objects = self._objects[c.predicate, c.sentence, o.entity]
        main_s, main_o = self._main.get(s.type) == s.entity, self._main.get(o.type) == o.entity
        place = (c.sentence, id(s), id(o), away)
        pair = self._pairs.get(place)
        if pair is None:
            pair = self._pairs[place] = self._pair(c, sentence, s_in, o_in, main_s, main_o)
        parts = [pair.part]
        f = [f"ns:{min(n_subjects, 6)}", f"no:{min(n_objects, 6)}"]
        if c.predicate in _TITLED:
            f += _titled(c, sentence, s_in and o_in)
        gap_s = gap_o = 60
        listed_s = listed_o = -1
        near_s = near_o = actors_s = actors_o = agent = link = 0
        order, voice, root, shape_s, shape_o = "none", "-", "-", "?", "?"
        quoted = first_person = speaks = False
        if hit is None:
            parts.append(self._no_trigger)
        else:
            voice, root = hit.voice, hit.root
            strength = "strong" if hit.strong else "weak"
            trigger = self._triggers.get(id(hit))
            if trigger is None:
                trigger = self._triggers[id(hit)] = self._trigger(hit, sentence)
            parts.append(trigger.part)
            quoted, first_person = trigger.quoted, trigger.first_person
            path_s = path_o = "away"
            if s_in:
                side = self._sides.get((id(hit), id(s), "s")) or self._side(hit, s, "s", sentence)
                gap_s, near_s, actors_s, shape_s = side.gap, side.same, side.actors, side.shape
                agent, path_s, listed_s = side.agent, side.path, side.listed
                parts.append(side.part)
            if o_in:
                side = self._sides.get((id(hit), id(o), "o")) or self._side(hit, o, "o", sentence)
                gap_o, near_o, actors_o, shape_o = side.gap, side.same, side.actors, side.shape
                path_o, listed_o = side.path, side.listed
                parts.append(side.part)
            order = places.order(hit.at, s if s_in else None, o if o_in else None)
            before = sequence[hit.at - 1] if hit.at else "^"
            f += [
                f"o:{order}", f"ov:{order}:{voice}", f"tr:{root}:{order}", f"tf:{hit.form}:{order}",
                f"tv:{hit.frame}:{voice}:{order}:{pair.types}",
                f"q:{quoted}:{s.quoted if s_in else '-'}:{o.quoted if o_in else '-'}:{order}",
                f"tb:{before}:{order}",
                f"c:{voice}:{shape_s}:{shape_o}:{strength}", f"c:{root}:{voice}:{shape_s}:{shape_o}",
                f"ck:{pair.kind_s}:{pair.kind_o}:{strength}:{order}:{voice}",
            ]  # fmt: skip
            if not s_in:
                f.append(f"cs:{voice}:?:{strength}")
            if not o_in:
                f.append(f"co:{voice}:?:{strength}")
            speaks = quoted and s_in and not s.quoted
            if quoted:
                f.append(f"fp:{first_person}:{speaks}:{voice}")
                f.append(f"fpk:{s.kind}:{first_person}:{speaks}:{shape_o}")
            if scene.syntax is not None:
                link = _link(path_s, path_o, voice)
                f += [
                    f"dd:{path_s}:{path_o}:{voice}", f"dr:{root}:{path_s}:{path_o}", f"dl:{link}:{strength}",
                ]  # fmt: skip
                if not s_in:
                    f += ["ds:away", f"ds:{voice}:away"]
                if not o_in:
                    f += ["do:away", f"do:{voice}:away"]
            if away:
                f += [
                    f"ca:{away}:{voice}:{shape_s}:{shape_o}:{strength}",
                    f"cak:{away}:{pair.kind_o if s_in else pair.kind_s}:{strength}", f"cao:{trigger.own}:{away}",
                ]  # fmt: skip
        if away:
            f += [f"aw:{away}:{order}:{voice}", f"aw:{away}:{main_o if s_in else main_s}:{root}"]
        parts.append(self._encode(f))
        counts, firsts = scene.counts, scene.firsts
        dense: list[float] = [
            gap_s, gap_o, pair.gap if s_in and o_in else 60, gap_s + gap_o, len(sequence), pair.slots_between,
            actors_s, actors_o, near_s, near_o, s.size, o.size, s.rank, o.rank,
            counts.get(s.entity, 0), counts.get(o.entity, 0),
            firsts.get(s.entity, 0) / 500, firsts.get(o.entity, 0) / 500, sentence.line, len(sentence.slots),
            len(sentence.hits.get(c.predicate, ())), s.quoted, o.quoted, quoted,
            hit is not None and s_in and s.at < hit.at, hit is not None and o_in and o.at < hit.at,
            s_in and o_in and s.at < o.at,
            voice == "passive", voice == "active", voice == "nominal", agent,
            _AWAY[away[2:]],
            s.kind != "name", o.kind != "name", pair.comma, pair.verb, main_s, main_o, self._repeats[c.key],
            self._lines, pair.lists, n_subjects, n_objects,
            hit is not None and hit.strong, shape_s[1:2] == "0", shape_o[1:2] == "0",
            _CONSTRUCTIONS.get((voice, shape_s[:2], shape_o[:2]), 0), shape_s[-1] == "1", shape_o[-1] == "1",
            pair.first_actor, link, first_person, speaks, s.chance, o.chance, listed_s, listed_o,
        ]  # fmt: skip
        return parts, dense

    def _trigger(self, hit: Hit, sentence: Sentence) -> _Trigger[Part]:
        sequence = sentence.sequence
        after = sequence[hit.at + 1] if hit.at + 1 < len(sequence) else "$"
        before = sequence[hit.at - 1] if hit.at else "^"
        quoted = sentence.quoted[hit.at]
        return _Trigger(
            self._encode([f"ta:{hit.root}:{after}", f"tb:{before}", f"S:{'strong' if hit.strong else 'weak'}"]),
            quoted,
            quoted and not _FIRST.isdisjoint(sequence[max(0, hit.at - 5) : hit.at]),
            "-" if self._frames.own.isdisjoint(sequence) else "own",
        )

    def _side(self, hit: Hit, slot: Slot, name: str, sentence: Sentence) -> _Side[Part]:
        voice, root = hit.voice, hit.root
        strength = "strong" if hit.strong else "weak"
        edge = places.edge(slot, hit.at)
        stretch = places.between(sentence, hit.at, edge)
        gap = len(stretch)
        side = "l" if edge < hit.at else "r"
        actors = places.rivals(stretch)
        marker = places.context(sentence, slot.first, -1)
        shape = places.shape(stretch, actors, side, marker, self._frames)
        near = bucket(gap)
        f = [
            f"{name}g:{side}:{near}", f"{name}gv:{side}:{voice}:{near}", f"{name}r:{side}:{voice}:{min(actors, 3)}",
            f"{name}m:{side}:{voice}:{marker if marker in _MARKERS else '*'}", f"{name}m:{marker}:{root}",
            f"{name}n:{side}:{places.context(sentence, slot.last, 1)}", f"c{name}:{voice}:{shape}:{strength}",
        ]  # fmt: skip
        if gap <= 3:
            words = " ".join(stretch)
            f += [f"{name}x:{side}:{words}:{voice}", f"{name}xr:{side}:{words}:{root}"]
        if gap <= 10:
            f += [f"{name}b:{side}:{w}" for w in stretch]
        listed = -1
        if side == "r":
            listed = places.listed(stretch, self._frames)
            if listed >= 0:
                counted = stretch[:listed]
                between = places.rivals(counted) - counted.count("<GROUP>")
                f += [
                    f"{name}L:{voice}:{strength}:{bucket(listed)}", f"{name}L:{voice}:{slot.type}:{min(between, 2)}",
                    f"{name}L:{root}:{'<GROUP>' in counted}",
                ]  # fmt: skip
        path = "away"
        if self._scene.syntax is not None:
            path = self._scene.syntax.path(sentence.offsets[hit.at][0], slot.start, slot.end)
            f += [f"d{name}:{path}", f"d{name}:{voice}:{path}"]
        made = self._sides[id(hit), id(slot), name] = _Side(
            self._encode(f),
            gap,
            stretch.count(f"<{slot.type}>"),
            actors,
            shape,
            int(marker == "oleh" or (voice == "passive" and side == "r" and gap == 0)),
            path,
            listed,
        )
        return made

    def _counted(self, group: Slot, sentence: Sentence) -> bool:
        """Whether those that a group counts are named behind it: `tiga orang, yakni A, B dan C`."""
        behind = sentence.sequence[group.at + 1 : group.at + 40]
        opens = places.listed(behind, self._frames)
        return 0 <= opens < 16 and "<PERSON>" in behind[opens : opens + 8]

    def _pair(
        self, c: Candidate, sentence: Sentence, s_in: bool, o_in: bool, main_s: bool, main_o: bool
    ) -> _Pair[Part]:
        scene = self._scene
        s, o, away = c.subject, c.object, c.away
        sequence = sentence.sequence
        first_word = sequence[0] if sequence else "^"
        types = f"{s.type[:3]}{o.type[:3]}"
        kind_s, kind_o = kind(s, scene, self._frames), kind(o, scene, self._frames)
        actor = next((x.entity for x in sentence.slots if x.type in ACTORS), None)
        first_actor = s_in and actor == s.entity
        f = [
            f"ks:{kind_s}", f"ko:{kind_o}", f"kso:{kind_s}:{kind_o}", f"t:{types}", f"k:{s.kind}:{o.kind}", f"a:{away}",
            f"hs:{head(s) if s.type == 'GROUP' else s.type}", f"ho:{head(o) if o.type in _HEADED else o.type}",
            f"w0:{first_word}", f"li:{min(sentence.line, 4)}",
            f"cs:{min(scene.counts.get(s.entity, 0), 4)}:{min(scene.counts.get(o.entity, 0), 4)}",
            f"ms:{main_s}:{main_o}", f"fa:{first_actor}",
            f"sch:{s.type}:{_sureness(s.chance)}", f"och:{o.type}:{_sureness(o.chance)}",
        ]  # fmt: skip
        if o.type == "POSITION":
            f += _office(s, o, away, sentence)
        if o.type == "POSITION" or s.type == "POSITION":
            f.append(f"calon:{o.candidacy}")
        if s.kind == "inner" or o.kind == "inner":
            f.append("inner")
        if s.type == "EVENT":
            f.append(f"he:{head(s)}")
        for side, slot, here in (("s", s, s_in), ("o", o, o_in)):
            if here and slot.type == "GROUP":
                f.append(f"{side}G:{self._counted(slot, sentence)}")
        lists = int(s_in and s.size > 1) + int(o_in and o.size > 1)
        if s_in and s.size > 1:
            f.append("ls")
        if o_in and o.size > 1:
            f.append("lo")
        if away:
            given = s if s_in else o
            missing = o if s_in else s
            rival = any(x.type == missing.type for x in sentence.slots if x is not given)
            f += [
                f"aw:{away}:{first_word}", f"am:{away}:{places.context(sentence, given.first, -1)}",
                f"an:{away}:{places.context(sentence, given.last, 1)}", f"ar:{away}:{rival}",
            ]  # fmt: skip
            return _Pair(self._encode(f), types, kind_s, kind_o, 0, 0, 0, 0, lists, first_actor)
        se, oe = places.edge(s, o.at), places.edge(o, s.at)
        if s.first == o.first and s.size > 1:
            se, oe = s.at, o.at
            f.append("samelist")
        stretch = places.between(sentence, se, oe)
        gap = len(stretch)
        way = "so" if s.at < o.at else "os"
        f += [
            f"d:{way}", f"g:{way}:{bucket(gap)}",
            f"cl:{way}:{places.context(sentence, min(se, oe), -1)}",
            f"cr:{way}:{places.context(sentence, max(se, oe), 1)}",
        ]  # fmt: skip
        if gap <= 3:
            f.append(f"x:{way}:{' '.join(stretch)}")
        if gap <= 12:
            f += [f"b:{way}:{w}" for w in stretch]
        raw = sequence[min(s.at, o.at) + 1 : max(s.at, o.at)]
        if len(raw) <= 3:
            f.append(f"r:{way}:{' '.join(raw)}:{types}")
        slots = sum([w[0] == "<" for w in stretch])
        verb = sum([len(w) > 5 and w.startswith(_VERBS) for w in stretch])
        return _Pair(self._encode(f), types, kind_s, kind_o, gap, slots, stretch.count(","), verb, lists, first_actor)


def _office(s: Slot, o: Slot, away: str, sentence: Sentence) -> list[str]:
    """What stands round an office, and whether office and name have the same place in two lists."""
    sequence = sentence.sequence
    o_in = away[:1] != "o"
    after = sequence[o.at + 1] if o_in and o.at + 1 < len(sequence) else "$"
    found = [f"oa:{after}", f"oak:{after}:{s.kind}:{away}"]
    if o_in:
        before = sequence[o.at - 1] if o.at else "^"
        found += [f"pb:{before}", f"pb:{before}:{away}"]
        if not away and o.size > 1 and s.size > 1:
            found.append(f"rk:{s.rank == o.rank}:{s.size == o.size}")
    return found


def _titled(c: Candidate, sentence: Sentence, both: bool) -> list[str]:
    """What tells whose an office, a candidacy or a membership is."""
    s, o = c.subject, c.object
    found = places.beside(sentence, s, o) if both else []
    if c.predicate == "candidateFor":
        deputy = "wakil" in o.text.lower()
        found += [
            f"rw:{min(s.rank, 2)}:{min(s.size, 3)}:{deputy}", f"rw:{c.away}:{o.candidacy}:{deputy}:{s.rank % 2}",
        ]  # fmt: skip
    return found


_CONSTRUCTIONS: Final = {
    ("active", "l0", "r0"): 3, ("passive", "r0", "l0"): 3, ("passive", "ro", "l0"): 3, ("nominal", "r0", "rt"): 3,
    ("nominal", "ro", "r0"): 3, ("active", "l1", "r0"): 2, ("active", "l0", "r1"): 2, ("passive", "r0", "l1"): 2,
    ("bare", "l0", "r0"): 2, ("active", "l1", "r1"): 1, ("passive", "ro", "l1"): 2, ("bare", "l1", "r0"): 1,
}  # fmt: skip
"""How surely a trigger's voice and the places of subject and object make a clause of it."""


_SUBJECTS: Final = frozenset({"nsubj", "<conj.nsubj", "<acl:relcl", "<xcomp.nsubj", "<advcl.nsubj", "<parataxis.nsubj"})
_AGENTS: Final = frozenset(
    {"obl+oleh", "obl", "nmod+oleh", "obj", "obl:agent+oleh", "obl:agent", "nmod", "<conj.obl+oleh"}
)
_PATIENTS: Final = frozenset({"nsubj:pass", "<acl:relcl", "<conj.nsubj:pass", "<acl", "nsubj", "<advcl.nsubj:pass"})
_OBJECTS: Final = frozenset(
    {"obj", "iobj", "obl+kepada", "obl+terhadap", "obj.nmod", "xcomp", "nmod", "obl+dengan", "obl+atas"}
)


def _link(subject: str, object_: str, voice: str) -> int:
    """How many of the two hang on the trigger where its voice wants them."""
    if voice == "passive":
        return (subject in _AGENTS) + 2 * (object_ in _PATIENTS)
    return (subject in _SUBJECTS) + 2 * (object_ in _OBJECTS)
