"""Whether two profiles are one gathering: name, day, place and who was there, added up with reasons."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from kg.identity.decision import Decision, Verdict
from kg.identity.names import area, lists
from kg.identity.people import Reason, areas_differ

_LONG = 4
_LATEST_TOLD = 7
_TOLD_TOGETHER = 3
_SPAN = _LATEST_TOLD + 1


@dataclass(frozen=True, slots=True)
class Facets:
    """An event's features by what they tell; `told` is the day of the report where the event's own is not known."""

    days: frozenset[str]
    told: str
    places: frozenset[str]
    actors: frozenset[str]


@lru_cache(maxsize=65_536)
def facets(features: tuple[str, ...]) -> Facets:
    """The features of a profile, sorted out."""
    kinds: dict[str, set[str]] = {"on": set(), "told": set(), "at": set(), "who": set()}
    for feature in features:
        kind, _, value = feature.partition(":")
        kinds[kind].add(value)
    return Facets(
        frozenset(kinds["on"]), min(kinds["told"], default=""), frozenset(kinds["at"]), frozenset(kinds["who"])
    )


@lru_cache(maxsize=65_536)
def content(name: str) -> tuple[str, ...]:
    """The words of an event's name that tell which it is, sorted."""
    return tuple(sorted(set(name.split()) - lists().events["filler"]))


def distinctive(name: str) -> tuple[str, ...]:
    """The words of an event's name that few events have."""
    common = lists().events["common"]
    return tuple(word for word in content(name) if word not in common)


@lru_cache(maxsize=65_536)
def _compare_names(first: str, second: str) -> list[Reason]:
    a, b = set(content(first)), set(content(second))
    weights = lists().gathering
    if not a or not b:
        return []
    if a == b:
        telling = len(distinctive(first))
        plain = len(a) < 2 or not telling
        long = len(a) >= _LONG and telling > 1
        return [("same name", weights["same_common_name" if plain else "same_long_name" if long else "same_name"])]
    shared = a & b
    if len(shared) >= 2 and (len(shared) == min(len(a), len(b)) or 2 * len(shared) >= len(a | b)):
        return [(f"{' '.join(sorted(shared))} in both names", weights["like_name"])]
    return []


def _compare_days(a: Facets, b: Facets) -> list[Reason]:
    weights = lists().gathering
    if a.days and b.days:
        return [(f"both on {day}", weights["same_day"]) for day in sorted(a.days & b.days)[:1]]
    reasons = [("one of them without a day", weights["undated"])]
    if a.told and b.told:
        if abs(_days_between(a.told, b.told)) <= _TOLD_TOGETHER:
            return [*reasons, ("told within three days", weights["told_together"])]
        return []
    dated, undated = (a, b) if a.days else (b, a)
    if undated.told and any(0 <= _days_between(day, undated.told) <= _LATEST_TOLD for day in dated.days):
        return [*reasons, ("told within a week", weights["told_together"])]
    return []


def spans(event: Facets) -> set[int]:
    """Spans of days, as numbers: two events that may be one although a day is not known share one of them.

    An event with a day may be reported until a week later, two reports without a day lie three days apart at most.
    """
    told = {event.told: _TOLD_TOGETHER} if event.told else {}
    ends = told or dict.fromkeys(event.days, _LATEST_TOLD)
    found: set[int] = set()
    for day, length in ends.items():
        with suppress(ValueError):
            first = datetime.date.fromisoformat(day).toordinal()
            found |= {first // _SPAN, (first + length) // _SPAN}
    return found


def _days_between(earlier: str, later: str) -> int:
    try:
        return (datetime.date.fromisoformat(later) - datetime.date.fromisoformat(earlier)).days
    except ValueError:
        return 10_000


def contradictory(a: Facets, b: Facets) -> str:
    """Why two profiles cannot be one gathering; empty where they can."""
    if a.days and b.days and not a.days & b.days:
        return "on other days"
    if a.places and b.places and not _one_place(a.places, b.places):
        return "at other places"
    return ""


def _one_place(a: Iterable[str], b: Iterable[str]) -> bool:
    """Whether some place of one side shares a word with one of the other, and neither lies in another area."""
    one, two = sorted(a), sorted(b)
    if areas_differ(*({found for place in side if (found := area(place))} for side in (one, two))):
        return False
    generic = lists().generic["PLACE"]
    return any(p == q or (set(p.split()) & set(q.split())) - generic for p in one for q in two)


_Weighed = tuple[Verdict, float, list[Reason]]


def _weigh(names: tuple[str, str], features: tuple[tuple[str, ...], tuple[str, ...]]) -> _Weighed | None:
    named = _compare_names(*sorted(names))
    if not named:
        return None
    weights = lists().gathering
    a, b = (facets(each) for each in sorted(features))
    when = _compare_days(a, b)
    against = contradictory(a, b)
    if not when and not against:
        return None
    reasons = [*named, *when]
    if against:
        reasons.append((against, weights["other_place"]))
    elif a.places and b.places:
        reasons.append((f"both at {min(a.places & b.places, default='one place')}", weights["same_place"]))
    reasons += [(f"{actor} at both", weights["participant"]) for actor in sorted(a.actors & b.actors)[:3]]
    score = round(sum(weight for _, weight in reasons), 2)
    if against:
        return "apart", score, reasons
    if score < weights["ask"]:
        return None
    return "merge" if score >= weights["merge"] else "ask", score, reasons


def judge_gatherings(
    names: tuple[str, str], features: tuple[tuple[str, ...], tuple[str, ...]]
) -> tuple[Verdict, float] | None:
    """Merge, apart or ask, with the score; None where too little speaks for one gathering to ask."""
    found = _weigh(names, features)
    return found and found[:2]


def decide_gatherings(names: tuple[str, str], features: tuple[tuple[str, ...], tuple[str, ...]]) -> Decision | None:
    """The same with its reasons in words."""
    found = _weigh(names, features)
    if found is None:
        return None
    verdict, score, reasons = found
    return Decision(verdict, score, tuple(f"{reason} ({weight:+.1f})" for reason, weight in reasons))
