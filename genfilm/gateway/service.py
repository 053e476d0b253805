"""An app with its evaluators, and who is using it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from genfilm.gateway.succession import HEADER, name_of
from genfilm.web.context import KEY, Context

_MOMENT = 0.05


class Service:
    """A Flask app, what it serves, and how many answers are being made with it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.context: Context = app.extensions[KEY]
        self.build = self.context.build.name
        self.build_name = name_of(self.context.build)
        self.named = ((HEADER, self.build_name),)
        self._users = 0

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Keep it from being ended meanwhile."""
        self._users += 1
        try:
            yield
        finally:
            self._users -= 1

    async def idle(self) -> None:
        """Wait until nobody uses it."""
        while self._users:
            await asyncio.sleep(_MOMENT)
