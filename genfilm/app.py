"""The serving composition root: a Flask app over a build."""

from __future__ import annotations

from flask import Flask, Response

from genfilm.catalogue.query import load_catalogue
from genfilm.dataset.builds import Build
from genfilm.engine.endpoint import Endpoint
from genfilm.engine.pool import EvaluatorPool
from genfilm.settings import Settings
from genfilm.vocabulary import compact
from genfilm.web import health, home, problems, sparql, terms
from genfilm.web.context import Context, describe, install, load_page_queries, local_path
from genfilm.web.wording import word

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_EXPOSED = "ETag, Link, Retry-After, Content-Language, X-Query-Id"


def create_app(build: Build, settings: Settings | None = None) -> Flask:
    """An app that serves ``build``; it starts evaluators of its own, ended by ``close_app``."""
    settings = settings or Settings()
    pool = EvaluatorPool(
        build.directory,
        evaluators=settings.evaluators,
        timeout=settings.query_timeout,
        memory=settings.query_memory,
        queue=settings.queue,
        hold=settings.hold,
    )
    app = Flask("genfilm.web", static_folder="static", template_folder="templates")
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body
    app.jinja_env.filters.update(compact=compact, local=local_path, count=describe)
    app.jinja_env.globals["word"] = word
    endpoint = Endpoint(pool, build.prefixes, settings.max_body)
    catalogue = load_catalogue(build.directory)
    install(app, Context(build, settings, pool, endpoint, catalogue, load_page_queries(build.directory)))
    for room in (home, sparql, health, terms):
        app.register_blueprint(room.blueprint)
    problems.install(app)
    app.after_request(_common_headers)
    return app


def close_app(app: Flask) -> None:
    """End the evaluators of an app."""
    app.extensions["genfilm"].pool.close()


def _common_headers(response: Response) -> Response:
    headers = response.headers
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Access-Control-Expose-Headers"] = _EXPOSED
    if response.status_code == 204:
        headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, QUERY, OPTIONS"
        headers["Access-Control-Allow-Headers"] = "Accept, Accept-Language, Content-Type, If-None-Match"
        headers["Access-Control-Max-Age"] = "86400"
    headers.setdefault("Vary", "Accept, Accept-Language, Accept-Encoding")
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    if response.mimetype == "text/html":
        headers["Content-Security-Policy"] = CSP
    return response
