"""Place of the graph: the build of this machine, inside the installed package, or behind an address."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from genfilm.dataset.builds import PACKAGED, Build, current, open_build
from genfilm.engine.query import Query
from genfilm.errors import BuildNotFound, Problem
from genfilm.problems import BadRequest, RemoteFailed
from genfilm.settings import Settings
from genfilm.vocabulary import ONTOLOGY

if TYPE_CHECKING:
    from genfilm.engine.remote import RemoteEngine

_PATIENCE = 5.0
"""Seconds that a service may take to say what it serves."""
_LARGEST = 100_000
"""Bytes in which it says so."""


def local_build(directory: Path | None = None) -> Build:
    """The build in ``directory``, else the current one of GENFILM_HOME, else the one in the package.

    Raises BuildNotFound, saying how to make one.
    """
    if directory is not None:
        return open_build(directory) if (directory / "manifest.json").is_file() else current(directory)
    home = Settings.from_environ().home
    for place in (home, PACKAGED):
        try:
            return current(place)
        except BuildNotFound:
            continue
    raise BuildNotFound(
        f"there is no build in {home} and none inside the package. In a clone, run `genfilm build`; "
        "else install the package with `pip install .`, or give the directory of a build."
    )


def endpoint(url: str, timeout: float, prefixes: Mapping[str, str]) -> RemoteEngine:
    """The endpoint at an address, which may be that of the service or of its ``/sparql``, asked with these
    prefixes.

    Raises Problem 400 for what is no address, and 502 when nothing there answers for this graph.
    """
    from genfilm.engine.remote import RemoteEngine

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadRequest("address", url=url)
    given = RemoteEngine(url, timeout, prefixes)
    ours = RemoteEngine(url.rstrip("/") + "/sparql", timeout, prefixes)
    first, *others = [given] if parts.path.endswith("/sparql") else [ours, given]
    try:
        return _holding(first)
    except Problem as problem:
        for other in others:
            try:
                return _holding(other)
            except Problem:
                continue
        raise problem from None


def build_behind(address: str) -> str:
    """The id of the build that the service with this SPARQL endpoint serves; empty where none is told."""
    from http.client import HTTPException
    from urllib.request import Request

    from genfilm.engine.remote import RemoteCall

    try:
        with RemoteCall(_PATIENCE) as call:
            request = Request(address.removesuffix("/sparql") + "/health")  # noqa: S310  of HTTP
            return str(json.loads(call.answer(request, _LARGEST))["build"])
    except (Problem, OSError, HTTPException, ValueError, KeyError, TypeError):
        return ""


def _holding(engine: RemoteEngine) -> RemoteEngine:
    """The engine, when what it answers is SPARQL JSON and its graph is ours."""
    body = engine.answer(Query(f"ASK {{ GRAPH ?g {{ <{ONTOLOGY}> ?p ?o }} }}"))
    if b'"boolean"' not in body:
        raise RemoteFailed("no_results", endpoint=engine.endpoint)
    if b"true" not in body:
        raise RemoteFailed("other_graph", endpoint=engine.endpoint, iri=ONTOLOGY)
    return engine
