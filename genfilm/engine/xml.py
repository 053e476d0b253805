"""Answers as XML can hold them: RDF/XML and SPARQL results that every parser reads as they were meant.

The engine writes both. It names elements after IRIs that no XML name ends, and lets pass characters that XML
forbids or that its parsers change; so triples are looked at before it writes them, and its bytes after.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import IO, Any

import pyoxigraph as ox

from genfilm.problems import NotAcceptable

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TYPE = ox.NamedNode(f"{_RDF}type")
_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAMED = re.compile(rf"[{_START}][{_START}.0-9\u00b7\u0300-\u036f\u203f-\u2040-]*\Z")
"""The end of an IRI that can be an XML name (Namespaces in XML 1.0, NCName), as the engine cuts it off."""
_LETTER = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce"
    "\u0401-\u040c\u040e-\u044f\u0451-\u045c\u045e-\u0481"
    "\u3041-\u3094\u30a1-\u30fa\u4e00-\u9fa5\uac00-\ud7a3"
)
_READ = re.compile(rf"[{_LETTER}][{_LETTER}.0-9\u00b7-]*\Z")
"""A name that parsers of XML 1.0 before its fifth edition read, too, Expat among them (fourth edition,
appendix B): letters of European scripts, kana, hangul, and the 20,902 Han characters of Unicode 1.1."""
_KEPT = frozenset(
    _RDF + name
    for name in (
        "RDF", "Description", "ID", "about", "parseType", "resource", "nodeID", "datatype", "li", "bagID",
        "aboutEach", "aboutEachPrefix", "version",
    )
)  # fmt: skip
"""Names that mean something else as an element (RDF/XML, section 5.1)."""
_PROPERTY = ox.NamedNode(f"{_RDF}type-")
"""A stand-in for ``rdf:type``, which the engine would write as the name of the subject's element."""
_STANDS_IN = b"<rdf:type- "
_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\r"})
_NONCHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_CHUNK = 1 << 16
_SHOWN = 40
_ROWS = ("application/sparql-results+json", "text/csv", "text/tab-separated-values")
_GRAPHS = ("text/turtle", "application/n-triples", "application/ld+json")


def write_rdf_xml(triples: Iterable[ox.Triple], out: IO[bytes], prefixes: dict[str, str]) -> None:
    """Write triples as RDF/XML; raises Problem 406 for a term that it cannot hold."""
    with _XmlOutput(out, _GRAPHS).buffered() as written:
        ox.serialize(_nameable(triples), written, format=ox.RdfFormat.RDF_XML, prefixes=prefixes)


def write_xml(results: Any, out: IO[bytes]) -> None:
    """Write solutions or a boolean as SPARQL results in XML; raises Problem 406 as above."""
    with _XmlOutput(out, _ROWS).buffered() as written:
        results.serialize(written, format=ox.QueryResultsFormat.XML)


def _nameable(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The triples; a class that can name no element is said by a property."""
    for triple in triples:
        _check(triple)
        kind = triple.object
        unnamed = triple.predicate == _TYPE and isinstance(kind, ox.NamedNode) and not _is_name(kind.value)
        yield ox.Triple(triple.subject, _PROPERTY, kind) if unnamed else triple


def _check(triple: ox.Triple) -> None:
    predicate = triple.predicate.value
    if not _is_name(predicate):
        raise NotAcceptable("xml_name", iri=predicate, known=[*_GRAPHS], alternatives=[*_GRAPHS])
    if isinstance(triple.object, ox.Triple):
        _check(triple.object)


def _is_name(iri: str) -> bool:
    name = _NAMED.search(iri)
    return name is not None and _READ.match(name[0]) is not None and iri not in _KEPT


class _XmlOutput(io.RawIOBase):
    """Writer of the engine's XML: a carriage return as a reference, since parsers make a line feed of it."""

    def __init__(self, out: IO[bytes], alternatives: tuple[str, ...]) -> None:
        self._out = out
        self._alternatives = alternatives
        self._rest = b""

    def buffered(self) -> io.BufferedWriter:
        """Writer that hands on large pieces."""
        return io.BufferedWriter(self, _CHUNK)

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        whole = self._rest + bytes(data)
        cut = max(whole.rfind(b">") + 1, whole.rfind(b"<"))  # between elements, or between one and its text
        self._rest = whole[cut:]
        self._pass_on(whole[:cut])
        return len(data)

    def close(self) -> None:
        rest, self._rest = self._rest, b""
        self._pass_on(rest)
        super().close()

    def _pass_on(self, piece: bytes) -> None:
        clean = len(piece.translate(None, _CONTROLS)) == len(piece)  # far sooner than the search
        if not clean or any(each in piece for each in _NONCHARACTERS):
            raise self._refused(piece)
        self._out.write(piece.replace(b"\r", b"&#xD;").replace(_STANDS_IN, b"<rdf:type "))

    def _refused(self, piece: bytes) -> NotAcceptable:
        wrong = _FORBIDDEN.search(piece)
        assert wrong is not None
        start, end = piece.rfind(b">", 0, wrong.start()) + 1, piece.find(b"<", wrong.start())
        term = unescape(piece[start : end if end >= 0 else None].decode("utf-8", "replace"))
        return NotAcceptable(
            "xml_character",
            character=f"U+{ord(wrong[0].decode()):04X}",
            text=term[:_SHOWN],
            known=[*self._alternatives],
            alternatives=[*self._alternatives],
        )
