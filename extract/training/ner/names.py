"""The names of regions and of national bodies that the data files of the package list."""

from __future__ import annotations

import csv
from pathlib import Path

import extract
from extract.tokenizer import blank

DATA = Path(extract.__file__).parent / "data"
FILES = ("regions.csv", "bodies.csv")


def listed() -> dict[str, str]:
    """Lower-case words of a name, joined by a space → its kind."""
    nlp = blank()
    names: dict[str, str] = {}
    for file in FILES:
        rows = (line for line in (DATA / file).read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
        for row in csv.DictReader(rows):
            for name in (row["name"], *(row["short"] or "").split(";")):
                words = " ".join(token.lower_ for token in nlp.make_doc(name.strip()) if not token.is_space)
                if words:
                    names.setdefault(words, row["kind"])
    return names
