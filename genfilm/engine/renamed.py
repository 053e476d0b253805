"""Results in which variables get their own names, rewritten as they pass through."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import IO, Any

import pyoxigraph as ox

_FORMS = {
    ox.QueryResultsFormat.JSON: ('"{}":{{', '"{}"', b"]"),
    ox.QueryResultsFormat.XML: ('name="{}"', 'name="{}"', b"</head>"),
    ox.QueryResultsFormat.TSV: ("", "?{}", b"\n"),
}
"""Forms of a variable's name in rows and in the head, and the end of the head. Nothing else can look
so: the quotation marks of a term are escaped."""


class Renamed:
    """Writer of a result in ``fmt`` whose variables are called otherwise, with their own ``names`` into
    ``out``; ``finish`` it."""

    def __init__(self, fmt: Any, names: Mapping[str, str], out: IO[bytes]) -> None:
        rows, head, self._ending = _FORMS[fmt]
        self._head, self._rows = _Names(head, names), _Names(rows, names)
        self._out = out
        self._rest = b""
        self._in_head = True

    def write(self, data: bytes) -> int:
        """Take a piece of the result."""
        self._rest += data
        if self._in_head:
            head, end, rest = self._rest.partition(self._ending)
            if not end:
                return len(data)
            self._out.write(self._head.given(head) + end)
            self._rest, self._in_head = rest, False
        done = self._rows.complete(self._rest)
        self._out.write(self._rows.given(self._rest[:done]))
        self._rest = self._rest[done:]
        return len(data)

    def flush(self) -> None:
        """Write nothing yet: what is left may be half a name."""

    def finish(self) -> None:
        """Write what is left."""
        self._out.write((self._head if self._in_head else self._rows).given(self._rest))


class _Names:
    """Names in one form, and what stands for them."""

    def __init__(self, form: str, names: Mapping[str, str]) -> None:
        self._own = {form.format(n).encode(): form.format(own).encode() for n, own in names.items()}
        self._own.pop(b"", None)
        self._longest = max(map(len, self._own), default=1)
        self._any = re.compile(b"|".join(map(re.escape, self._own)) or b"(?!)")

    def complete(self, text: bytes) -> int:
        """Number of bytes in which no name begins that ends in what is still to come."""
        ends = [match.end() for match in self._any.finditer(text)]
        return max(len(text) - self._longest + 1, *ends[-1:], 0)

    def given(self, text: bytes) -> bytes:
        """The text with the own names."""
        return self._any.sub(lambda match: self._own[match[0]], text)
