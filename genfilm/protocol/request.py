"""Reading a request of the SPARQL 1.1 Protocol (section 2) into an operation."""

from __future__ import annotations

import codecs
import re
from binascii import a2b_qp
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from genfilm.problems import BadRequest, MethodNotAllowed, NotUtf8, UnsupportedCharset, UnsupportedMediaType
from genfilm.protocol.encoding import BOM, decode

METHODS = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_MOST_PARAMETERS = 1000
_SHOWN = 10
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Operation:
    """A query or update operation as the client sent it."""

    kind: str
    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    timeout: float | None = None
    language: str | None = None
    using_graphs: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()

    @property
    def has_dataset(self) -> bool:
        """True if the request names a dataset, which then replaces FROM and FROM NAMED."""
        return bool(self.default_graphs or self.named_graphs)


def parse(method: str, query_string: str | bytes, content_type: str | None, body: bytes) -> Operation | None:
    """The operation of a request, or None when it holds neither a query nor an update.

    Raises Problem 405 (method), 415 (media type or charset) and 400 (parameters, encoding).
    """
    if method not in METHODS:
        raise MethodNotAllowed(method=method, allowed=METHODS)
    if isinstance(query_string, bytes):
        query_string = _decode(query_string, "query")
    pairs = _parameters(query_string)
    if method in ("GET", "HEAD"):
        if any(name == "update" for name, _ in pairs):
            raise BadRequest("get")
        return _operation(pairs)
    media_type, parameters = _media_type(content_type)
    _check_charset(parameters)
    if media_type == FORM:
        sent = pairs + _parameters(_decode(body, "form"))
        operation = _operation(sent)
        if operation is None and body:
            raise BadRequest("form", fields=[*dict.fromkeys(name for name, _ in sent)][:_SHOWN])
        return operation
    if media_type in (QUERY, UPDATE):
        kind = "query" if media_type == QUERY else "update"
        for name, _ in pairs:
            if name in ("query", "update"):
                raise BadRequest("body_and_address", operation=kind, name=name)
        return _operation([*pairs, (kind, _decode(body, "body"))])
    if not body and media_type == "":
        return _operation(pairs)
    raise UnsupportedMediaType(type=content_type or "", accepted=[QUERY, UPDATE, FORM], queries=[QUERY, FORM])


def _parameters(text: str) -> list[tuple[str, str]]:
    """The names and values of ``application/x-www-form-urlencoded``, decoded once; bytes that are not UTF-8
    are rejected instead of replaced."""
    fields = [field.partition("=") for field in text.split("&") if field]
    if len(fields) > _MOST_PARAMETERS:
        raise BadRequest("many", most=_MOST_PARAMETERS)
    try:
        return [(_unquote(name), _unquote(value)) for name, _, value in fields]
    except UnicodeError:
        raise BadRequest("encoding") from None


def _unquote(text: str) -> str:
    """Result of ``urllib.parse.unquote_plus``, at a sixth of its cost: apart from its sign, percent-encoding
    is quoted-printable (RFC 2045, section 6.7), which the standard library decodes in C."""
    text = text.replace("+", " ")
    if "%" not in text:
        return text
    if _STRAY_PERCENT.search(text):
        return unquote(text, errors="strict")
    return a2b_qp(text.replace("=", "%3D").replace("%", "=").encode()).decode()


def _media_type(header: str | None) -> tuple[str, Mapping[str, str]]:
    main, *rest = (header or "").split(";")
    parameters = {}
    for part in rest:
        name, _, value = part.partition("=")
        parameters[name.strip().lower()] = value.strip().strip('"')
    return main.strip().lower(), parameters


def _check_charset(parameters: Mapping[str, str]) -> None:
    charset = parameters.get("charset")
    if charset is None:
        return
    try:
        known = codecs.lookup(charset).name
    except (LookupError, ValueError):
        known = ""
    if known not in ("utf-8", "ascii"):
        raise UnsupportedCharset(charset=charset)


def _decode(body: bytes, what: Literal["query", "form", "body"]) -> str:
    try:
        return decode(body) if what == "body" else body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotUtf8(what, offset=error.start, byte=f"{body[error.start]:02X}") from None


def _operation(pairs: list[tuple[str, str]]) -> Operation | None:
    if len(pairs) == 1 and pairs[0][0] == "query":
        return Operation("query", pairs[0][1].removeprefix(BOM))
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    queries, updates = values.get("query", []), values.get("update", [])
    if queries and updates:
        raise BadRequest("both")
    if not queries and not updates:
        return None
    kind, texts = ("query", queries) if queries else ("update", updates)
    if len(texts) > 1:
        raise BadRequest("several", number=len(texts), name=kind)
    using = [*values.get("using-graph-uri", ()), *values.get("using-named-graph-uri", ())]
    if kind == "query" and using:
        raise BadRequest("using")
    return Operation(
        kind,
        texts[0].removeprefix(BOM),
        _graphs(values, "default-graph-uri"),
        _graphs(values, "named-graph-uri"),
        tuple(value for name in ("format", "output", "results") for value in values.get(name, ())),
        _timeout(values.get("timeout", [])),
        values.get("lang", [None])[0],
        _graphs(values, "using-graph-uri"),
        _graphs(values, "using-named-graph-uri"),
    )


def _graphs(values: Mapping[str, list[str]], name: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(values.get(name, ())))
    for iri in found:
        if not iri or any(c <= " " or c in '<>"{}|^`\\' for c in iri) or ":" not in iri:
            raise BadRequest("graph", name=name, value=iri)
    return found


def _timeout(values: list[str]) -> float | None:
    if not values:
        return None
    try:
        seconds = float(values[0])
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e9:
        raise BadRequest("timeout", value=values[0])
    return seconds
