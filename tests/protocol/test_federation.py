"""SERVICE blocks cut out at token level: what is certain becomes a call, everything else is refused."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genfilm.errors import Problem
from genfilm.protocol.federation import MOST_CALLS, plan, with_answers, without_calls
from genfilm.protocol.guard import read
from tests.protocol.test_guard import DISGUISES, PIECES, disguise

PREFIXES = {"ex": "http://a.example/", "gf": "https://w3id.org/genfilm/ns/"}
TO = "<http://a.example/sparql>"


def test_a_block_becomes_a_call_with_the_prefixes_that_it_uses():
    text = f"""PREFIX ex: <http://b.example/> PREFIX : <http://c.example/>
SELECT * {{ ?s a gf:Film . sErViCe # not <this> {{
 silent {TO} {{ ?s ex:p '}}' ; gf:q ?o }} # }}
 FILTER EXISTS {{ ?s :p ?o }} }}"""
    [call] = plan(text, PREFIXES)
    assert (call.iri, call.silent, call.variables) == ("http://a.example/sparql", True, {"s", "o"})
    assert call.query == (
        "PREFIX ex: <http://b.example/>\nPREFIX gf: <https://w3id.org/genfilm/ns/>\n"
        "SELECT * WHERE { ?s ex:p '}' ; gf:q ?o }"
    )
    assert with_answers(text, [call], ["VALUES (?s) {}"]).endswith(
        "?s a gf:Film .  VALUES (?s) {}  # }\n FILTER EXISTS { ?s :p ?o } }"
    )
    plain = without_calls(text, [call])
    assert len(plain) == len(text)
    assert [line.strip() for line in plain.split("\n")[1:3]] == [
        "SELECT * { ?s a gf:Film .",
        "{ ?s ex:p '}' ; gf:q ?o } # }",
    ]


def test_several_blocks_are_replaced_each_by_its_own_answer():
    text = f"SELECT*{{SERVICE{TO}{{?a ?b ?c}}OPTIONAL{{SERVICE SILENT ex:x{{{{?d ?e ?f}}}}}}}}"
    first, second = plan(text, PREFIXES)
    assert (first.iri, second.iri) == ("http://a.example/sparql", "http://a.example/x")
    assert (first.silent, second.silent) == (False, True)
    assert second.query == "SELECT * WHERE {{?d ?e ?f}}"
    assert with_answers(text, [first, second], ["A", "B"]) == "SELECT*{ A OPTIONAL{ B }}"


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("SELECT * { SERVICE ?x { ?s ?p ?o } }", "variable"),
        ("SELECT * { BIND(<http://a.example/> AS ?x) SERVICE SILENT $x { ?s ?p ?o } }", "variable"),
        (f"SELECT * {{ SERVICE {TO} {{ SERVICE {TO} {{ ?s ?p ?o }} }} }}", "within"),
        (f"SELECT * {{ SERVICE {TO} {{ SERVICE ?x {{ ?s ?p ?o }} }} }}", "within"),
        (f"SELECT * {{ SERVICE {TO} {{ ?s ?p ?o", "not closed"),
        (f"SELECT * {{ SERVICE {TO} ", "followed"),
        (f"SELECT * {{ SERVICE {TO} ?s ?p ?o }}", "followed"),
        ("SELECT * { SERVICE", "followed"),
        ("SELECT * { SERVICE SILENT", "followed"),
        ("SELECT * { SERVICE nope:x { ?s ?p ?o } }", "followed"),
        ("SELECT * { SERVICE <x> { ?s ?p ?o } }", "two ways"),
        (f"SELECT * {{ ?a ?b ?c FILTER(?a<?b&&?c>?a) SERVICE {TO} {{ ?s ?p 1 }} }}", "two ways"),
        (f"SELECT * {{ SERVICE {TO} {{ ?s ?p 'x }} }}", "two ways"),
        (f"SELECT * {{ SERVICESILENT {TO} {{ ?s ?p ?o }} }}", "apart"),
        (f"SELECT * {{ ?s ?p true.SERVICE {TO} {{ ?s ?p ?o }} }}", "apart"),
        (f"PREFIX SERVICE: {TO} SELECT * {{ ?s SERVICE:p ?o }}", "apart"),
        (f"SELECT * {{ \\u0053ERVICE {TO} {{ ?s ?p ?o }} }}", "Escapes"),
        (f"SELECT * {{ SERVICE {TO} {{ ?s ?p '\\u0027' }} }}", "Escapes"),
        ("SELECT * {" + f"SERVICE {TO} {{ ?s ?p ?o }} " * (MOST_CALLS + 1) + "}", f"at most {MOST_CALLS}"),
    ],
)  # fmt: skip
def test_a_block_that_is_not_certain_is_refused_with_the_reason(query: str, why: str):
    with pytest.raises(Problem, match=why) as caught:
        plan(query, PREFIXES)
    assert (caught.value.status, caught.value.kind) == (403, "federation-refused")


@pytest.mark.parametrize("name", DISGUISES)
def test_a_disguised_call_is_refused_or_seen_as_what_it_is(name: str):
    address = "http://a.example/"
    try:
        calls = plan(disguise(name, address), PREFIXES)
    except Problem:
        return
    assert calls
    assert all(call.iri.startswith(address) for call in calls)


GROUPS = [
    f"SERVICE {TO} {{ ",
    "SERVICE ex:x{",
    f"service silent {TO} {{",
    "{ ",
    "} ",
    "}",
    "FILTER EXISTS {",
    "UNION ",
]


@given(st.lists(st.sampled_from(PIECES + GROUPS), max_size=25))
def test_what_is_left_for_the_engine_names_no_service(pieces: list[str]):
    text = "SELECT * { " + "".join(pieces) + "}"
    try:
        calls = plan(text, PREFIXES)
    except Problem:
        return
    left = with_answers(text, calls, ["VALUES (?x) { ('SERVICE') }"] * len(calls))
    assert read(left).federated is None
    assert read(without_calls(text, calls)).federated is None
    assert len(without_calls(text, calls)) == len(text)
    for call in calls:
        assert read(call.query).federated is None
        assert call.query.startswith("PREFIX ") or call.query.startswith("SELECT * WHERE {")
        assert call.query.endswith("}")


@given(
    st.lists(
        st.sampled_from([*GROUPS, "?s ?p ?o . ", "FILTER(?s = 1) ", "ex:a ex:b 'c' . ", "BIND(1 AS ?x) "]),
        max_size=14,
    )
)
def test_a_query_is_as_right_or_wrong_without_its_calls(pieces: list[str]):
    """The engine accepts what is left with answers exactly when it accepts the groups in their place."""
    text = "SELECT * { " + "".join(pieces) + "}"
    try:
        calls = plan(text, PREFIXES)
    except Problem:
        return
    data = [
        "{ VALUES (" + " ".join(f"?{name}" for name in sorted(call.variables)) + ") {} }" for call in calls
    ]
    assert not accepted(without_calls(text, calls)) or accepted(with_answers(text, calls, data))


def accepted(text: str) -> bool:
    try:
        ox.Store().query(text, prefixes=PREFIXES)
    except SyntaxError:
        return False
    return True
