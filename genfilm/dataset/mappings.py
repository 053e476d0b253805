"""The mappings to other vocabularies: SSSOM tables (https://w3id.org/sssom) and the prefixes in them."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import yaml

from genfilm.errors import BuildFailed, SourceFault
from genfilm.vocabulary import PREFIXES, graph

ALIGNMENTS = "alignments"
_BUILT_IN = ("owl", "rdf", "rdfs", "semapv", "skos")
"""Prefixes that SSSOM knows without a declaration."""
_IRI = re.compile(r"[^\x00-\x20<>\"{}|^`\\]+")
_JUSTIFICATION = re.compile(r"semapv:\w+")
_TERMS = ("subject_id", "predicate_id", "object_id")
_Expand = Callable[[str], str | None]


def mapping_quads(table: Path, file: str) -> Iterator[ox.Quad]:
    """The mapping triples of a table, one per row; ``file`` is its name in messages.

    Raises BuildFailed for a head that is not YAML or has no usable ``curie_map``, and for a row without
    subject, predicate, object, confidence or justification.
    """
    try:
        text = table.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise _failed(f"the table is not UTF-8: {error.reason}", file, "Save the table as UTF-8.") from None
    start = next((i for i, line in enumerate(text) if not line.startswith("#")), len(text))
    expand = _expander([line.removeprefix("#") for line in text[:start]], file)
    faults = []
    for number, row in enumerate(csv.DictReader(text[start:], delimiter="\t"), start + 2):
        problem = _row_problem(row, expand)
        if problem:
            faults.append(SourceFault("sssom", problem, file, number, remedy="Complete the row."))
            continue
        subject, predicate, target = (ox.NamedNode(str(expand(row[key]))) for key in _TERMS)
        yield ox.Quad(subject, predicate, target, ox.NamedNode(graph(ALIGNMENTS)))
    if faults:
        raise BuildFailed(faults)


def _expander(head: list[str], file: str) -> _Expand:
    """Function from a name to its IRI, by the prefixes that the head of a table declares; None for no
    prefix."""
    import curies  # half a second, and only a build reads tables

    try:
        declared = (yaml.safe_load("\n".join(head)) or {}).get("curie_map") or {}
        names = curies.Converter.from_prefix_map({name: PREFIXES[name] for name in _BUILT_IN} | declared)
    except (yaml.YAMLError, AttributeError, TypeError, ValueError) as error:
        raise _failed(f"the head of the table is not usable: {error}", file, "Mend its curie_map.") from None
    for prefix, namespace in declared.items():
        if PREFIXES.get(prefix, namespace) != namespace:
            message = (
                f"the prefix {prefix}: stands for {PREFIXES[prefix]} in this project, not for {namespace}"
            )
            raise _failed(message, file, "Give it another name in curie_map and in the rows.")
    return lambda name: name if "://" in name else names.expand(name)


def _row_problem(row: dict[str, str], expand: _Expand) -> str:
    for key in (*_TERMS, "mapping_justification", "confidence"):
        if not (row.get(key) or "").strip():
            return f"the row has no {key}"
    if not _JUSTIFICATION.fullmatch(row["mapping_justification"]):
        return f"mapping_justification {row['mapping_justification']!r} is not a semapv: term"
    try:
        confident = 0.0 <= float(row["confidence"]) <= 1.0
    except ValueError:
        confident = False
    if not confident:
        return f"confidence {row['confidence']!r} is not a number between 0 and 1"
    for key in _TERMS:
        full = expand(row[key])
        if full is None:
            return f"{key} has the unknown prefix {row[key].partition(':')[0]}: (curie_map declares none)"
        if not _IRI.fullmatch(full):
            return f"{key} {row[key]!r} is not an IRI"
    return ""


def _failed(message: str, file: str, remedy: str) -> BuildFailed:
    return BuildFailed([SourceFault("sssom", message, file, 1, remedy=remedy)])
