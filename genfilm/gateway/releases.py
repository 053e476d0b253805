"""Earlier builds beside the one in service: opened when ``?release=`` asks for one, two at most, and closed
when nobody asks any more.

Their pages are those of this program over the graph of then; ``/release/<name>/…`` is the same address, and
the links of such a page stay in its release.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode

from flask import Flask

from genfilm.catalogue.library import Library
from genfilm.dataset.builds import Build
from genfilm.dataset.held import find, held, name_in
from genfilm.dataset.history import version_in
from genfilm.errors import Problem
from genfilm.gateway.service import Service
from genfilm.gateway.wsgi import HttpRequest
from genfilm.problems import Overloaded, UnreadableRelease, WrongParameter

NAME = "release"
MakeRelease = Callable[[Build, str, Library], Flask]
"""Makes the app of a build that is shown under a name beside the one with this library."""
_PATH = f"/{NAME}/"
_OPEN = 2
_KEPT = 300.0
"""Seconds after its last request that a release stays open."""
_YOUNG = 10.0
"""Seconds for which a release that was asked for gives way to no other."""
_log = logging.getLogger("genfilm")


def asked(request: HttpRequest) -> tuple[str, HttpRequest]:
    """(the release that a request names, empty for none; the request as that release gets it).

    Raises Problem 400 for several.
    """
    if request.path.startswith(_PATH):
        name, _, path = request.path.removeprefix(_PATH).partition("/")
        return unquote(name), replace(request, path=f"/{path}")
    if NAME not in request.query_string:
        return "", request
    pairs = parse_qsl(request.query_string, keep_blank_values=True)
    names = [value for key, value in pairs if key == NAME]
    if len(names) > 1:
        raise WrongParameter("repeated", parameter=NAME, number=len(names))
    if not names or not names[-1].strip():
        return "", request
    others = urlencode([pair for pair in pairs if pair[0] != NAME])
    return names[-1].strip(), replace(request, query_string=others)


class Releases:
    """The releases that are open; for use on one event loop."""

    def __init__(self, home: Path, sources: Path, make: MakeRelease) -> None:
        self._home, self._sources, self._make = home, sources, make
        self._open: dict[str, tuple[Service, float]] = {}
        self._turn = asyncio.Lock()

    async def take(self, name: str, request: HttpRequest, present: Service) -> tuple[Service, HttpRequest]:
        """The service of a release, and the request with addresses that stay in it; ``present`` itself for
        the build in service. Raises Problem 404, 409, 410 and 503."""
        loop = asyncio.get_running_loop()
        builds, build = await loop.run_in_executor(None, self._found, name)
        if build.name == present.build:
            return present, request
        told = name_in(builds, build)
        request = replace(request, root=f"{request.root}{_PATH}{quote(told)}")
        async with self._turn:
            service = self._open.get(build.name, (None,))[0]
            if service is None:
                await self._make_room()
                service = await loop.run_in_executor(None, self._opened, build, told, present)
                service.context.pool.run_on(loop)
                _log.warning("release %s is open", build.name)
            self._open[build.name] = service, time.monotonic()
            loop.call_later(_KEPT + 1, self._close_unused)
        return service, request

    def _found(self, name: str) -> tuple[list[Build], Build]:
        """(the builds that are held, the one with this name): a tag is looked up, no other name that git
        would take."""
        builds = held(self._home)
        return builds, find(builds, name, self._sources if version_in(name) else None)

    def _opened(self, build: Build, told: str, present: Service) -> Service:
        try:
            return Service(self._make(build, told, present.context.library))
        except Problem:
            raise
        except Exception as error:  # noqa: BLE001  an older program wrote it
            _log.warning("release %s cannot be read: %s", build.name, error)
            raise UnreadableRelease(release=told, build=build.name) from None

    async def _make_room(self) -> None:
        """Close the one that was asked for longest ago, when two are open; raises Problem 503."""
        if len(self._open) < _OPEN:
            return
        name, (_, last) = min(self._open.items(), key=lambda item: item[1][1])
        if time.monotonic() - last < _YOUNG:
            raise Overloaded("releases", retry=10)
        self._close(name)

    def _close_unused(self) -> None:
        for name, (_, last) in list(self._open.items()):
            if time.monotonic() - last > _KEPT:
                self._close(name)

    def _close(self, name: str) -> None:
        service, _ = self._open.pop(name)

        async def end() -> None:
            await service.idle()
            await asyncio.get_running_loop().run_in_executor(None, service.context.pool.close)

        self._ending = asyncio.get_running_loop().create_task(end())

    def close(self) -> None:
        """End all of them."""
        for service, _ in self._open.values():
            service.context.pool.close()
        self._open.clear()
