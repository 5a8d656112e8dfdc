"""Blocks, pairwise decisions and clusters of profiles: cautious, and the same whatever came first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from kg.identity.profiles import Profile

Verdict = Literal["merge", "apart", "ask"]
_NAMED_BY_NAME: Final = frozenset({"ORG", "PLACE", "POSITION", "DOCUMENT"})


@dataclass(frozen=True, slots=True)
class Decision:
    """What is thought of two profiles, how strongly (0 to 1), and why, in words for a reader."""

    verdict: Verdict
    score: float
    reasons: tuple[str, ...] = ()


def blocks(profile: Profile) -> tuple[str, ...]:
    """The blocks in which a profile is compared; none for one that equals no other or is never joined."""
    if profile.local or profile.type not in {"PERSON", "EVENT"}:
        return ()
    if profile.type == "EVENT":
        return tuple(f"EVENT {profile.name} {f}" for f in profile.features if f.startswith("on:"))
    return (f"PERSON {profile.name}",)


def decide(first: Profile, second: Profile) -> Decision | None:
    """What is thought of two profiles of one block, whichever comes first; None where nothing speaks for one thing."""
    if first.type != second.type or first.local or second.local or first.name != second.name:
        return None
    shared = sorted(set(first.features) & set(second.features))
    if first.type == "PERSON":
        if not shared:
            return Decision("ask", 0.5, ("same name", "no office or body in common"))
        return Decision("merge", 0.95, ("same name", *(f"both {feature}" for feature in shared)))
    places = [{f for f in p.features if f.startswith("at:")} for p in (first, second)]
    if places[0] and places[1] and not places[0] & places[1]:
        return Decision("apart", 0.9, ("same name and day", "other places"))
    return Decision("merge", 0.9, ("same name", *(f"both {feature}" for feature in shared)))


def clusters(members: Sequence[Profile], decisions: Mapping[tuple[int, int], Decision]) -> list[list[int]]:
    """A component's members (sorted) divided into things: strongest merges first, none over a pair that is apart."""
    group = {at: [at] for at in range(len(members))}
    home = dict.fromkeys(range(len(members)), 0)
    for at in home:
        home[at] = at
    apart = {pair for pair, decision in decisions.items() if decision.verdict == "apart"}
    merges = [(-d.score, pair) for pair, d in decisions.items() if d.verdict == "merge"]
    for _, (a, b) in sorted(merges):
        left, right = sorted((home[a], home[b]))
        if left == right or _divided(group[left], group[right], apart):
            continue
        for at in group[right]:
            home[at] = left
        group[left] = sorted(group[left] + group.pop(right))
    return sorted(group.values())


def _divided(left: Sequence[int], right: Sequence[int], apart: set[tuple[int, int]]) -> bool:
    return bool(apart) and any((min(a, b), max(a, b)) in apart for a in left for b in right)


def own_anchor(profile: Profile) -> tuple[str, ...] | None:
    """What names the thing of a profile for good, where its name alone does; None where its first mention has to."""
    if profile.type in _NAMED_BY_NAME and not profile.local:
        return (profile.name,)
    return None
