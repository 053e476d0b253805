"""Queries that SPARQL allows and the engine's parser refuses, in a form that it takes.

Its names have no characters beyond the basic plane, its booleans no capitals, and what SELECT names among
aggregates cannot be used by a later expression. Only a query that it has refused is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from genfilm.protocol.aggregates import NAMES as AGGREGATES
from genfilm.protocol.guard import Token, declared_in, position
from genfilm.protocol.tokens import brackets, unescaped, units

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_SPARE = range(0xA000, 0xA48D)
"""Letters of the basic plane (Yi) that stand for others while a query is asked."""
_PLACE = re.compile(r"error at (\d+):(\d+):")
_VOLATILE = frozenset(["RAND", "UUID", "STRUUID", "BNODE"])
_LONGEST = 100_000

Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Mended:
    """A query for the engine; ``names`` are the variables that it calls otherwise, with their own names."""

    text: str
    names: Mapping[str, str]
    original: str
    edits: Sequence[Edit]

    def told(self, message: str) -> str:
        """An error of the engine with its place in the original."""
        found = _PLACE.search(message)
        if found is None:
            return message
        lines = self.text.split("\n")[: int(found[1]) - 1]
        offset = sum(len(line) + 1 for line in lines) + int(found[2]) - 1
        line, column = position(self.original, self._in_original(offset))
        return message.replace(found[0], f"error at {line}:{column}:", 1)

    def _in_original(self, offset: int) -> int:
        shift = 0
        for start, end, new in self.edits:
            if offset < start + shift:
                break
            if offset < start + shift + len(new):
                return start
            shift += len(new) - (end - start)
        return offset - shift


def mended(text: str, prefixes: Mapping[str, str]) -> Mended | None:
    """The query as the engine takes it, None where nothing is wrong. ``prefixes`` are declared before."""
    sent, text = text, unescaped(text)
    found = units(text)
    names: dict[str, str] = {}
    spare = (chr(code) for code in _SPARE if chr(code) not in text)
    letters = str.maketrans(dict(zip(dict.fromkeys(_ASTRAL.findall(text)), spare, strict=False)))
    edits = [*_renamed(found, letters, {**prefixes, **declared_in(found)}, names), *_lowered(found)]
    closing = brackets(found)
    if closing is not None:
        edits += _spelled_out(text, found, closing)
    if not edits and text == sent:
        return None
    edits.sort()
    new = text
    for start, end, replacement in reversed(edits):
        new = new[:start] + replacement + new[end:]
    return Mended(new, names, text, edits)


def _renamed(
    found: Sequence[Token], letters: Mapping[int, str], declared: Mapping[str, str], names: dict[str, str]
) -> Iterator[Edit]:
    """Names with characters beyond the basic plane, with others instead; prefixed names become IRIs."""
    for token in found:
        if token.kind not in ("variable", "blank", "pname") or not _ASTRAL.search(token.text):
            continue
        new = token.text.translate(letters)
        if token.kind == "variable":
            names[new[1:]] = token.text[1:]
        elif token.kind == "pname":
            prefix, _, local = token.text.partition(":")
            if _ASTRAL.search(local):
                if prefix not in declared:
                    continue
                new = f"<{declared[prefix]}{_bare(local)}>"
        yield token.offset, token.offset + len(token.text), new


def _bare(local: str) -> str:
    return re.sub(r"\\(.)", r"\1", local)


def _lowered(found: Sequence[Token]) -> Iterator[Edit]:
    for token in found:
        if token.kind == "word" and token.text.upper() in ("TRUE", "FALSE") and not token.text.islower():
            yield token.offset, token.offset + len(token.text), token.text.lower()


def _spelled_out(text: str, found: Sequence[Token], closing: Mapping[int, int]) -> Iterator[Edit]:
    """In each SELECT the names that an earlier expression got, by that expression (section 18.2.4.4)."""
    for place, token in enumerate(found):
        if token.kind != "word" or token.text.upper() != "SELECT":
            continue
        known: dict[str, str] = {}
        at = place + 1
        while at < len(found) and found[at].text != "{":
            end = closing.get(at)
            if end is None or found[at].text != "(" or found[end - 2].text.upper() != "AS":
                at += 1
                continue
            edits = list(_uses(found, closing, at + 1, end - 2, known))
            yield from edits
            first, last = found[at + 1].offset, found[end - 2].offset
            expression = text[first:last]
            for start, stop, new in reversed(edits):
                expression = expression[: start - first] + new + expression[stop - first :]
            words = {each.text.upper() for each in found[at:end] if each.kind == "word"}
            if not words & _VOLATILE and len(expression) < _LONGEST:
                known[found[end - 1].text[1:]] = f"({expression.strip()})"
            at = end + 1


def _uses(
    found: Sequence[Token], closing: Mapping[int, int], start: int, end: int, known: Mapping[str, str]
) -> Iterator[Edit]:
    """The variables of an expression that are known, but for those within aggregates and patterns."""
    at = start
    while at < end:
        token = found[at]
        aggregate = token.kind == "word" and token.text.upper() in AGGREGATES
        if aggregate and at + 1 in closing:
            at = closing[at + 1]
        elif token.text == "{":
            at = closing[at]
        elif token.kind == "variable" and token.text[1:] in known:
            yield token.offset, token.offset + len(token.text), known[token.text[1:]]
        at += 1
