"""The exports in the serialisations of RDF: Turtle, RDF/XML, TriG, N-Quads, and RDF 1.2 with triple terms."""

from __future__ import annotations

import gzip
import io

import pyoxigraph as ox

from genfilm.engine.xml import write_rdf_xml
from genfilm.exports.snapshot import Snapshot, node
from genfilm.vocabulary import Prefixes

RDF12_HEAD = b'VERSION "1.2"\n'


def turtle(snapshot: Snapshot) -> bytes:
    """The default graph."""
    return _bytes(list(snapshot.triples), ox.RdfFormat.TURTLE, snapshot.prefixes)


def rdf_xml(snapshot: Snapshot) -> bytes:
    """The default graph."""
    out = io.BytesIO()
    write_rdf_xml(snapshot.triples, out, dict(snapshot.prefixes))
    return out.getvalue()


def trig(snapshot: Snapshot) -> bytes:
    """The default graph and the named graphs, but for those as stated."""
    return _bytes(list(snapshot.quads), ox.RdfFormat.TRIG, snapshot.prefixes)


def n_quads(snapshot: Snapshot) -> bytes:
    """Content of ``trig``, packed; gzip without a time stamp, so that the bytes are always the same."""
    return gzip.compress(_bytes(list(snapshot.quads), ox.RdfFormat.N_QUADS, snapshot.prefixes), 6, mtime=0)


def rdf_12(snapshot: Snapshot) -> bytes:
    """The default graph in RDF 1.2 Turtle, in which each claim reifies the proposition that it is about.

    A triple term is mentioned, not asserted (RDF 1.2 Concepts, section 1.5): a disputed proposition
    stays inside its claim.
    """
    reifies = node("rdf:reifies")
    found = {claim: snapshot.proposition(claim) for claim in snapshot.claims()}
    triples: list[ox.Triple] = []
    for subject in snapshot.subjects():
        proposition = found.get(subject) if isinstance(subject, ox.NamedNode) else None
        if proposition is not None:
            triples.append(ox.Triple(subject, reifies, proposition))
        triples += [
            ox.Triple(subject, predicate, value)
            for predicate, values in snapshot.properties(subject).items()
            for value in values
        ]
    return RDF12_HEAD + _bytes(triples, ox.RdfFormat.TURTLE, snapshot.prefixes)


def _bytes(statements: list[ox.Triple] | list[ox.Quad], fmt: ox.RdfFormat, prefixes: Prefixes) -> bytes:
    return ox.serialize(statements, format=fmt, prefixes=prefixes) or b""
