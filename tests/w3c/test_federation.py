"""The W3C tests of SERVICE, with services of ours in the place of theirs; three ask for what is refused here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.collection import Collection

from genfilm.app import close_app, create_app
from genfilm.dataset.builds import open_build
from genfilm.settings import Settings

from .results import difference, read
from .service import Service, write_build
from .suites import BASE, MF, QT, manifest, path, root

ADDRESS = f"{BASE}sparql11/service/manifest.ttl"
THEIR_NOBODY = "http://invalid.endpoint.org/sparql"
NOBODY = "http://127.0.0.1:1/sparql"
REFUSED = {
    "service3": "within a SERVICE",
    "service5": "a variable is not looked up",
    "service6": "within a SERVICE",
}


def entries() -> list[str]:
    if root() is None:
        return []
    graph = manifest(ADDRESS)
    return [str(entry) for entry in Collection(graph, graph.value(URIRef(ADDRESS), MF.entries))]


def text_of(graph: Graph, action: object, service: Service) -> tuple[str, list[str]]:
    """The query with the addresses of ours, and these."""
    text = path(str(graph.value(action, QT.query))).read_text("utf-8")
    text = text.replace(THEIR_NOBODY, NOBODY)
    ours = []
    for data in graph.objects(action, QT.serviceData):
        dataset = frozenset({(str(graph.value(data, QT.data)), None)})
        ours.append(f"http://127.0.0.1:{service.port}{service.endpoint(dataset)}")
        text = text.replace(f"<{graph.value(data, QT.endpoint)}>", f"<{ours[-1]}>")
    return text, ours


@pytest.mark.parametrize("iri", entries(), ids=lambda iri: iri.rpartition("#")[2])
def test_service(iri: str, service: Service, tmp_path: Path) -> None:
    graph = manifest(ADDRESS)
    action = graph.value(URIRef(iri), MF.action)
    text, ours = text_of(graph, action, service)
    build = write_build(tmp_path / "build", frozenset((str(f), None) for f in graph.objects(action, QT.data)))
    allowed = ",".join([*ours, NOBODY])
    app = create_app(open_build(build), Settings(evaluators=1, federation=allowed, federation_private="yes"))
    try:
        answer = app.test_client().get(
            "/sparql", query_string={"query": text}, headers={"Accept": "application/json"}
        )
    finally:
        close_app(app)
    name = iri.rpartition("#")[2]
    if name in REFUSED:
        assert answer.status_code == 403
        assert REFUSED[name] in json.loads(answer.data)["detail"]
        return
    assert answer.status_code == 200, answer.text
    result = str(graph.value(URIRef(iri), MF.result))
    expected = read(path(result).read_bytes(), "application/sparql-results+xml", result)
    assert not difference(expected, read(answer.data, "application/sparql-results+json", result), lax=False)
