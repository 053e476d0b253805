"""Fixtures for tests in a real Chromium: the built scripts, the browser, and a page of another origin."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import ROOT, Server
from tests.programs import need

AXE = ROOT / "frontend/node_modules/axe-core/axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
VIOLATIONS = """
  window.cspViolations = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.cspViolations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


@pytest.fixture(scope="session")
def dist() -> Path:
    """The directory of the built scripts, made when a source has changed."""
    need("chromium")
    spec = importlib.util.spec_from_file_location("frontend_build", ROOT / "frontend/build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return Path(module.build_frontend(ROOT))


@pytest.fixture(scope="package")
def browser(dist: Path) -> Iterator[Browser]:
    """Debian's Chromium, headless; CHROMIUM names another one.

    It ends with this folder: its driver keeps an event loop running in the thread of the tests.
    """
    path = need("chromium")
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@dataclass
class Visit:
    """A page with what it asked for, what it complained of, and what its Content-Security-Policy refused."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def forget(self) -> None:
        """Begin anew, before another address is opened in the same tab."""
        self.requests.clear()
        self.errors.clear()

    def outside(self, *origins: str) -> list[str]:
        """Requests that went to none of these origins."""
        local = ("data:", "blob:", *origins)
        return [url for url in self.requests if not url.startswith(local)]

    def violations(self) -> list[str]:
        """Violations of the page's content security policy."""
        return list(self.page.evaluate("window.cspViolations"))

    def axe(self, rules: list[str] | None = None, **context: Any) -> list[str]:
        """Accessibility faults that axe finds: WCAG 2.2 A and AA, or some of its rules only."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text("utf-8"))
        found = self.page.evaluate(
            """([context, runOnly]) => axe.run(context, {runOnly, resultTypes: ["violations"]})
               .then((result) => result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(" ")}`))""",
            [context or {"include": [["body"]]}, rules or WCAG],
        )
        return list(found)


def watched(page: Page) -> Visit:
    """A tab whose requests, errors and console are noted."""
    seen = Visit(page)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("console", lambda said: seen.errors.append(said.text) if said.type == "error" else None)
    return seen


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open an address in a fresh context; keyword arguments are those of a browser context."""
    contexts = []

    def open_page(url: str, **settings: Any) -> Visit:
        settings.setdefault("viewport", {"width": 1280, "height": 900})
        context = browser.new_context(**settings)
        context.set_default_timeout(60_000)  # only keeps a test that fails from waiting for ever
        contexts.append(context)
        context.add_init_script(VIOLATIONS)
        seen = watched(context.new_page())
        seen.page.goto(url)
        return seen

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def host(server: Server, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """A site of another origin with a strict policy; gives the address of a page with this body."""
    policy = f"default-src 'none'; script-src {server.url}; connect-src {server.url}; frame-src {server.url}"

    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", policy)
            super().end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Keep the test's output clean."""

    site = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(tmp_path)))
    threading.Thread(target=site.serve_forever, daemon=True).start()

    def page(body: str) -> str:
        text = f'<!doctype html><html lang="en"><head><title>Host</title><meta charset="utf-8"></head><body><main><h1>Host</h1>{body}</main></body></html>'
        (tmp_path / "index.html").write_text(text, "utf-8")
        return f"http://127.0.0.1:{site.server_address[1]}/index.html"

    yield page
    site.shutdown()
    site.server_close()
