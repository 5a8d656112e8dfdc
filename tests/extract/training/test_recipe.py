"""The recipe's inputs are named and held to their checksums; nothing that runs imports the recipe."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from extract.errors import DataError
from extract.training import inputs
from extract.training.__main__ import main
from extract.training.assemble import write_manifest
from extract.training.prose import HERE

SHARED = Path(__file__).parents[4] / "shared"


def test_every_step_has_help() -> None:
    for name, command in main.commands.items():
        result = CliRunner().invoke(main, [name, "--help"])
        assert result.exit_code == 0
        assert command.help


@pytest.mark.skipif(not SHARED.exists(), reason="the corpora (../shared) are not at hand")
def test_the_inputs_are_as_listed() -> None:
    assert inputs.verify(SHARED, HERE) == len(inputs.listed()) + 1


def test_a_missing_input_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="an input of the recipe is missing"):
        inputs.verify(tmp_path, HERE)


def test_a_changed_input_is_named(tmp_path: Path) -> None:
    for name in inputs.listed():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("something else", "utf-8")
    with pytest.raises(DataError, match="has changed"):
        inputs.verify(tmp_path, HERE)


def test_other_prose_is_told(tmp_path: Path) -> None:
    inputs.verify_prose(HERE)
    shutil.copytree(HERE, tmp_path / "prose")
    (tmp_path / "prose" / "a-01.txt").write_text("something else", "utf-8")
    with pytest.raises(DataError, match="our own prose has changed"):
        inputs.verify_prose(tmp_path / "prose")


def test_a_model_over_the_limit_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "weights").open("wb") as file:
        file.truncate(31 * 2**20)
    with pytest.raises(ValueError, match="may ship"):
        write_manifest(tmp_path)


def test_running_the_pipeline_does_not_import_the_recipe() -> None:
    code = "import sys, extract.model_store as m; m.load(); assert 'extract.training' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[3])
