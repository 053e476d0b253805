"""An edition to compare: graph and questions of a build, a release, sources, a commit of them, or N-Quads."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from genfilm.catalogue.query import NamedQuery, load_catalogue
from genfilm.dataset.builds import GRAPH, MANIFEST, has_sources
from genfilm.dataset.derive import derive
from genfilm.dataset.history import commit_named, files_of, version_in
from genfilm.dataset.load import load
from genfilm.dataset.prefixes import declared
from genfilm.dataset.released import version_of
from genfilm.errors import GenFilmError
from genfilm.exports.crate import CRATE
from genfilm.exports.snapshot import Snapshot

RELEASED = "genfilm.nq.gz"


class NoEdition(GenFilmError):
    """Error: a name is that of nothing to compare."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A graph with its version, where it says one, and its questions, where they are at hand."""

    name: str
    version: str
    snapshot: Snapshot
    queries: Mapping[str, NamedQuery] | None


def read_edition(name: str, home: Path, root: Path) -> Edition:
    """The edition of a path, of a build in ``home`` by the start of its id, or of a commit or tag of the
    sources in ``root``; raises NoEdition, and BuildFailed for sources that cannot be read."""
    path = Path(name)
    if not path.exists() and "/" not in name:
        matches = [each for each in sorted(home.glob(f"{name[:12]}*")) if (each / GRAPH).is_file()]
        if len(matches) > 1:
            raise NoEdition(f"{name!r} names several builds: {', '.join(each.name for each in matches)}.")
        path = matches[0] if matches else path
    if not path.exists():
        return _commit(name, home, root)
    try:
        return _folder(path) if path.is_dir() else Edition(name, "", Snapshot.read(_quads(path)), None)
    except SyntaxError as error:
        raise NoEdition(f"{path} is not N-Quads: {error}") from None
    except (OSError, EOFError) as error:
        raise NoEdition(f"{path} cannot be read: {error}") from None


def _folder(path: Path) -> Edition:
    file = next((path / each for each in (GRAPH, RELEASED) if (path / each).is_file()), None)
    if file is None and has_sources(path):
        return _sources(path, str(path), version_of(path))
    if file is None:
        raise NoEdition(
            f"{path} is neither a build nor a release: it has no {GRAPH} and no {RELEASED}; "
            "nor does it hold sources: it has no ontology/."
        )
    snapshot = Snapshot.read(_quads(file))
    known = (path / "queries").is_dir()
    queries = load_catalogue(path, prefixes=snapshot.prefixes) if known else None
    return Edition(str(path), _version(path), snapshot, queries)


def _sources(folder: Path, name: str, version: str) -> Edition:
    """Sources with what rules make of them, as far as a comparison speaks of it: labels and verdicts."""
    store = load(folder)
    prefixes = declared(store)
    derive(store, folder, prefixes)
    snapshot = Snapshot.of_quads(store, merged=True)
    return Edition(name, version, snapshot, load_catalogue(folder, prefixes=prefixes))


def _commit(name: str, home: Path, root: Path) -> Edition:
    """The sources in ``root`` as they were at a commit or tag."""
    commit = commit_named(root, name)
    if not commit:
        raise NoEdition(
            f"{name!r} is no path, and no build of that id is in {home}; nor is it a commit or tag of {root}."
        )
    try:
        with files_of(root, commit) as folder:
            return _sources(folder, name, version_in(name) or version_of(folder))
    except FileNotFoundError:
        raise NoEdition(f"commit {name!r} of {root} holds no sources: it has no ontology/.") from None


def _quads(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def _version(path: Path) -> str:
    """The version that the manifest of a build or the crate of a release says, or ``""``."""
    try:
        if (path / MANIFEST).is_file():
            return str(json.loads((path / MANIFEST).read_text("utf-8")).get("version", ""))
        nodes = json.loads((path / CRATE).read_text("utf-8"))["@graph"]
        return next((str(node["version"]) for node in nodes if node.get("@id") == "./"), "")
    except (OSError, ValueError, KeyError):
        return ""
