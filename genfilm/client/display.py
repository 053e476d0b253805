"""Display in a notebook: HTML tables and lists with headings of their language and links."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from genfilm.catalogue.table import Table, Term
from genfilm.vocabulary import Prefixes
from genfilm.words import say

SHOWN = 50


def html_table(table: Table, lang: str, prefixes: Prefixes, hints: Iterable[str] = ()) -> str:
    """A table of at most SHOWN rows, which says when there are more; below it hints."""
    head = "".join(f'<th scope="col">{escape(column.label(lang))}</th>' for column in table.columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{_cell(term, prefixes)}</td>' for term in row)}</tr>"
        for row in table.rows[:SHOWN]
    )
    words = say("answer.rows_shown", lang, count=len(table), shown=min(SHOWN, len(table)))
    return (
        f'<table lang="{escape(lang)}"><caption>{words}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        + "".join(f'<p lang="{escape(lang)}">{escape(hint)}</p>' for hint in hints)
    )


def _cell(term: Term | None, prefixes: Prefixes) -> str:
    if term is None:
        return ""
    if term.kind == "iri" and term.value.startswith(("http://", "https://")):
        return f'<a href="{escape(term.value)}">{escape(prefixes.compact(term.value))}</a>'
    return escape(term.value)


def html_facts(title: str, iri: str, text: str, rows: Iterable[tuple[str, str]], lang: str) -> str:
    """A thing with a text about it and what is told of it, line by line; empty lines are left out."""
    told = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>'
        for name, value in rows
        if value
    )
    return (
        f'<table lang="{escape(lang)}"><caption><a href="{escape(iri)}">{escape(title)}</a> {escape(text)}'
        f"</caption><tbody>{told}</tbody></table>"
    )


def html_list(title: str, items: Iterable[str], lang: str) -> str:
    """A line with a list below it."""
    listed = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f'<p lang="{escape(lang)}">{escape(title)}</p><ul lang="{escape(lang)}">{listed}</ul>'
