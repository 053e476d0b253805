"""The W3C protocol suite: each test is a list of HTTP requests with what the answer must be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from .judge import Mismatch
from .results import read
from .service import Response, Service
from .suites import BASE, MF, Dataset, manifest, root

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
LABEL = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
ADDRESS = BASE + "sparql11/protocol/manifest.ttl"
SUITE = "sparql11/protocol"
MEDIA_TYPES = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {"text/turtle", "application/n-triples", "application/rdf+xml"},
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request, and what is expected: classes of status such as 2, a kind of format, a truth value."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    statuses: frozenset[int]
    format: str | None
    boolean: bool | None

    def send(self, service: Service, endpoint: str) -> Response:
        """Send the request, with our path in place of the suite's ``/sparql/``."""
        target = endpoint + self.target.removeprefix("/sparql/")
        return service.request(self.method, target, dict(self.headers), self.body)


@dataclass(frozen=True, slots=True)
class ProtocolTest:
    """A test; the graphs that it names are in the store, since the service fetches nothing."""

    iri: str
    dataset: Dataset
    exchanges: tuple[Exchange, ...]

    @property
    def id(self) -> str:
        return f"{SUITE}#{self.iri.rpartition('#')[2]}"

    @property
    def updates(self) -> bool:
        """True where the test wants an update to succeed; this service refuses all of them."""
        return self.iri.rpartition("#")[2].startswith("update_")


@cache
def protocol_tests() -> tuple[ProtocolTest, ...]:
    """Every test of the protocol manifest, in its order; none without the suites."""
    if root() is None:
        return ()
    graph = manifest(ADDRESS)
    entries = graph.value(URIRef(ADDRESS), MF.entries)
    return tuple(_test(graph, entry) for entry in Collection(graph, entries))


def run(test: ProtocolTest, service: Service) -> None:
    """Run a test; raises Mismatch when it fails. Of an update test, only that the update is refused."""
    endpoint = service.endpoint(test.dataset)
    if test.updates:
        answer = test.exchanges[0].send(service, endpoint)
        if not 400 <= answer.status < 500:
            raise Mismatch(f"an update was not refused: {answer}")
        return
    for exchange in test.exchanges:
        _check(exchange, exchange.send(service, endpoint))


def _check(expected: Exchange, answer: Response) -> None:
    if answer.status // 100 not in expected.statuses:
        raise Mismatch(f"expected status {sorted(expected.statuses)}xx: {answer}")
    if expected.format and answer.media_type not in MEDIA_TYPES[expected.format]:
        raise Mismatch(f"expected {expected.format}: {answer}")
    if expected.boolean is not None and read(answer.body, answer.media_type, BASE) is not expected.boolean:
        raise Mismatch(f"expected {expected.boolean}: {answer}")


def _test(graph: Graph, entry: Node) -> ProtocolTest:
    files = {
        (str(graph.value(data, UT.graph)), str(graph.value(data, LABEL)))
        for data in graph.objects(entry, UT.graphData)
    }
    requests = graph.value(graph.value(entry, MF.action), HT.requests)
    exchanges = tuple(_exchange(graph, request) for request in Collection(graph, requests))
    return ProtocolTest(str(entry), frozenset(files), exchanges)


def _exchange(graph: Graph, request: Node) -> Exchange:
    headers = graph.value(request, HT.headers)
    body = graph.value(request, HT.body)
    answer = graph.value(request, HT.resp)
    form, boolean = graph.value(answer, MF.expectedFormat), graph.value(answer, MF.expectedBoolean)
    return Exchange(
        method=str(graph.value(request, HT.methodName)),
        target=str(graph.value(request, HT.absolutePath)),
        headers=tuple(
            (str(graph.value(header, HT.fieldName)), str(graph.value(header, HT.fieldValue)))
            for header in (Collection(graph, headers) if headers else ())
        ),
        body=_bytes(graph, body) if body else None,
        statuses=frozenset(int(str(s)[-3]) for s in graph.objects(answer, MF.expectedStatus)),
        format=str(form) if form else None,
        boolean=None if boolean is None else bool(boolean.toPython()),
    )


def _bytes(graph: Graph, body: Node) -> bytes:
    return str(graph.value(body, CNT.chars)).encode(str(graph.value(body, CNT.characterEncoding)))
