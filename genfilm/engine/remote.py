"""Asking any SPARQL 1.1 endpoint over HTTP, through SPARQLWrapper."""

from __future__ import annotations

from http.client import HTTPException
from urllib.error import URLError

from SPARQLWrapper import POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from genfilm.engine.query import Query
from genfilm.problems import RemoteFailed

_NAMES = {"turtle": "turtle", "ntriples": "n3", "rdfxml": "rdf+xml", "jsonld": "json-ld"}


class RemoteEngine:
    """An Engine that asks the SPARQL endpoint at a URL; ``timeout`` is in seconds.

    The dataset, base and prefixes of a query are the endpoint's own affair.
    """

    def __init__(self, endpoint: str, timeout: float = 30.0) -> None:
        self.endpoint = endpoint
        self.timeout = timeout

    def answer(self, query: Query) -> bytes:
        """The endpoint's whole serialised answer; raises Problem 502 when there is none, or half of one."""
        client = SPARQLWrapper(self.endpoint, agent="genfilm")
        client.setQuery(query.text)
        client.setMethod(POST)
        client.setTimeout(max(1, int(self.timeout)))
        client.setReturnFormat(_NAMES.get(query.format, query.format))
        try:
            body = bytes(client.query().response.read())
        except (SPARQLWrapperException, URLError, OSError, HTTPException) as error:
            raise RemoteFailed(
                "query", endpoint=self.endpoint, why=f"{type(error).__name__}: {error}".strip()[:2000]
            ) from None
        if query.format == "json" and not body.lstrip().startswith(b"{"):
            raise RemoteFailed("no_results", endpoint=self.endpoint)
        return body
