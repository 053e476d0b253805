"""Answers by a named question that is surely meant: of the catalogue, of a property, for a definition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from genfilm.ask import sentence
from genfilm.ask.answer import Match, Understood
from genfilm.ask.candidates import QueryCandidate
from genfilm.ask.claims import ClaimIndex
from genfilm.ask.constraints import QuestionConstraint, narrowed
from genfilm.ask.defining import DefinitionQuestion
from genfilm.ask.derived import PropertyQuestion
from genfilm.ask.expected import NUMBER, counted
from genfilm.ask.features import CONCEPT, STEM, TYPE
from genfilm.ask.linking import Link
from genfilm.catalogue.library import Library
from genfilm.catalogue.table import Table, Term
from genfilm.protocol.queryfile import without_header
from genfilm.records.corpus import ClaimRecord, corpus
from genfilm.records.entities import entities

FACTS, DEFINITION = "facts-of-a-property", "definition-of-a-term"
"""The queries of the catalogue that answer what is derived from the ontology."""
SURE, KNOWN = 0.62, 0.6
"""The nearness from which a named question may be meant, and the share of the text that it must know."""
OWN = 0.9
"""The nearness of a text in the catalogue's own words: it needs no claims to be sure."""
GATE, AMONG = 2, 5
"""So many of so many nearest claims, the nearest one among them, must be among its rows or what its rows rest
on; the nearest one suffices where nothing else is behind them."""
OWN_WORDS = 0.95
"""The share that it must know where the nearest claim is not among its rows, and one more is."""
_EXPLAINED = 8


@dataclass(frozen=True, slots=True)
class NamedAnswer:
    """The answer of a named question that is surely meant; ``lead`` says it where the rows do not."""

    understood: Understood
    sparql: str
    table: Table
    claims: tuple[str, ...]
    applied: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    lead: str | None = None


class NamedAnswers:
    """Asks the named questions of a library; ``claims`` tell which rows come closest."""

    def __init__(self, library: Library, claims: ClaimIndex) -> None:
        self._library, self._claims, self._corpus = library, claims, corpus(library)

    def of_candidate(
        self,
        candidate: QueryCandidate,
        found: Mapping[str, str],
        shown: Sequence[ClaimRecord],
        asked: Sequence[QuestionConstraint],
        kind: str | None,
        lang: str,
    ) -> NamedAnswer | None:
        """The answer of a question surely meant, None of one that is not: it gives its parameters no value,
        or too few of the nearest claims are behind its rows, or no row is about the work, person or
        organization that is named. ``found`` are the features of the text with its words."""
        if candidate.value < SURE or candidate.known < KNOWN or not candidate.complete:
            return None
        values = _values(candidate, lang)
        text = candidate.query.bind(**values)
        taken = {link.value for link in candidate.links}
        free = [each for each in asked if self._library.prefixes.compact(each.iri) not in taken]
        table, applied, left = narrowed(
            self._library.select(text, candidate.query.columns), free, self._corpus.claims.get
        )
        claims = tuple(dict.fromkeys(iri for row in table.rows for iri in self.behind(row)))
        behind = {self._claims.row(iri) for iri in claims}
        nearest = [claim.iri for claim in shown[:AMONG]]
        hits = len(behind.intersection(nearest)) - (1 if candidate.known < OWN_WORDS else 0)
        among = hits > GATE or (len(behind.intersection(nearest)) >= GATE and nearest[0] in behind)
        alone = behind == set(nearest[:1])
        gated = among or alone or min(candidate.value, candidate.known) >= OWN
        if not (table.rows and gated) or any(each.specific for each in left):
            return None
        if kind == NUMBER and not counted(table):
            return None
        names = tuple(each.label for each in applied), tuple(each.label for each in left)
        query = candidate.query
        understood = Understood(
            query.id, query.summary[lang], values, candidate.links,
            round(candidate.value, 3), _explained(candidate, found),
        )  # fmt: skip
        return NamedAnswer(understood, without_header(text), table, claims, *names)

    def of_property(
        self, asked: PropertyQuestion, shown: Sequence[ClaimRecord], lang: str
    ) -> NamedAnswer | None:
        """The answer of a question derived from the ontology; None where it names the property in other words
        than the ontology, and none of the nearest claims states the answer."""
        claims = tuple(claim.iri for claim in asked.claims)
        rows = {self._claims.row(iri) for iri in claims}
        if not (asked.in_full or rows.intersection(claim.iri for claim in shown[:AMONG])):
            return None
        compact = self._library.prefixes.compact
        links = [Link("property", compact(asked.prop), asked.words[0])]
        if asked.thing is not None:
            role = "subject" if asked.as_subject else "object"
            links.append(Link(role, compact(asked.thing), asked.words[1]))
        label = entities(self._library).label(asked.prop)[lang]
        understood, sparql, table = self._run(FACTS, links, (asked.words[0], label), lang)
        stating = tuple(row for row in table.rows if any(term and term.value in claims for term in row))
        if not stating:
            return None
        items = tuple(node.label[lang] for node in asked.answers)
        return NamedAnswer(
            understood, sparql, Table(table.columns, stating), claims,
            () if asked.thing else (asked.words[1],), lead=sentence.of_items(items, len(stating), lang),
        )  # fmt: skip

    def of_definition(
        self, asked: DefinitionQuestion, shown: Sequence[ClaimRecord], lang: str
    ) -> NamedAnswer | None:
        """The definition of a thing, with the claims that come closest; None where the graph has none."""
        label = entities(self._library).label(asked.term)[lang]
        link = Link("term", self._library.prefixes.compact(asked.term), asked.words)
        understood, sparql, table = self._run(DEFINITION, [link], (asked.words, label), lang)
        if not table.rows:
            return None
        lead = sentence.of_definition(label, str(table.records()[0]["definition"]), lang)
        return NamedAnswer(understood, sparql, table, tuple(claim.iri for claim in shown), lead=lead)

    def _run(
        self, name: str, links: Sequence[Link], match: tuple[str, str], lang: str
    ) -> tuple[Understood, str, Table]:
        """(what is understood, SPARQL, rows) of a named question that a text asks in full."""
        query = self._library.named(name)
        values = {link.parameter: link.value for link in links} | {"lang": lang}
        text = query.bind(**values)
        explained = (Match(match[0], "name", match[1]),)
        understood = Understood(name, query.summary[lang], values, tuple(links), 1.0, explained)
        return understood, without_header(text), self._library.select(text, query.columns)

    def behind(self, row: Sequence[Term | None]) -> Iterator[str]:
        """The claims that a row names, else those about the things that it names."""
        things = [term.value for term in row if term is not None and term.kind == "iri"]
        named = [iri for iri in things if iri in self._corpus.claims]
        yield from named or (claim.iri for iri in things for claim in self._corpus.about(iri))


def _values(candidate: QueryCandidate, lang: str) -> dict[str, str]:
    """The parameters of a question: as linked, the language of the answer, or the default."""
    given = candidate.values | {"lang": lang}
    return {p.name: given.get(p.name, p.default) for p in candidate.query.parameters}


def _explained(candidate: QueryCandidate, found: Mapping[str, str]) -> tuple[Match, ...]:
    shown = [feature for feature in candidate.shared if feature.startswith((CONCEPT, STEM, TYPE))]
    return tuple(Match(found.get(feature, ""), *feature.split(":", 1)) for feature in shown[:_EXPLAINED])
