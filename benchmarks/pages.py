"""Cost of the pages of the site: server time, cached and not; first contentful paint; bytes of script.

Asks a running service over loopback. "Not cached" is the first answer to an address that nothing has asked
for, told apart by a parameter that no page reads; the service has answered another address of that page
before, as after any restart (``warm`` of the service). Times are medians and the worst of ``--rounds``.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import shutil
import statistics
import time
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

PAGES = (
    "",
    "claims",
    "claims?verdict=disputed",
    "claim/zhang-2026/N16",
    "entity/",
    "entity/film/double-world",
    "entity/stage/production",
    "entity/tech/generative-ai",
    "compare",
    "compare/strategies-actors",
    "compare/technologies-films",
    "compare/paper-evidence",
    "explore",
    "charts",
    "questions",
    "questions/strategies-for-actor",
    "questions/verdict-counts",
    "search?q=copyright",
    "ask?q=who+uses+deepfakes",
    "ontology/",
    "ontology/modules/claims",
    "ontology/terms/SourceClaim",
    "ontology/concepts/claim-kind",
    "editor",
    "about",
)
# Questions refuse parameters that they do not have; their values vary instead.
STRICT = ("questions/",)
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def asked(connection: http.client.HTTPConnection, path: str) -> float:
    """Milliseconds until the whole answer is there."""
    start = time.perf_counter()
    connection.request("GET", path, headers={"Accept": "text/html", "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path} answered {answer.status}")
    return (time.perf_counter() - start) * 1000


def server_times(
    connection: http.client.HTTPConnection, path: str, rounds: int
) -> tuple[list[float], list[float]]:
    """(not cached, cached) in milliseconds."""
    stamp = time.time_ns()
    fresh = []
    for number in range(rounds):
        if path.partition("/")[2].partition("/")[2].startswith(STRICT):
            break
        fresh.append(asked(connection, f"{path}{'&' if '?' in path else '?'}_={stamp}{number}"))
    asked(connection, path)
    return fresh, [asked(connection, path) for _ in range(rounds)]


def in_browser(browser: Browser, url: str, rounds: int) -> tuple[list[float], int]:
    """(first contentful paints in milliseconds, each in a new context; gzipped bytes of all scripts)."""
    paints, scripts = [], set()
    for _ in range(rounds):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.on("request", lambda request: scripts.add(request.url) if request.url.endswith(".js") else None)
        page.goto(url)
        page.wait_for_load_state("networkidle")
        paints.append(page.evaluate(PAINT))
        total = sum(len(gzip.compress(page.request.get(script).body())) for script in scripts)
        context.close()
    return paints, total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", nargs="?", default="http://127.0.0.1:8000")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--lang", choices=("en", "zh"), default="zh")
    given = parser.parse_args()
    print("| page | not cached, ms | worst | cached, ms | worst | first paint, ms | worst | scripts, kB |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name in PAGES:
            path = f"/{given.lang}/{name}"
            connection = http.client.HTTPConnection(urlsplit(given.url).netloc)
            fresh, cached = server_times(connection, path, given.rounds)
            paints, scripts = in_browser(browser, given.url + path, given.rounds)
            cells = [*_two(fresh), *_two(cached), *_two(paints), f"{scripts / 1000:.0f}"]
            print(f"| `{name or 'home'}` | {' | '.join(cells)} |", flush=True)
        browser.close()


def _two(times: list[float]) -> tuple[str, str]:
    return (f"{statistics.median(times):.1f}", f"{max(times):.1f}") if times else ("–", "–")


if __name__ == "__main__":
    main()
