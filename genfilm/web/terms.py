"""Dereferencing: every IRI of ours leads to a page or to data about it (303, httpRange-14)."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request

from genfilm.engine.query import Query
from genfilm.errors import Problem
from genfilm.protocol import terms as serialise
from genfilm.protocol.formats import GRAPHS, HTML, NQUADS, TRIG, Format, by_extension
from genfilm.protocol.negotiation import choose, prefers_html
from genfilm.protocol.terms import string
from genfilm.vocabulary import BASE, ONTOLOGY, compact
from genfilm.web.context import Context, context, language, local_path, root_url

blueprint = Blueprint("terms", __name__)
OFFERED = tuple(fmt for fmt in GRAPHS if fmt not in (NQUADS, TRIG))
_DOCUMENTS = ("ontology", "graph/")
_ROWS = 200


@blueprint.get("/id/<path:name>", defaults={"space": "id"})
@blueprint.get("/ns/<path:name>", defaults={"space": "ns"})
@blueprint.get("/concept/<path:name>", defaults={"space": "concept"})
@blueprint.get("/graph/<path:name>", defaults={"space": "graph"})
@blueprint.get("/ontology", defaults={"space": "ontology", "name": ""})
@blueprint.get("/ontology/<path:name>", defaults={"space": "ontology"})
def dereference(space: str, name: str) -> Response:
    """A thing redirects to a document about it; a document address answers with it."""
    path = f"{space}/{name}".rstrip("/")
    service = context()
    stem, _, extension = path.rpartition(".")
    fmt = by_extension(extension, OFFERED)
    if fmt is not None and stem:
        return _document(service, f"{BASE}/{stem}", fmt)
    subject = f"{BASE}/{path}"
    accept = request.headers.get("Accept")
    asked = request.args.getlist("format")
    chosen = HTML if prefers_html(accept) and not asked else choose(accept, asked, OFFERED)
    if path.startswith(_DOCUMENTS):
        return _document(service, subject, chosen)
    _require(service, subject)
    target = f"{root_url()}/{path}.{chosen.extension}"
    if request.query_string:
        target += "?" + request.query_string.decode("ascii", "replace")
    response = redirect(target, 303)
    response.headers["Vary"] = "Accept, Accept-Language"
    return response  # type: ignore[return-value]


@blueprint.get("/ontology.<extension>")
def ontology(extension: str) -> Response:
    """The whole ontology in one format."""
    fmt = by_extension(extension, OFFERED)
    if fmt is None:
        known = ", ".join(offered.extension for offered in OFFERED)
        raise Problem(404, "not-found", "No such document", f"The ontology is served as: {known}.")
    return _document(context(), ONTOLOGY, fmt)


def _require(service: Context, subject: str) -> None:
    if not service.select(service.page("term-exists", subject=iri(subject))):
        raise Problem(
            404,
            "unknown-term",
            "Nothing is known by this IRI",
            f"{subject} is not in build {service.build.id[:12]}. Look at the spelling of its last part.",
        )


def _document(service: Context, subject: str, fmt: Format) -> Response:
    if "/graph/" in subject:
        text = service.page("graph-document", graph=iri(subject))
    elif subject.removeprefix(BASE).startswith("/ontology"):
        document = _unversioned(subject)
        whole = document == ONTOLOGY
        text = (
            service.page("ontology-whole")
            if whole
            else service.page("ontology-document", document=iri(document))
        )
    else:
        _require(service, subject)
        text = service.page("term-document", subject=iri(subject))
    if fmt is HTML:
        return page(service, _unversioned(subject))
    body = service.pool.answer(Query(text, fmt.name, prefixes=service.build.prefixes))
    if not body.strip() or b":" not in body:
        raise Problem(404, "unknown-term", "Nothing is known by this IRI", f"{subject} is empty or unknown.")
    response = Response(body, content_type=fmt.content_type)
    links(response, subject)
    return response


def _unversioned(subject: str) -> str:
    """The current document of a version IRI: only the current version is kept in a build."""
    head, _, rest = subject.removeprefix(ONTOLOGY).lstrip("/").partition("/")
    if not head[:1].isdigit():
        return subject
    return f"{BASE}/{rest}" if rest.startswith("concept/") else f"{ONTOLOGY}/{rest}".rstrip("/")


def page(service: Context, subject: str) -> Response:
    """The page of an IRI of ours: what is said of it and what points to it."""
    lang = language()
    terms = {"subject": iri(subject), "lang": string(lang)}
    outgoing = service.select(service.page("term-outgoing", **terms))
    incoming = service.select(service.page("term-incoming", **terms))
    if not outgoing and not incoming:
        raise Problem(404, "unknown-term", "Nothing is known by this IRI", f"{subject} is unknown.")
    claims = service.select(service.page("term-claims", **terms))
    verdict = service.select(service.page("claim-verdict", **terms))
    shown = {row["claim"]["value"] for row in claims}
    incoming = [row for row in incoming if row["value"]["value"] not in shown]
    labels = [row["label"]["value"] for row in service.select(service.page("term-label", **terms))]
    html = render_template(
        "term.html",
        lang=lang,
        subject=subject,
        name=compact(subject),
        label=labels[0] if labels else compact(subject),
        outgoing=outgoing,
        claims=claims[:_ROWS],
        verdict=verdict,
        incoming=incoming[:_ROWS],
        more=max(0, len(incoming) - _ROWS),
        formats=[fmt for fmt in OFFERED if fmt is not HTML],
    )
    response = Response(html, content_type=HTML.content_type)
    links(response, subject)
    return response


def links(response: Response, subject: str) -> None:
    """Link a document about an IRI to its other formats, to the IRI and to the service."""
    path = root_url() + (local_path(subject) or "")
    for fmt in OFFERED:
        response.headers.add("Link", f'<{path}.{fmt.extension}>; rel="alternate"; type="{fmt.media_type}"')
    response.headers.add("Link", f'<{subject}>; rel="describes"')
    response.headers.add("Link", f'<{root_url()}/sparql>; rel="service-desc"')
    response.headers["Vary"] = "Accept, Accept-Language"


def iri(subject: str) -> str:
    """The IRI as a term; raises Problem 404 for what cannot be one."""
    try:
        if "\ufffd" in subject:
            raise ValueError("the address is not UTF-8")
        return serialise.iri(subject)
    except ValueError as error:
        raise Problem(404, "unknown-term", "Nothing is known by this IRI", str(error)) from None
