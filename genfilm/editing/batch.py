"""A batch of claims: a workbook read into the change of the sources that it means, and told what is wrong."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from genfilm.catalogue.library import Library
from genfilm.dataset import phrasings
from genfilm.dataset.placing import Placement
from genfilm.editing.claims import ClaimSheet
from genfilm.editing.draft import Draft, node
from genfilm.editing.layout import SEPARATORS
from genfilm.editing.linking import CellLinker, Choices
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

    @property
    def faults(self) -> list[SourceFault]:
        return [fault for _, fault in self.sheets.faults]

    def texts(self) -> dict[Path, str]:
        """The new text of each file that changes."""
        return {**self.placement.texts(), **self.other}


def read_batch(path: Path, root: Path, library: Library, lang: str = "en") -> Batch:
    """Changes that a workbook makes in the sources below ``root``; names are those of the library's build.

    Nothing is written. Whatever is wrong is among the faults of the batch.
    """
    sheets = read_workbook(path)
    sheets.language = lang
    batch = Batch(sheets)
    if sheets.faults and not sheets.rows:
        return batch
    source = source_key(sheets)
    if source is None:
        return batch
    batch.source = source
    draft = Draft(root, source)
    every = [triple for triples in draft.before.values() for triple in triples]
    taken: dict[str, set[str]] = defaultdict(set)
    for triple in every:
        if isinstance(triple.subject, ox.NamedNode):
            said = {triple.object.value} if triple.predicate == node("rdfs:label") else set()
            taken[str(triple.subject.value)] |= said
    linker = CellLinker(library, sheets, taken)
    _things(draft, linker)
    write_source(draft, sheets, linker)
    claims = ClaimSheet(draft, sheets, linker, Choices(library), Values(every, linker, sheets))
    claims.write()
    batch.placement = draft.placement()
    batch.other = _asked(root, draft, claims.asked)
    return batch


def _things(draft: Draft, linker: CellLinker) -> None:
    """Put the new things of the workbook into the draft."""
    file = "entities.ttl"
    for iri, row in linker.made.items():
        thing, cls = ox.NamedNode(iri), ox.NamedNode(linker.classes[iri])
        if thing in draft.known and not draft.has(thing):
            continue
        concept = expand("skos:ConceptScheme") in linker.types(linker.classes[iri])
        draft.put(file, thing, "rdf:type", [node("skos:Concept") if concept else cls])
        for predicate in ("skos:inScheme", "skos:topConceptOf") if concept else ():
            draft.put(file, thing, predicate, [cls])
        for predicate, column in (("rdfs:label", "label"), ("skos:definition", "definition")):
            texts = {lang: row[f"{column}_{lang}"] for lang in LANGUAGES}
            draft.put_text(file, thing, predicate, texts)
        names = [name for name in re.split(SEPARATORS, row["other_names"]) if name]
        labels = [ox.Literal(name, language="zh" if HAN.search(name) else "en") for name in names]
        draft.put(file, thing, "skos:altLabel", labels)


def _asked(root: Path, draft: Draft, asked: Mapping[str, tuple[str, str]]) -> dict[Path, str]:
    """The file of the ways to ask, when it changes: lines of the workbook, and those of other claims."""
    path = draft.folder / phrasings.FILE
    old = (root / path).read_text("utf-8") if (root / path).exists() else ""
    lines = {line.partition("\t")[0]: line for line in old.splitlines()[1:]}
    for name, texts in asked.items():
        cells = [" | ".join(part.strip() for part in text.split("|") if part.strip()) for text in texts]
        if all(cells):
            kept = lines.get(name, "").split("\t")[1:]
            same = [phrasings.parted(cell) for cell in kept] == [phrasings.parted(cell) for cell in cells]
            lines[name] = lines[name] if same else "\t".join([name, *cells])
        else:
            lines.pop(name, None)
    new = "\n".join([phrasings.HEADING, *lines.values(), ""]) if lines else ""
    return {path: new} if new != old else {}
