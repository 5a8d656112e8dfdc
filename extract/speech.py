"""Who says what: quotations and reported speech with their speakers, the `stated` facts, and whose claim a fact is.

Pure functions over text, mentions and references; `SpeechReader` is the pipeline's component around them. The words are
data (`extract/data/speech.toml`), the weights come from `extract/training/speech/` (`extract/model/facts/speech.json`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from extract import speech_cues
from extract.document import register as _register
from extract.document import text_of
from extract.facts import ANONYMOUS, Cue, Entity, Fact, Mention
from extract.speech_features import History, Option, Options
from extract.speech_model import SpeechModel, by_features, event_features
from extract.speech_model import load as load_model
from extract.speech_scene import Line, SpeechCue, read_lines
from extract.tentative import firm
from extract.unnamed import unnamed_speakers

RULES: Final = {"quote": "quotation", "tag": "speech-tag", "active": "speech-verb", "passive": "speech-passive",
                "source": "speech-source", "noun": "speech-noun", "follow": "speech-like"}  # fmt: skip
_FAINT: Final = 0.12
"""Below this, a cue is taken for no speech at all, not even for telling whose claim a fact is."""
_NEAR: Final = 60


@dataclass(frozen=True, slots=True, order=True)
class Speech:
    """A stretch of text that is somebody's words: quoted, or reported. `speaker` is None where nobody can be told."""

    start: int
    end: int
    speaker: str | None
    cue: tuple[int, int]
    kind: str
    line: int
    shape: str = "tag"
    root: str = ""
    certain: float = 1.0


class SpeechReading:
    """What one article lets people say."""

    def __init__(self, text: str, lines: Sequence[Line], spans: Sequence[Speech], stated: Sequence[Fact],
                 unnamed: frozenset[str], owners: Mapping[int, str], model: SpeechModel) -> None:  # fmt: skip
        self.text = text
        self.lines = tuple(lines)
        self.spans = tuple(spans)
        self.stated = tuple(stated)
        self.unnamed_speakers: tuple[tuple[Mention, Entity], ...] = ()
        self._unnamed = unnamed
        self._owners = owners
        self._model = model

    def speech_at(self, place: int) -> tuple[Speech | None, str]:
        """The innermost speech around a place, else the one before or after it in its paragraph, and which of these."""
        inside = [s for s in self.spans if s.start <= place < s.end]
        quoted = [s for s in inside if s.kind == "quote"]
        if quoted:
            return max(quoted, key=lambda s: s.start), "quote"
        if inside:
            return max(inside, key=lambda s: (s.start, s.cue)), "reported"
        line = next((x for x in self.lines if x.start <= place <= x.end), None)
        if line is None:
            return None, "none"
        here = [s for s in self.spans if s.line == line.number and s.speaker is not None]
        before = [s for s in here if s.end <= place]
        if before:
            return max(before, key=lambda s: s.end), "after"
        if here:
            return min(here, key=lambda s: s.start), "before"
        return None, "none"

    def attribution(
        self,
        predicate: str,
        trigger: tuple[int, int] | None,
        subject: tuple[int, int] | None,
        object: tuple[int, int] | None,
        sentence: tuple[int, int],
        subject_entity: str | None = None,
    ) -> str | None:
        """Whose claim a fact is: an entity's id, `anonymous`, or None where the article itself tells it."""
        place = next(
            (span[0] for span in (trigger, object, subject) if span and sentence[0] <= span[0] < sentence[1]), None
        )
        speech, how = self.speech_at(sentence[0] if place is None else place)
        if speech is None or speech.speaker is None:
            return None
        if subject_entity is None and subject is not None:
            subject_entity = self._owners.get(subject[0])
        features = by_features(self.text, predicate, speech, how, trigger, subject, object, sentence, subject_entity)
        if self._model.by(features) < self._model.by_threshold:
            return None
        return ANONYMOUS if speech.speaker in self._unnamed else speech.speaker


def read_speech(
    text: str,
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
    references: Iterable[tuple[int, int, str]] = (),
    skip: Iterable[int] = (),
    *,
    model: SpeechModel | None = None,
    teacher: Any = None,
) -> SpeechReading:
    """Read who speaks in an article. `teacher` (training only) picks the option itself."""
    model = model or load_model()
    data = speech_cues.load()
    references, skip = tuple(references), tuple(skip)
    extra, groups = unnamed_speakers(text, mentions, skip, data)
    mentions, entities = sorted((*mentions, *extra)), (*entities, *groups)
    lines = read_lines(text, mentions, references, entities, skip, data)
    options = Options(lines, entities, data)
    history = History()
    spans: list[Speech] = []
    stated: list[Fact] = []
    hidden = False  # whether the latest speaker is an office whose holder is never named
    for index, line in enumerate(lines):
        chosen: list[tuple[SpeechCue, Option | None, float]] = []
        for number, cue in enumerate(line.cues):
            group = options.of_cue(index, number, history)
            office = options.office_without_holder(line, cue)
            if (office or (hidden and _goes_on(cue, group))) and not teacher:
                hidden = True
                chosen.append((cue, Option(cue, ANONYMOUS, [], None), 0.5 * model.event_threshold))
                continue
            named = options.named_beside(line, cue)
            if named is not None and not teacher:
                group = [option for option in group if option.entity == named] or group
            other = options.spoken_of(line, cue)
            if other is not None and not teacher:
                group = [option for option in group if option.entity != other]
            option, certain = (teacher(line, cue, group), 1.0) if teacher else choose(model, group)
            chosen.append((cue, option, certain))
            if option is not None and certain >= model.event_threshold:
                hidden = False
                history.spoke(option.entity, line.number)
        stated.extend(_stated(line, chosen, model.event_threshold))
        spans.extend(_spans(line, chosen))
        history.close(line)
    owners = {m.start: m.entity for m in mentions} | {start: entity for start, _, entity in references}
    unnamed = frozenset(e.id for e in entities if e.type == "GROUP" and data.unnamed(e.name))
    reading = SpeechReading(text, lines, spans, stated, unnamed, owners, model)
    reading.unnamed_speakers = tuple(zip(extra, groups, strict=True))
    return reading


def _goes_on(cue: SpeechCue, group: Sequence[Option]) -> bool:
    """Whether a cue without a name of its own goes on with the latest speaker: `sambungnya`, `kata dia`."""
    return (
        cue.nya and cue.shape in ("tag", "source") and not any(o.item is not None and not o.item.quoted for o in group)
    )


def choose(model: SpeechModel, group: Sequence[Option]) -> tuple[Option | None, float]:
    """The likeliest speaker of a cue, and how likely it is that the cue makes him state something."""
    if not group:
        return None, 0.0
    scores = [model.who(option.features) for option in group]
    best = max(range(len(group)), key=lambda i: (scores[i], -i))
    return group[best], model.event(event_features(group[best], scores, best))


def _stated(line: Line, chosen: Sequence[tuple[SpeechCue, Option | None, float]], threshold: float) -> list[Fact]:
    best: dict[str, tuple[float, SpeechCue, Option]] = {}
    for cue, option, certain in chosen:
        if option is not None and option.entity != ANONYMOUS and certain >= threshold:
            known = best.get(option.entity)
            if known is None or certain > known[0]:
                best[option.entity] = (certain, cue, option)
    facts = []
    for entity, (certain, cue, option) in best.items():
        start, end = next(((a, b) for a, b in line.sentences if a <= cue.start < b), (line.start, line.end))
        item = option.item
        if item is not None and not start <= item.start < end:
            start, end = min(start, item.start), max(end, item.end)
        facts.append(
            Fact(
                "stated", entity, None, start, end, rule=RULES.get(cue.shape, "speech"), trigger=(cue.start, cue.end),
                subject_span=(item.start, item.end) if item is not None else None,
                cues=(Cue(cue.start, cue.end, "speech"),), confidence=round(certain, 4),
            )
        )  # fmt: skip
    return facts


def _spans(line: Line, chosen: Sequence[tuple[SpeechCue, Option | None, float]]) -> list[Speech]:
    found: list[Speech] = []
    heard = [(cue, option.entity, certain) for cue, option, certain in chosen if option and certain >= _FAINT]
    for quote in line.quotes:
        beside = _beside(quote.start, quote.end, heard, line)
        if beside is not None:
            cue, entity, certain = beside
            found.append(
                Speech(
                    quote.start,
                    quote.end,
                    entity,
                    (cue.start, cue.end),
                    "quote",
                    line.number,
                    cue.shape,
                    cue.root,
                    certain,
                )
            )
        elif quote.end - quote.start > 20:
            found.append(Speech(quote.start, quote.end, None, (quote.start, quote.start + 1), "quote", line.number))
    for cue, entity, certain in heard:
        if cue.shape in ("quote", "noun", "follow"):
            continue
        start, end = next(((a, b) for a, b in line.sentences if a <= cue.start < b), (line.start, line.end))
        if cue.shape in ("active", "passive"):
            start = cue.end
        next_quote = min((q.start for q in line.quotes if q.start >= cue.end), default=end)
        end = min(end, next_quote) if next_quote > cue.end else end
        last_quote = max((q.end for q in line.quotes if q.end <= cue.start), default=start)
        start = max(start, last_quote)
        if start < end:
            found.append(
                Speech(start, end, entity, (cue.start, cue.end), "reported", line.number, cue.shape, cue.root, certain)
            )
    return sorted(found)


def _beside(
    start: int, end: int, heard: Sequence[tuple[SpeechCue, str, float]], line: Line
) -> tuple[SpeechCue, str, float] | None:
    """The cue that a quotation belongs to: behind it, then before it, then the nearest of its paragraph."""
    after = [h for h in heard if h[0].shape != "noun" and -2 <= h[0].start - end <= _NEAR]
    if after:
        return min(after, key=lambda h: h[0].start - end)
    own = [h for h in heard if h[0].shape == "quote" and h[0].start == start]
    if own:
        return own[0]
    before = [h for h in heard if start - h[0].end >= 0]
    if before:
        return max(before, key=lambda h: (h[0].end, h[2]))
    return min(heard, key=lambda h: h[0].start) if heard else None


class SpeechReader:
    """The component `speech`: it leaves `doc._.speech` and adds the `stated` facts to `doc._.facts`."""

    def __call__(self, doc: Any) -> Any:
        # What points at a gathering or a document points at nobody who speaks.
        speakers = {e.id for e in doc._.entities if e.type in ("PERSON", "ORG", "GROUP")}
        references = [(r.start, r.end, r.entity) for r in doc._.references if r.entity in speakers]
        reading = read_speech(text_of(doc), firm(doc), doc._.entities, references, doc._.skip)
        doc._.speech = reading
        heard = {s.speaker for s in reading.spans} | {f.s for f in reading.stated}
        new = [(m, e) for m, e in reading.unnamed_speakers if e.id in heard]
        voices = tuple(m for m, _ in new)
        others = (m for m in doc._.mentions if not any(m.start < v.end and v.start < m.end for v in voices))
        doc._.mentions = tuple(sorted((*others, *voices)))
        doc._.entities = (*doc._.entities, *(e for _, e in new))
        doc._.facts = (*doc._.facts, *reading.stated)
        return doc


def attribution(
    doc: Any,
    predicate: str,
    trigger: tuple[int, int] | None,
    subject: tuple[int, int] | None,
    object: tuple[int, int] | None,
    sentence: tuple[int, int],
    subject_entity: str | None = None,
) -> str | None:
    """The `by` of a fact of a document that the component `speech` has read."""
    reading = doc._.speech
    return (
        None if reading is None else reading.attribution(predicate, trigger, subject, object, sentence, subject_entity)
    )


def _declare() -> None:
    from spacy.language import Language
    from spacy.tokens import Doc

    _register()
    if not Doc.has_extension("speech"):
        Doc.set_extension("speech", default=None)
    if not Language.has_factory("speech"):

        @Language.factory(
            "speech",
            assigns=["doc._.speech", "doc._.facts", "doc._.mentions", "doc._.entities"],
            requires=["doc._.mentions", "doc._.entities", "doc._.references", "doc._.skip"],
        )
        def make_speech(nlp: Language, name: str) -> SpeechReader:
            return SpeechReader()


_declare()
