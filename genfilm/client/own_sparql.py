"""SPARQL of one's own: read before it is asked, its answer a result with hints where nothing is found."""

from __future__ import annotations

import warnings

from genfilm.catalogue.library import Library
from genfilm.client.result import Result
from genfilm.engine.query import Query
from genfilm.errors import NothingFound
from genfilm.protocol import guard
from genfilm.protocol.encoding import BOM
from genfilm.protocol.silence import says_nothing
from genfilm.vocabulary import Prefixes


def query_of(text: str, prefixes: Prefixes) -> Query:
    """Query of a text, for rows or, with CONSTRUCT and DESCRIBE, Turtle; raises Problem 403 for SERVICE."""
    text = text.removeprefix(BOM)
    reading = guard.read(text, prefixes)
    guard.refuse_federation(reading)
    graph = reading.form in ("CONSTRUCT", "DESCRIBE")
    return Query(text, "turtle", prefixes=prefixes) if graph else Query(text)


def result_of(library: Library, query: Query, body: bytes, lang: str) -> Result:
    """Result of a query from the bytes of its answer; warns with NothingFound where the graph can say why
    nothing is found."""
    hints: list[str] = []
    if says_nothing(body, query.format):
        from genfilm.records.hints import explained

        hints = explained(library, query.text, lang)
        if hints:
            warnings.warn(" ".join(hints), NothingFound, stacklevel=3)
    prefixes = library.prefixes
    if query.format != "turtle":
        return Result(body, query.text, lang, prefixes=prefixes, hints=hints)
    from genfilm.engine.triples import solutions

    return Result(solutions(body), query.text, lang, body.decode("utf-8"), prefixes=prefixes, hints=hints)
