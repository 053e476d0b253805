"""The files of the release over HTTP: ``/dumps/`` lists them, ``/dumps/<file>`` hands them out."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, redirect, request, send_file

from genfilm.dataset.builds import EXPORTS
from genfilm.exports.crate import CHECKSUMS
from genfilm.exports.formats import CONTEXT, FORMATS, NANOPUBLICATIONS, format_of, holds, media_type
from genfilm.problems import NoExports, NotFound, UnknownTerm
from genfilm.protocol.formats import JSON
from genfilm.protocol.headers import FRESH
from genfilm.protocol.negotiation import by_name, prefers_html
from genfilm.web.context import Context, context, language, root_url
from genfilm.web.site import frame

blueprint = Blueprint("dumps", __name__)
_WHOLE = ("turtle", "nquads", "trig", "rdfxml", "jsonld", "rdf12", "nanopub", "graphml", "jsonl", "ontology")
"""Formats of which a few files hold all: they stand in one table."""


@dataclass(frozen=True, slots=True)
class Dump:
    """A file of the release: its size in bytes, and its checksum (none for the list of checksums)."""

    name: str
    media_type: str
    bytes: int
    sha256: str

    @property
    def size(self) -> str:
        """The size as people read it."""
        return f"{self.bytes / 1e6:.1f}\u00a0MB" if self.bytes >= 1e5 else f"{self.bytes / 1e3:.1f}\u00a0kB"

    def words(self, lang: str) -> str:
        """Content of the file."""
        return holds(self.name)[lang]


@blueprint.get("/dumps/")
def listing() -> Response:
    """The files of the build in service, as a page or as JSON."""
    service, lang = context(), language()
    found = _dumps(service)
    asked = by_name(request.args.get("format", ""), (JSON,))
    if asked is not None or not prefers_html(request.headers.get("Accept")):
        return _json(service, list(found.values()), lang)
    titles = {fmt.name: fmt.title(lang) for fmt in FORMATS}
    whole = [(titles[k], each) for k in _WHOLE for each in found.values() if format_of(each.name) == k]
    groups = [
        (
            fmt.title(lang),
            fmt.holds(lang),
            [e for n, e in found.items() if format_of(n) == fmt.name],
        )
        for fmt in FORMATS
        if fmt.name not in _WHOLE
    ]
    about = [each for each in found.values() if not format_of(each.name)]
    address = [("JSON", f"{root_url()}/dumps/?format=json")]
    return frame.show("dumps.html", lang, whole=whole, groups=groups, about=about, data=address)


@blueprint.get("/dumps/<path:name>")
def dump(name: str) -> Response:
    """One file of the release, with its checksum as entity tag."""
    return _send(name)


@blueprint.get(f"/{CONTEXT}")
def context_document() -> Response:
    """The JSON-LD context, at the address that other people's data may name."""
    return _send(CONTEXT)


@blueprint.get("/np/<code>")
def nanopublication(code: str) -> Response:
    """A nanopublication leads to the file that holds it, while the build in service does."""
    service = context()
    if code not in service.library.once("nanopublications", lambda: _codes(_folder(service))):
        raise UnknownTerm("nanopublication", asked=code, build=service.build.id[:12])
    return redirect(f"{root_url()}/dumps/{NANOPUBLICATIONS}", 303)  # type: ignore[return-value]


def _codes(folder: Path) -> frozenset[str]:
    """The trusty codes of the nanopublications of a build."""
    found = re.findall(rb"/np/(RA[\w-]{43})>? a ", (folder / NANOPUBLICATIONS).read_bytes())
    return frozenset(code.decode() for code in found)


def _send(name: str) -> Response:
    service = context()
    found = _dumps(service).get(name)
    if found is None:
        raise NotFound("file", name=name)
    response = send_file(
        _folder(service) / name, mimetype=found.media_type, etag=found.sha256 or False, conditional=True
    )
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = FRESH
    return response


def _folder(service: Context) -> Path:
    return service.build.directory / EXPORTS


def _dumps(service: Context) -> dict[str, Dump]:
    """The files that the list of checksums names, and that list; raises Problem 503 when it is not there."""
    folder = _folder(service)
    try:
        lines = (folder / CHECKSUMS).read_text("utf-8").splitlines()
        sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
        return {
            name: Dump(name, media_type(name), (folder / name).stat().st_size, sums.get(name, ""))
            for name in (*sums, CHECKSUMS)
        }
    except OSError:
        raise NoExports("advice") from None


def _json(service: Context, found: list[Dump], lang: str) -> Response:
    build = service.build
    data = [
        {
            "name": each.name,
            "format": format_of(each.name) or None,
            "mediaType": each.media_type,
            "bytes": each.bytes,
            "sha256": each.sha256 or None,
            "description": each.words(lang),
            "url": f"{root_url()}/dumps/{each.name}",
        }
        for each in found
    ]
    meta = {"build": build.id, "version": build.manifest.get("version"), "lang": lang, "total": len(data)}
    links = {"self": f"{root_url()}/dumps/", "void": f"{root_url()}/.well-known/void"}
    text = json.dumps({"data": data, "meta": meta, "links": links}, ensure_ascii=False)
    return Response(text, content_type="application/json")
