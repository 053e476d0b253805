"""The ways to the server: standard input and output, or streamable HTTP on this machine."""

from __future__ import annotations

import ipaddress
import socket
import sys
from collections.abc import Sequence

import anyio
import anyio.to_thread
import uvicorn
from mcp.server.transport_security import TransportSecuritySettings

from genfilm.errors import GenFilmError, SettingsError
from genfilm.mcp.server import make_server
from genfilm.mcp.source import Source

PATH = "/mcp"
_LOCAL = ("127.0.0.1", "localhost", "[::1]")
_BODY = 1_000_000
_FAREWELL = 3


def over_stdio(source: Source) -> None:
    """Serve the client at the other end of standard input and output, until it leaves."""
    anyio.run(_stdio, source)


def over_http(source: Source, host: str, port: int, names: Sequence[str] = ()) -> None:
    """Serve at ``http://host:port/mcp`` until interrupted.

    Only requests whose Host, and whose Origin when there is one, is this machine or one of ``names`` are
    answered: a page that has its own name point here (DNS rebinding) is refused. Raises SettingsError for an
    address beyond this machine without names, GenFilmError for a port that is taken.
    """
    if not _is_loopback(host) and not names:
        raise SettingsError(
            f"--host {host} is open to other machines. Say under which names they reach it, "
            "such as --allow-host kg.example.org, and put it behind something that asks who they are."
        )
    anyio.run(_http, source, _bound(host, port), security(port, names))


def security(port: int, names: Sequence[str]) -> TransportSecuritySettings:
    """The values of Host and Origin that are accepted."""
    hosts = [f"{name}:{port}" for name in _LOCAL] + [
        one for name in names for one in (name, f"{name}:{port}")
    ]
    origins = [f"{scheme}://{host}" for host in hosts for scheme in ("http", "https")]
    return TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=origins)


async def _stdio(source: Source) -> None:
    try:
        await make_server(source).run_stdio_async()
    finally:
        source.close()


async def _http(source: Source, listening: socket.socket, checked: TransportSecuritySettings) -> None:
    app = make_server(source).streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=True,
        max_request_body_size=_BODY,
        transport_security=checked,
    )
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    print(f"genfilm mcp: http://{shown}:{port}{PATH}", file=sys.stderr, flush=True)
    config = uvicorn.Config(
        app, log_level="warning", ws="none", server_header=False, timeout_graceful_shutdown=_FAREWELL
    )
    try:
        await uvicorn.Server(config).serve(sockets=[listening])
    finally:
        source.close()


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise GenFilmError(f"cannot listen on {host}:{port}: {error}. Choose another --port.") from None
    return listening


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
