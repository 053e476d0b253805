"""Functions that the engine calls where its own are not those of SPARQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyoxigraph as ox

from genfilm.problems import CannotEvaluate
from genfilm.protocol import xpath
from genfilm.protocol.functions import BEFORE, FLAGS, PATTERN, REPLACEMENT

_XSD = "http://www.w3.org/2001/XMLSchema#"
_STRING, _BOOLEAN = (ox.NamedNode(_XSD + name) for name in ("string", "boolean"))
_TRUE, _FALSE = (ox.Literal(text, datatype=_BOOLEAN) for text in ("true", "false"))


class Functions:
    """The functions for one query. ``refused`` is why a pattern that it computed cannot be evaluated: the
    engine takes an exception for an error of evaluation, so whoever asked looks here afterwards."""

    def __init__(self) -> None:
        self.refused: CannotEvaluate | None = None
        self.given: dict[ox.NamedNode, Callable[..., Any]] = {
            ox.NamedNode(PATTERN): self._pattern,
            ox.NamedNode(FLAGS): _flags,
            ox.NamedNode(REPLACEMENT): _replacement,
            ox.NamedNode(BEFORE): _before,
        }

    def _pattern(self, pattern: Any, flags: Any, replaces: Any) -> Any:
        try:
            found = xpath.pattern(_text(pattern), _text(flags))
        except xpath.UnsupportedPattern as error:
            self.refused = CannotEvaluate("back_reference", pattern=pattern.value, reference=str(error))
            return None
        except ValueError:
            return None
        return None if replaces == _TRUE and found.matches_empty else ox.Literal(found.text)


def _flags(flags: Any) -> Any:
    return ox.Literal("".join(flag for flag in _text(flags) if flag not in "xq"))


def _replacement(replacement: Any, pattern: Any, flags: Any) -> Any:
    try:
        found = xpath.pattern(_text(pattern), _text(flags))
        return ox.Literal(xpath.replacement(_text(replacement), found, _text(flags)))
    except ValueError:
        return None


def _before(one: Any, other: Any) -> Any:
    """True if one boolean comes before another: false does before true (XPath op:boolean-less-than)."""
    if not all(isinstance(term, ox.Literal) and term.datatype == _BOOLEAN for term in (one, other)):
        return None
    return _TRUE if one == _FALSE and other == _TRUE else _FALSE


def _text(term: Any) -> str:
    """The value of a string; raises ValueError for any other term."""
    if isinstance(term, ox.Literal) and term.datatype == _STRING:
        return term.value
    raise ValueError(f"{term} is no string")
