"""Variables that a FILTER or HAVING names and cannot see: an error for every row, so nothing is found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from genfilm.protocol.guard import Token
from genfilm.protocol.parser import Tree, lexemes, parse
from genfilm.protocol.scope import child, children, in_scope, keys, last_variable, ungrouped

_PATTERNS = ("Optional", "Minus", "Graph", "Union", "Service")
_FORGIVING = frozenset(["BOUND", "COALESCE", "||", "EXISTS"])
"""Operators and functions that can make an expression with an unbound variable true."""

_VALUES = frozenset(["iri", "pname", "string", "number", "langtag"])
"""Kinds of tokens of which the text makes no difference to what is seen."""
_KNOWN, _LONGEST_KNOWN = 256, 500
"""Forms of queries that are remembered, up to so many tokens each: programs ask one with many values."""


class Unseen(NamedTuple):
    """Variable that an expression cannot see: the word before it, its name, the expression that SELECT makes
    it of if any, and the name in scope that resembles it most if any."""

    word: str
    name: str
    expression: str = ""
    near: str = ""


class _Place(NamedTuple):
    """An unseen variable, and the first and last lexeme of the expression that SELECT makes it of."""

    word: str
    name: str
    expression: tuple[int, int] | None = None
    near: str = ""


_places: dict[tuple[str, ...], list[_Place]] = {}


def unseen(text: str, tokens: Sequence[Token]) -> Iterator[Unseen]:
    """The variables that cannot be seen (SPARQL 1.1, sections 18.2.2 and 18.2.4.2) in an unescaped query with
    these tokens; none in one with a fault."""
    form = tuple([f" {kind}" if kind in _VALUES else text for kind, text, _ in tokens])
    places = _places.get(form)
    if places is None:
        query = parse([each._replace(offset=place) for place, each in enumerate(lexemes(text))])
        places = [*_in_query(query)] if isinstance(query, Tree) else []
        if len(form) <= _LONGEST_KNOWN:
            if len(_places) >= _KNOWN:
                _places.clear()
            _places[form] = places
    found = lexemes(text) if any(each.expression for each in places) else []
    for word, name, span, near in places:
        expression = text[found[span[0]].offset : found[span[1]].end] if span else ""
        yield Unseen(word, name, expression, near)


def _in_query(query: Tree) -> Iterator[_Place]:
    for select in query.all("Select", "SubSelect"):
        named = {
            last_variable(item).text: _span(expression)
            for item in children(child(select, "SelectClause"), "SelectItem")
            for expression in children(item, "Expression")
        }
        yield from _in_having(child(select, "Modifiers"), named)
        yield from _in_group(child(child(select, "Where"), "Group"), set(), named)
    for form in query.all("Construct", "Describe", "Ask"):
        yield from _in_group(child(child(form, "Where"), "Group"), set(), {})


def _in_having(modifiers: Tree, named: Mapping[str, tuple[int, int]]) -> Iterator[_Place]:
    grouped = {f"?{name}" for clause in children(modifiers, "GroupClause") for name in keys(clause)}
    for having in children(modifiers, "HavingClause"):
        for name in _used(having):
            if name not in grouped:
                yield _Place("HAVING", name, named.get(name))


def _in_group(group: Tree, outside: set[str], named: Mapping[str, tuple[int, int]]) -> Iterator[_Place]:
    """``outside`` are the names that the group sees though it does not bind them; a SELECT within it is
    looked at by itself."""
    for inner in children(group, "GroupSub"):
        seen = outside | in_scope(inner)
        for part in children(inner, "NotTriples"):
            for element in (each for each in part.parts if isinstance(each, Tree)):
                if element.rule == "Filter":
                    yield from _in_filter(element, seen, named)
                elif element.rule in _PATTERNS:
                    around = seen if element.rule == "Optional" else outside
                    own = {each.text[1:] for each in element.lexemes() if each.terminal == "VAR"}
                    known = around | own if element.rule == "Graph" else around
                    for below in children(element, "Group"):
                        yield from _in_group(below, known, named)


def _in_filter(element: Tree, seen: set[str], named: Mapping[str, tuple[int, int]]) -> Iterator[_Place]:
    for name in _used(element):
        if name[1:] not in seen:
            near = get_close_matches(name[1:], seen, n=1)
            expression = named.get(name)
            yield _Place("FILTER", name, expression, f"?{near[0]}" if near and expression is None else "")


def _used(clause: Tree) -> list[str]:
    """The variables of a clause, as ``?name``; none where an unbound one may be what is meant."""
    if any(each.text.upper() in _FORGIVING for each in clause.lexemes()):
        return []
    return [f"?{each.text[1:]}" for each in ungrouped(clause)]


def _span(expression: Tree) -> tuple[int, int]:
    found = [*expression.lexemes()]
    return found[0].offset, found[-1].offset
