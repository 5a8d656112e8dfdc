"""Who may be the speaker of a cue, and what the scorer sees of each: order, distance, who spoke last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from extract.facts import Entity
from extract.speech_cues import SpeechData
from extract.speech_scene import ACTORS, Item, Line, SpeechCue

_BUCKETS: Final = (0, 1, 2, 3, 5, 8, 13, 25)


def _bucket(n: int) -> str:
    for i, limit in enumerate(_BUCKETS):
        if n <= limit:
            return str(i)
    return "x"


@dataclass(slots=True)
class History:
    """Who spoke and who was named before a place in the article, the latest last."""

    speakers: list[tuple[str, int]] = field(default_factory=list)
    named: list[tuple[str, int]] = field(default_factory=list)
    subject: str | None = None

    def spoke(self, entity: str, line: int) -> None:
        """The entity is the latest speaker now."""
        self.speakers = [s for s in self.speakers if s[0] != entity]
        self.speakers.append((entity, line))

    def name(self, entity: str, line: int) -> None:
        """The entity is the latest person named now."""
        self.named = [s for s in self.named if s[0] != entity]
        self.named.append((entity, line))

    def close(self, line: Line) -> None:
        """The paragraph lies behind: remember who it named, and its last subject."""
        last: dict[int, str] = {}
        for item in line.items:
            if item.type == "PERSON" and item.entity:
                self.name(item.entity, line.number)
                if not item.quoted:
                    last.setdefault(item.sentence, item.entity)
        if last:
            self.subject = last[max(last)]


@dataclass(slots=True)
class Option:
    """An entity that may be the speaker of a cue, and its features."""

    cue: SpeechCue
    entity: str
    features: list[str]
    item: Item | None


class Options:
    """Finds the options of an article's cues."""

    def __init__(self, lines: Sequence[Line], entities: Sequence[Entity], data: SpeechData) -> None:
        self.lines = lines
        self.data = data
        self.types = {e.id: e.type for e in entities}
        self.names = {e.id: e.name for e in entities}
        self.counts: dict[str, int] = {}
        for line in lines:
            for item in line.items:
                if item.type in ACTORS and item.entity:
                    self.counts[item.entity] = self.counts.get(item.entity, 0) + 1
        self.holders = _holders(lines)
        self._here: dict[int, dict[str, list[int]]] = {}

    def office_without_holder(self, line: Line, cue: SpeechCue) -> bool:
        """Whether an office speaks whose holder the article never names: `kata Ketua KPU di ruang rapat`."""
        items = line.items
        step = -1 if cue.shape == "active" else 1
        j = cue.at + step
        while 0 <= j < len(items) and items[j].word in self.data.fillers and items[j].word not in ("itu", "ini"):
            j += step
        if not 0 <= j < len(items) or items[j].type != "POSITION" or items[j].holder is not None:
            return False
        if items[j].entity in self.holders:
            return False
        beside = items[j + 1 : j + 4]
        if any(it.word in ("itu", "ini", "tersebut") or it.type == "PERSON" for it in beside):
            return False
        return not any(it.type == "PERSON" for it in items[max(0, j - 2) : j])

    def named_beside(self, line: Line, cue: SpeechCue) -> str | None:
        """Who is named beside a word of speech, with or without an office, so that nobody else can be its speaker.

        Behind a tag: `tegas Gunawan`, `ujar Camat Utara, Sri`. Before a verb, where a sentence begins with the office:
        `Camat Utara, Sri, mendesak`.
        """
        items = line.items
        if cue.shape == "active":
            return self._opens(items, cue.at)
        if cue.shape != "tag" or cue.nya:
            return None
        at = cue.at + 1
        if at < len(items) and items[at].type == "POSITION":
            at += 1
            if at < len(items) and items[at].word == ",":
                at += 1
        if at < len(items) and items[at].type == "PERSON" and not items[at].quoted:
            return items[at].actor(self.types)
        return None

    def _opens(self, items: Sequence[Item], verb: int) -> str | None:
        at = verb - 1
        comma = at >= 0 and items[at].word == ","
        if comma:
            at -= 1
        if at < 1 or items[at].type != "PERSON" or items[at].quoted:
            return None
        office = at - 2 if comma and items[at - 1].word == "," else at - 1
        if comma != (office == at - 2) or office < 0 or items[office].type != "POSITION":
            return None
        if office and items[office - 1].sentence == items[office].sentence:
            return None
        return items[at].actor(self.types)

    def spoken_of(self, line: Line, cue: SpeechCue) -> str | None:
        """Who is named where only somebody else than the speaker stands.

        Right behind a pronoun that speaks (`Menurut dia, Sri hadir`), and right before a passive (`Sri disebut hadir`).
        """
        items, at = line.items, cue.at + 1
        if cue.shape == "passive":
            before = items[cue.at - 1] if cue.at else None
            return before.actor(self.types) if before is not None and before.type == "PERSON" else None
        if not cue.nya:
            if cue.shape != "source" or at >= len(items):
                return None
            if items[at].type != "REFERENCE" and items[at].word not in self.data.pronouns:
                return None
            at += 1
        if at + 1 < len(items) and items[at].word == "," and items[at + 1].type == "PERSON":
            return items[at + 1].actor(self.types)
        return None

    def of_cue(self, index: int, number: int, history: History) -> list[Option]:
        """The options of a cue of a line."""
        line = self.lines[index]
        following = self.lines[index + 1] if index + 1 < len(self.lines) else None
        cue = line.cues[number]
        items = line.items
        here = self._actors(index)
        sources: dict[str, list[str]] = {}
        earlier = _earlier_subject(items, cue.at, self.types)
        if earlier is None and history.subject is not None:
            sources.setdefault(history.subject, []).append("subject")
        for entity in here:
            sources.setdefault(entity, []).append("here")
        for rank, (entity, _) in enumerate(reversed(history.speakers[-2:])):
            sources.setdefault(entity, []).append(f"spoke{rank}")
        for rank, (entity, _) in enumerate(reversed(history.named[-2:])):
            sources.setdefault(entity, []).append(f"named{rank}")
        if cue.shape == "quote" and following is not None:
            for item in following.items:
                if not item.quoted and item.type in ACTORS and item.entity:
                    sources.setdefault(item.entity, []).append("next")
                    break
        shared = dict(self._cue_features(line, number, history))
        shared["earlier"] = earlier or history.subject or ""
        return [
            self._option(line, cue, entity, here.get(entity, ()), how, shared, history)
            for entity, how in sources.items()
        ]

    def _actors(self, index: int) -> Mapping[str, list[int]]:
        """Who stands in a line, and at which of its items."""
        here = self._here.get(index)
        if here is None:
            here = self._here[index] = {}
            for i, item in enumerate(self.lines[index].items):
                if item.type:
                    actor = item.actor(self.types)
                    if actor is not None:
                        here.setdefault(actor, []).append(i)
        return here

    def _cue_features(self, line: Line, number: int, history: History) -> Mapping[str, str]:
        cue, items = line.cues[number], line.items
        at = cue.at
        shape = cue.shape + ("+nya" if cue.nya else "")
        before = items[at - 1].word if at else "^"
        before2 = items[at - 2].word if at > 1 else "^"
        after = items[at + 1].word if at + 1 < len(items) else "$"
        after2 = items[at + 2].word if at + 2 < len(items) else "$"
        subject = _subject(items, at, self.data, self.types, cue.shape == "active")
        follower = _follower(items, at, self.data, self.types)
        return {
            "shape": shape, "before": before, "before2": before2, "after": after, "after2": after2, "subject": subject,
            "follower": follower, "number": str(min(number, 3)), "quote": str(bool(line.quotes)),
            "continues": str(line.continues), "cues": str(min(len(line.cues), 4)),
            "opens": str(bool(line.quotes) and line.quotes[0].start == line.start),
            "touch_s": "t" if subject.startswith("actor:") and _touches(items, at, -1, self.data) else "",
            "touch_f": "t" if follower.startswith("actor:") and _touches(items, at, 1, self.data) else "",
            "list": str(items[0].word.isdigit() or items[0].word in "-•"),
        }  # fmt: skip

    def _option(
        self,
        line: Line,
        cue: SpeechCue,
        entity: str,
        places: Sequence[int],
        how: Sequence[str],
        shared: Mapping[str, str],
        history: History,
    ) -> Option:
        items, shape = line.items, shared["shape"]
        type_ = self.types.get(entity, "")
        f: list[str] = ["bias"]
        add = f.append
        sk = f"{shape}:{cue.kind}"
        add(f"s:{shape}")
        add(f"k:{sk}")
        add(f"r:{cue.root}:{cue.shape}")
        add(f"t:{shape}:{type_}")
        source = "+".join(h for h in how if h != "here")
        add(f"src:{shape}:{'here' if places else 'away'}:{source}")
        subject_kind, follower_kind = shared["subject"].split(":")[0], shared["follower"].split(":")[0]
        first_source = source.split("+")[0]
        add(f"src2:{sk}:{'here' if places else 'away'}:{first_source}")
        kinds = f"{subject_kind}:{follower_kind}"
        add(f"spf:{shape}:{kinds}:{'here' if places else source}")
        add(f"q:{shape}:{shared['quote']}:{bool(places)}")
        add(f"cont:{shape}:{source}")
        add(f"list:{shared['list']}")
        add(f"bw:{shape}:{shared['before']}")
        add(f"aw:{shape}:{shared['after']}")
        add(f"bw2:{shape}:{shared['before2']} {shared['before']}")
        if type_ == "GROUP":
            add(f"grp:{self.names[entity].split()[0].lower() if self.names[entity].split() else ''}")
        is_subject = shared["subject"] == f"actor:{entity}"
        is_follower = shared["follower"] == f"actor:{entity}"
        add(f"role:{shape}:{is_subject}:{is_follower}")
        add(f"adj:{shape}:{type_}:{is_subject and shared['touch_s']}:{is_follower and shared['touch_f']}")
        add(f"adj2:{cue.kind}:{is_subject and shared['touch_s']}:{is_follower and shared['touch_f']}")
        rival = (shared["touch_s"] and not is_subject) or (shared["touch_f"] and not is_follower)
        add(f"rival:{shape}:{bool(rival)}:{bool(places)}:{first_source}")
        add(f"role2:{sk}:{is_subject}:{is_follower}:{shared['quote']}")
        add(f"role3:{cue.root}:{is_subject}:{is_follower}")
        add(f"n:{min(self.counts.get(entity, 0), 6)}:{bool(places)}")
        best: Item | None = None
        where = "away"
        if places:
            sentence_here = items[cue.at].sentence
            same_sentence = [p for p in places if items[p].sentence == sentence_here and not items[p].quoted]
            where = ("b" if any(p < cue.at for p in same_sentence) else "a") if same_sentence else "other"
        is_earlier = shared["earlier"] == entity
        rank = "spoke0" if "spoke0" in how else "spoke1" if "spoke1" in how else "-"
        add(f"pro:{shape}:{subject_kind}:{follower_kind}:{where}:{rank}:{is_earlier}")
        add(f"pro2:{subject_kind}:{follower_kind}:{where}:{is_earlier}:{type_}")
        add(f"pro3:{cue.shape}:{where}:{rank}:{is_earlier}:{type_}:{shared['quote']}")
        title = _title(items, cue.at)
        if title is not None:
            add(f"title:{shape}:{self.holders.get(title) == entity}:{where}")
        if places:
            unquoted = [p for p in places if not items[p].quoted] or list(places)
            sentence = items[cue.at].sentence
            near = min(unquoted, key=lambda p: (items[p].sentence != sentence, abs(p - cue.at)))
            best = items[near]
            side = "b" if near < cue.at else "a"
            low, high = sorted((near, cue.at))
            same = best.sentence == sentence
            actors = 0
            words: list[str] = []
            if not ((is_follower and side == "a") or (is_subject and side == "b")):
                fillers, quoted = self.data.fillers, cue.shape == "quote"
                for it in items[low + 1 : high]:
                    if it.quoted and not quoted:
                        continue
                    actors += it.type in ACTORS
                    if it.word[0] != "<" and it.word not in fillers:
                        words.append(it.word)
                if same and side == "a" and shared["follower"].startswith("actor:"):
                    add(f"chain:{shape}:{actors == 0}:{type_}")
            add(f"d:{shape}:{side}:{same}:{_bucket(len(words))}:{min(actors, 2)}")
            add(f"d2:{sk}:{side}:{same}:{min(actors, 2)}")
            add(f"d3:{shape}:{side}:{_bucket(len(words))}")
            add(f"inq:{shape}:{best.quoted}")
            mark = items[near - 1].word if near else "^"
            add(f"m:{shape}:{side}:{mark}")
            mark2 = next((items[j].word for j in range(near - 1, -1, -1) if items[j].word[0] != "<"), "^")
            add(f"m2:{side}:{mark2}")
            if len(words) <= 2:
                add(f"w:{shape}:{side}:{' '.join(words)}")
            for w in words[:6] if len(words) <= 8 else ():
                add(f"bt:{side}:{w}")
            add(f"first:{shape}:{side}:{next((it.entity for it in items if it.type in ACTORS), None) == entity}")
            first_here = next((it.entity for it in items if it.type in ACTORS and it.sentence == sentence), None)
            add(f"first2:{sk}:{side}:{first_here == entity}")
            if cue.kind == "request":
                others = any(it.type in ACTORS and it.entity != entity for it in items[cue.at + 1 : cue.at + 12])
                add(f"req:{is_subject}:{others}:{shared['quote']}:{len(line.cues) > 1}")
                add(f"req2:{cue.root}:{is_subject}:{bool(line.quotes)}")
        else:
            ages = [line.number - n for e, n in history.speakers if e == entity]
            add(f"age:{shape}:{_bucket(ages[0]) if ages else '-'}")
            add(f"away:{shape}:{subject_kind}:{follower_kind}:{source}:{shared['opens']}")
            add(f"alone:{shape}:{sum(1 for e, _ in history.speakers)}"[:18])
            present = any(it.type in ACTORS and not it.quoted for it in items)
            add(f"pres:{shape}:{first_source}:{present}")
        return Option(cue, entity, f, best)


def _touches(items: Sequence[Item], at: int, step: int, data: SpeechData) -> bool:
    """Whether the next item but fillers and offices is a name of an actor."""
    j = at + step
    while 0 <= j < len(items) and (
        items[j].word in data.fillers or items[j].type == "POSITION" or items[j].word in data.roles
    ):
        j += step
    return 0 <= j < len(items) and (items[j].type in ACTORS or items[j].type == "REFERENCE")


def _earlier_subject(items: Sequence[Item], at: int, types: Mapping[str, str]) -> str | None:
    """The first person of the nearest sentence before the cue's own, within the paragraph."""
    best: tuple[int, str] | None = None
    for item in items[:at]:
        if item.sentence == items[at].sentence:
            break
        if (
            item.entity
            and types.get(item.entity) == "PERSON"
            and not item.quoted
            and (best is None or best[0] != item.sentence)
        ):
            best = (item.sentence, item.entity)
    return best[1] if best else None


def _title(items: Sequence[Item], at: int) -> str | None:
    """The office named nearest to the cue in its sentence, within four items."""
    for step in range(1, 5):
        for j in (at - step, at + step):
            if 0 <= j < len(items) and items[j].type == "POSITION" and items[j].sentence == items[at].sentence:
                return items[j].entity
    return None


def _holders(lines: Sequence[Line]) -> dict[str, str]:
    """Who holds an office, where a name stands beside the office somewhere in the article."""
    found: dict[str, str] = {}
    for line in lines:
        for i, item in enumerate(line.items):
            if item.type != "POSITION" or not item.entity:
                continue
            after = [it for it in line.items[i + 1 : i + 4] if it.word not in (",", "(", "h", "hj")]
            before = [it for it in line.items[max(0, i - 2) : i] if it.word != ","]
            near = after[:1] if after and after[0].type == "PERSON" else before[-1:]
            if near and near[0].type == "PERSON" and near[0].entity:
                found.setdefault(item.entity, near[0].entity)
    return found


def _closes_apposition(items: Sequence[Item], at: int) -> bool:
    j = at - 1
    while j >= 0 and items[j].word in (
        "juga",
        "pun",
        "kemudian",
        "lalu",
        "sendiri",
        "turut",
        "lantas",
        "sempat",
        "telah",
    ):
        j -= 1
    return j >= 0 and items[j].word in (",", "–", "—") and items[j].sentence == items[at].sentence


def _subject(items: Sequence[Item], at: int, data: SpeechData, types: Mapping[str, str], active: bool) -> str:
    """Who stands as the subject before a word of speech: `actor:ID`, `pronoun`, `description`, or `none`."""
    sentence = items[at].sentence
    depth = 0
    if active and _closes_apposition(items, at):
        # `Rini, istri mantan lurah Joko, membantah …`: the name before the apposition speaks.
        for j in range(max(0, at - 40), at - 1):
            actor = items[j].actor(types)
            if items[j].sentence == sentence and not items[j].quoted and actor is not None:
                if items[j + 1].word in (",", "(", "–", "—", "-") and types[actor] == "PERSON":
                    return f"actor:{actor}"
                break
    for j in range(at - 1, max(-1, at - 25), -1):
        item = items[j]
        if item.sentence != sentence:
            break
        if item.quoted:
            break
        if item.word == ")":
            depth += 1
        elif item.word == "(":
            depth -= 1
        if depth > 0:
            continue
        actor = item.actor(types)
        if actor is not None:
            return f"actor:{actor}"
        if item.type == "POSITION":
            return "position"
        if item.word in data.pronouns:
            return "pronoun"
        if item.word in ("itu", "tersebut") and at - j <= 3:
            return "description"
    return "none"


def _follower(items: Sequence[Item], at: int, data: SpeechData, types: Mapping[str, str]) -> str:
    """Who stands right after a word of speech: the last of `anggota KPU Rini` or `pengacara Rini, Hendra, …`."""
    position = False
    gap = 0
    found: str | None = None
    kind = ""
    comma = False
    for item in items[at + 1 : at + 14]:
        if item.quoted or item.sentence != items[at].sentence:
            break
        actor = item.actor(types)
        if actor is not None:
            if found is None:
                found, kind = actor, types[actor]
            elif types[actor] == "PERSON" and gap == 0 and (kind != "PERSON" or (comma and position)):
                found, kind = actor, "PERSON"
            if gap:
                break
            comma = False
            continue
        if item.type == "POSITION":
            position = True
            continue
        if item.word in data.pronouns and gap == 0 and found is None:
            return "pronoun"
        if item.word in ".;:":
            break
        if item.word == ",":
            comma = True
        elif found is not None:
            if item.word in ("itu", "ini", "tersebut") and kind != "PERSON":
                return "description"
            break
        else:
            gap += item.word not in data.roles
            position = position or item.word in data.roles
        if gap > 5:
            break
    if found is not None:
        return f"actor:{found}"
    return "position" if position else "none"
