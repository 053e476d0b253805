"""The service under a path prefix behind a real nginx, with the configuration of docs/operation.md."""

from __future__ import annotations

import gzip
import html
import re
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pytest

from genfilm.dataset.builds import Build
from tests.conftest import ROOT, Server, free_port, start_server, stop_server
from tests.processes import eventually
from tests.programs import need
from tests.web.http import Answer, get, send

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ALL = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
FRAME = """
daemon off; master_process off; pid nginx.pid; error_log error.log info;
events {{ worker_connections 256; }}
http {{
    access_log off; gzip on; gzip_proxied any; gzip_types *; gzip_min_length 20;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    {block}
}}
"""


@dataclass(frozen=True)
class Site:
    """The service as clients see it, and as nginx does."""

    url: str
    behind: Server

    @property
    def origin(self) -> str:
        return self.url.removesuffix("/film")

    @property
    def sparql(self) -> str:
        return f"{self.url}/sparql"


def documented(port: int, upstream: str) -> str:
    """The block of docs/operation.md with the ports of this test."""
    text = (ROOT / "docs" / "operation.md").read_text("utf-8")
    found = re.search(r"^```nginx\n(.+?)^```", text, re.M | re.S)
    assert found
    block = found[1]
    for old, new in (("listen 80;", f"listen 127.0.0.1:{port};"), ("http://127.0.0.1:8000;", f"{upstream};")):
        assert block.count(old) == 1, old
        block = block.replace(old, new)
    return block


@pytest.fixture(scope="module", params=["", "/"], ids=["prefix kept", "prefix stripped"])
def site(
    request: pytest.FixtureRequest, real_build: Build, home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """nginx in front of the service, once for each way to pass the path on."""
    program = need("nginx")
    directory = tmp_path_factory.mktemp("nginx")
    port = free_port()
    url = f"http://127.0.0.1:{port}/film"
    behind = start_server(
        home,
        directory / "log.txt",
        GENFILM_PUBLIC_URL=url,
        GENFILM_HOLD="100000",
        GENFILM_QUERY_TIMEOUT="5",
        GENFILM_TRUSTED_PROXIES="1",
        GENFILM_RATE="1000",
        GENFILM_RATE_BURST="5000",
    )
    try:
        (directory / "nginx.conf").write_text(
            FRAME.format(block=documented(port, behind.url + request.param))
        )
        command = [program, "-p", str(directory), "-c", "nginx.conf", "-e", "error.log"]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            assert eventually(lambda: process.poll() is not None or healthy(url))
            assert process.poll() is None, (directory / "error.log").read_text()
            yield Site(url, behind)
        finally:
            process.terminate()
            process.wait(60)
    finally:
        stop_server(behind)


def healthy(url: str) -> bool:
    try:
        return send(f"{url}/health").status == 200
    except OSError:
        return False


def links(answer: Answer) -> list[str]:
    """Addresses that a page links to."""
    return [html.unescape(link) for link in re.findall(r'\b(?:href|src|action)="([^"]*)"', answer.text)]


def own(site: Site, answer: Answer) -> set[str]:
    """The absolute addresses of a page's links that stay on this host; each is below the prefix."""
    found = set()
    for link in links(answer):
        if link.startswith(("?", "#")):
            continue
        if link.startswith(("http://", "https://")) and not link.startswith(site.origin):
            continue
        address = quote(urljoin(site.origin, link), safe=":/?#[]@!$&'()*+,;=%")  # as browsers send it
        assert address.startswith(f"{site.url}/"), link
        found.add(address)
    return found


def follow(site: Site, address: str, accept: str = BROWSER) -> Answer:
    """The answer behind redirects, each of which stays below the prefix and is nginx's own address."""
    for _ in range(4):
        answer = get(address, accept)
        if answer.status not in (301, 302, 303, 308):
            return answer
        address = urljoin(address, answer.headers["location"])
        assert address.startswith(f"{site.url}/"), address
    raise AssertionError(f"{address} redirects for ever")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_link_of_the_home_page_leads_somewhere_below_the_prefix(site: Site, lang: str) -> None:
    page = get(f"{site.url}/{lang}/", BROWSER)
    addresses = own(site, page)
    assert len(addresses) > 30
    for address in addresses:
        assert follow(site, address).status == 200, address


@pytest.mark.parametrize(
    "path",
    [
        "/id/claim/zhang-2026/C03.html",
        "/ns/Film.html",
        "/ontology?lang=zh",
        "/void.html",
        "/sparql",
        "/sparql?lang=zh&format=html&query=" + quote("SELECT ?s ?t { ?s a ?t FILTER(isIRI(?t)) } LIMIT 30"),
        "/en/questions/strategies-for-actor",
        "/nothing/here",
    ],
)
def test_the_links_of_other_pages_do_too(site: Site, path: str) -> None:
    page = follow(site, site.url + path)
    assert page.media_type == "text/html"
    addresses = sorted(own(site, page))
    assert f"{site.url}/static/genfilm.css" in addresses
    for address in addresses[:: max(1, len(addresses) // 12)]:
        same = address.partition("?")[0] == site.url + path  # the page itself in the other language
        assert follow(site, address).status == (page.status if same else 200), address


def test_forms_act_below_the_prefix(site: Site) -> None:
    page = get(f"{site.url}/sparql", BROWSER)
    action = re.search(r'<form\s+action="([^"]+)"', page.text)
    assert action
    assert action[1] == "/film/sparql"
    assert "<form method=" in get(f"{site.url}/en/questions/strategies-for-actor", BROWSER).text


def test_static_files_are_there(site: Site) -> None:
    for name, media_type in (("genfilm.css", "text/css"), ("icon.svg", "image/svg+xml")):
        answer = get(f"{site.url}/static/{name}")
        assert (answer.status, answer.media_type) == (200, media_type)


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("", None),
        ("/", None),
        ("/id/film/double-world", "/en/entity/film/double-world"),
        ("/ns/Film?lang=zh", "/zh/ontology/terms/Film"),
    ],
)
def test_redirects_name_the_address_of_nginx(site: Site, path: str, target: str | None) -> None:
    answer = get(site.url + path, BROWSER)
    assert answer.status in (301, 302, 303, 308)
    location = urljoin(site.url + path, answer.headers["location"])
    assert location.startswith(f"{site.url}/")
    assert follow(site, location).status == 200
    if target is not None:
        assert (answer.status, answer.headers["location"]) == (303, site.url + target)


def test_a_slash_at_the_end_means_nothing(site: Site) -> None:
    plain, slash = get(f"{site.url}/en", BROWSER), get(f"{site.url}/en/", BROWSER)
    assert (plain.status, slash.status) == (200, 200)
    assert "<h1" in plain.text
    assert plain.text == slash.text


def test_link_headers_can_be_followed(site: Site) -> None:
    with urllib.request.urlopen(f"{site.url}/id/film/double-world.ttl") as answer:
        lines = answer.headers.get_all("Link")
    found = re.findall(r'<([^>]+)>; rel="([\w-]+)"', ", ".join(lines))
    ours = [address for address, rel in found if rel in ("alternate", "service-desc")]
    assert f"{site.url}/sparql" in ours
    assert f"{site.url}/id/film/double-world.jsonld" in ours
    for address in ours:
        assert address.startswith(f"{site.url}/")
        assert get(address).status == 200


def test_the_endpoint_names_itself(site: Site) -> None:
    description = get(site.sparql, "application/n-triples").text
    assert f"<http://www.w3.org/ns/sparql-service-description#endpoint> <{site.sparql}>" in description
    void = get(f"{site.url}/.well-known/void", "application/n-triples").text
    assert f"<http://rdfs.org/ns/void#sparqlEndpoint> <{site.sparql}>" in void
    base = get(site.sparql, query="SELECT ?i { BIND(IRI('x') AS ?i) }").json
    assert base["results"]["bindings"][0]["i"]["value"] == f"{site.url}/x"


def test_the_host_that_a_client_claims_changes_nothing(site: Site) -> None:
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Accept": BROWSER}
    for path in ("/en", "/id/film/double-world", "/", "/en/"):
        answer = send(site.url + path, headers=headers)
        assert "evil.example" not in answer.text + str(answer.headers), path


def test_bodies_are_compressed_once(site: Site) -> None:
    query = "SELECT ?c ?l { ?c a gf:SourceClaim ; rdfs:label ?l } ORDER BY ?c ?l LIMIT 50"
    url = f"{site.sparql}?query={quote(query)}"
    plain, packed = send(url), send(url, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert plain.headers["etag"] != packed.headers["etag"]
    small = send(f"{site.sparql}?query={quote('ASK {}')}", headers={"Accept-Encoding": "gzip"})
    assert small.json["boolean"] is True


def test_head_tells_the_headers_alone(site: Site) -> None:
    for path in (
        "/en/",
        f"/sparql?query={quote('ASK {}')}",
        "/static/genfilm.css",
        "/id/film/double-world.ttl",
    ):
        head, full = send(site.url + path, "HEAD"), send(site.url + path)
        assert (head.status, head.body) == (200, b""), path
        assert head.headers["content-length"] == str(len(full.body))
        assert head.headers["etag"] == full.headers["etag"]


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_known_tag_gets_304(site: Site, coding: str) -> None:
    for path in ("/en/", "/static/genfilm.css", f"/sparql?query={quote('ASK {}')}"):
        first = send(site.url + path, headers={"Accept-Encoding": coding})
        condition = {"If-None-Match": first.headers["etag"], "Accept-Encoding": coding}
        again = send(site.url + path, headers=condition)
        assert (again.status, again.body) == (304, b""), path
        assert again.headers["etag"].removeprefix("W/") == first.headers["etag"].removeprefix("W/")


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_large_streamed_result_arrives_whole(site: Site, coding: str) -> None:
    direct = get(site.behind.sparql, query=ALL, format="tsv")
    assert len(direct.body) > 2_000_000
    url = f"{site.sparql}?format=tsv&query={quote(ALL)}"
    through = send(url, headers={"Accept-Encoding": coding})
    assert through.text == direct.text


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status"),
    [
        ("GET", "/nothing", None, {}, 404),
        ("GET", "/id/film/nothing", None, {"Accept": "text/turtle"}, 404),
        ("GET", "/nothing", None, {"Accept": BROWSER}, 404),
        ("GET", "/sparql?query=SELECT", None, {}, 400),
        ("GET", f"/sparql?query={quote('ASK { SERVICE <http://a/> {} }')}", None, {}, 403),
        ("GET", f"/sparql?query={quote('ASK {}')}", None, {"Accept": "image/png"}, 406),
        ("DELETE", "/sparql", None, {}, 405),
        ("POST", "/sparql", b"x" * 2_500_000, {"Content-Type": "application/sparql-query"}, 413),
        ("POST", "/sparql", b"ASK {}", {"Content-Type": "text/plain"}, 415),
        ("GET", f"/sparql?timeout=0.05&query={quote('SELECT (COUNT(*) AS ?n) {?a ?b ?c. ?d ?e ?f. ?g ?h ?i}')}", None, {}, 504),
    ],
)  # fmt: skip
def test_errors_pass_unchanged(
    site: Site, method: str, path: str, body: bytes | None, headers: dict[str, str], status: int
) -> None:
    direct = send(site.behind.url + path, method, body, headers)
    through = send(site.url + path, method, body, headers)
    assert direct.status == through.status == status
    for name in ("content-type", "allow", "cache-control", "access-control-allow-origin", "vary"):
        assert through.headers.get(name) == direct.headers.get(name), name
    hexadecimal = re.compile(r'"queryId": "\w+"|queryId: \w+|within [\d.]+ s')
    assert hexadecimal.sub("", through.text) == hexadecimal.sub("", direct.text)
    assert "nginx" not in through.text


def test_long_addresses_and_other_methods_pass(site: Site) -> None:
    query = "ASK {} # " + "x" * 30_000
    assert get(site.sparql, query=query).json["boolean"] is True
    headers = {"Content-Type": "application/sparql-query"}
    assert send(site.sparql, "QUERY", b"ASK {}", headers).json["boolean"] is True
    options = send(site.sparql, "OPTIONS")
    assert (options.status, "QUERY" in options.headers["allow"]) == (204, True)


def test_names_beyond_ascii_survive_the_way(site: Site) -> None:
    path = "/id/person/" + quote("张丽花%2F?", safe="")
    direct, through = get(site.behind.url + path), get(site.url + path)
    assert direct.status == through.status == 404
    assert "张丽花" in through.json["detail"]


def test_nginx_names_the_client_and_forged_entries_do_not(site: Site) -> None:
    def left(**headers: str) -> int:
        query = f"ASK {{}} # {time.monotonic_ns()}"
        answer = send(f"{site.sparql}?query={quote(query)}", headers=headers)
        found = re.fullmatch(r'"client";r=(\d+);t=\d+', answer.headers["ratelimit"])
        assert found
        return int(found[1])

    assert left() <= 4999
    direct = get(site.behind.sparql, query=f"ASK {{}} # {time.monotonic_ns()}")
    assert "ratelimit" not in direct.headers
    for number in range(3):  # 1,000 come back each second, so only the number of buckets can be told
        assert left(**{"X-Forwarded-For": f"203.0.113.{number}"}) <= 4999
    forged = send(
        f"{site.behind.sparql}?query={quote('ASK {}')}", headers={"X-Forwarded-For": "203.0.113.77"}
    )
    assert forged.status == 200
    assert urlsplit(site.sparql).path == "/film/sparql"


def test_an_address_that_is_too_long_is_told_so(site: Site) -> None:
    answer = send(f"{site.sparql}?query={'a' * 70_000}", headers={"Origin": "https://example.org"})
    assert answer.status == 414
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.text == "The address is too long. Send the query with POST.\n"
