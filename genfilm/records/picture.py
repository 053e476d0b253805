"""Pictures of claims: nodes and edges around a thing, or of the whole graph, as plain values.

An edge is the triple of one claim, a node a thing that such a triple names. Claims whose object is a literal
have no edge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from genfilm.catalogue.library import Library
from genfilm.catalogue.table import Term
from genfilm.problems import UnknownTerm, WrongParameter
from genfilm.protocol.terms import iri, string
from genfilm.records.things import things
from genfilm.vocabulary import BASE

DEEPEST = 3
GROUPS: dict[str, frozenset[str]] = {
    "work": frozenset({"film", "series"}),
    "technology": frozenset({"tech", "capability", "use"}),
    "actor": frozenset({"actor", "person", "org"}),
    "stage": frozenset({"stage", "activity", "chain", "industry"}),
    "risk": frozenset({"risk"}),
    "effect": frozenset({"impact", "obs"}),
    "strategy": frozenset({"strategy", "measure", "business-model"}),
    "document": frozenset({"doc", "event", "grant"}),
    "concept": frozenset({"content", "concept"}),
    "other": frozenset(),
}
"""The classes that a picture tells apart by colour, shape and filter, with the kinds of IRIs in each."""

_GROUP_OF = {kind: name for name, kinds in GROUPS.items() for kind in kinds}


@dataclass(frozen=True, slots=True)
class PictureNode:
    """A thing: ``group`` is a key of GROUPS, ``cls`` the narrowest class, ``degree`` its edges in all."""

    iri: str
    label: str
    group: str
    cls: str
    class_label: str
    degree: int


@dataclass(frozen=True, slots=True)
class Edge:
    """The triple of a claim; ``claim`` is its id such as ``example-2026/C01``, ``verdict`` a code or None."""

    id: str
    iri: str
    claim: str
    source: str
    target: str
    property: str
    label: str
    origin: str
    polarity: str
    modality: str
    verdict: str | None
    verdict_label: str
    page: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes and the edges between them; ``truncated`` when more edges were asked for than are shown."""

    nodes: tuple[PictureNode, ...]
    edges: tuple[Edge, ...]
    truncated: bool = False

    def filtered(self, *, groups: set[str], verdicts: set[str], origins: set[str], focus: str) -> Picture:
        """Only what the filters let through (an empty set lets all through); the focus always stays."""
        kept = {n.iri for n in self.nodes if not groups or n.group in groups or n.iri == focus}
        edges = tuple(
            edge
            for edge in self.edges
            if edge.source in kept
            and edge.target in kept
            and (not verdicts or (edge.verdict or "none") in verdicts)
            and (not origins or edge.origin in origins)
        )
        ends = {end for edge in edges for end in (edge.source, edge.target)} | {focus}
        return replace(self, nodes=tuple(n for n in self.nodes if n.iri in ends), edges=edges)


def draw(library: Library, lang: str, focus: str = "", depth: int = 1, most: int = 2000) -> Picture:
    """The picture around ``focus`` (an IRI), ``depth`` claims deep, or of everything without a focus.

    Raises Problem 404 when the graph says nothing of the focus, 400 when it is no IRI.
    """
    nodes = {node.iri: node for node in _things(library, lang)}
    edges = list(_edges(library, lang, focus if depth <= 1 else ""))
    if focus:
        edges = list(_around(edges, focus, depth))
        if focus not in nodes:
            _require(library, focus)
            nodes[focus] = _bare(library, focus, lang)
    shown = edges[:most]
    ends = {end for edge in shown for end in (edge.source, edge.target)} | ({focus} if focus else set())
    return Picture(tuple(nodes[end] for end in sorted(ends & nodes.keys())), tuple(shown), len(edges) > most)


def group_of(subject: str) -> str:
    """The group of GROUPS that an IRI belongs to, by its path."""
    space, _, rest = subject.removeprefix(f"{BASE}/").partition("/")
    kind = rest.partition("/")[0] if space == "id" else space
    return _GROUP_OF.get(kind, "other")


def origins(edges: Iterable[Edge]) -> Counter[str]:
    """Number of edges from each source."""
    return Counter(edge.origin for edge in edges)


def _things(library: Library, lang: str) -> tuple[PictureNode, ...]:
    """All things, read once for each language and build."""
    return library.once(f"graph-things {lang}", lambda: tuple(_read_things(library, lang)))


def _read_things(library: Library, lang: str) -> Iterator[PictureNode]:
    seen = set()
    for row in library.page("graph-things", lang=string(lang)):
        name = str(row["thing"])
        if name in seen:
            continue
        seen.add(name)
        label, cls = _text(row["label"]) or _otherwise(library, name, lang), _text(row["class"])
        degree = int(_text(row["degree"]))
        yield PictureNode(name, label, group_of(name), cls, _text(row["classLabel"]), degree)


def _edges(library: Library, lang: str, focus: str) -> tuple[Edge, ...]:
    """The edges at the focus; all of them, read once for each language and build, without one."""
    if focus:
        return tuple(_read_edges(library, lang, focus))
    return library.once(f"graph-claims {lang}", lambda: tuple(_read_edges(library, lang, "")))


def _read_edges(library: Library, lang: str, focus: str) -> Iterator[Edge]:
    if focus:
        table = library.page("graph-neighbourhood", focus=_term(focus), lang=string(lang))
    else:
        table = library.page("graph-claims", lang=string(lang))
    seen: set[str] = set()
    for row in table:
        claim, target = str(row["claim"]), str(row["object"])
        name = f"{claim} {target}"
        if name in seen:
            continue  # the claim stands on several pages
        seen.add(name)
        short = claim.removeprefix(f"{BASE}/id/claim/")
        yield Edge(
            name,
            claim,
            short,
            str(row["subject"]),
            target,
            str(row["property"]),
            _text(row["propertyLabel"]),
            short.partition("/")[0],
            _code(row["polarity"]) or "affirmed",
            _code(row["modality"]) or "asserted",
            _code(row["verdict"]),
            _text(row["verdictLabel"]),
            _text(row["page"]),
        )


def _around(edges: list[Edge], focus: str, depth: int) -> Iterator[Edge]:
    """The edges within ``depth`` steps of the focus, nearest first."""
    reached, taken = {focus}, set()
    for _ in range(depth):
        border = set(reached)
        for edge in edges:
            if edge.id not in taken and (edge.source in border or edge.target in border):
                taken.add(edge.id)
                reached |= {edge.source, edge.target}
                yield edge


def _require(library: Library, focus: str) -> None:
    if not library.page("term-exists", subject=_term(focus)).rows:
        raise UnknownTerm("here", iri=focus)


def _bare(library: Library, focus: str, lang: str) -> PictureNode:
    """A thing that no claim joins to another."""
    labels = library.page("term-label", subject=_term(focus), lang=string(lang)).column("label")
    return PictureNode(
        focus, _text(labels[0]) if labels else library.prefixes.compact(focus), group_of(focus), "", "", 0
    )


def _term(focus: str) -> str:
    try:
        return iri(focus)
    except ValueError as error:
        raise WrongParameter("iri", parameter="focus", why=str(error)) from None


def _otherwise(library: Library, name: str, lang: str) -> str:
    """Name of an entity without one in this language: its other name, else its short IRI."""
    every = things(library)
    return every.label(name)[lang] if name in every else library.prefixes.compact(name)


def _text(term: Term | None) -> str:
    return term.value if term else ""


def _code(term: Term | None) -> str | None:
    """``partly-corroborated`` for gf:PartlyCorroborated."""
    if term is None:
        return None
    name = term.value.rpartition("/")[2]
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")
