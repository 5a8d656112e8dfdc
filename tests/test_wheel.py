"""What a wheel carries: all that a user needs without Node, a checkout or the tests' tools."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import assets

ROOT = Path(__file__).resolve().parent.parent


def test_a_wheel_carries_scripts_model_data_and_ontology_and_no_tools(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    if not assets.present():
        pytest.skip("the pages' scripts are not here; `make assets` brings them")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        assert archive.read("kg/ontology.ttl") == (ROOT / "ontology.ttl").read_bytes()
    for name in ("build_graph.py", "visualize.py", "extract/model/manifest.json", "kg/shapes.ttl"):
        assert name in names
    shipped = {f"kg/page/vendor/{name}" for name in assets.FILES if name not in assets.FOR_TESTS_ONLY}
    assert shipped <= names
    assert any(name.startswith("kg/queries/") for name in names)
    assert any(name.startswith("kg/server/templates/") for name in names)
    assert not any("axe" in name or name.startswith(("tests/", "extract/training/", "examples/")) for name in names)


def test_the_lock_file_records_no_address() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")


def test_scripts_of_others_are_not_committed() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "kg/page/vendor"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert listed.stdout == ""
