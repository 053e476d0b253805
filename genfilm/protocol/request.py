"""Reading a request of the SPARQL 1.1 Protocol (section 2) into an operation."""

from __future__ import annotations

import codecs
import re
from binascii import a2b_qp
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from genfilm.errors import Problem

METHODS = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_MOST_PARAMETERS = 1000
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

    @property
    def has_dataset(self) -> bool:
        """Whether the request names a dataset, which then replaces FROM and FROM NAMED."""
        return bool(self.default_graphs or self.named_graphs)


def parse(method: str, query_string: str | bytes, content_type: str | None, body: bytes) -> Operation | None:
    """The operation of a request, or None when it holds neither a query nor an update.

    Raises Problem 405 (method), 415 (media type or charset) and 400 (parameters, encoding).
    """
    if method not in METHODS:
        raise Problem(
            405,
            "method-not-allowed",
            f"{method} is not allowed here",
            "Queries are sent with GET, POST or QUERY.",
            headers={"Allow": ", ".join(METHODS)},
        )
    if isinstance(query_string, bytes):
        query_string = _decode(query_string, "the query string")
    pairs = _parameters(query_string)
    if method in ("GET", "HEAD"):
        if any(name == "update" for name, _ in pairs):
            raise _bad("An update cannot be sent with GET", "Send it with POST.")
        return _operation(pairs)
    media_type, parameters = _media_type(content_type)
    _check_charset(parameters)
    if media_type == FORM:
        sent = pairs + _parameters(_decode(body, "the form"))
        operation = _operation(sent)
        if operation is None and body:
            names = ", ".join(dict.fromkeys(name for name, _ in sent)) or "none"
            raise _bad("The form holds no query", f"Send it as query=…. The fields sent are: {names[:200]}.")
        return operation
    if media_type in (QUERY, UPDATE):
        kind = "query" if media_type == QUERY else "update"
        for name, _ in pairs:
            if name in ("query", "update"):
                raise _bad(
                    f"Both a {kind} in the body and {name}= in the address",
                    "Send one operation per request.",
                )
        return _operation([*pairs, (kind, _decode(body, "the body"))])
    if not body and media_type == "":
        return _operation(pairs)
    raise Problem(
        415,
        "unsupported-media-type",
        "The body has a media type that is not understood",
        f"Content-Type was {content_type!r}. Send {QUERY} (the query as it is) or {FORM} (query=…).",
        {"accepted": [QUERY, UPDATE, FORM]},
        {"Accept-Query": f'"{QUERY}", "{FORM}"'},
    )


def _parameters(text: str) -> list[tuple[str, str]]:
    """The names and values of ``application/x-www-form-urlencoded``, decoded once; bytes that are not UTF-8
    are rejected instead of replaced."""
    fields = [field.partition("=") for field in text.split("&") if field]
    if len(fields) > _MOST_PARAMETERS:
        raise _bad("Too many parameters", f"At most {_MOST_PARAMETERS} parameters are read.")
    try:
        return [(_unquote(name), _unquote(value)) for name, _, value in fields]
    except UnicodeError:
        raise _bad("A parameter is not UTF-8", "Percent-encode the parameters as UTF-8.") from None


def _unquote(text: str) -> str:
    """What ``urllib.parse.unquote_plus`` gives, at a sixth of its cost: apart from its sign, percent-encoding
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
        raise Problem(
            415,
            "unsupported-charset",
            f"The charset {charset!r} is not supported",
            "SPARQL is sent as UTF-8.",
        )


def _decode(body: bytes, what: str) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(
            400,
            "not-utf-8",
            f"Not UTF-8: {what}",
            f"Byte {error.start} (0x{body[error.start]:02X}) is not part of a UTF-8 sequence.",
            {"offset": error.start},
        ) from None


def _operation(pairs: list[tuple[str, str]]) -> Operation | None:
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    queries, updates = values.get("query", []), values.get("update", [])
    if queries and updates:
        raise _bad("Both query= and update= were sent", "Send one operation per request.")
    if not queries and not updates:
        return None
    kind, texts = ("query", queries) if queries else ("update", updates)
    if len(texts) > 1:
        raise _bad(f"{len(texts)} values of {kind}= were sent", "Send exactly one operation per request.")
    using = [*values.get("using-graph-uri", ()), *values.get("using-named-graph-uri", ())]
    if kind == "query" and using:
        raise _bad(
            "using-graph-uri belongs to updates", "For a query use default-graph-uri and named-graph-uri."
        )
    return Operation(
        kind,
        texts[0],
        _graphs(values, "default-graph-uri"),
        _graphs(values, "named-graph-uri"),
        tuple(value for name in ("format", "output", "results") for value in values.get(name, ())),
        _timeout(values.get("timeout", [])),
        values.get("lang", [None])[0],
    )


def _graphs(values: Mapping[str, list[str]], name: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(values.get(name, ())))
    for iri in found:
        if not iri or any(c <= " " or c in '<>"{}|^`\\' for c in iri) or ":" not in iri:
            raise _bad(f"{name}={iri!r} is not an IRI", "Give an absolute IRI, such as https://….")
    return found


def _timeout(values: list[str]) -> float | None:
    if not values:
        return None
    try:
        seconds = float(values[0])
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e9:
        raise _bad(f"timeout={values[0]!r} is not a number of seconds", "Give seconds, such as timeout=2.5.")
    return seconds


def _bad(title: str, detail: str) -> Problem:
    return Problem(400, "bad-request", title, detail)
