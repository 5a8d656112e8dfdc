"""Whether two profiles are one person: evidence added up in bits, each with its reason in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg.identity.decision import Decision, Verdict
from kg.identity.names import Area, area, bits, is_full, lists
from kg.identity.spelling import loosely, written_together

Reason = tuple[str, float]
TOWN: Final = 2
"""The kind of areas that towns and regencies are."""
OTHER_NAMES: Final = "the names are two people's"
_SAME: Final = "same part of the name"
_APART: Final = "a part is written in two words"


@dataclass(frozen=True, slots=True)
class Facets:
    """A person's features by what they tell."""

    offices: frozenset[str]
    bodies: frozenset[str]
    areas: frozenset[Area]
    near: frozenset[str]
    companions: frozenset[str]

    @property
    def towns(self) -> bool:
        """Whether the town is known, be it from the article alone."""
        return bool(self.near) or any(kind == TOWN for kind, _ in self.areas)

    @property
    def placed(self) -> bool:
        """Whether it says where to find the person: by an office, or by something of a known place."""
        return bool(self.offices or self.areas or (self.bodies and self.near))

    @property
    def standing(self) -> int:
        """How well it tells where to find the person: 2 by an office or a known place, 1 by the town told of, 0 not."""
        return 2 if self.placed else int(bool(self.near))

    @property
    def lone(self) -> bool:
        """Whether the article gives the person neither office nor body."""
        return not self.offices and not self.bodies


@lru_cache(maxsize=65_536)
def facets(features: tuple[str, ...]) -> Facets:
    """The features of a profile, sorted out."""
    kinds: dict[str, set[str]] = {"office": set(), "body": set(), "near": set(), "with": set()}
    for feature in features:
        kind, _, value = feature.partition(":")
        kinds[kind].add(value)
    areas = frozenset(a for value in kinds["office"] | kinds["body"] if (a := area(value)) is not None)
    return Facets(
        frozenset(kinds["office"]), frozenset(kinds["body"]), areas, frozenset(kinds["near"]), frozenset(kinds["with"])
    )


@lru_cache(maxsize=262_144)
def compare_names(first: str, second: str) -> tuple[Reason, ...] | None:
    """What two normalised names say for being one person's; None where they cannot be."""
    most = lists().weights["name_most"]
    if first == second:
        return _capped((("same name", _alone(first)),), most) if _alone(first) else None
    best = _align(tuple(first.split()), tuple(second.split()))
    if best is None or not _in_common(best):
        return None
    shared = sum(weight for reason, weight in best if reason == _SAME)
    rest = tuple(each for each in best if each[0] != _SAME)
    if any(reason == _APART for reason, _ in rest):
        most = min(most, _alone(first), _alone(second))  # no more than either name says beside its like
    return _capped((("parts of the name in common", shared), *rest) if shared else rest, most)


def _alone(name: str) -> float:
    return sum(bits(part) for part in name.split())


def _in_common(reasons: Iterable[Reason]) -> bool:
    """Whether more than initials and likenesses is in common."""
    return any(reason in {_SAME, _APART} for reason, _ in reasons)


def _capped(reasons: tuple[Reason, ...], most: float) -> tuple[Reason, ...]:
    """The reasons, and one against where they say more than any name does: namesakes share rare names too."""
    over = sum(weight for _, weight in reasons) - most
    return (*reasons, ("no name says more", -over)) if over > 1e-9 else reasons


@lru_cache(maxsize=65_536)
def shortens(name: str, full: str) -> bool:
    """Whether a normalised name leaves parts of a fuller one out, and has none that it has not."""
    found = _alignments(tuple(name.split()), tuple(full.split()), leading=True)
    return any(not over & 1 and _in_common(reasons) for reasons, over in found)


@lru_cache(maxsize=65_536)
def _align(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[Reason, ...] | None:
    """The alignment, in order, with most bits; parts may be left over on one side only."""
    found = list(_alignments(a, b, leading=True))
    allowed = [reasons for reasons, over in found if over < 3]
    return max(allowed, key=lambda reasons: (sum(w for _, w in reasons), reasons)) if allowed else None


def _alignments(
    a: tuple[str, ...], b: tuple[str, ...], *, leading: bool, kept: int = 0
) -> Iterable[tuple[tuple[Reason, ...], int]]:
    """Each alignment with the sides (1, 2, both 3) that have parts left over; the next part of `kept` is none of them.

    A first part such as `Muhammad` may be left out where the other name goes on with what follows it, and not where the
    other has another first part in its place.
    """
    weights = lists().weights
    if len(a) > 6 or len(b) > 6:  # longer names are equal or not compared
        return
    if not a and not b:
        yield (), 0
        return
    if a and b:
        pair = _pair(a[0], b[0])
        if pair is not None:
            for reasons, over in _alignments(a[1:], b[1:], leading=False):
                yield (pair, *reasons), over
    for side, (own, other) in ((1, (a, b)), (2, (b, a))):
        if not own:
            continue
        if other and len(own) > 1 and is_written_apart(own[0], own[1], other[0]):
            # Two common parts may be one rare word, and the other way round: the smaller evidence counts.
            apart = (_APART, min(bits(own[0]) + bits(own[1]), bits(other[0])))
            rest = (own[2:], other[1:]) if side == 1 else (other[1:], own[2:])
            for reasons, over in _alignments(*rest, leading=False):
                yield (apart, *reasons), over
        if side == kept:
            continue
        droppable = leading and (own[0] in lists().leading or own[0] in {"m", "a"}) and len(own) > 1
        cost = ("a first part is left out", weights["leading_left_out"]) if droppable else (
            "a part is left out", weights["left_out"]
        )  # fmt: skip
        rest = (own[1:], other) if side == 1 else (other, own[1:])
        for reasons, over in _alignments(*rest, leading=False, kept=3 - side if droppable else kept):
            yield (cost, *reasons), over if droppable else over | side


def is_written_apart(one: str, two: str, whole: str) -> bool:
    """Whether two parts of a name are what another name has as one word; initials never are."""
    if not (is_full(one) and is_full(two)) or whole[0] != one[0] or not -2 < len(one) + len(two) - len(whole) < 3:
        return False
    return whole in written_together(one, two, assimilated=one in lists().assimilated)


def _pair(one: str, two: str) -> Reason | None:
    weights = lists().weights
    if one == two:
        return (_SAME, bits(one)) if is_full(one) else ("same initial", weights["initial"])
    if is_full(one) and is_full(two):
        if _misspelled(one, two):
            return ("one letter differs", bits(max(one, two)) + weights["misspelled"])
        return None
    return ("an initial fits", weights["initial"]) if one[0] == two[0] else None


@lru_cache(maxsize=65_536)
def _misspelled(one: str, two: str) -> bool:
    from rapidfuzz.distance import DamerauLevenshtein

    known = lists().bits
    if one in known and two in known:
        return False
    if loosely(one) == loosely(two):
        return True
    if min(len(one), len(two)) < 6:
        return False
    return one[0] == two[0] and DamerauLevenshtein.distance(one, two, score_cutoff=1) <= 1


@lru_cache(maxsize=65_536)
def compare_facets(one: tuple[str, ...], two: tuple[str, ...]) -> tuple[Reason, ...]:
    """What offices, bodies, areas and companions say for two profiles being one person's."""
    known, weights = lists(), lists().weights
    a, b = facets(one), facets(two)
    reasons: list[Reason] = []
    offices, bodies = sorted(a.offices & b.offices), sorted(a.bodies & b.bodies)
    elsewhere = _places_differ(a, b)
    narrow: list[bool] = []
    """Of each office and body in common, whether few have it."""
    for office in offices:
        wide = office.split()[0] in known.wide_offices
        narrow.append(not wide)
        reasons.append((f"both {office}", weights["same_wide_office" if wide else "same_office"]))
    for body in bodies:
        wide = body.split()[0] in known.wide_bodies and area(body) is None
        narrow.append(not wide)
        if wide and elsewhere:
            continue  # parties are everywhere
        reasons.append((f"both of {body}", weights["same_wide_body" if wide else "same_body"]))
    if areas_differ(a.areas, b.areas):
        reasons.append(("in other areas", weights["other_area"]))
    elif not any(narrow):
        reasons += _shared_area(a, b)
    if not offices and a.offices and b.offices:
        reasons.append(("other offices", weights["other_office"]))
    if elsewhere:
        kind = "told_elsewhere" if a.lone or b.lone else "other_town" if a.towns and b.towns else "other_place"
        reasons.append(("no place in common", weights[kind]))
    reasons += [(f"both beside {name}", weights["companion"]) for name in sorted(a.companions & b.companions)[:2]]
    return tuple(reasons)


def _shared_area(a: Facets, b: Facets) -> list[Reason]:
    weights = lists().weights
    shared = sorted(words(area) for area in a.areas if any(_one_area(area, other) for other in b.areas))
    if shared:
        return [(f"both in {shared[0]}", weights["same_area"])]
    own, other = ({words(area) for area in each.areas} | each.near for each in (a, b))
    near = sorted(own & other) if a.near or b.near else []
    return [(f"both told of {near[0]}", weights["near"])] if near else []


def _places_differ(a: Facets, b: Facets) -> bool:
    """Whether both are told of places of whatever kind, and of none together."""
    if any(_one_area(area, other) for area in a.areas for other in b.areas):
        return False
    own, other = ({words(area) for area in each.areas} | each.near for each in (a, b))
    return bool(own) and bool(other) and own.isdisjoint(other)


def areas_differ(a: Iterable[Area], b: Iterable[Area]) -> bool:
    """Whether both have areas of one kind, and none of these in common."""
    pairs = [(one, two) for one in a for two in b if one[0] == two[0]]
    return bool(pairs) and not any(_one_area(one, two) for one, two in pairs)


def _one_area(one: Area, two: Area) -> bool:
    return one[0] == two[0] and (one[1] <= two[1] or two[1] <= one[1])


def words(area: Area) -> str:
    """The name of an area, whatever its kind, the same for the same words."""
    return " ".join(sorted(area[1]))


def contradictory(names: tuple[str, str], areas: tuple[frozenset[Area], frozenset[Area]]) -> str:
    """Why two profiles cannot be one person's, whatever else speaks for it; empty where they can."""
    if compare_names(*sorted(names)) is None:
        return OTHER_NAMES
    return "in other areas" if areas_differ(*areas) else ""


@lru_cache(maxsize=262_144)
def _named(first: str, second: str) -> float | None:
    found = compare_names(first, second)
    return None if found is None else sum(weight for _, weight in found)


@lru_cache(maxsize=65_536)
def _one_whole_name(first: str, second: str) -> bool:
    """Whether two names are one without initials, be it that parts are written together in one of them."""
    if not all(is_full(part) for part in first.split()):
        return False
    best = () if first == second else _align(tuple(first.split()), tuple(second.split()))
    return best is not None and all(reason in {_SAME, _APART} for reason, _ in best)


@lru_cache(maxsize=65_536)
def _may_lean(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether one of two of a name, of whom less is told, may be the other: nothing speaks against it."""
    if facets(one).standing == facets(two).standing:
        return False
    return all(weight >= 0 for _, weight in compare_facets(*sorted((one, two))))


@lru_cache(maxsize=65_536)
def _beside(one: tuple[str, ...], two: tuple[str, ...]) -> tuple[float, bool]:
    apart = areas_differ(facets(one).areas, facets(two).areas)
    return sum(weight for _, weight in compare_facets(one, two)), apart


def judge_people(
    names: tuple[str, str], features: tuple[tuple[str, ...], tuple[str, ...]]
) -> tuple[Verdict, float] | None:
    """Merge, apart or ask, with the score in bits; None where too little speaks for one person to ask."""
    first, second = names
    named = _named(first, second) if first <= second else _named(second, first)
    if named is None:
        return None
    weights = lists().weights
    one, two = features
    beside, apart = _beside(one, two) if one <= two else _beside(two, one)
    score = round(named + weights["population"] + beside, 2)
    if apart:
        return "apart", score
    if score < weights["ask"]:
        return None
    if score >= weights["merge"]:
        return "merge", score
    leans = score >= weights["lean"] and _one_whole_name(*sorted(names)) and _may_lean(one, two)
    return "lean" if leans else "ask", score


def decide_people(names: tuple[str, str], features: tuple[tuple[str, ...], tuple[str, ...]]) -> Decision | None:
    """The same with its reasons in words."""
    found = judge_people(names, features)
    named = compare_names(*sorted(names))
    if found is None or named is None:
        return None
    population = ("two of all who are in the news", lists().weights["population"])
    reasons = (*named, population, *compare_facets(*sorted(features)))
    return Decision(*found, tuple(f"{reason} ({weight:+.1f})" for reason, weight in reasons))
