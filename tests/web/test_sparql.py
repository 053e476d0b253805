"""The SPARQL endpoint over HTTP: requests, answers, errors."""

from __future__ import annotations

import pytest

from tests.conftest import Server
from tests.web.http import get, send

C03 = "SELECT ?o WHERE { z26c:C03 gf:hasObject ?o }"
SNOW = "https://w3id.org/genfilm/id/tech/snow-simulation"
FORM = "application/x-www-form-urlencoded"


def value(answer) -> str:
    return answer.json["results"]["bindings"][0]["o"]["value"]


def test_a_query_by_get_is_answered_in_json(server: Server) -> None:
    answer = get(server.sparql, query=C03)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert answer.json["head"]["vars"] == ["o"]
    assert value(answer) == SNOW


@pytest.mark.parametrize(
    ("method", "body", "content_type"),
    [
        ("POST", "query=" + C03.replace(" ", "%20").replace("?", "%3F"), FORM),
        ("POST", C03, "application/sparql-query"),
        ("POST", C03, "application/sparql-query; charset=UTF-8"),
        ("QUERY", C03, "application/sparql-query"),
    ],
)
def test_a_query_may_be_sent_in_a_body(server: Server, method: str, body: str, content_type: str) -> None:
    answer = send(server.sparql, method, body.encode(), {"Content-Type": content_type})
    assert answer.status == 200
    assert value(answer) == SNOW


def test_a_form_is_decoded_once(server: Server) -> None:
    answer = send(server.sparql, "POST", b'query=SELECT+("50%2525"+AS+%3Fo)+{}', {"Content-Type": FORM})
    assert value(answer) == "50%25"


@pytest.mark.parametrize(
    ("accept", "query", "media_type", "start"),
    [
        ("application/sparql-results+xml", C03, "application/sparql-results+xml", "<?xml"),
        ("text/csv", C03, "text/csv", "o\r\nhttps://"),
        ("text/tab-separated-values", C03, "text/tab-separated-values", "?o\n<https://"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", C03, "text/html", "<!doctype html>"),
        ("*/*", "ASK { z26c:C03 ?p ?o }", "application/sparql-results+json", '{"head":{},"boolean":true}'),
        ("text/turtle", "CONSTRUCT WHERE { z26c:C03 gf:hasObject ?o }", "text/turtle", "@prefix"),
        ("*/*", "CONSTRUCT WHERE { z26c:C03 gf:hasObject ?o }", "text/turtle", "@prefix"),
        ("application/n-triples", "CONSTRUCT WHERE { z26c:C03 gf:hasObject ?o }", "application/n-triples", "<https"),
        ("application/ld+json", "CONSTRUCT WHERE { z26c:C03 gf:hasObject ?o }", "application/ld+json", "[{"),
        ("application/rdf+xml", "DESCRIBE z26c:C03", "application/rdf+xml", "<?xml"),
        ("application/json", C03, "application/sparql-results+json", '{"head"'),
        ("application/x-sparqlstar-results+json,application/json;q=0.9", C03, "application/sparql-results+json", "{"),
    ],
)  # fmt: skip
def test_the_answer_has_the_type_that_was_asked_for(
    server: Server, accept: str, query: str, media_type: str, start: str
) -> None:
    answer = get(server.sparql, accept, query=query)
    assert answer.status == 200
    assert answer.media_type == media_type
    assert answer.text.startswith(start)


def test_a_graph_answer_declares_the_prefixes_that_it_uses_and_no_others(server: Server) -> None:
    text = get(server.sparql, "text/turtle", query="CONSTRUCT WHERE { z26c:C03 gf:hasObject ?o }").text
    assert "@prefix tech:" in text
    assert "@prefix airo:" not in text
    assert "z26c:C03 gf:hasObject tech:snow-simulation" in text


@pytest.mark.parametrize("name", ["csv", "text/csv"])
def test_a_format_parameter_wins_over_accept(server: Server, name: str) -> None:
    assert get(server.sparql, "application/json", query=C03, format=name).media_type == "text/csv"


def test_the_request_may_name_the_dataset(server: Server) -> None:
    query = "SELECT (COUNT(*) AS ?o) { ?s ?p ?x }"
    graph = "https://w3id.org/genfilm/graph/corroborated"
    whole = int(value(get(server.sparql, query=query)))
    one = int(value(get(server.sparql, query=query, **{"default-graph-uri": graph})))
    twice = send(
        f"{server.sparql}?default-graph-uri={graph}&default-graph-uri={graph}&query="
        + query.replace(" ", "%20").replace("?", "%3F").replace("{", "%7B").replace("}", "%7D")
    )
    assert 0 < one < whole
    assert int(value(twice)) == one


def test_two_default_graphs_are_a_merge_without_duplicates(server: Server) -> None:
    base = "https://w3id.org/genfilm/graph/"
    count = "SELECT (COUNT(*) AS ?o) { %s }"
    union = count % (
        f"SELECT DISTINCT ?s ?p ?x {{ GRAPH ?g {{ ?s ?p ?x }} "
        f"FILTER (?g IN (<{base}corroborated>, <{base}source/zhang-2026>)) }}"
    )
    from urllib.parse import quote

    merged = send(
        f"{server.sparql}?default-graph-uri={base}corroborated&default-graph-uri={base}source/zhang-2026"
        f"&query={quote(count % '?s ?p ?x')}"
    )
    assert value(merged) == value(get(server.sparql, query=union))


def test_so_are_two_from_clauses(server: Server) -> None:
    base = "https://w3id.org/genfilm/graph/"
    union = (
        f"SELECT (COUNT(*) AS ?o) {{ SELECT DISTINCT ?s ?p ?x {{ GRAPH ?g {{ ?s ?p ?x }} "
        f"FILTER (?g IN (<{base}corroborated>, <{base}source/zhang-2026>)) }} }}"
    )
    clauses = f"FROM graph:corroborated FROM <{base}source/zhang-2026>"
    merged = get(server.sparql, query=f"SELECT (COUNT(*) AS ?o) {clauses} {{ ?s ?p ?x }}")
    assert int(value(merged)) > 1000
    assert value(merged) == value(get(server.sparql, query=union))


@pytest.mark.parametrize(
    ("url", "method", "body", "headers", "status", "kind"),
    [
        ("?query=SELECT%20%2A%20%7B", "GET", None, {}, 400, "syntax-error"),
        ("?query=ASK%7B%7D&query=ASK%7B%7D", "GET", None, {}, 400, "bad-request"),
        ("?update=CLEAR%20ALL", "GET", None, {}, 400, "bad-request"),
        ("?query=ASK%7B%7D&timeout=soon", "GET", None, {}, 400, "bad-request"),
        ("", "POST", b"ASK{}", {"Content-Type": "text/plain"}, 415, "unsupported-media-type"),
        ("", "POST", b"ASK{}", {"Content-Type": "application/sparql-query; charset=latin1"}, 415, "unsupported-charset"),
        ("", "POST", b'ASK{?s ?p "\xff"}', {"Content-Type": "application/sparql-query"}, 400, "not-utf-8"),
        ("", "POST", b"INSERT DATA {}", {"Content-Type": "application/sparql-update"}, 403, "updates-refused"),
        ("", "POST", b"update=CLEAR+ALL", {"Content-Type": FORM}, 403, "updates-refused"),
        ("", "POST", b"qurey=ASK%7B%7D", {"Content-Type": FORM}, 400, "bad-request"),
        ("?query=CLEAR%20ALL", "GET", None, {}, 400, "syntax-error"),
        ("", "PUT", b"", {}, 405, "method-not-allowed"),
        ("", "DELETE", None, {}, 405, "method-not-allowed"),
        ("?query=ASK%7BSERVICE%20%3Chttp%3A%2F%2F127.0.0.1%2F%3E%7B%7D%7D", "GET", None, {}, 403, "federation-refused"),
        ("", "POST", b" " * 2_000_001, {"Content-Type": "application/sparql-query"}, 413, "too-large"),
        ("?query=ASK%7B%7D", "GET", None, {"Accept": "application/pdf"}, 406, "not-acceptable"),
        ("?query=ASK%7B", "GET", None, {"Accept": "application/pdf"}, 400, "syntax-error"),
    ],
)  # fmt: skip
def test_a_bad_request_gets_a_clear_problem(
    server: Server, url: str, method: str, body: bytes | None, headers: dict[str, str], status: int, kind: str
) -> None:
    answer = send(server.sparql + url, method, body, headers)
    assert answer.status == status
    assert answer.headers["access-control-allow-origin"] == "*"
    if "Accept" in headers:
        assert answer.headers["content-type"].startswith("text/plain")
        assert str(status) in answer.text
        return
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json["type"].endswith(f"/problem/{kind}")
    assert answer.json["status"] == status
    assert answer.json["title"]
    assert answer.json["detail"]


def test_a_syntax_error_names_line_and_column(server: Server) -> None:
    problem = get(server.sparql, query="SELECT *\n{ ?s ?p }").json
    assert problem["line"] == 2
    assert problem["column"] in (9, 10)
    assert "'}'" in problem["detail"]


def test_an_undeclared_prefix_is_named_as_such(server: Server) -> None:
    assert "Not declared: foo:" in get(server.sparql, query="ASK { foo:x ?p ?o }").json["detail"]


def test_405_says_what_is_allowed(server: Server) -> None:
    assert send(server.sparql, "PATCH").headers["allow"] == "GET, HEAD, POST, QUERY, OPTIONS"


def test_406_lists_the_alternatives(server: Server) -> None:
    answer = get(server.sparql, "application/pdf, application/problem+json;q=0.1", query="ASK{}")
    assert answer.status == 406
    assert "text/csv" in answer.json["alternatives"]


def test_a_query_past_its_deadline_gets_504_with_the_limit(server: Server) -> None:
    bomb = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    answer = get(server.sparql, query=bomb, timeout="0.5")
    assert answer.status == 504
    assert answer.json["limitSeconds"] == 0.5
    assert answer.json["queryId"]


def test_the_timeout_parameter_cannot_raise_the_limit(server: Server) -> None:
    bomb = "SELECT (COUNT(*) AS ?m) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    assert get(server.sparql, query=bomb, timeout="1000").json["limitSeconds"] == 4.0


def test_a_query_that_eats_memory_gets_507_and_the_next_one_an_answer(server: Server) -> None:
    doubling = "".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(40))
    bomb = f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('aaaaaaaaaaaaaaaa' AS ?x0) {doubling} }}"
    answer = get(server.sparql, query=bomb)
    assert answer.status == 507
    assert answer.json["limitMiB"] >= 64
    assert value(get(server.sparql, query=C03)) == SNOW


def test_no_query_gives_a_browser_the_form_and_others_the_service_description(server: Server) -> None:
    page = get(server.sparql, "text/html,*/*;q=0.8")
    assert page.status == 200
    assert "<textarea" in page.text
    description = get(server.sparql)
    assert description.media_type == "text/turtle"
    assert f"sd:endpoint <{server.sparql}>" in description.text
    assert "SPARQL11Query" in description.text
    assert "BasicFederatedQuery" not in description.text
    assert "graph/corroborated>" in description.text or "graph:corroborated" in description.text


def test_options_answers_a_preflight(server: Server) -> None:
    answer = send(server.sparql, "OPTIONS", headers={"Origin": "https://example.org"})
    assert answer.status == 204
    assert "QUERY" in answer.headers["access-control-allow-methods"]
    assert answer.headers["allow"] == "GET, HEAD, POST, QUERY, OPTIONS"


def test_head_answers_like_get_without_a_body(server: Server) -> None:
    url = f"{server.sparql}?query=ASK%7B%3Fs%20%3Fp%20-7%7D"
    head = send(url, "HEAD")
    full = send(url)
    assert head.status == 200
    assert head.body == b""
    assert head.headers["content-length"] == str(len(full.body))
    assert full.json == {"head": {}, "boolean": False}


def test_a_result_beyond_the_hold_is_streamed_whole(server: Server) -> None:
    query = "SELECT ?a ?d { ?a a gf:SourceClaim . ?d a gf:SourceClaim } LIMIT 120000"
    answer = get(server.sparql, "text/csv", query=query)
    assert len(answer.body) > 8_000_000
    assert answer.text.count("\r\n") == 120_001


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "BREW"])
def test_a_method_that_is_not_allowed_gets_those_that_are(server: Server, method: str) -> None:
    answer = send(server.sparql, method)
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD, POST, QUERY, OPTIONS"


def test_options_have_no_content(server: Server) -> None:
    answer = send(server.sparql, "OPTIONS")
    assert (answer.status, answer.body, answer.headers.get("content-type")) == (204, b"", None)
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD, POST, QUERY, OPTIONS"
