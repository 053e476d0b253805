"""Answers of another engine, read to their end and written in the format that our client accepts."""

from __future__ import annotations

import json
import traceback
from collections.abc import Mapping
from typing import IO

import pyoxigraph as ox

from genfilm.engine.evaluation import write_graph, write_solutions
from genfilm.engine.result import SerializedResult
from genfilm.engine.standard import Asked

SOLUTIONS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
}
GRAPHS = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
ACCEPTED = {
    False: "application/sparql-results+json, application/json;q=0.5",
    True: "application/n-triples, text/turtle;q=0.5, application/rdf+xml;q=0.2",
}


def rewritten(
    received: SerializedResult, media_type: str, wanted: str, prefixes: Mapping[str, str], hold: int
) -> SerializedResult:
    """The answer in the format ``wanted``, up to ``hold`` bytes in memory; raises SyntaxError, ValueError for
    half an answer, OSError when the disk is full, and Problem 406."""
    body = SerializedResult(hold)
    out = body.buffered()
    try:
        _rewrite(received, media_type, wanted, prefixes, out)
    except Exception as error:
        traceback.clear_frames(error.__traceback__)  # the engine's objects must end in their own thread
        raise
    out.flush()
    body.finish()
    return body


def _rewrite(
    received: SerializedResult, media_type: str, wanted: str, prefixes: Mapping[str, str], out: IO[bytes]
) -> None:
    if media_type in GRAPHS:
        quads = ox.parse(received.opened(), format=GRAPHS[media_type])
        write_graph((quad.triple for quad in quads), wanted, out, prefixes)
        return
    results = ox.parse_query_results(received.opened(), format=SOLUTIONS[media_type])
    if isinstance(results, ox.QueryBoolean):
        json.load(received.opened())  # the engine reads no further than to the truth
    write_solutions(Asked(results), wanted, out)
