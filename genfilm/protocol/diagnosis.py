"""Diagnosis of a query that the engine has refused: the place, the reason, and what was meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from genfilm.protocol import guard
from genfilm.protocol.grammar import END, functions, keywords
from genfilm.protocol.parser import Refused, lexemes, parse
from genfilm.protocol.scope import Fault, fault
from genfilm.words import both

LONGEST = 50_000
"""Longer texts are left to the words of the engine: reading them would take seconds."""
_LINE_END = re.compile(r"\r\n?|\n")
_QUOTES = {"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\u3002": ".", "\u3001": ","}
_TERM = frozenset(["(", "[", "<<", "<<(", "+", "-", "ANON", "NIL", "BLANK"])
_OPERATORS = frozenset(["*", "/", "+", "-", "!=", "<", "<=", "=", ">", ">=", "IN", "NOT", "&&", "||"])
_NAMES = {
    "iri": "IRIREF PNAME NS",
    "variable": "VAR",
    "literal": "STRING INTEGER DECIMAL TRUE FALSE",
    "number": "INTEGER",
}
_CALLS = frozenset(["BNODE", "BOUND", "COUNT", "EXISTS", "GROUP_CONCAT", "NOT", "REPLACE"])
_UNTOLD = frozenset(["{|", "~", "^^", "LANGTAG"])
_MEANT = {"AND": "&&", "OR": "||", "==": "="}
"""Operators of other languages."""
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Reason:
    """Reason why a query is refused: the ``shape`` of the message, line and column from 1, further values."""

    shape: str
    line: int
    column: int
    values: dict[str, Any]


def explain(query: str, prefixes: Mapping[str, str], *, based: bool = True) -> Reason | None:
    """The reason for which a query is refused; None where only the engine knows.

    ``prefixes`` are those declared beforehand, ``based`` says that relative IRIs are resolved.
    """
    if len(query) > LONGEST:
        return None
    text = guard.unescape(query)
    outcome = parse(lexemes(text))
    found = _refused(outcome, text) if isinstance(outcome, Refused) else fault(outcome, prefixes, based=based)
    if found is None:
        return None
    values = dict(found.values)
    opened = values.pop("opened", None)
    if opened is not None:
        values["opened_line"], values["opened_column"] = place(query, opened)
    line, column = place(query, found.lexeme.offset)
    return Reason(found.shape, line, column, values)


def place(query: str, offset: int) -> tuple[int, int]:
    """Line and column (from 1) in the query as sent, of an offset into it with its escapes replaced.

    Lines end as those of editors and of SPARQL do, with CR, LF or both; U+2028 and the like are blanks.
    """
    for escape in guard.escapes(query):
        if escape.start() >= offset:
            break
        offset += len(escape[0]) - 1
    ends = [match.end() for match in _LINE_END.finditer(query, 0, offset)]
    return len(ends) + 1, offset - (ends[-1] if ends else 0) + 1


def _refused(outcome: Refused, text: str) -> Fault:
    found, expected = outcome.found, {*outcome.expected}
    shown = {"found": found.text, "expected": _shown(outcome.expected)}
    if found.terminal == "UNCLOSED":
        return Fault("unclosed_string", found, shown)
    if found.terminal == END and outcome.opened:
        mark = outcome.opened[-1]
        return Fault("unclosed", found, {"mark": mark.text, "opened": mark.offset})
    if found.terminal == END:
        return Fault("ends", found, shown)
    right = _QUOTES.get(found.text) or unicodedata.normalize("NFKC", found.text)
    if right != found.text and right.isascii():
        return Fault("full_width", found, {"found": found.text, "right": right})
    if found.text == "<" and "IRIREF" in expected:
        return Fault("unclosed_iri", found, shown)
    if "SELECT" in expected and found.text.upper() in guard.UPDATE_FORMS:
        return Fault("update", found, shown)
    written = text[found.offset - 1 : found.end] if found.text == "=" else found.text
    meant = _MEANT.get(written.upper())
    if meant == "=" or (meant and "&&" in expected):
        return Fault("near", found, {"found": written, "near": meant})
    if found.terminal == "UNKNOWN":
        names = {name.upper(): name for each in expected for name in functions(each)}
        names |= {each: each for each in expected if each in keywords()}
        near = get_close_matches(found.text.upper(), names, n=1)
        if near:
            return Fault("near", found, shown | {"near": names[near[0]]})
        if "PNAME" in expected:
            return Fault("bare_word", found, shown)
    return Fault("unexpected", found, shown)


def _shown(terminals: tuple[str, ...]) -> list[Any]:
    """Names of what could stand at a place: keywords, marks, then kinds of terms."""
    left = [each for each in terminals if each not in _UNTOLD]
    names: list[Any] = []
    if "&&" in left:
        left = [each for each in left if each not in _OPERATORS]
        names.append(both("syntax.operator"))
    if "VAR" in left:
        left = [each for each in left if each not in _TERM]
    for key, kinds in _NAMES.items():
        if {*kinds.split()} <= {*left}:
            left = [each for each in left if each not in kinds.split()]
            names.append(both(f"syntax.{key}"))
    if any(map(functions, left)):
        left = [each for each in left if not functions(each) and each not in _CALLS]
        names.append(both("syntax.function"))
    if END in left:
        names.append(both("syntax.end"))
    words = [each for each in left if each in keywords()]
    marks = [f"'{each}'" for each in left if not each.isalnum() and each not in words]
    return [*words, *marks, *names][:_SHOWN]
