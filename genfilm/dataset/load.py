"""Loading the source files: every Turtle file into the named graph of its folder."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from genfilm.errors import BuildFailed, SourceFault
from genfilm.vocabulary import PREFIXES, graph

ONTOLOGY = "ontology"
ALIGNMENTS = "alignments"
ENTITIES = "entities"
EVIDENCE = "evidence"
_POSITION = re.compile(r"(?:on |at )?line (\d+)(?: (?:between )?columns? (\d+))?")
_IRI = re.compile(r"[^\x00-\x20<>\"{}|^`\\]+")
_SSSOM_JUSTIFICATION = re.compile(r"semapv:\w+")


def source_files(root: Path) -> dict[Path, str]:
    """Every Turtle source below ``root`` with the IRI of its graph; shapes are rules, not data."""
    found: dict[Path, str] = {}
    for path in sorted((root / "ontology").rglob("*.ttl")):
        if "shapes" not in path.parts:
            found[path] = graph(ONTOLOGY)
    for path in sorted((root / "kg" / "entities").rglob("*.ttl")):
        found[path] = graph(ENTITIES)
    for path in sorted((root / "kg" / "evidence").rglob("*.ttl")):
        found[path] = graph(EVIDENCE)
    for path in sorted((root / "kg" / "sources").rglob("*.ttl")):
        source = path.relative_to(root / "kg" / "sources").parts[0]
        found[path] = graph(f"source/{source}")
    return found


def load(root: Path) -> ox.Store:
    """A store with one named graph per folder; raises BuildFailed with every file that is not Turtle."""
    store = ox.Store()
    faults: list[SourceFault] = []
    files = source_files(root)
    for number, (path, name) in enumerate(files.items()):
        try:
            store.extend(_quads(path, ox.NamedNode(name), number))
        except SyntaxError as error:
            faults.append(_syntax_fault(path, root, error))
        except ValueError as error:
            faults.append(SourceFault("turtle", str(error), _relative(path, root), remedy="Mend the file."))
    for table in sorted((root / "ontology" / "alignments").glob("*.sssom.tsv")):
        try:
            store.extend(mapping_quads(table, root))
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


def _quads(path: Path, name: ox.NamedNode, number: int) -> Iterator[ox.Quad]:
    """The quads of a file, its blank nodes renamed so that no two files share one."""

    def own(term: object) -> object:
        return ox.BlankNode(f"f{number}x{term.value}") if isinstance(term, ox.BlankNode) else term

    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=False):
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


def mapping_quads(table: Path, root: Path) -> Iterator[ox.Quad]:
    """The mapping triples of an SSSOM table (https://w3id.org/sssom), one per row.

    Raises BuildFailed for a row without subject, predicate, object, confidence or justification.
    """
    name = ox.NamedNode(graph(ALIGNMENTS))
    try:
        text = table.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        message = f"the table is not UTF-8: {error.reason}"
        fault = SourceFault("sssom", message, _relative(table, root), 1, remedy="Save the table as UTF-8.")
        raise BuildFailed([fault]) from None
    start = next((i for i, line in enumerate(text) if not line.startswith("#")), len(text))
    faults = []
    for number, row in enumerate(csv.DictReader(text[start:], delimiter="\t"), start + 2):
        problem = _row_problem(row)
        if problem:
            faults.append(
                SourceFault("sssom", problem, _relative(table, root), number, remedy="Complete the row.")
            )
            continue
        subject, predicate, target = (
            ox.NamedNode(_resolve(row[key])) for key in ("subject_id", "predicate_id", "object_id")
        )
        yield ox.Quad(subject, predicate, target, name)
    if faults:
        raise BuildFailed(faults)


def _row_problem(row: dict[str, str]) -> str:
    for key in ("subject_id", "predicate_id", "object_id", "mapping_justification", "confidence"):
        if not (row.get(key) or "").strip():
            return f"the row has no {key}"
    if not _SSSOM_JUSTIFICATION.fullmatch(row["mapping_justification"]):
        return f"mapping_justification {row['mapping_justification']!r} is not a semapv: term"
    try:
        confident = 0.0 <= float(row["confidence"]) <= 1.0
    except ValueError:
        confident = False
    if not confident:
        return f"confidence {row['confidence']!r} is not a number between 0 and 1"
    for key in ("subject_id", "predicate_id", "object_id"):
        prefix = row[key].partition(":")[0]
        if not _IRI.fullmatch(_resolve(row[key])):
            return f"{key} {row[key]!r} is not an IRI"
        if "://" not in row[key] and prefix not in {**PREFIXES, **MAPPING_PREFIXES}:
            return f"{key} has the unknown prefix {prefix}:"
    return ""


MAPPING_PREFIXES: dict[str, str] = {
    "ai": "https://w3id.org/dpv/ai#",
    "aio": "https://w3id.org/aio/",
    "crminf": "http://www.cidoc-crm.org/extensions/crminf/",
    "cw": "https://movielabs.com/cw/rdf/schema/v2.8#",
    "dpv": "https://w3id.org/dpv#",
    "dpvrisk": "https://w3id.org/dpv/risk#",
    "ec": "http://www.ebu.ch/metadata/ontologies/ebucoreplus#",
    "fiaf": "https://ontology.fiafcore.org/",
    "lrmoo": "http://iflastandards.info/ns/lrm/lrmoo/",
    "nexus": "https://w3id.org/ai-atlas-nexus/",
    "omc": "https://movielabs.com/omc/rdf/schema/v2.8#",
    "omd": "https://movielabs.com/omd/rdf/schema/v2.8#",
    "qb": "http://purl.org/linked-data/cube#",
    "sio": "http://semanticscience.org/resource/",
    "vair": "https://w3id.org/vair#",
    "wikibase": "http://wikiba.se/ontology#",
}


def _resolve(name: str) -> str:
    if "://" in name:
        return name
    prefix, _, local = name.partition(":")
    return MAPPING_PREFIXES.get(prefix, PREFIXES.get(prefix, "")) + local
