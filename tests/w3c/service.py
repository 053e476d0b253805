"""One HTTP server in this process, with an app of the service for each dataset that a test needs."""

from __future__ import annotations

import json
import shutil
import tempfile
import threading
from collections import OrderedDict
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType

import pyoxigraph as ox
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import WSGIRequestHandler, make_server

from genfilm.app import close_app, create_app
from genfilm.dataset.builds import GRAPH, MANIFEST, open_build
from genfilm.settings import Settings

from .suites import Dataset, path

KEPT_APPS = 4


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP answer; ``media_type`` without parameters."""

    status: int
    media_type: str
    body: bytes


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        pass


class Service:
    """Serves datasets under paths of their own; the apps used last are kept."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="genfilm-w3c-"))
        self._apps: OrderedDict[Dataset, tuple[str, Flask]] = OrderedDict()
        self._count = 0
        front = DispatcherMiddleware(Flask("nothing"))
        self._mounts = front.mounts
        self._server = make_server("127.0.0.1", 0, front, threaded=True, request_handler=_Silent)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def __enter__(self) -> Service:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        while self._apps:
            self._close_oldest()
        shutil.rmtree(self._folder)

    @property
    def port(self) -> int:
        """The port of the server on loopback."""
        return self._server.port

    def endpoint(self, dataset: Dataset) -> str:
        """The path of the SPARQL endpoint over a dataset."""
        if dataset not in self._apps:
            if len(self._apps) >= KEPT_APPS:
                self._close_oldest()
            self._count += 1
            mount = f"/d{self._count}"
            build = write_build(self._folder / mount[1:], dataset)
            app = create_app(open_build(build), Settings(evaluators=1))
            self._apps[dataset] = (mount, app)
            self._mounts[mount] = app
        self._apps.move_to_end(dataset)
        return self._apps[dataset][0] + "/sparql"

    def request(
        self, method: str, target: str, headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> Response:
        """Send one request as it is: nothing but Host and Content-Length is added."""
        connection = HTTPConnection("127.0.0.1", self._server.port, timeout=60)
        try:
            connection.putrequest(method, target, skip_accept_encoding=True)
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            media_type = (answer.headers.get("Content-Type") or "").partition(";")[0]
            return Response(answer.status, media_type, answer.read())
        finally:
            connection.close()

    def _close_oldest(self) -> None:
        _, (mount, app) = self._apps.popitem(last=False)
        del self._mounts[mount]
        close_app(app)


def write_build(directory: Path, dataset: Dataset) -> Path:
    """A build directory over the files of a dataset, each with blank nodes of its own."""
    directory.mkdir()
    graph = directory / GRAPH
    quads = []
    for address, name in sorted(dataset, key=str):
        target = ox.NamedNode(name) if name else ox.DefaultGraph()
        parsed = ox.parse(path=path(address), base_iri=address, rename_blank_nodes=True)
        quads += [ox.Quad(q.subject, q.predicate, q.object, target) for q in parsed]
    ox.serialize(quads, graph, format=ox.RdfFormat.N_QUADS)
    manifest = {"prefixes": {}, "bytes": graph.stat().st_size}
    (directory / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    return directory
