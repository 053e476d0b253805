"""The W3C suites of update, of updates over the protocol and of the graph store, on a scratch dataset."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, quote

import pyoxigraph as ox
import pytest
from flask import Flask
from rdflib import RDF, Graph, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.term import Node

from genfilm.app import close_app, create_app
from genfilm.dataset.builds import open_build
from genfilm.editing.source_graphs import Graphs, as_quads
from genfilm.editing.store import Scratch
from genfilm.settings import Settings
from genfilm.web import update

from . import protocol
from .protocol import CNT, HT, LABEL, UT
from .service import write_build
from .suites import BASE, MF, manifest, path, root

SECRET = "a secret of the tests"
AUTHORIZATION = {"Authorization": f"Bearer {SECRET.replace(' ', '-')}"}
STATUS = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}
Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A service that takes updates into a scratch dataset."""
    folder = tmp_path_factory.mktemp("update")
    (folder / "secret").write_text(SECRET.replace(" ", "-") + "\n", "utf-8")
    build = open_build(write_build(folder / "build", frozenset()))
    settings = Settings(evaluators=1, update_secret=str(folder / "secret"), update_scratch="yes")
    made = create_app(build, settings)
    yield made
    close_app(made)


@pytest.fixture
def scratch(app: Flask) -> Scratch:
    """The dataset, empty again."""
    app.extensions[update.KEY] = (Scratch(), app.extensions[update.KEY][1])
    return app.extensions[update.KEY][0]


def send(app: Flask, method: str, target: str, headers: dict[str, str], body: bytes | None = None) -> Answer:
    given = [*headers.items(), *AUTHORIZATION.items()]
    answer = app.test_client().open(
        target, method=method, headers=given, data=body or b"", base_url="http://www.example"
    )
    return answer.status_code, dict(answer.headers), answer.data


@dataclass(frozen=True, slots=True)
class UpdateTest:
    """A test of the update manifests: files of the graphs before and after, by graph (``""``: default)."""

    iri: str
    kind: str
    request: str
    before: tuple[tuple[str, str], ...] = ()
    after: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        return self.iri.rpartition("sparql11/")[2].replace("/manifest.ttl", "")


@cache
def update_tests() -> tuple[UpdateTest, ...]:
    if root() is None:
        return ()
    whole = manifest(BASE + "sparql11/manifest-sparql11-update.ttl")
    included = (str(name) for head in whole.objects(None, MF.include) for name in Collection(whole, head))
    return tuple(test for address in included for test in _tests(address))


def _tests(address: str) -> Iterator[UpdateTest]:
    graph = manifest(address)
    for entry in Collection(graph, graph.value(URIRef(address), MF.entries)):
        kind = str(graph.value(entry, RDF.type)).rpartition("#")[2]
        action = graph.value(entry, MF.action)
        request = graph.value(action, UT.request)
        sides = (action, graph.value(entry, MF.result))
        before, after = (tuple(_files(graph, side)) if request else () for side in sides)
        yield UpdateTest(str(entry), kind, str(request or action), before, after)


def _files(graph: Graph, side: Node) -> Iterator[tuple[str, str]]:
    for file in graph.objects(side, UT.data):
        yield "", str(file)
    for named in graph.objects(side, UT.graphData):
        yield str(graph.value(named, LABEL)), str(graph.value(named, UT.graph))


def loaded(files: tuple[tuple[str, str], ...]) -> Graphs:
    """The triples of files; a graph without any is as good as none."""
    found: Graphs = {}
    for name, address in files:
        quads = ox.parse(path=path(address), base_iri=address, rename_blank_nodes=True)
        found.setdefault(name, set()).update(quad.triple for quad in quads)
    return {name: triples for name, triples in found.items() if triples}


def canonical(graphs: Graphs) -> ox.Dataset:
    found = ox.Dataset(ox.parse(as_quads(graphs), format=ox.RdfFormat.N_QUADS))
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found


@pytest.mark.parametrize("test", update_tests(), ids=lambda test: test.id)
def test_update(test: UpdateTest, app: Flask, scratch: Scratch) -> None:
    scratch.change(lambda _: loaded(test.before), frozenset(), "", "")
    text = Path(path(test.request)).read_bytes()
    status, _, said = send(app, "POST", "/update", {"Content-Type": "application/sparql-update"}, text)
    if test.kind.startswith("Negative"):
        assert status == 400 or b"LOAD" in said, said
    elif test.kind.startswith("PositiveUpdateSyntax"):
        assert b"syntax-error" not in said, said
    else:
        assert status == 200, said
        assert canonical(scratch.read()[1]) == canonical(loaded(test.after))


@pytest.mark.parametrize(
    "test", [test for test in protocol.protocol_tests() if "update" in test.id], ids=lambda test: test.id
)
def test_protocol_update(test: protocol.ProtocolTest, app: Flask, scratch: Scratch) -> None:
    graphs = {
        name: {quad.triple for quad in ox.parse(path=path(file), base_iri=file)}
        for file, name in test.dataset
    }
    scratch.change(lambda _: graphs, frozenset(), "", "")
    for exchange in test.exchanges:
        headers = dict(exchange.headers)
        if "application/sparql-query" in headers.values() or "query=" in exchange.target:
            query = (exchange.body or b"").decode() or parse_qs(exchange.target.partition("?")[2])["query"][0]
            store = ox.Store()
            store.bulk_load(as_quads(scratch.read()[1]), format=ox.RdfFormat.N_QUADS)
            assert bool(store.query(query, base_iri="http://www.example/update")) is (
                exchange.boolean is True
            )
            continue
        target = "/update" + exchange.target.removeprefix("/sparql/")
        status, _, said = send(app, exchange.method, target, headers, exchange.body)
        assert status // 100 in exchange.statuses, said


@cache
def store_tests() -> tuple[tuple[Graph, Node], ...]:
    if root() is None:
        return ()
    found = []
    for name in ("direct", "indirect"):
        address = f"{BASE}sparql11/graph-store-protocol/manifest-{name}.ttl"
        graph = manifest(address)
        entries = graph.value(URIRef(address), MF.entries)
        found += [(graph, entry) for entry in Collection(graph, entries)]
    return tuple(found)


@pytest.mark.parametrize("test", store_tests(), ids=lambda test: str(test[1]).rpartition("#")[2])
def test_graph_store(test: tuple[Graph, Node], app: Flask, scratch: Scratch) -> None:
    graph, entry = test
    location = ""
    for request in Collection(graph, graph.value(graph.value(entry, MF.action), HT.requests)):
        target = str(graph.value(request, HT.absolutePath)).replace("$LOCATION$", quote(location, safe=""))
        body = graph.value(request, HT.body)
        status, headers, said = send(
            app,
            str(graph.value(request, HT.methodName)),
            "/graphs" + target.removeprefix("/gsp"),
            fields(graph, request),
            text(graph, body) if body else None,
        )
        expected = graph.value(request, HT.resp)
        statuses = {STATUS[str(s).rpartition("#")[2]] for s in graph.objects(expected, MF.expectedStatus)}
        assert status in statuses, said
        location = headers.get("Location", location)
        if wanted := graph.value(expected, HT.body):
            kind = headers["Content-Type"].partition(";")[0]
            parts = [
                Graph().parse(data=d, format=k, publicID="http://www.example/")
                for d, k in ((said, kind), (text(graph, wanted), "turtle"))
            ]
            assert isomorphic(*parts)


def fields(graph: Graph, request: Node) -> dict[str, str]:
    headers = graph.value(request, HT.headers)
    return {
        str(graph.value(header, HT.fieldName)): str(graph.value(header, HT.fieldValue))
        for header in (Collection(graph, headers) if headers else ())
    }


def text(graph: Graph, body: Node) -> bytes:
    return str(graph.value(body, CNT.chars)).encode()
