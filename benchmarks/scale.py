"""The graph with synthetic sources of the same shape: copies of the source's claims under new IRIs.

What belongs to the source (its document, passages, claims with what they inherit, and assessments) is
copied; what it speaks of (actors, films, risks …) is shared, as it would be. Copies go into the default
graph only, since no question of the mix asks a named graph by name.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from genfilm.dataset import builds, disk

SOURCE = "zhang-2026"
LARGE = 1000
"""From this many sources on, the servers answer from disk."""
_OWN = re.compile(rf"^<[^>]*/id/[^>]*{SOURCE}[/>#]")
_LAST_IRI = re.compile(r" <[^>]*> \.$")
_TERM = re.compile(r'<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)?')
_RENAMED = re.compile(rf"/{SOURCE}(?=[/>#])")


@dataclass(frozen=True, slots=True)
class Data:
    """The same graph as a build of ours, N-Quads, N-Triples of its default graph, and, when it is large, as
    a store on disk in the format of Oxigraph."""

    factor: int
    home: Path
    quads: Path
    triples: Path
    counted: dict[str, int]
    store: Path | None = None


def prepare(build: builds.Build, factor: int, directory: Path) -> Data:
    """Write the graph with ``factor`` times the source (1: as it is) into ``directory``."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    lines = (build.directory / builds.GRAPH).read_text("utf-8").splitlines()
    default = [line for line in lines if _graph_of(line) is None]
    own = [line for line in default if _OWN.match(line)]
    draft, triples = directory / "draft.nq", directory / "default.nt"
    with draft.open("w", encoding="utf-8") as all_quads, triples.open("w", encoding="utf-8") as plain:
        all_quads.writelines(f"{line}\n" for line in lines)
        plain.writelines(f"{line}\n" for line in default)
        pieces = _RENAMED.split("".join(f"{line}\n" for line in own))
        for number in range(2, factor + 1):
            copy = f"/synthetic-{number}".join(pieces)
            all_quads.write(copy)
            plain.write(copy)
    counted = {
        "quads": len(lines) + len(own) * (factor - 1),
        "default": len(default) + len(own) * (factor - 1),
        "copied": len(own),
    }
    name = hashlib.sha256(f"{build.id} x{factor}".encode()).hexdigest()[:12]
    home = directory / "home"
    manifest = {**build.manifest, "id": name, "quads": counted["quads"], "bytes": draft.stat().st_size}
    files: dict[str, bytes | Path] = {
        str(path.relative_to(build.directory)): path.read_bytes()
        for path in build.directory.rglob("*")
        if path.is_file()
        and path.name not in (builds.GRAPH, builds.MANIFEST, builds.SUMS)
        and path.parent.name != disk.FOLDER
    }
    files |= {builds.GRAPH: draft, builds.MANIFEST: json.dumps(manifest, ensure_ascii=False).encode()}
    published = builds.publish(home, name, files)
    data = Data(factor, home, published.directory / builds.GRAPH, triples, counted)
    return replace(data, store=_stored(data)) if factor >= LARGE else data


def _stored(data: Data) -> Path:
    directory = data.quads.parent / disk.FOLDER
    store = ox.Store(str(directory))
    store.bulk_load(path=str(data.quads), format=ox.RdfFormat.N_QUADS)
    store.optimize()
    return directory


def _graph_of(line: str) -> str | None:
    """The graph name of a line of N-Quads, None for the default graph."""
    if not _LAST_IRI.search(line):
        return None
    terms = _TERM.findall(line)
    return terms[3] if len(terms) == 4 else None
