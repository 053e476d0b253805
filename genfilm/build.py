"""The building composition root: load → derive → reason → describe → validate → build directory."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox

from genfilm.catalogue.chart import load_charts
from genfilm.catalogue.library import whole_answers
from genfilm.catalogue.promise import unanswered
from genfilm.catalogue.query import NamedQuery, load_catalogue
from genfilm.dataset import builds, profile, reason
from genfilm.dataset.builds import Build
from genfilm.dataset.canonical import canonical_quads
from genfilm.dataset.change import finish_change
from genfilm.dataset.derive import derive
from genfilm.dataset.describe import counts, describe
from genfilm.dataset.digest import digest, source_digest
from genfilm.dataset.disk import disk_files
from genfilm.dataset.draft import BuildFiles, drafted
from genfilm.dataset.expected_rows import check_rows
from genfilm.dataset.history import commit_named, files_of, own_commit, version_in, version_tags
from genfilm.dataset.inference import CORROBORATED, INFERRED, add_consequences, graphs, stated
from genfilm.dataset.load import ENTITIES, EVIDENCE, ONTOLOGY, load, source_files
from genfilm.dataset.locator import Locator
from genfilm.dataset.mappings import ALIGNMENTS
from genfilm.dataset.phrasings import check_phrasings, written
from genfilm.dataset.prefixes import declared
from genfilm.dataset.released import RELEASED, version_of
from genfilm.dataset.shacl import check_shapes
from genfilm.dataset.validate import check_queries, require
from genfilm.dataset.version import stamp
from genfilm.engine.local import LocalEngine
from genfilm.errors import BuildFailed, BuildNotFound, SourceFault
from genfilm.exports.release import make as make_exports
from genfilm.problems import UnknownRelease
from genfilm.progress import Progress
from genfilm.search.content import read_content
from genfilm.search.write import write_index
from genfilm.vocabulary import BASE, Prefixes, graph
from genfilm.words import say

KEPT = (
    ("queries/pages", "*.rq"),
    ("queries/charts", "*.vl.json"),
    ("ontology/shapes", "*.ttl"),
    (".", "CHANGELOG.md"),
)
"""Files that a build keeps for the pages: their queries, charts, the shapes, the changes they tell of."""
INHERITED = "inherited"
LABELS = "labels"
COUNTED = "counted"
GENERALIZED = "generalized"
META = "meta"


def build(root: Path, home: Path, progress: Progress | None = None, *, use_java: bool = True) -> Build:
    """Build the sources below ``root`` into a new directory of ``home`` and point to it.

    Raises BuildFailed with every fault of the step that failed; the current build is untouched then.
    """
    with builds.exclusive(home):
        return _build(root, home, progress or Progress(quiet=True), use_java=use_java)


def build_release(
    root: Path, home: Path, tag: str, progress: Progress | None = None, *, use_java: bool = True
) -> Build:
    """Build the sources as they were at a tag or commit into a directory that stays beside the current one.

    Raises BuildFailed, and Problem 404 for a name that is no tag or commit.
    """
    commit = commit_named(root, tag)
    if not commit:
        known = [each.name for each in version_tags(root)]
        raise UnknownRelease("tag" if known else "untagged", release=tag, near=known)
    with files_of(root, commit) as files, builds.exclusive(home):
        told = progress or Progress(quiet=True)
        return _build(files, home, told, use_java=use_java, release=tag, commit=commit)


def _build(
    root: Path, home: Path, progress: Progress, *, use_java: bool = True, release: str = "", commit: str = ""
) -> Build:
    """A build that is to be served, or one of a ``release`` of which ``root`` has the files."""
    finish_change(root)
    with progress.step("load") as tell:
        store = load(root)
        prefixes = declared(store)
        queries = load_catalogue(root, prefixes=prefixes)
        load_charts(root, queries)
        require(_unparsable(queries, prefixes))
        where = Locator(root, list(source_files(root)))
        quads, files, asked = f"{len(store):,}", len(source_files(root)), len(queries)
        tell("build.loaded", quads=quads, files=files, queries=asked)
        require(profile.faults(stated(store), where.find, prefixes))
    with progress.step("derive") as tell:
        added = ", ".join(f"{name} +{count}" for name, count in derive(store, root, prefixes).items())
        tell("build.derived", graphs=added)
    with progress.step("reason") as tell:
        said, inferred = add_consequences(store, root, where, use_java=use_java)
        tell(said, inferred=inferred)
    with progress.step("describe") as tell:
        write_default_graph(store)
        version = version_in(release) or version_of(root)
        stamp(store, version)
        described = f"{_describe(store, queries, prefixes, version):,}"
        tell("build.described", triples=described)
    with progress.step("validate") as tell:
        _validate(store, root, where, queries, prefixes)
        tell("build.validated")
    with progress.step("write") as tell:
        is_release = (root / RELEASED).exists() and "dev" not in version
        told = {
            "version": version,
            "commit": commit or own_commit(root),
            "release": release or (version if is_release else ""),
        }
        result = _publish(store, queries, prefixes, told, root, home, progress, serve=not release)
        name, quads = result.id[:12], f"{result.manifest['quads']:,}"
        tell("build.written", build=name, quads=quads)
    return result


def current_or_new(
    root: Path, home: Path, progress: Progress | None = None, warn: Callable[[str], None] = print
) -> Build:
    """The current build when it is as new as the sources, else a new one.

    When the sources have faults the last good build stays in service: the faults go to ``warn``.
    Raises BuildFailed only when there is no good build to fall back on.
    """
    if not builds.has_sources(root):
        return builds.finished(root, home)
    existing: Build | None = None
    try:
        existing = builds.undamaged(home)
    except BuildNotFound as error:
        if (home / builds.POINTER).exists():
            warn(str(error))
    finish_change(root)
    if existing is not None and existing.is_of(source_digest(root)):
        return existing
    try:
        with builds.exclusive(home):
            return builds.up_to_date(root, home) or _build(root, home, progress or Progress(quiet=True))
    except BuildFailed as failed:
        if existing is None:
            raise
        lang = progress.lang if progress else "en"
        warn(f"{failed.told(lang)}\n{say('build.stays', lang, build=existing.id[:12])}")
        return existing


def graph_of(
    root: Path, sources: Collection[str], queries: dict[str, NamedQuery], prefixes: Prefixes
) -> LocalEngine:
    """The graph as it would be of these sources alone, for promises about them; nothing is validated.

    Raises BuildFailed for files that cannot be read.
    """
    store = load(root, sources)
    derive(store, root, prefixes)
    add_consequences(store, root, Locator(root, []), use_java=False)
    write_default_graph(store)
    version = version_of(root)
    stamp(store, version)
    _describe(store, queries, prefixes, version)
    return LocalEngine(store, prefixes)


def _unparsable(queries: dict[str, NamedQuery], prefixes: Prefixes) -> list[SourceFault]:
    """The questions that are not SPARQL."""
    faults = []
    for query in queries.values():
        try:
            ox.Store().query(query.text, prefixes=prefixes)
        except SyntaxError as error:
            file = f"queries/{query.folder}/{query.id}.rq"
            faults.append(SourceFault("query-syntax", str(error), file, remedy="Mend the query."))
    return faults


def write_default_graph(store: ox.Store) -> None:
    """Each triple of the graphs that state facts or claims once, what is inferred of single things, and what
    is more general than either by the trees of classes and properties; the last has a graph of its own, too.

    What sources state, and all that follows from it, is there by name only.
    """
    kept = {
        graph(name)
        for name in (ONTOLOGY, ALIGNMENTS, ENTITIES, EVIDENCE, CORROBORATED, INHERITED, LABELS, COUNTED)
    }
    default = ox.DefaultGraph()
    for name in list(store.named_graphs()):
        iri = str(name.value)
        if iri in kept or iri.startswith(graph("source/")):
            quads = list(store.quads_for_pattern(None, None, None, name))
            store.extend(ox.Quad(q.subject, q.predicate, q.object, default) for q in quads)
    told = reason.telling(graphs(store, INFERRED), graphs(store, ONTOLOGY, ENTITIES, CORROBORATED))
    store.extend(ox.Quad(t.subject, t.predicate, t.object, default) for t in told)
    whole = [quad.triple for quad in store.quads_for_pattern(None, None, None, default)]
    broader = reason.generalized(whole)
    for target in (ox.NamedNode(graph(GENERALIZED)), default):
        store.extend(ox.Quad(t.subject, t.predicate, t.object, target) for t in broader)


def _describe(store: ox.Store, queries: dict[str, NamedQuery], prefixes: Prefixes, version: str) -> int:
    """Write the description of all that is there so far to its graph and to the default graph."""
    default = ox.DefaultGraph()
    graphs = {
        str(name.value): [q.triple for q in store.quads_for_pattern(None, None, None, name)]
        for name in store.named_graphs()
    }
    whole = [q.triple for q in store.quads_for_pattern(None, None, None, default)]
    found = describe(whole, graphs, queries.values(), prefixes, version)
    for name in (ox.NamedNode(graph(META)), default):
        store.extend(ox.Quad(t.subject, t.predicate, t.object, name) for t in found)
    return len(found)


def _validate(
    store: ox.Store, root: Path, where: Locator, queries: dict[str, NamedQuery], prefixes: Prefixes
) -> None:
    default = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    faults = check_shapes((quad.triple for quad in default), root, where, prefixes)
    faults += check_queries(store, root, where, prefixes)
    faults += check_rows(store, root, where, prefixes) + check_phrasings(store, root)
    require(faults + unanswered(queries.values(), LocalEngine(store, prefixes)))


def _publish(
    store: ox.Store,
    queries: dict[str, NamedQuery],
    prefixes: Prefixes,
    told: dict[str, str],
    root: Path,
    home: Path,
    progress: Progress,
    *,
    serve: bool,
) -> Build:
    quads = canonical_quads(store)
    files = {f"queries/{query.folder}/{query.id}.rq": query.text.encode() for query in queries.values()} | {
        str(path.relative_to(root)): path.read_bytes()
        for folder, pattern in KEPT
        for path in sorted((root / folder).glob(pattern))
    }
    name = digest(quads)
    contents = digest(quads, *(part for key in sorted(files) for part in (key.encode(), files[key])))
    manifest = {
        "id": name,
        "contents": contents,
        **{name: text for name, text in told.items() if text},
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "sources": source_digest(root),
        "engine": f"pyoxigraph {ox.__version__}" if hasattr(ox, "__version__") else "pyoxigraph",
        "base": BASE,
        "prefixes": prefixes,
        "quads": len(store),
        "bytes": len(quads),
        "counts": counts(store),
        "seconds": {step: round(spent, 3) for step, spent in progress.seconds.items()},
    }
    with drafted(home) as draft:
        made = BuildFiles(draft)
        made.update(files)
        made[builds.GRAPH] = quads
        made.update(disk_files(quads))
        made.update(whole_answers(root, LocalEngine(store, prefixes)))
        content = read_content(store.query, root / "queries" / "search", queries.values())
        made[builds.INDEX] = write_index(content, prefixes)
        made.update({name: (root / name).read_bytes() for name in (builds.LEXICON, builds.CHOICES)})
        made[builds.PHRASINGS] = written(root)
        exports = BuildFiles(draft / builds.EXPORTS)
        make_exports(store, quads, name, told["version"], files, files=exports)
        made[builds.MANIFEST] = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        return builds.publish(home, f"{name[:12]}-{contents[:8]}", made.paths(), serve=serve)
