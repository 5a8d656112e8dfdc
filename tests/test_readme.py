"""What the README tells a user to type works as it stands."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.S)


def commands() -> list[str]:
    """Each command of the README, lines of one quoted argument kept together."""
    found = []
    for block in BLOCKS:
        pending = ""
        for line in block.splitlines():
            pending = f"{pending}\n{line}" if pending else line
            if pending.count("'") % 2 == 0:
                found.append(pending)
                pending = ""
    return [re.sub(r"\s+# .*$", "", command) for command in found]


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command by this interpreter, in a folder that has the samples."""
    words = shlex.split(command)
    if words[0] == "python":
        words = [sys.executable, *(str(ROOT / w) if w.endswith(".py") else w for w in words[1:])]
    elif words[0] == "kg":
        words = [sys.executable, "-m", "kg", *words[1:]]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    return subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("readme")
    for name in ("examples/articles", "my-articles"):
        shutil.copytree(ROOT / "examples" / "articles", place / name)
    (place / "demo").mkdir()
    return place


def test_the_commands_of_the_readme_run_in_their_order(folder: Path) -> None:
    told = [c for c in commands() if c.split()[0] in ("python", "kg") and "serve" not in c and "ARTICLE" not in c]
    assert len(told) >= 9
    for command in told:
        done = run(command, folder)
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        assert "Traceback" not in done.stderr
    assert (folder / "demo" / "network.html").stat().st_size > 500_000


def test_the_saved_questions_answer_about_the_samples(folder: Path) -> None:
    for name in ("allegations", "signed-pledge"):
        done = run(f"kg query demo/store {name} --format csv", folder)
        assert len(done.stdout.splitlines()) > 2, name


def test_every_command_is_told_and_helps(folder: Path) -> None:
    listed = run("kg --help", folder).stdout
    names = re.findall(r"^  ([a-z]+)  ", listed, re.M)
    assert {"query", "questions", "export", "serve", "validate", "retract", "rebuild", "stats"} <= set(names)
    for name in names:
        assert f"kg {name}" in README, f"the README does not tell of kg {name}"
        assert run(f"kg {name} --help", folder).returncode == 0


def test_files_that_the_readme_links_to_are_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_importing_the_command_line_is_cheap() -> None:
    heavy = "{'spacy', 'rdflib', 'pyoxigraph', 'networkx'}"
    code = f"import sys, kg.cli, build_graph, visualize; print(*sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
