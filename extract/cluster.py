"""Reading on many machines: the function that a worker process runs here, run by the tasks of a Ray cluster.

Ray does what a cluster needs: it places the work, carries it there and back, and does it again where a machine is lost.
What comes out is in the order of the articles and the same bytes as from one process. Each machine needs this package
in the same version: `pip install jejak[cluster]`.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import socket
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from extract import pipeline, shards
from extract.errors import DataError, InputError, JejakError, UsageError
from extract.facts import ArticleFacts

if TYPE_CHECKING:
    from extract.article import Article

_AHEAD: Final = 2
"""Groups of articles under way for each core of the cluster: bounds the memory, whatever the size of the input."""
_AGAIN: Final = 20
"""Times that a group is read again whose machine was lost."""

Result = list[ArticleFacts | InputError]


def read_all(
    articles: Iterable[Article],
    *,
    address: str,
    model: Path | None = None,
    folder: str | None = None,
    form: str = "jsonl",
) -> Iterator[ArticleFacts | InputError]:
    """What each article says, in the order given, read by the Ray cluster at `address` (`auto`, `local`, `host:port`).

    `model` has to lie in the same place on each machine. `folder`: one on storage that all machines reach, by its
    path or an address that fsspec knows; each group of articles leaves its facts there as one file of that `form`
    (of `shards.FORMATS`), and a group whose file is there already is not read again.
    """
    ray = _connected(address)
    version = _version(model)
    # The decorator would make importing this module start Ray's machinery.
    task = ray.remote(num_cpus=1, max_retries=_AGAIN)(_read_group)
    waiting: deque[Any] = deque()
    try:
        for group in pipeline.chunks(articles):
            waiting.append(task.remote(group, model, folder, version, form))
            if len(waiting) >= _AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1))):
                yield from _result(ray, waiting.popleft(), folder)
        while waiting:
            yield from _result(ray, waiting.popleft(), folder)
    finally:
        for left in waiting:
            ray.cancel(left, force=False)
        ray.shutdown()


def _connected(address: str) -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody outside
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    try:
        import ray
    except ImportError as error:
        raise UsageError(
            "Ray is not installed, which reads on many machines.", remedy="Run `pip install jejak[cluster]`."
        ) from error
    try:
        _knock(address)
        ray.init(address=address, logging_level=logging.ERROR, log_to_driver=False)
    except (ConnectionError, RuntimeError, ValueError, OSError) as error:
        raise JejakError(
            f"the cluster cannot be reached ({str(error).splitlines()[0] if str(error) else type(error).__name__}).",
            where=address,
            remedy="Start one with `ray start --head`, and name its address with --address.",
        ) from error
    return ray


def _knock(address: str) -> None:
    """OSError where nobody listens at host:port, for which Ray itself would wait for minutes."""
    host, colon, port = address.rpartition(":")
    if colon and port.isdecimal() and "/" not in host:
        socket.create_connection((host.strip("[]"), int(port)), timeout=10).close()


def _result(ray: Any, pending: Any, folder: str | None) -> Result:
    try:
        found: Result | str = ray.get(pending)
    except ray.exceptions.RayTaskError as error:
        if isinstance(error.cause, JejakError):
            raise error.cause from None
        raise JejakError(f"a worker failed ({str(error.cause)[:300]}).", remedy="Run again.") from error
    except ray.exceptions.RayError as error:
        raise JejakError(
            f"the cluster lost a group of articles ({type(error).__name__}).", remedy="Run again; nothing done is lost."
        ) from error
    if not isinstance(found, str):
        return found
    assert folder is not None
    kept = shards.read(folder, found)
    if kept is None:
        raise JejakError("a shard of facts has gone.", where=f"{folder}/{found}", remedy="Run again.")
    return list(kept)


def _read_group(
    articles: Sequence[Article], model: Path | None, folder: str | None, version: str, form: str = "jsonl"
) -> Result | str:
    """The whole work on some articles, on one machine: their facts, or the name of the shard that holds them."""
    own = _version(model)
    if own != version:
        raise DataError(
            f"a machine of the cluster reads with {own}, this one with {version}.",
            remedy="Install the same version and model on all of them.",
        )
    if folder is None:
        return pipeline.read_chunk(articles, model)
    name = f"{_name(articles, version)}.{form}"
    kept = shards.read(folder, name)
    if kept is not None and len(kept) == len(articles):
        return name
    result = pipeline.read_chunk(articles, model)
    facts = [each for each in result if not isinstance(each, InputError)]
    shards.write(folder, name, facts)
    # What was set aside is told by the result; a shard holds facts alone.
    return name if len(facts) == len(result) else result


def _version(model: Path | None) -> str:
    """The extractor and a mark of the code, which may differ where somebody works on it: of one run, none may."""
    return f"{pipeline.extractor(model)} (code {_code()})"


@cache
def _code() -> str:
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        if not name.startswith("training/"):  # which is not installed
            digest.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\0".encode())
    return digest.hexdigest()[:12]


def _name(articles: Sequence[Article], version: str) -> str:
    digest = hashlib.sha256(version.encode())
    for article in articles:
        digest.update(json.dumps(asdict(article), sort_keys=True).encode("ascii"))
    return digest.hexdigest()[:32]
