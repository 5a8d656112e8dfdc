"""The pipeline component "relations": it appends to `doc._.facts` every fact but `stated`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from extract import factuality, factuality_echo, speech, tentative
from extract.document import text_of
from extract.facts import Fact
from extract.relations import frames, headings, issuers, roles, scene, scorer, structure, tellers
from extract.relations.candidates import Candidate, candidates
from extract.relations.naming import APPOSITION, rule
from extract.relations.scene import Scene
from extract.relations.syntax import Syntax, sentence_starts

# Near-equal confidences: the earlier sentence is the fact's evidence.
_TIE: Final = 0.08
_ACCUSING: Final = frozenset({"accusedOf", "charged", "sanctioned", "reported", "criticised"})
"""What can ruin somebody is never said without a word of the text that says it."""


class Relations:
    """Finds the relations of an article and states each one once, at its clearest sentence."""

    def __init__(self, judge: scorer.Scorer | None = None) -> None:
        self._frames = frames.load()
        self._judge = judge

    def __call__(self, doc: Doc) -> Doc:
        doc._.facts = (*doc._.facts, *self.facts(doc))
        tentative.settle(doc)
        return doc

    def scene(self, doc: Doc) -> Scene:
        """The article as the rules see it."""
        references = [(r.start, r.end, r.entity) for r in doc._.references]
        starts = sentence_starts(doc)
        return scene.build(
            text_of(doc),
            doc._.mentions,
            doc._.entities,
            references,
            doc._.skip,
            self._frames,
            starts,
            Syntax.of(doc),
            doc._.chances,
        )

    def facts(self, doc: Doc) -> tuple[Fact, ...]:
        """The facts of the article, in the order of the text."""
        if self._judge is None:
            self._judge = scorer.load()
        judge = self._judge
        view = self.scene(doc)
        found = candidates(view, self._frames)
        confidences = judge.confidences(view, found, self._frames).tolist()
        for i, c in enumerate(found):
            sentence = view.sentences[c.sentence]
            settled = structure.verdict(c, sentence, self._frames)
            if settled is None and (other := structure.by_its_own_verb(c, sentence, self._frames)) is not None:
                found[i], settled = other, True
            if settled is not None:
                confidences[i] = max(confidences[i], structure.SURE) if settled else 0.0
        accepted = choose(found, confidences, judge.thresholds)
        made = [fact for c, confidence in accepted if (fact := self._fact(doc, view, c, confidence, judge.version))]
        named = issuers.issued(view, tentative.firm(doc), doc._.entities, made, judge.version)
        made += [fact for fact in named if self._told_plainly(doc, fact)]
        return tuple(sorted(tellers.together(made), key=lambda f: (f.start, f.end, f.p, f.s, f.o or "")))

    def _told_plainly(self, doc: Doc, fact: Fact) -> bool:
        span = (fact.start, fact.end)
        judged = factuality.assess(doc, fact.p, fact.trigger, fact.subject_span, fact.object_span, span)
        return judged.factuality == "asserted"

    def _fact(self, doc: Doc, view: Scene, c: Candidate, confidence: float, version: str) -> Fact | None:
        if c.hit is None and c.predicate in _ACCUSING:
            return None
        sentence = view.sentences[c.sentence]
        span = (sentence.start, sentence.end)
        trigger = sentence.offsets[c.hit.at] if c.hit is not None else None
        subject, object_ = (c.subject.start, c.subject.end), (c.object.start, c.object.end)
        name = rule(c, sentence)
        # An office beside its holder says it without a verb: whatever word stands near is no cue of it.
        word = None if name.startswith(APPOSITION) else trigger
        judged = factuality.assess(doc, c.predicate, word, subject, object_, span)
        if word is not None:
            behind = view.sentences[c.sentence + 1 : c.sentence + 1 + factuality_echo.FAR]
            following = [(s.start, s.end) for s in behind]
            judged = factuality_echo.in_hindsight(judged, view.text, c.predicate, span, following)
        if judged.factuality is None:
            return None
        # What is told beside a quotation may have its verb inside it: the place or the day says better who tells it.
        told = None if c.predicate in tellers.SETTINGS else trigger
        by = speech.attribution(doc, c.predicate, told, subject, object_, span)
        by = tellers.own_word(c, judged.factuality, by)
        if word is not None:
            before = view.sentences[c.sentence - 1] if c.sentence else None
            last = (before.start, before.end) if before is not None else None
            judged = factuality_echo.in_sequence(judged, view.text, c.predicate, span, last, by is not None)
        heads = headings.headings(doc._.article.title if doc._.article is not None else None, view.text)
        verb = view.text[word[0] : word[1]] if word is not None else ""
        judged = headings.under_headings(judged, heads, c.predicate, verb)
        if judged.factuality is None:
            return None
        return Fact(
            p=c.predicate,
            s=c.subject.entity,
            o=c.object.entity,
            start=sentence.start,
            end=sentence.end,
            factuality=judged.factuality,
            by=by,
            status=roles.status(view.text, c, sentence.start) if c.predicate == "holdsPosition" else None,
            date=roles.date(c, sentence),
            place=roles.place(c, sentence),
            to=roles.authority(c, sentence),
            position=roles.post(c, sentence),
            rule=f"{name}@{version}",
            trigger=word,
            subject_span=subject,
            object_span=object_,
            cues=judged.cues,
            confidence=round(confidence, 4),
        )


def choose(
    found: Iterable[Candidate], confidences: Iterable[float], thresholds: dict[str, float]
) -> list[tuple[Candidate, float]]:
    """For each thing said, its surest candidate, the earlier one where two are about as sure; those above threshold."""
    best: dict[tuple[str, str, str], tuple[Candidate, float]] = {}
    for candidate, confidence in zip(found, confidences, strict=True):
        if confidence < thresholds.get(candidate.predicate, 0.5):
            continue
        known = best.get(scorer.key(candidate))
        if known is None or confidence > known[1] + _TIE:
            best[scorer.key(candidate)] = (candidate, confidence)
    return list(best.values())


@Language.factory(
    "relations",
    assigns=["doc._.facts"],
    requires=["doc._.mentions", "doc._.entities", "doc._.references", "doc._.skip"],
)
def make_relations(nlp: Language, name: str) -> Relations:
    """The component as the pipeline makes it."""
    return Relations()
