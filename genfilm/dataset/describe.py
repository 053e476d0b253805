"""The graph's description of itself: VoID statistics, prefixes, and the named queries as examples.

Everything has an IRI below ``https://w3id.org/genfilm/void``, so the same sources give the same build. The
endpoint's address is unknown when a graph is built: ``void:sparqlEndpoint`` and ``schema:target`` are left
to the document that the service answers at ``/.well-known/void``.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Protocol

import pyoxigraph as ox

import genfilm
from genfilm.protocol.queryfile import without_header
from genfilm.vocabulary import BASE, PREFIXES, VOID, Prefixes, compact, expand, graph
from genfilm.words import LANGUAGES, both, say

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_FORMS = {
    "SELECT": ("sh:select", "sh:SPARQLSelectExecutable"),
    "ASK": ("sh:ask", "sh:SPARQLAskExecutable"),
    "CONSTRUCT": ("sh:construct", "sh:SPARQLConstructExecutable"),
}


class ExampleQuestion(Protocol):
    """Named query as far as an example of it needs."""

    @property
    def id(self) -> str: ...
    @property
    def summary(self) -> Mapping[str, str]: ...
    @property
    def tags(self) -> tuple[str, ...]: ...
    @property
    def form(self) -> str: ...
    @property
    def text(self) -> str: ...


def describe(
    default: Collection[ox.Triple],
    graphs: Mapping[str, Collection[ox.Triple]],
    questions: Iterable[ExampleQuestion],
    prefixes: Prefixes = PREFIXES,
    version: str = genfilm.__version__,
) -> list[ox.Triple]:
    """The description of a dataset of this default graph and these named graphs (by IRI)."""
    return [
        *_dataset(default, version),
        *_named_graphs(default, graphs),
        *_properties(default),
        *_classes(default),
        *_prefixes(prefixes),
        *(triple for question in questions for triple in _example(question)),
    ]


def _dataset(default: Collection[ox.Triple], version: str) -> Iterator[ox.Triple]:
    for kind in ("void:Dataset", "dcat:Dataset", "sd:Dataset"):
        yield _triple(VOID, "rdf:type", _node(kind))
    for language in LANGUAGES:
        yield _triple(VOID, "rdfs:label", ox.Literal(say("dataset.title", language), language=language))
        yield _triple(VOID, "dcterms:title", ox.Literal(say("dataset.title", language), language=language))
        yield _triple(
            VOID, "dcterms:description", ox.Literal(say("dataset.description", language), language=language)
        )
    for name in ("dcterms:creator", "dcterms:publisher"):
        yield _triple(VOID, name, _node("org:genfilm-kg"))
    yield _triple(VOID, "dcterms:license", ox.NamedNode(_LICENCE))
    yield _triple(VOID, "dcat:version", ox.Literal(version))
    yield _triple(VOID, "void:uriSpace", ox.Literal(f"{BASE}/"))
    predicates, classes = {t.predicate for t in default}, {c for cs in _types(default).values() for c in cs}
    for namespace in sorted({_namespace(str(term.value)) for term in predicates | classes}):
        yield _triple(VOID, "void:vocabulary", ox.NamedNode(namespace))
    subjects = {t.subject for t in default}
    counts = {
        "triples": len(default),
        "entities": sum(str(s.value).startswith(f"{BASE}/") for s in subjects if isinstance(s, ox.NamedNode)),
        "classes": len(classes),
        "properties": len(predicates),
        "distinctSubjects": len(subjects),
        "distinctObjects": len({t.object for t in default}),
    }
    for name, count in counts.items():
        yield _triple(VOID, f"void:{name}", ox.Literal(count))


def _named_graphs(
    default: Collection[ox.Triple], graphs: Mapping[str, Collection[ox.Triple]]
) -> Iterator[ox.Triple]:
    """Every named graph with its size; a subset is one whose triples all stand in the default graph."""
    whole = set(default)
    for iri, triples in sorted(graphs.items()):
        yield _triple(VOID, "sd:namedGraph", ox.NamedNode(iri))
        yield _triple(iri, "rdf:type", _node("sd:NamedGraph"))
        yield _triple(iri, "rdf:type", _node("void:Dataset"))
        yield _triple(iri, "sd:name", ox.NamedNode(iri))
        for language, label in _graph_labels(iri).items():
            yield _triple(iri, "rdfs:label", ox.Literal(label, language=language))
        yield _triple(iri, "void:triples", ox.Literal(len(triples)))
        if whole.issuperset(triples):
            yield _triple(VOID, "void:subset", ox.NamedNode(iri))


_GRAPHS = (
    "ontology", "alignments", "entities", "evidence", "inherited", "labels", "counted", "corroborated",
    "inferred", "generalized", "meta", "source", "as-stated", "follows",
)  # fmt: skip
"""The named graphs, and the folders of those that are made for each source."""


def _graph_labels(iri: str) -> dict[str, str]:
    """Name of a named graph in each language; that of a source carries the source's name."""
    name = iri.removeprefix(graph(""))
    kind, _, source = name.partition("/")
    return both(f"graph.{kind if kind in _GRAPHS else 'other'}", source=source or name)


def _properties(default: Collection[ox.Triple]) -> Iterator[ox.Triple]:
    """One partition of the whole for each property."""
    used = Counter(t.predicate for t in default)
    subjects = Counter(predicate for predicate, _ in {(t.predicate, t.subject) for t in default})
    objects = Counter(predicate for predicate, _ in {(t.predicate, t.object) for t in default})
    for predicate, count in used.items():
        partition = _partition("all", predicate)
        yield _triple(VOID, "void:propertyPartition", ox.NamedNode(partition))
        yield _triple(partition, "void:property", predicate)
        yield _triple(partition, "void:triples", ox.Literal(count))
        yield _triple(partition, "void:distinctSubjects", ox.Literal(subjects[predicate]))
        yield _triple(partition, "void:distinctObjects", ox.Literal(objects[predicate]))


def _classes(default: Collection[ox.Triple]) -> Iterator[ox.Triple]:
    """Partitions by class, in these by property, in these by the class or datatype of the value.

    The nesting is that of SIB's void-generator, which editors and language models read.
    """
    types = _types(default)
    instances = Counter(cls for classes in types.values() for cls in classes)
    used: Counter[tuple[ox.NamedNode, ...]] = Counter()
    reached: Counter[tuple[ox.NamedNode, ...]] = Counter()
    literal: Counter[tuple[ox.NamedNode, ...]] = Counter()
    for triple in default:
        for cls in types.get(triple.subject, ()):
            used[cls, triple.predicate] += 1
            if isinstance(triple.object, ox.Literal):
                literal[cls, triple.predicate, triple.object.datatype] += 1
            else:
                reached.update((cls, triple.predicate, other) for other in types.get(triple.object, ()))
    for cls, count in instances.items():
        partition = _partition(cls)
        yield _triple(VOID, "void:classPartition", ox.NamedNode(partition))
        yield _triple(partition, "void:class", cls)
        yield _triple(partition, "void:entities", ox.Literal(count))
    for path, count in used.items():
        yield from _nested(path, count, "void:propertyPartition", "void:property")
    for path, count in reached.items():
        yield from _nested(path, count, "void:classPartition", "void:class")
    for path, count in literal.items():
        yield from _nested(path, count, "void-ext:datatypePartition", "void-ext:datatype")


def _nested(path: tuple[ox.NamedNode, ...], count: int, relation: str, names: str) -> Iterator[ox.Triple]:
    partition = _partition(*path)
    yield _triple(_partition(*path[:-1]), relation, ox.NamedNode(partition))
    yield _triple(partition, names, path[-1])
    yield _triple(partition, "void:triples", ox.Literal(count))


def _prefixes(prefixes: Prefixes) -> Iterator[ox.Triple]:
    for prefix, namespace in prefixes.items():
        declaration = f"{VOID}#prefix-{prefix}"
        yield _triple(VOID, "sh:declare", ox.NamedNode(declaration))
        yield _triple(declaration, "rdf:type", _node("sh:PrefixDeclaration"))
        yield _triple(declaration, "sh:prefix", ox.Literal(prefix))
        yield _triple(declaration, "sh:namespace", ox.Literal(namespace, datatype=_node("xsd:anyURI")))


def _example(question: ExampleQuestion) -> Iterator[ox.Triple]:
    """A query as SHACL's vocabulary has it, which has no term for DESCRIBE: such a query is no example.

    ``rdfs:comment`` in English only: SIB's tools would list a query once for each language.
    """
    if question.form not in _FORMS:
        return
    relation, kind = _FORMS[question.form]
    example = expand(f"example:{question.id}")
    yield _triple(example, "rdf:type", _node("sh:SPARQLExecutable"))
    yield _triple(example, "rdf:type", _node(kind))
    yield _triple(example, relation, ox.Literal(without_header(question.text)))
    yield _triple(example, "rdfs:comment", ox.Literal(question.summary["en"], language="en"))
    yield _triple(example, "schema:description", ox.Literal(question.summary["zh"], language="zh"))
    yield _triple(example, "sh:prefixes", ox.NamedNode(VOID))
    for tag in question.tags:
        yield _triple(example, "schema:keywords", ox.Literal(tag))


def _types(default: Iterable[ox.Triple]) -> dict[Term, list[ox.NamedNode]]:
    """The named classes of each thing."""
    found: dict[Term, list[ox.NamedNode]] = defaultdict(list)
    kind = _node("rdf:type")
    for triple in default:
        if triple.predicate == kind and isinstance(triple.object, ox.NamedNode):
            found[triple.subject].append(triple.object)
    return found


def _partition(*path: ox.NamedNode | str) -> str:
    """The IRI of a partition: readable names, or a hash for a term that has no prefix."""
    return f"{VOID}#{'/'.join(part if isinstance(part, str) else _short(str(part.value)) for part in path)}"


def _short(iri: str) -> str:
    name = compact(iri)
    return name if name != iri else hashlib.sha256(iri.encode()).hexdigest()[:12]


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def _node(name: str) -> ox.NamedNode:
    return ox.NamedNode(expand(name))


def _triple(subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), _node(predicate), value)


def counts(store: ox.Store) -> dict[str, Any]:
    """Quads by graph, instances by class and assessments by verdict, of the default graph."""
    graphs = {str(name.value): 0 for name in store.named_graphs()}
    for name in graphs:
        graphs[name] = sum(1 for _ in store.quads_for_pattern(None, None, None, ox.NamedNode(name)))
    default = ox.DefaultGraph()
    types, verdicts = (
        Counter(
            str(quad.object.value)  # type: ignore[union-attr]
            for quad in store.quads_for_pattern(None, ox.NamedNode(expand(name)), None, default)
        )
        for name in ("rdf:type", "gf:verdict")
    )
    own = {iri: count for iri, count in types.items() if iri.startswith(BASE)}
    size = sum(1 for _ in store.quads_for_pattern(None, None, None, default))
    return {
        "default": size,
        "graphs": dict(sorted(graphs.items())),
        "classes": dict(sorted(own.items())),
        "verdicts": dict(sorted(verdicts.items())),
    }
