"""One browser for the tests of the page; each page is opened from the disk with the network off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.page import render
from tests.browser_setup import chromium
from tests.kg.page.sample import sample

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, headless; ended with its module, for while it lives no other event loop can run in this process."""
    path = chromium()
    if path is None:
        pytest.skip("no chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        found = started.chromium.launch(executable_path=path, args=FLAGS)
        yield found
        found.close()


Opener = Callable[..., Any]


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Opener]:
    """Opens HTML from the disk, offline; whatever it asks of the net, logs as an error or throws fails the test."""
    contexts, faults = [], []

    def opened(body: str, fragment: str = "", **options: Any) -> Any:
        file = tmp_path / f"page{len(contexts)}.html"
        file.write_text(body, encoding="utf-8")
        context = browser.new_context(
            offline=True, viewport=options.pop("viewport", {"width": 1280, "height": 800}), **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on(
            "request", lambda request: request.url.startswith(("file:", "blob:", "data:")) or faults.append(request.url)
        )
        page.on("console", lambda message: message.type == "error" and faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(file.as_uri() + (f"#{fragment}" if fragment else ""))
        page.wait_for_selector("body[data-ready]", state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults


@pytest.fixture(scope="session")
def sample_page() -> str:
    """The sample as a page in English."""
    return render(sample(), lang="en")
