"""The workbook of a reader: the claims of a source without the values that they have, and what is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from genfilm.catalogue.library import Library
from genfilm.editing.batch import Batch
from genfilm.editing.coded import CodedSource, Person
from genfilm.editing.draft import natural
from genfilm.editing.layout import BLIND, READINGS
from genfilm.editing.linking import CellLinker, Choices, Filed
from genfilm.editing.passages import place_of
from genfilm.editing.reading import SheetRow, Sheets, read_workbook
from genfilm.editing.template import Rows
from genfilm.editing.values import Values
from genfilm.errors import SourceFault
from genfilm.records.readings import CODED
from genfilm.words import LANGUAGES, say

SKIPPED = "–"
"""Mark of a cell that is not to be filled in: the claim does not state this itself."""
_LISTS = ("polarity", "modality", "valence", "kind")


def blind_rows(root: Path, source: str, library: Library, lang: str) -> Rows:
    """The rows of the workbook of a reader: each claim with its place, none with its values.

    Raises SourceFault where there is no such source.
    """
    coded = CodedSource(root, source, library)
    draft, rows = coded.draft, []
    for name in sorted(coded.claims, key=natural):
        stated = coded.states(name)
        claim = draft.iri("claim", name)
        texts = {f"paraphrase_{each}": draft.text(claim, "rdfs:label", each) for each in LANGUAGES}
        skipped = {read: SKIPPED for read in CODED if read not in stated}
        place = _place(coded, name, lang)
        rows.append({"claim": f"{source}/{name}", **texts, **place, **skipped, "words": coded.hash(name)})
    return {READINGS: rows}


def _place(coded: CodedSource, name: str, lang: str) -> dict[str, str]:
    """The cells of the passages of a claim, or of its row; the section as readers know it."""
    draft = coded.draft
    passages = draft.values(draft.iri("claim", name), "gf:isStatedIn") or draft.values(
        draft.iri("claim", name.partition(".")[0]), "gf:isStatedIn"
    )
    found: dict[str, dict[str, None]] = {"section": {}, "paragraph": {}, "page": {}}
    for passage in passages:
        place = place_of(draft, passage)
        division = draft.iri("division", place["section"])
        place["section"] = draft.text(division, "rdfs:label", lang) or place["section"]
        for column, told in found.items():
            if place[column]:
                told[place[column]] = None
    return {column: "; ".join(told) for column, told in found.items()}


@dataclass
class ReadWorkbook(Batch):
    """The change that the workbook of a reader makes, with the claims that it reads or reads anew."""

    claims: list[str] = field(default_factory=list)


def today() -> str:
    """The date, as readings and acceptances have it."""
    return datetime.now(UTC).strftime("%Y-%m-%d")


def read_readings(
    path: Path, root: Path, library: Library, reader: str, lang: str = "en", day: str = ""
) -> ReadWorkbook:
    """The change that the workbook of a reader makes: a reading for each claim of which a value is given.

    Nothing is written. Whatever is wrong is among the faults of the batch. ``day`` is today by default.
    """
    sheets = read_workbook(path, BLIND, (READINGS,))
    sheets.language = lang
    batch = ReadWorkbook(sheets)
    rows = sheets.rows.get(READINGS, [])
    if not rows:
        if not sheets.faults:
            sheets.fault(None, "workbook", "no_readings")
        return batch
    batch.source = rows[0]["claim"].partition("/")[0]
    try:
        coded = CodedSource(root, batch.source, library)
        person = Person(coded.draft, reader)
    except SourceFault as fault:
        sheets.faults.append((rows[0].place("claim") if fault.rule == "source" else None, fault))
        return batch
    batch.known = [triple for triples in coded.draft.before.values() for triple in triples]
    batch.claims = _Reader(coded, person, sheets, library, batch.known).read(rows, day or today())
    sheets.proposed.clear()  # a reader makes no new things
    batch.placement = coded.draft.placement()
    return batch


class CodedValues:
    """Cells with what is read of a claim, as terms."""

    def __init__(self, sheets: Sheets, library: Library, known: Sequence[ox.Triple]) -> None:
        """``known`` is all that the files of the sources say."""
        self._linker, self._choices = CellLinker(library, sheets, Filed(known)), Choices(library)
        self._values = Values(known, self._linker, sheets)

    def value(self, row: SheetRow, read: str, predicate: Any) -> Any:
        """The term that a cell means, of an object under its predicate; None with a fault."""
        linker, text = self._linker, row[read]
        iri: str | None
        if read in _LISTS:
            iri = linker.member(row, read, self._choices, read)
        elif read == "predicate":
            full = linker.full(text)
            known = self._values.is_property(full)
            iri = full if known else linker.member(row, read, self._choices, read)
        elif read == "subject":
            iri = linker.one(row, read)
        else:
            return self._values.read(row, read, predicate.value if predicate is not None else "", text)
        return ox.NamedNode(iri) if iri else None


class _Reader:
    """The rows of a reader, put into the files of the source."""

    def __init__(
        self, coded: CodedSource, person: Person, sheets: Sheets, library: Library, known: Sequence[ox.Triple]
    ) -> None:
        self._coded, self._person, self._sheets = coded, person, sheets
        self._values = CodedValues(sheets, library, known)

    def read(self, rows: list[SheetRow], day: str) -> list[str]:
        """Record a reading for each row with a value; the claims whose reading is new or another."""
        seen: dict[str, SheetRow] = {}
        changed = []
        for row in rows:
            name = self._name(row)
            if name in seen:
                self._fault(row, "claim", "claim_twice", other=seen[name].place("claim").name)
                continue
            if name:
                seen[name] = row
            if name and any(_filled(row, read) for read in CODED) and self._may_read(row, name):
                before = len(self._sheets.faults)
                values = self._read(row, name)
                if len(self._sheets.faults) == before and self._record(row, name, values, day):
                    changed.append(name)
        return changed

    def _name(self, row: SheetRow) -> str:
        """Identifier of the claim of a row; empty with a fault where the source has no such claim."""
        source, _, name = row["claim"].partition("/")
        if source != self._coded.draft.source:
            self._fault(row, "claim", "source", value=row["claim"], source=self._coded.draft.source)
        elif name not in self._coded.claims:
            self._fault(row, "claim", "claim", value=row["claim"])
        else:
            return name
        return ""

    def _may_read(self, row: SheetRow, name: str) -> bool:
        """False with a fault where the claim is not what the reader saw, or two others have read it."""
        others = [each for each in self._coded.readings(name) if each.person.iri != self._person.iri.value]
        if row["words"] != self._coded.hash(name):
            self._fault(row, "words", "changed", value=row["claim"])
        elif len(others) > 1:
            self._fault(row, "claim", "read", value=row["claim"],
                        readers={lang: say("list.and", lang).join(o.person.label[lang] for o in others)
                                 for lang in LANGUAGES})  # fmt: skip
        else:
            return True
        return False

    def _read(self, row: SheetRow, name: str) -> dict[str, Any]:
        """The values of a row; each that the claim states needs one, where the sheet has its column."""
        stated = self._coded.states(name)
        found: dict[str, Any] = {}
        for read in CODED:
            if read not in stated:
                if _filled(row, read):
                    self._fault(row, read, "not_stated", value=row["claim"])
            elif read in row.columns and not _filled(row, read):
                self._fault(row, read, "not_read")
            elif read in row.columns:
                predicate = found.get("predicate", stated.get("predicate"))
                value = self._values.value(row, read, predicate)
                if value is not None:
                    found[read] = value
        return found

    def _record(self, row: SheetRow, name: str, values: dict[str, Any], day: str) -> bool:
        mine = [each for each in self._coded.readings(name) if each.person.iri == self._person.iri.value]
        others = [each for each in self._coded.readings(name) if each not in mine]
        changed = self._coded.put("reading", name, self._person, values, day)
        if changed and mine and others:
            self._fault(row, "claim", "late", value=row["claim"], date=mine[0].date,
                        other=others[0].person.label)  # fmt: skip
        return changed

    def _fault(self, row: SheetRow, column: str, shape: str, **values: Any) -> None:
        self._sheets.fault(row.place(column), "reading", shape, **values)


def _filled(row: SheetRow, read: str) -> bool:
    return row[read] not in ("", SKIPPED, "-", "—")
