"""The headers that every answer carries: CORS, security, variance."""

from __future__ import annotations

from genfilm.protocol.request import METHODS

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
VARY = "Accept, Accept-Language, Accept-Encoding"
COMMON: dict[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "ETag, Link, Retry-After, RateLimit, RateLimit-Policy, Content-Language, Content-Disposition, "
        "X-Total-Count, X-Query-Id, X-Cache"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
PREFLIGHT: dict[str, str] = {
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
FRESH = "public, max-age=0, must-revalidate"
NEVER = "no-store"
