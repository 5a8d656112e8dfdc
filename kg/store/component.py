"""What hangs together: all that links lead to from one of them, articles as well as profiles."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

Linked = TypeVar("Linked", bound=Hashable)


def component(start: Linked, linked: Callable[[Linked], Iterable[Linked]]) -> set[Linked]:
    """All that links lead to from `start`, itself among them; `linked` gives the neighbours of one."""
    found, ahead = {start}, [start]
    while ahead:
        fresh = set(linked(ahead.pop())) - found
        found |= fresh
        ahead += fresh
    return found
