"""How sure a fact is: cues and their scope → asserted, alleged, planned, denied, or no fact at all.

A cue governs what stands behind it (or before it) until something ends its scope: "tidak" stops at "tetapi", a relative
clause at its own verb, a plan at "telah". What a cue is, where it looks and what ends it is data
(`extract/data/cues.toml`). In doubt a fact is hedged: an allegation must never turn into a fact.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from extract import factuality_cues
from extract.document import text_of
from extract.facts import Cue
from extract.factuality_cues import SENTENCE, CueRule, Cues, Found

if TYPE_CHECKING:
    from spacy.tokens import Doc

Span = tuple[int, int]
NO_FACT: Final = frozenset({"hypothesis", "norm", "wish", "request", "question"})
_WORD: Final = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d")
_QUOTES: Final = frozenset('"“”')
_SHORT: Final = frozenset({"dkk", "dll", "tgl", "hlm", "jln", "kab", "kec", "kel", "pdt", "drs", "dra", "prof"})
# Predicates that describe somebody; they are hedged only by a cue that stands between the name and the description.
_DESCRIBING: Final = frozenset({"holdsPosition", "memberOf", "relativeOf"})
# What a question still takes for told.
_UNASKED: Final = _DESCRIBING | {"urged", "criticised"}
_ACCUSED: Final = "accusedOf"
_CASE: Final = frozenset({"terkait", "kasus", "perkara", "atas", "soal", "dugaan", "tersangka"})


@dataclass(frozen=True, slots=True)
class Judgement:
    """How sure a fact is, and the cues that made it so; `factuality` is None where the text states no fact."""

    factuality: str | None
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The words of a sentence in lower case, their offsets in it, and the cues among them."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    named: tuple[bool, ...]
    found: tuple[Found, ...]
    asks: bool
    headline: bool

    def word_at(self, place: int) -> int:
        """The number of the word at or behind a place."""
        return min(max(0, bisect_right(self.starts, place) - 1), len(self.words) - 1)


_HEADLINE: Final = 0.85
"""From this share of longer words in capitals on a sentence is a headline, where capitals make no name."""
_NEAR: Final = 3
"""Words from a plan's cue, or from a comma before a day, to the fact's first word that belong together."""


@dataclass(frozen=True, slots=True)
class _Target:
    """The words of the fact: its trigger (or what stands for it) and its participants."""

    first: int
    last: int
    subject: tuple[int, int] | None
    object: tuple[int, int] | None
    triggered: bool


def assess(
    text: str | Doc,
    predicate: str,
    trigger: Span | None,
    subject: Span | None,
    object: Span | None,
    sentence: Span,
) -> Judgement:
    """How sure the fact is whose trigger and participants stand there.

    `sentence`: its span in the text. `trigger`, `subject`, `object`: their spans, or None; those outside the sentence
    count for nothing. An `accusedOf` is alleged unless the sentence tells of a verdict.
    """
    whole = text if isinstance(text, str) else text_of(text)
    view = _read(whole[sentence[0] : sentence[1]])
    if not view.words:
        return Judgement("alleged" if predicate == _ACCUSED else "asserted")
    target = _target(view, trigger, subject, object, sentence)
    cues = factuality_cues.load()
    hits: list[tuple[Found, CueRule]] = []
    for found in view.found:
        own = next((r for r in found.rules if r.direction == "self" and r.counts_for(predicate)), None)
        if own is not None and _is_the_fact(view, found, own, target):
            hits.append((found, own))
            continue
        if _inside_participant(found, target) or _part_of_name(view, found):
            continue
        for rule in found.rules:
            counts = rule.category not in ("pseudo", "fact") and rule.counts_for(predicate)
            if counts and _governs(view, found, rule, target, predicate, cues):
                hits.append((found, rule))
                break
    hits = [(f, rule) for f, rule in hits if rule.category != "verdict" or not _open(view, f)]
    hits = _without_outer_allegation(view, hits, target)
    categories = {rule.category for _, rule in hits}
    if predicate not in _UNASKED and (view.asks or _asked(view, target)):
        categories.add("question")
    factuality, because = _decide(predicate, categories)
    if factuality == "asserted" and predicate == "heldOn" and object is not None and _to_come(text, object):
        return Judgement("planned", (Cue(object[0], object[1], "planned"),))
    return Judgement(
        factuality,
        tuple(
            Cue(sentence[0] + view.starts[f.first], sentence[0] + view.ends[f.last - 1], rule.category)
            for f, rule in hits
            if rule.category in because
        ),
    )


def _asked(view: _Sentence, target: _Target) -> bool:
    """Whether the fact's own sentence in a quotation ends with a question mark; who asks why takes it for told."""
    last = target.last
    if not target.triggered:
        last = max((span[1] for span in (target.subject, target.object) if span is not None), default=target.last)
    for i in range(last, len(view.words)):
        if view.words[i] == "?":
            return factuality_cues.load().presupposing.isdisjoint(view.words[max(0, target.first - 12) : target.first])
        if view.words[i] in ".!" and (i + 1 == len(view.words) or view.named[i + 1] or view.words[i + 1] in _QUOTES):
            return False
    return False


def _without_outer_allegation(
    view: _Sentence, hits: list[tuple[Found, CueRule]], target: _Target
) -> list[tuple[Found, CueRule]]:
    """The cues without an allegation that a relative clause with its own plan stands in.

    `Diduga hadir di acara Sari yang berencana maju`: that she plans to stand is no part of what is alleged.
    """
    plans = [f for f, rule in hits if rule.category == "planned" and 0 <= target.first - f.first <= _NEAR]
    if not plans:
        return hits
    nearest = max(plans, key=lambda f: f.first)
    return [
        (f, rule)
        for f, rule in hits
        if rule.category != "alleged" or f.last > nearest.first or "yang" not in view.words[f.last : nearest.first]
    ]


def _to_come(text: str | Doc, date: Span) -> bool:
    """Whether a document's date lies behind the day it was published, as far as both are known."""
    if isinstance(text, str) or not text.has_extension("article") or text._.article is None:
        return False
    published = text._.article.published or ""
    if not _ISO.match(published):
        return False
    owner = next((m.entity for m in text._.mentions if m.start == date[0] and m.type == "DATE"), None)
    told = next((e.name for e in text._.entities if e.id == owner), "")
    known = min(len(told), 10)
    return known >= 4 and told[:known] > published[:known]


def _decide(predicate: str, categories: set[str]) -> tuple[str | None, Iterable[str]]:
    """What the cues in force make of a fact, and which of them did."""
    if predicate in (_ACCUSED, "charged") and "acquittal" in categories:
        return "denied", ("acquittal",)
    if predicate == _ACCUSED:
        if categories & {"denied", "negation"}:
            return "denied", ("denied", "negation")
        if "verdict" in categories and not categories & {"hypothesis", "question", "planned"}:
            return "asserted", ("verdict",)
        return "alleged", ("alleged",)
    stopped = categories & NO_FACT
    if stopped:
        return None, stopped
    if categories & {"denied", "negation"}:
        return "denied", ("denied", "negation")
    if "alleged" in categories:
        return "alleged", ("alleged",)
    if "planned" in categories:
        return "planned", ("planned",)
    return "asserted", ()


@lru_cache(maxsize=8192)
def _read(sentence: str) -> _Sentence:
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    named: list[bool] = []
    for match in _WORD.finditer(sentence):
        form = match.group()
        words.append(form.lower())
        starts.append(match.start())
        ends.append(match.end())
        named.append(form[0].isupper() or form[0].isdigit())
    found = tuple(factuality_cues.load().find(words))
    stripped = sentence.rstrip("\"”’') ")
    asks = stripped.endswith("?") and not any(q in sentence for q in _QUOTES)
    longer = [name for word, name in zip(words, named, strict=True) if len(word) > 3 and word[0].isalpha()]
    headline = len(longer) > 4 and sum(longer) >= _HEADLINE * len(longer)
    return _Sentence(tuple(words), tuple(starts), tuple(ends), tuple(named), found, asks, headline)


def words_of(sentence: str) -> tuple[tuple[str, int, int], ...]:
    """The words of a sentence in lower case, each with its span in it."""
    view = _read(sentence)
    return tuple(zip(view.words, view.starts, view.ends, strict=True))


def _target(
    view: _Sentence, trigger: Span | None, subject: Span | None, object: Span | None, sentence: Span
) -> _Target:
    def words(span: Span | None) -> tuple[int, int] | None:
        if span is None or not sentence[0] <= span[0] < sentence[1]:
            return None
        first = view.word_at(span[0] - sentence[0])
        last = max(first + 1, bisect_left(view.starts, span[1] - sentence[0]))
        return _without_cues(view, first, last)

    t, s, o = words(trigger), words(subject), words(object)
    place = t or (max(s, o) if s and o else o or s) or (0, 1)
    return _Target(place[0], place[1], s, o, t is not None)


def _without_cues(view: _Sentence, first: int, last: int) -> tuple[int, int]:
    """The words of a mention without a cue that it swallowed: `Debat Publik batal`, `Apabila Rini Astuti`."""
    for found in view.found:
        if all(rule.category in ("pseudo", "verdict", "acquittal") for rule in found.rules):
            continue
        if first < found.first and found.last == last and not view.named[found.first]:
            last = found.first
        elif found.first == first and found.last < last and any(r.category in NO_FACT for r in found.rules):
            first = found.last
    return first, last


def _inside_participant(found: Found, target: _Target) -> bool:
    """A cue within a name is part of it, unless the trigger stands there too: `pria yang disebut-sebut relawan X`."""
    if target.subject and target.object and not target.triggered:
        inner, outer = sorted((target.subject, target.object), key=lambda s: s[1] - s[0])
        if outer[0] <= found.first and found.last <= inner[0] and inner[1] <= outer[1]:
            return False
    for span in (target.subject, target.object):
        if span and span[0] <= found.first and found.last <= span[1]:
            return not (target.triggered and span[0] <= target.first < span[1])
    return False


def _part_of_name(view: _Sentence, found: Found) -> bool:
    """`Indikasi Geografis`: a cue in capitals beside another capital, not where a sentence begins."""
    if view.headline or not view.named[found.first] or found.first == 0 or found.last >= len(view.words):
        return False
    before = view.words[found.first - 1]
    return before.isalnum() and view.named[found.last] and view.named[found.last - 1]


def _open(view: _Sentence, verdict: Found) -> bool:
    """`Jika terbukti`, `akan divonis`: a verdict that is yet to come."""
    for found in view.found:
        if found.last <= verdict.first and any(
            r.category in ("hypothesis", "planned", "question") for r in found.rules
        ):
            between = view.words[found.last : verdict.first]
            if len(between) <= 6 and "," not in between:
                return True
    return False


def _is_the_fact(view: _Sentence, found: Found, rule: CueRule, target: _Target) -> bool:
    """Whether the cue is the trigger, is part of the object, or stands right before it: `bakal calon Bupati`."""
    if _done(view, max(0, found.first - 3), found.first):
        return False
    for span in ((target.first, target.last) if target.triggered else None, target.object):
        if span is not None and found.first < span[1] and span[0] < found.last:
            return True
    if target.object is None or found.last > target.object[0]:
        return False
    between = view.words[found.last : target.object[0]]
    return len(between) <= rule.reach and not any(w in ",.;:" for w in between)


def _governs(view: _Sentence, found: Found, rule: CueRule, target: _Target, predicate: str, cues: Cues) -> bool:
    """Whether the fact stands in the scope of the cue."""
    if rule.category == "negation" and _elliptic(view, found, target, cues):
        return True
    if not _may_hedge(view, found, target, predicate):
        return False
    if target.triggered and found.first < target.last and target.first < found.last:
        done = rule.category != "negation" and _done(view, max(0, found.first - 3), found.first)
        return rule.category not in ("request", "norm") and not done
    if rule.direction == "self":
        return False
    if rule.direction in ("forward", "both"):
        if found.last <= target.first and _reaches(
            view, found.last, target.first, found, rule, target, predicate, cues
        ):
            return True
        # Another verb may govern the second participant: `memeriksa tiga orang, namun belum memanggil Yusuf`.
        spans = [s for s in (target.subject, target.object) if s is not None]
        if spans and rule.category not in NO_FACT and (target.triggered or len(spans) == 2):
            near = target.last if target.triggered else min(spans)[1]
            if near <= found.first and found.last <= max(spans)[0] and min(spans)[0] != found.last:
                return _reaches(view, found.last, max(spans)[0], found, rule, target, predicate, cues)
    if rule.direction in ("backward", "both") and found.first >= target.last:
        return _reaches(view, target.last, found.first, found, rule, target, predicate, cues)
    return False


def _may_hedge(view: _Sentence, found: Found, target: _Target, predicate: str) -> bool:
    """Whether the cue may say anything of what describes a person: it must stand between name and description."""
    moves = target.triggered and _stands(view.words[target.first])
    if predicate == "holdsPosition" and target.triggered and _comes_into(view, found, target):
        return True
    if predicate == "candidateFor" and (moves or not _beside(view, target)):
        return True
    if predicate not in _DESCRIBING and predicate != "candidateFor":
        return True
    if predicate == "memberOf" and moves:
        return True
    if predicate == "relativeOf" and any(map(factuality_cues.load().is_verb, view.words[found.last : target.first])):
        return False
    # A pronoun is no place of its own: `membantah dirinya kerabat X`.
    spans = [s for s in (target.subject, target.object) if s is not None and not view.words[s[0]].endswith("nya")]
    if len(spans) < 2:
        if view.words[target.first] in factuality_cues.load().light:
            return False
        return (
            target.triggered and "," not in view.words[min(found.first, target.first) : max(found.last, target.first)]
        )
    return min(s[1] for s in spans) <= found.first and found.last <= max(s[0] for s in spans)


def _stands(word: str) -> bool:
    """A verb of standing for election or of joining: what it tells is no mere description."""
    cues = factuality_cues.load()
    return word in cues.moving or cues.is_verb(word)


def _comes_into(view: _Sentence, found: Found, target: _Target) -> bool:
    """`Jika Budi menjadi bupati`, `Jika terpilih sebagai bupati, Budi`: the cue opens the clause of the office."""
    into = factuality_cues.load().into_office
    if into.isdisjoint(view.words[max(0, target.first - 1) : target.first + 1]) or target.subject is None:
        return False
    clause = view.words[found.last : target.first]
    return found.last <= min(target.subject[0], target.first) and not {"yang", ",", '"'}.intersection(clause)


def _beside(view: _Sentence, target: _Target) -> bool:
    """Whether the participants stand side by side, as a title and a name do."""
    if target.subject is None or target.object is None:
        return False
    low, high = min(target.subject[1], target.object[1]), max(target.subject[0], target.object[0])
    return sum(view.words[i][0].isalnum() and not view.named[i] for i in range(low, high)) <= 1


def _elliptic(view: _Sentence, found: Found, target: _Target, cues: Cues) -> bool:
    """`A hadir, tetapi B tidak.`: a negation that ends its clause denies what was said before, of the name there."""
    if target.subject is None or not 0 <= found.first - target.subject[1] <= 1:
        return False
    after = view.words[found.last] if found.last < len(view.words) else "."
    if after in ".,;" or after in cues.stops:
        return not target.triggered or target.last <= target.subject[0]
    # `Rapat dihadiri A, sementara B tidak hadir`: the verb stands in another clause.
    between = view.words[target.last : target.subject[0]]
    return target.triggered and not cues.stops.isdisjoint(between)


def _reaches(
    view: _Sentence, low: int, high: int, found: Found, rule: CueRule, target: _Target, predicate: str, cues: Cues
) -> bool:
    """Whether nothing between the words `low` and `high` ends the cue's scope, and they are near enough."""
    if rule.stop == "sentence":
        return True
    forward = found.last <= target.first
    relative = forward and _in_relative_clause(view, found, cues)
    participants = [s for s in (target.subject, target.object) if s is not None]
    distance = verbs = 0
    for i in range(low, high):
        word = view.words[i]
        if any(a <= i < b for a, b in participants):
            continue
        # `disebut digelar di aula, Senin (2/5/2024)`: the day behind a comma belongs to the clause before it.
        comma = word == "," and rule.stop == "comma" and not (predicate == "heldOn" and high - i <= _NEAR)
        if word in cues.marks or comma or _full_stop(view, i):
            return False
        if (
            word in cues.stops
            and word not in rule.passes
            and not (word == "saat" and view.words[i + 1 : i + 2] == ("ini",))
        ):
            return False
        if word in ("dan", "serta", "atau") and any(f.first == i + 1 and _leads(f) for f in view.found):
            return False
        if any(f.first <= i < f.last and _leads(f) for f in view.found):
            continue
        if word in cues.light or view.named[i] or not word[0].isalnum():
            continue
        distance += 1
        if cues.is_verb(word):
            verbs += 1
    if rule.reach != SENTENCE and distance > rule.reach:
        return False
    if not forward:
        # `menghadiri rapat yang membahas pilkada bulan depan`: the day is that of something else.
        others = verbs or not cues.other_day.isdisjoint(view.words[low:high])
        return not (others and rule.direction == "backward" and rule.category == "planned")
    if rule.category == "negation" and predicate == _ACCUSED and _CASE.intersection(view.words[low : high + 1]):
        return False  # `belum menahan Budi terkait dugaan suap` denies no bribery
    joined = view.words[high - 1] if high else ""
    if rule.category == "negation" and distance and joined in ("dan", "serta"):
        return False
    if rule.category in ("request", "norm") and any(
        low <= f.first < high and any(r.category == "planned" for r in f.rules) and not _inside_participant(f, target)
        for f in view.found
    ):
        return False
    if relative and joined in cues.resume:
        return False
    # `acara yang akan digelar di aula`: the clause tells of the place and day themselves where no word else does.
    told = predicate in ("heldAt", "heldOn") and not target.triggered
    if verbs and relative and not told and joined not in ("dan", "serta", "untuk", "maupun", "atau"):
        return False
    if rule.category in ("planned", "negation") and _done(view, low, high):
        return False
    # A negation denies the next verb, not the one that its content goes on with.
    return not (rule.category == "negation" and verbs and cues.is_verb(view.words[high]))


def _leads(found: Found) -> bool:
    """Whether the cue is one that governs the verb behind it."""
    return any(rule.category in ("planned", "alleged", "negation", "fact", "denied") for rule in found.rules)


def _full_stop(view: _Sentence, i: int) -> bool:
    """A full stop inside a quotation: it stands behind a word that no abbreviation is, and before a capital."""
    if view.words[i] != "." or not 0 < i < len(view.words) - 1:
        return False
    before = view.words[i - 1]
    ends = before in ')"”' or (len(before) > 2 and before not in _SHORT and not view.named[i - 1])
    return ends and view.named[i + 1]


def _in_relative_clause(view: _Sentence, found: Found, cues: Cues) -> bool:
    i = found.first - 1
    while (
        i >= 0
        and view.words[i] != "yang"
        and (view.words[i] in cues.light or any(f.first <= i < f.last for f in view.found))
    ):
        i -= 1
    return i >= 0 and view.words[i] == "yang"


def _done(view: _Sentence, low: int, high: int) -> bool:
    """Whether a word that tells a thing as done stands right before the trigger, behind the cue."""
    for found in view.found:
        if any(rule.category == "fact" for rule in found.rules) and low <= found.first and found.last <= high:
            rule = next(r for r in found.rules if r.category == "fact")
            # `tanpa pernah diperiksa`, `belum sempat hadir`: the word belongs to the negation.
            if high - found.last <= rule.reach and not (found.first == low and view.words[low] in ("pernah", "sempat")):
                return True
    return False
