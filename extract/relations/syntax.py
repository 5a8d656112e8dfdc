"""How two places of a sentence hang together in its dependency tree, as a short string."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from spacy.strings import StringStore
from spacy.tokens import Doc

if TYPE_CHECKING:
    from extract.parsing import SentenceParser

_NOMINAL: Final = frozenset({"appos", "flat", "flat:name", "conj", "compound", "nmod:poss", "fixed", "list"})
_LONGEST: Final = 4


def sentence_starts(doc: Doc) -> list[int]:
    """Where each sentence begins in the text."""
    marked = doc.to_array(["IDX", "SENT_START"])
    return [int(place) for place, start in marked.tolist() if start == 1]


@dataclass(slots=True)
class Syntax:
    """A parsed document as plain lists: where tokens begin, their governors (themselves at a root) and relations."""

    starts: list[int]
    heads: list[int]
    relations: list[str]
    lower: list[int]
    """The number of each token's lower-case form in `strings`: few of them are ever asked for."""
    strings: StringStore
    _later: tuple[SentenceParser, Doc] | None = None
    _paths: dict[tuple[int, int], str] = field(default_factory=dict)

    @classmethod
    def of(cls, doc: Doc) -> Syntax | None:
        """The document's tree, None where nobody parsed it; `read` first what is not parsed yet."""
        parser = doc._.parser
        if parser is not None:
            starts, lower = doc.to_array(["IDX", "LOWER"]).T
            size = len(starts)
            later = (parser, doc)
            return cls(starts.tolist(), list(range(size)), [""] * size, lower.tolist(), doc.vocab.strings, later)
        if not doc.has_annotation("DEP"):
            return None
        # Columns instead of tokens: an object for each token costs more than all that is read of it.
        starts, offsets, relations, lower = doc.to_array(["IDX", "HEAD", "DEP", "LOWER"]).T
        strings = doc.vocab.strings
        heads = np.arange(len(starts)) + offsets.astype(np.int64)
        numbers = relations.tolist()
        names = {number: strings[number] for number in set(numbers)}
        return cls(starts.tolist(), heads.tolist(), [names[number] for number in numbers], lower.tolist(), strings)

    def read(self, stretches: Sequence[tuple[int, int]]) -> None:
        """Have the sentences parsed that lie in these stretches of the text, where nobody did that before."""
        if self._later is None:
            return
        names: dict[int, str] = {}
        for first, heads, relations in self._later[0].parse(self._later[1], stretches):
            for token, (head, relation) in enumerate(zip(heads, relations, strict=True), first):
                self.heads[token] = token + head
                self.relations[token] = names.get(relation) or names.setdefault(relation, self.strings[relation])

    def token(self, place: int) -> int:
        """The token that a character belongs to."""
        return max(0, bisect_right(self.starts, place) - 1)

    def top(self, start: int, end: int) -> int:
        """The token of a span that its other tokens hang on."""
        first, last = self.token(start), self.token(end - 1)
        for i in range(first, last + 1):
            if not first <= self.heads[i] <= last or self.heads[i] == i:
                return i
        return first

    def path(self, trigger: int, start: int, end: int) -> str:
        """From a trigger (the place of its first character) to a participant: the relations on the way.

        Relations inside a name are left out. `nsubj` is a participant that hangs on the trigger; `<conj.nsubj` one that
        hangs on the verb which the trigger is joined to. `obl+oleh` keeps the preposition.
        """
        source, target = self.token(trigger), self.top(start, end)
        key = (source, target)
        known = self._paths.get(key)
        if known is None:
            known = self._paths[key] = self._way(source, target)
        return known

    def _way(self, source: int, target: int) -> str:
        up: dict[int, list[str]] = {source: []}
        at = source
        steps: list[str] = []
        while self.heads[at] != at and len(steps) < _LONGEST:
            steps = [*steps, "<" + self.relations[at]]
            at = self.heads[at]
            up[at] = steps
        down: list[str] = []
        at = target
        for _ in range(12):
            if at in up:
                way = [*up[at], *reversed(down)]
                return ".".join(way) if len(way) <= _LONGEST else "long"
            if self.heads[at] == at:
                break
            relation = self.relations[at]
            if relation not in _NOMINAL or self.heads[at] in up:
                down.append(relation + self._case(at))
            at = self.heads[at]
        return "none"

    def _case(self, token: int) -> str:
        for i in range(token - 1, max(-1, token - 6), -1):
            if self.relations[i] == "case" and self.heads[i] == token:
                return "+" + self.strings[self.lower[i]]
        return ""
