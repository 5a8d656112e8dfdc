"""The picture's speed in a browser, beside plain pyvis in the same run: opening, panning, size, layout.

python bench/page.py [--sizes 500,1000,5000,20000] [--pyvis 500]

A row a size: seconds of layout, size of the file, seconds until the page is ready and drawn, the 95th percentile of a
frame while panning (ms). Plain pyvis: its own page with its default physics, in the same browser, given up after 60 s.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kg.claims import ClaimRow, Graph, Node, Source  # noqa: E402
from kg.network import communities, edges_of, network  # noqa: E402
from kg.page import render  # noqa: E402
from kg.page.layout import positions  # noqa: E402
from kg.vocabulary import DATA  # noqa: E402
from tests.browser_setup import chromium  # noqa: E402

KINDS = ("person", "person", "person", "event", "organisation", "office")
LEVELS = ("asserted", "asserted", "asserted", "alleged", "planned", "denied")


def made(size: int) -> Graph:
    """So many things in communities of about forty, each with 1.6 claims."""
    chance = random.Random(size)
    nodes = [
        Node(f"{DATA}{KINDS[place % 6]}/hal-{place}", KINDS[place % 6], f"Nama Contoh {place}", (), place % 12 == 0)
        for place in range(size)
    ]
    source = Source(f"{DATA}article/a", "a", "Judul", "https://contoh.example/a", "Kabar Contoh", "2031-05-04", "a")
    claims = []
    for place in range(int(size * 1.6)):
        one = place % size
        home = one // 40 * 40
        other = home + chance.randrange(min(40, size - home)) if chance.random() < 0.93 else chance.randrange(size)
        if one == other:
            continue
        sentence = f"{nodes[one].label} menghadiri {nodes[other].label} di Balai Contoh pada hari itu, kalimat {place}."
        relation, level = chance.choice(("attended", "met", "led")), LEVELS[place % 6]
        ends = (nodes[one].iri, relation, nodes[other].iri)
        claims.append(
            ClaimRow(f"{source.iri}/claim/{place}", *ends, None, level, None, source, sentence, 0, len(sentence), "r")
        )
    return Graph({node.iri: node for node in nodes}, tuple(claims))


PAN = """
async () => {
  const box = document.querySelector('#canvas canvas, #mynetwork canvas').getBoundingClientRect();
  const canvas = document.querySelector('#canvas canvas');
  const before = canvas.toDataURL();
  const frames = [];
  let last = performance.now();
  const fire = (type, x, y) => document.elementFromPoint(x, y).dispatchEvent(new PointerEvent(type, {
    bubbles: true, cancelable: true, pointerId: 1, pointerType: 'mouse', button: 0,
    buttons: type === 'pointerup' ? 0 : 1, clientX: x, clientY: y }));
  const x0 = box.left + 12, y0 = box.top + 12;
  fire('pointerdown', x0, y0);
  for (let step = 1; step <= 30; step += 1) {
    fire('pointermove', x0 + step * 6, y0 + step * 3);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const now = performance.now();
    frames.push((now - last) / 2);
    last = now;
  }
  fire('pointerup', x0 + 180, y0 + 90);
  if (canvas.toDataURL() === before) throw new Error('the picture did not move');
  frames.sort((a, b) => a - b);
  return frames[Math.floor(frames.length * 0.95)];
}
"""


def opened(browser: Any, file: Path, ready: str, limit: float) -> tuple[float, float | None]:
    """Seconds until the page is ready and has drawn; p95 of a frame while panning."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    began = time.monotonic()
    try:
        page.goto(file.as_uri(), wait_until="commit")
        page.wait_for_selector(ready, state="attached", timeout=limit * 1000)
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        took = time.monotonic() - began
        return took, float(page.evaluate(PAN)) if ready == "body[data-ready]" else None
    except Exception as error:  # a page that does not get ready is a row of its own
        print(f"{file.name}: {str(error).splitlines()[0]}", file=sys.stderr)
        return float("inf"), None
    finally:
        context.close()


def plain(graph: Graph, file: Path) -> None:
    """The same things and links by pyvis as it comes, with a mark when its physics has settled."""
    from pyvis.network import Network

    net = Network(cdn_resources="in_line", directed=True)
    number = {iri: place for place, iri in enumerate(graph.nodes)}
    for iri, node in graph.nodes.items():
        net.add_node(number[iri], label=node.label)
    for claim in graph.claims:
        net.add_edge(number[claim.subject], number[claim.object or ""], label=claim.predicate)
    settled = "network.once('stabilizationIterationsDone', () => { document.body.dataset.settled = 1; });"
    text = net.generate_html().replace("return network;", f"{settled} return network;")
    file.write_text(text, encoding="utf-8")


def main() -> int:
    """Measure and print one row a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="500,1000,5000,20000")
    parser.add_argument("--pyvis", default="500", help="Sizes at which plain pyvis is measured too.")
    given = parser.parse_args()
    path = chromium()
    if path is None:
        print("no chromium here", file=sys.stderr)
        return 1
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for size in map(int, given.sizes.split(",")):
            graph = made(size)
            net = network(edges_of(graph))
            began = time.monotonic()
            positions(net, communities(net))
            laid = time.monotonic() - began
            file = Path(scratch) / f"jejak-{size}.html"
            began = time.monotonic()
            file.write_text(render(graph), encoding="utf-8")
            row: dict[str, Any] = {"things": size, "claims": len(graph.claims), "layout_s": round(laid, 1)}
            row["render_s"] = round(time.monotonic() - began, 1)
            row["megabytes"] = round(file.stat().st_size / 1e6, 2)
            ready, frame = min(
                (opened(browser, file, "body[data-ready]", 60) for _ in range(2)), key=lambda each: each[0]
            )
            row |= {"ready_s": round(ready, 2), "frame_p95_ms": frame and round(frame)}
            if size > 800:
                whole = Path(scratch) / f"open-{size}.html"
                every = ".".join(str(place) for place in range(size // 20 + 50))
                whole.write_text(render(graph, opening={"open": every}), encoding="utf-8")
                ready, frame = opened(browser, whole, "body[data-ready]", 60)
                row |= {"all_open_ready_s": round(ready, 2), "all_open_frame_p95_ms": frame and round(frame)}
            if str(size) in given.pyvis.split(","):
                plain(graph, Path(scratch) / f"pyvis-{size}.html")
                settled, _ = opened(browser, Path(scratch) / f"pyvis-{size}.html", "body[data-settled]", 60)
                row["plain_pyvis_settled_s"] = round(settled, 1)
            print(json.dumps(row), flush=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
