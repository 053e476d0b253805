"""Asking any SPARQL 1.1 endpoint over HTTP, by the protocol's URL-encoded POST."""

from __future__ import annotations

import time
from http.client import HTTPException, IncompleteRead
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from genfilm.engine.query import Query
from genfilm.problems import DeadlineExceeded, RemoteFailed, ResultTooLarge
from genfilm.protocol.formats import GRAPHS, SOLUTIONS

_ACCEPTED = {fmt.name: fmt.media_type for fmt in (*GRAPHS, *SOLUTIONS)}
_PIECE = 1 << 16
_LONGEST = 2000


class RemoteEngine:
    """An Engine that asks the SPARQL endpoint at a URL; ``timeout`` is in seconds.

    The dataset, base and prefixes of a query are the endpoint's own affair.
    """

    def __init__(self, endpoint: str, timeout: float = 30.0) -> None:
        self.endpoint = endpoint
        self.timeout = timeout

    def answer(self, query: Query, seconds: float | None = None, largest: int | None = None) -> bytes:
        """The endpoint's whole serialised answer; raises Problem 502 when there is none, or half of one.

        ``seconds`` and ``largest`` (bytes) bound it: Problem 504 and 507 beyond them.
        """
        limit = seconds or self.timeout
        until = time.monotonic() + limit
        headers = {"Accept": _ACCEPTED[query.format], "User-Agent": "genfilm"}
        request = Request(self.endpoint, urlencode({"query": query.text}).encode(), headers)  # noqa: S310  checked
        body = bytearray()
        try:
            with urlopen(request, timeout=limit) as response:  # noqa: S310  the address is one of HTTP
                while piece := response.read1(_PIECE):
                    body += piece
                    if largest is not None and len(body) > largest:
                        raise ResultTooLarge("caller", limitBytes=largest)
                    if time.monotonic() > until:
                        raise TimeoutError(f"the answer took longer than {limit:g} s")
                if response.length:  # read1 takes the end of a connection for the end of the answer
                    raise IncompleteRead(bytes(body), response.length)
        except (OSError, HTTPException) as error:
            late = isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError)
            if seconds is not None and late:
                raise DeadlineExceeded("caller", limitSeconds=seconds) from None
            raise RemoteFailed("query", endpoint=self.endpoint, why=_why(error)) from None
        if query.format == "json" and not body.lstrip().startswith(b"{"):
            raise RemoteFailed("no_results", endpoint=self.endpoint)
        return bytes(body)


def _why(error: Exception) -> str:
    """The reason in the error's own words; that of an HTTP error in those of the endpoint."""
    said = f"{type(error).__name__}: {error}"
    if isinstance(error, HTTPError):
        with error:
            said += f"\n{error.read(_LONGEST).decode('utf-8', 'replace')}"
    return said.strip()[:_LONGEST]
