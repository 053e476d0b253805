"""``genfilm queries``: the named questions, or what one of them wants and answers."""

from __future__ import annotations

import argparse

from genfilm.catalogue.query import NamedQuery
from genfilm.catalogue.table import Column, Table, Term
from genfilm.cli.access import open_graph
from genfilm.cli.output import as_text, data, rows
from genfilm.cli.text import paragraph, titled
from genfilm.client.result import Result
from genfilm.settings import Settings
from genfilm.words import both, saying

_COLUMNS = (
    Column("id", both("noun.question"), "string"),
    Column("summary", both("query.summary"), "string"),
    Column("parameters", both("query.parameters"), "string"),
)


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the list or the description; 1 when no question has the tag."""
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
        cells = (
            (query.id, query.summary[lang], ", ".join(p.name for p in query.parameters if p.name != "lang"))
            for query in chosen
        )
        table = Table(_COLUMNS, tuple(tuple(Term("literal", text) for text in row) for row in cells))
        rows(Result(table, lang=lang), arguments.format)
    return 0 if chosen else 1


def _described(query: NamedQuery, lang: str) -> list[str]:
    say = saying(lang)
    lines = [*paragraph(query.summary[lang])]
    if lang in query.description:
        lines += ["", *paragraph(query.description[lang])]
    if query.parameters:
        lines += ["", say("query.parameters_head")]
    for parameter in query.parameters:
        default = (
            say("query.optional") if parameter.optional else say("query.default", value=parameter.default)
        )
        lines += titled(f"  {parameter.name}", f"{parameter.description[lang]} ({parameter.kind}, {default})")
        if parameter.options:
            lines += titled("", say("query.options") + ", ".join(parameter.options))
    lines += ["", say("query.columns_head")]
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
