"""Errors of the engine as problems, in words that a person can read."""

from __future__ import annotations

import re

from genfilm.errors import Problem
from genfilm.problems import CannotEvaluate, InternalError, QuerySyntaxError
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
        return CannotEvaluate(why=str(error))
    return InternalError("engine", why=f"{type(error).__name__}: {error}")


def _syntax_error(message: str, text: str, prefixes: dict[str, str]) -> Problem:
    """400 with line and column, the text at that place, and the prefixes that nobody has declared."""
    match = _POSITION.match(message)
    if match is None:
        return QuerySyntaxError("nowhere", why=_readable(message))
    number, column = int(match[1]), int(match[2])
    text = guard.unescape(text)
    lines = text.splitlines() or [""]
    near = lines[min(number, len(lines)) - 1][max(0, column - 2) :][:30].strip()
    why = _readable(match[3]) + (f" near {near!r}" if near else " at the end of the line")
    undeclared = [f"{prefix}:" for prefix in guard.undeclared(text, prefixes)[:_SHOWN]]
    return QuerySyntaxError(
        "undeclared" if undeclared else "detail", line=number, column=column, why=why, prefixes=undeclared
    )


def _readable(detail: str) -> str:
    """Shorten the parser's list of expected tokens: its character classes say nothing to a person."""
    head, found, rest = detail.partition("expected one of ")
    if not found:
        return "unexpected text" if detail.startswith("expected ") else detail
    words = re.findall(r'"(?:[^"\\]|\\.)"|"[^"]{2,}"|\b[A-Z]{2,}\b', re.sub(r"\[[^\]]*\]", "", rest))
    shown = [word for word in dict.fromkeys(w.replace("\\", "") for w in words) if word not in _ABSENT][:12]
    return head + ("expected one of " + " ".join(shown) if len(shown) > 1 else "unexpected text")
