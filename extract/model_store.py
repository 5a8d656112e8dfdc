"""The trained pipeline on disk: found, verified against its manifest, and loaded without network or pickle.

A model directory is a spaCy pipeline with a `manifest.json` in it: each file's SHA-256, and what the model was made of.
A directory without one (another spaCy pipeline, given as `--model PATH`) is loaded as it is, after the same search
for pickles.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from extract.errors import DataError

if TYPE_CHECKING:
    from spacy.language import Language

SHIPPED: Final = Path(__file__).parent / "model"
MANIFEST: Final = "manifest.json"
REGISTERING: Final = ("extract.tokenizer", "extract.segmentation", "extract.ner")
PIPELINE: Final = "pipeline"
_PICKLE_SUFFIXES: Final = frozenset({".pkl", ".pickle", ".joblib", ".pt", ".pth"})
_PICKLE_MAGIC: Final = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")
_NEVER_PICKLED: Final = frozenset({".json", ".jsonl", ".cfg", ".toml", ".txt", ".md", ".csv"})
_REINSTALL: Final = "Put the files back as they were released, or name another pipeline with --model."


def load(path: Path | None = None) -> Language:
    """The trained pipeline at `path`, or the shipped one; DataError says what is wrong with its files."""
    place = SHIPPED if path is None else Path(path)
    if not place.is_dir() or not (place / "config.cfg").is_file():
        raise DataError("there is no trained pipeline here.", where=str(place), remedy=_missing_remedy(path))
    verify(place, part=PIPELINE, required=path is None)
    import spacy

    register()
    from extract import blas

    try:
        nlp = spacy.load(place)
    except Exception as error:
        raise DataError(
            f"the pipeline cannot be loaded ({type(error).__name__}: {_first_line(error)}).",
            where=str(place),
            remedy=_REINSTALL,
        ) from error
    blas.for_pipeline(nlp)
    return nlp


def register() -> None:
    """Make known to spaCy the tokenizer and the components that a pipeline's configuration may name."""
    for module in REGISTERING:
        if find_spec(module) is not None:
            import_module(module)


def verify(place: Path = SHIPPED, *, part: str | None = None, required: bool = True) -> None:
    """Check a model's files against the manifest; DataError names the first that differs, lacks or was added.

    `part`: `PIPELINE` for what spaCy reads, or a directory that another reader opens (`facts`); by default every file.
    """
    _refuse_pickles(place)
    manifest = place / MANIFEST
    if not manifest.is_file():
        if required:
            raise DataError("the manifest of the trained pipeline is missing.", where=str(manifest), remedy=_REINSTALL)
        return
    record = read_manifest(place)
    listed, own = record["files"], record.get("pipeline")
    found = dict(files(place))
    for name in sorted(listed.keys() | found.keys()):
        if part is not None and _part(name, own) != part:
            continue
        where = str(place / name)
        if name not in found:
            raise DataError("a file of the trained pipeline is missing.", where=where, remedy=_REINSTALL)
        if name not in listed:
            raise DataError("this file is no part of the trained pipeline.", where=where, remedy="Take it away.")
        if checksum(found[name]) != listed[name]:
            raise DataError("the file does not have the checksum of its release.", where=where, remedy=_REINSTALL)


def _part(name: str, own: Collection[str] | None) -> str:
    """The reader of a file: spaCy reads those at the top and in the directories that the manifest calls its own."""
    top, slash, _ = name.partition("/")
    return PIPELINE if not slash or own is None or top in own else top


def read_manifest(place: Path | None = None) -> dict[str, Any]:
    """The manifest of a model: `files` (name → SHA-256) and what the recipe noted of its inputs and scores."""
    path = (place or SHIPPED) / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if all(isinstance(name, str) and isinstance(digest, str) for name, digest in manifest["files"].items()):
            return dict(manifest)
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise DataError(f"the manifest cannot be read ({error}).", where=str(path), remedy=_REINSTALL) from error
    raise DataError("the manifest does not list its files.", where=str(path), remedy=_REINSTALL)


@cache
def fingerprint() -> str:
    """Twelve characters that change when a file of the shipped model does."""
    return hashlib.sha256(json.dumps(read_manifest()["files"], sort_keys=True).encode()).hexdigest()[:12]


def files(place: Path) -> Iterator[tuple[str, Path]]:
    """Each file of a model but its manifest, as (name with slashes, path), in order."""
    for path in sorted(place.rglob("*")):
        name = path.relative_to(place).as_posix()
        if path.is_file() and name != MANIFEST and "__pycache__" not in path.parts:
            yield name, path


def checksum(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refuse_pickles(place: Path) -> None:
    for name, path in files(place):
        suspect = path.suffix.lower() in _PICKLE_SUFFIXES
        if not suspect and path.suffix.lower() not in _NEVER_PICKLED:
            with path.open("rb") as file:
                suspect = file.read(2) in _PICKLE_MAGIC and _ends_as_pickle(path)
        if suspect:
            raise DataError(
                f"{name} is a pickle, which can run any program when it is opened.",
                where=str(place),
                remedy="Use a pipeline that spaCy has written with to_disk.",
            )


def _ends_as_pickle(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read(1) == b"."


def _first_line(error: Exception) -> str:
    return (str(error).strip() or "no reason given").splitlines()[0]


def _missing_remedy(path: Path | None) -> str:
    return _REINSTALL if path is None else "Name a directory that spaCy has written, with a config.cfg in it."
