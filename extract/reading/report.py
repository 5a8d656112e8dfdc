"""What became of everything that was read: set-aside values and the tally."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from extract.errors import InputError


@dataclass(frozen=True, slots=True)
class SetAside:
    """An article that could not be taken in: where it stands, the reason's short name, and what to tell the user."""

    where: str
    reason: str
    message: str
    remedy: str | None = None

    @classmethod
    def of(cls, error: InputError) -> SetAside:
        return cls(error.where or "input", error.reason, error.problem, error.remedy)

    def error(self) -> InputError:
        """The same as an error, for those who raise."""
        return InputError(self.message, reason=self.reason, where=self.where, remedy=self.remedy)

    def __str__(self) -> str:
        return str(self.error())


@dataclass(slots=True)
class Tally:
    """Counts of what was read; `read` = `built` + `skipped` + `set_aside` by construction.

    `skipped`: the same article again. `reasons`: the set aside by the short name of the reason.
    """

    built: int = 0
    skipped: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def set_aside(self) -> int:
        return self.reasons.total()

    @property
    def read(self) -> int:
        return self.built + self.skipped + self.set_aside

    def lost(self, reason: str) -> None:
        """An article that was counted as built fell out in a later stage."""
        if self.built < 1:
            raise ValueError("no article was built that could have been lost")
        self.built -= 1
        self.reasons[reason] += 1

    def __str__(self) -> str:
        why = ", ".join(f"{count} {reason}" for reason, count in sorted(self.reasons.items()))
        total = f"{self.read} read = {self.built} built + {self.skipped} skipped + {self.set_aside} set aside"
        return f"{total} ({why})" if why else total
