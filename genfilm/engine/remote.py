"""Asking any SPARQL 1.1 endpoint over HTTP, through SPARQLWrapper."""

from __future__ import annotations

from urllib.error import URLError

from SPARQLWrapper import POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from genfilm.errors import Problem

_NAMES = {"turtle": "turtle", "ntriples": "n3", "rdfxml": "rdf+xml", "jsonld": "json-ld"}


def answer(endpoint: str, text: str, format_name: str, timeout: float) -> bytes:
    """The endpoint's serialised answer; raises Problem 502 when it cannot be reached or refuses."""
    client = SPARQLWrapper(endpoint, agent="genfilm")
    client.setQuery(text)
    client.setMethod(POST)
    client.setTimeout(max(1, int(timeout)))
    client.setReturnFormat(_NAMES.get(format_name, format_name))
    try:
        return bytes(client.query().response.read())
    except (SPARQLWrapperException, URLError, OSError) as error:
        raise Problem(
            502,
            "remote-failed",
            f"{endpoint} did not answer the query",
            f"{type(error).__name__}: {error}".strip()[:2000] + " Check the address, and that it is up.",
        ) from None
