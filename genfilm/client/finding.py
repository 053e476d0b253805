"""Results of search and plain questions: results like any other, which also say how they came about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from genfilm.ask.answer import Answer, Nearest, Statement, Understood
from genfilm.catalogue.table import Column, Table, Term
from genfilm.client.result import Result
from genfilm.search.results import Correction, Hit, SearchResult
from genfilm.vocabulary import Prefixes
from genfilm.words import both, say

_HEADINGS = {
    "iri": "noun.iri", "label": "noun.name", "kind": "noun.kind", "match": "noun.match",
    "snippet": "noun.text", "page": "noun.page", "verdict": "noun.verdict",
}  # fmt: skip

_STATEMENT = {
    "claim": "noun.claim", "statement": "field.statement", "speaker": "claim.speaker", "page": "noun.page",
    "verdict": "noun.verdict", "evidence": "noun.evidence", "right": "noun.right",
    "source": "noun.source",
}  # fmt: skip


class Hits(Result):
    """The best hits of a search; ``total`` counts all, ``found`` holds them as search gives them.

    ``match`` is ``exact``, ``prefix``, ``words`` or ``loose``; ``page`` and ``verdict`` are those of a claim.
    """

    def __init__(self, found: SearchResult, prefixes: Prefixes) -> None:
        columns = tuple(
            Column(name, both(key), "iri" if name == "iri" else "string") for name, key in _HEADINGS.items()
        )
        super().__init__(
            Table(columns, tuple(_row(hit, found.lang) for hit in found.hits)),
            lang=found.lang,
            prefixes=prefixes,
        )
        self.found, self.total = found, found.total

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """Words that nothing holds, with what was searched instead."""
        return self.found.corrections


class Reply(Result):
    """The answer to a plain question: ``sentence``, rows, the ``claims`` behind it, and its SPARQL.

    ``understood`` says which named question is surely meant, with which parameters and why. When it is None
    the rows are the ``statements`` that come closest, and ``nearest`` are named questions to choose from.
    """

    def __init__(self, answer: Answer, prefixes: Prefixes) -> None:
        super().__init__(
            answer.table or _told(answer.statements), answer.sparql, answer.lang, prefixes=prefixes
        )
        self.answer = answer

    @property
    def understood(self) -> Understood | None:
        return self.answer.understood

    @property
    def nearest(self) -> Sequence[Nearest]:
        return self.answer.nearest

    @property
    def sentence(self) -> str:
        """The answer in words."""
        return self.answer.sentence

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The claims that come closest, with speaker, page, verdict, evidence and what is right."""
        return self.answer.statements

    @property
    def claims(self) -> tuple[str, ...]:
        """IRIs of the claims behind the rows."""
        return self.answer.claims

    def _repr_html_(self) -> str:
        from genfilm.client.display import html_list

        head = self.understood.summary if self.understood else say("ask.closest_claims", self.lang)
        shown = html_list(head, [self.sentence], self.lang) + super()._repr_html_()
        near = [f"{near.id}: {near.summary}" for near in self.nearest if self.understood is None]
        return shown + (html_list(say("ask.also", self.lang), near, self.lang) if near else "")


def _told(statements: tuple[Statement, ...]) -> Table:
    columns = tuple(
        Column(name, both(key), "iri" if name == "claim" else "string") for name, key in _STATEMENT.items()
    )
    rows = [[getattr(each, name) for name in _STATEMENT] for each in statements]
    return Table(columns, tuple((Term("iri", row[0]), *map(_term, row[1:])) for row in rows))


def _term(text: str) -> Term | None:
    return Term("literal", text) if text else None


def _row(hit: Hit, lang: str) -> tuple[Term | None, ...]:
    claim = hit.claim
    snippet = "".join(part.text for part in hit.snippet.parts) if hit.snippet else ""
    texts: list[Any] = [hit.name.label, hit.kind_label[lang], hit.match, snippet]
    texts += [claim.page, claim.verdict.label if claim.verdict else ""] if claim else ["", ""]
    return (Term("iri", hit.name.iri), *(Term("literal", text) if text else None for text in texts))
