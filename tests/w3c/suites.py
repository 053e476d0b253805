"""Reading the W3C manifests: every query test as a typed value.

``W3C_SUITES`` names the ``sparql`` folder of https://github.com/w3c/rdf-tests, with sparql10 and
sparql11 in it. Files are identified by their address at the W3C, which is also the base of relative IRIs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection

VARIABLE = "W3C_SUITES"
BASE = "https://w3c.github.io/rdf-tests/sparql/"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")

MANIFESTS = (
    "sparql10/manifest.ttl",
    "sparql10/extended-manifest-evaluation.ttl",
    "sparql11/manifest-sparql11-query.ttl",
    "sparql11/manifest-sparql11-results.ttl",
)
KINDS = {
    MF.QueryEvaluationTest: "evaluation",
    MF.CSVResultFormatTest: "evaluation",
    MF.PositiveSyntaxTest: "syntax",
    MF.PositiveSyntaxTest11: "syntax",
    MF.NegativeSyntaxTest: "bad-syntax",
    MF.NegativeSyntaxTest11: "bad-syntax",
}

Dataset = frozenset[tuple[str, str | None]]
"""Files to load, each with the graph it goes to; None is the default graph."""


@dataclass(frozen=True, slots=True)
class QueryTest:
    """A test of a manifest; ``query``, ``result`` and the files of ``dataset`` are addresses."""

    iri: str
    suite: str
    kind: str
    query: str
    result: str | None
    dataset: Dataset
    lax: bool

    @property
    def id(self) -> str:
        return f"{self.suite}#{self.iri.rpartition('#')[2]}"


def root() -> Path | None:
    """The folder of the suites, or None when it is not set; raises ValueError for a wrong one."""
    text = os.environ.get(VARIABLE)
    if not text:
        return None
    if not (Path(text) / "sparql10/manifest.ttl").is_file():
        raise ValueError(f"{VARIABLE}={text} does not hold sparql10/manifest.ttl of w3c/rdf-tests")
    return Path(text)


def path(address: str) -> Path:
    """The file behind an address of the suites."""
    folder = root()
    assert folder is not None
    return folder / address.removeprefix(BASE)


def manifest(address: str) -> Graph:
    """A manifest as a graph with absolute IRIs."""
    return Graph().parse(path(address), format="turtle", publicID=address)


@cache
def query_tests() -> tuple[QueryTest, ...]:
    """Every test of the query and result-format manifests, in their order; none without the suites."""
    if root() is None:
        return ()
    return tuple(test for name in MANIFESTS for test in _tests(BASE + name))


def _tests(address: str) -> Iterator[QueryTest]:
    graph = manifest(address)
    this = URIRef(address)
    for include in graph.objects(this, MF.include):
        for other in Collection(graph, include):
            yield from _tests(str(other))
    for entries in graph.objects(this, MF.entries):
        for entry in Collection(graph, entries):
            yield _test(graph, entry, address)


def _test(graph: Graph, entry: URIRef, address: str) -> QueryTest:
    action = graph.value(entry, MF.action)
    files = {(str(file), None) for file in graph.objects(action, QT.data)}
    files |= {(str(file), str(file)) for file in graph.objects(action, QT.graphData)}
    result = graph.value(entry, MF.result)
    return QueryTest(
        iri=str(entry),
        suite=address.removeprefix(BASE).rpartition("/")[0],
        kind=KINDS[graph.value(entry, RDF.type)],
        query=str(graph.value(action, QT.query) or action),
        result=str(result) if result else None,
        dataset=frozenset(files),
        lax=graph.value(entry, MF.resultCardinality) == MF.LaxCardinality,
    )
