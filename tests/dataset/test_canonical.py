"""The one Turtle style and the canonical form."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from genfilm.dataset.canonical import canonical_quads
from genfilm.dataset.digest import digest, digest_files
from genfilm.dataset.documents import generated
from genfilm.dataset.style import format_source, format_turtle
from genfilm.errors import SourceFault

from .conftest import PROJECT, ROOT

SOURCES = sorted(path for folder in ("ontology", "kg") for path in (ROOT / folder).rglob("*.ttl"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_source_is_in_style_already(path: Path):
    text = path.read_text("utf-8")
    assert format_source(path, text, ROOT) == text


def test_the_document_that_imports_all_others_and_the_catalogue_are_those_of_the_files():
    for path, text in generated(ROOT).items():
        assert path.read_text("utf-8") == text, f"run `genfilm fmt` ({path.name})"


@pytest.mark.parametrize("path", sorted(PROJECT.rglob("*.ttl")), ids=lambda path: path.name)
def test_formatting_says_the_same_and_formatting_twice_changes_nothing(path: Path):
    text = path.read_text("utf-8")
    styled = format_turtle(text)
    assert styled != text
    assert format_turtle(styled) == styled
    plain = text.replace("owl:NamedIndividual , ", "")  # redundant beside another type
    assert isomorphic(
        rdflib.Graph().parse(data=plain, format="turtle"), rdflib.Graph().parse(data=styled, format="turtle")
    )


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_source_declares_prefixes_as_the_owl_api_reads_them(path: Path):
    lines = path.read_text("utf-8").splitlines()
    assert lines[0].startswith("@prefix ")
    assert not any(line.upper().startswith(("PREFIX", "BASE")) for line in lines)


def test_prefix_lines_are_rewritten_and_only_those_in_use_are_kept():
    styled = format_turtle(
        "PREFIX x: <http://www.w3.org/2004/02/skos/core#>\n@prefix gf: <https://w3id.org/genfilm/ns/> .\n"
        "gf:B x:note 'PREFIX y: <z>' . gf:A x:note 1.50 , true ."
    )
    assert styled == (
        "@prefix gf: <https://w3id.org/genfilm/ns/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\n"
        "gf:A\n    skos:note\n        true ,\n        1.50 ;\n.\n\n"
        'gf:B\n    skos:note "PREFIX y: <z>" ;\n.\n'
    )


def test_a_literal_that_looks_like_a_prefix_line_is_left_alone():
    text = '@prefix gf: <https://w3id.org/genfilm/ns/> .\ngf:A gf:p """\nPREFIX y: <z>\n""" .'
    (literal,) = rdflib.Graph().parse(data=format_turtle(text), format="turtle").objects()
    assert str(literal) == "\nPREFIX y: <z>\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("@prefix gf: <https://w3id.org/genfilm/ns/> .\ngf:A gf:p gf:B\ngf:C gf:p gf:D .", 3),
        ("\n\nnope:a a nope:B .", 3),
        ("<a> <b> 'unclosed .", 1),
    ],
)
def test_what_is_not_turtle_is_a_fault_at_its_line(text: str, line: int):
    with pytest.raises(SourceFault) as caught:
        format_turtle(text, "kg/x.ttl")
    fault = caught.value
    assert (fault.rule, fault.file) == ("turtle-syntax", "kg/x.ttl")
    assert fault.line is not None
    assert abs(fault.line - line) <= 1
    assert fault.remedy


def test_the_canonical_form_does_not_depend_on_order_or_names_of_blank_nodes():
    first, second = ox.Store(), ox.Store()
    first.load(b"_:a <urn:p> _:b . _:b <urn:p> 1 . <urn:s> <urn:p> 2 .", ox.RdfFormat.TURTLE)
    second.load(b"<urn:s> <urn:p> 2 . _:y <urn:p> 1 . _:x <urn:p> _:y .", ox.RdfFormat.TURTLE)
    text = canonical_quads(first)
    assert text == canonical_quads(second)
    assert text.count(b"\n") == 3
    assert text.splitlines() == sorted(text.splitlines())
    assert b"_:c14n0" in text


def _iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"urn:{name}")


_NODES = st.one_of(
    st.integers(0, 3).map(lambda n: ox.BlankNode(f"b{n}")), st.integers(0, 2).map(lambda n: _iri(f"n{n}"))
)
_QUADS = st.builds(
    ox.Quad,
    _NODES,
    st.integers(0, 1).map(lambda n: _iri(f"p{n}")),
    st.one_of(_NODES, st.sampled_from(["", "_:b0", "a\nb\r\u2028", "_:b1 <urn:p>"]).map(ox.Literal)),
    st.one_of(_NODES, st.just(ox.DefaultGraph())),
)


@given(st.lists(_QUADS, max_size=9))
def test_the_canonical_form_is_that_of_the_whole_dataset(quads: list[ox.Quad]):
    """Quads without blank nodes are left out of the algorithm, which must make no difference."""
    whole = ox.Dataset(quads)
    whole.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = (ox.serialize(whole, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    store = ox.Store()
    store.extend(quads)
    assert canonical_quads(store) == b"".join(sorted(lines))


def test_a_digest_keeps_its_parts_apart(tmp_path: Path):
    assert digest(b"ab", b"c") != digest(b"a", b"bc") != digest(b"abc")
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").write_bytes(b"2")
    paths = [tmp_path / "a", tmp_path / "b"]
    assert digest_files(tmp_path, paths) == digest_files(tmp_path, paths[::-1])
    before = digest_files(tmp_path, paths)
    (tmp_path / "b").rename(tmp_path / "c")
    assert digest_files(tmp_path, [tmp_path / "a", tmp_path / "c"]) != before


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_source_has_no_blanks_at_the_end_of_a_line(path: Path):
    assert not re.search(r"[ \t]+$", path.read_text("utf-8"), re.MULTILINE)


def test_blanks_before_a_blank_node_go_and_those_inside_a_literal_stay():
    styled = format_turtle(
        "@prefix gf: <https://w3id.org/genfilm/ns/> .\ngf:A gf:p [ gf:q ('''one  \ntwo''' [ gf:r 1 ]) ] ."
    )
    assert re.findall(r".*[ ]$", styled, re.MULTILINE) == ['                """one  ']
