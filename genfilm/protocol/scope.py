"""The rules of SPARQL beyond its grammar: scope and grouping of variables, VALUES, blank nodes, prefixes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from genfilm.protocol.parser import Lexeme, Tree

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_SCHEME = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class Fault:
    """Fault of a query: its ``shape`` among the messages of syntax errors, its place, what is told."""

    shape: str
    lexeme: Lexeme
    values: dict[str, Any] = field(default_factory=dict)


def fault(query: Tree, prefixes: Mapping[str, str], *, based: bool) -> Fault | None:
    """The first fault of a query that the grammar allows; ``based`` says that relative IRIs are resolved."""
    checks = (
        _undeclared(query, prefixes),
        _escapes(query),
        _bindings(query),
        _selections(query),
        _forms(query),
        _rows(query),
        _aggregates(query),
        _blank_nodes(query),
        _templates(query),
        () if based else _relative(query),
    )
    return next((found for check in checks for found in check), None)


def _undeclared(query: Tree, prefixes: Mapping[str, str]) -> Iterator[Fault]:
    prologue = next(query.all("Prologue"), Tree("Prologue"))
    declared = {*prefixes, *(each.text[:-1] for each in prologue.lexemes() if each.terminal == "NS")}
    used = [each for each in query.lexemes() if each.terminal in ("PNAME", "NS")]
    missing = [each for each in used if each.text.partition(":")[0] not in declared]
    if missing:
        names = [*dict.fromkeys(f"{each.text.partition(':')[0]}:" for each in missing)]
        near = get_close_matches(names[0][:-1], declared, n=1)
        if near:
            yield Fault("undeclared_near", missing[0], {"prefixes": names, "near": f"{near[0]}:"})
        yield Fault("undeclared", missing[0], {"prefixes": names})


def _escapes(query: Tree) -> Iterator[Fault]:
    for each in query.lexemes():
        if each.terminal == "STRING" and "\\" in each.text:
            for match in _ESCAPE.finditer(each.text):
                if match[1] not in "tbnrf\"'\\":
                    yield Fault(
                        "escape", Lexeme("", match[0], each.offset + match.start()), {"found": match[0]}
                    )


def _bindings(query: Tree) -> Iterator[Fault]:
    """BIND of a variable that has a value already (SPARQL 1.1, section 18.2.1)."""
    for group in query.all("GroupSub"):
        seen: set[str] = set()
        for part in group.parts:
            if not isinstance(part, Tree):
                continue
            inner = part.parts[0]
            if isinstance(inner, Tree) and inner.rule == "Bind":
                name = last_variable(inner)
                if name.text[1:] in seen:
                    yield Fault("bound", name, {"name": name.text[1:]})
            seen |= in_scope(part)


def _selections(query: Tree) -> Iterator[Fault]:
    for select in query.all("Select", "SubSelect"):
        clause, where = child(select, "SelectClause"), child(select, "Where")
        modifiers = child(select, "Modifiers")
        grouping = next(iter(children(modifiers, "GroupClause")), None)
        having = [*children(modifiers, "HavingClause")]
        grouped = bool(grouping or having or any(without(clause, "Aggregate")))
        grouped = grouped or any(without(modifiers, "Aggregate"))
        known = in_scope(where)
        items = [*children(clause, "SelectItem")]
        if not items and grouped:
            star = next(each for each in clause.lexemes() if each.text == "*")
            yield Fault("star_grouped", star)
        free = keys(grouping) if grouping else set()
        named: set[str] = set()
        for item in items:
            name = last_variable(item)
            expression = next(children(item, "Expression"), None)
            if grouped:
                used = ungrouped(expression) if expression else [name]
                for each in used:
                    if each.text[1:] not in free | named:
                        near = get_close_matches(each.text[1:], free, n=1)
                        if near:
                            values = {"name": each.text[1:], "near": f"?{near[0]}"}
                            yield Fault("not_grouped_near", each, values)
                        yield Fault("not_grouped", each, {"name": each.text[1:]})
            if name.text[1:] in named:
                yield Fault("duplicate", name, {"name": name.text[1:]})
            if expression and name.text[1:] in known | free:
                yield Fault("bound", name, {"name": name.text[1:]})
            named.add(name.text[1:])


def _forms(query: Tree) -> Iterator[Fault]:
    """GROUP BY or HAVING in another form than SELECT, which the engine does not read."""
    for form in query.all("Construct", "Describe", "Ask"):
        modifiers = child(form, "Modifiers")
        for clause in (*children(modifiers, "GroupClause"), *children(modifiers, "HavingClause")):
            word = next(clause.lexemes())
            yield Fault("group_form", word, {"found": word.text})


def keys(grouping: Tree) -> set[str]:
    """The variables that GROUP BY makes."""
    found = set()
    for condition in children(grouping, "GroupCondition"):
        parts = [part for part in condition.parts if isinstance(part, Lexeme) and part.terminal == "VAR"]
        found |= {part.text[1:] for part in parts}
    return found


def ungrouped(expression: Tree) -> list[Lexeme]:
    """The variables of an expression outside its aggregates and patterns."""
    found: list[Lexeme] = []
    stack: list[Tree | Lexeme] = [expression]
    while stack:
        part = stack.pop()
        if isinstance(part, Lexeme):
            found += [part] if part.terminal == "VAR" else []
        elif part.rule not in ("Aggregate", "Group"):
            stack += reversed(part.parts)
    return found


def _rows(query: Tree) -> Iterator[Fault]:
    for block in query.all("DataBlock"):
        names = next(children(block, "ValuesNames"), None)
        if names is None:
            continue
        wanted = sum(each.terminal == "VAR" for each in names.lexemes())
        for row in children(block, "ValuesRow"):
            given = sum(1 for _ in children(row, "DataValue"))
            if given != wanted:
                yield Fault("values", next(row.lexemes()), {"given": given, "wanted": wanted})


def _aggregates(query: Tree) -> Iterator[Fault]:
    for place in query.all("Filter", "Bind", "GroupClause"):
        for aggregate in without(place, "Aggregate"):
            name = next(aggregate.lexemes())
            yield Fault("aggregate", name, {"found": name.text})
    for outer in query.all("Aggregate"):
        for part in outer.parts:
            for inner in without(part, "Aggregate") if isinstance(part, Tree) else ():
                name = next(inner.lexemes())
                yield Fault("nested", name, {"found": name.text})


def _blank_nodes(query: Tree) -> Iterator[Fault]:
    """A label in the patterns of two groups (SPARQL 1.1, section 4.1.4)."""
    owner: dict[str, Tree] = {}
    for group in query.all("GroupSub"):
        for triples in children(group, "Triples"):
            for each in triples.lexemes():
                if each.terminal == "BLANK" and owner.setdefault(each.text, group) is not group:
                    yield Fault("blank", each, {"name": each.text})


def _templates(query: Tree) -> Iterator[Fault]:
    for template in query.all("Template"):
        for path in template.all("Path"):
            found = [*path.lexemes()]
            if len(found) > 1:
                yield Fault("path", found[0])


def _relative(query: Tree) -> Iterator[Fault]:
    based = False
    for each in query.lexemes():
        based = based or each.terminal == "BASE"
        if each.terminal == "IRIREF" and not based and not _SCHEME.match(each.text):
            yield Fault("relative", each, {"found": each.text})


def in_scope(tree: Tree) -> set[str]:
    """The names of the variables that a pattern may bind (SPARQL 1.1, section 18.2.1)."""
    found: set[str] = set()
    stack = [tree]
    while stack:
        part = stack.pop()
        if part.rule == "Bind":
            found.add(last_variable(part).text[1:])
        elif part.rule == "SubSelect":
            items = [*children(child(part, "SelectClause"), "SelectItem")]
            found |= {last_variable(item).text[1:] for item in items}
            stack += [] if items else [child(part, "Where")]
        elif part.rule not in ("Filter", "Minus"):
            for each in part.parts:
                if isinstance(each, Tree):
                    stack.append(each)
                elif each.terminal == "VAR":
                    found.add(each.text[1:])
    return found


def children(tree: Tree, rule: str) -> Iterator[Tree]:
    return (part for part in tree.parts if isinstance(part, Tree) and part.rule == rule)


def child(tree: Tree, rule: str) -> Tree:
    return next(children(tree, rule), Tree(rule))


def last_variable(tree: Tree) -> Lexeme:
    return [part for part in tree.parts if isinstance(part, Lexeme) and part.terminal == "VAR"][-1]


def without(tree: Tree, rule: str) -> Iterator[Tree]:
    """The trees of a rule below, but for those within a pattern."""
    stack = [tree]
    while stack:
        part = stack.pop()
        if part.rule == rule:
            yield part
        elif part.rule != "Group":
            stack.extend(each for each in reversed(part.parts) if isinstance(each, Tree))
