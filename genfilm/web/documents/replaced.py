"""Addresses of things that others have replaced: they lead to those for good."""

from __future__ import annotations

import re

from flask import Blueprint, Response, redirect, request

from genfilm.records.address import address, iri_at
from genfilm.records.replaced import replaced
from genfilm.web.context import context, local_path, root_url

blueprint = Blueprint("replaced", __name__)
_PLACE = re.compile(r"(/id/|/concept/|/[a-z]{2}/entity/|/api/entities/)([^/]+/[^/]+?)/?")


@blueprint.before_app_request
def follow() -> Response | None:
    """A redirection to the address of the same form of what stands now in its place."""
    found = _PLACE.fullmatch(request.path)
    if found is None or request.method not in ("GET", "HEAD"):
        return None
    library = context().library
    moved = replaced(library)
    new = moved.get(iri_at(*found[2].split("/"))) if moved else None
    place = address(new) if new else None
    if new is None or place is None:
        return None
    path = local_path(new) if found[1] in ("/id/", "/concept/") else found[1] + "/".join(place)
    query = f"?{request.query_string.decode('ascii', 'replace')}" if request.query_string else ""
    return redirect(f"{root_url()}{path}{query}", 301)  # type: ignore[return-value]
