"""Answering one query over a store: guard, parse, evaluate, serialise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain, islice
from typing import IO, Any

import pyoxigraph as ox

from genfilm.engine.inline import inline
from genfilm.engine.standard import Asked, ask
from genfilm.engine.xml import write_rdf_xml
from genfilm.problems import NotAcceptable
from genfilm.protocol import guard
from genfilm.protocol.federation import Call, plan, with_answers, without_calls

SOLUTION_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_NAMESPACE = re.compile(r"<([^<>]*[/#])")
_DECLARING = frozenset({"turtle", "trig", "rdfxml"})
_LOOKAHEAD = 2000


class Evaluation:
    """Evaluates queries over ``store``; ``prefixes`` are declared beforehand.

    ``default`` is a store of its default graph alone: a query that names no graph is answered from it,
    sooner, for the engine in memory walks over the quads of all graphs to find those of one.
    """

    def __init__(self, store: ox.Store, prefixes: dict[str, str], default: ox.Store | None = None) -> None:
        self._store = store
        self._default = store if default is None else default
        self._empty = ox.Store()
        self.prefixes = prefixes

    def answer(self, request: dict[str, Any], out: IO[bytes]) -> dict[str, Any]:
        """Write the result of a ``Query.message()`` and return the facts about it: ``graph`` (whether it
        is one), ``volatile``; and where nothing is written, ``acceptable`` (false: no format was) and
        ``calls`` (those whose answers are needed first: IRI, whether SILENT, query).

        Raises Problem 403 for a SERVICE that is refused, 406 for a format of the other family, 502 for an
        answer of another service that cannot be used, and what the engine raises.
        """
        text = request["text"]
        reading = guard.read(text, self.prefixes)
        calls = self._calls(request, reading)
        solutions, graphs = request["formats"]
        facts = {"volatile": reading.volatile or bool(calls)}
        told = solutions is not None and (graphs is not None or not reading.may_be_graph)
        if calls or not told:  # else the result says itself whether it is a graph
            is_graph = reading.form in ("CONSTRUCT", "DESCRIBE")
            acceptable = (graphs if is_graph else solutions) is not None
            if not acceptable or (calls and not request["services"]):
                self._query(self._empty, request, without_calls(text, calls))  # one with a fault calls nobody
                asked = [(call.iri, call.silent, call.query) for call in calls]
                return facts | {"graph": is_graph, "acceptable": acceptable, "calls": asked}
        if calls:
            text = with_answers(text, calls, [*map(inline, calls, request["services"])])
        store, dataset = self._dataset(request, reading)
        answer = self._query(store, request, text, **dataset)
        results = answer.results
        if isinstance(results, ox.QueryTriples):
            write_graph(results, graphs, out, self.prefixes if request["declared"] else {})
        else:
            write_solutions(answer, solutions, out)
        answer.check()
        return facts | {"graph": isinstance(results, ox.QueryTriples)}

    def _calls(self, request: dict[str, Any], reading: guard.Reading) -> tuple[Call, ...]:
        if reading.federated is None:
            return ()
        if "services" not in request:
            guard.refuse_federation(reading)
        return plan(request["text"], self.prefixes)

    def _query(self, store: ox.Store, request: dict[str, Any], text: str, **dataset: Any) -> Asked:
        return ask(store, text, self.prefixes, base_iri=request["base"], **dataset)

    def _dataset(self, request: dict[str, Any], reading: guard.Reading) -> tuple[ox.Store, dict[str, Any]]:
        """The store for a query and the dataset in it: that of the request, else that of its FROM clauses.

        Several default graphs are merged: the engine would count a triple that stands in two of them twice
        (SPARQL 1.1, section 13.2.1).
        """
        default, named = request["default_graphs"], request["named_graphs"]
        if not default and not named:
            if len(reading.from_graphs) < 2:
                return self._store if reading.may_name_graphs else self._default, {}
            default, named = reading.from_graphs, reading.from_named
        graphs = [ox.NamedNode(iri) for iri in named]
        if len(default) < 2:
            return self._store, {"default_graph": [*map(ox.NamedNode, default)], "named_graphs": graphs}
        merged = ox.Store()
        for iri in default:
            quads = self._store.quads_for_pattern(None, None, None, ox.NamedNode(iri))
            merged.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
        for graph in graphs:
            merged.extend(self._store.quads_for_pattern(None, None, None, graph))
        return merged, {"default_graph": ox.DefaultGraph(), "named_graphs": graphs}


def write_graph(
    triples: Iterable[ox.Triple], name: str | None, out: IO[bytes], prefixes: Mapping[str, str]
) -> None:
    """Write triples in the format of this name, with those of ``prefixes`` that they use, or all of them when
    there are many triples. Raises Problem 406 for a format of solutions."""
    fmt = _format(GRAPH_FORMATS, name)
    used: dict[str, str] = {}
    if prefixes and name in _DECLARING:
        rest = iter(triples)
        first = list(islice(rest, _LOOKAHEAD))
        if len(first) == _LOOKAHEAD:
            triples, used = chain(first, rest), dict(prefixes)
        else:
            namespaces = {*_NAMESPACE.findall(" ".join(map(str, first)))}
            triples, used = first, {key: iri for key, iri in prefixes.items() if iri in namespaces}
    if fmt is ox.RdfFormat.RDF_XML:
        write_rdf_xml(triples, out, used)
    else:
        ox.serialize(triples, out, format=fmt, prefixes=used)


def write_solutions(answer: Asked, name: str | None, out: IO[bytes]) -> None:
    """Write solutions or a boolean in the format of this name; raises Problem 406 for one of graphs."""
    answer.write_solutions(_format(SOLUTION_FORMATS, name), out)


def _format(formats: dict[str, Any], name: str | None) -> Any:
    """The engine's format; raises Problem 406 for one of the other family."""
    if name not in formats:
        raise NotAcceptable("format", name=name, known=[*formats])
    return formats[name]
