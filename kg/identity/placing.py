"""Where a profile belongs that tells less than the groups that it is linked with: a function of the two alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from kg.identity.names import lists
from kg.identity.people import shortens
from kg.identity.resolution import name_of

Home = TypeVar("Home", int, str)


@dataclass(frozen=True, slots=True)
class Fit(Generic[Home]):
    """The group that a profile fits, and how well, in bits; none where too little speaks for any.

    `torn`: it fits two about equally. Then it is nobody's, and nobody's link to anybody.
    """

    home: Home | None
    rated: float
    torn: bool = False


def best(scores: Mapping[Home, float], located: Callable[[Home], int]) -> Fit[Home]:
    """The group that a profile fits best; `scores`: each group → the strongest pair with a member of it.

    `located` says of how many of a group's profiles it is known where to find the person.
    """
    weights = lists().weights
    rated = sorted(((score + popularity(located(home)), home) for home, score in scores.items()), reverse=True)
    most = rated[0][0]
    if len(rated) > 1 and rated[1][0] > most - weights["clear"]:
        return Fit(None, most, torn=True)
    return Fit(rated[0][1] if most >= weights["merge"] else None, most)


def popularity(located: int) -> float:
    """What it says for a group, in bits, that so many of its profiles tell where to find the person."""
    return math.log2(located)


def covered(sign: str, signs: Iterable[str]) -> bool:
    """Whether the name of a person's signature is among those of a group's signatures, or a shorter form of one."""
    name = name_of(sign)
    return not name or any(name == full or shortens(name, full) for full in {name_of(each) for each in signs})
