"""The files of the release over HTTP, from the real service."""

from __future__ import annotations

import hashlib
import json
import re
import urllib.error
import urllib.request
from typing import Any

import pytest

from genfilm.dataset.builds import Build

from ..conftest import Server


def get(url: str, **headers: str) -> tuple[int, Any, bytes]:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=names), timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def test_every_file_listed_is_handed_out_as_described(server: Server, real_build: Build):
    _, _, body = get(f"{server.url}/dumps/", Accept="application/json")
    listing = json.loads(body)
    assert listing["meta"]["build"] == real_build.id
    assert listing["meta"]["total"] == len(listing["data"]) > 60
    for each in listing["data"]:
        status, headers, content = get(each["url"])
        assert status == 200
        assert headers["Content-Type"].partition(";")[0] == each["mediaType"].partition(";")[0]
        assert headers["Content-Type"].count("charset") <= 1
        assert len(content) == each["bytes"]
        assert each["sha256"] in (hashlib.sha256(content).hexdigest(), None)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("Downloads", "A claim is not a fact", "<h2>SPARQL queries</h2>", "Nanopublications (TriG)")),
        (
            "zh",
            ("下载", "论断并非事实", "<h2>SPARQL查询</h2>", "<h2>CSV与CSVW元数据</h2>", "纳米出版物（TriG）"),
        ),
    ],
)
def test_the_page_lists_them_in_the_readers_language(server: Server, lang: str, words: tuple[str, ...]):
    status, _, body = get(f"{server.url}/dumps/?lang={lang}", Accept="text/html")
    page = body.decode()
    assert status == 200
    for text in (*words, 'href="/dumps/genfilm.ttl"', 'href="/dumps/claims.csv"', "ro-crate-metadata.json"):
        assert text in page
    assert 'href="/dumps/queries/competency/disputed-claims.rq"' in page


def test_a_file_that_the_client_has_is_not_sent_again(server: Server):
    _, headers, _ = get(f"{server.url}/dumps/claims.csv")
    status, _, body = get(f"{server.url}/dumps/claims.csv", If_None_Match=headers["ETag"])
    assert (status, body) == (304, b"")


def test_rdf_12_says_its_version(server: Server):
    _, headers, _ = get(f"{server.url}/dumps/genfilm-rdf12.ttl")
    assert headers["Content-Type"] == "text/turtle; version=1.2; charset=utf-8"


def test_the_context_has_an_address_of_its_own(server: Server):
    status, headers, body = get(f"{server.url}/context.jsonld")
    assert (status, headers["Content-Type"]) == (200, "application/ld+json")
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert json.loads(body)["@context"]["hasSubject"] == {"@id": "gf:hasSubject", "@type": "@id"}


@pytest.mark.parametrize(
    "name", ["nothing.ttl", "%2e%2e/manifest.json", "..%2fgraph.nq", "queries/competency"]
)
def test_nothing_else_of_the_machine_is_handed_out(server: Server, name: str):
    status, _, body = get(f"{server.url}/dumps/{name}")
    assert status == 404
    assert json.loads(body)["type"].endswith("/not-found")


def test_a_nanopublication_leads_to_its_file(server: Server):
    _, _, body = get(f"{server.url}/dumps/nanopublications.trig")
    codes = sorted({*re.findall(rb"/np/(RA[\w-]{43})", body)})
    assert len(codes) > 900
    for code in (codes[0], codes[-1]):
        status, headers, file = get(f"{server.url}/np/{code.decode()}")
        assert (status, file) == (200, body)
        assert headers["Content-Type"].startswith("application/trig")
    for wrong in (codes[0][:-1].decode(), codes[0].decode() + "0", "RA"):
        status, _, body = get(f"{server.url}/np/{wrong}")
        assert (status, json.loads(body)["type"].rpartition("/")[2]) == (404, "unknown-term")
