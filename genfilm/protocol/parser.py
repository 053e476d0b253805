"""Parsing a query by the grammar: its tree, or the first token that cannot stand where it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from genfilm.protocol import guard
from genfilm.protocol.grammar import END, OF_FUNCTION, Part, first, keywords, rules

_MARKS = re.compile(r"<<\(|\)>>|\{\||\|\}|<<|>>|\^\^|\|\||&&|!=|<=|>=")
_LANGTAG = re.compile(r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?")


class Lexeme(NamedTuple):
    """A token as the grammar knows it: its terminal, its text and its offset."""

    terminal: str
    text: str
    offset: int

    @property
    def end(self) -> int:
        return self.offset + len(self.text)


@dataclass(slots=True)
class Tree:
    """A rule with the trees and lexemes that it covers."""

    rule: str
    parts: list[Tree | Lexeme] = field(default_factory=list)

    def lexemes(self) -> Iterator[Lexeme]:
        """All lexemes below, in order."""
        stack: list[Tree | Lexeme] = [self]
        while stack:
            part = stack.pop()
            if isinstance(part, Lexeme):
                yield part
            else:
                stack.extend(reversed(part.parts))

    def all(self, *rules: str) -> Iterator[Tree]:
        """All trees of these rules below, itself included, in order."""
        stack: list[Tree] = [self]
        while stack:
            tree = stack.pop()
            if tree.rule in rules:
                yield tree
            stack.extend(part for part in reversed(tree.parts) if isinstance(part, Tree))


@dataclass(frozen=True, slots=True)
class Refused:
    """The first lexeme that cannot stand where it does, the terminals that could, and what is open there."""

    found: Lexeme
    expected: tuple[str, ...]
    opened: tuple[Lexeme, ...]


def lexemes(text: str) -> list[Lexeme]:
    """The lexemes of an unescaped query, with one for its end; they stop at a quotation mark that nothing
    closes."""
    found: list[Lexeme] = []
    skip = 0
    for token in guard.tokens(text):
        if token.offset < skip:
            continue
        mark = _MARKS.match(text, token.offset) if token.kind == "mark" else None
        if mark is not None:
            lexeme = Lexeme(mark[0], mark[0], token.offset)
        elif token.kind == "langtag":
            tag = _LANGTAG.match(text, token.offset)
            lexeme = Lexeme("LANGTAG", tag[0] if tag else token.text, token.offset)
        else:
            lexeme = Lexeme(_terminal(token), token.text, token.offset)
        skip = lexeme.end
        before = found[-1] if found else None
        if before is not None and before.terminal + lexeme.terminal in ("()", "[]"):
            found[-1] = Lexeme(
                "NIL" if lexeme.text == ")" else "ANON", text[before.offset : skip], before.offset
            )
        else:
            found.append(lexeme)
    end = len(text.rstrip()) if found and found[-1].terminal != "UNCLOSED" else len(text)
    return [*found, Lexeme(END, "", end)]


def _terminal(token: guard.Token) -> str:
    if token.kind == "word":
        upper = token.text.upper()
        if token.text == "a":
            return "A"
        return OF_FUNCTION.get(upper) or (upper if upper in keywords() else "UNKNOWN")
    if token.kind == "pname":
        return "NS" if token.text.endswith(":") else "PNAME"
    if token.kind == "number":
        return "INTEGER" if token.text.isdigit() else "DECIMAL"
    names = {"iri": "IRIREF", "variable": "VAR", "string": "STRING", "blank": "BLANK", "unclosed": "UNCLOSED"}
    return names.get(token.kind, token.text)


def parse(found: list[Lexeme]) -> Tree | Refused:
    """The tree of a query, or where it ceases to be one."""
    root = Tree("")
    stack: list[Part | None] = [Part("rule", "Unit")]
    trees = [root]
    place = 0
    expected: list[frozenset[str]] = []
    opened: list[Lexeme] = []
    while stack:
        part = stack.pop()
        if part is None:
            trees.pop()
            continue
        lexeme = found[place]
        begin, may_be_empty = first(part)
        expected.append(begin)
        if lexeme.terminal not in begin:
            if may_be_empty:
                continue
            names = dict.fromkeys(name for each in expected for name in sorted(each))
            return Refused(lexeme, tuple(names), tuple(opened))
        if part.kind == "terminal":
            trees[-1].parts.append(lexeme)
            place, expected = place + 1, []
            if lexeme.terminal in ("{", "(", "["):
                opened.append(lexeme)
            elif lexeme.terminal in ("}", ")", "]"):
                opened.pop()
        elif part.kind == "rule":
            tree = Tree(part.name)
            trees[-1].parts.append(tree)
            trees.append(tree)
            stack += [None, rules()[part.name]]
        elif part.kind == "choice":
            stack.append(next(each for each in part.parts if lexeme.terminal in first(each)[0]))
        elif part.kind == "many":
            stack += [part, part.parts[0]]
        else:
            stack += reversed(part.parts)
    return root
