"""Blocks and bands of any size with pairs that stay few: each member is compared with the first of them only."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Member = TypeVar("Member", int, str)


def pair_up(
    first: Callable[[int], list[Member]], cap: int, new: set[Member], pairs: set[tuple[Member, Member]]
) -> set[Member]:
    """Add the pairs with a new member in them, the lesser first; those that were among the first `cap` and are no more.

    `first` gives so many of the members, the new ones among them, in their order, and all of them for -1.
    """
    ahead = first(cap + len(new))
    chosen = ahead[:cap]
    others = first(-1) if len(ahead) == cap + len(new) and not new.isdisjoint(chosen) else ahead
    for one in new:
        for two in others if one in chosen else chosen:
            if one != two:
                pairs.add((one, two) if one < two else (two, one))
    return set([member for member in ahead if member not in new][:cap]) - set(chosen)
