"""Dereferencing: every IRI of ours leads to a page or to data about it (303, httpRange-14)."""

from __future__ import annotations

import json

from flask import Blueprint, Response, redirect, request

from genfilm.dataset.builds import EXPORTS
from genfilm.engine.query import Query
from genfilm.exports.formats import CONTEXT
from genfilm.exports.jsonld import document
from genfilm.problems import NotFound, OtherVersion, UnknownTerm
from genfilm.protocol import terms as serialise
from genfilm.protocol.formats import GRAPHS, HTML, JSONLD, NQUADS, NTRIPLES, TRIG, Format, by_extension
from genfilm.protocol.negotiation import choose, prefers_html
from genfilm.protocol.terms import string
from genfilm.records.corpus import corpus
from genfilm.records.entities import entities
from genfilm.vocabulary import BASE, ONTOLOGY
from genfilm.web.context import Context, context, language, local_path, root_url
from genfilm.web.site.frame import nearest, page_path, show

blueprint = Blueprint("terms", __name__)
OFFERED = tuple(fmt for fmt in GRAPHS if fmt not in (NQUADS, TRIG))
_DOCUMENTS = ("ontology", "graph/")
_ROWS = 200


@blueprint.get("/id/<path:name>", defaults={"space": "id"})
@blueprint.get("/ns/<path:name>", defaults={"space": "ns"})
@blueprint.get("/concept/<path:name>", defaults={"space": "concept"})
@blueprint.get("/graph/<path:name>", defaults={"space": "graph"})
@blueprint.get("/ns", defaults={"space": "ns", "name": ""})
@blueprint.get("/ontology", defaults={"space": "ontology", "name": ""})
@blueprint.get("/ontology/<path:name>", defaults={"space": "ontology"})
def dereference(space: str, name: str) -> Response:
    """A thing redirects to the page or the document about it; a document address answers with it."""
    path = f"{space}/{name}".rstrip("/")
    service = context()
    stem, _, extension = path.rpartition(".")
    fmt = by_extension(extension, OFFERED)
    if fmt is not None and stem:
        return _document(service, f"{BASE}/{stem}", fmt)
    subject = ONTOLOGY if path == "ns" else f"{BASE}/{path}"
    accept = request.headers.get("Accept")
    asked = request.args.getlist("format")
    chosen = HTML if prefers_html(accept) and not asked else choose(accept, asked, OFFERED)
    if path.startswith(_DOCUMENTS) or chosen is HTML:
        return _document(service, subject, chosen)
    _require(service, subject)
    path = subject.removeprefix(f"{BASE}/")
    target = f"{root_url()}/{path}.{chosen.extension}"
    if request.query_string:
        target += "?" + request.query_string.decode("ascii", "replace")
    return _see(target)


@blueprint.get("/ontology.<extension>")
def ontology(extension: str) -> Response:
    """The whole ontology in one format."""
    fmt = by_extension(extension, OFFERED)
    if fmt is None:
        raise NotFound("format", name=extension, known=[offered.extension for offered in OFFERED])
    return _document(context(), ONTOLOGY, fmt)


def _see(target: str) -> Response:
    return redirect(target, 303)  # type: ignore[return-value]


def _require(service: Context, subject: str) -> None:
    """Raise Problem 404 with the nearest IRIs for one of which nothing is said."""
    if service.select(service.page("term-exists", subject=iri(subject))):
        return
    names = entities(service.library)
    things_known = [each for iris in names.by_kind.values() for each in iris]
    known = [*things_known, *corpus(service.library).claims]
    raise UnknownTerm(iri=subject, build=service.build.id[:12], candidates=nearest(subject, known))


def _document(service: Context, subject: str, fmt: Format) -> Response:
    if "/graph/" in subject:
        text = service.page("graph-document", graph=iri(subject))
    elif subject.removeprefix(BASE).startswith("/ontology"):
        subject = _unversioned(service, subject)
        whole = subject == ONTOLOGY
        text = (
            service.page("ontology-whole")
            if whole
            else service.page("ontology-document", document=iri(subject))
        )
    else:
        _require(service, subject)
        text = service.page("term-document", subject=iri(subject))
    if fmt is HTML:
        return _page(service, subject)
    compact = fmt is JSONLD and "/graph/" not in subject  # a whole graph is the engine's to write
    written = NTRIPLES if compact else fmt
    body = service.pool.answer(Query(text, written.name, prefixes=service.build.prefixes))
    if not body.strip() or b":" not in body:
        raise UnknownTerm(iri=subject, build=service.build.id[:12])
    if compact:
        body = _compact(service, body)
    response = Response(body, content_type=fmt.content_type)
    links(response, subject)
    return response


def _compact(service: Context, triples: bytes) -> bytes:
    """N-Triples as JSON-LD with the short names of the context that this service hands out."""
    file = service.build.directory / EXPORTS / CONTEXT
    named = service.library.once("context", lambda: json.loads(file.read_text("utf-8"))["@context"])
    return document(triples, named, f"{root_url()}/{CONTEXT}", service.library.prefixes)


def _unversioned(service: Context, subject: str) -> str:
    """The current document of a version IRI; raises Problem 410 for a version that is not the current one."""
    head, _, rest = subject.removeprefix(ONTOLOGY).lstrip("/").partition("/")
    if not head[:1].isdigit():
        return subject
    version = str(service.build.manifest.get("version", ""))
    if head != version:
        raise OtherVersion(
            asked=head,
            version=version,
            address=f"{ONTOLOGY}/{version}",
            candidates=["/".join(filter(None, (ONTOLOGY, rest)))],
        )
    return f"{BASE}/{rest}" if rest.startswith("concept/") else f"{ONTOLOGY}/{rest}".rstrip("/")


def _page(service: Context, subject: str) -> Response:
    """The way to the site's page of an IRI in the reader's language; a graph is shown by its description."""
    path = page_path(subject)
    if path is None:
        return page(service, subject)
    head, hash_mark, anchor = path.partition("#")
    return _see(f"{root_url()}/{language()}/{head}{hash_mark}{anchor}")


def page(service: Context, subject: str) -> Response:
    """The page of a document that has none of its own: what is said of it and what points to it."""
    lang = language()
    terms = {"subject": iri(subject), "lang": string(lang)}
    outgoing = service.select(service.page("term-outgoing", **terms))
    incoming = service.select(service.page("term-incoming", **terms))
    if not outgoing and not incoming:
        raise UnknownTerm(iri=subject, build=service.build.id[:12])
    labels = [row["label"]["value"] for row in service.select(service.page("term-label", **terms))]
    name = service.library.prefixes.compact(subject)
    response = show(
        "term.html",
        lang,
        subject=subject,
        name=name,
        label=labels[0] if labels else name,
        outgoing=outgoing,
        incoming=incoming[:_ROWS],
        more=max(0, len(incoming) - _ROWS),
        formats=[fmt for fmt in OFFERED if fmt is not HTML],
    )
    links(response, subject)
    return response


def links(response: Response, subject: str) -> None:
    """Link a document about an IRI to its other formats, to its pages, to the IRI and to the service."""
    root = root_url()
    path = root + (local_path(subject) or "")
    site = page_path(subject)
    for fmt in OFFERED:
        if fmt is not HTML or site is None:
            response.headers.add(
                "Link", f'<{path}.{fmt.extension}>; rel="alternate"; type="{fmt.media_type}"'
            )
    for lang, tag in (("en", "en"), ("zh", "zh-Hans")) if site is not None else ():
        place = f"{root}/{lang}/{site.partition('#')[0]}" if site else ""
        response.headers.add("Link", f'<{place}>; rel="alternate"; type="text/html"; hreflang="{tag}"')
    response.headers.add("Link", f'<{subject}>; rel="describes"')
    response.headers.add("Link", f'<{root}/sparql>; rel="service-desc"')


def iri(subject: str) -> str:
    """The IRI as a term; raises Problem 404 for what cannot be one."""
    try:
        if "\ufffd" in subject:
            raise ValueError("the address is not UTF-8")
        return serialise.iri(subject)
    except ValueError as error:
        raise UnknownTerm("iri", why=str(error)) from None
