"""Duration of the frames of the explore page with 2,000 nodes, in a headless Chromium.

The page is ours; its data is a made-up graph, handed to it in place of ``/api/graph``. What is reported:
the time until the picture stands, the time between animation frames while the picture is dragged about, zoomed
with the wheel, a pointer wanders over it, a node is dragged and nodes are expanded, and how long the page's main
thread was busy meanwhile, which other work on the machine disturbs less.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
from typing import Any

from playwright.sync_api import CDPSession, Page, Route, sync_playwright

GROUPS = ("work", "technology", "actor", "stage", "risk", "effect", "strategy", "document", "concept")
VERDICTS = ("corroborated", "partly-corroborated", "disputed", "unverified", "not-checkable", None)
FRAMES = """
  window.frameTimes = [];
  let last = performance.now();
  (function tick() {
    requestAnimationFrame((now) => { window.frameTimes.push(now - last); last = now; tick(); });
  })();
"""


FIGURES = ("median", "p95", "p99", "max", "busy")


def picture(nodes: int, edges: int, seed: int = 7) -> dict[str, Any]:
    """A graph whose degrees are as uneven as ours: few things with many claims, many with few."""
    chance = random.Random(seed)
    weights = [1 / (rank + 3) for rank in range(nodes)]
    names = [f"urn:node:{number}" for number in range(nodes)]
    ends = [
        (names[number % nodes], target)
        for number, target in enumerate(chance.choices(names, weights, k=edges))
    ]
    degree = dict.fromkeys(names, 0)
    for pair in ends:
        for end in pair:
            degree[end] += 1
    return {
        "nodes": [
            {"iri": name, "label": _both(f"thing number {at} of the picture"), "group": GROUPS[at % len(GROUPS)],
             "class": None, "classLabel": _both("thing"), "degree": degree[name], "html": "/"}
            for at, name in enumerate(names)
        ],
        "edges": [
            {"iri": f"urn:edge:{at}", "id": str(at), "source": "made-up", "paraphrase": _both(f"claim {at}"),
             "subject": source, "object": target, "predicateLabel": _both("relates to"),
             "polarity": "affirmed", "verdict": VERDICTS[at % len(VERDICTS)], "verdictLabel": _both("verdict"),
             "page": "", "html": "/"}
            for at, (source, target) in enumerate(ends)
            if source != target
        ],
    }  # fmt: skip


def _both(text: str) -> dict[str, str]:
    """A text as labels have it."""
    return {"en": text, "zh": text}


def measured(page: Page, session: CDPSession, act: Any) -> dict[str, float]:
    """Frame times in milliseconds while ``act`` runs and until the picture rests."""
    page.evaluate("window.frameTimes.length = 0")
    busy = _busy(session)
    act()
    page.wait_for_timeout(400)
    times = sorted(page.evaluate("window.frameTimes"))
    return {
        "frames": len(times),
        "median": statistics.median(times),
        "p95": times[int(len(times) * 0.95) - 1],
        "p99": times[int(len(times) * 0.99) - 1],
        "max": times[-1],
        "busy": (_busy(session) - busy) * 1000,
    }


def _busy(session: CDPSession) -> float:
    """Seconds that the main thread has spent in tasks."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(entry["value"] for entry in metrics if entry["name"] == "TaskDuration"))


def drag(page: Page) -> None:
    """Pan by dragging the empty corner of the picture about, as a hand does."""
    box = page.locator(".explore-canvas").bounding_box()
    assert box is not None
    x, y = box["x"] + 5, box["y"] + 5
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(60):
        page.mouse.move(x + 6 * step, y + 3 * step)
        page.wait_for_timeout(8)
    page.mouse.up()


def wheel(page: Page) -> None:
    """Zoom in and out again with the wheel."""
    box = page.locator(".explore-canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for step in range(40):
        page.mouse.wheel(0, -60 if step < 20 else 60)
        page.wait_for_timeout(16)


def hover(page: Page) -> None:
    """Wander over the picture, from node to node."""
    box = page.locator(".explore-canvas").bounding_box()
    assert box is not None
    for step in range(60):
        x, y = (0.3 + 0.4 * (step * factor % 1) for factor in (0.137, 0.211))
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=2)
        page.wait_for_timeout(8)


def drag_node(page: Page) -> None:
    """Drag the node with most edges about, and let it go."""
    box = page.locator(".explore-canvas").bounding_box()
    assert box is not None
    at = page.evaluate("genfilmGraph.cy.nodes().max((node) => node.degree(false)).ele.renderedPosition()")
    x, y = box["x"] + at["x"], box["y"] + at["y"]
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(40):
        page.mouse.move(x + 3 * step, y + 2 * step)
        page.wait_for_timeout(8)
    page.mouse.up()


def expand(page: Page) -> None:
    """Five times 30 new nodes around a node."""
    for number in range(5):
        page.evaluate(
            """(number) => {
              const nodes = Array.from({length: 30}, (_, at) => ({iri: `urn:more:${number}:${at}`, label: `more ${at}`, group: "work", classLabel: "", degree: 1, html: "/"}));
              const edges = nodes.map((node, at) => ({id: `urn:more-edge:${number}:${at}`, source: `urn:node:${number * 17}`, target: node.iri, label: "e", verdict: null, polarity: "affirmed", origin: "", html: "/"}));
              genfilmGraph.add({nodes, edges}, document.querySelector("#explore-layout").value);
            }""",
            number,
        )
        page.wait_for_timeout(200)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", nargs="?", default="http://127.0.0.1:8000")
    parser.add_argument("--nodes", type=int, default=2000)
    parser.add_argument("--edges", type=int, default=4000)
    parser.add_argument("--layout", default="")
    given = parser.parse_args()
    data = picture(given.nodes, given.edges)
    body = json.dumps({"data": data, "meta": {}, "links": {}})

    def answer(route: Route) -> None:
        route.fulfill(body=body, content_type="application/json")

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(FRAMES)
        page.route("**/api/graph**", answer)
        layout = f"&layout={given.layout}" if given.layout else ""
        page.goto(f"{given.url}/en/explore?focus=tech:generative-ai{layout}", wait_until="commit")
        page.locator("#explore[data-ready]").wait_for(timeout=120_000)
        ready = page.evaluate("performance.now()")
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        page.wait_for_timeout(1500)
        idle = measured(page, session, lambda: page.wait_for_timeout(1000))
        print(f"{given.nodes} nodes, {len(data['edges'])} edges, 1440 × 900; times in ms")
        print(f"the picture stands after {ready:.0f}")
        print(f"{'':11}{'frames':>8}" + "".join(f"{name:>8}" for name in FIGURES))
        print("rest       ", _row(idle))
        for name, act in ACTS.items():
            print(f"{name:11}", _row(measured(page, session, lambda act=act: act(page))), flush=True)
        browser.close()


def _row(found: dict[str, float]) -> str:
    return f"{found['frames']:7.0f}" + "".join(f"{found[key]:8.1f}" for key in FIGURES)


ACTS = {
    "drag": drag,
    "wheel": wheel,
    "hover": hover,
    "drag a node": drag_node,
    "expand": expand,
    "drag again": drag,
}


if __name__ == "__main__":
    main()
