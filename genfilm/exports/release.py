"""Making a release: every file of a build, by name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, MutableMapping
from dataclasses import replace
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from genfilm.catalogue.library import PAGES, Library
from genfilm.dataset.builds import GRAPH, Build
from genfilm.dataset.canonical import canonical_quads
from genfilm.dataset.disk import open_store
from genfilm.engine.local import LocalEngine
from genfilm.exports.crate import describe
from genfilm.exports.formats import FORMATS, NAMES, ReleaseContent
from genfilm.exports.snapshot import Snapshot
from genfilm.records.ledger import ledger

QUESTIONS = ("competency", "reports")
_FOLDERS = tuple(f"queries/{folder}/" for folder in QUESTIONS)


def make(
    store: ox.Store,
    quads: bytes,
    build: str,
    version: str,
    queries: Mapping[str, bytes],
    names: Collection[str] = NAMES,
    tell: Callable[[str], None] = lambda _: None,
    files: MutableMapping[str, bytes] | None = None,
) -> MutableMapping[str, bytes]:
    """The files of a release by path: those of the formats named, and what describes them.

    ``store`` is the build's graph and ``quads`` its canonical N-Quads, ``queries`` are its questions by path;
    ``tell`` is told the name of each format before it is made; ``files`` takes each file as it is made. The
    same build and the same formats give the same bytes.
    """
    files = {} if files is None else files
    asked = {path: text for path, text in queries.items() if path.startswith(_FOLDERS)}
    snapshot = Snapshot.read(quads)
    pages = {
        Path(path).stem: text.decode()
        for path, text in queries.items()
        if path.startswith(PAGES) and path.endswith(".rq")
    }
    whole = Snapshot.of(())
    if pages and {"csv", "jsonl", "ontology"} & {*names}:
        library = Library(LocalEngine(store, dict(snapshot.prefixes)), {}, pages, prefixes=snapshot.prefixes)
        snapshot = replace(snapshot, rows={row.claim.iri: row for row in ledger(library).rows})
        whole = _ontology(cast(ox.QueryTriples, store.query(pages["ontology-whole"])))
    release = ReleaseContent(snapshot, build, version, asked, whole)
    for fmt in FORMATS:
        if fmt.name in names:
            tell(fmt.name)
            files.update(fmt.write(release))
    describe(release, files)
    return files


def make_from(
    build: Build, names: Collection[str] = NAMES, tell: Callable[[str], None] = lambda _: None
) -> MutableMapping[str, bytes]:
    """The files of a release of a build directory."""
    return make(
        open_store(build.directory),
        (build.directory / GRAPH).read_bytes(),
        build.id,
        str(build.manifest.get("version", "")),
        question_files(build.directory),
        names,
        tell,
    )


def _ontology(triples: Iterable[ox.Triple]) -> Snapshot:
    """The triples in canonical order, their blank nodes in canonical names."""
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    return Snapshot.of(q.triple for q in ox.parse(canonical_quads(store), format=ox.RdfFormat.N_QUADS))


def question_files(directory: Path) -> dict[str, bytes]:
    """The named questions below a directory, and the queries that its pages are made of, by path."""
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for folder in (*_FOLDERS, f"{PAGES}/")
        for path in sorted((directory / folder).glob("*.rq"))
    }
