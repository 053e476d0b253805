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
_CELLS = 4
_STATED = 2
_GROUPED = 10_000


def of_table(table: Table, behind: Sequence[Statement], lang: str) -> list[str]:
    """Sentences of the rows, and of the nearest claim behind them; where there are too many rows to list, or
    rows that deny something, of the nearest claims and the number of rows."""
    say = saying(lang)
    stated = of_behind(behind, lang)
    may_deny = any(column.name == "polarity" for column in table.columns)  # cells alone would affirm
    listed = "" if may_deny else _listed(table, lang)
    if listed or not stated:
        return [listed, *stated[:1]]
    return [*stated, say("ask.rows", count=len(table))]


def of_items(items: Sequence[str], rows: int, lang: str) -> str:
    """Names of what is asked for; of many things the first, and the number of rows that tell of them."""
    say = saying(lang)
    names = say("list.semicolon").join(item.rstrip(_END) for item in items[:_LISTED])
    listed = say("ask.all", items=names) if names else ""
    counted = say("ask.rows", count=rows) if len(items) > _LISTED else ""
    return say("list.sentence").join(filter(None, (listed, counted)))


def of_definition(name: str, definition: str, lang: str) -> str:
    """A sentence that defines a thing, and says who defines it so."""
    return saying(lang)("ask.defined", name=name, definition=definition.rstrip(_END))


def of_behind(behind: Sequence[Statement], lang: str) -> list[str]:
    """Words of the nearest claims behind an answer."""
    return [of_statement(each, lang, "ask.stated") for each in behind[:_STATED]]


def of_statements(found: Sequence[Statement], lang: str) -> str:
    """Words of the statements that come closest, the first of them named as such."""
    if not found:
        return saying(lang)("ask.nothing")
    keys = ("ask.closest", *("ask.stated" for _ in found[1:]))
    said = [of_statement(each, lang, key) for each, key in zip(found, keys, strict=True)]
    return saying(lang)("list.sentence").join(said)


def of_statement(found: Statement, lang: str, key: str = "ask.closest") -> str:
    """Words of a statement with verdict, speaker, source and page, and what is right where it is disputed."""
    say = saying(lang)
    page = say("claim.page", page=found.page) if found.page else ""
    speaker = say("list.comma").join(filter(None, (found.speaker, found.source, page)))
    verdict = found.verdict or say("verdict.none")
    said = say(key, verdict=verdict, says=found.statement.rstrip(_END), speaker=speaker)
    return say("list.sentence").join([said, *([say("ask.right", right=found.right)] if found.right else [])])


def _listed(table: Table, lang: str) -> str:
    """The rows in words and numbers; empty when there are many."""
    say = saying(lang)
    texts = [[_text(term) for term in row] for row in table.rows]
    words = [place for place, column in enumerate(table.columns) if column.type != "iri"]
    telling = [
        place
        for place in words
        if place == words[0] or len(texts) == 1 or len({row[place] for row in texts}) > 1
    ][:_CELLS]
    found = dict.fromkeys(
        say("list.comma").join(row[place] for place in telling if row[place]) for row in texts
    )
    items = [item for item in found if item]
    return say("ask.all", items=say("list.semicolon").join(items)) if 0 < len(items) <= _LISTED else ""


def of_doubt(unknown: Sequence[str], lang: str) -> str:
    """A warning that the graph may hold no answer, with the names and words that it does not know."""
    say = saying(lang)
    names = say("list.comma").join(say("ask.quoted", name=name) for name in unknown)
    return say("ask.unknown", names=names) if unknown else say("ask.doubtful")


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
