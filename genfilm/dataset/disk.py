"""The store of a build on disk: written once with the build, opened in milliseconds by any number of readers.

It answers as the graph in memory does, one to two times slower, but nothing has to be loaded first: for
callers who ask a few questions and go, and for graphs that memory should not hold. It is a cache of
``graph.nq``.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice, product
from pathlib import Path

import pyoxigraph as ox

from genfilm.dataset.builds import GRAPH

FOLDER = "store"
_NOTES = ("LOG", "LOCK", "OPTIONS")
"""Files that a reader does not need and that hold paths of the machine that wrote them."""
_SAMPLES = 5_000
_GOLDEN_RATIO = (5**0.5 - 1) / 2
_LISTED = sys.platform == "linux"


def disk_files(quads: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of the store of these N-Quads, each with its path in a build directory."""
    with tempfile.TemporaryDirectory() as draft:
        store = ox.Store(draft)
        store.bulk_load(quads, format=ox.RdfFormat.N_QUADS)
        store.flush()
        store.optimize()
        del store
        for path in sorted(Path(draft).iterdir()):
            if not path.name.startswith(_NOTES) and path.stat().st_size:
                yield f"{FOLDER}/{path.name}", path.read_bytes()


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


def opened_store(directory: Path) -> ox.Store:
    """The graph of a build directory from its store, written now when it is not there, with all its files
    open: for processes forked from this one, which may open none.

    RocksDB opens the first 16 of them by itself and each other one when a key in it is asked for. So quads
    from all over ``graph.nq`` are looked up in each index until no file is left. Raises OSError when
    one is. Where a process cannot see which files it has open (all but Linux), a number of quads must do.
    """
    import resource  # Windows has none, and no fork

    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    folder = written_store(directory)
    store = ox.Store.read_only(str(folder))
    for graph in store.named_graphs():
        for quad in islice(store.quads_for_pattern(None, None, None, graph), 1):
            _look_up(store, quad)
    size = (directory / GRAPH).stat().st_size
    with (directory / GRAPH).open("rb") as lines:
        for number in range(_SAMPLES if _LISTED else _SAMPLES // 5):
            if not (closed := _closed(folder)):
                return store
            lines.seek(int(number * _GOLDEN_RATIO % 1 * size))  # each in the largest gap of those before
            lines.readline()
            if line := lines.readline():
                _look_up(store, next(iter(ox.parse(line, format=ox.RdfFormat.N_QUADS))))
    if not _LISTED:
        return store
    names = ", ".join(sorted(path.name for path in closed))
    raise OSError(
        f"{folder} holds tables that no look-up opened, {names}. Remove this folder, and it is written anew "
        "at the next start; or set GENFILM_STORE=memory."
    )


def _look_up(store: ox.Store, quad: ox.Quad) -> None:
    """Find a quad by each of its terms alone and by all of them together, and so in every index."""
    s, p, o, g = quad.subject, quad.predicate, quad.object, quad.graph_name
    for pattern in product((s, None), (p, None), (o, None), (g, None)):
        next(store.quads_for_pattern(*pattern), None)


def _closed(folder: Path) -> set[Path]:
    """The tables of a store that this process has not opened."""
    open_files = set()
    for descriptor in Path("/proc/self/fd").iterdir() if _LISTED else ():
        with suppress(OSError):
            open_files.add(Path(os.readlink(descriptor)))
    return {*folder.resolve().glob("*.sst")} - open_files
