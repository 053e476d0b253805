"""The SERVICE blocks of a query as calls (SPARQL 1.1 Federated Query), cut out at token level.

Blocks are evaluated by themselves and joined, as the semantics of SPARQL are: so the answer of a call can
stand in its block's place as inline data, and the engine never calls out. A text that two readers could
cut in two ways is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from genfilm.problems import FederationRefused, RemoteFailed
from genfilm.protocol.guard import (
    Token,
    ambiguous,
    declared_in,
    position,
    reaches_out,
    resolve,
    tokens,
    unescape,
)

MOST_CALLS = 8


@dataclass(frozen=True, slots=True)
class Call:
    """One SERVICE block: whom it asks for what, and where it stands.

    ``variables`` are those that it mentions; ``start`` and ``end`` are offsets of the whole block,
    ``group`` that of its opening brace.
    """

    iri: str
    silent: bool
    query: str
    variables: frozenset[str]
    start: int
    group: int
    end: int


def plan(text: str, prefixes: Mapping[str, str]) -> tuple[Call, ...]:
    """The calls of a query in their order; ``prefixes`` are those declared beforehand.

    Raises Problem 403 for a block that is not certain in every respect, or one too many.
    """
    if unescape(text) != text:
        raise FederationRefused("escaped")
    found = list(tokens(text))
    for token in found:
        if ambiguous(token):
            raise _refused("unclear", text, token)
    calls = tuple(_calls(text, found, {**prefixes, **declared_in(found)}))
    if len(calls) > MOST_CALLS:
        raise FederationRefused("many", number=len(calls), most=MOST_CALLS)
    return calls


def without_calls(text: str, calls: Sequence[Call]) -> str:
    """The query with each block as a plain group: as right or wrong, and every place where it was."""
    for call in calls:
        blank = re.sub(r"[^\r\n]", " ", text[call.start : call.group])
        text = text[: call.start] + blank + text[call.group :]
    return text


def with_answers(text: str, calls: Sequence[Call], data: Sequence[str]) -> str:
    """The query with inline data in the place of each block."""
    for call, values in zip(reversed(calls), reversed(data), strict=True):
        text = f"{text[: call.start]} {values} {text[call.end :]}"
    return text


def failed(endpoint: str, why: str) -> RemoteFailed:
    """502: a service that a query calls has failed; ``why`` begins after its name."""
    return RemoteFailed(endpoint=endpoint, why=why)


def _calls(text: str, found: list[Token], declared: Mapping[str, str]) -> Iterator[Call]:
    end = Token("end", "", len(text))
    at = 0
    while at < len(found):
        service = found[at]
        at += 1
        if not reaches_out(service, service.text.upper()):
            continue
        if service.text.upper() != "SERVICE":
            raise _refused("apart", text, service)
        silent = (*found[at:], end)[0].text.upper() == "SILENT"
        target, group = (*found[at + silent :], end, end)[:2]
        if target.kind == "variable":
            raise _refused("variable", text, target)
        iri = resolve(target, declared)
        if iri is None or group.text != "{":
            raise _refused("form", text, service)
        at += silent + 2
        inside = list(_until_closed(found[at:]))
        if len(inside) == len(found) - at:
            raise _refused("open", text, service)
        for token in inside:
            if reaches_out(token, token.text.upper()):
                raise _refused("nested", text, token)
        at += len(inside) + 1
        last = found[at - 1].offset + 1
        yield Call(
            iri,
            silent,
            _prologue(inside, declared) + "SELECT * WHERE " + text[group.offset : last],
            frozenset(token.text[1:] for token in inside if token.kind == "variable"),
            service.offset,
            group.offset,
            last,
        )


def _until_closed(found: Sequence[Token]) -> Iterator[Token]:
    """The tokens before the brace that closes a group."""
    depth = 0
    for token in found:
        depth += (token.text == "{") - (token.text == "}")
        if depth < 0:
            return
        yield token


def _prologue(inside: Sequence[Token], declared: Mapping[str, str]) -> str:
    used = dict.fromkeys(token.text.partition(":")[0] for token in inside if token.kind == "pname")
    return "".join(f"PREFIX {name}: <{declared[name]}>\n" for name in used if name in declared)


def _refused(shape: str, text: str, token: Token) -> FederationRefused:
    line, column = position(text, token.offset)
    return FederationRefused(shape, line=line, column=column, word=token.text)
