"""The scope of a cue: whether a fact stands in it.

A cue governs what stands behind it, or before it, until something ends its scope: a word of `[stop]`, a mark, the verb
of a relative clause, a word that tells the fact as done. Which words do is data (`extract/data/cues.toml`).
"""

from __future__ import annotations

from typing import Final

from extract import factuality_cues
from extract.factuality_cues import SENTENCE, CueRule, Cues, Found
from extract.factuality_view import NO_FACT, Sentence, Target

_SHORT: Final = frozenset({"dkk", "dll", "tgl", "hlm", "jln", "kab", "kec", "kel", "pdt", "drs", "dra", "prof"})
# Predicates that describe somebody; they are hedged only by a cue that stands between the name and the description.
DESCRIBING: Final = frozenset({"holdsPosition", "memberOf", "relativeOf"})
ACCUSED: Final = "accusedOf"
_CASE: Final = frozenset({"terkait", "kasus", "perkara", "atas", "soal", "dugaan", "tersangka"})
NEAR: Final = 3
"""Words from a plan's cue, or from a comma before a day, to the fact's first word that belong together."""


def inside_participant(found: Found, target: Target) -> bool:
    """A cue within a name is part of it, unless the trigger stands there too: `pria yang disebut-sebut relawan X`."""
    if target.subject and target.object and not target.triggered:
        inner, outer = sorted((target.subject, target.object), key=lambda s: s[1] - s[0])
        if outer[0] <= found.first and found.last <= inner[0] and inner[1] <= outer[1]:
            return False
    for span in (target.subject, target.object):
        if span and span[0] <= found.first and found.last <= span[1]:
            return not (target.triggered and span[0] <= target.first < span[1])
    return False


def part_of_name(view: Sentence, found: Found) -> bool:
    """`Indikasi Geografis`: a cue in capitals beside another capital, not where a sentence begins."""
    if view.headline or not view.named[found.first] or found.first == 0 or found.last >= len(view.words):
        return False
    before = view.words[found.first - 1]
    return before.isalnum() and view.named[found.last] and view.named[found.last - 1]


def yet_to_come(view: Sentence, verdict: Found) -> bool:
    """`Jika terbukti`, `akan divonis`: a verdict that is yet to come."""
    for found in view.found:
        if found.last <= verdict.first and any(
            r.category in ("hypothesis", "planned", "question") for r in found.rules
        ):
            between = view.words[found.last : verdict.first]
            if len(between) <= 6 and "," not in between:
                return True
    return False


def is_the_fact(view: Sentence, found: Found, rule: CueRule, target: Target) -> bool:
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


def governs(view: Sentence, found: Found, rule: CueRule, target: Target, predicate: str, cues: Cues) -> bool:
    """Whether the fact stands in the scope of the cue."""
    if rule.category == "negation" and _elliptic(view, found, target, cues):
        return True
    of_office = predicate == "holdsPosition" and rule.stop == "sentence" and target.triggered
    if not of_office and not _may_hedge(view, found, target, predicate):
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


def _may_hedge(view: Sentence, found: Found, target: Target, predicate: str) -> bool:
    """Whether the cue may say anything of what describes a person: it must stand between name and description."""
    moves = target.triggered and _stands(view.words[target.first])
    if predicate == "holdsPosition" and target.triggered and _comes_into(view, found, target):
        return True
    if predicate == "candidateFor" and (moves or not _beside(view, target)):
        return True
    if predicate not in DESCRIBING and predicate != "candidateFor":
        return True
    if predicate == "memberOf" and moves:
        return True
    if target.triggered and _content_clause(view, found):
        return True
    if predicate == "relativeOf" and any(map(factuality_cues.load().is_verb, view.words[found.last : target.first])):
        return False
    # A pronoun is no place of its own: `membantah dirinya kerabat X`.
    spans = [s for s in (target.subject, target.object) if s is not None and not view.words[s[0]].endswith("nya")]
    if len(spans) < 2:
        if target.subject not in (None, *spans) and target.object is not None and found.last == target.object[0]:
            return True  # `yang menyatakan dirinya Ketua X`
        if view.words[target.first] in factuality_cues.load().light:
            return False
        return (
            target.triggered and "," not in view.words[min(found.first, target.first) : max(found.last, target.first)]
        )
    return min(s[1] for s in spans) <= found.first and found.last <= max(s[0] for s in spans)


def _content_clause(view: Sentence, found: Found) -> bool:
    """`Isu bahwa …`, `kabar yang menyebut …`: what the rumour says is told in the clause behind it."""
    if all(rule.category not in ("alleged", "denied") for rule in found.rules):
        return False
    behind = view.words[found.last : found.last + 2]
    return "bahwa" in behind[:1] or (len(behind) == 2 and behind[0] == "yang" and behind[1].startswith("menyebut"))


def _stands(word: str) -> bool:
    """A verb of standing for election or of joining: what it tells is no mere description."""
    cues = factuality_cues.load()
    return word in cues.moving or cues.is_verb(word)


def _comes_into(view: Sentence, found: Found, target: Target) -> bool:
    """`Jika Budi menjadi bupati`, `Jika terpilih sebagai bupati, Budi`: the cue opens the clause of the office."""
    into = factuality_cues.load().into_office
    if target.subject is None:
        return False
    # `usulan pengangkatan Budi sebagai sekda`, `wajib menetapkan Budi sebagai bupati terpilih`
    before = view.words[max(found.last, target.subject[0] - 2) : target.subject[0]]
    if into.isdisjoint(view.words[max(0, target.first - 1) : target.first + 1]) and into.isdisjoint(before):
        return False
    clause = view.words[found.last : target.first]
    return found.last <= min(target.subject[0], target.first) and not {"yang", ",", '"'}.intersection(clause)


def _beside(view: Sentence, target: Target) -> bool:
    """Whether the participants stand side by side, as a title and a name do."""
    if target.subject is None or target.object is None:
        return False
    low, high = min(target.subject[1], target.object[1]), max(target.subject[0], target.object[0])
    return sum(view.words[i][0].isalnum() and not view.named[i] for i in range(low, high)) <= 1


def _elliptic(view: Sentence, found: Found, target: Target, cues: Cues) -> bool:
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
    view: Sentence, low: int, high: int, found: Found, rule: CueRule, target: Target, predicate: str, cues: Cues
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
        comma = word == "," and rule.stop == "comma" and not (predicate == "heldOn" and high - i <= NEAR)
        # `tidak pernah, dan tidak akan, menyatakan`: what is put in between ends no scope.
        comma = comma and not (i == low and view.words[max(0, found.first - 2) : found.first] == (",", "dan"))
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
    if rule.category == "negation" and predicate == ACCUSED and _CASE.intersection(view.words[low : high + 1]):
        return False  # `belum menahan Budi terkait dugaan suap` denies no bribery
    joined = view.words[high - 1] if high else ""
    if rule.category == "negation" and distance and joined in ("dan", "serta"):
        return False
    if rule.category in ("request", "norm") and any(
        low <= f.first < high
        and any(r.category == "planned" and r.counts_for(predicate) for r in f.rules)
        and not inside_participant(f, target)
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


def _full_stop(view: Sentence, i: int) -> bool:
    """A full stop inside a quotation: it stands behind a word that no abbreviation is, and before a capital."""
    if view.words[i] != "." or not 0 < i < len(view.words) - 1:
        return False
    before = view.words[i - 1]
    ends = before in ')"”' or (len(before) > 2 and before not in _SHORT and not view.named[i - 1])
    return ends and view.named[i + 1]


def _in_relative_clause(view: Sentence, found: Found, cues: Cues) -> bool:
    i = found.first - 1
    while (
        i >= 0
        and view.words[i] != "yang"
        and (view.words[i] in cues.light or any(f.first <= i < f.last for f in view.found))
    ):
        i -= 1
    return i >= 0 and view.words[i] == "yang"


def _done(view: Sentence, low: int, high: int) -> bool:
    """Whether a word that tells a thing as done stands right before the trigger, behind the cue."""
    for found in view.found:
        if any(rule.category == "fact" for rule in found.rules) and low <= found.first and found.last <= high:
            rule = next(r for r in found.rules if r.category == "fact")
            # `tanpa pernah diperiksa`, `belum sempat hadir`: the word belongs to the negation.
            if high - found.last <= rule.reach and not (found.first == low and view.words[low] in ("pernah", "sempat")):
                return True
    return False
