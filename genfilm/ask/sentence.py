"""The sentence that says an answer: what the table lists, or the statement that comes closest."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from genfilm.ask.answer import Statement
from genfilm.catalogue.table import Table, Term
from genfilm.words import saying

_END = ".。;；"
"""Marks that end a text of the graph, where another one follows it in a sentence."""
_LISTED = 5
_CELLS, _FEW = 4, 2
_GROUPED = 10_000


def of_table(table: Table, lead: Statement | None, lang: str) -> list[str]:
    """Sentences of the rows and of the nearest claim behind them, which comes first where there are too many
    rows to list."""
    listed, whole = _listed(table, lang)
    stated = of_statement(lead, lang, "ask.stated") if lead else ""
    return [listed, stated] if whole else [stated, listed]


def of_statement(found: Statement, lang: str, key: str = "ask.closest") -> str:
    """Words of a statement with verdict, speaker and page, and what is right where it is disputed."""
    say = saying(lang)
    place = say("list.comma") + say("claim.page", page=found.page) if found.page else ""
    verdict = found.verdict or say("verdict.none")
    said = say(key, verdict=verdict, says=found.statement.rstrip(_END), speaker=found.speaker + place)
    return say("list.sentence").join([said, *([say("ask.right", right=found.right)] if found.right else [])])


def _listed(table: Table, lang: str) -> tuple[str, bool]:
    """(the rows in words and numbers, the first five of many; True when these are all)."""
    say = saying(lang)
    texts = [[_text(term) for term in row] for row in table.rows]
    telling = [
        place
        for place, column in enumerate(table.columns)
        if column.type != "iri" and (len(texts) == 1 or len({row[place] for row in texts}) > 1)
    ][: _CELLS if len(texts) <= _LISTED else _FEW]
    found = dict.fromkeys(
        say("list.comma").join(row[place] for place in telling if row[place]) for row in texts
    )
    items = [item for item in found if item]
    said = say("list.semicolon").join(items[:_LISTED])
    if len(items) > _LISTED:
        return say("ask.listed", items=said, count=len(items) - _LISTED), False
    return say("ask.all", items=said) if said else "", bool(said)


def of_left_out(names: Sequence[str], lang: str) -> str:
    """A sentence that names what of the question was not applied; empty when all was."""
    say = saying(lang)
    return say("ask.left_out", names=say("list.and").join(names)) if names else ""


def _text(term: Term | None) -> str:
    if term is None or term.kind != "literal":
        return ""
    if term.type in ("integer", "decimal"):
        try:
            number = Decimal(term.value)
        except ArithmeticError:
            return term.value
        return f"{number:,}" if abs(number) >= _GROUPED else term.value
    return term.value.rstrip(_END)
