"""Reading a SPARQL query at token level: its form, and whether it reaches out of the service.

Tokens follow the SPARQL 1.1 grammar (section 19.8) after its codepoint escapes (19.2). The engine's
parser does not need white space after a keyword, so any word that merely contains SERVICE is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from genfilm.problems import FederationRefused

QUERY_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATE_FORMS = frozenset(
    ["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"]
)
VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})

_TELLING = re.compile("SERVICE|NOW|RAND|UUID|BNODE|FROM(?=.*FROM)", re.DOTALL)
"""Without one of these, in capitals, a query can neither call out nor be volatile nor merge graphs."""
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_CHARS = r"[\w\u00B7\u203F\u2040-]"
_NAME = rf"[^\W\d_]{_CHARS}*+(?:\.++{_CHARS}++)*+"
_LOCAL = r"(?:[\w:\u00B7\u203F\u2040-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
_TOKEN = re.compile(
    rf"""
    (?:\s++|\#[^\n\r]*+)*+
  (?: (?P<iri><[^\x00-\x20<>"{{}}|^`\\]*+>)
  | (?P<string>'''(?:'{{0,2}}+(?:[^'\\]|\\.))*+'''|\"\"\"(?:"{{0,2}}+(?:[^"\\]|\\.))*+\"\"\"
      |'(?!'')(?:[^'\\\n\r]|\\.)*+'|"(?!"")(?:[^"\\\n\r]|\\.)*+")
  | (?P<unclosed>['"])
  | (?P<variable>[?$][\w\u00B7\u203F\u2040]++)
  | (?P<langtag>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
  | (?P<blank>_:\w{_CHARS}*+(?:\.++{_CHARS}++)*+)
  | (?P<pname>(?:{_NAME})?+:(?:{_LOCAL}++(?:\.++{_LOCAL}++)*+)?+)
  | (?P<number>(?:[0-9]++(?:\.[0-9]++|\.(?=[eE][+-]?[0-9]))?+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+)
  | (?P<word>{_NAME}|_\w*+)
  | (?P<mark>.)
  | \Z
  )
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A token with its kind (a group of the grammar), text and offset into the unescaped query."""

    kind: str
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Findings from the tokens of a query, as far as guard, cache and dataset depend on it.

    ``from_graphs`` and ``from_named`` are the IRIs of a dataset that takes more than one clause to name,
    empty when one of them is relative and so is left to the engine.
    """

    federated: Token | None
    volatile: bool
    text: str
    from_graphs: tuple[str, ...] = ()
    from_named: tuple[str, ...] = ()

    @property
    def may_name_graphs(self) -> bool:
        """True if GRAPH or FROM may stand in it: without them a query sees the default graph only."""
        upper = self.text.upper()
        return "GRAPH" in upper or "FROM" in upper

    @property
    def may_be_graph(self) -> bool:
        """True if the result may be a graph: CONSTRUCT or DESCRIBE stands somewhere in the text."""
        upper = self.text.upper()
        return "CONSTRUCT" in upper or "DESCRIBE" in upper

    @property
    def form(self) -> str | None:
        """The first word after the prologue in capitals, when it is a form of query or update."""
        for token in tokens(self.text):
            word = token.text.upper() if token.kind == "word" else "PREFIX"
            if word not in ("PREFIX", "BASE", "VERSION"):
                return word if word in QUERY_FORMS | UPDATE_FORMS else None
        return None


def unescape(text: str) -> str:
    """Replace the codepoint escapes of SPARQL 1.1, section 19.2, which may stand anywhere."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else match[0]

    return _ESCAPE.sub(character, text)


def escapes(text: str) -> Iterator[re.Match[str]]:
    """The escapes that ``unescape`` replaces."""
    return (match for match in _ESCAPE.finditer(text) if unescape(match[0]) != match[0])


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query without white space and comments; ``text`` is already unescaped.

    They end at a quotation mark that nothing closes: what follows could be read in more ways than one,
    and looking for its end again and again would take quadratic time.
    """
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind is not None:
            yield Token(kind, match[kind], match.start(kind))
            if kind == "unclosed":
                return


def read(query: str, prefixes: Mapping[str, str] | None = None) -> Reading:
    """Read a query or update; never fails, since a malformed text is the engine's to report.

    ``prefixes`` are those declared beforehand. Engines differ on where an escape counts, and an escaped
    quotation mark can hide a word from one of two readings; so both the text as sent and the unescaped
    one must be free of SERVICE.
    """
    reading = _read(query, prefixes or {})
    unescaped = unescape(query)
    if unescaped == query:
        return reading
    other = _read(unescaped, prefixes or {})
    return replace(
        other, federated=other.federated or reading.federated, volatile=other.volatile or reading.volatile
    )


def _read(text: str, prefixes: Mapping[str, str]) -> Reading:
    upper = text.upper()
    if _TELLING.search(upper) is None:
        return Reading(None, False, text)
    federated: Token | None = None
    volatile = False
    suspicious = "SERVICE" in upper
    found = list(tokens(text))
    for token in found:
        word = token.text.upper()
        if federated is None and (reaches_out(token, word) or (suspicious and ambiguous(token))):
            federated = token
        volatile = volatile or ambiguous(token) or (token.kind == "word" and _is_volatile(word))
    graphs, named = _dataset(found, {**prefixes, **declared_in(found)})
    return Reading(federated, volatile, text, graphs, named)


def undeclared(text: str, prefixes: Mapping[str, str]) -> tuple[str, ...]:
    """The prefixes that a query uses and that neither it nor ``prefixes`` declare."""
    found = list(tokens(text))
    declared = {*prefixes, *declared_in(found)}
    used = dict.fromkeys(token.text.partition(":")[0] for token in found if token.kind == "pname")
    return tuple(prefix for prefix in used if prefix not in declared)


def _is_volatile(word: str) -> bool:
    return not VOLATILE.isdisjoint(re.split(r"[.-]", word))


def declared_in(found: Sequence[Token]) -> dict[str, str]:
    """The prefixes that the query declares itself."""
    return {
        name.text[:-1]: value.text[1:-1]
        for word, name, value in zip(found, found[1:], found[2:], strict=False)
        if word.text.upper() == "PREFIX" and name.kind == "pname" and value.kind == "iri"
    }


def _dataset(found: list[Token], declared: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The IRIs of FROM and FROM NAMED (SPARQL 1.1, section 13.2)."""
    graphs: list[str] = []
    named: list[str] = []
    for position, token in enumerate(found):
        if token.kind != "word" or token.text.upper() != "FROM":
            continue
        rest = found[position + 1 : position + 3]
        target = graphs
        if rest and rest[0].text.upper() == "NAMED":
            target, rest = named, rest[1:]
        iri = resolve(rest[0], declared) if rest else None
        if iri is None:
            return (), ()
        target.append(iri)
    return tuple(dict.fromkeys(graphs)), tuple(dict.fromkeys(named))


def resolve(token: Token, declared: Mapping[str, str]) -> str | None:
    """The absolute IRI that a token stands for; None for any other token, and for a relative IRI."""
    if token.kind == "iri":
        return token.text[1:-1] if _ABSOLUTE.match(token.text) else None
    prefix, _, local = token.text.partition(":")
    if token.kind != "pname" or prefix not in declared or "\\" in local:
        return None
    return declared[prefix] + local


def ambiguous(token: Token) -> bool:
    """True if the engine could read this otherwise: ``<…>`` as a comparison (an IRI with ``scheme://``
    never is one), or an unclosed quotation mark."""
    return token.kind == "unclosed" or (token.kind == "iri" and _ABSOLUTE.match(token.text) is None)


def reaches_out(token: Token, upper: str) -> bool:
    """True if some engine could read a call in a token; ``upper`` is its text in capitals."""
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
    raise FederationRefused("off", word=reading.federated.text, line=line, column=column)
