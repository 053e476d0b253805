"""Watching for new builds: each is tried beside the one in service, which stays when it is unusable."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from flask import Flask

from genfilm.dataset.builds import Build, current
from genfilm.settings import Settings

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
        refused = ""
        while True:
            await asyncio.sleep(self._settings.reload_interval)
            pointed = ""
            try:
                build = await loop.run_in_executor(None, current, self._settings.home)
                pointed = build.name
                if pointed in (served, refused):
                    continue
                app = await loop.run_in_executor(None, self._make_app, build)
            except Exception as error:  # noqa: BLE001  whatever is wrong with it, the old one stays
                fault = pointed or str(error)
                if fault != refused:
                    refused = fault
                    _log.error("the new build cannot be served, the old one stays: %s", error)
                    await self._serve(None)
                continue
            served, refused = pointed, ""
            _log.warning("serving build %s", served)
            await self._serve(app)
