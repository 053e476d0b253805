"""Aggregates, and such as stand within another: SPARQL has none (1.1, section 19.8), the engine answers 0."""

from __future__ import annotations

import re

from genfilm.protocol.tokens import brackets, units

NAMES = frozenset(["COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"])
_CALL = re.compile(rf"(?:{'|'.join(sorted(NAMES))})\s*\(")


def nested(text: str, upper: str) -> bool:
    """True if an aggregate stands within another; ``upper`` is the text in capitals."""
    calls = _CALL.finditer(upper)
    if next(calls, None) is None or next(calls, None) is None:
        return False
    found = units(text)
    closing = brackets(found) or {}
    outer = inner = 0
    for place, token in enumerate(found):
        if token.text == "{" and place in closing:
            inner = max(inner, closing[place])
        elif token.kind == "word" and token.text.upper() in NAMES and place + 1 in closing:
            if inner <= place < outer:
                return True
            outer = max(outer, closing[place + 1])
    return False
