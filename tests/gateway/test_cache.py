"""Whole responses from the cache: tags, codings, and what must not be kept."""

from __future__ import annotations

from tests.conftest import Server
from tests.web.http import get, send

LABELS = "SELECT ?c ?l { ?c a gf:SourceClaim ; rdfs:label ?l } ORDER BY ?c ?l LIMIT 50"


def test_the_second_answer_comes_from_the_cache_and_is_the_same(server: Server) -> None:
    query = LABELS + " # cached"
    first, second = get(server.sparql, query=query), get(server.sparql, query=query)
    assert (first.headers["x-cache"], second.headers["x-cache"]) == ("miss", "hit")
    assert first.body == second.body
    assert first.headers["etag"] == second.headers["etag"]


def test_a_known_tag_gets_304_without_a_body(server: Server) -> None:
    first = get(server.sparql, query=LABELS)
    url = f"{server.sparql}?query=" + __import__("urllib.parse").parse.quote(LABELS)
    again = send(url, headers={"If-None-Match": first.headers["etag"]})
    assert again.status == 304
    assert again.body == b""
    assert again.headers["etag"] == first.headers["etag"]


def test_gzip_has_its_own_tag_and_unpacks_to_the_same(server: Server) -> None:
    url = f"{server.sparql}?query=" + __import__("urllib.parse").parse.quote(LABELS)
    plain, packed = send(url), send(url, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["etag"] != plain.headers["etag"]
    assert packed.text == plain.text
    assert "Accept-Encoding" in packed.headers["vary"]


def test_a_volatile_query_is_evaluated_each_time(server: Server) -> None:
    query = "SELECT (UUID() AS ?o) {}"
    first, second = get(server.sparql, query=query), get(server.sparql, query=query)
    assert first.body != second.body
    assert first.headers["cache-control"] == "no-store"


def test_the_same_error_twice_costs_once(server: Server) -> None:
    query = "SELECT * { ?s ?p # unclosed"
    first, second = get(server.sparql, query=query), get(server.sparql, query=query)
    assert first.status == second.status == 400
    assert second.headers["x-cache"] == "hit"
    assert second.headers["cache-control"] == "no-store"


def test_another_language_or_type_is_another_entry(server: Server) -> None:
    query = LABELS + " # types"
    assert get(server.sparql, "text/csv", query=query).media_type == "text/csv"
    assert get(server.sparql, "application/json", query=query).media_type == "application/sparql-results+json"


def test_gzip_is_not_sent_to_who_refuses_it(server: Server) -> None:
    url = f"{server.sparql}?query=" + __import__("urllib.parse").parse.quote(LABELS)
    for header in ("gzip;q=0", "br, gzip; q=0.0", "identity"):
        assert "content-encoding" not in send(url, headers={"Accept-Encoding": header}).headers
