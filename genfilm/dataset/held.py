"""The releases: tags of the sources and builds in a home, listed, found by name, taken into service again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

from genfilm.dataset.builds import (
    MANIFEST,
    POINTER,
    Build,
    current,
    exclusive,
    open_build,
    replace,
    require_undamaged,
)
from genfilm.dataset.history import commit_named, version_in, version_tags
from genfilm.errors import BuildNotFound
from genfilm.problems import AmbiguousName, UnknownRelease


@dataclass(frozen=True, slots=True)
class Release:
    """A version: a tag of the sources, a build that is held, or both; ``name`` is that by which ``?release=``
    asks for it, ``bytes`` are those of the build's files, ``since`` is when it was made or last taken into
    service."""

    version: str
    name: str = ""
    tag: str = ""
    commit: str = ""
    build: str = ""
    id: str = ""
    current: bool = False
    made: str = ""
    since: str = ""
    bytes: int = 0
    quads: int = 0

    @classmethod
    def of(cls, build: Build, name: str, tag: str, served: str) -> Release:
        """That of a build."""
        told = build.manifest
        return cls(
            version=str(told.get("version", "")),
            name=name,
            tag=tag,
            commit=str(told.get("commit", "")),
            build=build.name,
            id=build.id,
            current=build.name == served,
            made=str(told.get("created", "")),
            since=build.published,
            bytes=sum(path.stat().st_size for path in build.directory.rglob("*") if path.is_file()),
            quads=int(told.get("quads", 0)),
        )


def releases(home: Path, root: Path) -> list[Release]:
    """Every build that is held, the one that was in service last first, then the tags of versions of which
    none is."""
    tags, served = version_tags(root), serving(home)
    found, builds = [], held(home)
    for build in builds:
        made_of = (build.manifest.get("commit"), build.manifest.get("release"))
        own = [tag.name for tag in tags if tag.commit == made_of[0] or tag.name == made_of[1]]
        found.append(Release.of(build, name_in(builds, build), own[0] if own else "", served))
    rest = [tag for tag in tags if tag.name not in {each.tag for each in found}]
    return found + [Release(version_in(t.name), tag=t.name, commit=t.commit, made=t.date) for t in rest]


def serving(home: Path) -> str:
    """The name of the current build, empty where there is none."""
    try:
        return current(home).name
    except BuildNotFound:
        return ""


def held(home: Path) -> list[Build]:
    """The builds that can be opened, the one that was in service last first."""
    found = []
    for manifest in home.glob(f"[!.]*/{MANIFEST}"):
        try:
            found.append(open_build(manifest.parent))
        except BuildNotFound:  # damaged: nobody can have it
            continue
    return sorted(found, key=lambda build: (build.published, build.name), reverse=True)


def find(builds: Sequence[Build], name: str, root: Path | None = None) -> Build:
    """The build with this id, its beginning, or version (the latest of several); with sources in git also
    that of a tag or commit of theirs.

    Raises Problem 404 with what there is, and 409 where the beginning of an id is that of several.
    """
    begun = [build for build in builds if name and (build.name.startswith(name) or build.id.startswith(name))]
    if len({build.id for build in begun}) > 1:
        names = [build.name for build in begun]
        raise AmbiguousName(name=name, number=len(names), near=names, candidates=names)
    version = version_in(name)
    commit = commit_named(root, name) if root is not None and name and not begun else ""
    tagged = [build for build in builds if commit and build.manifest.get("commit") == commit]
    said = [build for build in builds if build.manifest.get("version") in {version, name} - {""}]
    for found in (begun, tagged, said):
        if found:
            return found[0]
    calls = (call for build in builds for call in (str(build.manifest.get("version")), build.name))
    known = [*dict.fromkeys(calls)]
    near = get_close_matches(name, known, n=3)
    shape = "near" if near else "detail" if known else "none"
    raise UnknownRelease(shape, release=name, near=near, held=known)


def name_in(builds: Sequence[Build], build: Build) -> str:
    """The shortest name that means a build: its version, unless a later build has the same."""
    version = str(build.manifest.get("version", ""))
    latest = next(each for each in builds if each.manifest.get("version", "") == version)
    return version if version and latest.name == build.name else build.name


def roll_back(home: Path, build: Build, sources: str) -> Build:
    """Have a held build served instead of that of the sources with this digest, and until they change.

    It counts as newer than what was in service, so that clients who have seen that are served. Raises
    BuildNotFound for a damaged one; the current build is untouched then.
    """
    require_undamaged(build)
    with exclusive(home):
        now = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            now = max(now, current(home).published)  # a clock may have been set back
        except BuildNotFound:
            pass
        manifest = build.manifest | {"published": now, "insteadOf": sources}
        replace(build.directory / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        replace(home / POINTER, build.name + "\n")
    return open_build(build.directory)
