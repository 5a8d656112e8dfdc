"""What the scorer sees of a candidate: sparse features as strings, dense ones as numbers.

All of them hold of a predicate and a pair in general (order, voice, markers, distances, the stretch between), so that
what is learned for one predicate can be shared by all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extract.relations.candidates import Candidate
from extract.relations.frames import Frames
from extract.relations.scene import Scene, Sentence, Slot

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
)  # fmt: skip

_AWAY: Final = {
    way: n for n, way in enumerate(("", "previous", "recent", "main", "first", "next", "own", "authority"))
}  # fmt: skip
_FIRST: Final = frozenset({"saya", "kami", "kita", "aku", "gua", "gue"})
_BUCKETS: Final = (0, 1, 2, 3, 4, 5, 7, 10, 15, 25, 40)
_MARKERS: Final = frozenset(
    [
        "oleh",
        "kepada",
        "terhadap",
        "dari",
        "dengan",
        "bersama",
        "dan",
        "serta",
        "di",
        "ke",
        "untuk",
        "sebagai",
        "pada",
        "dalam",
        "atas",
        "soal",
        "tentang",
        "selaku",
        "antara",
        "menurut",
        "kata",
        "ujar",
        "yang",
        ",",
        "(",
        "-",
        "–",
        ":",
        "karena",
        "didampingi",
        "disaksikan",
        "termasuk",
    ]
)


def _bucket(n: int) -> str:
    for i, limit in enumerate(_BUCKETS):
        if n <= limit:
            return str(i)
    return "x"


def _between(sentence: Sentence, a: int, b: int) -> list[str]:
    """The elements strictly between two places, without offices and commas around them."""
    low, high = (a, b) if a < b else (b, a)
    return [w for w in sentence.sequence[low + 1 : high] if w != "<POSITION>"]


def _edge(slot: Slot, other: int) -> int:
    """The element of the slot's list that is nearest to another place."""
    return slot.first if other < slot.first else slot.last if other > slot.last else slot.at


def _context(sentence: Sentence, at: int, step: int) -> str:
    """The next element in a direction, over offices and commas."""
    i = at + step
    sequence = sentence.sequence
    while 0 <= i < len(sequence):
        if sequence[i] != "<POSITION>" and (sequence[i] != "," or abs(i - at) > 2):
            return sequence[i]
        i += step
    return "^" if step < 0 else "$"


def head(slot: Slot) -> str:
    """The first word of a slot's text, lower-case."""
    return slot.text.split(None, 1)[0].lower() if slot.text.strip() else ""


def kind(slot: Slot, scene: Scene, frames: Frames) -> str:
    """What a participant is, finer than its type: the kind of a body, the last noun of a group."""
    if slot.type == "ORG":
        here = frames.kind(slot.text)
        return here if here != "other" else scene.kinds.get(slot.entity, "other")
    return slot.type


class Describer:
    """Describes the candidates of one article."""

    def __init__(self, scene: Scene, candidates: Sequence[Candidate], frames: Frames) -> None:
        self._scene = scene
        self.frames = frames
        self._candidates = candidates
        self._lines = scene.text.count("\n") + 1
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

    def describe(self, c: Candidate) -> tuple[list[str], list[float]]:
        """The sparse and the dense features of a candidate."""
        scene = self._scene
        sentence = scene.sentences[c.sentence]
        return _describe(c, scene, sentence, self, self.frames)

    def numbers(self, c: Candidate) -> tuple[int, int, int, bool, bool, int]:
        """What the whole article says of the pair."""
        return (
            self._repeats[c.key],
            self._subjects[c.predicate, c.sentence, c.subject.entity],
            self._objects[c.predicate, c.sentence, c.object.entity],
            self._main.get(c.subject.type) == c.subject.entity,
            self._main.get(c.object.type) == c.object.entity,
            self._lines,
        )


def _beside(sentence: Sentence, person: Slot, office: Slot) -> list[str]:
    """How an office and a name stand beside each other, and what else stands beside each of them."""
    sequence = sentence.sequence
    low, high = sorted((person.at, office.at))
    between = sequence[low + 1 : high]
    if office.at < person.at and between[:1] in (["<ORG>"], ["<PLACE>"]):
        between = between[1:]  # the body or the area that the office's name left out
    order = "po" if person.at < office.at else "op"
    other = "<ORG>" if office.type == "ORG" else "<POSITION>"

    def touching(at: int, step: int, wanted: str) -> str:
        i, passed = at + step, ""
        while 0 <= i < len(sequence) and sequence[i] in (",", "(", ")", ":", "-", "–"):
            passed += sequence[i]
            i += step
        return passed if 0 <= i < len(sequence) and sequence[i] == wanted else "-"

    found = []
    if len(between) <= 2 and all(w in (",", "(", ")", ":", "-", "–", "selaku", "yang", "#") for w in between):
        # Whose is a title between two names: the one that it touches, by the punctuation that the sentence keeps to.
        mark = "".join(between)
        rival_office = touching(person.at, 1 if order == "op" else -1, other)
        rival_person = touching(office.at, -1 if order == "op" else 1, "<PERSON>")
        found.append(f"bs:{order}:{mark}:{rival_office}:{rival_person}")
        found.append(f"bs:{order}:{mark}:{'free' if rival_office == rival_person == '-' else 'rival'}")
        found.append(f"bh:{order}:{mark}:{head(office)}:{'free' if rival_office == rival_person == '-' else 'rival'}")
        if order == "op":
            # `Kuasa hukum Budi, Rina`: the title is of the one and held by the other.
            beyond = touching(person.at, 1, "<PERSON>")
            found.append(f"bc:{head(office)}:{beyond}:{mark}")
        if ":" in mark:
            found.append(f"bs:colon:{order}")
        elif ":" in rival_office or ":" in rival_person:
            found.append("bs:colon-rival")
    else:
        found.append(f"bs:apart:{'rival' if '<PERSON>' in between or other in between else 'free'}")
    return found


def _describe(
    c: Candidate, scene: Scene, sentence: Sentence, about: Describer, frames: Frames
) -> tuple[list[str], list[float]]:
    s, o, hit = c.subject, c.object, c.hit
    repeats, n_subjects, n_objects, main_s, main_o, lines = about.numbers(c)
    s_in, o_in = not c.away.startswith("s"), not c.away.startswith("o")
    sequence = sentence.sequence
    f: list[str] = []
    add = f.append
    types = f"{s.type[:3]}{o.type[:3]}"
    kind_s, kind_o = kind(s, scene, frames), kind(o, scene, frames)
    add(f"ks:{kind_s}")
    add(f"ko:{kind_o}")
    add(f"kso:{kind_s}:{kind_o}")
    add(f"t:{types}")
    add(f"k:{s.kind}:{o.kind}")
    add(f"a:{c.away}")
    if o.type == "POSITION" and o_in:
        office_before = sequence[o.at - 1] if o.at else "^"
        add(f"pb:{office_before}")
        add(f"pb:{office_before}:{c.away}")
        if s_in and o.size > 1 and s.size > 1:
            add(f"rk:{s.rank == o.rank}:{s.size == o.size}")
    if s.kind == "inner" or o.kind == "inner":
        add("inner")
    add(f"hs:{head(s) if s.type == 'GROUP' else s.type}")
    add(f"ho:{head(o) if o.type in ('GROUP', 'POSITION', 'EVENT', 'DOCUMENT', 'OFFENCE') else o.type}")
    if o.type == "POSITION":
        after = sequence[o.at + 1] if o_in and o.at + 1 < len(sequence) else "$"
        add(f"oa:{after}")
        add(f"oak:{after}:{s.kind}:{c.away}")
    if s.type == "EVENT":
        add(f"he:{head(s)}")
    if o.type == "POSITION" or s.type == "POSITION":
        add(f"calon:{o.candidacy}")
    gap_pair = 0
    comma = verb = 0
    slots_between = 0
    if s_in and o_in:
        se, oe = _edge(s, o.at), _edge(o, s.at)
        if s.first == o.first and s.size > 1:
            se, oe = s.at, o.at
        stretch = _between(sentence, se, oe)
        gap_pair = len(stretch)
        direction = "so" if s.at < o.at else "os"
        add(f"d:{direction}")
        add(f"g:{direction}:{_bucket(gap_pair)}")
        if gap_pair <= 3:
            add(f"x:{direction}:{' '.join(stretch)}")
        if gap_pair <= 12:
            for w in set(stretch):
                add(f"b:{direction}:{w}")
        comma = stretch.count(",")
        slots_between = sum(1 for w in stretch if w[0] == "<")
        verb = sum(1 for w in stretch if len(w) > 5 and w.startswith(("me", "di", "ber", "ter")))
        raw = sequence[min(s.at, o.at) + 1 : max(s.at, o.at)]
        if len(raw) <= 3:
            add(f"r:{direction}:{' '.join(raw)}:{types}")
        for side, place in (("l", min(se, oe)), ("r", max(se, oe))):
            word = _context(sentence, place, -1 if side == "l" else 1)
            add(f"c{side}:{direction}:{word}")
    if c.predicate == "candidateFor":
        deputy = "wakil" in o.text.lower()
        add(f"rw:{min(s.rank, 2)}:{min(s.size, 3)}:{deputy}")
        add(f"rw:{c.away}:{o.candidacy}:{deputy}:{s.rank % 2}")
    if c.predicate in ("holdsPosition", "candidateFor", "memberOf") and s_in and o_in:
        for name in _beside(sentence, s, o):
            add(name)
    lists = 0
    if s_in and s.size > 1:
        add("ls")
        lists += 1
    if o_in and o.size > 1:
        add("lo")
        lists += 1
    if s_in and o_in and s.first == o.first and s.size > 1:
        add("samelist")
    gap_s = gap_o = 60
    near_s = near_o = actors_s = actors_o = 0
    order = "none"
    voice = "-"
    agent = 0
    shape_s = shape_o = "?"
    link = 0
    first_person = speaks = False
    if hit is not None:
        voice = hit.voice
        order = _order(hit.at, s if s_in else None, o if o_in else None)
        quoted = sentence.quoted[hit.at]
        add(f"o:{order}")
        add(f"ov:{order}:{voice}")
        add(f"tr:{hit.root}:{order}")
        add(f"tf:{hit.form}:{order}")
        add(f"tv:{hit.frame}:{voice}:{order}:{types}")
        add(f"q:{quoted}:{s.quoted if s_in else '-'}:{o.quoted if o_in else '-'}:{order}")
        after = sequence[hit.at + 1] if hit.at + 1 < len(sequence) else "$"
        before = sequence[hit.at - 1] if hit.at else "^"
        add(f"ta:{hit.root}:{after}")
        add(f"tb:{before}")
        add(f"tb:{before}:{order}")
        for name, slot, inside in (("s", s, s_in), ("o", o, o_in)):
            if not inside:
                continue
            edge = _edge(slot, hit.at)
            stretch = _between(sentence, hit.at, edge)
            gap = len(stretch)
            side = "l" if edge < hit.at else "r"
            rivals = [w for w in stretch if w in ("<PERSON>", "<ORG>", "<GROUP>")]
            same = sum(1 for w in stretch if w == f"<{slot.type}>")
            add(f"{name}g:{side}:{_bucket(gap)}")
            add(f"{name}gv:{side}:{voice}:{_bucket(gap)}")
            add(f"{name}r:{side}:{voice}:{min(len(rivals), 3)}")
            marker = _context(sentence, slot.first, -1)
            add(f"{name}m:{side}:{voice}:{marker if marker in _MARKERS else '*'}")
            add(f"{name}m:{marker}:{hit.root}")
            trailing = _context(sentence, slot.last, 1)
            add(f"{name}n:{side}:{trailing}")
            if gap <= 3:
                add(f"{name}x:{side}:{' '.join(stretch)}:{voice}")
                add(f"{name}xr:{side}:{' '.join(stretch)}:{hit.root}")
            if gap <= 10:
                for w in set(stretch):
                    add(f"{name}b:{side}:{w}")
            shape = _shape(stretch, side, slot, marker, frames)
            if name == "s":
                shape_s = shape
                gap_s, near_s, actors_s = gap, same, len(rivals)
                agent = int(marker == "oleh" or (voice == "passive" and side == "r" and gap == 0))
            else:
                shape_o = shape
                gap_o, near_o, actors_o = gap, same, len(rivals)
        first_person = quoted and not _FIRST.isdisjoint(sequence[max(0, hit.at - 5) : hit.at])
        speaks = quoted and s_in and not s.quoted
        if quoted:
            add(f"fp:{first_person}:{speaks}:{voice}")
            add(f"fpk:{s.kind}:{first_person}:{speaks}:{shape_o}")
        if scene.syntax is not None:
            place = sentence.offsets[hit.at][0]
            path_s = scene.syntax.path(place, s.start, s.end) if s_in else "away"
            path_o = scene.syntax.path(place, o.start, o.end) if o_in else "away"
            add(f"ds:{path_s}")
            add(f"do:{path_o}")
            add(f"ds:{voice}:{path_s}")
            add(f"do:{voice}:{path_o}")
            add(f"dd:{path_s}:{path_o}:{voice}")
            add(f"dr:{hit.root}:{path_s}:{path_o}")
            link = _link(path_s, path_o, voice)
            add(f"dl:{link}:{'strong' if hit.strong else 'weak'}")
        strength = "strong" if hit.strong else "weak"
        add(f"S:{strength}")
        add(f"c:{voice}:{shape_s}:{shape_o}:{strength}")
        add(f"c:{hit.root}:{voice}:{shape_s}:{shape_o}")
        add(f"cs:{voice}:{shape_s}:{strength}")
        add(f"co:{voice}:{shape_o}:{strength}")
        add(f"ck:{kind_s}:{kind_o}:{strength}:{order}:{voice}")
        if c.away:
            add(f"ca:{c.away}:{voice}:{shape_s}:{shape_o}:{strength}")
            add(f"cak:{c.away}:{kind_s if not s_in else kind_o}:{strength}")
            add(f"cao:{'own' if not frames.own.isdisjoint(sequence) else '-'}:{c.away}")
    else:
        add("notr")
    if c.away:
        first_word = sequence[0] if sequence else "^"
        add(f"aw:{c.away}:{first_word}")
        add(f"aw:{c.away}:{order}:{voice}")
        add(f"aw:{c.away}:{main_s if not s_in else main_o}:{hit.root if hit else '-'}")
        given = o if not s_in else s
        add(f"am:{c.away}:{_context(sentence, given.first, -1)}")
        add(f"an:{c.away}:{_context(sentence, given.last, 1)}")
        rival_inside = any(x.type == (s if not s_in else o).type for x in sentence.slots if x is not given)
        add(f"ar:{c.away}:{rival_inside}")
    add(f"w0:{sequence[0] if sequence else '^'}")
    add(f"li:{min(sentence.line, 4)}")
    add(f"cs:{min(scene.counts.get(s.entity, 0), 4)}:{min(scene.counts.get(o.entity, 0), 4)}")
    add(f"ms:{main_s}:{main_o}")
    add(f"ns:{min(n_subjects, 6)}")
    add(f"no:{min(n_objects, 6)}")
    actors = [x for x in sentence.slots if x.type in ("PERSON", "ORG", "GROUP")]
    first_actor = bool(s_in and actors and actors[0].entity == s.entity)
    add(f"fa:{first_actor}")
    dense = [
        gap_s, gap_o, gap_pair if s_in and o_in else 60, gap_s + gap_o, len(sequence), slots_between,
        actors_s, actors_o, near_s, near_o, s.size, o.size, s.rank, o.rank,
        scene.counts.get(s.entity, 0), scene.counts.get(o.entity, 0),
        scene.firsts.get(s.entity, 0) / 500, scene.firsts.get(o.entity, 0) / 500, sentence.line, len(sentence.slots),
        len(sentence.hits.get(c.predicate, ())), s.quoted, o.quoted, hit is not None and sentence.quoted[hit.at],
        hit is not None and s_in and s.at < hit.at, hit is not None and o_in and o.at < hit.at,
        s_in and o_in and s.at < o.at,
        voice == "passive", voice == "active", voice == "nominal", agent,
        _AWAY[c.away[2:]],
        s.kind != "name", o.kind != "name", comma, verb, main_s, main_o, repeats, lines, lists, n_subjects, n_objects,
        hit is not None and hit.strong, shape_s[1:2] == "0", shape_o[1:2] == "0",
        _CONSTRUCTIONS.get((voice, shape_s[:2], shape_o[:2]), 0), shape_s.endswith("1"), shape_o.endswith("1"),
        first_actor, link, first_person, speaks,
    ]  # fmt: skip
    return f, [float(x) for x in dense]


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


def _shape(stretch: Sequence[str], side: str, slot: Slot, marker: str, frames: Frames) -> str:
    """Where a participant stands to its trigger: its side; 0 next to it, 1 near, 2 far, o/t after oleh or terhadap.

    The last digit tells whether no other actor stands between.
    """
    rivals = sum(1 for w in stretch if w in ("<PERSON>", "<ORG>", "<GROUP>"))
    content = [w for w in stretch if w not in frames.auxiliary and w not in frames.metonym and w not in ",()#"]
    near = "0" if not content else "1" if len(content) <= 3 and not rivals else "2"
    if side == "r" and marker == "oleh":
        near = "o"
    elif side == "r" and marker in ("terhadap", "kepada") and near != "2":
        near = "t"
    return f"{side}{near}{int(not rivals)}"


def _order(at: int, s: Slot | None, o: Slot | None) -> str:
    places = [(at, "T")]
    if s is not None:
        places.append((s.at, "s"))
    if o is not None:
        places.append((o.at, "o"))
    return "".join(name for _, name in sorted(places))
