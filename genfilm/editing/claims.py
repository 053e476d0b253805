"""The claims of a workbook as triples: one row is one claim, a typed row a compound claim with its parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pyoxigraph as ox

from genfilm.editing.draft import Draft, natural, node
from genfilm.editing.layout import CLAIMS, KINDS, MODALITY, SEPARATORS, TYPED, VALENCE
from genfilm.editing.linking import CellLinker, Choices
from genfilm.editing.numbering import Numbering
from genfilm.editing.passages import Passages
from genfilm.editing.reading import SheetRow, Sheets
from genfilm.editing.typed import TypedRows
from genfilm.editing.values import Values, precision
from genfilm.search.fold import key as folded
from genfilm.vocabulary import BASE, expand
from genfilm.words import LANGUAGES

FILE = "claims.ttl"
PLACES = ("text", "hash", "passage")
_KINDS = {node("gf:SourceClaim"), node("gf:CompoundClaim")}
_PEOPLE = (("speaker", "prov:wasAttributedTo"), ("reported_from", "gf:isReportedFrom"))
_MANNER = ("polarity", "modality", "valence")
_DEFAULTS = {"polarity": "gf:Affirmed", "modality": "gf:Asserted", "valence": "gf:Neutral"}
_BY_RULE = {
    "gf:SourceOnly": ("kind:scope", "kind:method"),
    "gf:NotCheckable": ("gf:Recommended", "gf:Predicted", "kind:opinion"),
}
"""Verdicts that follow from the kind or the modality of a claim (docs/claims.md, Verdicts)."""
_OFFICE = f"{BASE}/id/org/genfilm-kg"


class ClaimSheet:
    """The rows of a workbook, put into a draft; ``asked`` are the ways to ask for each claim by language.

    A column that a sheet lacks is not spoken of: what it would say stays as the files have it.
    """

    def __init__(
        self,
        draft: Draft,
        sheets: Sheets,
        linker: CellLinker,
        choices: Choices,
        values: Values,
        asked: Mapping[str, Mapping[str, str]],
    ) -> None:
        """``asked`` are the ways to ask that the files have."""
        self._draft, self._sheets, self._linker = draft, sheets, linker
        self._choices, self._values = choices, values
        self._numbering = Numbering(draft, sheets)
        self._passages = Passages(draft, sheets, self._numbering.rows)
        self._typed = TypedRows(draft, sheets, linker, values, self._numbering)
        self.asked = {name: dict(texts) for name, texts in asked.items()}

    def write(self) -> None:
        """Put every row into the draft, with an identifier for each that has none."""
        rows = [row for sheet in (CLAIMS, *TYPED) for row in self._sheets.rows.get(sheet, [])]
        self._numbering.assign(rows)
        for row in rows:
            if row.sheet == CLAIMS:
                self._row(row)
            else:
                claim = self._said(row, compound=True)
                self._triple(row, claim, None, None, "")
                if row["id"]:
                    for gone in self._typed.expand(row):
                        self.asked.pop(gone, None)
        self._join({row["id"].partition(".")[0] for row in rows})
        self._passages.drop_unused()

    def _row(self, row: SheetRow) -> None:
        compound = self._numbering.has_parts(row["id"])
        claim = self._said(row, compound=compound)
        subject, predicate = self._linker.one(row, "subject"), self._predicate(row)
        if compound:
            for column in ("subject", "predicate", "object"):
                if row[column]:
                    self._fault(row, column, "compound")
            subject = predicate = None
        elif row["id"]:
            for column in ("subject", "predicate", "object"):
                if not row[column]:
                    self._fault(row, column, "needed")
        self._triple(row, claim, subject, predicate, "" if compound else row["object"])

    def _triple(
        self, row: SheetRow, claim: Any, subject: str | None, predicate: str | None, text: str
    ) -> None:
        put = self._draft.put
        put(FILE, claim, "gf:hasSubject", [ox.NamedNode(subject)] if subject else [])
        put(FILE, claim, "gf:hasPredicate", [ox.NamedNode(predicate)] if predicate else [])
        value = self._values.read(row, "object", predicate, text) if predicate and text else None
        put(FILE, claim, "gf:hasObject", [value] if isinstance(value, ox.NamedNode) else [])
        put(FILE, claim, "gf:objectValue", [value] if isinstance(value, ox.Literal) else [])
        if value is None or '"' not in text:
            put(FILE, claim, "gf:datePrecision", precision(value, text))

    def _predicate(self, row: SheetRow) -> str | None:
        text = row["predicate"]
        full = self._linker.full(text)
        return (
            full
            if self._values.is_property(full)
            else self._linker.member(row, "predicate", self._choices, "predicate")
        )

    def _said(self, row: SheetRow, *, compound: bool) -> Any:
        """Put what every row says into the draft; the claim."""
        draft, name = self._draft, row["id"] or "C00"
        claim, part = draft.iri("claim", name), "." in name
        new = name not in self._numbering.existing
        if not part:
            self._fill(row, new=new)
        for column in ("paraphrase_en", "paraphrase_zh"):
            if not row[column]:
                self._fault(row, column, "needed")
        own = [node("gf:SourceClaim"), *([node("gf:CompoundClaim")] if compound else [])]
        others = [v for v in draft.values(claim, "rdf:type") if v not in _KINDS]
        draft.put(FILE, claim, "rdf:type", own + others)
        for predicate, column in (("rdfs:label", "paraphrase"), ("skos:editorialNote", "note")):
            draft.put_text(FILE, claim, predicate, row.by_language(column))
        draft.put(FILE, claim, "dcterms:identifier", [ox.Literal(name)])
        for column, predicate in (*((each, f"gf:{each}") for each in _MANNER), ("kind", "gf:claimKind")):
            if column in row:
                iri = self._linker.member(row, column, self._choices, column)
                draft.put(FILE, claim, predicate, [ox.NamedNode(iri)] if iri else [])
        for column, predicate in _PEOPLE:
            if column in row:
                iris = self._linker.many(row, column)
                draft.put(FILE, claim, predicate, [ox.NamedNode(iri) for iri in iris])
        for column, shape in (("kind", "needed"), ("speaker", "speaker")):
            if not part and not row[column] and (new or column in row):
                self._fault(row, column, shape)
        if "term" in row:
            draft.put_text(FILE, claim, "gf:termUsedBySource", {"": row["term"]})
        passages = self._passages.of(row)
        if passages is not None:
            draft.put(FILE, claim, "gf:isStatedIn", passages)
        if not part and not any(row[c] for c in PLACES) and (new or passages is not None):
            self._fault(row, "text", "passage_needed")
        self._assess(row, name, new=new and not part)
        self._ask(row, name)
        return claim

    def _ask(self, row: SheetRow, name: str) -> None:
        """Note the ways to ask for a claim: those of the row, where it speaks of them."""
        asked = self.asked.get(name, {}) | row.by_language("ask")
        if len({bool(asked.get(lang)) for lang in LANGUAGES}) > 1:
            self._fault(row, "ask_zh" if asked.get("en") else "ask_en", "ask")
        self.asked[name] = asked

    def _fill(self, row: SheetRow, *, new: bool) -> None:
        """Write the defaults into the empty cells of a row that is no part: each has these."""
        sheet, label = row.sheet, self._choices.label
        own = {
            "modality": MODALITY.get(sheet, _DEFAULTS["modality"]),
            "valence": VALENCE.get(sheet, _DEFAULTS["valence"]),
            "polarity": _DEFAULTS["polarity"],
            **({"kind": KINDS[sheet]} if sheet in KINDS else {}),
        }
        lang = self._sheets.language
        for column, value in own.items():
            if not row[column] and (new or column in row):
                self._sheets.write(row, column, label(expand(value), lang))
        if new and not row["verdict"]:
            self._sheets.write(row, "verdict", label(self._verdict(row), lang))
        if not row["speaker"] and (new or "speaker" in row):
            speaker = self._sheets.facts.get("speaker") or self._sheets.facts.get("authors", "")
            if speaker and not re.search(SEPARATORS, speaker):
                self._sheets.write(row, "speaker", speaker)

    def _verdict(self, row: SheetRow) -> str:
        """The verdict that the rule gives a row by what it is, before anybody has looked."""
        keys = {
            self._choices.by_name(column).get(folded(self._linker.full(row[column])))
            for column in ("modality", "kind")
        }
        for verdict, names in _BY_RULE.items():
            if keys & {expand(name) for name in names}:
                return expand(verdict)
        return expand("gf:NotChecked")

    def _assess(self, row: SheetRow, name: str, *, new: bool) -> None:
        """Record the verdict of a row where there is none, or another one."""
        verdict = self._linker.member(row, "verdict", self._choices, "verdict")
        if verdict is None and new:
            verdict = self._verdict(row)
        assessment = self._draft.iri("assessment", name)
        old = self._draft.one(assessment, "gf:verdict")
        if verdict is None or (old is not None and old.value == verdict):
            return
        today = datetime.now(UTC).strftime("%Y-%m-%dT00:00:00+00:00")
        file, put = "assessments.ttl", self._draft.put
        put(file, assessment, "rdf:type", [node("gf:Assessment")])
        put(file, assessment, "gf:assesses", [self._draft.iri("claim", name)])
        put(file, assessment, "prov:generatedAtTime", [ox.Literal(today, datatype=node("xsd:dateTime"))])
        put(file, assessment, "prov:wasAttributedTo", [ox.NamedNode(_OFFICE)])
        put(file, assessment, "gf:verdict", [ox.NamedNode(verdict)])

    def _join(self, tops: set[str]) -> None:
        """Say of each compound claim which parts it has."""
        names = sorted(self._draft.subjects("claim"), key=natural)
        for top in tops:
            parts = [self._draft.iri("claim", name) for name in names if name.startswith(f"{top}.")]
            if parts:
                self._draft.put(FILE, self._draft.iri("claim", top), "gf:hasPart", parts)

    def _fault(self, row: SheetRow, column: str, shape: str, **values: str) -> None:
        self._sheets.fault(row.place(column), "cell", shape, **values)


def cells_of(draft: Draft, name: str, values: Values, label: Any) -> Mapping[str, str]:
    """The cells of a claim as its file has it, all but those of its passage; ``label`` names a thing."""
    claim = draft.iri("claim", name)

    def names(predicate: str) -> str:
        return "; ".join(label(v.value) for v in draft.values(claim, predicate))

    predicate = draft.one(claim, "gf:hasPredicate")
    found = draft.one(claim, "gf:hasObject") or draft.one(claim, "gf:objectValue")
    counts = draft.text(claim, "gf:datePrecision")
    of = predicate.value if predicate else ""
    shown = values.written(found, of, label, counts) if found is not None else ""
    verdict = draft.one(draft.iri("assessment", name), "gf:verdict")
    texts = {f"paraphrase_{lang}": draft.text(claim, "rdfs:label", lang) for lang in LANGUAGES}
    notes = {f"note_{lang}": draft.text(claim, "skos:editorialNote", lang) for lang in LANGUAGES}
    return {
        "id": name,
        **texts,
        **notes,
        "part_of": name.partition(".")[0] if "." in name else "",
        "subject": names("gf:hasSubject"),
        "predicate": names("gf:hasPredicate"),
        "object": shown,
        "kind": names("gf:claimKind"),
        **{column: names(f"gf:{column}") for column in _MANNER},
        "speaker": names("prov:wasAttributedTo"),
        "reported_from": names("gf:isReportedFrom"),
        "term": draft.text(claim, "gf:termUsedBySource"),
        "verdict": label(verdict.value) if verdict is not None else "",
        "passage": "; ".join(str(v.value).rpartition("/")[2] for v in draft.values(claim, "gf:isStatedIn")),
    }
