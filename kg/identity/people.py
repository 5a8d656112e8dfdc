"""Whether two profiles are one person: evidence added up in bits, each with its reason in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg.identity.decision import Decision, Verdict
from kg.identity.names import Area, area, bits, is_full, lists

Reason = tuple[str, float]
OTHER_NAMES: Final = "the names are two people's"


@dataclass(frozen=True, slots=True)
class Facets:
    """A person's features by what they tell."""

    offices: frozenset[str]
    bodies: frozenset[str]
    areas: frozenset[Area]
    near: frozenset[str]
    companions: frozenset[str]

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
    if first == second:
        shared = sum(bits(part) for part in first.split())
        return (("same name", shared),) if shared else None
    best = _align(tuple(first.split()), tuple(second.split()))
    if best is None or not any(reason == "same part of the name" for reason, _ in best):
        return None
    shared = sum(weight for reason, weight in best if reason == "same part of the name")
    rest = tuple(each for each in best if each[0] != "same part of the name")
    return (("parts of the name in common", shared), *rest)


@lru_cache(maxsize=65_536)
def shortens(name: str, full: str) -> bool:
    """Whether a normalised name leaves parts of a fuller one out, and has none that it has not."""
    found = _alignments(tuple(name.split()), tuple(full.split()), leading=True)
    return any(not over & 1 and any(r == "same part of the name" for r, _ in reasons) for reasons, over in found)


@lru_cache(maxsize=65_536)
def _align(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[Reason, ...] | None:
    """The alignment, in order, with most bits; parts may be left over on one side only."""
    found = list(_alignments(a, b, leading=True))
    allowed = [reasons for reasons, over in found if over < 3]
    return max(allowed, key=lambda reasons: (sum(w for _, w in reasons), reasons)) if allowed else None


def _alignments(a: tuple[str, ...], b: tuple[str, ...], *, leading: bool) -> Iterable[tuple[tuple[Reason, ...], int]]:
    """Each alignment with the sides (1, 2, both 3) that have parts left over."""
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
        droppable = leading and (own[0] in lists().leading or own[0] in {"m", "a"}) and len(own) > 1
        cost = ("a first part is left out", weights["leading_left_out"]) if droppable else (
            "a part is left out", weights["left_out"]
        )  # fmt: skip
        rest = (own[1:], other) if side == 1 else (other, own[1:])
        for reasons, over in _alignments(*rest, leading=False):
            yield (cost, *reasons), over if droppable else over | side


def _pair(one: str, two: str) -> Reason | None:
    weights = lists().weights
    if one == two:
        return ("same part of the name", bits(one)) if is_full(one) else ("same initial", weights["initial"])
    if is_full(one) and is_full(two):
        if _misspelled(one, two):
            return ("one letter differs", bits(max(one, two)) + weights["misspelled"])
        return None
    return ("an initial fits", weights["initial"]) if one[0] == two[0] else None


@lru_cache(maxsize=65_536)
def _misspelled(one: str, two: str) -> bool:
    from rapidfuzz.distance import DamerauLevenshtein

    known = lists().bits
    if min(len(one), len(two)) < 6 or (one in known and two in known):
        return False
    return one[0] == two[0] and DamerauLevenshtein.distance(one, two, score_cutoff=1) <= 1


@lru_cache(maxsize=65_536)
def compare_facets(one: tuple[str, ...], two: tuple[str, ...]) -> tuple[Reason, ...]:
    """What offices, bodies, areas and companions say for two profiles being one person's."""
    known, weights = lists(), lists().weights
    a, b = facets(one), facets(two)
    reasons: list[Reason] = []
    offices, bodies = sorted(a.offices & b.offices), sorted(a.bodies & b.bodies)
    for office in offices:
        wide = office.split()[0] in known.wide_offices
        reasons.append((f"both {office}", weights["same_wide_office" if wide else "same_office"]))
    for body in bodies:
        wide = body.split()[0] in known.wide_bodies and area(body) is None
        reasons.append((f"both of {body}", weights["same_wide_body" if wide else "same_body"]))
    if areas_differ(a.areas, b.areas):
        reasons.append(("in other areas", weights["other_area"]))
    elif not offices and not bodies:
        reasons += _shared_area(a, b)
    if not offices and a.offices and b.offices:
        reasons.append(("other offices", weights["other_office"]))
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


def decide_people(names: tuple[str, str], features: tuple[tuple[str, ...], tuple[str, ...]]) -> Decision | None:
    """Merge, apart or ask, with the score in bits; None where too little speaks for one person to ask."""
    named = compare_names(*sorted(names))
    if named is None:
        return None
    weights = lists().weights
    beside = compare_facets(*sorted(features))
    reasons = (*named, ("two of all who are in the news", weights["population"]), *beside)
    score = round(sum(weight for _, weight in reasons), 2)
    verdict: Verdict = "merge" if score >= weights["merge"] else "ask"
    if areas_differ(facets(features[0]).areas, facets(features[1]).areas):
        verdict = "apart"
    elif score < weights["ask"]:
        return None
    return Decision(verdict, score, tuple(f"{reason} ({weight:+.1f})" for reason, weight in reasons))
