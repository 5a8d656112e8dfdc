"""The one door between reading and the graph: what an article says, as frozen values and as one JSON line.

Standard library only, shared by `extract` and `kg`. Offsets are Python string indices into `ArticleFacts.text`.
The JSON form is the one of the reference annotations: `id`, `text`, `mentions`, `entities`, `facts`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from extract.errors import InputError

EntityType = Literal["PERSON", "ORG", "PLACE", "POSITION", "EVENT", "DOCUMENT", "GROUP", "OFFENCE", "DATE"]
Factuality = Literal["asserted", "alleged", "planned", "denied"]
Status = Literal["current", "acting", "former", "elect"]

ENTITY_TYPES: Final[tuple[str, ...]] = (
    "PERSON", "ORG", "PLACE", "POSITION", "EVENT", "DOCUMENT", "GROUP", "OFFENCE", "DATE",
)  # fmt: skip
FACTUALITIES: Final[tuple[str, ...]] = ("asserted", "alleged", "planned", "denied")
STATUSES: Final[tuple[str, ...]] = ("current", "acting", "former", "elect")
ANONYMOUS: Final = "anonymous"
ROLES: Final[tuple[str, ...]] = ("date", "place", "to", "position")

_ACTOR = frozenset({"PERSON", "ORG", "GROUP"})
SIGNATURES: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "holdsPosition": (frozenset({"PERSON"}), frozenset({"POSITION"})),
    "candidateFor": (frozenset({"PERSON"}), frozenset({"POSITION", "EVENT"})),
    "memberOf": (frozenset({"PERSON"}), frozenset({"ORG"})),
    "relativeOf": (frozenset({"PERSON"}), frozenset({"PERSON"})),
    "supports": (_ACTOR, frozenset({"PERSON", "ORG"})),
    "attended": (_ACTOR, frozenset({"EVENT"})),
    "led": (frozenset({"PERSON", "ORG"}), frozenset({"EVENT"})),
    "organised": (_ACTOR, frozenset({"EVENT"})),
    "heldAt": (frozenset({"EVENT"}), frozenset({"PLACE"})),
    "heldOn": (frozenset({"EVENT"}), frozenset({"DATE"})),
    "accompanied": (_ACTOR, _ACTOR),
    "met": (_ACTOR, _ACTOR),
    "signed": (_ACTOR, frozenset({"DOCUMENT"})),
    "pledged": (_ACTOR, frozenset({"DOCUMENT", "EVENT"})),
    "issued": (_ACTOR, frozenset({"DOCUMENT"})),
    "accusedOf": (_ACTOR, frozenset({"OFFENCE"})),
    "reported": (_ACTOR, _ACTOR),
    "examined": (_ACTOR, _ACTOR),
    "charged": (_ACTOR, _ACTOR),
    "sanctioned": (_ACTOR, _ACTOR),
    "appointed": (_ACTOR, _ACTOR),
    "criticised": (_ACTOR, _ACTOR),
    "urged": (_ACTOR, _ACTOR),
    "stated": (_ACTOR, frozenset()),
}
"""Predicate → (types its subject may have, types its object may have); `stated` has no object."""

PREDICATES: Final[tuple[str, ...]] = tuple(SIGNATURES)
SYMMETRIC: Final = frozenset({"relativeOf", "accompanied", "met"})
"""Predicates that the reference annotations accept in either order."""


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A stretch of the text that names an entity."""

    start: int
    end: int
    entity: str
    type: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A real thing within one article: its fullest name, the spellings seen, and for persons the titles cut off them.

    The `name` of a DATE is an ISO date or a prefix of one; of a POSITION, the office without Pj, Plt, mantan, calon.
    """

    id: str
    type: str
    name: str
    mentions: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Cue:
    """A stretch of the text that made a fact alleged, planned or denied, or that names its source."""

    start: int
    end: int
    category: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One edge that the article states, with how sure it is, whose claim it is, and where it stands.

    `start`, `end`: the sentence or sentences that state it. `trigger`: the word that made the rule fire. `subject_span`
    and `object_span`: where the participants stand (a pronoun's own place where a pronoun was read as one).
    `confidence`: the calibrated share of facts like this one that are right, 0 to 1.
    """

    p: str
    s: str
    o: str | None
    start: int
    end: int
    factuality: str = "asserted"
    by: str | None = None
    status: str | None = None
    date: str | None = None
    place: str | None = None
    to: str | None = None
    position: str | None = None
    rule: str = "unnamed"
    trigger: tuple[int, int] | None = None
    subject_span: tuple[int, int] | None = None
    object_span: tuple[int, int] | None = None
    cues: tuple[Cue, ...] = ()
    confidence: float | None = None

    @property
    def key(self) -> tuple[str, str, str | None]:
        """What the fact says, apart from where and how."""
        return (self.p, self.s, self.o)


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """Something a reader should know about a stretch of the text, e.g. a weekday that contradicts its date."""

    start: int
    end: int
    kind: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """All that one article says, a function of the article and the version of the extractor alone."""

    id: str
    text: str
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    extractor: str = "unknown"
    skip: tuple[int, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    facts: tuple[Fact, ...] = ()
    remarks: tuple[Remark, ...] = ()
    _by_id: Mapping[str, Entity] = field(default_factory=dict, init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {entity.id: entity for entity in self.entities})

    def entity(self, id: str) -> Entity:
        """The entity of that id; KeyError where the article has none."""
        return self._by_id[id]


def to_json(article: ArticleFacts) -> str:
    """The article as one line of JSON, the same bytes for the same value."""
    record: dict[str, Any] = {"id": article.id}
    for name in ("url", "title", "publisher", "published"):
        record[name] = getattr(article, name)
    record |= {"text": article.text, "extractor": article.extractor, "skip": list(article.skip)}
    record["mentions"] = [
        {"start": m.start, "end": m.end, "entity": m.entity, "type": m.type} for m in article.mentions
    ]
    record["entities"] = [_entity_record(entity) for entity in article.entities]
    record["facts"] = [_fact_record(fact) for fact in article.facts]
    if article.remarks:
        record["remarks"] = [{"start": r.start, "end": r.end, "kind": r.kind, "note": r.note} for r in article.remarks]
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _entity_record(entity: Entity) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": entity.id,
        "type": entity.type,
        "name": entity.name,
        "mentions": list(entity.mentions),
    }
    if entity.titles:
        record["titles"] = list(entity.titles)
    return record


def _fact_record(fact: Fact) -> dict[str, Any]:
    record: dict[str, Any] = {"p": fact.p, "s": fact.s}
    if fact.o is not None:
        record["o"] = fact.o
    record |= {"start": fact.start, "end": fact.end, "factuality": fact.factuality, "by": fact.by}
    for name in ("status", *ROLES):
        if getattr(fact, name) is not None:
            record[name] = getattr(fact, name)
    record["rule"] = fact.rule
    for name in ("trigger", "subject_span", "object_span"):
        if getattr(fact, name) is not None:
            record[name] = list(getattr(fact, name))
    if fact.cues:
        record["cues"] = [{"start": c.start, "end": c.end, "category": c.category} for c in fact.cues]
    if fact.confidence is not None:
        record["confidence"] = round(fact.confidence, 4)
    return record


def from_json(line: str, *, where: str = "facts") -> ArticleFacts:
    """The value that `to_json` wrote, or that a person or another tool did; InputError says what does not hold."""
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"not a line of JSON ({error.msg}).", reason="not-json", where=where) from error
    return from_record(record, where=where)


def from_record(record: object, *, where: str = "facts") -> ArticleFacts:
    """The article that a decoded JSON object describes, checked; InputError says what does not hold."""
    try:
        article = _decode(record)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"not an article's facts ({type(error).__name__}: {error}).",
            reason="not-facts",
            where=where,
            remedy="Each line needs id, text, mentions, entities and facts.",
        ) from error
    faults = list(check(article))
    if faults:
        raise InputError(f"article {article.id!r}: {faults[0]}", reason="invalid-facts", where=where)
    return article


def _decode(record: Any) -> ArticleFacts:
    return ArticleFacts(
        id=_text(record["id"]),
        text=_text(record["text"]),
        url=_optional(record.get("url")),
        title=_optional(record.get("title")),
        publisher=_optional(record.get("publisher")),
        published=_optional(record.get("published")),
        extractor=str(record.get("extractor") or "unknown"),
        skip=tuple(int(n) for n in record.get("skip", ())),
        mentions=tuple(
            Mention(int(m["start"]), int(m["end"]), _text(m["entity"]), _text(m["type"])) for m in record["mentions"]
        ),
        entities=tuple(
            Entity(
                _text(e["id"]),
                _text(e["type"]),
                _text(e["name"]),
                tuple(_text(m) for m in e.get("mentions", ())),
                tuple(_text(t) for t in e.get("titles", ())),
            )
            for e in record["entities"]
        ),
        facts=tuple(
            Fact(
                p=_text(f["p"]),
                s=_text(f["s"]),
                o=_optional(f.get("o")),
                start=int(f["start"]),
                end=int(f["end"]),
                factuality=_text(f["factuality"]),
                by=_optional(f.get("by")),
                status=_optional(f.get("status")),
                date=_optional(f.get("date")),
                place=_optional(f.get("place")),
                to=_optional(f.get("to")),
                position=_optional(f.get("position")),
                rule=str(f.get("rule") or "unnamed"),
                trigger=_pair(f.get("trigger")),
                subject_span=_pair(f.get("subject_span")),
                object_span=_pair(f.get("object_span")),
                cues=tuple(Cue(int(c["start"]), int(c["end"]), _text(c["category"])) for c in f.get("cues", ())),
                confidence=None if f.get("confidence") is None else float(f["confidence"]),
            )
            for f in record["facts"]
        ),
        remarks=tuple(
            Remark(int(r["start"]), int(r["end"]), _text(r["kind"]), str(r.get("note", "")))
            for r in record.get("remarks", ())
        ),
    )


def _optional(value: object) -> str | None:
    return None if value is None else str(value)


def _pair(value: Any) -> tuple[int, int] | None:
    return None if value is None else (int(value[0]), int(value[1]))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text expected, found {value!r}")
    return value


def check(article: ArticleFacts) -> Iterator[str]:
    """Every rule of the door that the article breaks, as a sentence; none where it may pass."""
    size = len(article.text)
    types = {entity.id: entity.type for entity in article.entities}
    if not article.id:
        yield "an article needs an id."
    if len(types) != len(article.entities):
        yield "two entities have one id."
    for entity in article.entities:
        if entity.type not in ENTITY_TYPES:
            yield f"entity {entity.id!r} has the unknown type {entity.type!r}."
    for mention in article.mentions:
        if not 0 <= mention.start < mention.end <= size:
            yield f"a mention of {mention.entity!r} lies outside the text ({mention.start}–{mention.end})."
        if types.get(mention.entity) != mention.type:
            yield f"a mention at {mention.start} names the entity {mention.entity!r} of another type, or of none."
    for fact in article.facts:
        yield from _check_fact(fact, types, size)


def _check_fact(fact: Fact, types: Mapping[str, str], size: int) -> Iterator[str]:
    name = f"fact {fact.p}({fact.s}, {fact.o})"
    if fact.p not in SIGNATURES:
        yield f"{name}: no such predicate."
        return
    subjects, objects = SIGNATURES[fact.p]
    if types.get(fact.s) not in subjects:
        yield f"{name}: its subject is {types.get(fact.s)}, not one of {sorted(subjects)}."
    if not objects and fact.o is not None:
        yield f"{name}: it has no object."
    if objects and (fact.o is None or types.get(fact.o) not in objects):
        yield f"{name}: its object is {types.get(fact.o or '')}, not one of {sorted(objects)}."
    if fact.factuality not in FACTUALITIES:
        yield f"{name}: no factuality {fact.factuality!r}."
    if fact.status is not None and fact.status not in STATUSES:
        yield f"{name}: no status {fact.status!r}."
    if fact.by not in (None, ANONYMOUS) and fact.by not in types:
        yield f"{name}: it is attributed to {fact.by!r}, which is no entity."
    for role in ROLES:
        filler = getattr(fact, role)
        if filler is not None and filler not in types:
            yield f"{name}: its {role} is {filler!r}, which is no entity."
    for span in ((fact.start, fact.end), fact.trigger, fact.subject_span, fact.object_span):
        if span is not None and not 0 <= span[0] < span[1] <= size:
            yield f"{name}: a span lies outside the text ({span[0]}–{span[1]})."


def read_lines(lines: Iterable[str], *, where: str) -> Iterator[ArticleFacts | InputError]:
    """Each line's article, or the error that sets that line aside."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield from_json(line, where=f"{where}, line {number}")
            except InputError as error:
                yield error
