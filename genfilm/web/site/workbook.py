"""The page at which a workbook of claims is looked at: what it would change, and what is wrong with it."""

from __future__ import annotations

import base64
import threading
from importlib.util import find_spec
from pathlib import PurePath

from flask import Blueprint, Response, request

from genfilm.dataset.builds import has_sources
from genfilm.editing.review import review
from genfilm.editing.template import empty, template
from genfilm.problems import BadRequest, Overloaded
from genfilm.protocol.headers import NEVER
from genfilm.search.fold import clean
from genfilm.settings import Settings
from genfilm.web.api.sheet import XLSX
from genfilm.web.context import context
from genfilm.web.site.frame import show

blueprint = Blueprint("workbook", __name__)
_AT_ONCE = 2
_SECONDS = 60.0
"""Time for a workbook: a thousand rows take a third of it."""
_places = threading.BoundedSemaphore(_AT_ONCE)


def is_offered(settings: Settings) -> bool:
    """True where there are sources to compare with, and the library that reads workbooks."""
    return has_sources(settings.sources) and find_spec("openpyxl") is not None


@blueprint.route("/<any(en, zh):lang>/workbook", methods=["GET", "POST"])
def page(lang: str) -> Response:
    """Form to give a workbook to, and what is to be told of one."""
    if request.method == "POST":
        return _told(lang)
    return show("workbook.html", lang, largest=context().settings.max_body, found=None)


@blueprint.get("/<any(en, zh):lang>/workbook.xlsx")
def blank(lang: str) -> Response:
    """An empty workbook to fill in."""
    made = template(context().library, lang, empty(lang, {}))
    response = Response(made, content_type=XLSX.content_type)
    response.headers["Content-Disposition"] = "attachment; filename=claims.xlsx"
    return response


def _told(lang: str) -> Response:
    """The difference in words and the faults by cell, 422 when there are any; nothing is written or kept."""
    given = request.files.get("workbook")
    if given is None or not given.filename:
        raise BadRequest("workbook")
    name = PurePath(clean(given.filename.replace("\\", "/"))[0] or "claims.xlsx").name
    service = context()
    if not _places.acquire(blocking=False):
        raise Overloaded("workbooks", count=_AT_ONCE)
    try:
        found = review(
            given.read(),
            service.settings.sources,
            service.build.directory,
            lang,
            seconds=_SECONDS,
            mebibytes=service.settings.memory_per_query(),
        )
    finally:
        _places.release()
    response = show(
        "workbook.html",
        lang,
        status=422 if found.total else 200,
        largest=service.settings.max_body,
        found=found,
        name=name,
        copy_name=f"{PurePath(name).stem}.checked.xlsx",
        copy=f"data:{XLSX.media_type};base64,{base64.b64encode(found.copy).decode()}" if found.copy else "",
    )
    response.headers["Cache-Control"] = NEVER
    return response
