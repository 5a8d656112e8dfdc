"""The rows of `tests/extract/sentences/`, read once for all tests that use them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from extract.facts import Entity, Mention

FOLDER = Path(__file__).parent / "sentences"
_ACTOR_TYPES = {"Partai Nusa": "ORG", "KPU Sukamaju": "ORG", "Bawaslu Sukamaju": "ORG", "Kejari Sukamaju": "ORG",
                "Tim Harapan Baru": "ORG", "Hakim Tipikor": "ORG", "ASN": "GROUP"}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A sentence, where its fact stands, and how sure that fact is (`none`: it states no such fact)."""

    predicate: str
    text: str
    trigger: str
    subject: str
    object: str
    factuality: str

    def span(self, words: str) -> tuple[int, int]:
        """Where the words stand in the sentence."""
        at = self.text.index(words)
        return at, at + len(words)

    @property
    def id(self) -> str:
        """A short name for reports."""
        return f"{self.predicate}: {self.text[:60]}"


def cases() -> list[Case]:
    """All rows but those of `stated`, in the order of the files."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        if path.stem == "stated":
            continue
        for row in data["cases"]:
            found.append(Case(data["predicate"], *row) if "predicate" in data else Case(*row))
    return found


def cases_by_verb() -> list[Case]:
    """Rows whose cue governs the verb alone, so that nothing is asked of them without it."""
    data = tomllib.loads((FOLDER / "hedges.toml").read_text(encoding="utf-8"))
    return [Case(*row) for row in data["by-verb"]]


def stated_cases() -> list[tuple[str, list[str]]]:
    """The rows of `stated`: a text and its `line | speaker` pairs."""
    data = tomllib.loads((FOLDER / "stated.toml").read_text(encoding="utf-8"))
    return [(text, pairs) for text, pairs in data["cases"]]


def mentioned(text: str, names: dict[str, str]) -> tuple[list[Mention], list[Entity]]:
    """Mentions and entities for the names (name → type) that stand in the text."""
    mentions, entities = [], []
    for number, (name, type_) in enumerate(names.items(), 1):
        at = text.find(name)
        while at >= 0:
            mentions.append(Mention(at, at + len(name), f"e{number}", type_))
            at = text.find(name, at + len(name))
        entities.append(Entity(f"e{number}", type_, name, (name,)))
    return sorted(mentions), entities
