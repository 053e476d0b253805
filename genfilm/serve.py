"""The service: builds when needed, then serves with Granian until interrupted."""

from __future__ import annotations

import gc
import math
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from flask import Flask

from genfilm.dataset.builds import (
    Build,
    current,
    finished,
    has_sources,
    open_build,
    require_undamaged,
    up_to_date,
)
from genfilm.dataset.change import finish_change
from genfilm.errors import GenFilmError
from genfilm.gateway.listening import allow_files, check_port, connections, listen, share
from genfilm.gateway.log import config
from genfilm.progress import Progress
from genfilm.protocol.allowlist import AllowList
from genfilm.settings import Settings

BUILD_VARIABLE = "_GENFILM_BUILD"
_HEADER_TIMEOUT_MS = 10_000
_DRAIN = 2
_RESTARTS = 5
_GARBAGE = 20_000
"""New objects between two looks for unreachable cycles, of which a request makes next to none."""
_MINUTE = 60.0
_PR_SET_PDEATHSIG = 1


def serve(settings: Settings, lang: str) -> None:
    """Serve until interrupted; raises SettingsError and PortTaken. The build is told in ``lang``."""
    _keep_going_without_log()
    if sys.platform != "linux":
        print("genfilm: memory limits for queries work on Linux only", file=sys.stderr)
    settings.memory_per_query()
    AllowList.parse(settings.federation)
    check_port(settings.host, settings.port)
    allow_files()
    build = _newest(settings, lang)
    _announce(settings, build)
    _serve(settings, build)


def _newest(settings: Settings, lang: str) -> Build:
    """The build to serve; what builds is loaded only where there is something to build."""
    if not has_sources(settings.sources):
        build = finished(settings.sources, settings.home)
        require_undamaged(build)
        return build
    finish_change(settings.sources)
    if (found := up_to_date(settings.sources, settings.home)) is not None:
        return found
    from genfilm.build import current_or_new

    progress = Progress(lang=lang)
    return current_or_new(
        settings.sources, settings.home, progress, lambda text: print(text, file=sys.stderr)
    )


def _serve(settings: Settings, build: Build) -> None:
    """Serve until interrupted. Granian replaces a worker that dies, but gives up when the next one dies
    within seconds; it is started again then, up to ``_RESTARTS`` times a minute."""
    os.environ[BUILD_VARIABLE] = str(build.directory)
    os.environ["GENFILM_HOST"], os.environ["GENFILM_PORT"] = settings.host, str(settings.port)
    restarts: deque[float] = deque(maxlen=_RESTARTS)
    forked = multiprocessing.get_start_method() == "fork"
    listening = listen(settings.host, settings.port) if forked else None
    if forked:
        _preload()
    while True:
        server = _server(settings)
        if listening is not None:
            share(server, listening)
        try:
            server.serve()
            return
        except SystemExit:
            now = time.monotonic()
            if server.interrupt_signal or (len(restarts) == _RESTARTS and now - restarts[0] < _MINUTE):
                raise
            restarts.append(now)


def _preload() -> None:
    """Import here what workers need: they share it, and one that is replaced starts sooner."""
    import genfilm.app
    import genfilm.gateway.front  # noqa: F401

    gc.collect()
    gc.freeze()


def _server(settings: Settings) -> Any:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings

    return Granian(
        "genfilm.serve:application",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.RSGI,
        workers=settings.workers,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_TIMEOUT_MS),
        backpressure=connections(),
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=math.ceil(settings.query_timeout) + _DRAIN,
        log_access=False,
        log_dictconfig=config(settings.log),
    )


def application() -> object:
    """The application of one server process (called by Granian)."""
    from genfilm.app import create_app, create_release, prepare, warm
    from genfilm.catalogue.library import Library
    from genfilm.gateway.front import Gateway

    _end_with_main()
    _keep_going_without_log()
    settings = Settings.from_environ()

    def make_app(build: Build) -> Flask:
        app = create_app(build, settings)
        warm(app)
        threading.Thread(target=prepare, args=(app,), name="prepare", daemon=True).start()
        return app

    def make_release(build: Build, name: str, present: Library) -> Flask:
        return create_release(build, name, present, settings)

    gateway = Gateway(make_app(_build_to_serve(settings)), settings, make_app, make_release)
    gc.collect()
    gc.freeze()  # what lives as long as the process need not be looked through again and again
    gc.set_threshold(_GARBAGE)
    return gateway


class _Steady:
    """A text stream that loses what cannot be written: a full disk must not end the service."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _keep_going_without_log() -> None:
    """Let standard output and error fail quietly; when closed, keep sockets from taking their numbers."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
        stream = getattr(sys, name)
        if number and not isinstance(stream, _Steady):
            opened = stream or open(number, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, _Steady(opened))


def _end_with_main() -> None:
    """Have this process killed when the main one is: it would hold the port against the next start."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        main = multiprocessing.parent_process()
        if main is not None and os.getppid() != main.pid:  # it has ended before; in a container its id is 1
            os._exit(1)


def _build_to_serve(settings: Settings) -> Build:
    """The current build; the one of the service's start when that cannot be opened."""
    try:
        return current(settings.home)
    except GenFilmError:
        return open_build(Path(os.environ[BUILD_VARIABLE]))


def _announce(settings: Settings, build: Build) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = settings.public_url or f"http://{host}:{settings.port}/"
    sparql = f"{address.rstrip('/')}/sparql"
    print(f"\n  GenFilm KG {build.id[:12]}  ·  {build.manifest['quads']:,} quads", file=sys.stderr)
    print(f"  {address}\n  {sparql}\n", file=sys.stderr)
    allowed = AllowList.parse(settings.federation)
    if allowed:
        private = ", also at private addresses" if settings.federation_private == "yes" else ""
        print(f"  SERVICE may call {', '.join(map(str, allowed.prefixes))}{private}\n", file=sys.stderr)
    sys.stderr.flush()
