"""The GraphML, read by networkx."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genfilm.exports.graphml import NO_VERDICT, text
from genfilm.exports.snapshot import Snapshot
from tests.naming import expand


@pytest.fixture(scope="module")
def network(files: dict[str, bytes]) -> nx.MultiDiGraph:
    return nx.read_graphml(io.BytesIO(files["claims.graphml"]))


def test_each_claim_with_a_triple_is_one_edge(network: nx.MultiDiGraph, snapshot: Snapshot):
    stated = {str(c.value): t for c in snapshot.claims() if (t := snapshot.proposition(c))}
    edges = {key: (source, data) for source, _, key, data in network.edges(keys=True, data=True)}
    assert set(edges) == set(stated)
    for claim, (source, data) in edges.items():
        assert source == stated[claim].subject.value
        assert data["predicate"] == stated[claim].predicate.value
        assert data["claim"] == claim


def test_every_edge_says_its_verdict_and_every_denial_its_not(network: nx.MultiDiGraph, snapshot: Snapshot):
    labels = {
        str(v.value).rsplit("/", 1)[-1]: snapshot.label(v, "en") for v in snapshot.instances("gf:Verdict")
    }
    negated = 0
    for _, _, data in network.edges(data=True):
        assert data["label"].endswith(f" ({labels.get(data['verdict'], 'no verdict')})")
        assert (data["verdict"] in labels) != (data["verdict"] == NO_VERDICT)
        assert data["label"].startswith("not: ") == (data["polarity"] == "Negated")
        assert data["label_zh"].startswith("并非：") == (data["polarity"] == "Negated")
        negated += data["polarity"] == "Negated"
    assert negated > 10


def test_the_disputed_release_of_double_world(network: nx.MultiDiGraph):
    ends = expand("film:double-world"), expand("org:tencent-video"), expand("z26c:N16")
    data = network.edges[ends]
    assert data["label"] == "is distributed by (disputed)"
    assert data["label_zh"] == "发行方为（受质疑）"
    assert (data["pages"], data["speaker_zh"], data["modality"]) == ("120", "张丽花", "Asserted")
    assert network.nodes[ends[0]]["label_zh"]


def test_every_node_has_a_name(network: nx.MultiDiGraph):
    assert not [node for node, data in network.nodes(data=True) if not data["label"].strip()]


@given(st.text())
def test_any_text_makes_valid_xml(words: str):
    element = ElementTree.fromstring(f"<data>{text(words)}</data>".encode("utf-8", "surrogatepass"))
    allowed = all(c in "\t\n" or (c >= " " and c not in "\ufffe\uffff") for c in words)
    assert not allowed or (element.text or "") == words
