"""An edition to compare: graph and questions of a build, of a release folder or of an N-Quads file."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from genfilm.catalogue.query import NamedQuery, load_catalogue
from genfilm.dataset.builds import GRAPH, MANIFEST
from genfilm.errors import GenFilmError
from genfilm.exports.crate import CRATE
from genfilm.exports.snapshot import Snapshot

RELEASED = "genfilm.nq.gz"


class NoEdition(GenFilmError):
    """Error: a name is neither a build nor a release nor N-Quads."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A graph with its version, where it says one, and its questions, where they are at hand."""

    name: str
    version: str
    snapshot: Snapshot
    queries: Mapping[str, NamedQuery] | None


def read_edition(name: str, home: Path) -> Edition:
    """The edition of a path, or of a build in ``home`` by the start of its id; raises NoEdition."""
    path = Path(name)
    if not path.exists() and "/" not in name:
        matches = [each for each in sorted(home.glob(f"{name[:12]}*")) if (each / GRAPH).is_file()]
        if len(matches) > 1:
            raise NoEdition(f"{name!r} names several builds: {', '.join(each.name for each in matches)}.")
        path = matches[0] if matches else path
    if not path.exists():
        raise NoEdition(f"{name!r} is no path, and no build of that id is in {home}.")
    try:
        return _folder(path) if path.is_dir() else Edition(name, "", Snapshot.read(_quads(path)), None)
    except SyntaxError as error:
        raise NoEdition(f"{path} is not N-Quads: {error}") from None
    except (OSError, EOFError) as error:
        raise NoEdition(f"{path} cannot be read: {error}") from None


def _folder(path: Path) -> Edition:
    file = next((path / each for each in (GRAPH, RELEASED) if (path / each).is_file()), None)
    if file is None:
        raise NoEdition(f"{path} is neither a build nor a release: it has no {GRAPH} and no {RELEASED}.")
    snapshot = Snapshot.read(_quads(file))
    known = (path / "queries").is_dir()
    queries = load_catalogue(path, prefixes=snapshot.prefixes) if known else None
    return Edition(str(path), _version(path), snapshot, queries)


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
