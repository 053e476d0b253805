"""Promises of a query file, held against its answer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from genfilm.catalogue.query import NamedQuery
from genfilm.catalogue.table import Table, parse_table
from genfilm.engine.query import Engine, Query
from genfilm.errors import Problem, SourceFault
from genfilm.vocabulary import PREFIXES, Prefixes


def unanswered(queries: Iterable[NamedQuery], engine: Engine) -> list[SourceFault]:
    """The questions that no interface could serve: other columns than named, or no row for the defaults."""
    found = []
    for query in queries:
        file = f"queries/{query.folder}/{query.id}.rq"
        try:
            body = engine.answer(Query(query.text))
        except Problem as problem:
            found.append(SourceFault("query-fails", str(problem), file, remedy="Mend the query."))
            continue
        table = parse_table(body)
        names = [column.name for column in table.columns]
        if names != list(query.columns):
            message = f"selects {names}, its columns are {list(query.columns)}"
            found.append(SourceFault("query-columns", message, file, remedy="Name each column, in order."))
        remedy = "Give the column the type, or optional: true, that its values call for; see docs/queries.md."
        found += [
            SourceFault("query-types", each, file, remedy=remedy) for each in wrongly_typed(query, table)
        ]
        if not table:
            remedy = "Give defaults for which there is an answer."
            found.append(SourceFault("query-empty", "no row for its defaults", file, remedy=remedy))
    return found


def wrongly_typed(query: NamedQuery, table: Table) -> list[str]:
    """The columns that hold something else than the header promises, each with the first such cell."""
    found = []
    for column, terms in zip(table.columns, zip(*table.rows, strict=True), strict=False):
        promised = query.types.get(column.name)
        wrong = [term for term in terms if promised and not promised.holds(term)]
        if wrong:
            held = f"{wrong[0].type} {wrong[0].value[:80]!r}" if wrong[0] else "an empty cell"
            found.append(f"the column {column.name} is {promised}, and holds {held}")
    return found


def broken_promises(query: NamedQuery, engine: Engine, prefixes: Prefixes = PREFIXES) -> list[str]:
    """Broken promises, a sentence each: columns, number of rows, rows that must be included, labels in
    Chinese."""
    found = []
    try:
        answer = json.loads(engine.answer(Query(query.text)))
    except Problem as problem:
        return [str(problem)]
    names, rows = answer["head"].get("vars", []), answer.get("results", {}).get("bindings", [])
    if names != list(query.columns):
        found.append(f"columns are {names}, promised {list(query.columns)}")
    promised = query.expect.get("rows")
    if promised is not None and len(rows) != promised:
        found.append(f"{len(rows)} rows, promised {promised}")
    least = query.expect.get("at_least")
    if least is not None and len(rows) < least:
        found.append(f"{len(rows)} rows, promised at least {least}")
    if not rows:
        found.append("no row for the default parameters")
    for wanted in query.expect.get("includes") or []:
        if not any(_matches(row, wanted, prefixes) for row in rows):
            found.append(f"no row with {wanted}")
    if any(parameter.name == "lang" for parameter in query.parameters):
        chinese = json.loads(engine.answer(Query(query.bind(lang="zh"))))["results"]["bindings"]
        if len(chinese) != len(rows):
            found.append(f"{len(chinese)} rows in Chinese, {len(rows)} in English")
    return found


def _matches(row: dict[str, dict[str, str]], wanted: dict[str, Any], prefixes: Prefixes) -> bool:
    for name, value in wanted.items():
        term = row.get(name)
        if term is None or term["value"] not in (str(value), _iri(str(value), prefixes)):
            return False
    return True


def _iri(value: str, prefixes: Prefixes) -> str:
    try:
        return prefixes.expand(value)
    except KeyError:
        return value
