"""The store of a build on disk: written once with the build, opened in milliseconds by any number of readers.

It answers as the graph in memory does, one to two times slower, but nothing has to be loaded first: for
callers who ask a few questions and go, and for graphs that memory should not hold. It is a cache of
``graph.nq``.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyoxigraph as ox

from genfilm.dataset.builds import GRAPH

FOLDER = "store"
_NOTES = ("LOG", "LOCK", "OPTIONS")
"""Files that a reader does not need and that hold paths of the machine that wrote them."""


def disk_files(quads: bytes) -> dict[str, bytes]:
    """The files of the store of these N-Quads, by their path in a build directory."""
    with tempfile.TemporaryDirectory() as draft:
        store = ox.Store(draft)
        store.bulk_load(quads, format=ox.RdfFormat.N_QUADS)
        store.flush()
        store.optimize()
        del store
        return {
            f"{FOLDER}/{path.name}": path.read_bytes()
            for path in sorted(Path(draft).iterdir())
            if not path.name.startswith(_NOTES) and path.stat().st_size
        }


def written_store(directory: Path) -> Path:
    """The folder of a build's store, written now when it is not there (about 10 s for a million quads)."""
    folder = directory / FOLDER
    if not folder.is_dir():
        with tempfile.TemporaryDirectory(prefix=f".{FOLDER}-", dir=directory) as draft:
            store = ox.Store(draft)
            store.bulk_load(path=str(directory / GRAPH), format=ox.RdfFormat.N_QUADS)
            store.flush()
            store.optimize()
            del store
            try:
                Path(draft).rename(folder)
            except OSError:
                if not folder.is_dir():  # another process was faster
                    raise
            Path(draft).mkdir(exist_ok=True)  # for the context to remove
    return folder


def open_store(directory: Path) -> ox.Store:
    """The graph of a build directory: from its store when this engine can read it, else into memory."""
    try:
        return ox.Store.read_only(str(directory / FOLDER))
    except (OSError, RuntimeError):  # not there, or broken
        store = ox.Store()
        store.bulk_load(path=str(directory / GRAPH), format=ox.RdfFormat.N_QUADS)
        return store
