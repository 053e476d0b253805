"""Services that may be called: prefixes compared part by part, and addresses of the public internet only."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from genfilm.errors import Problem, SettingsError
from genfilm.protocol.allowlist import AllowList, is_public

LIST = AllowList.parse(
    "https://example.org/sparql, example.net , http://LOCAL.example:8080/a/,https://[2001:DB8::1]/x"
)


@pytest.mark.parametrize(
    ("iri", "where"),
    [
        ("https://example.org/sparql", "https://example.org/sparql"),
        ("HTTPS://EXAMPLE.org:443/sparql", "https://example.org/sparql"),
        ("https://example.org/sparql/", "https://example.org/sparql/"),
        (
            "https://example.org/sparql/a%20b?x=1&y=http://z/",
            "https://example.org/sparql/a%20b?x=1&y=http://z/",
        ),
        ("https://example.net", "https://example.net/"),
        ("https://example.net/anything/at/all", "https://example.net/anything/at/all"),
        ("http://local.example:8080/a/", "http://local.example:8080/a/"),
        ("http://local.example:8080/a/b", "http://local.example:8080/a/b"),
        ("https://[2001:db8::1]:443/x", "https://[2001:db8::1]/x"),
    ],
)
def test_what_lies_below_a_prefix_is_allowed(iri: str, where: str):
    assert str(LIST.target(iri)) == where


@pytest.mark.parametrize(
    "iri",
    [
        "http://example.org/sparql",
        "https://example.org/",
        "https://example.org/sparqlx",
        "https://example.org/sparql-x",
        "https://example.org/SPARQL",
        "https://example.org:8443/sparql",
        "https://example.org.evil.example/sparql",
        "https://example.org@evil.example/sparql",
        "https://evil.example#@example.org/sparql",
        "https://evil.example\\@example.org/sparql",
        "https://example.org:443@evil.example/sparql",
        "https://user:secret@example.org/sparql",
        "https://example.org/sparql#fragment",
        "https://example.org/sparql/../admin",
        "https://example.org/sparql/%2e%2E/admin",
        "https://example.org/sparql/.%2e/admin",
        "https://example.org/sparql/./x",
        "https://example.org/sparql/..;a=b/admin",
        "https://example.org/sparql/a%2F..%2F..%2Fadmin",
        "https://example.org/sparql/..\\admin",
        "https://example.org/sparql/%5c..",
        "https://example.org/sparql/%0d%0aHost:%20evil",
        "https://example.org/sparql/a b",
        "https://example.org/sparql?x=\r\ny",
        "https://example.org./sparql",
        "https://ex\u00e4mple.org/sparql",
        "https://example.org/sp\u00e4rql",
        "https://\uff45xample.org/sparql",
        "//example.org/sparql",
        "ftp://example.org/sparql",
        "file:///etc/passwd",
        "https:example.org/sparql",
        "https:///sparql",
        "https://example.net:0/",
        "https://example.net:65536/",
        "https://example.net:/",
        "https://example.net:443x/",
        "",
    ],
)
def test_what_only_looks_like_a_prefix_is_refused(iri: str):
    with pytest.raises(Problem) as caught:
        LIST.target(iri)
    assert (caught.value.status, caught.value.kind) == (403, "federation-refused")
    assert "https://example.org/sparql" in caught.value.detail
    assert caught.value.extra == {"endpoint": iri}


_PARTS = st.sampled_from(
    ["https", "http", "://", ":", "/", "//", "example.org", "example.org.evil", "@", "#", "?", "\\", "..", ".", ";", "443", "80",
     "sparql", "%2e", "%2f", "%5c", "%", "a", " ", "\t", "\n", "\u3002", "[", "]", "::1", "127.0.0.1", "user", "X"]
)  # fmt: skip


@given(
    st.lists(_PARTS, max_size=14).map("".join)
    | st.text(max_size=30).map("https://example.org/sparql".__add__)
)
@example("https://example.org/sparql/x?y")
def test_whatever_is_let_through_goes_where_the_list_says(iri: str):
    try:
        target = LIST.target(iri)
    except Problem:
        return
    sent = urlsplit(str(target))
    assert (sent.hostname, sent.port or {"http": 80, "https": 443}[sent.scheme]) == (target.host, target.port)
    assert (sent.scheme, sent.hostname) in {
        ("https", "example.org"), ("https", "example.net"), ("http", "local.example"), ("https", "2001:db8::1"),
    }  # fmt: skip
    assert str(target).isascii()
    assert not {"..", "."} & set(unquote(sent.path).replace("\\", "/").split("/"))
    if target.host == "example.org":
        assert (sent.path + "/").startswith("/sparql/")


@pytest.mark.parametrize(
    "setting",
    [
        "https://user@example.org/",
        "ftp://example.org/",
        "https://example.org/sparql?x=1",
        "https://example.org/#a",
        "https://example.org/../x",
        "*",
        "https://*.example.org/",
        "https://example.org/ https://example.net/",
    ],
)
def test_a_prefix_that_is_none_is_refused_at_start_with_a_right_one(setting: str):
    with pytest.raises(SettingsError, match=r"GENFILM_FEDERATION: .*https://query\.wikidata\.org/sparql"):
        AllowList.parse(f"https://example.net/,{setting}")


def test_an_empty_list_allows_nothing():
    assert not AllowList.parse(" , ")
    assert not AllowList.parse("")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700:4700::1111", True),
        ("64:ff9b::808:808", True),
        ("127.0.0.1", False),
        ("127.1.2.3", False),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::7f00:1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("64:ff9b:1::a00:1", False),
        ("2002:7f00:1::", False),
        ("2001:0:4136:e378:8000:63bf:80ff:fffe", False),
        ("2001:db8::1", False),
        ("fe80::1", False),
        ("fe80::1%lo", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("ff0e::1", False),
    ],
)
def test_only_addresses_of_the_public_internet_are_public(address: str, public: bool):
    assert is_public(address) is public


@given(st.ip_addresses(v=4))
def test_an_address_that_wraps_one_that_is_not_public_is_not_public_either(inner):
    for outer in (
        f"::ffff:{inner}",
        f"64:ff9b::{inner}",
        f"2002:{int(inner) >> 16:x}:{int(inner) & 0xFFFF:x}::1",
    ):
        assert ip_address(outer)
        assert not is_public(outer) or is_public(str(inner))
