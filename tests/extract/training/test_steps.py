"""The recipe as a list of steps: each reads what one before it has made, and what is done is not done again."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path

import pytest

from extract.errors import JejakError
from extract.training import recipe
from extract.training.prose import HERE
from extract.training.recipe import Places, Step, run, steps
from extract.training.stamps import code, digest

SHARED = Path(__file__).parents[4] / "shared"
PACKAGE = Path(recipe.__file__).parents[1]


def places(build: Path) -> Places:
    return Places(SHARED, HERE, build, build / "model")


@pytest.mark.parametrize("quick", [False, True])
@pytest.mark.parametrize("pretrain", [False, True])
def test_each_step_reads_inputs_and_what_was_made_before_it(tmp_path: Path, quick: bool, pretrain: bool) -> None:
    given = [PACKAGE, HERE, *([] if quick else [SHARED])]
    for step in steps(places(tmp_path), quick=quick, pretrain=pretrain):
        if step.name not in ("inputs", "sample"):
            for path in step.reads:
                assert any(path == one or one in path.parents for one in given), (step.name, path)
        for path in step.makes:
            assert tmp_path in path.parents, (step.name, path)
        given += step.makes


def test_a_quick_run_writes_below_its_folder_alone(tmp_path: Path) -> None:
    for step in steps(places(tmp_path), quick=True):
        assert all(tmp_path in path.parents for path in step.makes)
        written = [str(a) for a in step.arguments if "/" in str(a)]
        assert all(a.startswith(str(tmp_path)) for a in written if step.name not in ("inputs", "sample")), step


def test_every_step_names_a_module_that_is_there(tmp_path: Path) -> None:
    for step in steps(places(tmp_path), pretrain=True):
        assert importlib.util.find_spec(f"{step.module}.__main__") is not None
        assert all(code(name) for name in step.code), step.name


def copying(source: Path, target: Path) -> Step:
    """A step that copies a file, by a module of the standard library."""
    return Step("copy", "shutil_copy", (source, target), reads=(source,), makes=(target,))


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Step:
    program = "import shutil, sys; shutil.copy(sys.argv[1], sys.argv[2])"
    (tmp_path / "shutil_copy.py").write_text(program, "utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    (tmp_path / "one").write_text("1", "utf-8")
    return copying(tmp_path / "one", tmp_path / "two")


def test_a_step_is_run_again_only_where_something_changed(tmp_path: Path, copy: Step) -> None:
    told: list[str] = []
    assert run([copy], tmp_path, told.append) == 1
    assert run([copy], tmp_path, told.append) == 0
    assert told == ["copy …", "copy: done before, from the same inputs"]
    (tmp_path / "one").write_text("2", "utf-8")
    assert run([copy], tmp_path, told.append) == 1
    (tmp_path / "two").write_text("half of it", "utf-8")
    assert run([copy], tmp_path, told.append) == 1
    assert (tmp_path / "two").read_text("utf-8") == "2"
    assert json.loads((tmp_path / "steps" / "copy.json").read_text("utf-8"))["seconds"] >= 0


def test_a_step_that_fails_is_named_and_not_held_for_done(tmp_path: Path, copy: Step) -> None:
    assert run([copy], tmp_path, str) == 1
    (tmp_path / "one").unlink()
    with pytest.raises(JejakError, match=r"copy: the step ended with status 1.*goes on with this step"):
        run([copy], tmp_path, str)
    (tmp_path / "one").write_text("1", "utf-8")
    assert run([copy], tmp_path, str) == 1


def test_a_step_that_makes_nothing_is_an_error(tmp_path: Path, copy: Step) -> None:
    wanted = Step("copy", copy.module, copy.arguments, reads=copy.reads, makes=(tmp_path / "three",))
    with pytest.raises(JejakError, match=r"did not make .*three"):
        run([wanted], tmp_path, str)


def test_a_digest_tells_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x", "utf-8")
    first = digest([tmp_path])
    (tmp_path / "a").rename(tmp_path / "b")
    assert digest([tmp_path]) != first
    (tmp_path / "b").rename(tmp_path / "a")
    assert digest([tmp_path]) == first
    assert digest([tmp_path / "nothing"]) != digest([])


def test_the_code_of_a_module_is_all_that_it_imports() -> None:
    names = {path.relative_to(PACKAGE).as_posix() for path in code("extract.training.treebank")}
    assert {"training/treebank.py", "tokenizer.py", "segmentation.py"} <= names
    assert "ner.py" not in names


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the corpora (../shared) are not at hand")
@pytest.mark.skipif(
    importlib.util.find_spec("floret") is None, reason="what training needs (extra `train`) is not installed"
)
def test_the_first_steps_of_a_quick_run_do_run(tmp_path: Path) -> None:
    """The whole of it, `python -m extract.training all --quick`, needs PyTorch and takes minutes."""
    first = steps(places(tmp_path), quick=True)[:4]
    assert [step.name for step in first] == ["inputs", "sample", "vectors", "treebank"]
    assert run(first, tmp_path, str) == 4
    assert run(first, tmp_path, str) == 1
