"""A disk that is full, or a file that may not grow: told in a sentence, nothing lost, and the run can be finished."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg import lines
from kg.store import Incoming, Snapshot, Store, verify
from tests.kg import corpus

WRITER = """
import resource, sys
from pathlib import Path
from extract.errors import StoreError
from kg.store import Incoming, Store
from tests.kg import corpus

folder, limit = Path(sys.argv[1]), int(sys.argv[2])
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    with Store.open(folder) as store:
        for at in range(20, 260, 60):
            store.update([Incoming(each) for each in corpus.articles(at + 60)[at:]])
except StoreError as error:
    print(error)
    sys.exit(1)
"""


def write(folder: Path, limit: int = 0) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WRITER, str(folder), str(limit)],
        capture_output=True,
        text=True,
        cwd=Path.cwd(),
        timeout=120,
    )


def export(folder: Path) -> list[str]:
    with Snapshot.open(folder) as snapshot:
        return list(lines.nquads(snapshot.quads))


def begun(folder: Path) -> list[str]:
    with Store.open(folder) as store:
        store.update(Incoming(each) for each in corpus.articles(20))
    return export(folder)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("finished") / "store"
    begun(folder)
    assert write(folder).returncode == 0
    return export(folder)


@pytest.mark.parametrize("kilobytes", [400])
def test_a_file_that_may_not_grow_loses_nothing(tmp_path: Path, finished: list[str], kilobytes: int) -> None:
    folder = tmp_path / "store"
    before = begun(folder)
    stopped = write(folder, kilobytes << 10)
    assert (stopped.returncode, stopped.stderr) == (1, "")
    assert "nothing that was in the store is lost" in stopped.stdout
    assert export(folder) == before  # readers still see what was published
    assert write(folder).returncode == 0
    assert verify(folder) == 260
    assert export(folder) == finished


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path, finished: list[str]) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)], capture_output=True
    )
    if not mounted or mounted.returncode:
        pytest.skip("no small disk can be made here")
    try:
        before = begun(disk / "store")
        stopped = write(disk / "store")
        assert (stopped.returncode, stopped.stderr) == (1, "")
        assert "the disk is full; nothing that was in the store is lost" in stopped.stdout
        assert export(disk / "store") == before
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        assert write(disk / "store").returncode == 0
        assert export(disk / "store") == finished
    finally:
        subprocess.run(["umount", str(disk)], check=True)
