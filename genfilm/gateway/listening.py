"""The address of the service: whether it is free, the socket that its workers share, and how many connections
they may have."""

from __future__ import annotations

import errno
import os
import resource
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

from genfilm.errors import GenFilmError

_CONNECTIONS = 8192
"""Connections of a worker at a time; those that stall take a few kB each."""
_FILES = 512
"""Files of a worker beyond its connections."""
_BACKLOG = 1024


class PortTaken(GenFilmError):
    """Another process listens on the address."""


def check_port(host: str, port: int) -> None:
    """Raise PortTaken, saying who holds the port where the system tells."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            holder = _holder(port) if error.errno == errno.EADDRINUSE else ""
            raise PortTaken(
                f"cannot listen on {host}:{port}: {error.strerror}{holder}. "
                "Stop that program, or choose another port with GENFILM_PORT."
            ) from None


def _holder(port: int) -> str:
    """`` (held by process N, name)`` on Linux, when it is visible."""
    wanted = f":{port:04X}"
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        for fields in map(str.split, lines):
            if fields[1].endswith(wanted) and fields[3] == "0A":
                inodes.add(f"socket:[{fields[9]}]")
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if inodes and any(os.readlink(fd) in inodes for fd in (process / "fd").iterdir()):
                name = (process / "comm").read_text().strip()
                return f" (held by process {process.name}, {name})"
        except OSError:
            continue
    return ""


def listen(host: str, port: int) -> socket.socket:
    """The socket that main holds and workers accept from: while one is replaced, connections wait."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    listening.listen(_BACKLOG)
    listening.setblocking(False)
    return listening


def share(server: Any, listening: socket.socket) -> None:
    """Have workers accept from this socket. Granian does so elsewhere; on Linux each of its workers would
    listen by itself, and nobody while one is replaced. The pinned version has no public way to say so."""
    from granian._granian import SocketHolder

    def hold() -> None:
        server._ssp, server._sso, server._sfd = None, None, listening.fileno()
        server._shd = SocketHolder(listening.fileno(), False, _BACKLOG)  # type: ignore[call-arg]

    def drop() -> None:
        if server.interrupt_signal:
            listening.close()

    server._init_shared_socket, server._drop_shared_socket = hold, drop


def allow_files() -> None:
    """Raise the limit of open files, which many systems set to 1,024, as far as connections need it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _CONNECTIONS + _FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def connections() -> int:
    """Number of connections that a worker may have: as many as it has files for."""
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return _CONNECTIONS if soft == resource.RLIM_INFINITY else max(64, min(_CONNECTIONS, soft - _FILES))
