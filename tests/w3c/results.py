"""Query results as values that can be compared: read from every format, equal up to blank node names."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal | str
Row = Mapping[str, Term]
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
SRX = "{http://www.w3.org/2005/sparql-results#}"
XSD = "http://www.w3.org/2001/XMLSchema#"
SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "integer": lambda text: str(int(text)),
    "decimal": lambda text: f"{Decimal(text).normalize():f}",
    "float": lambda text: str(float(text)),
    "double": lambda text: str(float(text)),
    "boolean": lambda text: {"1": "true", "0": "false"}.get(text, text),
    "date": lambda text: text.replace("+00:00", "Z"),
}
GRAPH_FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}


@dataclass(frozen=True, slots=True)
class Solutions:
    """The rows of a SELECT query; the order counts when ``ordered``."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    ordered: bool = False


Answer = bool | Solutions | ox.Dataset


def read(data: bytes, media_type: str, base: str) -> Answer:
    """The answer in a body of that media type; a graph in the rs: vocabulary is a result set."""
    if media_type == "application/sparql-results+json":
        return _read_json(data)
    if media_type == "application/sparql-results+xml":
        return _read_xml(data)
    if media_type == "text/csv":
        header, *lines = csv.reader(io.StringIO(data.decode(), newline=""))
        return Solutions(
            tuple(header), tuple(dict(zip(header, map(_csv, row), strict=True)) for row in lines)
        )
    if media_type == "text/tab-separated-values":
        return _read_tsv(data.decode())
    quads = ox.parse(data, GRAPH_FORMATS[media_type], base_iri=base, rename_blank_nodes=True)
    graph = ox.Dataset(quads)
    described = _result_set(graph)
    return graph if described is None else described


def _read_json(data: bytes) -> Answer:
    document = json.loads(data)
    if "boolean" in document:
        return bool(document["boolean"])

    def term(item: dict[str, str]) -> Term:
        if item["type"] == "uri":
            return ox.NamedNode(item["value"])
        if item["type"] == "bnode":
            return ox.BlankNode(item["value"])
        return _literal(item["value"], item.get("datatype"), item.get("xml:lang"))

    rows = [{name: term(item) for name, item in row.items()} for row in document["results"]["bindings"]]
    return Solutions(tuple(document["head"].get("vars", ())), tuple(rows))


def _read_xml(data: bytes) -> Answer:
    document = ElementTree.fromstring(data)
    boolean = document.find(f"{SRX}boolean")
    if boolean is not None:
        return boolean.text == "true"

    def term(item: ElementTree.Element) -> Term:
        text = item.text or ""
        if item.tag == f"{SRX}uri":
            return ox.NamedNode(text.strip())
        if item.tag == f"{SRX}bnode":
            return ox.BlankNode(text.strip())
        return _literal(text, item.get("datatype"), item.get("{http://www.w3.org/XML/1998/namespace}lang"))

    variables = tuple(item.attrib["name"] for item in document.iter(f"{SRX}variable"))
    rows = [{b.attrib["name"]: term(b[0]) for b in row} for row in document.iter(f"{SRX}result")]
    return Solutions(variables, tuple(rows))


def _read_tsv(text: str) -> Solutions:
    header, *lines = text.splitlines()
    variables = [name.removeprefix("?") for name in header.split("\t")]
    rows = [dict(zip(variables, line.split("\t"), strict=True)) for line in lines]
    return Solutions(
        tuple(variables),
        tuple({name: _turtle(cell) for name, cell in row.items() if cell} for row in rows),
    )


def _turtle(cell: str) -> Term:
    if cell.startswith("_:"):
        return ox.BlankNode(cell[2:])
    (quad,) = ox.parse(f"<x:s> <x:p> {cell} .", ox.RdfFormat.TURTLE)
    return quad.object


def _csv(cell: str) -> Term:
    return ox.BlankNode(cell[2:]) if cell.startswith("_:") else cell


def _literal(value: str, datatype: str | None, language: str | None) -> ox.Literal:
    if language:
        return ox.Literal(value, language=language)
    return ox.Literal(value, datatype=ox.NamedNode(datatype)) if datatype else ox.Literal(value)


def _canonical(term: Term) -> Term:
    """The term in the one spelling of its value; other types and ill-typed literals stay."""
    if not isinstance(term, ox.Literal) or not term.datatype.value.startswith(XSD):
        return term
    spell = SPELLINGS.get(term.datatype.value.removeprefix(XSD))
    try:
        return ox.Literal(spell(term.value), datatype=term.datatype) if spell else term
    except (ArithmeticError, ValueError):
        return term


def _result_set(graph: ox.Dataset) -> bool | Solutions | None:
    """The result set that a graph describes, or None; rs:index on its solutions gives their order."""
    results = [quad.subject for quad in graph.quads_for_object(ox.NamedNode(f"{RS}ResultSet"))]
    if not results:
        return None

    def values(subject: Term, name: str) -> list[Term]:
        predicate = ox.NamedNode(RS + name)
        return [quad.object for quad in graph.quads_for_subject(subject) if quad.predicate == predicate]

    for boolean in values(results[0], "boolean"):
        return boolean.value == "true"
    rows = []
    for solution in values(results[0], "solution"):
        row = {values(b, "variable")[0].value: values(b, "value")[0] for b in values(solution, "binding")}
        rows.append(([int(index.value) for index in values(solution, "index")], row))
    ordered = bool(rows) and all(index for index, _ in rows)
    rows.sort(key=lambda item: item[0])
    variables = tuple(term.value for term in values(results[0], "resultVariable"))
    return Solutions(variables, tuple(row for _, row in rows), ordered)


def difference(expected: Answer, actual: Answer, *, lax: bool = False, by_value: bool = False) -> str | None:
    """Difference between two answers, or None.

    ``lax`` lets REDUCED drop duplicates (SPARQL 1.1, 18.5); ``by_value`` compares numbers, booleans and
    dates by value instead of spelling.
    """
    if isinstance(expected, Solutions) and isinstance(actual, Solutions):
        if set(expected.variables) != set(actual.variables):
            return f"expected variables {expected.variables}, got {actual.variables}"
        left, right = (_comparable(s.rows, by_value, expected.ordered) for s in (expected, actual))
        same = _lax(left, right) if lax else isomorphic(left, right)
        return None if same else _show(left, right)
    if isinstance(expected, ox.Dataset) and isinstance(actual, ox.Dataset):
        for graph in (expected, actual):
            graph.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        return None if expected == actual else f"expected graph\n{expected}\ngot\n{actual}"
    return None if expected is actual else f"expected {expected}, got {actual}"


def isomorphic(left: list[Row], right: list[Row]) -> bool:
    """True for two multisets of rows that are equal under a one-to-one renaming of blank nodes."""
    if _ground(left) != _ground(right) or len(left) != len(right):
        return False
    return _pair([row for row in left if _blank(row)], [row for row in right if _blank(row)], {})


def _pair(left: list[Row], right: list[Row], names: dict[Term, Term]) -> bool:
    if not left:
        return True
    for position, candidate in enumerate(right):
        extended = _unify(left[0], candidate, names)
        if extended is not None and _pair(left[1:], right[:position] + right[position + 1 :], extended):
            return True
    return False


def _unify(left: Row, right: Row, names: dict[Term, Term]) -> dict[Term, Term] | None:
    if left.keys() != right.keys():
        return None
    names = dict(names)
    for variable, mine in left.items():
        theirs = right[variable]
        if isinstance(mine, ox.BlankNode) and isinstance(theirs, ox.BlankNode):
            if mine not in names and theirs in names.values():
                return None
            if names.setdefault(mine, theirs) != theirs:
                return None
        elif mine != theirs:
            return None
    return names


def _blank(row: Row) -> bool:
    return any(isinstance(term, ox.BlankNode) for term in row.values())


def _ground(rows: list[Row]) -> Counter[frozenset[tuple[str, Term]]]:
    return Counter(frozenset(row.items()) for row in rows if not _blank(row))


def _comparable(rows: tuple[Row, ...], by_value: bool, ordered: bool) -> list[Row]:
    """Rows to compare as multisets; where the order counts, each holds its position."""
    found = list(rows)
    if by_value:
        found = [{name: _canonical(term) for name, term in row.items()} for row in rows]
    return [{**row, " position": str(n)} for n, row in enumerate(found)] if ordered else found


def _lax(expected: list[Row], actual: list[Row]) -> bool:
    most, got = _ground(expected), _ground(actual)
    return most.keys() == got.keys() and all(got[row] <= most[row] for row in got)


def _show(expected: list[Row], actual: list[Row]) -> str:
    left, right = Counter(map(_line, expected)), Counter(map(_line, actual))
    return "\n".join(["missing", *(left - right).elements(), "unexpected", *(right - left).elements()])


def _line(row: Row) -> str:
    return "  " + " ".join(f"{name}={row[name]}" for name in sorted(row))
