"""The page of the releases: what is held, what each has more than the one before, and the ways into it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from flask import Blueprint, Response

from genfilm.dataset.held import Release, releases
from genfilm.protocol.headers import NEVER
from genfilm.web.api.releases import place, present_root
from genfilm.web.context import context
from genfilm.web.site.frame import show

blueprint = Blueprint("releases", __name__)


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A build that is held: its facts, its address, that of its files, and what the one before has."""

    release: Release
    home: str
    files: str
    before: Release | None


@blueprint.get("/<any(en, zh):lang>/releases")
def index(lang: str) -> Response:
    """Releases, the one in service last first."""
    settings = context().settings
    every = releases(settings.home, settings.sources)
    made = sorted((each for each in every if each.build), key=lambda each: each.made)
    before = {new.build: old for old, new in pairwise(made)}
    rows = [ReleaseRow(each, place(each, lang), _files(each, lang), before.get(each.build)) for each in every]
    response = show("releases.html", lang, rows=rows)
    response.headers["Cache-Control"] = NEVER  # builds come and go while this one is in service
    return response


def _files(release: Release, lang: str) -> str:
    inside = "" if release.current else f"/release/{release.name}"
    return f"{present_root()}{inside}/dumps/?lang={lang}" if release.build else ""
