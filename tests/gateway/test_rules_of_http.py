"""The rules of HTTP that hold at every interface, tried over the list of routes of the app and of the gateway."""

from __future__ import annotations

import gzip
import http.client
import json
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest
from werkzeug.routing import Map, Rule

from genfilm.app import close_app, create_app
from genfilm.dataset.builds import Build
from genfilm.gateway.receive import LONGEST_ADDRESS
from genfilm.protocol.headers import COMMON
from genfilm.settings import Settings
from tests.conftest import Server
from tests.web.http import Answer, get, send

QUESTION = "disputed-claims"
RESULTS = "application/sparql-results"
ONE = "SELECT (1 AS ?x) {}"
SAMPLES: dict[str, dict[str, str]] = {
    "static": {"filename": "pages.css"},
    "claims.claim": {"source": "zhang-2026", "name": "N16"},
    "entities.entity": {"kind": "film", "name": "double-world"},
    "compare.one": {"name": "stages-and-technologies"},
    "compare.one_as": {"name": "stages-and-technologies", "form": "csv"},
    "crawlers.part": {"number": "1"},
    "compare.index_as": {"form": "csv"},
    "ontology_pages.module": {"name": "works"},
    "ontology_pages.concepts": {"name": "goal"},
    "ontology_pages.term": {"name": "Film"},
    "questions.question": {"name": QUESTION},
    "terms.dereference": {"name": "film/double-world"},
    "terms.ontology": {"extension": "ttl"},
    "void.void": {"extension": "ttl"},
    "assets.dist": {"name": "editor.js"},
    "embed.table": {"name": QUESTION},
    "embed.claim": {"source": "zhang-2026", "identifier": "N16"},
    "dumps.dump": {"name": "genfilm.ttl"},
    "dumps.nanopublication": {"code": "RA0"},
    "api_queries.result": {"name": QUESTION},
    "api_queries.values": {"name": "strategies-for-actor", "parameter": "actor"},
    "api_entities.one": {"kind": "film", "slug": "double-world"},
    "api_claims.index": {"extension": "csv"},
    "api_claims.one": {"source": "zhang-2026", "id": "N16"},
    "readings.one": {"source": "zhang-2026"},
    "api_readings.one": {"source": "zhang-2026"},
    "api_cite.one": {"source": "zhang-2026", "id": "N16"},
    "api_graph.graph": {"extension": "csv"},
    "problems.kind_of_problem": {"kind": "syntax-error"},
    "bibliography.file": {"extension": "bib"},
    "reconcile.suggest": {"kind": "entity"},
}
"""Values for the variable parts of addresses, by the endpoint of their rule."""


@pytest.fixture(scope="module")
def rules(real_build: Build) -> Iterator[Map]:
    app = create_app(real_build, Settings())
    yield app.url_map
    close_app(app)


@pytest.fixture(scope="module")
def addresses(rules: Map) -> dict[str, Rule]:
    """An address for each rule; a new rule without sample values fails here."""
    adapter = rules.bind("localhost")
    found = {}
    for rule in rules.iter_rules():
        values = {"lang": "en", **SAMPLES.get(rule.endpoint, {}), **(rule.defaults or {})}
        wanted = {name: values[name] for name in rule.arguments}
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        found[adapter.build(rule.endpoint, wanted, method=method)] = rule
    return found


def with_lines(url: str, *lines: tuple[str, str], method: str = "GET", body: bytes = b"") -> Answer:
    """One request whose header lines are sent as given: a name may stand twice."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    connection.putrequest(method, parts.path + f"?{parts.query}", skip_accept_encoding=True)
    for name, value in lines:
        connection.putheader(name, value)
    if body:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body or None)
    response = connection.getresponse()
    headers = {name.lower(): value for name, value in response.getheaders()}
    answer = Answer(response.status, headers, response.read())
    connection.close()
    return answer


def asked(server: Server, query: str = ONE, more: str = "") -> str:
    return f"{server.sparql}?query={quote(query)}{more}"


def test_every_door_answers_a_preflight(server: Server, addresses: dict[str, Rule]) -> None:
    for path, rule in addresses.items():
        for header in ("accept", "if-none-match", "authorization", "x-of-their-own"):
            lines = {
                "Origin": "https://example.org",
                "Access-Control-Request-Method": "GET",
                "Access-Control-Request-Headers": header,
            }
            answer = send(server.url + path, "OPTIONS", headers=lines)
            assert (answer.status, answer.body) == (204, b""), path
            assert answer.headers["access-control-allow-origin"] == "*"
            names = answer.headers["access-control-allow-headers"].lower().split(", ")
            assert header in names or (header != "authorization" and "*" in names), path
            assert "GET" in answer.headers["access-control-allow-methods"]
            assert {*answer.headers["allow"].split(", ")} == rule.methods - {"PUT", "PATCH", "DELETE"}, path


def test_a_preflight_lets_a_script_see_that_nothing_is_there(server: Server) -> None:
    lines = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    assert send(f"{server.url}/nowhere", "OPTIONS", headers=lines).status == 204
    assert send(f"{server.url}/nowhere", "OPTIONS").status == 404


def test_every_answer_is_open_and_varies_with_the_coding(server: Server, addresses: dict[str, Rule]) -> None:
    for path in [
        *addresses,
        "/nowhere",
        "/sparql?query=nonsense",
        "/api/claims?size=none",
        "/id/film/nothing",
    ]:
        for accept in ("*/*", "text/html"):
            answer = send(server.url + path, headers={"Accept": accept, "Accept-Encoding": "gzip"})
            assert answer.status < 500 or path.startswith("/ready"), (path, answer.text)
            assert "accept-encoding" in answer.headers["vary"].lower(), path
            assert COMMON.items() <= {name: answer.headers[name.lower()] for name in COMMON}.items(), path
            again = send(server.url + path, headers={"Accept": accept})
            assert "content-encoding" not in again.headers, path


def test_every_door_says_that_an_address_is_too_long(server: Server, addresses: dict[str, Rule]) -> None:
    for path in [*addresses, "/nowhere"]:
        for size in (LONGEST_ADDRESS + 1, 65_000):
            for method in ("GET", "POST", "OPTIONS"):
                long = f"{path}?query={'a' * (size - len(path) - 6)}"
                answer = send(server.url + long, method, headers={"Origin": "https://example.org"})
                assert answer.status == 414, (method, path)
                assert answer.media_type == "application/problem+json"
                assert answer.headers["access-control-allow-origin"] == "*"
                told = answer.json
                assert told["type"].endswith("/address-too-long")
                assert told["limitBytes"] == LONGEST_ADDRESS
                assert f"{size:,} bytes" in told["detail"]
                assert "POST" in told["detail"]
    browser = {"Accept": "text/html", "Accept-Language": "zh-CN"}
    page = send(f"{server.url}/sparql?query={'a' * LONGEST_ADDRESS}", headers=browser)
    assert (page.status, page.media_type) == (414, "text/html")
    assert "地址过长" in page.text
    just = f"{server.sparql}?query=ASK%7B%7D&x="
    path = len(just) - len(server.url)
    assert send(just + "a" * (LONGEST_ADDRESS + 1 - path)).json["boolean"] is True  # the ? does not count


def test_a_slash_at_the_end_of_an_address_means_nothing(server: Server, addresses: dict[str, Rule]) -> None:
    for path in addresses:
        if path in ("/", "/metrics", "/health", "/ready"):  # the last three count what they are asked
            continue
        bare = send(server.url + path.rstrip("/"))
        slashed = send(server.url + path.rstrip("/") + "/")
        assert (slashed.status, slashed.headers.get("location")) == (
            bare.status,
            bare.headers.get("location"),
        ), path
        assert slashed.media_type == bare.media_type
        if bare.status == 200:
            assert slashed.headers["etag"] == bare.headers["etag"] or b'"self"' in bare.body, path
    for path in ("/health/", "/ready/", "/metrics/"):
        assert send(server.url + path).status == 200
    posted = send(f"{server.sparql}/", "POST", b"ASK {}", {"Content-Type": "application/sparql-query"})
    assert posted.json["boolean"] is True


def test_every_door_names_its_methods_where_another_is_tried(
    server: Server, addresses: dict[str, Rule]
) -> None:
    for path, rule in addresses.items():
        answer = send(server.url + path, "DELETE")
        assert answer.status == 405, path
        assert {"GET", "POST"} & (rule.methods or set()) <= set(answer.headers["allow"].split(", "))
        assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("accept", ["text/turtle", "text/html", "application/rdf+xml"])
def test_the_namespace_leads_to_the_ontology(server: Server, accept: str) -> None:
    for path in ("/ns/", "/ns"):
        seen = send(server.url + path, headers={"Accept": accept})
        assert seen.status == 303
        found = send(seen.headers["location"], headers={"Accept": accept})
        assert found.status == 200
        assert found.media_type == accept
        assert "GenFilm" in found.text


def test_several_lines_of_a_list_are_one(server: Server, real_build: Build) -> None:
    url = asked(server)
    for lines, wanted in (
        ([("Accept", f"{RESULTS}+xml"), ("Accept", "image/png")], "xml"),
        ([("Accept", "image/png"), ("Accept", f"{RESULTS}+xml")], "xml"),
        ([("Accept", f"{RESULTS}+json;q=0.1"), ("accept", f"{RESULTS}+xml;q=0.2")], "xml"),
        ([("Accept", "image/png"), ("ACCEPT", f"{RESULTS}+xml;q=0.2, {RESULTS}+json")], "json"),
    ):
        assert with_lines(url, *lines).media_type == f"{RESULTS}+{wanted}"
    page = f"{server.url}/"
    spoken = with_lines(
        page, ("Accept-Language", "fr"), ("Accept-Language", "zh-CN"), ("Accept-Language", "en;q=0.5")
    )
    assert spoken.headers["location"].endswith("/zh/")
    document = f"{server.url}/id/film/double-world.ttl"
    packed = with_lines(document, ("Accept-Encoding", "br"), ("Accept-Encoding", "gzip"))
    assert packed.headers["content-encoding"] == "gzip"
    tag = with_lines(document).headers["etag"]
    assert with_lines(document, ("If-None-Match", '"x"'), ("If-None-Match", tag)).status == 304
    assert with_lines(document, ("If-None-Match", '"x"'), ("If-None-Match", '"y"')).status == 200


def test_several_lines_of_what_is_no_list(server: Server) -> None:
    query = ("Content-Type", "application/sparql-query")
    assert with_lines(server.sparql, query, query, method="POST", body=b"ASK {}").status == 200
    other = ("Content-Type", "text/plain")
    answer = with_lines(server.sparql, query, other, method="POST", body=b"ASK {}")
    assert answer.status == 400
    assert "content-type" in answer.text


def packed(
    server: Server, body: bytes, coding: str = "gzip", kind: str = "application/sparql-query"
) -> Answer:
    lines = (("Content-Type", kind), ("Content-Encoding", coding), ("Accept", f"{RESULTS}+json"))
    return with_lines(server.sparql, *lines, method="POST", body=body)


def test_a_body_in_gzip_is_read(server: Server) -> None:
    for body, coding in (
        (gzip.compress(b"ASK {}", mtime=0), "gzip"),
        (gzip.compress(b"ASK {}", mtime=0), "x-GZIP"),
        (gzip.compress(b"ASK ", mtime=0) + gzip.compress(b"{}", mtime=0), "gzip"),
        (b"ASK {}", "identity"),
    ):
        assert packed(server, body, coding).json["boolean"] is True
    form = gzip.compress(b"query=ASK+%7B%7D")
    assert packed(server, form, kind="application/x-www-form-urlencoded").json["boolean"] is True


@pytest.mark.parametrize("coding", ["br", "deflate", "zstd", "gzip, gzip", "compress"])
def test_a_body_in_another_coding_is_told_so(server: Server, coding: str) -> None:
    answer = packed(server, b"whatever", coding)
    assert answer.status == 415
    assert answer.headers["accept-encoding"] == "gzip"
    assert answer.json["type"].endswith("/unsupported-coding")


_PACKED = gzip.compress(b"ASK {}", mtime=0)


@pytest.mark.parametrize("body", [b"ASK {}", _PACKED[:-6], _PACKED[:5]])
def test_a_body_that_is_no_gzip_is_told_so(server: Server, body: bytes) -> None:
    answer = packed(server, body)
    assert answer.status == 400
    assert "gzip" in answer.json["detail"]


def test_a_bomb_in_gzip_is_no_larger_than_the_limit(server: Server) -> None:
    limit = Settings().max_body
    bomb = gzip.compress(b" " * 500_000_000, 9)
    assert len(bomb) < limit
    answer = packed(server, bomb)
    assert (answer.status, answer.json["limitBytes"]) == (413, limit)
    many = gzip.compress(b"") * (limit // 40)  # a stream may have any number of members
    assert packed(server, many).json["type"].endswith("/syntax-error")  # no query at all
    assert get(server.sparql, query="ASK {}").json["boolean"] is True


PARTS = [
    ("bytes=0-9", slice(0, 10)),
    ("bytes=10-", slice(10, None)),
    ("Bytes= 5-5 ", slice(5, 6)),
    ("bytes=-7", slice(-7, None)),
    ("bytes=3-99999999999", slice(3, None)),
    ("bytes=-99999999999", slice(0, None)),
]
WHOLE = ["bytes=0-1,5-9", "bytes=9-3", "bytes=-", "lines=0-9", "bytes=a-b", "bytes", f"bytes={'9' * 5000}-"]


def test_a_part_is_sent_where_a_body_lasts(server: Server, addresses: dict[str, Rule]) -> None:
    tried = 0
    for path in [*addresses, f"/sparql?query={quote(ONE)}"]:
        whole = send(server.url + path)
        if whole.headers.get("accept-ranges") != "bytes":
            assert whole.status != 200 or whole.headers["cache-control"] == "no-store", path
            continue
        tried += 1
        for wanted, place in PARTS:
            answer = send(server.url + path, headers={"Range": wanted, "Accept-Encoding": "gzip"})
            assert (answer.status, answer.body) == (206, whole.body[place]), (path, wanted)
            assert "content-encoding" not in answer.headers
            assert answer.headers["content-range"].endswith(f"/{len(whole.body)}")
            assert answer.headers["etag"] == whole.headers["etag"]
    assert tried > 40


def test_a_range_that_is_not_understood_is_passed_over(server: Server) -> None:
    url = f"{server.url}/dumps/README.md"
    whole = send(url)
    for wanted in WHOLE:
        answer = send(url, headers={"Range": wanted})
        assert (answer.status, answer.body) == (200, whole.body), wanted
    assert send(url, "HEAD", headers={"Range": "bytes=0-9"}).headers["content-length"] == str(len(whole.body))
    query = f"{server.sparql}?query={quote('SELECT (RAND() AS ?x) {}')}"  # every answer is another
    assert send(query, headers={"Range": "bytes=0-9"}).status == 200


def test_conditions_come_before_ranges(server: Server) -> None:
    url = f"{server.url}/dumps/README.md"
    tag = send(url).headers["etag"]
    first = {"Range": "bytes=0-9"}
    assert send(url, headers=first | {"If-None-Match": tag}).status == 304
    assert send(url, headers=first | {"If-Range": tag}).status == 206
    for other in ('"another"', f"W/{tag}", "Mon, 30 Nov 2026 10:00:00 GMT"):
        assert send(url, headers=first | {"If-Range": other}).status == 200


def test_a_part_that_is_not_there_is_told_so(server: Server) -> None:
    url = f"{server.url}/dumps/claims.csv"
    size = len(send(url).body)
    for wanted in (f"bytes={size}-", f"bytes={size + 5}-{size + 9}", "bytes=-0"):
        answer = send(url, headers={"Range": wanted, "Origin": "https://example.org"})
        assert (answer.status, answer.headers["content-range"]) == (416, f"bytes */{size}")
        assert answer.media_type == "application/problem+json"
        assert answer.json["type"].endswith("/range-not-satisfiable")
        assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("value", "media_type"),
    [
        (f"{RESULTS}+json", f"{RESULTS}+json"),
        (f"{RESULTS}%2Bjson", f"{RESULTS}+json"),
        (f"{RESULTS}+xml;charset=utf-8", f"{RESULTS}+xml"),
        (f"+{RESULTS}+xml+", f"{RESULTS}+xml"),
        ("application/json", f"{RESULTS}+json"),
        ("text/csv", "text/csv"),
        ("SRX", f"{RESULTS}+xml"),
        ("tsv", "text/tab-separated-values"),
    ],
)
def test_format_takes_short_names_and_media_types(server: Server, value: str, media_type: str) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    for name in ("format", "output", "results"):
        assert send(asked(server, more=f"&{name}={value}"), headers=browser).media_type == media_type


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/sparql?query=CONSTRUCT%7B%7D%7B%7D&format=application/rdf+xml", "application/rdf+xml"),
        ("/sparql?query=CONSTRUCT%7B%7D%7B%7D&format=rdf+xml", "application/rdf+xml"),
        ("/sparql?format=application/ld+json", "application/ld+json"),
        ("/void?format=application/rdf+xml", "application/rdf+xml"),
        ("/ontology?format=application/rdf+xml", "application/rdf+xml"),
        (f"/api/queries/{QUESTION}?format=text/csv", "text/csv"),
        ("/api/claims?format=text/tab-separated-values", "text/tab-separated-values"),
        ("/api/graph?format=application/json", "application/json"),
        ("/dumps/?format=application/json", "application/json"),
        ("/dumps/?format=json", "application/json"),
    ],
)
def test_format_means_the_same_at_every_door(server: Server, path: str, media_type: str) -> None:
    assert send(server.url + path, headers={"Accept": "text/html"}).media_type == media_type


@pytest.mark.parametrize("tag", ["zh-CN", "zh-Hans", "ZH", "zh_CN", "zh-CN,en;q=0.5", "fr;q=1,zh-TW;q=0.5"])
def test_lang_is_read_as_accept_language_is(server: Server, tag: str) -> None:
    value = quote(tag)
    assert send(f"{server.url}/api/claims?size=1&lang={value}").json["meta"]["lang"] == "zh"
    assert send(f"{server.url}/?lang={value}").headers["location"].endswith("/zh/")
    answer = send(f"{server.url}/api/queries/{QUESTION}?lang={value}").json
    assert answer["columns"] == send(f"{server.url}/api/queries/{QUESTION}?lang=zh").json["columns"]
    page = send(asked(server, more=f"&lang={value}"), headers={"Accept": "text/html"})
    assert '<html lang="zh' in page.text


MARK = "\ufeff"


@pytest.mark.parametrize(
    "body",
    [
        (MARK + "ASK {}").encode(),
        "ASK {}".encode("utf-16"),
        "ASK {}".encode("utf-16-le"),
        "ASK {}".encode("utf-16-be"),
        (MARK + "ASK {}").encode("utf-16-be"),
    ],
)
def test_a_query_with_a_byte_order_mark_is_read(server: Server, body: bytes) -> None:
    assert (
        send(server.sparql, "POST", body, {"Content-Type": "application/sparql-query"}).json["boolean"]
        is True
    )


def test_a_byte_order_mark_in_an_address_or_form_is_passed_over(server: Server) -> None:
    assert send(asked(server, MARK + "ASK {}")).json["boolean"] is True
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    body = f"query={quote(MARK + 'ASK {}')}".encode()
    assert send(server.sparql, "POST", body, form).json["boolean"] is True


def test_a_query_in_latin_1_is_told_so(server: Server) -> None:
    body = "SELECT ('caf\u00e9' AS ?x) {}".encode("latin-1")
    answer = send(server.sparql, "POST", body, {"Content-Type": "application/sparql-query"})
    assert answer.status == 400
    assert json.loads(answer.body)["offset"] == 12


def test_a_header_name_with_an_underscore_stands_for_no_other_name(server: Server):
    """The cache knows `Accept-Language` alone: what it keeps must depend on nothing else."""
    address = f"{server.url}/llms.txt?underscore"
    first = send(address, headers={"Accept_Language": "zh", "Accept_Encoding": "gzip"})
    assert (first.status, first.headers["x-cache"]) == (200, "miss")
    assert send(address).body == first.body
    assert first.body != send(address, headers={"Accept-Language": "zh"}).body
