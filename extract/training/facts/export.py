"""Writes the fitted model where the runtime reads it: arrays and JSON, no pickle, the same bytes for the same fit."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extract.facts import PREDICATES
from extract.relations.features import DENSE
from extract.relations.scorer import Trees

# Weights nearer to zero than this change no decision and only take room.
NEGLIGIBLE = 0.012


def write(
    directory: Path,
    linear: tuple[dict[str, int], NDArray[np.float64], float],
    trees: Trees,
    calibration: tuple[list[float], list[float]],
    limits: dict[str, float],
    version: str,
) -> None:
    """Write weights.npz, trees.npz and settings.json."""
    names, weights, bias = linear
    kept = [(name, float(np.float16(weights[i]))) for name, i in sorted(names.items()) if abs(weights[i]) >= NEGLIGIBLE]
    directory.mkdir(parents=True, exist_ok=True)
    _archive(
        directory / "weights.npz",
        {
            "names": np.frombuffer("\n".join(name for name, _ in kept).encode(), np.uint8),
            "values": np.array([value for _, value in kept], np.float16),
        },
    )
    parts = ("feature", "threshold", "left", "right", "value")
    _archive(directory / "trees.npz", {name: getattr(trees, name) for name in parts})
    settings: dict[str, Any] = {
        "version": version,
        "bias": round(bias, 6),
        "base": round(trees.base, 6),
        "depth": trees.depth,
        "predicates": list(PREDICATES),
        "dense": list(DENSE),
        "calibration": {"x": calibration[0], "y": calibration[1]},
        "thresholds": limits,
    }
    text = json.dumps(settings, indent=1, ensure_ascii=False) + "\n"
    (directory / "settings.json").write_text(text, encoding="utf-8")


def _archive(path: Path, arrays: dict[str, NDArray[Any]]) -> None:
    """An npz file without the hour it was written at."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in sorted(arrays.items()):
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(array), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, buffer.getvalue())
