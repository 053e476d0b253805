"""Calls that the engine answers otherwise than SPARQL says, rewritten into calls that it answers so.

A regular expression that the query spells out is translated here; one that is computed goes through a
function of ours first (genfilm.engine.functions), and so does what the engine compares or joins wrongly.
Everything else in the text stays as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from genfilm.problems import CannotEvaluate
from genfilm.protocol import xpath
from genfilm.protocol.guard import Token
from genfilm.protocol.tokens import brackets, literal_of, units, value_of

OURS = "urn:x-genfilm:"
PATTERN, FLAGS, REPLACEMENT, BEFORE = (
    f"{OURS}{name}" for name in ("pattern", "flags", "replacement", "before")
)

_CALLS = ("REGEX", "REPLACE", "GROUP_CONCAT")
_IRI = re.compile(r"<[^\x00-\x20<>\"{}|^`\\]*+>")
# fmt: off
_NO_BOOLEAN = frozenset(
    [
        "STR", "LANG", "DATATYPE", "IRI", "URI", "RAND", "ABS", "CEIL", "FLOOR", "ROUND", "CONCAT",
        "STRLEN", "UCASE", "LCASE", "ENCODE_FOR_URI", "YEAR", "MONTH", "DAY", "HOURS", "MINUTES", "SECONDS",
        "TIMEZONE", "TZ", "NOW", "UUID", "STRUUID", "MD5", "SHA1", "SHA256", "SHA384", "SHA512", "STRLANG",
        "SUBSTR", "STRBEFORE", "STRAFTER", "REPLACE", "COUNT", "SUM", "AVG", "GROUP_CONCAT",
    ]
)
# fmt: on
"""Calls that never give a boolean."""
_GAP = r"(?:\s|#[^\n\r]*+)*+"
_CONDITIONS = (
    re.compile(rf"(?:FILTER|HAVING|IF){_GAP}\({_GAP}[?$]\w+{_GAP}[,)]"),
    re.compile(rf"(?:&&|\|\||!){_GAP}[?$]\w+{_GAP}(?:&&|\|\||[),]|AS)"),
    re.compile(rf"[(,]{_GAP}[?$]\w+{_GAP}(?:&&|\|\|)"),
)
"""Variables of which perhaps the truth counts, in a text in capitals."""
_JOINED = re.compile(
    rf"GROUP_CONCAT{_GAP}\({_GAP}(?:DISTINCT\b{_GAP})?STR{_GAP}\({_GAP}[?$]\w+{_GAP}\){_GAP}[;)]"
)
"""A call that joins strings and so is right as it is, in a text in capitals."""
_LOGICAL = frozenset(["!", "&&", "||"])
_COMPARISONS = frozenset(["<", ">", "<=", ">="])
_SEPARATORS = frozenset([",", ";", "&&", "||", "AS", "DISTINCT"])
_DEEPEST = 6
"""Comparisons within each other of which each is written twice."""


def needed(text: str, upper: str) -> bool:
    """True if a query may hold something to rewrite; ``upper`` is its text in capitals."""
    if "REGEX" in upper or "REPLACE" in upper or any(each.search(upper) for each in _CONDITIONS):
        return True
    if "GROUP_CONCAT" in upper and upper.count("GROUP_CONCAT") > len(_JOINED.findall(upper)):
        return True
    if "<" not in text and ">" not in text:
        return False
    bare = _IRI.sub("", text)
    return "<" in bare or ">" in bare


def rewritten(text: str) -> str:
    """The query rewritten; one with brackets that do not match stays as it is.

    Raises Problem 400 for a regular expression that the engine cannot evaluate.
    """
    found = units(text)
    closing = brackets(found)
    if closing is None or not found:
        return text
    end = found[-1].offset + len(found[-1].text)
    return text[: found[0].offset] + _Rewriter(text, found, closing).all() + text[end:]


class _Rewriter:
    def __init__(self, text: str, found: Sequence[Token], closing: dict[int, int]) -> None:
        self.text, self.found, self.closing = text, found, closing
        self._places = self._to_rewrite()
        self._depth = 0

    def all(self) -> str:
        return self._emit(0, len(self.found))

    def _to_rewrite(self) -> list[int]:
        """The places of calls, of parentheses with a comparison in them, and of variables of which the truth
        counts."""
        places = set()
        opened: list[int] = []
        for at, token in enumerate(self.found):
            if token.kind == "word":
                if self.closing.get(at + 1) and self._is_call(at):
                    places.add(at)
            elif token.kind == "variable":
                if self._is_condition(at):
                    places.add(at)
            elif token.kind == "mark":
                if at in self.closing:
                    opened.append(at)
                elif token.text in (")", "]", "}"):
                    opened.pop()
                elif token.text in _COMPARISONS and opened and self.found[opened[-1]].text == "(":
                    places.add(opened[-1])
        return sorted(places)

    def _is_call(self, at: int) -> bool:
        return self.found[at].text.upper() in _CALLS and self.found[at + 1].text == "("

    def _is_condition(self, at: int) -> bool:
        """True for a variable that is an operand of ``!``, ``&&``, ``||``, or all of a condition."""
        if not 2 <= at < len(self.found) - 1:
            return False
        word, before, after = (self.found[place].text.upper() for place in (at - 2, at - 1, at + 1))
        if before not in _LOGICAL | {"(", ","} or after not in _LOGICAL | {")", ",", "AS"}:
            return False
        logical = before in _LOGICAL or after in _LOGICAL
        return logical or (before == "(" and (word, after) in (("FILTER", ")"), ("HAVING", ")"), ("IF", ",")))

    def _emit(self, start: int, end: int) -> str:
        """The text from one token to before another, rewritten."""
        parts = []
        done = self.found[start].offset
        at = bisect_left(self._places, start)
        while at < len(self._places) and self._places[at] < end:
            place = self._places[at]
            parts.append(self.text[done : self.found[place].offset])
            if self.found[place].kind == "variable":
                close = place
                parts.append(_truth(self.found[place].text))
            elif self.found[place].kind == "word":
                close = self.closing[place + 1]
                parts.append(self._call(self.found[place].text.upper(), place + 2, close))
            else:
                close = self.closing[place]
                parts.append(f"({self._inside(place + 1, close)})")
            done = self.found[close].offset + len(self.found[close].text)
            at = bisect_left(self._places, close + 1)
        last = self.found[end - 1]
        return "".join(parts) + self.text[done : last.offset + len(last.text)]

    def _inside(self, start: int, end: int) -> str:
        """Content of parentheses: expressions between separators, each perhaps a comparison."""
        if start == end:
            return ""
        written = self.text[self.found[start - 1].offset + 1 : self.found[start].offset]
        for first, last, separator in self._parts(start, end, _SEPARATORS):
            written += self._comparison(first, last)
            if separator:
                around = self._gap(separator - 1, separator), self._gap(separator, separator + 1)
                written += self.found[separator].text.join(around)
        return written + self._gap(end - 1, end)

    def _gap(self, left: int, right: int) -> str:
        token = self.found[left]
        return self.text[token.offset + len(token.text) : self.found[right].offset]

    def _parts(self, start: int, end: int, separators: frozenset[str]) -> Iterator[tuple[int, int, int]]:
        """The stretches of tokens between separators, each with the place of the one behind it, or 0."""
        first = at = start
        while at < end:
            token = self.found[at]
            if token.kind in ("mark", "word") and token.text.upper() in separators:
                yield first, at, at
                first = at + 1
            at = self.closing.get(at, at) + 1 if token.kind == "mark" else at + 1
        yield first, end, 0

    def _comparison(self, start: int, end: int) -> str:
        """An expression; where it compares what may be booleans, which the engine does not order, with a
        second try that does."""
        place = self._operator(start, end)
        if (
            place is None
            or self._depth >= _DEEPEST
            or self._never(start, place)
            or self._never(place + 1, end)
        ):
            return self._emit(start, end)
        self._depth += 1
        left, right = self._emit(start, place), self._emit(place + 1, end)
        self._depth -= 1
        operator = self.found[place].text
        ordered = f"{left}, {right}" if operator[0] == "<" else f"{right}, {left}"
        return f"COALESCE({left} {operator} {right}, <{BEFORE}>({ordered}))"

    def _operator(self, start: int, end: int) -> int | None:
        at = start
        while at < end:
            token = self.found[at]
            if token.kind == "mark":
                if token.text in _COMPARISONS and start < at < end - 1:
                    return at
                at = self.closing.get(at, at)
            at += 1
        return None

    def _never(self, start: int, end: int) -> bool:
        """True if an operand surely is no boolean."""
        first = self.found[start]
        if first.kind == "number" or first.text in ("+", "-"):
            return True
        if first.kind == "string":
            return end == start + 1 or self.found[start + 1].kind == "langtag"
        if any(token.kind == "mark" and token.text in "+-*/" for token in self.found[start:end]):
            return first.text != "(" or self.closing.get(start) != end - 1
        called = first.kind == "word" and first.text.upper() in _NO_BOOLEAN
        return called and self.closing.get(start + 1) == end - 1

    def _call(self, word: str, start: int, end: int) -> str:
        if word == "GROUP_CONCAT":
            return self._joined(start, end)
        given = [(first, last) for first, last, _ in self._parts(start, end, frozenset(","))]
        texts = [self._comparison(first, last) for first, last in given]
        fewest, most = (2, 3) if word == "REGEX" else (3, 4)
        if not fewest <= len(texts) <= most or any(first == last for first, last in given):
            return f"{word}({self._inside(start, end)})"
        literal = [self._literal(first, last) for first, last in given]
        flags_at = most - 1
        flags, known = (texts[flags_at], literal[flags_at]) if len(texts) == most else ('""', "")
        replacing = texts[2] if word == "REPLACE" else None
        if literal[1] is None or known is None or (replacing is not None and literal[2] is None):
            return self._computed(word, texts, flags, replacing)
        try:
            found = xpath.pattern(literal[1], known)
            if replacing is not None and found.matches_empty:
                raise xpath.InvalidPattern
            new = [texts[0], literal_of(found.text)]
            if replacing is not None:
                new.append(literal_of(xpath.replacement(literal[2] or "", found, known)))
        except xpath.UnsupportedPattern as error:
            raise CannotEvaluate("back_reference", pattern=literal[1], reference=str(error)) from None
        except xpath.InvalidPattern:
            return self._computed(word, texts, flags, replacing)
        if found.flags:
            new.append(literal_of(found.flags))
        return f"{word}({', '.join(new)})"

    def _computed(self, word: str, texts: Sequence[str], flags: str, replacing: str | None) -> str:
        """A call whose pattern is translated when it is known; an error where that is none."""
        which = "true" if replacing is not None else "false"
        arguments = [texts[0], f"<{PATTERN}>({texts[1]}, {flags}, {which})"]
        if replacing is not None:
            arguments.append(f"<{REPLACEMENT}>({replacing}, {texts[1]}, {flags})")
        return f"{word}({', '.join([*arguments, f'<{FLAGS}>({flags})'])})"

    def _joined(self, start: int, end: int) -> str:
        """GROUP_CONCAT of anything that STR makes a string of (SPARQL 1.2), each term once where DISTINCT
        says so: so other terms than strings get a language that tells them from those of the same STR."""
        distinct = start < end and self.found[start].text.upper() == "DISTINCT"
        first, last, separator = next(self._parts(start + distinct, end, frozenset(";")))
        if first == last:
            return f"GROUP_CONCAT({self._inside(start, end)})"
        argument = self._comparison(first, last)
        tail = self.text[self.found[separator].offset : self.found[end].offset] if separator else ""
        if not distinct or self._is_string(first, last):
            return f"GROUP_CONCAT({'DISTINCT ' * distinct}STR({argument}){tail})"
        kind = f'CONCAT("x-", SUBSTR(MD5(COALESCE(STR(DATATYPE({argument})), "")), 1, 8))'
        term = f"COALESCE(SUBSTR({argument}, 1), STRLANG(STR({argument}), {kind}))"
        return f"STR(GROUP_CONCAT(DISTINCT {term}{tail}))"

    def _is_string(self, start: int, end: int) -> bool:
        """True if an expression gives strings without a language only."""
        return self.found[start].text.upper() == "STR" and self.closing.get(start + 1) == end - 1

    def _literal(self, start: int, end: int) -> str | None:
        """The string that an argument spells out; None for any other expression."""
        only = self.found[start]
        return value_of(only.text) if end == start + 1 and only.kind == "string" else None


def _truth(variable: str) -> str:
    """The truth of a variable: that of a text with a language is an error to the engine, and is that of any
    text to SPARQL (1.1, section 17.2.2)."""
    return f'COALESCE({variable} && true, IF(LANG({variable}) != "", STRLEN({variable}) > 0, 1/0))'
