"""``genfilm queries``: the named questions, or what one of them wants and answers."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from genfilm.cli import complete
from genfilm.cli.arguments import ROWS
from genfilm.words import both, say

if TYPE_CHECKING:
    from genfilm.catalogue.query import NamedQuery
    from genfilm.cli.arguments import Parser
    from genfilm.client.result import Result
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "ask", 3, "cli.queries.summary"


def declare(parser: Parser) -> None:
    parser.add("name", nargs="?", completer=complete.questions, says="cli.queries.name")
    parser.add("--tag", says="cli.queries.tag")
    parser.add("--format", choices=ROWS, metavar="FORMAT", says="cli.format")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the list or the description; 1 when no question has the tag."""
    from genfilm.cli.access import open_graph
    from genfilm.cli.output import as_text, data, rows

    graph, lang = open_graph(settings, arguments), arguments.lang
    if arguments.name:
        query = graph.library.named(arguments.name)
        if as_text({"table": "text", "csv": "json"}.get(arguments.format, arguments.format)):
            print("\n".join(_described(query, lang)))
        else:
            data(_record(query, lang))
        return 0
    chosen = [query for query in graph.queries if not arguments.tag or arguments.tag in query.tags]
    if arguments.format == "json":
        data([_record(query, lang) for query in chosen])
    else:
        rows(_listed(chosen, lang), arguments.format)
    return 0 if chosen else 1


def _listed(queries: list[NamedQuery], lang: str) -> Result:
    from genfilm.catalogue.table import Column, Table, Term
    from genfilm.client.result import Result

    cells = (
        (query.id, query.summary[lang], ", ".join(p.name for p in query.parameters if p.name != "lang"))
        for query in queries
    )
    return Result(
        Table(
            (
                Column("id", both("noun.question"), "string"),
                Column("summary", both("query.summary"), "string"),
                Column("parameters", both("query.parameters"), "string"),
            ),
            tuple(tuple(Term("literal", text) for text in row) for row in cells),
        ),
        lang=lang,
    )


def _described(query: NamedQuery, lang: str) -> list[str]:
    from genfilm.cli.text import paragraph, titled

    lines = [*paragraph(query.summary[lang])]
    if lang in query.description:
        lines += ["", *paragraph(query.description[lang])]
    if query.parameters:
        lines += ["", say("query.parameters_head", lang)]
    for parameter in query.parameters:
        default = (
            say("query.optional", lang)
            if parameter.optional
            else say("query.default", lang, value=parameter.default)
        )
        lines += titled(f"  {parameter.name}", f"{parameter.description[lang]} ({parameter.kind}, {default})")
        if parameter.options:
            lines += titled("", say("query.options", lang) + ", ".join(parameter.options))
    lines += ["", say("query.columns_head", lang)]
    lines += [line for name, words in query.columns.items() for line in titled(f"  {name}", words[lang])]
    example = " ".join(
        f"{p.name}={p.default}" for p in query.parameters if not p.optional and p.name != "lang"
    )
    return [*lines, "", f"genfilm query {query.id} {example}".rstrip()]


def _record(query: NamedQuery, lang: str) -> dict[str, object]:
    return {
        "id": query.id,
        "summary": query.summary[lang],
        "description": query.description.get(lang),
        "tags": list(query.tags),
        "form": query.form,
        "parameters": [
            {
                "name": p.name,
                "type": p.kind,
                "class": p.cls,
                "default": None if p.optional else p.default,
                "options": list(p.options),
                "description": p.description[lang],
            }
            for p in query.parameters
        ],
        "columns": {name: words[lang] for name, words in query.columns.items()},
    }
