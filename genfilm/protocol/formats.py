"""The formats the service can write, each knowing its media type, extension and other names."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """Serialisation of query results or of RDF; the ``content_type`` of a text format says its charset."""

    name: str
    media_type: str
    extension: str
    aliases: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    content_type: str = ""


def _format(
    name: str, media_type: str, extension: str, aliases: str = "", names: str = "", charset: bool = False
) -> Format:
    every = frozenset({name, extension, *names.split()})
    content_type = f"{media_type}; charset=utf-8" if charset else media_type
    return Format(name, media_type, extension, frozenset(aliases.split()), every, content_type)


JSON = _format("json", "application/sparql-results+json", "srj", "application/json text/json")
XML = _format("xml", "application/sparql-results+xml", "srx", "application/xml text/xml")
CSV = _format("csv", "text/csv", "csv", charset=True)
TSV = _format("tsv", "text/tab-separated-values", "tsv", charset=True)
HTML = _format("html", "text/html", "html", "application/xhtml+xml", charset=True)

TURTLE = _format(
    "turtle", "text/turtle", "ttl", "application/x-turtle application/turtle text/n3 text/rdf+n3",
    "n3 text", charset=True,
)  # fmt: skip
NTRIPLES = _format("ntriples", "application/n-triples", "nt", "text/plain", "n-triples")
NQUADS = _format("nquads", "application/n-quads", "nq", "text/x-nquads text/nquads", "n-quads")
TRIG = _format("trig", "application/trig", "trig", "application/x-trig")
RDFXML = _format("rdfxml", "application/rdf+xml", "rdf", "application/xml text/xml", "xml rdf+xml")
JSONLD = _format(
    "jsonld", "application/ld+json", "jsonld", "application/json application/x-json+ld", "json json-ld"
)

SOLUTIONS: tuple[Format, ...] = (JSON, XML, CSV, TSV, HTML)
GRAPHS: tuple[Format, ...] = (TURTLE, NTRIPLES, NQUADS, TRIG, RDFXML, JSONLD, HTML)


def family(form: str | None) -> tuple[Format, ...]:
    """The formats for a query form: SELECT and ASK give solutions, CONSTRUCT and DESCRIBE graphs."""
    return GRAPHS if form in ("CONSTRUCT", "DESCRIBE") else SOLUTIONS


def by_extension(extension: str, formats: tuple[Format, ...] = GRAPHS) -> Format | None:
    """The format with that file extension, if the family has one; tools for OWL call RDF/XML ``.owl``."""
    wanted = RDFXML.extension if extension == "owl" else extension
    return next((fmt for fmt in formats if fmt.extension == wanted), None)
