"""Build directories: immutable, named by their data and their content, one of them current, the last five
kept."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from genfilm.errors import BuildNotFound
from genfilm.vocabulary import PREFIXES, Prefixes

KEPT = 5
POINTER = "current"
GRAPH = "graph.nq"
MANIFEST = "manifest.json"
INDEX = "search.sqlite"
LEXICON = "queries/ask/lexicon.tsv"
CHOICES = "queries/ask/choices.tsv"
PHRASINGS = "queries/ask/questions.tsv"
EXPORTS = "exports"
PACKAGED = Path(__file__).resolve().parent.parent / "data"
"""The home of the one build inside a wheel; not there in a clone."""


@dataclass(frozen=True, slots=True)
class Build:
    """A build directory with its manifest."""

    directory: Path
    manifest: dict[str, Any]

    @property
    def id(self) -> str:
        """The digest of the data alone, its canonical N-Quads: what is cited."""
        return str(self.manifest.get("id", self.name))

    @property
    def name(self) -> str:
        """The name of the directory, which tells apart what differs in queries and pages only, too."""
        return self.directory.name

    @property
    def prefixes(self) -> Prefixes:
        """The prefixes of the project and of the sources that the build holds."""
        return Prefixes(self.manifest.get("prefixes", PREFIXES))


def open_build(directory: Path) -> Build:
    """Open a build directory; raises BuildNotFound, saying what is missing or broken."""
    for name in (GRAPH, MANIFEST):
        if not (directory / name).is_file():
            raise BuildNotFound(f"{directory} is not a build: {name} is missing. Run `genfilm build`.")
    try:
        manifest = json.loads((directory / MANIFEST).read_text("utf-8"))
        if not isinstance(manifest, dict):
            raise ValueError("it is not a JSON object")
    except ValueError as error:
        raise BuildNotFound(
            f"{directory / MANIFEST} is broken ({error}). Delete the directory and run `genfilm build`."
        ) from None
    size = (directory / GRAPH).stat().st_size
    if manifest.get("bytes", size) != size:
        raise BuildNotFound(
            f"{directory / GRAPH} has {size} bytes, its manifest says {manifest['bytes']}. "
            "Delete the directory and run `genfilm build`."
        )
    return Build(directory, manifest)


def current(home: Path) -> Build:
    """The build that the pointer file names; raises BuildNotFound when there is none."""
    pointer = home / POINTER
    if not pointer.is_file():
        raise BuildNotFound(f"there is no build in {home}. Run `genfilm build`.")
    name = pointer.read_text("utf-8", "replace").strip()
    if not name or "/" in name or name.startswith("."):
        raise BuildNotFound(f"{pointer} holds {name!r}, which is no build. Run `genfilm build`.")
    return open_build(home / name)


def has_sources(root: Path) -> bool:
    """True if there is something to build from."""
    return (root / "ontology").is_dir()


def finished(root: Path, home: Path) -> Build:
    """The current build in ``home``, else the one inside an installed package, for who has no sources.

    Raises BuildNotFound when there is neither.
    """
    for place in (home, PACKAGED):
        try:
            return current(place)
        except BuildNotFound:
            continue
    raise BuildNotFound(f"no build in {home} and no sources in {root}. Set GENFILM_SOURCES.")


def publish(home: Path, name: str, files: dict[str, bytes]) -> Build:
    """Write a build directory, point to it and drop all but the newest; readers never see half of it."""
    home.mkdir(parents=True, exist_ok=True)
    target = home / name
    draft = home / f".{name}.{os.getpid()}"
    shutil.rmtree(draft, ignore_errors=True)
    for relative, content in files.items():
        path = draft / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if _whole(target):
        # The same content: readers may have it open, so only what tells of its making and what may change
        # with the program is replaced, and what an older version of the program did not write yet is added.
        for relative in files:
            renewed = relative in (MANIFEST, INDEX, LEXICON, CHOICES, PHRASINGS)
            if renewed or relative.startswith(f"{EXPORTS}/") or not (target / relative).exists():
                (target / relative).parent.mkdir(parents=True, exist_ok=True)
                os.replace(draft / relative, target / relative)
        shutil.rmtree(draft)
    else:
        if target.exists():
            os.replace(target, home / f".broken.{name}.{os.getpid()}")
        os.replace(draft, target)
        shutil.rmtree(home / f".broken.{name}.{os.getpid()}", ignore_errors=True)
    pointer = home / f".{POINTER}.{os.getpid()}"
    pointer.write_text(name + "\n", "utf-8")
    os.replace(pointer, home / POINTER)
    _prune(home, name)
    return open_build(target)


def _whole(directory: Path) -> bool:
    try:
        open_build(directory)
    except BuildNotFound:
        return False
    return True


def _prune(home: Path, newest: str) -> None:
    builds = [path for path in home.iterdir() if (path / MANIFEST).is_file() and path.name != newest]
    builds.sort(key=lambda path: (path / MANIFEST).stat().st_mtime, reverse=True)
    for path in builds[KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
