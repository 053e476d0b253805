"""The releases as data: the builds that are held, and the tags of versions."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response

from genfilm.dataset.held import Release, releases
from genfilm.protocol.headers import NEVER
from genfilm.web.api.envelope import answer
from genfilm.web.api.json_schema import STRING, Schema, array, record, ref
from genfilm.web.api.operation import LANG, Route
from genfilm.web.context import context, language, root_url
from genfilm.words import both

blueprint = Blueprint("api_releases", __name__, url_prefix="/api")
LIST = Route(
    "listReleases",
    "/api/releases",
    "service",
    both("api.operation.listReleases"),
    (LANG,),
    array(ref("Release")),
)
_INTEGER = {"type": "integer"}
SCHEMAS: dict[str, Schema] = {
    "Release": record(
        {
            **dict.fromkeys(("version", "name", "tag", "commit", "build", "id", "made", "since"), STRING),
            "current": {"type": "boolean"},
            **dict.fromkeys(("bytes", "quads"), _INTEGER),
            "html": STRING,
        }
    )
}


@blueprint.get("/releases")
def index() -> Response:
    """Every build that is held, the one that was in service last first, and tags of which none is."""
    LIST.read()
    lang, settings = language(), context().settings
    data = [_record(each, lang) for each in releases(settings.home, settings.sources)]
    response = answer(data, links={"html": f"{present_root()}/{lang}/releases"})
    response.headers["Cache-Control"] = NEVER  # builds come and go while this one is in service
    return response


def present_root() -> str:
    """The address of the service without the release that a page is of."""
    return root_url().rpartition("/release/")[0] or root_url()


def place(release: Release, lang: str) -> str:
    """The address of the home page in a release, empty where no build of it is held."""
    inside = "" if release.current else f"/release/{release.name}"
    return f"{present_root()}{inside}/{lang}/" if release.build else ""


def _record(release: Release, lang: str) -> dict[str, Any]:
    return {**asdict(release), "html": place(release, lang)}
