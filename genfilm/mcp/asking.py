"""The tools that ask: named queries and what they want, plain questions, SPARQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from typing import Annotated, Any

import anyio.to_thread
from mcp_types import CallToolResult
from pydantic import Field

from genfilm.ask.answer import Nearest, Statement, Understood
from genfilm.catalogue.query import NamedQuery, Parameter
from genfilm.catalogue.table import Table, parse_table
from genfilm.engine.query import Query
from genfilm.mcp import briefs
from genfilm.mcp.arguments import Lang, Limit, Offset, Text
from genfilm.mcp.shapes import (
    ColumnModel,
    Queries,
    QueryEntry,
    QueryRows,
    ReplyModel,
    Rows,
    StatementModel,
    SuggestionModel,
    told,
)
from genfilm.mcp.source import Source
from genfilm.problems import DeadlineExceeded, ResultTooLarge, UnknownTag
from genfilm.protocol import guard
from genfilm.protocol.queryfile import without_header
from genfilm.protocol.silence import says_nothing
from genfilm.records.ask import choices, resolved
from genfilm.records.corpus import corpus
from genfilm.records.entities import entities
from genfilm.records.hints import explained
from genfilm.records.names import names
from genfilm.search.fold import key as folded
from genfilm.words import say

_VALUES = 30
_Value = str | int | float | bool | None
_JSON_TYPES = {"integer": "integer", "decimal": "number", "boolean": "boolean"}


class Asking:
    """Tools over a source; each method is one."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._library = source.library
        self._prefixes = source.library.prefixes

    def list_queries(
        self,
        query: Annotated[
            str, Field(max_length=200, description="id of one query: all about it, its SPARQL too")
        ] = "",
        tag: Annotated[str, Field(max_length=100, description="only queries with this tag")] = "",
        text: Annotated[
            str, Field(max_length=200, description="only the queries that have most of these words")
        ] = "",
        lang: Lang = "en",
    ) -> Annotated[CallToolResult, Queries]:
        """The named queries (checked questions with typed parameters) that run_query runs. Without `query` a
        list of ids, summaries and parameter names; with it the JSON schema of the parameters (with the
        values that make sense), the columns and the SPARQL."""
        every = list(self._library.queries.values())
        tags = sorted({each for one in every for each in one.tags})
        if query:
            one = self._library.named(query.strip())
            entry = self._described(one, lang)
            lines = [f"{one.id}: {entry.summary}", entry.description or ""]
            lines += [_parameter_line(name, spec) for name, spec in entry.parameters["properties"].items()]
            lines += [
                f"Columns: {', '.join(f'{c.name} ({c.label})' for c in entry.columns)}",
                entry.sparql or "",
            ]
            return told(Queries(total=1, queries=[entry]), lines)
        if tag and tag not in tags:
            raise UnknownTag(name=tag, known=tags)
        words = folded(text).split()
        tagged = [one for one in every if not tag or tag in one.tags]
        shares = {one.id: _share(one, words) for one in tagged}
        best = max(shares.values(), default=0)
        chosen = [one for one in tagged if best and shares[one.id] == best]
        entries = [
            QueryEntry(
                query=one.id,
                summary=one.summary[lang],
                parameters={p.name: p.description[lang] for p in one.parameters if p.name != "lang"},
            )
            for one in chosen
        ]
        lines = [
            f"- {each.query}"
            + (f"({', '.join(each.parameters)})" if each.parameters else "")
            + f": {each.summary}"
            for each in entries
        ] or [f"No query has any of these words. Tags: {', '.join(tags)}."]
        return told(Queries(total=len(entries), queries=entries, tags=tags), lines)

    def run_query(
        self,
        query: Annotated[str, Field(min_length=1, max_length=200, description="id, as list_queries has it")],
        parameters: Annotated[
            dict[str, _Value],
            Field(description='by name, such as {"actor": "production companies"}; an entity by any name'),
        ] = {},  # noqa: B006  the schema shows the default; nobody changes it
        limit: Limit = 20,
        offset: Offset = 0,
        lang: Lang = "en",
    ) -> Annotated[CallToolResult, QueryRows]:
        """Run a named query: rows, and the claims behind them with speaker, page and verdict. Parameters left
        out take their defaults, which the answer shows. An unknown query or parameter, a wrong type or an
        ambiguous name gives an error that says what would be right."""
        named = self._library.named(query.strip())
        given = {name: _as_text(value) for name, value in parameters.items() if value is not None}
        if any(parameter.name == "lang" for parameter in named.parameters):
            given.setdefault("lang", lang)
        values = resolved(named, names(self._library), **given)
        table = self._library.select(named.bind(**values), named.columns)
        rows = briefs.rows_of(self._library, table, offset, limit, lang)
        used = {p.name: values.get(p.name, p.default) for p in named.parameters if p.name != "lang"}
        answer = QueryRows(
            **dict(rows),
            query=named.id,
            summary=named.summary[lang],
            parameters={name: self._prefixes.compact(value) for name, value in used.items()},
        )
        shown = ", ".join(f"{name}={value}" for name, value in answer.parameters.items())
        head = f"{answer.summary} [{named.id}{': ' + shown if shown else ''}]"
        return told(answer, [head, *briefs.rows_text(answer, lang)])

    def ask_question(
        self, question: Text, limit: Limit = 20, lang: Lang = "en"
    ) -> Annotated[CallToolResult, ReplyModel]:
        """Ask in plain words, English or Chinese. Where a named query is surely meant it is run: check
        `summary` and `parameters`, and `unused`, which names what was not taken into account. Else the
        answer is `statements`: the claims that come closest, each with speaker, source, page, verdict and
        evidence; `nearest` lists queries for run_query. When it is `doubtful` the graph may hold no answer:
        say so. One question at a time."""
        found = self._source.asker.ask(question, lang)
        meant = found.understood
        rows = briefs.rows_of(self._library, found.table or Table((), ()), 0, limit, lang)
        if meant and rows.next:
            rows.next = f"run_query with query={meant.id}, these parameters and {rows.next}"
        answer = ReplyModel(
            **dict(rows), understood=meant is not None, query=meant.id if meant else None,
            summary=meant.summary if meant else None, parameters=self._given(meant) if meant else {},
            confidence=meant.confidence if meant else None, sentence=found.sentence or None,
            sparql=found.sparql or None, applied=list(found.applied), unused=list(found.left_out),
            doubtful=found.doubtful, unknown=list(found.unknown),
            statements=[_statement(each) for each in found.statements],
            nearest=[
                SuggestionModel(
                    query=n.id, summary=n.summary, confidence=n.confidence, parameters=self._given(n)
                )
                for n in found.nearest
            ],
        )  # fmt: skip
        if meant:
            shown = "".join(f", {name}={value}" for name, value in answer.parameters.items())
            head = [found.sentence, f"{meant.summary} [{meant.id}{shown}]"]
            return told(answer, [*head, *briefs.rows_text(answer, lang)])
        known = corpus(self._library).claims
        lines = [found.sentence, *([say("ask.closest_claims", lang)] if found.statements else [])]
        lines += [f"- {briefs.brief(known[each.claim], lang)}" for each in found.statements]
        lines += [say("ask.unsure", lang), *(f"- {each.query}: {each.summary}" for each in answer.nearest)]
        return told(answer, lines)

    def _given(self, near: Nearest | Understood) -> dict[str, str]:
        """The parameters of a query by prefixed names."""
        given = near.parameters.items()
        return {name: self._prefixes.compact(value) for name, value in given if name != "lang"}

    async def run_sparql(
        self,
        query: Annotated[
            str, Field(min_length=1, max_length=100_000, description="SPARQL 1.1 query, read-only")
        ],
        limit: Limit = 20,
        offset: Offset = 0,
        seconds: Annotated[float, Field(gt=0, le=30, description="longest time")] = 10.0,
        lang: Lang = "en",
    ) -> Annotated[CallToolResult, Rows]:
        """Run SPARQL of your own; our prefixes are declared already (describe_schema has terms and model).
        SELECT, ASK, and CONSTRUCT or DESCRIBE as rows of triples; no SERVICE, no updates. Select the claims'
        IRIs, and the answer tells who says it and what evidence says. Prefer run_query where one fits."""
        reading = guard.read(query, self._prefixes)
        guard.refuse_federation(reading)
        triples = reading.form in ("CONSTRUCT", "DESCRIBE")
        asked = Query(query, "turtle" if triples else "json", prefixes=self._prefixes if triples else {})
        try:
            body = await self._source.answer(asked, min(seconds, self._source.timeout))
        except DeadlineExceeded as late:
            limit = late.extra.get("limitSeconds", seconds)
            raise DeadlineExceeded("tool", limitSeconds=limit, most=min(30.0, self._source.timeout)) from None
        except ResultTooLarge as large:
            raise ResultTooLarge(**large.extra) from None
        rows = await anyio.to_thread.run_sync(partial(self._rows, body, triples, offset, limit, lang))
        if says_nothing(body, asked.format):
            rows.notes += await anyio.to_thread.run_sync(explained, self._library, query, lang)
        return told(rows, briefs.rows_text(rows, lang))

    def _rows(self, body: bytes, triples: bool, offset: int, limit: int, lang: str) -> Rows:
        if triples:
            from genfilm.engine.triples import solutions

            body = solutions(body)
        return briefs.rows_of(self._library, parse_table(body), offset, limit, lang)

    def _described(self, query: NamedQuery, lang: str) -> QueryEntry:
        own = [parameter for parameter in query.parameters if parameter.name != "lang"]
        return QueryEntry(
            query=query.id,
            summary=query.summary[lang],
            description=query.description.get(lang) or None,
            parameters={
                "type": "object",
                "properties": {parameter.name: self._schema(parameter, lang) for parameter in own},
                "additionalProperties": False,
            },
            columns=[ColumnModel(name=name, label=labels[lang]) for name, labels in query.columns.items()],
            sparql=without_header(query.text),
        )

    def _schema(self, parameter: Parameter, lang: str) -> dict[str, Any]:
        """The JSON schema of a parameter; of an entity some of the values that make sense."""
        found: dict[str, Any] = {"type": _JSON_TYPES.get(parameter.kind, "string")}
        found["description"] = parameter.description[lang]
        if not parameter.optional:
            found["default"] = parameter.default
        if parameter.kind != "iri" and parameter.options:
            found["enum"] = list(parameter.options)
        if parameter.kind == "iri":
            found["description"] += " (any name of it, or its prefixed name)"
            known = choices(self._library, parameter)
            labels = entities(self._library)
            found["examples"] = [
                f"{self._prefixes.compact(iri)} ({labels.label(iri)[lang]})" for iri in known[:_VALUES]
            ]
            if len(known) > _VALUES:
                found["description"] += f"; {len(known)} in all, search finds them"
        return found


def _statement(near: Statement) -> StatementModel:
    told = {name: value for name, value in asdict(near).items() if value}
    return StatementModel.model_validate(told | {"claim": briefs.name_of(near.claim)})


def _as_text(value: _Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _share(query: NamedQuery, words: list[str]) -> float:
    """Share of the words that a query speaks of; 1 without words."""
    texts = (query.id, *query.tags, *query.summary.values(), *query.description.values())
    told_of = folded(" ".join(texts))
    return sum(word in told_of for word in words) / len(words) if words else 1.0


def _parameter_line(name: str, spec: Mapping[str, Any]) -> str:
    extras = [f"{key}: {spec[key]}" for key in ("default", "enum") if key in spec]
    if spec.get("examples"):
        extras.append(f"values: {', '.join(spec['examples'])}")
    return f"- {name} ({spec['type']}): {spec['description']}" + (f" [{'; '.join(extras)}]" if extras else "")
