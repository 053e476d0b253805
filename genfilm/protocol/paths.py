"""Alternatives in property paths as the unions that they are (SPARQL 1.1, section 18.4): the engine gives
each pair of ends once, however many of the alternatives lead there.

A statement with such a path is written anew: ``?s a|b ?o`` as ``{ ?s a ?o } UNION { ?s b ?o }``. Within
``*``, ``+``, ``?`` and ``!`` alternatives give no duplicates and stay. A blank node at an end becomes a
variable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from genfilm.problems import CannotEvaluate
from genfilm.protocol.guard import Token, position
from genfilm.protocol.tokens import brackets, units

_ALTERNATIVE = re.compile(r"(?<![|{])\|(?![|}])")
_DISTINCT = re.compile(r"SELECT\s+DISTINCT")
_COUNTING = re.compile("COUNT|SUM|AVG|GROUP|SAMPLE|HAVING")
_MOST = 64
_FRESH = "path_end_"
_ENDING = frozenset(
    ["FILTER", "BIND", "OPTIONAL", "MINUS", "UNION", "GRAPH", "SERVICE", "VALUES", "LATERAL", "SELECT"]
)
_TERMS = frozenset(["variable", "iri", "pname", "blank", "string", "number"])


class _Unclear(Exception):
    """Text that is no statement: the engine says what is wrong with it."""


def needed(text: str, upper: str) -> bool:
    """True if an alternative may stand in a query to which duplicates matter; ``upper`` is it in capitals."""
    if "|" not in text or _ALTERNATIVE.search(text) is None:
        return False
    return _DISTINCT.search(upper) is None or upper.count("SELECT") > 1 or _COUNTING.search(upper) is not None


def with_unions(text: str) -> str:
    """The query with unions for alternatives; raises Problem 400 where that takes a variable which ``*``
    would show, and for too many of them."""
    found = units(text)
    closing = brackets(found)
    if closing is None:
        return text
    try:
        edits = _Statements(text, found, closing).edits()
    except _Unclear:
        return text
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


class _Statements:
    def __init__(self, text: str, found: Sequence[Token], closing: dict[int, int]) -> None:
        self.text, self.found, self.closing = text, found, closing
        self._opening = {close: place for place, close in closing.items()}
        self._variables: dict[str, str] = {}
        self._made = 0

    def edits(self) -> set[tuple[int, int, str]]:
        """The stretches of the text to replace, with what by."""
        edits: set[tuple[int, int, str]] = set()
        at = 0
        while at < len(self.found):
            if self._is(at, "|") and not (self._is(at - 1, "{") or self._is(at + 1, "}")):  # an annotation
                group = self._group_of(at)
                first, last = self._statement(group, at)
                self._variables = {}
                new = self._rewritten(first, last)
                if any(" UNION " in each for each in new):
                    written = " ".join(new).removesuffix(" .")  # a full stop may follow, and two may not
                    edits.add((self.found[first].offset, self._end(last - 1), written))
                    edits.update(self._renamed(group, first, last))
                at = last
            at += 1
        return edits

    def _is(self, at: int, *marks: str) -> bool:
        return at < len(self.found) and self.found[at].kind == "mark" and self.found[at].text in marks

    def _end(self, at: int) -> int:
        return self.found[at].offset + len(self.found[at].text)

    def _group_of(self, at: int) -> int:
        """The opening brace of the group that a token stands in."""
        place = at
        while place >= 0 and not self._is(place, "{"):
            place = self._opening.get(place, place) - 1
        if place < 0:
            raise _Unclear
        return place

    def _statement(self, group: int, at: int) -> tuple[int, int]:
        """The first token of the statement around a token, and the one behind its last."""
        first = place = group + 1
        while place < self.closing[group]:
            token = self.found[place]
            ends = token.kind == "word" and token.text.upper() in _ENDING
            if ends or self._is(place, ".", "{"):
                if first <= at < place:
                    return first, place
                place = self._after(place) if ends or token.text == "{" else place + 1
                first = place
            else:
                place = self.closing.get(place, place) + 1
        if first <= at:
            return first, self.closing[group]
        raise _Unclear

    def _after(self, at: int) -> int:
        """The place behind an element that is no statement: its last bracket belongs to it."""
        word = self.found[at].text.upper()
        at += word != "{"
        while at < len(self.found) and not self._is(at, "{", "(", "}"):
            at += 1
        if word == "VALUES" and self._is(at, "("):
            at = self.closing[at] + 1
        return self.closing.get(at, at) + 1

    def _renamed(self, group: int, first: int, last: int) -> Iterator[tuple[int, int, str]]:
        """Edits of the blank nodes that have become variables, in the rest of their group."""
        for place in range(group + 1, self.closing[group]):
            token = self.found[place]
            if not first <= place < last and token.text in self._variables:
                yield token.offset, self._end(place), self._variables[token.text]

    def _rewritten(self, first: int, last: int) -> list[str]:
        """A statement as statements and unions."""
        new: list[str] = []
        subject, at = self._node(first, new)
        if at < last:
            at = self._properties(subject, at, last, new)
        if at != last:
            raise _Unclear
        return new

    def _properties(self, subject: str, at: int, last: int, new: list[str]) -> int:
        """Read verbs with their objects up to ``last``; returns the place where they end."""
        while at < last:
            paths, at = self._verb(at)
            while True:
                node, at = self._node(at, new)
                if len(paths) == 1:
                    new.append(f"{subject} {paths[0]} {node} .")
                else:
                    new.append(" UNION ".join(f"{{ {subject} {path} {node} }}" for path in paths))
                if not self._is(at, ","):
                    break
                at += 1
            if not self._is(at, ";"):
                return at
            while self._is(at, ";"):
                at += 1
        return at

    def _node(self, at: int, new: list[str]) -> tuple[str, int]:
        """A term as it is to be written, and the place behind it; what it says of itself goes to ``new``."""
        token = self.found[at] if at < len(self.found) else Token("end", "", 0)
        if token.kind == "blank":
            return self._variable(token), at + 1
        if self._is(at, "["):
            variable = self._variable(token)
            end = self._properties(variable, at + 1, self.closing[at], new)
            if end != self.closing[at]:
                raise _Unclear
            return variable, end + 1
        if self._is(at, "("):
            raise CannotEvaluate("path_list", **self._place(token))
        if self._is(at, "<<"):
            raise _Unclear
        start = at
        at += self._is(at, "+", "-")
        if self.found[at].kind not in _TERMS and self.found[at].text.lower() not in ("true", "false"):
            raise _Unclear
        literal = self.found[at].kind == "string"
        at += 1
        if literal and at < len(self.found):
            if self.found[at].kind == "langtag":
                at += 1
            elif self._is(at, "^^"):
                at += 2
        return self.text[self.found[start].offset : self._end(at - 1)], at

    def _variable(self, token: Token) -> str:
        """A variable in the place of a blank node."""
        for before, after in zip(self.found, self.found[1:], strict=False):
            if before.text.upper() in ("SELECT", "DISTINCT", "REDUCED", "DESCRIBE") and after.text == "*":
                raise CannotEvaluate("path_blank", **self._place(token))
        key = token.text if token.kind == "blank" else str(token.offset)
        while key not in self._variables:
            self._made += 1
            name = f"?{_FRESH}{self._made}"
            if name not in self.text:
                self._variables[key] = name
        return self._variables[key]

    def _place(self, token: Token) -> dict[str, object]:
        line, column = position(self.text, token.offset)
        return {"line": line, "column": column, "word": token.text}

    def _verb(self, at: int) -> tuple[list[str], int]:
        """The paths that a verb stands for, and the place behind it."""
        if self.found[at].kind == "variable":
            return [self.found[at].text], at + 1
        return self._alternatives(at)

    def _alternatives(self, at: int) -> tuple[list[str], int]:
        paths, at = self._sequence(at)
        while self._is(at, "|"):
            others, at = self._sequence(at + 1)
            paths += others
        if len(paths) > _MOST:
            raise CannotEvaluate("path_many", most=_MOST, **self._place(self.found[at - 1]))
        return paths, at

    def _sequence(self, at: int) -> tuple[list[str], int]:
        paths, at = self._step(at)
        while self._is(at, "/"):
            others, at = self._step(at + 1)
            paths = [f"{path}/{other}" for path in paths for other in others]
            if len(paths) > _MOST:
                raise CannotEvaluate("path_many", most=_MOST, **self._place(self.found[at - 1]))
        return paths, at

    def _step(self, at: int) -> tuple[list[str], int]:
        if self._is(at, "^"):
            paths, at = self._step(at + 1)
            return [f"^{path}" if path[0] != "^" else f"^({path})" for path in paths], at
        start = at
        if self._is(at, "!"):
            at += 1
            at += self._is(at, "^")
            at = self.closing[at] + 1 if self._is(at, "(") else at + 1
            paths = [self.text[self.found[start].offset : self._end(at - 1)]]
        elif self._is(at, "("):
            inside, end = self._alternatives(at + 1)
            if end != self.closing[at]:
                raise _Unclear
            paths, at = [f"({path})" for path in inside], end + 1
        elif at < len(self.found) and (self.found[at].kind in ("iri", "pname") or self.found[at].text == "a"):
            paths, at = [self.found[at].text], at + 1
        else:
            raise _Unclear
        if self._is(at, "*", "+", "?"):
            at += 1
            paths = [self.text[self.found[start].offset : self._end(at - 1)]]
        return paths, at
