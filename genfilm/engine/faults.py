"""Errors of the engine as problems, in words that a person can read."""

from __future__ import annotations

import re

from genfilm.errors import Problem
from genfilm.protocol import guard

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_ABSENT = frozenset({"LATERAL", "SERVICE", "LOAD"})
_SHOWN = 20


def problem_of(error: Exception, text: str, prefixes: dict[str, str]) -> Problem:
    """The problem that an engine's error means for the query ``text``; a Problem stays what it is."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, SyntaxError):
        return _syntax_error(str(error), text, prefixes)
    if isinstance(error, (RuntimeError, ValueError)):
        return Problem(400, "cannot-evaluate", "The query cannot be evaluated", str(error))
    detail = f"{type(error).__name__}: {error}"
    return Problem(500, "internal-error", "The query failed inside the service", detail)


def _syntax_error(message: str, text: str, prefixes: dict[str, str]) -> Problem:
    """400 with line and column, the text at that place, and the prefixes that nobody has declared."""
    match = _POSITION.match(message)
    title = "The query has a syntax error"
    if match is None:
        return Problem(400, "syntax-error", title, _readable(message))
    number, column = int(match[1]), int(match[2])
    text = guard.unescape(text)
    lines = text.splitlines() or [""]
    near = lines[min(number, len(lines)) - 1][max(0, column - 2) :][:30].strip()
    detail = f"Line {number}, column {column}: {_readable(match[3])}"
    detail += f" near {near!r}" if near else " at the end of the line"
    undeclared = guard.undeclared(text, prefixes)[:_SHOWN]
    if undeclared:
        names = ", ".join(f"{prefix}:" for prefix in undeclared)
        detail += f". Not declared: {names} Add a PREFIX line, or write the IRI in full"
    return Problem(400, "syntax-error", title, f"{detail}.", {"line": number, "column": column})


def _readable(detail: str) -> str:
    """Shorten the parser's list of expected tokens: its character classes say nothing to a person."""
    head, found, rest = detail.partition("expected one of ")
    if not found:
        return "unexpected text" if detail.startswith("expected ") else detail
    words = re.findall(r'"(?:[^"\\]|\\.)"|"[^"]{2,}"|\b[A-Z]{2,}\b', re.sub(r"\[[^\]]*\]", "", rest))
    shown = [word for word in dict.fromkeys(w.replace("\\", "") for w in words) if word not in _ABSENT][:12]
    return head + ("expected one of " + " ".join(shown) if len(shown) > 1 else "unexpected text")
