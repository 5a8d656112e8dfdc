"""The inputs of the recipe: files of the shared corpora, and our own prose, held to their checksums."""

from __future__ import annotations

import tomllib
from pathlib import Path

from extract.errors import DataError
from extract.model_store import checksum
from extract.training.stamps import digest

LIST = Path(__file__).with_name("inputs.toml")


def listed() -> dict[str, str]:
    """Path below the shared directory → SHA-256."""
    entries = tomllib.loads(LIST.read_text(encoding="utf-8"))["input"]
    return {entry["path"]: entry["sha256"] for entry in entries}


def verify(shared: Path, prose: Path) -> int:
    """The number of inputs, all of them present and unchanged; DataError names the first that is not."""
    entries = listed()
    for name, expected in entries.items():
        path = shared / name
        if not path.is_file():
            raise DataError(
                "an input of the recipe is missing.", where=str(path), remedy="Set SHARED to its directory."
            )
        if checksum(path) != expected:
            raise DataError(
                "an input of the recipe has changed, so the model would be another one.",
                where=str(path),
                remedy=f"Fetch the file that {LIST.name} names, or update its checksum there with the model.",
            )
    verify_prose(prose)
    return len(entries) + 1


def verify_prose(prose: Path) -> None:
    """DataError where the folder of our own prose is not the one that the model was learnt from."""
    expected = tomllib.loads(LIST.read_text(encoding="utf-8"))["prose"]["sha256"]
    if (found := digest([prose])) != expected:
        raise DataError(
            f"our own prose has changed (its digest is {found}), so the model would be another one.",
            where=str(prose),
            remedy=f"Make the model anew, and put that digest into {LIST.name}.",
        )
