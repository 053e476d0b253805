"""What a notebook shows: a result as an HTML table with headings of its language and links."""

from __future__ import annotations

from html import escape

from genfilm.catalogue.table import Table, Term
from genfilm.vocabulary import compact

SHOWN = 50
_WORDS = {"en": "{count} rows, {shown} of them shown", "zh": "共{count}行，此处显示{shown}行"}


def html_table(table: Table, lang: str) -> str:
    """A table of at most SHOWN rows, which says when there are more."""
    head = "".join(f'<th scope="col">{escape(column.label(lang))}</th>' for column in table.columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{_cell(term)}</td>' for term in row)}</tr>" for row in table.rows[:SHOWN]
    )
    words = _WORDS.get(lang, _WORDS["en"]).format(count=len(table), shown=min(SHOWN, len(table)))
    return (
        f'<table lang="{escape(lang)}"><caption>{words}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _cell(term: Term | None) -> str:
    if term is None:
        return ""
    if term.kind == "iri" and term.value.startswith(("http://", "https://")):
        return f'<a href="{escape(term.value)}">{escape(compact(term.value))}</a>'
    return escape(term.value)
