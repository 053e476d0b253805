"""A batch of claims: a workbook read into the change of the sources that it means, and told what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from genfilm.catalogue.library import Library
from genfilm.dataset import phrasings
from genfilm.dataset.placing import Placement
from genfilm.editing.claims import ClaimSheet
from genfilm.editing.draft import Draft, node
from genfilm.editing.layout import SEPARATORS
from genfilm.editing.linking import CellLinker, Choices, Filed
from genfilm.editing.reading import HAN, Sheets, read_workbook
from genfilm.editing.source import source_key, write_source
from genfilm.editing.values import Values
from genfilm.errors import SourceFault
from genfilm.vocabulary import expand
from genfilm.words import LANGUAGES


@dataclass
class Batch:
    """The change that a workbook means: the files of Turtle, other files by path, the workbook as it was
    read."""

    sheets: Sheets
    placement: Placement = field(default_factory=lambda: Placement({}))
    other: Mapping[Path, str] = field(default_factory=dict)
    source: str = ""
    known: Sequence[ox.Triple] = ()
    """All that the files of the sources say."""

    @property
    def faults(self) -> list[SourceFault]:
        return [fault for _, fault in self.sheets.faults]

    def texts(self) -> dict[Path, str]:
        """The new text of each file that changes."""
        return {**self.placement.texts(), **self.other}


def read_batch(
    path: Path,
    root: Path,
    library: Library,
    lang: str = "en",
    facts: Mapping[str, str] = MappingProxyType({}),
) -> Batch:
    """Changes that a workbook makes in the sources below ``root``; names are those of the library's build,
    ``facts`` fill the empty cells of the sheet of the source.

    Nothing is written. Whatever is wrong is among the faults of the batch.
    """
    sheets = read_workbook(path)
    sheets.language = lang
    batch = Batch(sheets)
    if sheets.faults and not sheets.rows:
        return batch
    for name, value in facts.items():
        if name in sheets.fact_rows and value and not sheets.facts[name]:
            sheets.write(sheets.fact_rows[name], "value", value)
            sheets.facts[name] = value
    source = source_key(sheets)
    if source is None:
        return batch
    batch.source = source
    draft = Draft(root, source)
    batch.known = every = [triple for triples in draft.before.values() for triple in triples]
    linker = CellLinker(library, sheets, Filed(every))
    _things(draft, linker)
    write_source(draft, sheets, linker)
    values = Values(every, linker, sheets)
    claims = ClaimSheet(draft, sheets, linker, Choices(library), values, _asked(root, draft))
    claims.write()
    batch.placement = draft.placement()
    batch.other = _questions(root, draft, claims.asked)
    return batch


def _things(draft: Draft, linker: CellLinker) -> None:
    """Put the new things of the workbook into the draft."""
    file = "entities.ttl"
    for iri, row in linker.made.items():
        thing, cls = ox.NamedNode(iri), ox.NamedNode(linker.classes[iri])
        if thing in draft.known and not draft.has(thing):
            continue
        concept = expand("skos:ConceptScheme") in linker.types(linker.classes[iri])
        kind = node("skos:Concept") if concept else cls
        if kind not in draft.values(thing, "rdf:type"):
            draft.put(file, thing, "rdf:type", [kind])
        for predicate in ("skos:inScheme", "skos:topConceptOf") if concept else ():
            draft.put(file, thing, predicate, [cls])
        for predicate, column in (("rdfs:label", "label"), ("skos:definition", "definition")):
            draft.put_text(file, thing, predicate, row.by_language(column))
        if "other_names" in row:
            names = [name for name in re.split(SEPARATORS, row["other_names"]) if name]
            labels = [ox.Literal(name, language="zh" if HAN.search(name) else "en") for name in names]
            draft.put(file, thing, "skos:altLabel", labels)


def _lines(root: Path, draft: Draft) -> dict[str, str]:
    """The lines of the file of the ways to ask, by the claim."""
    path = root / draft.folder / phrasings.FILE
    text = path.read_text("utf-8") if path.exists() else ""
    return {line.partition("\t")[0]: line for line in text.splitlines()[1:]}


def _asked(root: Path, draft: Draft) -> dict[str, dict[str, str]]:
    """The ways to ask for each claim by language, as the file has them."""
    return {
        name: dict(zip(LANGUAGES, line.split("\t")[1:], strict=False))
        for name, line in _lines(root, draft).items()
    }


def _questions(root: Path, draft: Draft, asked: Mapping[str, Mapping[str, str]]) -> dict[Path, str]:
    """The file of the ways to ask, when it changes; a line that says the same stays as it is written."""
    old = _lines(root, draft)
    lines = {name: line for name, line in old.items() if name in asked}
    for name, texts in asked.items():
        cells = [" | ".join(_asks(texts.get(lang, ""))) for lang in LANGUAGES]
        same = [" | ".join(_asks(cell)) for cell in old.get(name, "").split("\t")[1:]] == cells
        if all(cells) and not same:
            lines[name] = "\t".join([name, *cells])
        elif not any(cells):
            lines.pop(name, None)
    new = "\n".join([phrasings.HEADING, *lines.values(), ""]) if lines else ""
    return {draft.folder / phrasings.FILE: new} if lines != old else {}


def _asks(cell: str) -> tuple[str, ...]:
    """The questions of a cell: parted by bars of either width, or by lines."""
    return phrasings.parted(re.sub(r"[\n｜]", "|", cell))
