"""A cache of whole responses, bounded in bytes, the least recently used going first."""

from __future__ import annotations

import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field

from genfilm.protocol.negotiation import accepts_gzip

SMALLEST_GZIP = 600
_OVERHEAD = 3500
"""Bytes that an entry takes beside its body, those of its key among them."""
_LONGEST_KEY = 2000


@dataclass(slots=True)
class CachedResponse:
    """A response: status, headers and body, with an entity tag for each content coding.

    ``expires`` is a time of the monotonic clock; errors are kept for a short while only. What is
    ``personal`` is for one client, even when others ask the same.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    expires: float = float("inf")
    personal: bool = False
    _gzipped: bytes | None = field(default=None, repr=False)
    _tag: str = ""

    @property
    def tag(self) -> str:
        """The strong entity tag of the identity coding, without quotes."""
        if not self._tag:
            self._tag = hashlib.sha256(self.body).hexdigest()[:24]
        return self._tag

    def encoded(self, accept_encoding: str) -> tuple[bytes, str]:
        """(body, content coding): gzip where it is accepted and worth it; "" means identity."""
        if len(self.body) < SMALLEST_GZIP or not accepts_gzip(accept_encoding) or self._has_coding():
            return self.body, ""
        if self._gzipped is None:
            self._gzipped = gzip.compress(self.body, 5, mtime=0)
        return self._gzipped, "gzip"

    def _has_coding(self) -> bool:
        return any(name.lower() == "content-encoding" for name, _ in self.headers)

    @property
    def size(self) -> int:
        return len(self.body) * 5 // 4 + _OVERHEAD


def key_of(*parts: str | bytes | None) -> Hashable:
    """A cache key that stays small, however long the parts of a request are."""
    if sum(map(len, filter(None, parts))) <= _LONGEST_KEY:
        return parts
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).digest()


class ResponseCache:
    """Maps requests to entries; not locked, for use from one thread."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.bytes = 0
        self.hits = 0
        self.misses = 0
        self._entries: OrderedDict[Hashable, CachedResponse] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Hashable) -> CachedResponse | None:
        """The entry for a key, if it is there and has not expired."""
        entry = self._entries.get(key)
        if entry is None or entry.expires < time.monotonic():
            if entry is not None:
                self._drop(key)
            self.misses += 1
            return None
        self._entries.move_to_end(key)
        self.hits += 1
        return entry

    def put(self, key: Hashable, entry: CachedResponse) -> None:
        """Keep an entry, unless it alone is larger than a quarter of the cache."""
        if entry.size > self.limit // 4:
            return
        if key in self._entries:
            self._drop(key)
        self._entries[key] = entry
        self.bytes += entry.size
        while self.bytes > self.limit:
            self._drop(next(iter(self._entries)))

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
        self.bytes = 0

    def _drop(self, key: Hashable) -> None:
        self.bytes -= self._entries.pop(key).size


def matches(if_none_match: str, tag: str) -> bool:
    """True if an If-None-Match header names the tag (RFC 9110, section 13.1.2: weak comparison)."""
    if if_none_match.strip() == "*":
        return True
    candidates = (part.strip().removeprefix("W/").strip('"') for part in if_none_match.split(","))
    return tag in candidates
