"""The pages of the releases: what is held, what changed from one to the next, and the ways into them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from flask import Blueprint, Response, request

from genfilm.dataset.builds import Build
from genfilm.dataset.held import Release, find, held, name_in, releases
from genfilm.exports.between import Changes, Comparisons, Told
from genfilm.problems import WrongParameter
from genfilm.protocol.headers import NEVER
from genfilm.web.api.releases import place, present_root
from genfilm.web.context import context
from genfilm.web.site.frame import page_path, show

blueprint = Blueprint("releases", __name__)
comparisons = Comparisons()
_KINDS = (
    *("verdict", "claim", "assessment", "entity", "term", "wording", "document"),
    *("query", "column", "parameter"),
)
"""The kinds of changes in the order of the page: what is said before how it is asked."""
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A build that is held: its facts, its address, that of its files, the name of the build made before it,
    and what changed since, once that is known."""

    release: Release
    home: str
    files: str
    before: str = ""
    changes: Changes | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """The changes of one kind and sort; the first of them are ``shown``, each with its address."""

    kind: str
    what: str
    count: int
    shown: tuple[tuple[Told, str], ...]


@blueprint.get("/<any(en, zh):lang>/releases")
def index(lang: str) -> Response:
    """Releases, the newest first; what is not compared yet is compared behind the page."""
    settings = context().settings
    found = held(settings.home)
    builds = sorted(found, key=_age)
    before = {new.name: (old, new) for old, new in pairwise(builds)}
    comparisons.ahead(reversed([*before.values()]))
    places = {build.name: at for at, build in enumerate(builds)}
    every = sorted(
        releases(settings.home, settings.sources), key=lambda each: places.get(each.build, -1), reverse=True
    )
    rows = []
    for each in every:
        row, pair = ReleaseRow(each, place(each, lang), _files(each, lang)), before.get(each.build)
        rows.append(
            replace(row, before=name_in(found, pair[0]), changes=comparisons.known(*pair)) if pair else row
        )
    response = show("releases.html", lang, rows=rows)
    response.headers["Cache-Control"] = NEVER  # builds come and go while this one is in service
    return response


def _age(build: Build) -> tuple[list[int], bool, str]:
    """Place of a build among others: by version, one in the making before its release, then by its date."""
    version = str(build.manifest.get("version", ""))
    numbers = [int(part) for part in re.findall(r"\d+", version)[:3]]
    return numbers, "dev" not in version, str(build.manifest.get("created", ""))


@blueprint.get("/<any(en, zh):lang>/releases/changes")
def changes(lang: str) -> Response:
    """What changed from one release to another, ``?from=`` and ``&to=``, by kind."""
    settings = context().settings
    builds = held(settings.home)
    old, new = (_asked(builds, parameter) for parameter in ("from", "to"))
    found = comparisons.find(old, new)
    every = {each.build: each for each in releases(settings.home, settings.sources)}
    ends = [every[build.name] for build in (old, new)]
    response = show(
        "release_changes.html",
        lang,
        old=ends[0],
        new=ends[1],
        homes=[place(each, lang) for each in ends],
        found=found,
        sections=[*_sections(found, (ends[0], ends[1]), lang)],
    )
    response.headers["Cache-Control"] = NEVER
    return response


def _asked(builds: list[Build], parameter: str) -> Build:
    if not request.args.get(parameter):
        raise WrongParameter("required", parameter=parameter)
    return find(builds, request.args[parameter], context().settings.sources)


def _sections(found: Changes, ends: tuple[Release, Release], lang: str) -> Iterator[Section]:
    for kind in _KINDS:
        for what in ("added", "removed", "changed"):
            told = [each for each in found.told if (each.kind, each.what) == (kind, what)]
            release = ends[0] if what == "removed" else ends[1]
            shown = tuple((each, _page(each.name, release, lang)) for each in told[:_SHOWN])
            if told:
                yield Section(kind, what, len(told), shown)


def _page(name: str, release: Release, lang: str) -> str:
    """The page about what has a prefixed name, in a release; empty for what has none."""
    path = page_path(context().library.prefixes.full(name)) if ":" in name else None
    return f"{place(release, lang)}{path}" if path else ""


def _files(release: Release, lang: str) -> str:
    inside = "" if release.current else f"/release/{release.name}"
    return f"{present_root()}{inside}/dumps/?lang={lang}" if release.build else ""
