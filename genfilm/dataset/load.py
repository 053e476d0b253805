"""Loading the source files: every Turtle file into the named graph of its folder."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from genfilm.dataset.documents import document
from genfilm.dataset.mappings import mapping_quads
from genfilm.errors import BuildFailed, SourceFault
from genfilm.vocabulary import graph

ONTOLOGY = "ontology"
ENTITIES = "entities"
EVIDENCE = "evidence"
_OF_A_SOURCE = {"entities.ttl": ENTITIES, "assessments.ttl": EVIDENCE}
"""Files in the folder of a source that hold what stands in the graph of all: no two curators share a file."""
_POSITION = re.compile(r"(?:on |at )?line (\d+)(?: (?:between )?columns? (\d+))?")


def source_files(root: Path, sources: Collection[str] | None = None) -> dict[Path, str]:
    """Every Turtle source below ``root`` with the IRI of its graph; shapes are rules, not data.

    With ``sources`` the folders of other sources (those with a ``source.ttl``) are left out.
    """
    found: dict[Path, str] = {}
    for path in sorted((root / "ontology").rglob("*.ttl")):
        if "shapes" not in path.parts:
            found[path] = graph(ONTOLOGY)
    for path in sorted((root / "kg" / "entities").rglob("*.ttl")):
        found[path] = graph(ENTITIES)
    for path in sorted((root / "kg" / "evidence").rglob("*.ttl")):
        found[path] = graph(EVIDENCE)
    known = sources_in(root)
    for path in sorted((root / "kg" / "sources").rglob("*.ttl")):
        source = path.relative_to(root / "kg" / "sources").parts[0]
        if sources is None or source in sources or source not in known:
            found[path] = graph(_OF_A_SOURCE.get(path.name, f"source/{source}"))
    return found


def sources_in(root: Path) -> frozenset[str]:
    """The sources that there are: folders with a file that describes the document."""
    return frozenset(path.parent.name for path in (root / "kg" / "sources").glob("*/source.ttl"))


class Read:
    """Quads read of each file, kept so that only a file that changed is read again."""

    def __init__(self) -> None:
        self._files: dict[tuple[Path, int], tuple[object, list[ox.Quad]]] = {}

    def __call__(self, path: Path, number: int, read: Iterable[ox.Quad]) -> list[ox.Quad]:
        """The quads of a file, which ``read`` gives when they are not here; ``number`` is its place."""
        status = path.stat()
        stamp = status.st_mtime_ns, status.st_size, status.st_ino
        known = self._files.get((path, number))
        if known is None or known[0] != stamp:
            known = self._files[path, number] = stamp, list(read)
        return known[1]


def load(root: Path, sources: Collection[str] | None = None, before: Read | None = None) -> ox.Store:
    """A store with one named graph per folder, or of these ``sources`` only, with what was read ``before``;
    raises BuildFailed with every file that is not Turtle."""
    store = ox.Store()
    faults: list[SourceFault] = []
    files = source_files(root, sources)
    for number, (path, name) in enumerate(files.items()):
        try:
            quads = _quads(path, ox.NamedNode(name), number, document(path.relative_to(root)))
            store.extend(before(path, number, quads) if before else quads)
        except SyntaxError as error:
            faults.append(_syntax_fault(path, root, error))
        except ValueError as error:
            faults.append(SourceFault("turtle", str(error), _relative(path, root), remedy="Mend the file."))
    for table in sorted((root / "ontology" / "alignments").glob("*.sssom.tsv")):
        try:
            quads = mapping_quads(table, _relative(table, root))
            store.extend(before(table, 0, quads) if before else quads)
        except BuildFailed as failed:
            faults.extend(failed.faults)
    if not files:
        faults.append(
            SourceFault(
                "sources",
                f"no Turtle file below {root}",
                remedy="Set GENFILM_SOURCES to the project's folder.",
            )
        )
    if faults:
        raise BuildFailed(faults)
    return store


def _quads(path: Path, name: ox.NamedNode, number: int, own_header: str | None) -> Iterator[ox.Quad]:
    """The quads of a file without its header, its blank nodes renamed so that no two files share one."""

    def own(term: object) -> object:
        return ox.BlankNode(f"f{number}x{term.value}") if isinstance(term, ox.BlankNode) else term

    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=False):
        if getattr(quad.subject, "value", "") == own_header:
            continue
        yield ox.Quad(own(quad.subject), quad.predicate, own(quad.object), name)  # type: ignore[arg-type]


def _relative(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)


def _syntax_fault(path: Path, root: Path, error: SyntaxError) -> SourceFault:
    text = str(error.msg or error)
    match = _POSITION.search(text)
    line = error.lineno or (int(match[1]) if match else None)
    return SourceFault(
        "turtle-syntax",
        text,
        _relative(path, root),
        line,
        remedy="Mend the Turtle at this line; a missing ';' or '.' just above is the usual cause.",
    )
