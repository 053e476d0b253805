"""The part of a body that a Range header asks for (RFC 9110, section 14)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from genfilm.problems import RangeNotSatisfiable

_ONE = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.IGNORECASE)


def part(headers: Mapping[str, str], tag: str, size: int) -> range | None:
    """Bytes that a request wants of a body with this strong entity ``tag``; raises Problem 416 where it has
    none of them.

    None means the whole: without Range, for other units and for several parts, which need not be answered,
    and for an If-Range that names another body or a date.
    """
    found = _ONE.fullmatch(headers.get("range", ""))
    if found is None or headers.get("if-range", f'"{tag}"') != f'"{tag}"':
        return None
    first, last = found.groups()
    if (not first and not last) or (first and last and int(last) < int(first)):
        return None
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last) + 1, size) if first and last else size
    if start >= end:
        problem = RangeNotSatisfiable()
        problem.headers["Content-Range"] = f"bytes */{size}"
        raise problem
    return range(start, end)
