"""Reading what an editor saved: Turtle, N-Triples, RDF/XML, JSON-LD, and by Java three syntaxes of OWL."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

import pyoxigraph as ox

from genfilm.dataset.axioms import ONTOLOGY, TYPE
from genfilm.dataset.comments import comments, note
from genfilm.dataset.reason import java
from genfilm.errors import SourceFault
from genfilm.vocabulary import PREFIXES

_IMPORTS = ox.NamedNode(PREFIXES["owl"] + "imports")
_XSD = PREFIXES["xsd"]
_SYNTAXES = {
    "OWL/XML": re.compile(
        r"\s*(?:<\?xml.*?\?>\s*)?(?:<!DOCTYPE.*?\]>\s*)?(?:<!--.*?-->\s*)*<(?:\w+:)?Ontology\b", re.S
    ),
    "functional": re.compile(r"\s*(?:#[^\n]*\n\s*)*(?:Prefix\s*\(|Ontology\s*\()"),
    "Manchester": re.compile(r"\s*(?:#[^\n]*\n\s*)*(?:Prefix:|Ontology:)"),
}
_IMPORT = {
    "OWL/XML": re.compile(r"<(?:\w+:)?Import>\s*(\S+?)\s*</(?:\w+:)?Import>"),
    "functional": re.compile(r"^Import\s*\(\s*<([^>]*)>\s*\)", re.M),
    "Manchester": re.compile(r"^Import:\s*<([^>]*)>", re.M),
}
_COMMENT = re.compile(r'("(?:[^"\\]|\\.)*"|<[^<>\s]*>)|#[^\n]*', re.S)
_ALIKE = re.compile(
    r"^(?=(?:Equivalent|Disjoint)(?:Classes|Properties):|(?:Same|Different)Individuals?:)", re.M
)
_DATA_PROPERTY = re.compile(r"^DataProperty: +(?:<(?P<iri>[^>]*)>|(?P<prefix>[\w.-]*):(?P<name>\S+))", re.M)
_DECIMAL = re.compile(r'("(?:[^"\\]|\\.)*"|<[^<>\s]*>)|(?<![\w.:+-])([+-]?\d+\.\d+)(?![\w.])', re.S)
_PREFIX = re.compile(r"^Prefix: +([\w.-]*): +<([^>]*)>", re.M)
_RDF = {".nt": ox.RdfFormat.N_TRIPLES, ".jsonld": ox.RdfFormat.JSON_LD, ".json": ox.RdfFormat.JSON_LD}


def read(path: Path) -> tuple[list[ox.Triple], dict[str, str]]:
    """(triples, prefixes) of a file, its syntax told by what it holds.

    Raises SourceFault for a file that cannot be read, with its line where the parser says it.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceFault.worded("import", (str(path), None), "", "unreadable", {"why": str(error)}) from None
    syntax = next((name for name, form in _SYNTAXES.items() if form.match(text)), None)
    if syntax is not None:
        return _of_owl(path, text, syntax), {}
    xml = re.match(r"\s*<(?:\?xml|!DOCTYPE|!--|(?:\w+:)?RDF)", text) is not None
    chosen = ox.RdfFormat.RDF_XML if xml else _RDF.get(path.suffix, ox.RdfFormat.TURTLE)
    reader = ox.parse(text, format=chosen)
    try:
        triples = [quad.triple for quad in reader]
    except SyntaxError as error:
        place = (str(path), error.lineno)
        raise SourceFault.worded("import", place, "", "unreadable", {"why": str(error.msg)}) from None
    if chosen is ox.RdfFormat.TURTLE:
        found = comments(text, triples, reader.prefixes, reader.base_iri)
        triples += [note(comment) for comment in found if comment.subject is not None]
    return triples, reader.prefixes


def _of_owl(path: Path, text: str, syntax: str) -> list[ox.Triple]:
    """The triples of a syntax of OWL: HermiT, which comes with owlready2, carries an OWL API that reads it.

    Imports are taken out, since it would look for them on the network, and put back as triples. In Manchester
    syntax it takes the term before a list of disjoint ones for one of them, decimals for floating-point
    numbers, and forgets which terms are data properties: another term comes between, datatypes are written
    out, and the declarations are added.
    """
    program = java()
    if program is None:
        raise SourceFault.worded("import", (str(path), None), "", "no_java", {"syntax": syntax})
    import owlready2

    folder = Path(owlready2.__file__).parent / "hermit"
    imported = _IMPORT[syntax].findall(text)
    text = _IMPORT[syntax].sub("", text)
    if syntax == "functional":
        text = _COMMENT.sub(lambda match: match[1] or "", text)
    declared = _data_properties(text) if syntax == "Manchester" else []
    if syntax == "Manchester":
        text = _ALIKE.sub(f"Datatype: <{_XSD}string> ", text)
        text = _DECIMAL.sub(lambda match: match[1] or f'"{match[2]}"^^<{_XSD}decimal>', text)
    with tempfile.TemporaryDirectory() as place:
        given, made = Path(place) / "given.owl", Path(place) / "made.ttl"
        given.write_text(text, "utf-8")
        classes = f"{folder}:{folder / 'HermiT.jar'}"
        command = [program, "-Dfile.encoding=UTF-8", "-cp", classes, "Save", str(given), "nt", str(made)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode or not made.exists():
            where = re.search(r"Parser: \w*" + syntax[:4] + r".*?line (\d+)", done.stderr, re.S | re.I)
            why = re.search(r"Encountered .*", done.stderr)
            values = {"why": why[0].strip() if why else syntax}
            line = int(where[1]) if where else None
            raise SourceFault.worded("import", (str(path), line), "", "unreadable", values)
        triples = [quad.triple for quad in ox.parse(path=str(made), format=ox.RdfFormat.TURTLE)]
    triples += set(declared).difference(triples)
    header = next((t.subject for t in triples if t.predicate == TYPE and t.object == ONTOLOGY), None)
    if header is not None:
        triples += [ox.Triple(header, _IMPORTS, ox.NamedNode(iri)) for iri in imported]
    return triples


def _data_properties(text: str) -> list[ox.Triple]:
    """The declarations of the data properties that have a frame in Manchester syntax."""
    prefixes, kind = dict(_PREFIX.findall(text)), ox.NamedNode(PREFIXES["owl"] + "DatatypeProperty")
    names = (
        found["iri"] or prefixes.get(found["prefix"], "") + found["name"]
        for found in _DATA_PROPERTY.finditer(text)
    )
    return [ox.Triple(ox.NamedNode(name), TYPE, kind) for name in names]
