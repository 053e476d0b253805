"""Recognition of serialised results that found nothing."""

from __future__ import annotations

import re

_TAIL = 800
_END = 40
"""Bytes that tell of a longer result whether it has rows: looking further would cost every query."""
_PATTERNS = {
    "json": re.compile(
        rb'"bindings"\s*:\s*\[\s*\]\s*\}\s*\}\s*$|"boolean"\s*:\s*false\s*\}\s*$'
        rb'|"bindings"\s*:\s*\[\s*\{(?:[^{}]*\{[^{}]*"value"\s*:\s*"0?"[^{}]*\})*\s*\}\s*\]\s*\}\s*\}\s*$'
    ),
    "xml": re.compile(
        rb"<results\s*/>|<results>\s*</results>|<boolean>false<"
        rb"|<results>\s*<result>(?:\s*<binding[^>]*>\s*<literal(?:[^>]*[^/>])?(?:>0?</literal>|/>)\s*</binding>)*"
        rb"\s*</result>\s*</results>"
    ),
    "csv": re.compile(
        rb"\A(?!true\s*\Z)(?:[^\n]*\r?\n?|[^\n]*\n(?:0|\"\")?(?:,(?:0|\"\")?)*\r?\n?|false\s*)\Z"
    ),
    "tsv": re.compile(rb"\A(?!true\s*\Z)(?:[^\n]*\n?|[^\n]*\n(?:0|\"\")?(?:\t(?:0|\"\")?)*\n?|false\s*)\Z"),
    "turtle": re.compile(rb"\A(?:\s|@?(?:prefix|PREFIX)[^\n]*\n)*\Z"),
    "ntriples": re.compile(rb"\A\s*\Z"),
    "rdfxml": re.compile(rb"<rdf:RDF[^>]*(?:/>|>\s*</rdf:RDF>)\s*\Z"),
    "jsonld": re.compile(rb'\A\s*\[\s*\]\s*\Z|"@graph"\s*:\s*\[\s*\]'),
}
_PATTERNS["trig"] = _PATTERNS["turtle"]
_PATTERNS["nquads"] = _PATTERNS["ntriples"]


def says_nothing(body: bytes, form: str) -> bool:
    """True if a result has no row or triple, is false, or is one row of nothing but 0 and empty texts;
    ``form`` is a name of protocol.formats."""
    pattern = _PATTERNS.get(form)
    if len(body) > _TAIL and form in ("csv", "tsv"):
        return body.find(b"\n") in (-1, len(body) - 1)
    if pattern is None or (len(body) > _TAIL and form not in ("json", "xml", "rdfxml")):
        return False
    start = 0 if len(body) <= _TAIL else len(body) - _END
    return pattern.search(body, start) is not None
