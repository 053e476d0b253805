"""Parameter values as terms: what is bound is what the engine reads, whatever the value."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from genfilm.protocol.queryfile import bind_values, parameter_line
from genfilm.protocol.terms import SERIALISERS, integer, iri, language, string
from genfilm.vocabulary import PREFIXES, Prefixes

TEMPLATE = "SELECT ?a ?b WHERE {\n  VALUES (?a ?b) { (UNDEF UNDEF) }  # parameters\n}\n"
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
FAR = "https://w3id.org/genfilm"


def bound(a: str, b: str) -> tuple[object, object]:
    """Values that the engine finds for the two variables; fails when there is more than one row."""
    (row,) = list(ox.Store().query(bind_values(TEMPLATE, {"a": a, "b": b})))
    return row["a"], row["b"]


@given(TEXT, TEXT)
@example('"', "\\")
@example("\\", '"')
@example("\\u0022) } SERVICE <http://a.example/> {", "\r\n\t\b\f\0")
@example("\\u005C\\U00000022", '"""\n}')
@example("x # parameters", "VALUES (?a) { (1) }  # parameters")
def test_the_string_that_is_bound_is_the_string_that_comes_out(a, b):
    assert bound(string(a), string(b)) == (ox.Literal(a), ox.Literal(b))


def test_a_parameter_that_is_left_open_is_not_written():
    assert "VALUES (?b) { (1) }  # parameters" in bind_values(TEMPLATE, {"a": "UNDEF", "b": "1"})
    assert bound("UNDEF", "UNDEF") == (None, None)


@given(TEXT)
@example("a> <b")
@example("https://a.example/\\u003E")
@example("https://a.example/x\\u0020y")
def test_the_iri_that_is_bound_comes_out_or_is_refused(path):
    value = f"https://a.example/{path}"
    try:
        found = bound(iri(value), '"x"')
    except (ValueError, SyntaxError):
        return
    assert found == (ox.NamedNode(value.strip()), ox.Literal("x"))


@pytest.mark.parametrize(
    ("value", "full"),
    [
        ("actor:creators", f"{FAR}/id/actor/creators"),
        ("gf:Film", f"{FAR}/ns/Film"),
        (" gf:Film ", f"{FAR}/ns/Film"),
        ("<https://a.example/x>", "https://a.example/x"),
        ("https://a.example/x?y=1#z", "https://a.example/x?y=1#z"),
        ("urn:isbn:1", "urn:isbn:1"),
        ("https://a.example/影", "https://a.example/影"),
    ],
)
def test_an_iri_may_be_absolute_or_a_name_with_a_prefix_of_ours(value, full):
    assert iri(value) == f"<{full}>"


@pytest.mark.parametrize(
    "value",
    [
        "",
        "creators",
        "nope:creators",
        "a b",
        "gf:a b",
        "gf:a>",
        "<a",
        "https://a{b}",
        "gf:\\u003E",
        "1:a",
        ":a",
    ],
)
def test_what_is_no_iri_is_refused_with_the_value_in_the_message(value):
    with pytest.raises(ValueError, match="IRI") as caught:
        iri(value)
    assert repr(value) in str(caught.value)


@given(st.integers())
def test_an_integer_comes_out_as_an_xsd_integer(number):
    assert bound(integer(str(number)), integer(f" {number} "))[0] == ox.Literal(number)


@pytest.mark.parametrize("value", ["", "1.5", "one", "1 2", "0x1", "1e3", "--1"])
def test_what_is_no_integer_is_refused(value):
    with pytest.raises(ValueError, match=r"invalid literal|integer"):
        integer(value)


@pytest.mark.parametrize("value", ["en", "zh", "zh-Hans", " en "])
def test_a_language_tag_is_bound_as_a_literal(value):
    assert language(value) == f'"{value.strip()}"'


@pytest.mark.parametrize("value", ["", "e n", 'en"', "zh_CN", "-en", "abcdefghi", "en-", "*", "中"])
def test_what_is_no_language_tag_is_refused(value):
    with pytest.raises(ValueError, match="language tag"):
        language(value)


@given(st.sampled_from(sorted(SERIALISERS)), TEXT)
def test_no_value_of_any_type_escapes_from_its_place(kind, value):
    try:
        found = bound(SERIALISERS[kind](value), '"guard"')
    except (ValueError, SyntaxError):
        return
    assert found[1] == ox.Literal("guard")
    assert isinstance(found[0], ox.NamedNode if kind == "iri" else ox.Literal)


def test_the_parameter_line_is_the_only_one_that_changes():
    text = bind_values(TEMPLATE, {"a": "<x:a>", "b": "1"})
    assert text == "SELECT ?a ?b WHERE {\n  VALUES (?a ?b) { (<x:a> 1) }  # parameters\n}\n"


@pytest.mark.parametrize(
    ("line", "names", "rows"),
    [
        ("VALUES (?a ?b) { (1 2) } # parameters", ["a", "b"], "(1 2)"),
        ("  VALUES ?a { <x:y> }#parameters", ["a"], "<x:y>"),
        ("\tVALUES($a){(UNDEF)}  #  parameters  ", ["a"], "(UNDEF)"),
    ],
)
def test_the_parameter_line_is_found_however_it_is_spaced(line, names, rows):
    assert parameter_line(f"SELECT * {{\n{line}\n}}") == (names, rows)


@pytest.mark.parametrize(
    "line", ["VALUES ?a { 1 }", "VALUES ?a { 1 } # other", "# parameters", "?a ?b 1 # parameters"]
)
def test_another_line_is_no_parameter_line(line):
    assert parameter_line(f"SELECT * {{\n{line}\n}}") is None


@pytest.mark.parametrize(("values", "named"), [({"a": "1"}, "b"), ({"a": "1", "b": "1", "c": "1"}, "c")])
def test_a_name_too_many_or_too_few_is_refused(values, named):
    with pytest.raises(KeyError, match=named):
        bind_values(TEMPLATE, values)


def test_a_query_without_a_parameter_line_takes_no_values():
    with pytest.raises(KeyError, match="a"):
        bind_values("SELECT * {}", {"a": "1"})


def test_the_prefixes_of_a_source_are_known_where_they_are_given():
    prefixes = Prefixes(PREFIXES, {"exc": f"{FAR}/id/claim/example-2026/"})
    assert iri("exc:C03", prefixes) == f"<{FAR}/id/claim/example-2026/C03>"
    with pytest.raises(ValueError, match="known prefix"):
        iri("exc:C03")
