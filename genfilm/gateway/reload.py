"""Watching for new builds: each is tried beside the one in service, which stays when it is unusable."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from flask import Flask

from genfilm.dataset.builds import POINTER, Build, finished
from genfilm.settings import Settings

_LONGEST_PAUSE = 300.0
"""Seconds at most until a build that was refused is tried again: disk or memory may have been full."""
_log = logging.getLogger("genfilm")


class Reloader:
    """Hands the app of each new build to ``serve``, or None for one that cannot be served."""

    def __init__(
        self,
        settings: Settings,
        make_app: Callable[[Build], Flask],
        serve: Callable[[Flask | None], Awaitable[None]],
    ) -> None:
        self._settings = settings
        self._make_app = make_app
        self._serve = serve
        self._task: asyncio.Task[None] | None = None

    def start(self, loop: asyncio.AbstractEventLoop, served: str) -> None:
        """Watch from now on; ``served`` is the name of the build in service."""
        self._task = loop.create_task(self._watch(served))

    def stop(self) -> None:
        """Watch no more."""
        if self._task is not None:
            self._task.cancel()

    async def _watch(self, served: str) -> None:
        loop = asyncio.get_running_loop()
        interval = self._settings.reload_interval
        refused, again, pause = None, 0.0, interval
        while True:
            await asyncio.sleep(interval)
            mark = await loop.run_in_executor(None, _mark, self._settings.home)
            if refused is not None and mark == refused and loop.time() < again:
                continue
            try:
                build = await loop.run_in_executor(
                    None, finished, self._settings.sources, self._settings.home
                )
                app = None
                if build.name != served:
                    app = await loop.run_in_executor(None, self._make_app, build)
            except Exception as error:  # noqa: BLE001  whatever is wrong with it, the old one stays
                if mark == refused:
                    pause = min(2 * pause, _LONGEST_PAUSE)
                else:
                    refused, pause = mark, interval
                    _log.error("the new build cannot be served, the old one stays: %s", error)
                    await self._serve(None)
                again = loop.time() + pause
                continue
            refused = None
            if app is not None:
                served = build.name
                _log.warning("serving build %s", served)
                await self._serve(app)


def _mark(home: Path) -> tuple[bytes, int]:
    """Name in the pointer and time of its writing, which tell whether it has changed."""
    try:
        return (home / POINTER).read_bytes(), (home / POINTER).stat().st_mtime_ns
    except OSError:
        return b"", 0
