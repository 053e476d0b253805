"""The grammar of SPARQL queries as rules, LL(1) over tokens.

The rules are those of SPARQL 1.1 (section 19.8) with what the engine reads of SPARQL 1.2. They serve to tell
what is wrong with a query that the engine has refused, never to answer one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

END = "END"
_RULES = Path(__file__).with_name("grammar.txt").read_text("utf-8")
_FUNCTIONS = {
    "F0": "NOW RAND UUID STRUUID",
    "F1": "STR LANG DATATYPE IRI URI ABS CEIL FLOOR ROUND STRLEN UCASE LCASE ENCODE_FOR_URI YEAR MONTH DAY "
    "HOURS MINUTES SECONDS TIMEZONE TZ MD5 SHA1 SHA256 SHA384 SHA512 isIRI isURI isBLANK isLITERAL isNUMERIC "
    "LANGDIR hasLANG hasLANGDIR isTRIPLE SUBJECT PREDICATE OBJECT",
    "F2": "LANGMATCHES CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER STRLANG STRDT sameTerm",
    "F3": "IF TRIPLE STRLANGDIR",
    "F23": "SUBSTR REGEX",
    "FN": "CONCAT COALESCE",
    "A1": "SUM MIN MAX AVG SAMPLE",
}
"""Functions by the number of their arguments, and aggregates."""
OF_FUNCTION = {name.upper(): kind for kind, names in _FUNCTIONS.items() for name in names.split()}
_WORD = re.compile(r"'[^']+'|[A-Za-z_0-9]+|[()*?|=]")
_CLASSES = frozenset(
    "IRIREF PNAME NS VAR STRING INTEGER DECIMAL LANGTAG BLANK ANON NIL A END UNKNOWN".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Part of a rule: ``terminal``, ``rule``, ``sequence``, ``choice``, ``option`` or ``many``; equal to
    itself alone, so that what is known of it is found without reading it."""

    kind: str
    name: str
    parts: tuple[Part, ...] = ()


@cache
def rules() -> dict[str, Part]:
    """The rules by name."""
    found = {}
    for line in _RULES.strip().splitlines():
        name, _, body = line.partition(" = ")
        words = [*_WORD.findall(body), ")"]
        found[name] = _choice(words)
    return found


def _choice(words: list[str]) -> Part:
    """The part up to the next closing parenthesis, which is taken away with it."""
    choices: list[tuple[Part, ...]] = []
    row: list[Part] = []
    while (word := words.pop(0)) != ")":
        if word == "|":
            choices.append(tuple(row))
            row = []
        elif word in ("?", "*"):
            row.append(Part("option" if word == "?" else "many", "", (row.pop(),)))
        elif word == "(":
            row.append(_choice(words))
        elif word.startswith("'"):
            row.append(Part("terminal", word[1:-1]))
        else:
            row.append(Part("terminal" if word.isupper() or word[1:].isdigit() else "rule", word))
    choices.append(tuple(row))
    rows = [each[0] if len(each) == 1 else Part("sequence", "", each) for each in choices]
    return rows[0] if len(rows) == 1 else Part("choice", "", tuple(rows))


@cache
def keywords() -> frozenset[str]:
    """The words of the grammar in capitals, but for the names of functions."""
    found = {word for line in _RULES.splitlines() for word in _WORD.findall(line.partition(" = ")[2])}
    return frozenset(w for w in found if w.isupper() and w.isidentifier()) - _CLASSES - {*_FUNCTIONS}


def functions(kind: str) -> list[str]:
    """The functions of a terminal, such as ``F1``; none for any other."""
    return _FUNCTIONS.get(kind, "").split()


@cache
def first(part: Part) -> tuple[frozenset[str], bool]:
    """The terminals with which a part may begin, and whether it may be empty."""
    if part.kind == "terminal":
        return frozenset({part.name}), False
    if part.kind == "rule":
        return first(rules()[part.name])
    if part.kind in ("option", "many"):
        return first(part.parts[0])[0], True
    begin: frozenset[str] = frozenset()
    empty = part.kind == "sequence"
    for each in part.parts:
        begins, may_be_empty = first(each)
        begin |= begins
        if part.kind == "choice":
            empty = empty or may_be_empty
        elif not may_be_empty:
            return begin, False
    return begin, empty
