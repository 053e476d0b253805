"""The prologue that a query needs where nothing is declared beforehand."""

from __future__ import annotations

from collections.abc import Mapping

from genfilm.protocol.guard import tokens, unescape


def with_prologue(text: str, prefixes: Mapping[str, str], base: str | None) -> str:
    """The query with ``base`` and those of ``prefixes`` declared that it uses and does not declare.

    They stand before its first line, so that its lines keep their numbers.
    """
    used: set[str] = set()
    declared: set[str] = set()
    before = ""
    for token in tokens(unescape(text)):
        if token.kind == "pname":
            (declared if before == "PREFIX" else used).add(token.text.partition(":")[0])
        before = token.text.upper() if token.kind == "word" else ""
    needed = [f"PREFIX {name}: <{prefixes[name]}> " for name in sorted(used - declared) if name in prefixes]
    return (f"BASE <{base}> " if base else "") + "".join(needed) + text
