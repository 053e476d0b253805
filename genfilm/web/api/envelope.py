"""The one shape of every answer: data, columns, what it is a part of, and where to go on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from genfilm.protocol.formats import Format
from genfilm.web.context import context, language, root_url

JSON_TYPE = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class RowRange:
    """Range of rows out of ``total``: page ``page`` of ``size`` rows; ``name`` is the parameter that turns
    pages."""

    total: int
    page: int
    size: int
    name: str = "page"

    @property
    def last(self) -> int:
        """The number of the last page; 1 when there is no row."""
        return max(1, -(-self.total // self.size))

    @property
    def truncated(self) -> bool:
        """True if rows follow this page."""
        return self.page < self.last

    def links(self) -> dict[str, str]:
        """The addresses of the first, previous, next and last page, as far as they are."""
        pages = {"first": 1, "last": self.last}
        if self.page > 1:
            pages["prev"] = min(self.page - 1, self.last)
        if self.page < self.last:
            pages["next"] = self.page + 1
        return {rel: here(**{self.name: str(page)}) for rel, page in pages.items()}


def here(**changes: str) -> str:
    """The address of this request with some parameters set."""
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name not in changes]
    query = urlencode([*pairs, *changes.items()])
    return f"{root_url()}{request.path}" + (f"?{query}" if query else "")


def answer(
    data: Any,
    *,
    links: Mapping[str, str] | None = None,
    columns: list[dict[str, Any]] | None = None,
    part: RowRange | None = None,
    meta: Mapping[str, Any] | None = None,
) -> Response:
    """An answer in its envelope, with Link headers for its pages."""
    build = context().build
    about: dict[str, Any] = {
        "build": build.id[:12],
        "version": str(build.manifest.get("version", "")),
        "lang": language(),
        "truncated": bool(part and part.truncated),
    }
    if part:
        about |= {"total": part.total, "page": part.page, "size": part.size}
    turning = part.links() if part else {}
    body: dict[str, Any] = {"data": data}
    if columns is not None:
        body["columns"] = columns
    body["meta"] = {**about, **(meta or {})}
    body["links"] = {"self": here(), **turning, **(links or {})}
    response = Response(json.dumps(body, ensure_ascii=False, separators=(",", ":")), content_type=JSON_TYPE)
    return linked(response, turning)


def linked(
    response: Response, links: Mapping[str, str], documents: Mapping[str, Format] | None = None
) -> Response:
    """The response with its links in one Link header (RFC 8288), and with its documents by address."""
    values = [f'<{target}>; rel="{rel}"' for rel, target in links.items()]
    for target, fmt in (documents or {}).items():
        values.append(f'<{target}>; rel="alternate"; type="{fmt.media_type}"')
    before = response.headers.get("Link")
    if values:
        response.headers["Link"] = ", ".join([*([before] if before else []), *values])
    return response
