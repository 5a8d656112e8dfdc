"""Verbs and nouns of speech: the validated reader of `extract/data/speech.toml` and the forms that its roots take."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from extract import lexicon
from extract.errors import DataError

DATA: Final = "speech.toml"
CLASSES: Final = frozenset({"say", "view", "request", "deny", "accuse", "admit", "fault", "source", "noun", "follow"})
_CLITIC: Final = re.compile(r"(?:nya|lah|kah|pun)$")


@dataclass(frozen=True, slots=True)
class Verb:
    """What a form is: its root, its class, and its shape (tag, active, stative, passive, source, noun, follow)."""

    root: str
    kind: str
    shape: str


@dataclass(frozen=True, slots=True)
class SpeechData:
    """The forms of speech and the word lists of the file."""

    forms: Mapping[str, Verb]
    pronouns: frozenset[str]
    anonymous_first: frozenset[str]
    anonymous_markers: tuple[str, ...]
    fillers: frozenset[str]
    roles: frozenset[str]
    unnamed_heads: Mapping[str, tuple[tuple[str, ...], ...]]
    """First word of a phrase for somebody unnamed → the words of each such phrase."""
    unnamed_end: frozenset[str]

    def verb(self, word: str) -> tuple[Verb, bool] | None:
        """The reading of a lower-case word, and whether it carries -nya; None where it tells of no speech."""
        verb = self.forms.get(word)
        if verb is not None:
            return verb, word.endswith("nya") and verb.shape == "noun"
        base = _CLITIC.sub("", word)
        if base != word:
            verb = self.forms.get(base)
            if verb is not None:
                return verb, word.endswith("nya")
        return None

    def unnamed(self, phrase: str, after: str = "") -> bool:
        """Whether a noun phrase is one unnamed person, so that what it claims has an anonymous source."""
        lower = phrase.lower()
        first = lower.split(None, 1)[0] if lower.strip() else ""
        if first in self.anonymous_first:
            return True
        whole = f"{lower} {after.lower()}"
        return any(marker in whole for marker in self.anonymous_markers)


def active(root: str) -> tuple[str, ...]:
    """The meN- forms of a root: `sebut` → menyebut, `tegas` → menegas; both readings where the pattern is open.

    >>> active("sebut")
    ('menyebut',)
    >>> active("kritik")
    ('mengkritik', 'mengritik')
    """
    first = root[0]
    if first in "aiueo":
        return (f"meng{root}",)
    if first in "gh":
        return (f"meng{root}",)
    if first == "k":
        return (f"mengk{root[1:]}", f"meng{root[1:]}") if root[1:2] in "rl" else (f"meng{root[1:]}",)
    if first == "s":
        return (f"meny{root[1:]}",)
    if first == "t":
        return (f"men{root[1:]}",)
    if first == "p":
        return (f"memp{root[1:]}", f"mem{root[1:]}")
    if first in "bfv":
        return (f"mem{root}",)
    if first in "cdjz":
        return (f"men{root}",)
    return (f"me{root}",)


def _forms(root: str, kind: str) -> dict[str, Verb]:
    found: dict[str, Verb] = {root: Verb(root, kind, "tag")}
    for stem in active(root):
        for suffix in ("", "kan", "i"):
            found.setdefault(stem + suffix, Verb(root, kind, "active"))
    for suffix in ("", "kan", "i"):
        if suffix:
            found.setdefault(root + suffix, Verb(root, kind, "tag"))
        found.setdefault(f"di{root}{suffix}", Verb(root, kind, "passive"))
        found.setdefault(f"memper{root}{suffix}", Verb(root, kind, "active"))
    for prefix in ("ber", "be"):
        found.setdefault(prefix + root, Verb(root, kind, "active"))
        found.setdefault(f"{prefix}{root}kan", Verb(root, kind, "active"))
    return found


def _by_first_word(phrases: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in phrases:
        words = tuple(phrase.split())
        found[words[0]] = (*found.get(words[0], ()), words)
    return found


@lru_cache(maxsize=1)
def load() -> SpeechData:
    """The shipped words of speech; DataError where the file breaks its rules."""
    return read(lexicon.read_toml(DATA).values)


def read(data: Mapping[str, Any]) -> SpeechData:
    """The words of a decoded file, checked."""
    forms: dict[str, Verb] = {}
    for part in ("form", "verb"):
        for number, record in enumerate(data.get(part, ()), 1):
            kind = record.get("class")
            if kind not in CLASSES:
                raise DataError(
                    f"[[{part}]] {number} has the class {kind!r}.",
                    where=DATA,
                    remedy=f"Use one of {', '.join(sorted(CLASSES))}.",
                )
            for word in record.get("words", ()):
                shape = kind if kind in ("source", "noun", "follow") else "active"
                forms.setdefault(word, Verb(word, kind, shape))
            for root in record.get("roots", ()):
                for form, verb in _forms(root, kind).items():
                    # A form belongs to the first root listed, but an active reading is never hidden by a bare one.
                    known = forms.get(form)
                    if known is None or (known.shape == "tag" and verb.shape == "active"):
                        forms[form] = verb
    if not forms:
        raise DataError("it lists no verb of speech.", where=DATA, remedy="Restore the file.")
    anonymous, near = data.get("anonymous", {}), data.get("near", {})
    unnamed = data.get("unnamed", {})
    return SpeechData(
        forms,
        frozenset(data.get("pronoun", {}).get("words", ())),
        frozenset(anonymous.get("first", ())),
        tuple(anonymous.get("markers", ())),
        frozenset(near.get("fillers", ())),
        frozenset(near.get("roles", ())),
        _by_first_word([*unnamed.get("one", ()), *unnamed.get("many", ())]),
        frozenset(unnamed.get("end", ())),
    )
