"""Watching for builds without a server: one that was refused is tried again, later and later."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask

from genfilm.gateway import reload
from genfilm.gateway.reload import Reloader
from genfilm.settings import Settings


@pytest.mark.parametrize("pointed_again", [False, True])
def test_a_build_that_was_refused_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pointed_again: bool
):
    """At once when it is pointed to again, else after a pause; one refusal is told once."""
    pointer = tmp_path / reload.POINTER
    pointer.write_text("new")
    monkeypatch.setattr(reload, "finished", lambda sources, home: SimpleNamespace(name="new"))
    tried: list[str] = []
    served: list[Flask | None] = []
    app = Flask("new")

    def make_app(build: SimpleNamespace) -> Flask:
        tried.append(build.name)
        if len(tried) < 3:
            raise OSError("no space left on device")
        return app

    async def watch() -> None:
        done = asyncio.Event()

        async def serve(made: Flask | None) -> None:
            served.append(made)
            if made is not None:
                done.set()
            elif pointed_again:
                os.utime(pointer, ns=(len(served), len(served)))

        reloader = Reloader(Settings(home=tmp_path, reload_interval=0.05), make_app, serve)
        reloader.start(asyncio.get_running_loop(), "old")
        await asyncio.wait_for(done.wait(), 30)
        await asyncio.sleep(0.3)
        reloader.stop()

    asyncio.run(watch())
    assert tried == ["new"] * 3
    assert served == ([None, None, app] if pointed_again else [None, app])
