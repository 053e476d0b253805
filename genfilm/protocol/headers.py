"""The headers that every answer carries: CORS, security, variance."""

from __future__ import annotations

from urllib.parse import quote

from genfilm.protocol.request import METHODS

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
VARY = "Accept, Accept-Language, Accept-Encoding"
COMMON: dict[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Accept-Query, Accept-Ranges, Allow, Content-Disposition, Content-Encoding, Content-Language, "
        "Content-Range, ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, X-Build, X-Cache, "
        "X-Hint, X-Query-Id, X-Total-Count"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
PREFLIGHT: dict[str, str] = {
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": (  # the wildcard stands for every other one, but never for Authorization
        "Accept, Accept-Language, Authorization, Cache-Control, Content-Encoding, Content-Language, "
        "Content-Type, From, If-Match, If-Modified-Since, If-None-Match, If-Range, Range, X-Requested-With, *"
    ),
    "Access-Control-Max-Age": "86400",
}
HINT = "X-Hint"
FRESH = "public, max-age=0, must-revalidate"
NEVER = "no-store"
_LONGEST = 1500
"""Bytes of a text in a header: proxies take no more than a few kB of all headers together."""


def header_text(text: str, lang: str) -> str:
    """A text as the value of a header, cut where it is too long for one: itself in ASCII, else with its
    charset and language (RFC 8187)."""
    plain = text.replace("…", "...")
    value = plain if plain.isascii() else f"UTF-8'{lang}'{quote(text)}"
    if len(value) <= _LONGEST:
        return value
    return header_text(text[: len(text) * _LONGEST // len(value) - 3] + "…", lang)
