"""The IRIs of the project: namespaces, prefixes and named graphs, each with one owner here."""

from __future__ import annotations

BASE = "https://w3id.org/genfilm"
ONTOLOGY = f"{BASE}/ontology"
GF = f"{BASE}/ns/"
VOID = f"{BASE}/void"

# fmt: off
_KINDS = (
    "chain", "stage", "activity", "industry", "content", "actor", "person", "org", "film", "series", "tech",
    "capability", "use", "impact", "risk", "strategy", "measure", "obs", "doc", "event", "grant", "evid",
    "page",
)
_SCHEMES = (
    "topic", "method", "goal", "purpose", "quality", "trend", "status", "standing", "genre", "channel",
    "variable", "unit", "issue",
)
# fmt: on
_NAMED = {"evid": "evidence"}

OWN_PREFIXES: dict[str, str] = {
    "gf": GF,
    **{name: f"{BASE}/id/{_NAMED.get(name, name)}/" for name in _KINDS},
    "model": f"{BASE}/id/business-model/",
    "z26c": f"{BASE}/id/claim/zhang-2026/",
    "z26p": f"{BASE}/id/passage/zhang-2026/",
    "z26a": f"{BASE}/id/assessment/zhang-2026/",
    "evc": f"{BASE}/id/claim/evidence/",
    "eva": f"{BASE}/id/assessment/evidence/",
    "edc": f"{BASE}/id/claim/editorial/",
    "kind": f"{BASE}/concept/claim-kind/",
    **{name: f"{BASE}/concept/{name}/" for name in _SCHEMES},
    "example": f"{BASE}/id/example/",
    "graph": f"{BASE}/graph/",
}

OUTSIDE_PREFIXES: dict[str, str] = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org-w3c": "http://www.w3.org/ns/org#",
    "airo": "https://w3id.org/airo#",
    "fabio": "http://purl.org/spar/fabio/",
    "cito": "http://purl.org/spar/cito/",
    "doco": "http://purl.org/spar/doco/",
    "bibo": "http://purl.org/ontology/bibo/",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "void-ext": "http://ldf.fi/void-ext#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "schema": "https://schema.org/",
    "semapv": "https://w3id.org/semapv/vocab/",
}

PREFIXES: dict[str, str] = {**OWN_PREFIXES, **OUTSIDE_PREFIXES}
_PREFIX_OF = {namespace: prefix for prefix, namespace in PREFIXES.items()}
"""Every namespace ends in a slash or a hash, and no local name holds one."""


def graph(name: str) -> str:
    """The IRI of a named graph: ``graph("source/zhang-2026")``."""
    return f"{BASE}/graph/{name}"


def expand(name: str) -> str:
    """The full IRI of a prefixed name of ours, or the text itself when it is an IRI already.

    Raises KeyError for a prefix that the table does not have.
    """
    if name.startswith("<") and name.endswith(">"):
        return name[1:-1]
    if "://" in name:
        return name
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def compact(iri: str) -> str:
    """The prefixed name of an IRI, or the IRI itself when no prefix fits."""
    end = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = _PREFIX_OF.get(iri[:end])
    return f"{prefix}:{iri[end:]}" if prefix else iri


def sparql_prologue() -> str:
    """PREFIX lines for every prefix of the table."""
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
