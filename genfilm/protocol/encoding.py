"""Text out of bytes: UTF-8, and UTF-16 as some editors and shells of Windows write it."""

from __future__ import annotations

BOM = "\ufeff"


def decode(data: bytes) -> str:
    """Text of a query in UTF-8 or UTF-16, without a byte order mark; raises UnicodeDecodeError for others.

    A query begins with a character of ASCII, so UTF-16 shows even where no mark says so.
    """
    head = data[:2]
    if head in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    if len(head) == 2 and head.count(0) == 1:
        return data.decode("utf-16-be" if head[0] == 0 else "utf-16-le")
    return data.decode("utf-8-sig")
