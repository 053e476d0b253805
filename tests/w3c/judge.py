"""Running one query test over HTTP: the request it stands for, and whether the answer is right."""

from __future__ import annotations

import json
import re
from urllib.parse import urlencode

from genfilm.protocol.guard import tokens

from .results import Solutions, difference, read
from .service import Response, Service
from .suites import Dataset, QueryTest, path

SOLUTION_TYPES = ("application/sparql-results+json", "application/sparql-results+xml")
GRAPH_TYPES = ("text/turtle", "application/n-triples")
BY_EXTENSION = {
    "srj": "application/sparql-results+json",
    "srx": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
PARSED = {"ok", "cannot-evaluate"}
"""A query with a function that the engine does not know is refused, but its syntax was right."""
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")


class Mismatch(AssertionError):
    """The service answered otherwise than the suite expects."""


def run(test: QueryTest, service: Service) -> bool:
    """Run a test; raises Mismatch when it fails.

    True when every term is spelled as expected, False when one is equal by value only.
    """
    text = path(test.query).read_bytes().decode()
    if test.kind == "evaluation":
        return _evaluate(test, with_base(text, test.query), service)
    answer = ask(service, frozenset(), text, "*/*", "POST")
    kind = "ok" if answer.status == 200 else json.loads(answer.body)["type"].rpartition("/")[2]
    wanted = PARSED if test.kind == "syntax" else {"syntax-error"}
    if kind not in wanted:
        raise Mismatch(f"{kind}: {answer.status} {answer.body.decode()}")
    return True


def _evaluate(test: QueryTest, text: str, service: Service) -> bool:
    assert test.result is not None
    exact = True
    written = BY_EXTENSION[test.result.rpartition(".")[2]]
    expected = read(path(test.result).read_bytes(), written, test.result)
    asked: tuple[str, ...] = (written,)
    if written not in ("text/csv", "text/tab-separated-values"):
        asked = SOLUTION_TYPES if isinstance(expected, bool | Solutions) else GRAPH_TYPES
    dataset = test.dataset | named_in(text)
    for media_type, method in zip(asked, ("GET", "POST"), strict=False):
        answer = ask(service, dataset, text, media_type, method)
        if answer.status != 200 or answer.media_type != media_type:
            raise Mismatch(f"{answer.status} {answer.media_type} for {media_type}: {answer.body.decode()}")
        actual = read(answer.body, media_type, test.query)
        exact = exact and not difference(expected, actual, lax=test.lax)
        found = difference(expected, actual, lax=test.lax, by_value=True)
        if found:
            raise Mismatch(f"{media_type}: {found}")
    return exact


def ask(service: Service, dataset: Dataset, text: str, media_type: str, method: str) -> Response:
    """Send a query with GET, or as the body of a POST."""
    endpoint = service.endpoint(dataset)
    headers = {"Accept": media_type}
    if method == "GET":
        return service.request("GET", f"{endpoint}?{urlencode({'query': text})}", headers)
    return service.request(
        "POST", endpoint, {**headers, "Content-Type": "application/sparql-query"}, text.encode()
    )


def with_base(text: str, address: str) -> str:
    """The query with a BASE line when it has a relative IRI: the suites mean their files' addresses."""
    relative = any(token.kind == "iri" and not _ABSOLUTE.match(token.text) for token in tokens(text))
    return f"BASE <{address}>\n{text}" if relative else text


def named_in(text: str) -> Dataset:
    """The files that FROM and FROM NAMED name, for tests that list no data: they must be in the store."""
    found = set()
    words = [token for token in tokens(text) if token.kind in ("word", "iri")]
    base = next(
        (t.text[1:-1] for b, t in zip(words, words[1:], strict=False) if b.text.upper() == "BASE"), ""
    )
    for before, token in zip(words, words[1:], strict=False):
        if token.kind == "iri" and before.text.upper() in ("FROM", "NAMED"):
            address = base.rpartition("/")[0] + "/" + token.text[1:-1]
            found.add((address, address))
    return frozenset(found)
