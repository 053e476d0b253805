"""Embedding in pages of others: the widget script, frames that any page may hold, and oEmbed.

The frames answer at ``/embed/<lang>/table/<query>``, ``/embed/<lang>/graph`` and
``/embed/<lang>/claim/<source>/<id>``; oEmbed 1.0 is at ``/oembed``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit
from xml.sax.saxutils import escape, quoteattr

from flask import Blueprint, Response, render_template, request, send_from_directory

from genfilm.catalogue.query import NamedQuery
from genfilm.problems import NoFrontend, NotFound, NotOffered, WrongParameter
from genfilm.protocol.formats import JSON, XML
from genfilm.protocol.headers import CSP
from genfilm.protocol.negotiation import by_name
from genfilm.records.ask import resolved
from genfilm.records.claim import claim as record
from genfilm.records.names import names
from genfilm.vocabulary import BASE
from genfilm.web.api.graph import GRAPH, drawn_as
from genfilm.web.context import context, root_url
from genfilm.web.site.assets import DIST, built

blueprint = Blueprint("embed", __name__)
OPEN_CSP = CSP.replace("frame-ancestors 'none'", "frame-ancestors *")
_SIZES = {
    "table": {"width": 720, "height": 480},
    "graph": {"width": 720, "height": 620},
    "claim": {"width": 640, "height": 520},
}
_SMALLEST = 200


@blueprint.get("/widgets.js", defaults={"name": "widgets.js"})
@blueprint.get("/widgets.mjs", defaults={"name": "widgets-module.js"})
@blueprint.get("/widgets.d.mts", defaults={"name": "widgets.d.mts"})
def widgets(name: str) -> Response:
    """The script that defines the widgets, also as an ES module with its types; the addresses stay, so that
    clients ask whether they have changed."""
    file = built(name)
    if file is None:
        raise NoFrontend("advice")
    mimetype = "text/plain" if name.endswith("mts") else "text/javascript"
    response = send_from_directory(DIST, file, mimetype=mimetype)
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@blueprint.get("/embed/<any(en, zh):lang>/table/<name>")
def table(lang: str, name: str) -> Response:
    """The answer to a question, without the frame of the site."""
    library = context().library
    query = library.named(name)
    meant = resolved(query, names(library), **_values(query, lang, request.args))
    values = {key: library.prefixes.compact(value) for key, value in meant.items()}
    shown = library.run(name, **values)
    given = {key: value for key, value in values.items() if key != "lang"}
    return _frame("embed_table.html", lang, query=query, table=shown, values=given, title=query.summary[lang])


@blueprint.get("/embed/<any(en, zh):lang>/graph")
def graph(lang: str) -> Response:
    """The picture around a thing, with its claims as a table."""
    drawn = drawn_as(GRAPH.read(strict=False))
    focus, picture = drawn.focus, drawn.picture
    if not focus:
        raise WrongParameter("missing", parameter="focus")
    label = next(node.label[lang] for node in picture.nodes if node.iri == focus)
    return _frame("embed_graph.html", lang, picture=picture, focus=focus, depth=drawn.depth, title=label)


@blueprint.get("/embed/<any(en, zh):lang>/claim/<source>/<identifier>")
def claim(lang: str, source: str, identifier: str) -> Response:
    """A claim with its page, its verdict and the evidence."""
    name = f"{source}/{identifier}"
    shown = record(context().library, f"{BASE}/id/claim/{name}")
    return _frame("embed_claim.html", lang, title=shown.statement.paraphrase[lang], name=name, claim=shown)


@blueprint.get("/oembed")
def oembed() -> Response:
    """Markup that embeds an address of ours in a page (oEmbed 1.0, section 2.3.4.4, type ``rich``)."""
    wanted = request.args.get("url", "")
    asked = request.args.get("format", JSON.name)
    form = by_name(asked, (JSON, XML))
    if form is None:
        # oEmbed 1.0, section 2.3.3: a format that is not offered is answered with 501.
        raise NotOffered(name=asked)
    kind, path = _frame_of(wanted)
    width, height = (_limited(f"max{name}", _SIZES[kind][name]) for name in ("width", "height"))
    title = f"GenFilm KG: {path.rpartition('/')[2].partition('?')[0]}"
    source = f"{root_url()}{path}"
    html = (
        f"<iframe src={quoteattr(source)} title={quoteattr(title)} "
        f'width="{width}" height="{height}" loading="lazy"></iframe>'
    )
    answer = {
        "version": "1.0",
        "type": "rich",
        "provider_name": "GenFilm KG",
        "provider_url": root_url() + "/",
        "title": title,
        "cache_age": 3600,
        "width": width,
        "height": height,
        "html": html,
    }
    if form is XML:
        members = "".join(f"<{key}>{escape(str(value))}</{key}>" for key, value in answer.items())
        text = f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{members}</oembed>\n'
        return Response(text, content_type="text/xml; charset=utf-8")
    return Response(json.dumps(answer, ensure_ascii=False), content_type="application/json; charset=utf-8")


_PAGES = (
    ("table", re.compile(r"/(en|zh)/questions/([\w-]+)"), "/embed/{0}/table/{1}"),
    ("claim", re.compile(r"/(en|zh)/claim/([\w-]+/[\w.-]+)"), "/embed/{0}/claim/{1}"),
    ("claim", re.compile(r"/()id/claim/([\w-]+/[\w.-]+?)(?:\.html)?"), "/embed/en/claim/{1}"),
    ("graph", re.compile(r"/(en|zh)/explore"), "/embed/{0}/graph"),
    ("graph", re.compile(r"/(en|zh)/entity/([\w-]+/[\w.-]+)"), "/embed/{0}/graph?focus=" + BASE + "/id/{1}"),
    ("table", re.compile(r"/embed/(en|zh)/table/([\w-]+)"), "/embed/{0}/table/{1}"),
    ("claim", re.compile(r"/embed/(en|zh)/claim/([\w-]+/[\w.-]+)"), "/embed/{0}/claim/{1}"),
    ("graph", re.compile(r"/embed/(en|zh)/graph"), "/embed/{0}/graph"),
)
"""Which pages can be embedded, and the frame that each one has."""


@blueprint.after_app_request
def discovery(response: Response) -> Response:
    """Tell of the oEmbed answers for a page that can be embedded (oEmbed 1.0, section 4)."""
    if response.status_code == 200 and response.mimetype == "text/html":
        for kind, target in oembeds():
            response.headers.add("Link", f'<{target}>; rel="alternate"; type="{kind}"')
    return response


@blueprint.app_template_global()
def oembeds() -> list[tuple[str, str]]:
    """Media types and addresses of the oEmbed answers for the page that is asked for, if there are any."""
    path = request.path
    if path.startswith("/embed/") or not any(pattern.fullmatch(path) for _, pattern, _ in _PAGES):
        return []
    query = request.query_string.decode("ascii", "replace")
    url = f"{root_url()}{path}" + (f"?{query}" if query else "")
    kinds = {"json": "application/json+oembed", "xml": "text/xml+oembed"}
    return [
        (kind, f"{root_url()}/oembed?{urlencode({'url': url, 'format': form})}")
        for form, kind in kinds.items()
    ]


def _frame_of(wanted: str) -> tuple[str, str]:
    """The kind and the path of the frame for an address; raises Problem 404 for what cannot be embedded."""
    root = root_url()
    if wanted.startswith(root + "/"):
        parts = urlsplit(wanted[len(root) :])
        for kind, pattern, frame in _PAGES:
            match = pattern.fullmatch(parts.path)
            if match is None:
                continue
            path, _, own = frame.format(*match.groups(), "").partition("?")
            given = [pair for pair in parse_qsl(parts.query) if pair[0] != "lang"]
            query = urlencode([*parse_qsl(own), *given])
            return kind, f"{path}?{query}" if query else path
    raise NotFound("embed", root=root, url=wanted)


def _limited(name: str, size: int) -> int:
    text = request.args.get(name, "")
    return max(_SMALLEST, min(size, int(text[:6]))) if text.isdecimal() else size


def _values(query: NamedQuery, lang: str, given: Mapping[str, str]) -> dict[str, str]:
    known = {parameter.name for parameter in query.parameters}
    values = {key: value for key, value in given.items() if key not in ("lang", "theme")}
    return values | ({"lang": lang} if "lang" in known else {})


def _frame(template: str, lang: str, **values: object) -> Response:
    theme = request.args.get("theme", "auto")
    page = render_template(
        template, lang=lang, theme=theme if theme in ("light", "dark") else "auto", **values
    )
    response = Response(page, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = OPEN_CSP
    return response
