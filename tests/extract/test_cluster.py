"""Reading on a Ray cluster gives what one process gives, also where a machine is lost on the way.

Needs `pip install jejak[cluster]`; skipped where that is not installed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extract import cluster, pipeline, shards
from extract.article import Article
from extract.errors import DataError, InputError, JejakError
from extract.facts import to_json

ray = pytest.importorskip("ray", reason="Ray is not installed (`pip install jejak[cluster]`)")
pytest.importorskip("fsspec", reason="fsspec is not installed (`pip install jejak[cluster]`)")
pytestmark = pytest.mark.slow

TOWNS = ("Wanasari", "Mekarjaya", "Tirtamulya", "Karangasih", "Sukabaru", "Muarajaya")


def articles(count: int) -> list[Article]:
    return [
        Article(
            id=f"kota/{number}",
            text=f"{TOWNS[number % 6]} - Wali Kota {TOWNS[number % 6]} Raka Pradipta menghadiri Apel Akbar ke-{number}"
            f" di Lapangan Merpati, Jumat (3/5/2024).\n\nSekretaris Daerah Sekar Ayuningrum diduga ikut berkampanye.\n",
            published="2024-05-04",
        )
        for number in range(count)
    ]


@pytest.fixture
def machines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Two workers of one core each, on what Ray takes for two machines; the third only directs."""
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    monkeypatch.setattr(pipeline, "_CHUNK_ARTICLES", 2)
    whole = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    try:
        whole.workers = [whole.add_node(num_cpus=1) for _ in range(2)]
        whole.wait_for_nodes()
        yield whole
    finally:
        ray.shutdown()
        whole.shutdown()


def test_a_lost_machine_changes_no_byte(machines: Any, tmp_path: Path) -> None:
    given = articles(24)
    expected = [to_json(each) for each in pipeline.read_all(given) if not isinstance(each, InputError)]
    assert len(expected) == 24
    found = []
    for number, each in enumerate(cluster.read_all(given, address=machines.address, folder=str(tmp_path / "shards"))):
        assert not isinstance(each, InputError)
        found.append(to_json(each))
        if number == 3:
            machines.remove_node(machines.workers[1], allow_graceful=False)
    assert found == expected
    files = sorted((tmp_path / "shards").iterdir())
    lines = [line for shard in files if shard.suffix == ".jsonl" for line in shard.read_text("utf-8").splitlines()]
    assert sorted(lines) == sorted(expected)


@pytest.mark.parametrize("form", shards.FORMATS)
def test_shards_that_are_there_are_not_read_again(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given, version = articles(2), cluster._version(None)
    name = cluster._read_group(given, None, str(tmp_path), version, form)
    assert isinstance(name, str)
    monkeypatch.setattr(pipeline, "read_chunk", lambda *_: pytest.fail("read again"))
    assert cluster._read_group(given, None, str(tmp_path), version, form) == name
    kept = shards.read(str(tmp_path), name)
    assert kept is not None
    assert [each.id for each in kept] == [each.id for each in given]


def test_what_is_set_aside_on_another_machine_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = InputError("the article cannot be analysed.", reason="not-analysed")
    monkeypatch.setattr(pipeline, "read_chunk", lambda *_: [wrong])
    assert cluster._read_group(articles(1), None, str(tmp_path), cluster._version(None)) == [wrong]


def test_a_machine_with_another_version_is_refused() -> None:
    with pytest.raises(DataError, match="Install the same version"):
        cluster._read_group(articles(1), None, None, "jejak/0+other")
    with pytest.raises(DataError, match="Install the same version"):
        cluster._read_group(articles(1), None, None, f"{pipeline.extractor()} (code other)")


def test_a_cluster_that_is_not_there_is_told() -> None:
    with pytest.raises(JejakError, match="cannot be reached"):
        list(cluster.read_all(articles(1), address="127.0.0.1:1"))
