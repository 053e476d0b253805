"""The nanopublications, against the rules of well-formedness of nanopub.net's guidelines."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import defaultdict

import pyoxigraph as ox
import pytest
import rdflib

from genfilm.exports.nanopublications import NP, NPX
from genfilm.exports.snapshot import Snapshot
from tests.naming import PREFIXES, expand

TYPE = ox.NamedNode(expand("rdf:type"))
PARTS = ("hasAssertion", "hasProvenance", "hasPublicationInfo")


@pytest.fixture(scope="module")
def graphs(files: dict[str, bytes]) -> dict[ox.NamedNode, list[ox.Triple]]:
    found: dict[ox.NamedNode, list[ox.Triple]] = defaultdict(list)
    for quad in ox.parse(files["nanopublications.trig"], format=ox.RdfFormat.TRIG):
        assert quad.graph_name != ox.DefaultGraph(), "every triple stands in one of the four graphs"
        found[quad.graph_name].append(quad.triple)
    return found


def heads(graphs: dict[ox.NamedNode, list[ox.Triple]]) -> dict[ox.NamedNode, ox.NamedNode]:
    """Each nanopublication with its head."""
    kind = ox.NamedNode(f"{NP}Nanopublication")
    return {t.subject: g for g, ts in graphs.items() for t in ts if t.predicate == TYPE and t.object == kind}


def introduced(graphs: dict[ox.NamedNode, list[ox.Triple]]) -> dict[ox.NamedNode, ox.NamedNode]:
    """The nanopublication of each claim."""
    triples = (t for ts in graphs.values() for t in ts)
    return {t.object: t.subject for t in triples if t.predicate.value == f"{NPX}introduces"}


def test_there_is_one_for_each_claim(graphs, snapshot: Snapshot):
    found = introduced(graphs)
    assert set(found) == set(snapshot.claims())
    assert set(found.values()) == set(heads(graphs))
    assert len(set(found.values())) > 900
    assert len(graphs) == 4 * len(found)


def test_its_name_is_the_digest_of_what_it_says(graphs):
    """The code by a second reading of trustyuri.net, module RA, over rdflib's terms."""
    for whole, head in [*heads(graphs).items()][::50]:
        code = whole.value.rpartition("/")[2]
        assert re.fullmatch(r"RA[\w-]{43}", code)
        parts = [head, *(t.object for t in graphs[head] if t.subject == whole and t.object in graphs)]
        rows = []
        for graph in parts:
            for triple in graphs[graph]:
                terms = [each.value.replace(code, " ") for each in (graph, triple.subject, triple.predicate)]
                rows.append((*terms, rdf_term(triple.object, code)))
        rows.sort(key=lambda row: (*row[:3], isinstance(row[3], rdflib.Literal), *order(row[3])))
        text = "".join(f"{each}\n" for row in dict.fromkeys(rows) for each in (*row[:3], shown(row[3])))
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
        assert code == f"RA{digest}"


def rdf_term(term: object, code: str) -> str:
    if isinstance(term, ox.NamedNode):
        return term.value.replace(code, " ")
    assert isinstance(term, ox.Literal)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=term.datatype.value, normalize=False)


def order(term: str) -> tuple[str, str, str]:
    return str(term), str(getattr(term, "datatype", None) or ""), getattr(term, "language", None) or ""


def shown(term: str) -> str:
    if not isinstance(term, rdflib.Literal):
        return str(term)
    text = str(term).replace("\\", "\\\\").replace("\n", "\\n")
    return f"@{term.language.lower()} {text}" if term.language else f"^{term.datatype} {text}"


def test_each_is_well_formed(graphs):
    used = set()
    for whole, head in heads(graphs).items():
        triples = graphs[head]
        parts = {
            name: [t.object for t in triples if t.predicate.value == f"{NP}{name}" and t.subject == whole]
            for name in PARTS
        }
        assert all(len(values) == 1 for values in parts.values()), whole
        assertion, provenance, publication = (parts[name][0] for name in PARTS)
        names = {whole, head, assertion, provenance, publication}
        assert len(names) == 5
        assert not names & used, "no graph belongs to two"
        used |= names
        assert len(triples) == 4, "the head holds nothing else"
        assert graphs[assertion]
        assert any(t.subject == assertion for t in graphs[provenance]), "the provenance is of the assertion"
        assert any(t.subject == whole for t in graphs[publication]), "the publication info is of the whole"
        for graph in (head, assertion, provenance, publication):
            assert not [t for t in graphs[graph] if ox.BlankNode in (type(t.subject), type(t.object))]
    assert used == set(graphs) | set(heads(graphs))


def test_an_assertion_is_the_claim_with_its_verdict(graphs):
    base = introduced(graphs)[ox.NamedNode(expand("z26c:N16"))].value
    said = {str(t.predicate.value): t for t in graphs[ox.NamedNode(f"{base}#assertion")]}
    assert said[expand("gf:verdict")].object == ox.NamedNode(expand("gf:Disputed"))
    assert said[expand("gf:hasObject")].subject == ox.NamedNode(expand("z26c:N16"))
    from_ = {t.object for t in graphs[ox.NamedNode(f"{base}#provenance")]}
    assert ox.Literal("120") in from_
    published = graphs[ox.NamedNode(f"{base}#pubinfo")]
    labels = [t.object for t in published if t.predicate.value == PREFIXES["rdfs"] + "label"]
    assert {label.language for label in labels} == {"en", "zh"}
    assert any(label.value.startswith("Claim N16 (disputed): ") for label in labels)
    assert any(t.object.value == "https://creativecommons.org/licenses/by/4.0/" for t in published)
