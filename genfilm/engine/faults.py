"""Errors of the engine as problems, in words that a person can read."""

from __future__ import annotations

import re

from genfilm.errors import Problem
from genfilm.problems import CannotEvaluate, InternalError, QuerySyntaxError
from genfilm.protocol import guard
from genfilm.protocol.diagnosis import explain

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_ABSENT = frozenset({"LATERAL", "SERVICE", "LOAD"})


def problem_of(
    error: Exception, text: str, prefixes: dict[str, str], *, based: bool = True, update: bool = False
) -> Problem:
    """The problem that an engine's error means for the query ``text``; a Problem stays what it is.

    ``based`` says that the engine was told the base of relative IRIs, ``update`` that it is an update.
    """
    if isinstance(error, Problem):
        return error
    if isinstance(error, SyntaxError):
        return _syntax_error(str(error), text, None if update else prefixes, based)
    if isinstance(error, (RuntimeError, ValueError)):
        return CannotEvaluate(why=str(error))
    return InternalError("engine", why=f"{type(error).__name__}: {error}")


def _syntax_error(message: str, text: str, prefixes: dict[str, str] | None, based: bool) -> Problem:
    """400 with line, column and reason: those of our own reading, which knows more, else the engine's."""
    try:
        reason = None if prefixes is None else explain(text, prefixes, based=based)
    except Exception:  # noqa: BLE001  a fault of the explanation must not hide that of the query
        reason = None
    if reason is not None:
        return QuerySyntaxError(reason.shape, line=reason.line, column=reason.column, **reason.values)
    match = _POSITION.match(message)
    if match is None:
        return QuerySyntaxError("nowhere", why=_readable(message))
    number, column = int(match[1]), max(1, int(match[2]) - 1)  # it names what follows the last it has seen
    lines = guard.unescape(text).split("\n")
    near = lines[min(number, len(lines)) - 1][column - 1 :][:30].strip()
    why = _readable(match[3]) + (f" near {near!r}" if near else " at the end of the line")
    return QuerySyntaxError(line=number, column=column, why=why)


def _readable(detail: str) -> str:
    """Shorten the parser's list of expected tokens: its character classes say nothing to a person."""
    head, found, rest = detail.partition("expected one of ")
    if not found:
        said = detail.removeprefix("expected ")
        return said if " " in said and "[" not in said else "unexpected text"
    words = re.findall(r'"(?:[^"\\]|\\.)"|"[^"]{2,}"|\b[A-Z]{2,}\b', re.sub(r"\[[^\]]*\]", "", rest))
    shown = [word for word in dict.fromkeys(w.replace("\\", "") for w in words) if word not in _ABSENT][:12]
    return head + ("expected one of " + " ".join(shown) if len(shown) > 1 else "unexpected text")
