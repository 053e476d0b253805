"""Reading a request of the SPARQL 1.1 Protocol: every line of "Requests" in the endpoint's design."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote_from_bytes, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genfilm.errors import Problem
from genfilm.protocol.request import FORM, METHODS, QUERY, UPDATE, Operation, _parameters, parse

ASK = "ASK { ?s ?p ?o }"


@pytest.mark.parametrize(
    ("method", "address", "media_type", "body"),
    [
        ("GET", urlencode({"query": ASK}), None, b""),
        ("GET", urlencode({"query": ASK}), "text/plain", b""),
        ("HEAD", urlencode({"query": ASK}), None, b""),
        ("POST", "", FORM, urlencode({"query": ASK}).encode()),
        ("POST", "", f"{FORM}; charset=UTF-8", urlencode({"query": ASK}).encode()),
        ("POST", "", FORM.upper(), urlencode({"query": ASK}).encode()),
        ("POST", urlencode({"query": ASK}), FORM, b""),
        ("POST", urlencode({"query": ASK}), None, b""),
        ("POST", "", QUERY, ASK.encode()),
        ("POST", "", "Application/SPARQL-Query", ASK.encode()),
        ("POST", "", f"{QUERY};charset=utf-8", ASK.encode()),
        ("POST", "", f'{QUERY} ; charset="UTF8"', ASK.encode()),
        ("POST", "", f"{QUERY}; charset=us-ascii", ASK.encode()),
        ("QUERY", "", QUERY, ASK.encode()),
        ("QUERY", "", FORM, urlencode({"query": ASK}).encode()),
    ],
)
def test_every_way_to_send_a_query_gives_the_same_operation(method, address, media_type, body):
    assert parse(method, address, media_type, body) == Operation("query", ASK)


@pytest.mark.parametrize(
    ("address", "media_type", "body"),
    [
        ("", UPDATE, b"CLEAR ALL"),
        ("", f"{UPDATE}; charset=UTF-8", b"CLEAR ALL"),
        ("", FORM, b"update=CLEAR+ALL"),
        ("using-graph-uri=http%3A%2F%2Fa.example%2F", UPDATE, b"CLEAR ALL"),
    ],
)
def test_every_way_to_send_an_update_gives_an_update(address, media_type, body):
    operation = parse("POST", address, media_type, body)
    assert (operation.kind, operation.text) == ("update", "CLEAR ALL")


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("50%25", "50%"),
        ("50%2525", "50%25"),
        ("a%2Bb+c%20d", "a+b c d"),
        ("%E5%BD%B1%E8%B0%B1", "影谱"),
        ("a%26b%3Dc", "a&b=c"),
        ("a%3Bb;c", "a;b;c"),
        ("a%00b", "a\0b"),
        ("", ""),
    ],
)
def test_a_parameter_is_decoded_once(sent, read):
    assert parse("GET", f"query={sent}", None, b"").text == read
    assert parse("GET", f"query={sent}".encode(), None, b"").text == read
    assert parse("POST", "", FORM, f"query={sent}".encode()).text == read


def test_a_direct_body_is_not_decoded_at_all():
    assert parse("POST", "", QUERY, b"50%25+a").text == "50%25+a"


def test_a_direct_body_keeps_every_character():
    text = "# 影谱 🎬\r\nASK\t{}\n"
    assert parse("POST", "", QUERY, text.encode()).text == text


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "QUERY", "OPTIONS"])
def test_a_request_without_an_operation_is_not_an_error(method):
    assert parse(method, "", None, b"") is None
    assert parse(method, "format=json&timeout=3", None, b"") is None


def test_an_empty_form_holds_no_operation():
    assert parse("POST", "", FORM, b"") is None


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "get", "PROPFIND"])
def test_another_method_is_405_and_names_the_allowed_ones(method):
    with pytest.raises(Problem) as caught:
        parse(method, urlencode({"query": ASK}), None, b"")
    assert caught.value.status == 405
    assert caught.value.headers["Allow"] == ", ".join(METHODS)
    assert {"GET", "HEAD", "POST", "OPTIONS", "QUERY"} == set(METHODS)


@pytest.mark.parametrize(
    ("method", "address", "media_type", "body", "says"),
    [
        ("GET", "update=CLEAR+ALL", None, b"", "cannot be sent with GET"),
        ("HEAD", "update=CLEAR+ALL", None, b"", "cannot be sent with GET"),
        ("GET", "query=ASK{}&update=CLEAR+ALL", None, b"", "cannot be sent with GET"),
        ("GET", "query=ASK{}&query=ASK{}", None, b"", "2 values of query="),
        ("POST", "", FORM, b"query=ASK{}&query=ASK{}", "2 values of query="),
        ("POST", "query=ASK{}", FORM, b"query=ASK{}", "2 values of query="),
        ("POST", "", FORM, b"update=CLEAR+ALL&update=CLEAR+ALL", "2 values of update="),
        ("POST", "", FORM, b"query=ASK{}&update=CLEAR+ALL", "Both query= and update="),
        ("POST", "update=CLEAR+ALL", FORM, b"query=ASK{}", "Both query= and update="),
        ("POST", "query=ASK{}", QUERY, b"ASK{}", "Both a query in the body and query="),
        ("POST", "update=CLEAR+ALL", QUERY, b"ASK{}", "Both a query in the body and update="),
        ("POST", "query=ASK{}", UPDATE, b"CLEAR ALL", "Both a update in the body and query="),
        ("GET", "query=ASK{}&using-graph-uri=http://a.example/", None, b"", "using-graph-uri"),
        ("GET", "query=ASK{}&using-named-graph-uri=http://a.example/", None, b"", "using-graph-uri"),
        ("GET", "query=ASK{}&default-graph-uri=", None, b"", "is not an IRI"),
        ("GET", "query=ASK{}&default-graph-uri=a", None, b"", "is not an IRI"),
        ("GET", "query=ASK{}&named-graph-uri=http://a%20b", None, b"", "is not an IRI"),
        ("GET", "query=ASK{}&default-graph-uri=http://a%3E", None, b"", "is not an IRI"),
        ("GET", "query=ASK{}&timeout=soon", None, b"", "not a number of seconds"),
        ("GET", "query=ASK{}&timeout=0", None, b"", "not a number of seconds"),
        ("GET", "query=ASK{}&timeout=-1", None, b"", "not a number of seconds"),
        ("GET", "query=ASK{}&timeout=nan", None, b"", "not a number of seconds"),
        ("GET", "query=ASK{}&timeout=inf", None, b"", "not a number of seconds"),
        ("GET", "query=%FF", None, b"", "not UTF-8"),
        ("GET", b"query=\xff", None, b"", "The query string is not UTF-8"),
        ("POST", "", FORM, b"query=%FF", "not UTF-8"),
        ("POST", "", FORM, b"query=\xff", "The form is not UTF-8"),
        ("POST", "", QUERY, b"ASK { ?s ?p '\xe9' }", "The body is not UTF-8"),
        ("POST", "", UPDATE, b"\xff\xfeC", "The body is not UTF-8"),
        ("GET", "&".join(["a=1"] * 1001), None, b"", "Too many parameters"),
    ],
)
def test_a_fault_of_protocol_is_400_and_says_which(method, address, media_type, body, says):
    with pytest.raises(Problem) as caught:
        parse(method, address, media_type, body)
    assert caught.value.status == 400
    assert says in str(caught.value)
    assert caught.value.detail.endswith((".", "…."))


def test_the_place_of_a_byte_that_is_not_utf_8_is_told():
    with pytest.raises(Problem) as caught:
        parse("POST", "", QUERY, b"ASK '\xe9'")
    assert caught.value.extra == {"offset": 5}
    assert "0xE9" in caught.value.detail


@pytest.mark.parametrize(
    "media_type",
    [None, "", "text/plain", "application/json", "multipart/form-data", "application/sparql", ";"],
)
def test_a_body_of_another_media_type_is_415_and_says_what_is_read(media_type):
    with pytest.raises(Problem) as caught:
        parse("POST", "", media_type, ASK.encode())
    assert caught.value.status == 415
    assert caught.value.extra["accepted"] == [QUERY, UPDATE, FORM]
    assert QUERY in caught.value.headers["Accept-Query"]


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-16", "klingon", "utf-8-sig", "", '"latin1"', "u\0"])
@pytest.mark.parametrize("media_type", [QUERY, UPDATE, FORM])
def test_a_charset_other_than_utf_8_is_415(media_type, charset):
    with pytest.raises(Problem) as caught:
        parse("POST", "", f"{media_type}; charset={charset}", b"query=ASK{}")
    assert (caught.value.status, caught.value.kind) == (415, "unsupported-charset")


def test_the_charset_is_checked_before_the_parameters():
    with pytest.raises(Problem) as caught:
        parse("POST", "query=ASK{}&query=ASK{}", f"{QUERY}; charset=utf-16", b"ASK{}")
    assert caught.value.status == 415


def test_the_dataset_is_read_in_order_and_without_repetition():
    address = urlencode(
        [
            ("query", ASK),
            ("default-graph-uri", "https://a.example/2"),
            ("default-graph-uri", "https://a.example/1"),
            ("default-graph-uri", "https://a.example/2"),
            ("named-graph-uri", "urn:x:y"),
        ]
    )
    operation = parse("GET", address, None, b"")
    assert operation.default_graphs == ("https://a.example/2", "https://a.example/1")
    assert operation.named_graphs == ("urn:x:y",)
    assert operation.has_dataset


def test_a_request_without_graphs_names_no_dataset():
    assert not parse("GET", "query=ASK{}", None, b"").has_dataset


def test_the_parameters_of_a_direct_post_come_from_the_address():
    operation = parse(
        "POST", "default-graph-uri=urn:g&format=csv&timeout=2.5&lang=zh", QUERY, b"format=json&timeout=9"
    )
    assert operation == Operation("query", "format=json&timeout=9", ("urn:g",), (), ("csv",), 2.5, "zh")


def test_the_parameters_of_a_form_come_from_the_form_and_the_address():
    operation = parse("POST", "format=csv", FORM, b"query=ASK{}&output=json&default-graph-uri=urn:g")
    assert operation.formats == ("csv", "json")
    assert operation.default_graphs == ("urn:g",)


def test_format_output_and_results_are_all_kept():
    operation = parse("GET", "query=ASK{}&results=c&output=b&format=a&format=a2", None, b"")
    assert operation.formats == ("a", "a2", "b", "c")


@pytest.mark.parametrize(
    "name", ["ac", "debug", "run", "should-sponge", "Query", "query-text", "format[]", ""]
)
def test_an_unknown_parameter_is_ignored(name):
    address = urlencode({"query": ASK, name: "1"})
    assert parse("GET", address, None, b"") == Operation("query", ASK)


def test_a_timeout_is_read_in_seconds():
    assert parse("GET", "query=ASK{}&timeout=0.5", None, b"").timeout == 0.5
    assert parse("GET", "query=ASK{}", None, b"").timeout is None


_PIECES = st.one_of(
    st.sampled_from(
        ["%", "%%", "%4", "%zz", "%3D", "%3d", "=", "==", "&", "+", "_", "%0A", "=\n", "%26", "query"]
    ),
    st.text(max_size=4),
    st.binary(max_size=3).map(quote_from_bytes),
)


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_parameters_are_read_as_the_standard_library_reads_them(text):
    try:
        wanted = parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="strict")
    except UnicodeError:
        with pytest.raises(Problem, match="UTF-8"):
            _parameters(text)
    else:
        assert _parameters(text) == wanted
