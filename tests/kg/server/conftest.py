"""A real server over loopback, on a small file of quads."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

QUADS = """\
<http://example.org/a> <http://example.org/p> "in the default graph" .
<http://example.org/a> <http://example.org/knows> <http://example.org/b> .
<http://example.org/b> <http://example.org/knows> <http://example.org/c> .
<http://example.org/a> <http://example.org/p> "one" <http://example.org/g1> .
<http://example.org/b> <http://example.org/p> "two" <http://example.org/g2> .
<http://example.org/c> <http://example.org/p> "three" <http://example.org/g3> .
"""


@dataclass(frozen=True)
class Running:
    address: str
    process: subprocess.Popen[str]

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, timeout=30)


@contextlib.contextmanager
def serving(path: Path, *options: str) -> Iterator[Running]:
    """Start `kg serve` on a free port, and stop it by SIGTERM."""
    command = [sys.executable, "-m", "kg", "serve", str(path), "--port", "0", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | {"NO_COLOR": "1"})
    assert process.stderr
    line = process.stderr.readline()
    found = re.search(r"http://([\d.]+:\d+)/", line)
    assert found, line + process.stderr.read()
    # The access log would fill the pipe, and the server would wait for it to be read.
    threading.Thread(target=process.stderr.read, daemon=True).start()
    try:
        yield Running(f"http://{found[1]}", process)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


@pytest.fixture(scope="package")
def quads_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("served") / "quads.nq"
    path.write_text(QUADS, encoding="utf-8")
    return path


@pytest.fixture(scope="package")
def server(quads_file: Path) -> Iterator[Running]:
    with serving(quads_file, "--timeout", "3") as running:
        yield running
