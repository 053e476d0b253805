"""The serving composition root: a Flask app over a build."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

from flask import Flask, Response, request

from genfilm.ask.asker import asker
from genfilm.catalogue.library import Library, open_library
from genfilm.colours import colour
from genfilm.dataset.builds import Build, has_sources
from genfilm.editing.checking import Checking
from genfilm.editing.rebuild import Rebuild
from genfilm.editing.store import Scratch, Sources, Store
from genfilm.engine.backend import Backend
from genfilm.engine.backends import backend_of
from genfilm.engine.endpoint import Endpoint
from genfilm.engine.federation import Federation
from genfilm.errors import BuildNotFound, SettingsError
from genfilm.gateway import tools
from genfilm.protocol.allowlist import AllowList
from genfilm.protocol.headers import COMMON, CSP, FRESH, NEVER, PREFLIGHT, VARY
from genfilm.protocol.request import METHODS
from genfilm.records.ledger import ledger
from genfilm.records.names import names
from genfilm.settings import Settings
from genfilm.web import api, health, problems, sparql, update
from genfilm.web.context import KEY, Context, describe, install, leads_somewhere, link
from genfilm.web.documents import dumps, replaced, terms, void
from genfilm.web.site import (
    assets,
    bibliography,
    charts,
    claims,
    compare,
    crawlers,
    editor,
    embed,
    entities,
    explore,
    frame,
    home,
    ontology,
    questions,
    readings,
    reconcile,
    releases,
    report,
    search,
    workbook,
)

_SHORTEST_SECRET = 16


def create_app(
    build: Build, settings: Settings | None = None, release: str = "", pages: Mapping[str, str] | None = None
) -> Flask:
    """An app that serves ``build``; it starts evaluators of its own, ended by ``close_app``.

    ``release`` is the name of an earlier build, asked with the ``pages`` of the one in service.
    """
    settings = settings or Settings()
    updates = _updates(settings) if settings.update_secret else None
    pool = backend_of(build, settings)
    app = Flask("genfilm.web.site", static_folder="static", template_folder="templates")
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body
    app.url_map.strict_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True  # a line with a statement only leaves none
    app.jinja_env.filters.update(compact=build.prefixes.compact, link=link, count=describe)
    app.jinja_env.tests["address"] = leads_somewhere
    app.jinja_env.globals.update(colour=colour, asset=assets.asset)
    endpoint = Endpoint(pool, settings.max_body, _federation(settings, pool))
    library = open_library(build.directory, pool, pages or {})
    install(app, Context(build, settings, pool, endpoint, library, release))
    parts = (home, claims, entities, compare, ontology, questions, search, sparql, health, terms, void)
    for part in (
        *parts,
        bibliography,
        assets,
        crawlers,
        explore,
        embed,
        dumps,
        replaced,
        releases,
        readings,
        charts,
        editor,
        tools,
        reconcile,
    ):
        app.register_blueprint(part.blueprint)
    for blueprint in api.BLUEPRINTS:
        app.register_blueprint(blueprint)
    if updates is not None:
        app.register_blueprint(update.blueprint)
        app.extensions[update.KEY] = updates
    if workbook.is_offered(settings):
        app.register_blueprint(workbook.blueprint)
    frame.install(app)
    charts.install(app)
    editor.install(app)
    report.install(app)
    problems.install(app)
    app.before_request(_address)
    app.before_request(_options)
    app.after_request(_common_headers)
    return app


def warm(app: Flask) -> None:
    """Read what pages share (names, claims, ledger, search index), so that the first reader need not wait.

    Only what the build keeps is read: the evaluators get the loop that they live on later, and none may be
    asked before.
    """
    library = app.extensions[KEY].library
    if not library.keeps_answers:
        return
    ledger(library)
    names(library)
    with app.app_context(), suppress(BuildNotFound):
        asker(library).load()


def create_release(build: Build, release: str, present: Library, settings: Settings) -> Flask:
    """An app of an earlier build beside that with the library ``present``: with one evaluator, read from its
    store on disk, and without updates."""
    public = f"{settings.public_url.rstrip('/')}/release/{release}" if settings.public_url else ""
    small = replace(
        settings,
        evaluators=1,
        long_queries=1,
        store="disk",
        engine="",
        federation="",
        update_secret="",
        public_url=public,
    )
    app = create_app(build, small, release, present.pages)
    warm(app)
    return app


def prepare(app: Flask) -> None:
    """Compile the templates, which the first readers of a page would wait for."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)


def _federation(settings: Settings, pool: Backend) -> Federation | None:
    """Client of the services that queries may call, None when there are none; raises SettingsError."""
    allowed = AllowList.parse(settings.federation)
    if not allowed:
        return None
    private = settings.federation_private == "yes"
    return Federation(allowed, largest=settings.federation_bytes, private=private, counts=pool.counts)


def _updates(settings: Settings) -> tuple[Store, str]:
    """The store that updates change, and the secret that they need; raises SettingsError."""
    file = f"GENFILM_UPDATE_SECRET: {settings.update_secret}"
    try:
        secret = Path(settings.update_secret).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} cannot be read: {error}") from None
    if len(secret) < _SHORTEST_SECRET or not secret.isprintable() or " " in secret:
        raise SettingsError(
            f"{file} holds no secret of {_SHORTEST_SECRET} characters or more without blanks, such as "
            "`openssl rand -hex 32` writes."
        )
    if settings.update_scratch == "yes":
        return Scratch(), secret
    if not has_sources(settings.sources):
        raise SettingsError(f"GENFILM_UPDATE_SECRET: there are no sources in {settings.sources} to change.")
    return _sources(settings.sources, settings.home), secret


@cache
def _sources(root: Path, home: Path) -> Sources:
    """The sources that updates change: the same for the apps of all builds that follow one another."""
    return Sources(root, Rebuild(root, home), Checking(root))


def close_app(app: Flask) -> None:
    """End the evaluators of an app."""
    app.extensions[KEY].pool.close()


def _address() -> None:
    """Have the request say the address that is written in links, with or without a slash at its end."""
    rule = request.url_rule
    if rule is not None and rule.rule.endswith("/") and not request.path.endswith("/"):
        request.path += "/"


def _options() -> Response | None:
    """Answer to OPTIONS at every address; a preflight is let through even where nothing is, or a script would
    not be told so (Fetch Standard, section 4.8)."""
    if request.method != "OPTIONS":
        return None
    rule = request.url_rule
    if rule is None and "Access-Control-Request-Method" not in request.headers:
        return None
    known = METHODS if rule is None else rule.methods or ()
    allowed = ", ".join(method for method in METHODS if method in known)
    response = Response(status=204, headers={**PREFLIGHT, "Allow": allowed})
    del response.headers["Content-Type"]
    return response


def _common_headers(response: Response) -> Response:
    response.headers.update(COMMON)
    response.headers.setdefault("Vary", VARY)
    response.vary.add("Accept-Encoding")  # the gateway may compress whatever it is
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Security-Policy", CSP)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = FRESH if response.status_code < 400 else NEVER
    return response
