"""The error tree of Jejak.

    JejakError                  everything that a user can be told; never shown as a traceback
    ├── UsageError              the command line or a call asks for something that is not there   exit status 2
    ├── InputError              an article or a line of facts cannot be read; it is set aside     counted, exit status 3
    ├── DataError               a shipped data file (lexicon, model, ontology, query) breaks its own rules
    ├── StoreError              the store is damaged, locked, full or not writable                 exit status 1
    │   ├── StoreLocked         another process writes to it
    │   └── StoreDamaged        a checksum does not hold
    └── QueryError              a query cannot be parsed, is refused, or ran into a limit
        ├── QueryRefused        it asks for what is never done (SERVICE, LOAD, updates, foreign graphs)
        └── QueryLimit          it hit a limit of time, memory or size

Each message says where (file, line or record), what is wrong, and what to do next, in one or two sentences.
"""

from __future__ import annotations


class JejakError(Exception):
    """Anything that a user can be told in a sentence."""

    exit_status = 1

    def __init__(self, problem: str, *, where: str | None = None, remedy: str | None = None) -> None:
        self.problem = problem
        self.where = where
        self.remedy = remedy
        super().__init__(problem)

    def __reduce__(self) -> tuple[object, ...]:
        """Errors travel between processes whole, whatever their constructors ask for."""
        return (_rebuild, (type(self), self.__dict__))

    def __str__(self) -> str:
        text = f"{self.where}: {self.problem}" if self.where else self.problem
        return f"{text} {self.remedy}" if self.remedy else text


def _rebuild(kind: type[JejakError], state: dict[str, object]) -> JejakError:
    error = kind.__new__(kind)
    error.__dict__.update(state)
    error.args = (error.problem,)
    return error


class UsageError(JejakError):
    """The command line or a call asks for something that is not there."""

    exit_status = 2


class InputError(JejakError):
    """An article or a line of facts that cannot be read; `reason` is its short name in the report."""

    exit_status = 3

    def __init__(self, problem: str, *, reason: str, where: str | None = None, remedy: str | None = None) -> None:
        super().__init__(problem, where=where, remedy=remedy)
        self.reason = reason


class DataError(JejakError):
    """A data file of the package breaks the rules that its reader states."""


class StoreError(JejakError):
    """The store cannot do what was asked; nothing was lost."""


class StoreLocked(StoreError):
    """Another process is writing to the store."""


class StoreDamaged(StoreError):
    """A checksum of the store does not hold."""


class QueryError(JejakError):
    """A query that cannot be answered."""


class QueryRefused(QueryError):
    """A query that asks for what is never done: SERVICE, LOAD, updates, graphs outside the store."""


class QueryLimit(QueryError):
    """A query that ran into a limit of time, memory or size."""
