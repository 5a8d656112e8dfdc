"""What a step of the recipe was made from: hashes of files, folders and code, by which a step is left out as done."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from extract.model_store import checksum

ROOT = Path(__file__).parents[2]


def digest(paths: Iterable[Path]) -> str:
    """The SHA-256 of files, and of folders with all that lies in them: names below the folder, and contents."""
    found = hashlib.sha256()
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
        for file in inside if path.is_dir() else [path]:
            content = checksum(file) if file.is_file() else "not there"
            found.update(f"{file.relative_to(path).as_posix()}\0{content}\n".encode())
    return found.hexdigest()


def code(*modules: str) -> list[Path]:
    """The files of this package that modules are run by: their own, and those of what they import, in order."""
    found: set[Path] = set()
    wanted = list(modules)
    while wanted:
        name = wanted.pop()
        path = _file(name)
        if path is not None and path not in found:
            found.add(path)
            wanted += _imports(path)
    return sorted(found)


@cache
def _imports(path: Path) -> tuple[str, ...]:
    """The modules of this package that a file imports, wherever the imports stand."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return tuple(name for name in dict.fromkeys(names) if name.split(".")[0] == "extract")


def _file(module: str) -> Path | None:
    """Where a module of this package stands; of a package, its `__init__.py`."""
    place = ROOT.joinpath(*module.split("."))
    for path in (place.with_suffix(".py"), place / "__init__.py"):
        if path.is_file():
            return path
    return None


class Stamps:
    """The records of steps that were run to their end, one file each below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def holds(self, step: str, made_from: str, made: Iterable[Path]) -> bool:
        """Whether the step was last run with just this, and what it made is still what it wrote."""
        record = self.read(step)
        return record.get("from") == made_from and record.get("made") == digest(made)

    def read(self, step: str) -> Mapping[str, object]:
        """The record of a step; empty where there is none."""
        try:
            record = json.loads(self._file(step).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return record if isinstance(record, dict) else {}

    def write(self, step: str, made_from: str, made: Iterable[Path], seconds: float) -> None:
        """Record that a step has been run to its end, and the processor's seconds that it took."""
        self._folder.mkdir(parents=True, exist_ok=True)
        record = {"from": made_from, "made": digest(made), "seconds": round(seconds, 1)}
        self._file(step).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")

    def forget(self, step: str) -> None:
        """Take back the record of a step that is about to be run anew."""
        self._file(step).unlink(missing_ok=True)

    def _file(self, step: str) -> Path:
        return self._folder / f"{step}.json"
