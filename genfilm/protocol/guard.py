"""Reading a SPARQL query at token level: its form, and whether it reaches out of the service.

Tokens follow the SPARQL 1.1 grammar (section 19.8) after its codepoint escapes (19.2). The engine's
parser does not need white space after a keyword, so any word that merely contains SERVICE is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from genfilm.errors import Problem

QUERY_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATE_FORMS = frozenset(
    ["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"]
)
VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_NAME = r"[^\W_](?:[\w\u00B7\u203F\u2040.-]*[\w\u00B7\u203F\u2040-])?"
_LOCAL_CHAR = r"(?:[\w:\u00B7\u203F\u2040-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
_TOKEN = re.compile(
    rf"""
    (?P<space>\s+|\#[^\n\r]*)
  | (?P<iri><[^\x00-\x20<>"{{}}|^`\\]*>)
  | (?P<string>'''(?:'{{0,2}}(?:[^'\\]|\\.))*'''|\"\"\"(?:"{{0,2}}(?:[^"\\]|\\.))*\"\"\"
      |'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
  | (?P<variable>[?$][\w\u00B7\u203F\u2040]+)
  | (?P<langtag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<blank>_:[\w](?:[\w\u00B7.-]*[\w\u00B7-])?)
  | (?P<pname>(?:{_NAME})?:(?:{_LOCAL_CHAR}(?:(?:{_LOCAL_CHAR}|\.)*{_LOCAL_CHAR})?)?)
  | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token with its kind (a group of the grammar), text and offset into the unescaped query."""

    kind: str
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What the tokens say of a query: its form in capitals, and what decides on guard and cache."""

    form: str | None
    federated: Token | None
    volatile: bool
    text: str


def unescape(text: str) -> str:
    """Replace the codepoint escapes of SPARQL 1.1, section 19.2, which may stand anywhere."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else match[0]

    return _ESCAPE.sub(character, text)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query without white space and comments; ``text`` is already unescaped."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        if kind != "space":
            yield Token(kind, match[0], match.start())


def read(query: str) -> Reading:
    """Read a query or update; never fails, since a malformed text is the engine's to report.

    Engines differ on where an escape counts, and an escaped quotation mark can hide a word from one of
    two readings; so both the text as sent and the unescaped one must be free of SERVICE.
    """
    reading = _read(query)
    unescaped = unescape(query)
    if unescaped == query:
        return reading
    other = _read(unescaped)
    return replace(
        other, federated=other.federated or reading.federated, volatile=other.volatile or reading.volatile
    )


def _read(text: str) -> Reading:
    form: str | None = None
    federated: Token | None = None
    volatile = False
    prologue: str | None = None
    for token in tokens(text):
        upper = token.text.upper()
        if federated is None and _reaches_out(token, upper):
            federated = token
        if token.kind != "word":
            continue
        volatile = volatile or upper in VOLATILE
        if form is None:
            if upper in ("PREFIX", "BASE", "VERSION"):
                prologue = upper
            elif upper in QUERY_FORMS or upper in UPDATE_FORMS:
                form = upper
            elif prologue is None:
                form = ""
    return Reading(form or None, federated, volatile, text)


def _reaches_out(token: Token, upper: str) -> bool:
    if "SERVICE" not in upper:
        return False
    if token.kind == "word":
        return True
    if token.kind == "pname":
        prefix, _, local = upper.partition(":")
        return "SERVICE" in prefix or ".SERVICE" in local
    return token.kind in ("blank", "langtag") and ".SERVICE" in upper


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column (from 1) of an offset."""
    line = text.count("\n", 0, offset) + 1
    return line, offset - (text.rfind("\n", 0, offset) + 1) + 1


def refuse_federation(reading: Reading) -> None:
    """Raise Problem 403 when the query calls another service (SPARQL 1.1 Federated Query)."""
    if reading.federated is None:
        return
    line, column = position(reading.text, reading.federated.offset)
    raise Problem(
        403,
        "federation-refused",
        "SERVICE is switched off here",
        f"The query uses {reading.federated.text!r} at line {line}, column {column}. This service does "
        "not call other services; ask the other one directly, or join the results on your side. "
        "If it is the prefix of a name, choose another prefix.",
        {"line": line, "column": column},
    )
