"""A query that hits a limit is told so, and the others do not wait for it."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.kg.server.conftest import Running, serving

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c != ?f && ?i != ?l) }"
HOSTILE = [
    CROSS,
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY DESC(?c) ?f ?i",
    "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(CONCAT(STR(?a), STR(?j)) = 'x') }",
    "SELECT (COUNT(*) AS ?n) { ?a (<http://example.org/next>|!<x:y>)* ?b . ?c (<http://example.org/next>|!<x:y>)* ?d }",
    "SELECT ?c { ?a ?b ?c . ?d ?e ?f FILTER REGEX(CONCAT(STR(?c), STR(?f)), '(a*)*(a|b)*(.*)*z$') . ?g ?h ?i }",
    "CONSTRUCT { ?a ?e ?i } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
]


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    path = tmp_path_factory.mktemp("busy") / "chain.nt"
    next_, value = "<http://example.org/next>", "<http://example.org/value>"
    with path.open("w", encoding="utf-8") as stream:
        for n in range(3000):
            stream.write(f"<http://example.org/{n}> {next_} <http://example.org/{n + 1}> .\n")
            stream.write(f'<http://example.org/{n}> {value} "{"a" * (n % 30)}{n}" .\n')
    with serving(path, "--timeout", "3", "--max-answer", "4", "--max-memory", "400") as running:
        yield running


def test_thirty_hostile_queries_end_at_their_limit_and_an_ask_beside_them_answers(busy: Running) -> None:
    async def ask(client: httpx.AsyncClient, query: str) -> tuple[float, int]:
        start = time.monotonic()
        answer = await client.get("/sparql", params={"query": query})
        return time.monotonic() - start, answer.status_code

    async def main() -> tuple[list[tuple[float, int]], list[tuple[float, int]]]:
        limits = httpx.Limits(max_connections=100)
        async with httpx.AsyncClient(base_url=busy.address, timeout=60, limits=limits) as client:
            hostile = [asyncio.create_task(ask(client, HOSTILE[n % len(HOSTILE)])) for n in range(30)]
            short = []
            while not all(task.done() for task in hostile):
                short.append(await ask(client, "ASK { ?s ?p ?o }"))
                await asyncio.sleep(0.1)
            return [await task for task in hostile], short

    hostile, short = asyncio.run(main())
    assert {status for _, status in hostile} <= {503, 413}, hostile
    assert {status for _, status in short} == {200}
    assert len(short) > 5


@pytest.mark.parametrize(
    "query", ["CONSTRUCT { ?s ?p ?c } { ?s ?p ?o . ?a ?b ?c }", "SELECT * { ?s ?p ?o . ?a ?b ?c }"]
)
def test_an_answer_over_its_size_is_an_error_and_never_a_part(busy: Running, query: str) -> None:
    with busy.client() as client:
        answer = client.get("/sparql", params={"query": query})
    assert answer.status_code == 413
    assert "bytes" in answer.text
    assert len(answer.content) < 200


def test_sigterm_ends_the_server_with_queries_running(quads_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "many.nt"
    path.write_text("".join(f"<x:{n}> <x:p> <x:{n + 1}> .\n" for n in range(2000)), encoding="utf-8")

    async def main() -> tuple[float, int]:
        with serving(path, "--timeout", "60") as running:
            async with httpx.AsyncClient(base_url=running.address, timeout=60) as client:
                task = asyncio.create_task(client.get("/sparql", params={"query": CROSS}))
                await asyncio.sleep(0.5)
                start = time.monotonic()
                running.process.send_signal(signal.SIGTERM)
                await asyncio.gather(task, return_exceptions=True)
                status = await asyncio.to_thread(running.process.wait, 20)
                return time.monotonic() - start, status

    took, status = asyncio.run(main())
    assert took < 15
    assert status in (0, -signal.SIGTERM)
