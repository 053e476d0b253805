"""Validating a graph: SHACL core shapes, and the editorial rules of ``queries/checks``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from genfilm.errors import BuildFailed, SourceFault
from genfilm.protocol.queryfile import read_query_file
from genfilm.vocabulary import BASE, PREFIXES, Prefixes

_LIMIT = 20
_PREFIX_LINE = re.compile(r"\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)


def check_shapes(
    triples: Iterable[ox.Triple], shapes: Path, where: Locator, prefixes: Prefixes = PREFIXES
) -> list[SourceFault]:
    """The violations of the SHACL shapes in a file, as faults with term, rule and message.

    Only core constraints are used: one ``sh:sparql`` costs more than all of them together.
    """
    import pyshacl
    import rdflib

    data = rdflib.Graph()
    data.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    try:
        rules = rdflib.Graph().parse(shapes, format="turtle")
    except (SyntaxError, ValueError) as error:
        file = f"ontology/shapes/{shapes.name}"
        return [
            SourceFault("turtle-syntax", f"the shapes are not Turtle: {error}", file, remedy="Mend the file.")
        ]
    conforms, report, _ = pyshacl.validate(data, shacl_graph=rules, inference="none", advanced=False)
    if conforms:
        return []
    sh = rdflib.Namespace(PREFIXES["sh"])
    faults = []
    assert isinstance(report, rdflib.Graph)
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        node = report.value(result, sh.focusNode)
        path = report.value(result, sh.resultPath)
        messages = [
            m for m in report.objects(result, sh.resultMessage) if getattr(m, "language", "en") != "zh"
        ]
        value = report.value(result, sh.value)
        text = str(messages[0]) if messages else "the shape is not met"
        if value is not None:
            text += f" (value: {prefixes.compact(str(value))})"
        rule = f"{shapes.stem}:{prefixes.compact(str(path)) if path is not None else 'node'}"
        file, line = where.find(str(node))
        faults.append(
            SourceFault(
                rule, text, file, line, prefixes.compact(str(node)), "Complete or correct this statement."
            )
        )
    return sorted(faults, key=str)


def check_queries(
    store: ox.Store, root: Path, where: Locator, prefixes: Prefixes = PREFIXES
) -> list[SourceFault]:
    """The rows that the check queries return, each a fault; a check that is no SELECT is one too."""
    faults = []
    for path in sorted((root / "queries" / "checks").glob("*.rq")):
        try:
            name, header, text = read_query_file(path, root)
        except BuildFailed as failed:
            faults += failed.faults
            continue
        remedy, summary = (_english(header.get(key)) for key in ("remedy", "summary"))
        try:
            rows = store.query(text, base_iri=f"{BASE}/", prefixes=prefixes, use_default_graph_as_union=True)
        except SyntaxError as error:
            faults.append(SourceFault("check-query", str(error), name, remedy="Mend the query."))
            continue
        if not isinstance(rows, ox.QuerySolutions):
            faults.append(SourceFault("check-query", "the check is not a SELECT query", name))
            continue
        for number, row in enumerate(rows):
            if number == _LIMIT:
                faults.append(SourceFault(path.stem, "… and more", remedy=remedy))
                break
            values = {variable.value: row[variable] for variable in rows.variables}
            shown = [_show(v, prefixes) for v in values.values() if v is not None]
            file, line = where.find(next(iter(values.values()), None))
            rest = f": {', '.join(shown[1:])}" if shown[1:] else ""
            faults.append(
                SourceFault(
                    path.stem, (summary or path.stem) + rest, file, line, shown[0] if shown else "", remedy
                )
            )
    return faults


def _english(words: object) -> str:
    """The English words of a header entry, whether or not it is bilingual."""
    return str(words.get("en", "")) if isinstance(words, dict) else str(words or "")


def require(faults: list[SourceFault]) -> None:
    """Raise BuildFailed when there are faults."""
    if faults:
        raise BuildFailed(faults)


def _show(term: object, prefixes: Prefixes) -> str:
    return (
        prefixes.compact(term.value) if isinstance(term, ox.NamedNode) else str(getattr(term, "value", term))
    )


class Locator:
    """Finds the file and line in which a term is described, for error messages only."""

    def __init__(self, root: Path, files: Iterable[Path]) -> None:
        self._root = root
        self._files = list(files)

    def find(self, term: object) -> tuple[str, int | None]:
        """(file, line) of the block that starts with the term, or of its first mention; else ("", None)."""
        iri = term.value if isinstance(term, ox.NamedNode) else str(term)
        mentioned: tuple[str, int | None] = ("", None)
        for path in self._files:
            names = {f"<{iri}>"}
            for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
                declared = _PREFIX_LINE.match(line)
                if declared and iri.startswith(declared[2]):
                    names.add(f"{declared[1]}:{iri.removeprefix(declared[2])}")
                elif line[:1] not in " \t@" and line.split(" ", 1)[0] in names:
                    return str(path.relative_to(self._root)), number
                elif not mentioned[0] and names.intersection(line.split()):
                    mentioned = str(path.relative_to(self._root)), number
        return mentioned
