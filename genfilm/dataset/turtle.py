"""The normal form of a graph as Turtle: header first, blocks sorted by IRI, everything unordered sorted.

The text depends on nothing but the graph, so that an editor's save changes only the lines that it means:
operands and symmetric axioms have one order and one side, and what the OWL API adds without need is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from genfilm.dataset.axioms import FIRST, NIL, ONTOLOGY, TYPE, Graph, Term, normalised
from genfilm.vocabulary import PREFIXES

_OWL, _RDFS = PREFIXES["owl"], PREFIXES["rdfs"]
_LEADING = (TYPE, ox.NamedNode(f"{_RDFS}label"))
_OPERANDS = {
    ox.NamedNode(_OWL + name)
    for name in (
        "disjointUnionOf",
        "distinctMembers",
        "hasKey",
        "intersectionOf",
        "members",
        "oneOf",
        "unionOf",
        "withRestrictions",
    )
}
_PLAIN = {
    PREFIXES["xsd"] + name: re.compile(form)
    for name, form in (
        ("boolean", r"true|false"),
        ("integer", r"[+-]?[0-9]+"),
        ("decimal", r"[+-]?[0-9]*\.[0-9]+"),
        ("double", r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+"),
    )
}
_LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
)
_LOCAL = re.compile(rf"[{_LETTER}_0-9](?:[{_LETTER}_0-9.\u00b7-]*[{_LETTER}_0-9\u00b7-])?")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\r": "\\r", "\b": "\\b", "\f": "\\f"}
_SPECIAL = re.compile(r'[\\"\r\x08\x0c]')


def normal(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> str:
    """The graph in normal form; of ``prefixes`` and the project's own, those in use are declared."""
    graph = Graph(normalised(triples))
    if graph.shared:
        text = _TurtleWriter(
            graph, {}
        ).text()  # sorted first: the canonical labels depend on the order of lists
        graph = Graph(_labelled(text))
    return _TurtleWriter(graph, prefixes).text()


def says_the_same(triples: Iterable[ox.Triple], text: str) -> bool:
    """True when a text in normal form holds these triples, each once, and nothing else."""
    read = [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]
    return _shadows(normalised(triples)) == _shadows(read) and normal(read, {}) == normal(triples, {})


def _shadows(triples: Iterable[ox.Triple]) -> set[tuple[object, ...]]:
    """The triples with all blank nodes alike."""
    return {
        tuple(None if isinstance(term, ox.BlankNode) else term for term in (t.subject, t.predicate, t.object))
        for t in triples
    }


def tag(language: str) -> str:
    """A language tag in its canonical case (RFC 5646, section 2.1.1): ``zh-Hant``, ``en-GB``."""
    parts = language.lower().split("-")
    for number, part in enumerate(parts[1:], 1):
        if len(parts[number - 1]) == 1:  # what follows a singleton stays in lower case
            break
        parts[number] = part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part
    return "-".join(parts)


def _labelled(text: str) -> list[ox.Triple]:
    """The triples of a text with the canonical labels of RDFC-1.0 on their blank nodes."""
    dataset = ox.Dataset(ox.parse(text, format=ox.RdfFormat.TURTLE))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in dataset]


class _TurtleWriter:
    """The Turtle text of a graph."""

    def __init__(self, graph: Graph, prefixes: Mapping[str, str]) -> None:
        self._graph = graph
        own = {namespace: name for name, namespace in prefixes.items() if name and name not in PREFIXES}
        self._prefixes = own | {namespace: name for name, namespace in PREFIXES.items()}
        self._lengths = sorted({len(namespace) for namespace in self._prefixes}, reverse=True)
        self._used: dict[str, str] = {}
        self._names: dict[str, str] = {}

    def text(self) -> str:
        """Prefix lines, header, terms by IRI, axioms without a name, blank nodes with a label."""
        graph = self._graph
        roots = [node for node in graph.about if not graph.references[node] or node in graph.shared]
        blocks = sorted((self._rank(node), self._block(node)) for node in roots)
        head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(self._used.items()))
        return "\n".join([head, *(block for _, block in blocks)] if head else [block for _, block in blocks])

    def _rank(self, node: Term) -> tuple[int, str]:
        if isinstance(node, ox.BlankNode):
            return (3 if node in self._graph.shared else 2), ""
        return (0 if ONTOLOGY in self._graph.about[node].get(TYPE, ()) else 1), node.value

    def _block(self, node: Term) -> str:
        named = node in self._graph.shared or not isinstance(node, ox.BlankNode)
        return f"{self._term(node) if named else '[]'}\n{self._body(node, 1)}\n.\n"

    def _body(self, node: Term, depth: int) -> str:
        own = self._graph.about[node]
        order = sorted(own, key=lambda p: (_LEADING.index(p) if p in _LEADING else len(_LEADING), p.value))
        return "\n".join(f"{self._statement(p, own[p], depth)} ;" for p in order)

    def _statement(self, predicate: ox.NamedNode, objects: list[Term], depth: int) -> str:
        pad, verb = "    " * depth, "a" if predicate == TYPE else self._term(predicate)
        sort = predicate in _OPERANDS
        if len(objects) == 1:
            text = self._object(objects[0], depth, sort=sort)
            if not text.startswith("["):
                return f"{pad}{verb} {text}"
        several = sorted((self._key(each), self._object(each, depth + 1, sort=sort)) for each in objects)
        return f"{pad}{verb}\n" + " ,\n".join(f"{pad}    {text}" for _, text in several)

    def _object(self, node: Term, depth: int, *, sort: bool = False) -> str:
        """A term, a list in parentheses or a blank node in brackets; its first line has no indentation."""
        if not isinstance(node, ox.BlankNode):
            return "()" if node == NIL else self._term(node)
        pad = "    " * depth
        cells = None if node in self._graph.shared else self._graph.cells(node)
        if cells is not None:
            items = [self._graph.about[cell][FIRST][0] for cell in cells]
            texts = [(self._key(item), self._object(item, depth + 1)) for item in items]
            if sort and not any("_:" in text for _, text in texts):  # a label may change with the order
                texts = sorted(set(texts))
            return "(\n" + "".join(f"{pad}    {text}\n" for _, text in texts) + f"{pad})"
        if node in self._graph.shared:
            return self._term(node)
        if node not in self._graph.about:
            return "[]"
        return f"[\n{self._body(node, depth + 1)}\n{pad}]"

    @staticmethod
    def _key(term: Term) -> tuple[int, str, str]:
        """IRIs, then blank nodes by their text, then literals by language and datatype."""
        if isinstance(term, ox.Literal):
            return 2, f"{term.language or ''} {term.datatype.value}", term.value
        return (0, "", term.value) if isinstance(term, ox.NamedNode) else (1, "", "")

    def _term(self, term: Term) -> str:
        if isinstance(term, ox.NamedNode):
            return self._names.get(term.value) or self._names.setdefault(term.value, self._name(term.value))
        return f"_:{term.value}" if isinstance(term, ox.BlankNode) else self._literal(term)

    def _name(self, iri: str) -> str:
        for length in self._lengths:
            prefix = self._prefixes.get(iri[:length])
            if prefix is not None and _LOCAL.fullmatch(iri[length:]):
                self._used[prefix] = iri[:length]
                return f"{prefix}:{iri[length:]}"
        return str(ox.NamedNode(iri))

    def _literal(self, literal: ox.Literal) -> str:
        datatype = literal.datatype.value
        if (plain := _PLAIN.get(datatype)) and plain.fullmatch(literal.value):
            return literal.value
        text = _SPECIAL.sub(lambda match: _ESCAPES[match[0]], literal.value)
        quoted = f'"""{text}"""' if "\n" in text else f'"{text}"'
        if literal.language:
            return f"{quoted}@{tag(literal.language)}"
        return quoted if datatype == PREFIXES["xsd"] + "string" else f"{quoted}^^{self._name(datatype)}"
