"""Earlier builds beside the one in service, without a server: which are asked for, opened and closed."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from genfilm.dataset.builds import GRAPH, MANIFEST, Build, current, publish
from genfilm.dataset.held import find, held
from genfilm.gateway import releases
from genfilm.gateway.releases import Releases, asked
from genfilm.gateway.service import Service
from genfilm.gateway.wsgi import HttpRequest
from genfilm.problems import Overloaded, UnknownRelease, UnreadableRelease
from genfilm.web.context import KEY

PLAIN = HttpRequest("GET", "http", "localhost", "/kg", "/en/claims", "", {}, b"", "::1")


@pytest.mark.parametrize(
    ("path", "query", "name", "rest"),
    [
        ("/en/claims", "release=1.0.0", "1.0.0", ("/en/claims", "")),
        ("/en/claims", "q=a%26b&release=v1.0.0&q=", "v1.0.0", ("/en/claims", "q=a%26b&q=")),
        ("/release/1.0.0/en/claims", "q=a%26b", "1.0.0", ("/en/claims", "q=a%26b")),
        ("/release/1.0.0", "", "1.0.0", ("/", "")),
        ("/en/claims", "q=release", "", ("/en/claims", "q=release")),
        ("/en/claims", "release=", "", ("/en/claims", "release=")),
        ("/id/release/x", "", "", ("/id/release/x", "")),
    ],
)
def test_the_release_is_taken_out_of_the_address(path: str, query: str, name: str, rest: tuple[str, str]):
    request = HttpRequest("GET", "http", "localhost", "", path, query, {}, b"", "::1")
    found, left = asked(request)
    assert (found, (left.path, left.query_string)) == (name, rest)


def home_of(folder: Path, count: int) -> Path:
    """A home with builds of the versions 1.0.0, 1.1.0 …, the last in service."""
    for number in range(count):
        graph = f'<urn:a> <urn:b> "{number}" .\n'.encode()
        told = {"id": f"b{number}", "version": f"1.{number}.0", "created": f"2026-01-0{number + 1}T00:00:00"}
        publish(folder, f"b{number}", {GRAPH: graph, MANIFEST: json.dumps(told).encode()})
    return folder


def app_of(build: Build, closed: list[str]) -> Flask:
    app = Flask(build.name)
    pool = SimpleNamespace(run_on=lambda loop: None, close=lambda: closed.append(build.name))
    app.extensions[KEY] = SimpleNamespace(build=build, pool=pool, library=None)
    return app


def test_releases_are_opened_once_and_the_idle_one_gives_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    home, made, closed = home_of(tmp_path, 4), [], []

    def make(build: Build, name: str, present: Any) -> Flask:
        made.append(name)
        return app_of(build, closed)

    async def read() -> None:
        present = Service(app_of(current(home), closed))
        held = Releases(home, tmp_path, make)
        assert await held.take("1.3.0", PLAIN, present) == (present, PLAIN)
        first, request = await held.take("1.0.0", PLAIN, present)
        assert request.root == "/kg/release/1.0.0"
        assert (await held.take("b0", PLAIN, present))[0] is first
        await held.take("v1.1.0", PLAIN, present)
        assert made == ["1.0.0", "1.1.0"]
        with pytest.raises(Overloaded, match="Two other releases"):
            await held.take("1.2.0", PLAIN, present)
        monkeypatch.setattr(releases, "_YOUNG", 0.0)
        with first.in_use():
            await held.take("1.2.0", PLAIN, present)
            await asyncio.sleep(0)
            assert closed == [], "what is being read stays open"
        await held._ending
        assert closed == ["b0"]
        monkeypatch.setattr(releases, "_KEPT", 0.0)
        held._close_unused()
        await asyncio.sleep(0.2)
        assert sorted(closed) == ["b0", "b1", "b2"]

    asyncio.run(read())


def test_a_version_in_the_making_is_found_by_its_name(tmp_path: Path):
    told = {"id": "d0", "version": "1.2.0.dev0", "created": "2026-01-09T00:00:00"}
    publish(home_of(tmp_path, 1), "d0", {GRAPH: b"", MANIFEST: json.dumps(told).encode()})
    assert find(held(tmp_path), "1.2.0.dev0").name == "d0"


def test_what_cannot_be_read_is_told_with_what_is_held(tmp_path: Path):
    home = home_of(tmp_path, 2)

    def make(build: Build, name: str, present: Any) -> Flask:
        raise KeyError("a page query that it lacks")

    async def read() -> None:
        present = Service(app_of(current(home), []))
        held = Releases(home, tmp_path, make)
        with pytest.raises(UnreadableRelease, match="made by an older program"):
            await held.take("1.0.0", PLAIN, present)
        with pytest.raises(UnknownRelease, match=r"Did you mean 1\.0\.0"):
            await held.take("1.0.9", PLAIN, present)

    asyncio.run(read())
