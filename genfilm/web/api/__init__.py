"""The REST interface: questions, entities, claims and citations as data, described by OpenAPI."""

from __future__ import annotations

from genfilm.web.api import cite, claims, entities, openapi, queries

BLUEPRINTS = tuple(part.blueprint for part in (openapi, queries, entities, claims, cite))
