"""Parameters and answers of a route, in one place: read from a request, written to OpenAPI."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request

from genfilm.errors import Problem
from genfilm.problems import UnknownParameter, WrongParameter
from genfilm.protocol.formats import Format
from genfilm.protocol.negotiation import by_name, language_of
from genfilm.search.index import LARGEST_PAGE
from genfilm.words import LANGUAGES, both

DEFAULT_SIZE = 100
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Field:
    """A query parameter: ``type`` is ``string`` or ``integer``, ``many`` that it may be repeated."""

    name: str
    description: Mapping[str, str]
    type: str = "string"
    default: str | int | None = None
    enum: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    many: bool = False
    examples: tuple[str, ...] = ()
    required: bool = False
    meant: Callable[[str], str | None] = field(default=str, compare=False)
    """The value that is meant by another spelling of it, None where it is none."""

    def read(self, text: str) -> str | int:
        """A value as it is meant; raises Problem 400 that says what would be right."""
        if self.enum:
            known = self.meant(text)
            if known not in self.enum:
                raise self._wrong(text)
            return known
        if self.type != "integer":
            return text
        if not text.isascii() or not text.isdigit() or len(text) > _DIGITS:
            raise self._wrong(text)
        value = int(text)
        if (self.low is not None and value < self.low) or (self.high is not None and value > self.high):
            raise self._wrong(text)
        return value

    def _wrong(self, text: str) -> Problem:
        shape = "choice" if self.enum else "whole" if self.high is None else "number"
        shape += "" if self.default is None else "_default"
        return WrongParameter(
            shape,
            parameter=self.name,
            value=text,
            known=[*self.enum] or None,
            low=self.low,
            high=self.high,
            default=self.default,
        )


@dataclass(frozen=True, slots=True)
class Route:
    """A route: ``path`` as OpenAPI writes it, ``schema`` the name or body of what ``data`` holds,
    ``media`` the other media types that it can answer with."""

    id: str
    path: str
    tag: str
    summary: Mapping[str, str]
    fields: tuple[Field, ...] = ()
    schema: Any = field(default_factory=dict)
    media: tuple[str, ...] = ()
    columns: bool = False
    paged: bool = False
    enveloped: bool = True

    def read(self, *, strict: bool = True) -> dict[str, Any]:
        """The values of the current request by name: a list where a parameter may be repeated.

        Raises Problem 400 for a value of the wrong type, and, if ``strict``, for an unknown parameter, one
        given twice, and one that is missing. A page is not strict: its forms send what is empty, too.
        """
        known = {each.name: each for each in self.fields}
        for name in request.args:
            if strict and name not in known:
                raise unknown_parameter(name, list(known))
        found: dict[str, Any] = {}
        for name, each in known.items():
            given = [text for text in request.args.getlist(name) if strict or text]
            if each.many:
                found[name] = [each.read(text) for text in given]
                continue
            if strict and len(given) > 1:
                raise WrongParameter("repeated", parameter=name, number=len(given))
            if strict and each.required and not "".join(given).strip():
                raise WrongParameter("required", parameter=name)
            found[name] = each.read(given[0]) if given else each.default
        return found


def unknown_parameter(name: str, known: list[str]) -> Problem:
    """400 that names the parameters there are."""
    return UnknownParameter(parameter=name, known=sorted(known))


LANG = Field(
    "lang",
    both("api.parameter.lang"),
    enum=LANGUAGES,
    meant=language_of,
)
RELEASE = Field("release", both("api.parameter.release"))
"""An earlier build that is to answer; the gateway takes it out of the request, and asks that build."""
PAGE = Field("page", both("api.parameter.page"), "integer", 1, low=1, high=10**6)
SIZE = Field(
    "size", both("api.parameter.size"), "integer", DEFAULT_SIZE, low=1, high=LARGEST_PAGE
)  # fmt: skip
FIELDS = Field(
    "fields",
    both("api.parameter.fields"),
)


def formats(offered: Sequence[Format]) -> Field:
    """The parameter that names a format or its media type; it goes before Accept, an extension of the address
    before it."""

    def meant(text: str) -> str | None:
        found = by_name(text, offered)
        return found.extension if found else None

    return Field(
        "format", both("api.parameter.format"), enum=tuple(each.extension for each in offered), meant=meant
    )


def columns_kept(text: str | None, known: list[str]) -> list[str]:
    """The columns that ``fields`` keeps, in its order; raises Problem 400 for one that is not there."""
    if text is None:
        return known
    wanted = list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    for name in wanted:
        if name not in known:
            raise WrongParameter("column", parameter="fields", value=name, known=known)
    return wanted or known
