"""Context that every blueprint may use: the build, the endpoint and the catalogue, and the request's
language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, current_app, request

from genfilm.catalogue.library import Library
from genfilm.catalogue.query import NamedQuery
from genfilm.dataset.builds import Build
from genfilm.engine.backend import Backend
from genfilm.engine.endpoint import Endpoint
from genfilm.engine.query import Query
from genfilm.protocol.negotiation import choose_language
from genfilm.settings import Settings
from genfilm.vocabulary import BASE
from genfilm.words import LANGUAGES

KEY = "genfilm"


@dataclass(slots=True)
class Context:
    """The service as the blueprints see it."""

    build: Build
    settings: Settings
    pool: Backend
    endpoint: Endpoint
    library: Library
    release: str = ""
    """The name under which an earlier build is shown beside the one in service."""

    @property
    def catalogue(self) -> Mapping[str, NamedQuery]:
        """The named questions by id."""
        return self.library.queries

    def select(self, text: str) -> list[dict[str, dict[str, str]]]:
        """The rows of a SELECT query, each a mapping of variable to a SPARQL JSON term."""
        answer = json.loads(self.pool.answer(Query(text)))
        return cast(list[dict[str, dict[str, str]]], answer["results"]["bindings"])

    def page(self, name: str, **terms: str) -> str:
        """The text of a page query with serialised terms bound to its parameters."""
        return self.library.page_text(name, **terms)


def install(app: Flask, context: Context) -> None:
    """Attach the context to an app."""
    app.extensions[KEY] = context


def context() -> Context:
    """The context of the current app."""
    return cast(Context, current_app.extensions[KEY])


def language() -> str:
    """``en`` or ``zh`` for this request: that of its address, ``?lang=`` or Accept-Language."""
    head = request.path.strip("/").partition("/")[0]
    if head in LANGUAGES:
        return head
    return choose_language(request.args.get("lang"), request.headers.get("Accept-Language"))


def root_url() -> str:
    """The address of the service as clients see it, without a slash at its end."""
    return (context().settings.public_url or request.url_root).rstrip("/")


def local_path(iri: str) -> str | None:
    """Path at which this service shows an IRI of ours, or None for others."""
    return iri.removeprefix(BASE) if iri.startswith(f"{BASE}/") else None


def link(iri: str) -> str:
    """Address that a page of the current request links an IRI to: our page about it, or itself."""
    path = local_path(iri)
    if path is None:
        return iri if leads_somewhere(iri) else "#"
    return request.script_root + path


def leads_somewhere(iri: str) -> bool:
    """True if an IRI is an address of the web: others may run script (``javascript:``) or hold a page
    (``data:``), so no page ever links them."""
    return iri.startswith(("https://", "http://"))


def describe(value: Any) -> str:
    """A count as people read it."""
    return f"{value:,}" if isinstance(value, int) else str(value)
