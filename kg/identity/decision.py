"""What is thought of two profiles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["merge", "lean", "apart", "ask", "same", "different"]
"""The first three are the program's, the last two a person's."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict, how strong it is (the program's in bits, a person's its rank by date), and why, in words."""

    verdict: Verdict
    score: float
    reasons: tuple[str, ...] = ()
