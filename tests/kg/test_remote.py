"""Foreign stores give the answers of our own: saved questions and the picture over their SPARQL endpoints.

The Oxigraph server comes from PyPI with the test extra; Virtuoso is used where it is installed.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg.cli import cli, run
from kg.engine import RemoteEngine, Rows, fetch, open_engine
from kg.questions import find
from kg.store import Incoming, Store
from kg.vocabulary import KG
from tests.kg import corpus
from tests.kg.golden import reference

ASKED = tomllib.loads((reference.HERE / "questions.toml").read_text(encoding="utf-8"))


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("remote") / "store"
    # Invented articles, and the reference facts that every saved question has an answer in.
    facts = (*corpus.articles(15), *reference.of_samples(), *reference.annotated(samples=False))
    with Store.open(folder) as opened:
        opened.update(Incoming(each) for each in facts)
    return folder


@pytest.fixture(scope="module")
def shards(store: Path) -> list[Path]:
    folder = store.parent / "shards"
    assert run(cli, name="kg", arguments=["export", str(store), "-o", str(folder), "--shards", "3"]) == 0
    return sorted(folder.iterdir())


def waited_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            httpx.get(address, timeout=5)
        except httpx.HTTPError:
            assert server.poll() is None
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server does not answer")


@pytest.fixture(scope="module")
def oxigraph(shards: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        pytest.skip("the Oxigraph server is not installed")
    place, port = tmp_path_factory.mktemp("oxigraph"), free_port()
    loading = [str(program), "load", "--location", str(place), *(f"--file={each}" for each in shards)]
    subprocess.run(loading, check=True, capture_output=True)
    serving = [str(program), "serve-read-only", "--location", str(place), "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen([*serving, "--union-default-graph"], stderr=subprocess.DEVNULL)
    try:
        waited_for(f"http://127.0.0.1:{port}/", server)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="module")
def virtuoso(shards: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program, client = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if program is None or client is None:
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource)")
    place, port, http = tmp_path_factory.mktemp("virtuoso"), free_port(), free_port()
    (place / "virtuoso.ini").write_text(
        f"[Database]\nDatabaseFile = {place}/v.db\nErrorLogFile = {place}/v.log\nLockFile = {place}/v.lck\n"
        f"TransactionFile = {place}/v.trx\n"
        f"[TempDatabase]\nDatabaseFile = {place}/t.db\nTransactionFile = {place}/t.trx\n"
        f"[Parameters]\nServerPort = 127.0.0.1:{port}\nDirsAllowed = {shards[0].parent}\nNumberOfBuffers = 10000\n"
        f"[HTTPServer]\nServerPort = 127.0.0.1:{http}\n[SPARQL]\nResultSetMaxRows = 10000000\n"
    )
    server = subprocess.Popen([program, "+foreground", "+configfile", str(place / "virtuoso.ini")], cwd=place)
    try:
        waited_for(f"http://127.0.0.1:{http}/sparql?query=ASK%20%7B%7D", server)
        script = f"ld_dir('{shards[0].parent}', '*.nq', 'urn:none'); rdf_loader_run(); checkpoint;"
        subprocess.run([client, f"127.0.0.1:{port}", "dba", "dba", f"EXEC={script}"], check=True, capture_output=True)
        yield f"http://127.0.0.1:{http}/sparql"
    finally:
        server.terminate()
        server.wait()


def compared(address: str, store: Path, name: str) -> None:
    query = find(ASKED[name]["question"]).bind(ASKED[name].get("params", {}))
    here, there = open_engine(store).run(query), RemoteEngine(address).run(query)
    assert isinstance(here, Rows)
    assert isinstance(there, Rows)
    assert here.variables == there.variables
    assert sorted(map(str, here.rows)) == sorted(map(str, there.rows)) != []


@pytest.mark.parametrize("name", sorted(ASKED))
def test_oxigraph_answers_saved_questions_as_the_store_does(oxigraph: str, store: Path, name: str) -> None:
    compared(oxigraph, store, name)


@pytest.mark.parametrize("name", sorted(ASKED))
def test_virtuoso_answers_saved_questions_as_the_store_does(virtuoso: str, store: Path, name: str) -> None:
    compared(virtuoso, store, name)


@pytest.mark.parametrize("engine", ["oxigraph", "virtuoso"])
def test_an_endpoint_is_drawn_as_its_store_is(
    engine: str, request: pytest.FixtureRequest, store: Path, tmp_path: Path
) -> None:
    import visualize

    address = request.getfixturevalue(engine)
    for name, source in (("here.html", [str(store)]), ("there.html", ["--endpoint", address])):
        arguments = [*source, "-o", str(tmp_path / name)]
        assert run(visualize.command, name="visualize", arguments=arguments) == 0
    assert (tmp_path / "here.html").read_bytes() == (tmp_path / "there.html").read_bytes()
    assert run(visualize.command, name="visualize", arguments=["-o", str(tmp_path / "no.html")]) == 2


def test_all_claims_come_over(oxigraph: str, store: Path) -> None:
    import pyoxigraph as ox

    kind, claim = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), ox.NamedNode(KG.Claim)
    here, there = open_engine(store).store, fetch(RemoteEngine(oxigraph))
    found = [{quad.subject for quad in each.quads_for_pattern(None, kind, claim, None)} for each in (here, there)]
    assert found[0] == found[1] != set()
