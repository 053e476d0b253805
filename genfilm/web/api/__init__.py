"""The REST interface: questions, entities, claims and citations as data, described by OpenAPI."""

from __future__ import annotations

from genfilm.web.api import ask, cite, claims, entities, graph, openapi, queries, readings, releases, search

BLUEPRINTS = tuple(
    part.blueprint
    for part in (openapi, queries, entities, claims, cite, search, ask, graph, readings, releases)
)
