"""Articles at addresses, against a server on the loopback interface."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from extract.reading import Limits
from tests.extract.reading.helpers import FIRST, PAGE, TEXT, TITLE, everything, one, reason


class Handler(BaseHTTPRequestHandler):
    """A news site with every misfortune of the net."""

    def do_GET(self) -> None:
        path = self.path
        if path == "/berita":
            self.answer(200, "text/html; charset=utf-8", PAGE.encode())
        elif path == "/latin":
            self.answer(
                200,
                "text/html; charset=windows-1252",
                PAGE.replace("utf-8", "x").replace("Ia ", "“Ia” ").encode("cp1252"),
            )
        elif path == "/teks":
            self.answer(200, "text/plain", f"{TITLE}\n\n{TEXT}".encode())
        elif path == "/baris":
            self.answer(200, "application/x-ndjson", b'{"id": "a", "text": "%b"}\n' % FIRST.encode())
        elif path == "/gambar":
            self.answer(200, "image/png", b"\x89PNG")
        elif path == "/besar":
            self.answer(200, "text/html", b"<p>" + b"x" * 300_000)
        elif path == "/pindah":
            self.answer(302, "text/html", b"", location="/berita")
        elif path.startswith("/putar"):
            self.answer(302, "text/html", b"", location="/putar")
        elif path == "/berkas":
            self.answer(302, "text/html", b"", location="file:///etc/passwd")
        elif path == "/lambat":
            time.sleep(1.5)
        elif path == "/tetes":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            try:
                for _ in range(30):
                    self.wfile.write(b"<p>x</p>")
                    self.wfile.flush()
                    time.sleep(0.1)
            except OSError:
                return
        elif path == "/putus":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", "100000")
            self.end_headers()
            self.wfile.write(b"<p>")
        else:
            self.answer(404, "text/html", b"hilang")

    def answer(self, status: int, kind: str, body: bytes, location: str | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_is_read_and_named_by_its_address(site: str) -> None:
    article = one(f"{site}/berita")
    assert (article.title, article.url) == (TITLE, f"{site}/berita")
    assert article.id.startswith("url-")


def test_the_declared_charset_counts(site: str) -> None:
    assert "“Ia” " in one(f"{site}/latin").text


def test_texts_and_lines_are_read(site: str) -> None:
    assert (one(f"{site}/teks").title, one(f"{site}/teks").url) == (TITLE, f"{site}/teks")
    assert one(f"{site}/baris").id == "a"


def test_a_redirection_is_followed(site: str) -> None:
    assert one(f"{site}/pindah").title == TITLE


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/hilang", "unreachable"),
        ("/putar", "unreachable"),
        ("/berkas", "unreachable"),
        ("/lambat", "unreachable"),
        ("/tetes", "unreachable"),
        ("/putus", "unreachable"),
        ("/gambar", "format"),
        ("/besar", "over-large"),
    ],
)
def test_misfortunes_are_set_aside(site: str, path: str, why: str) -> None:
    assert reason(f"{site}{path}", limits=Limits(max_size=100_000, timeout=0.5, max_wait=0.6)) == why


@pytest.mark.parametrize(
    "address", ["http://", "http://[::1", "https://127.0.0.1:1/", "http://127.0.0.1:99999/", "http://a b/\x1b"]
)
def test_addresses_that_lead_nowhere_are_set_aside(address: str) -> None:
    _, aside, _ = everything(address, limits=Limits(timeout=0.5))
    assert [item.reason for item in aside] == ["unreachable"]
    assert str(aside[0]).isprintable()
