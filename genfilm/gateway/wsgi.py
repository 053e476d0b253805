"""Calling a WSGI app (PEP 3333) with a request that has been read already."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import Flask, Response

# The gateway answers conditions of readers and ranges itself, from the whole response.
_ANSWERED_ABOVE = frozenset(
    {"CONTENT_LENGTH", "HOST", "IF_NONE_MATCH", "IF_MODIFIED_SINCE", "IF_RANGE", "RANGE"}
)
WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A whole HTTP request; ``path`` is as sent, without the prefix in ``root``."""

    method: str
    scheme: str
    authority: str
    root: str
    path: str
    query_string: str
    headers: Mapping[str, str]
    body: bytes
    client: str


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A whole HTTP response."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def call(app: WsgiApp, request: HttpRequest) -> HttpResponse:
    """The app's response to a request."""
    start: dict[str, Any] = {}

    def start_response(
        status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], Any]:
        start["status"], start["headers"] = int(status.split(" ", 1)[0]), headers
        return written.append

    written: list[bytes] = []
    chunks = app(environ_of(request), start_response)
    try:
        written.extend(chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
    return HttpResponse(start["status"], tuple(start["headers"]), b"".join(written))


def in_context(app: Flask, request: HttpRequest, view: Callable[[], Response]) -> Callable[[], HttpResponse]:
    """A function that makes a response with Flask for a request that was answered without it so far."""

    def make() -> HttpResponse:
        with app.request_context(environ_of(request)):
            try:
                response = view()
            except Exception as error:  # noqa: BLE001  Flask's own handlers know what to say
                response = app.make_response(app.handle_user_exception(error))
            response = app.process_response(response)
            return HttpResponse(response.status_code, tuple(response.headers.items()), response.get_data())

    return make


def environ_of(request: HttpRequest) -> dict[str, Any]:
    """The WSGI environment of a request."""
    host, _, port = request.authority.rpartition(":")
    if not host or not port.isdigit():
        host, port = request.authority, "443" if request.scheme == "https" else "80"
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": request.root,
        "PATH_INFO": unquote_to_bytes(request.path).decode("latin-1"),
        "QUERY_STRING": request.query_string.encode("utf-8", "surrogatepass").decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": request.client,
        "CONTENT_LENGTH": str(len(request.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": request.scheme,
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "HTTP_HOST": request.authority,
    }
    for name, value in request.headers.items():
        if "_" in name:  # in the environment it could not be told from a name with hyphens, which is a key
            continue
        key = name.upper().replace("-", "_")
        if key == "CONTENT_TYPE":
            environ[key] = value
        elif key not in _ANSWERED_ABOVE:
            environ[f"HTTP_{key}"] = value
    return environ
