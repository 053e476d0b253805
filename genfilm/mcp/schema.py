"""The tool that describes the schema: how claims are modelled, classes, properties, values, prefixes."""

from __future__ import annotations

from typing import Annotated, Literal

from mcp_types import CallToolResult
from pydantic import Field

from genfilm.mcp.arguments import Lang
from genfilm.mcp.shapes import Schema, TermModel, told
from genfilm.mcp.source import Source
from genfilm.problems import UnknownTerm
from genfilm.records import ontology
from genfilm.records.ledger import ledger
from genfilm.records.names import names
from genfilm.vocabulary import BASE, GF, compact
from genfilm.words import say

_PROPERTIES = ("object-property", "datatype-property")
_LISTED = ("verdict", "polarity", "modality", "valence", "stage", "kind", "source")


class Describing:
    """Tools over a source; each method is one."""

    def __init__(self, source: Source) -> None:
        self._library = source.library

    def describe_schema(
        self,
        topic: Annotated[
            Literal["overview", "classes", "properties", "values", "prefixes"],
            Field(description="overview: how claims are modelled; values: those of find_claims"),
        ] = "overview",
        term: Annotated[
            str, Field(max_length=300, description="one class or property in full: gf:Film, Film, a name")
        ] = "",
        lang: Lang = "en",
    ) -> Annotated[CallToolResult, Schema]:
        """Vocabulary of the graph: read the overview before you write SPARQL, then one topic or one term."""
        if term:
            found = self._one(term, lang)
            return told(Schema(topic=found.name, terms=[found]), _term_lines(found))
        known = ontology.ontology(self._library)
        own = sorted((t for t in known.terms.values() if t.iri.startswith(GF)), key=lambda t: t.name.lower())
        if topic == "overview":
            text = say("mcp.overview", lang)
            roots = [self._brief(each, lang) for each in known.roots()]
            return told(Schema(topic=topic, text=text, terms=roots), [text, "", *map(_line, roots)])
        if topic == "prefixes":
            ours = {name: iri for name, iri in self._library.prefixes.items() if iri.startswith(BASE)}
            lines = [f"{prefix}: <{iri}>" for prefix, iri in ours.items()]
            return told(Schema(topic=topic, prefixes=ours), lines)
        if topic == "values":
            facets = ledger(self._library).values
            values = {facet: sorted(facets[facet]) for facet in _LISTED}
            return told(
                Schema(topic=topic, values=values),
                [f"{facet}: {', '.join(each)}" for facet, each in values.items()],
            )
        kinds = ("class",) if topic == "classes" else _PROPERTIES
        terms = [self._brief(each, lang) for each in own if each.kind in kinds]
        return told(Schema(topic=topic, terms=terms), [_line(each) for each in terms])

    def _brief(self, term: ontology.OntologyTerm, lang: str) -> TermModel:
        return TermModel(
            name=compact(term.iri),
            label=term.label[lang],
            domain=[compact(iri) for iri in term.domain],
            range=[compact(iri) for iri in term.range],
            instances=ontology.ontology(self._library).usage(term.iri).get("instances"),
        )

    def _one(self, text: str, lang: str) -> TermModel:
        known = ontology.ontology(self._library)
        wanted = text.strip()
        found = known.by_name.get(wanted.removeprefix("gf:"))
        if found is None:
            terms = [one for one in names(self._library).resolve(wanted) if one.iri in known.terms]
            if not terms:
                raise UnknownTerm("schema", name=wanted)
            found = known.terms[terms[0].iri]
        brief = self._brief(found, lang)
        brief.kind = found.kind
        brief.definition = found.definition[lang] or None
        brief.parents = [compact(iri) for iri in found.parents]
        brief.properties = [compact(each.iri) for each in known.applicable(found.iri)[0]]
        return brief


def _line(term: TermModel) -> str:
    ends = f" ({' or '.join(term.domain) or '…'} → {' or '.join(term.range) or '…'})"
    count = f" ({term.instances})" if term.instances else ""
    return f"- {term.name}: {term.label}{ends if term.domain or term.range else ''}{count}"


def _term_lines(term: TermModel) -> list[str]:
    lines = [_line(term), term.definition or ""]
    lines += [f"kind: {term.kind}"] if term.kind else []
    lines += [f"below: {', '.join(term.parents)}"] if term.parents else []
    lines += [f"properties: {', '.join(term.properties)}"] if term.properties else []
    return lines
