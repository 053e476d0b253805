"""The tokens of a query for those who rewrite it: operators, brackets, and the values of strings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from genfilm.protocol.guard import Token, tokens, unescape

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_OPERATORS = frozenset(["<=", ">=", "!=", "&&", "||", "<<", ">>", "^^"])
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_WRITTEN = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


def unescaped(text: str) -> str:
    """A query without the codepoint escapes (SPARQL 1.1, section 19.2) that stand outside of strings: within
    them, the engine reads them itself."""
    if "\\u" not in text and "\\U" not in text:
        return text
    parts = []
    at = 0
    for token in tokens(text):
        if token.kind == "string":
            parts += [unescape(text[at : token.offset]), token.text]
            at = token.offset + len(token.text)
    return "".join([*parts, unescape(text[at:])])


@lru_cache(2)
def units(text: str) -> Sequence[Token]:
    """The tokens of a query, with operators of two characters as one; those of the last text are remembered,
    since one query is read for several rewritings."""
    found: list[Token] = []
    for token in tokens(text):
        kind, char, offset = token
        if kind == "mark" and char in "=&|<>^" and found:
            before = found[-1]
            if before.text + char in _OPERATORS and before.offset == offset - 1:
                found[-1] = Token("mark", before.text + char, before.offset)
                continue
        found.append(token)
    return found


def brackets(found: Sequence[Token]) -> dict[int, int] | None:
    """The place of the closing bracket of each opening one; None when they do not match."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for place, token in enumerate(found):
        if token.kind != "mark":
            continue
        if token.text in _CLOSING:
            opened.append(place)
        elif token.text in (")", "]", "}"):
            if not opened or _CLOSING[found[opened[-1]].text] != token.text:
                return None
            pairs[opened.pop()] = place
    return None if opened else pairs


def value_of(literal: str) -> str:
    """The string that a literal without language and datatype denotes."""
    width = 3 if literal[:3] in ("'''", '"""') else 1

    def character(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _ESCAPES.get(match[3], match[3])

    return _ESCAPED.sub(character, literal[width:-width])


def literal_of(value: str) -> str:
    """A literal that denotes a string."""
    return f'"{value.translate(_WRITTEN)}"'
