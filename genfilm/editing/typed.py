"""Typed rows: a case, a statistic, a risk or a recommendation, expanded to the parts of a compound claim."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from genfilm.editing.draft import Draft, natural, node
from genfilm.editing.layout import NEEDED, NODE, NODES, SEPARATORS, TYPED
from genfilm.editing.linking import CellLinker
from genfilm.editing.numbering import Numbering
from genfilm.editing.reading import SheetRow, Sheets
from genfilm.editing.values import Values, precision, shown_number, shown_time
from genfilm.vocabulary import PREFIXES, expand
from genfilm.words import LANGUAGES, say

FILE = "claims.ttl"


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a compound claim: the column that says it, its triple, and how much of a date counts."""

    column: str
    subject: str
    predicate: str
    value: Any
    counts: str = ""

    @property
    def triple(self) -> tuple[str, str, Any]:
        return self.subject, self.predicate, self.value


class TypedRows:
    """Puts the parts of typed rows into a draft.

    A part keeps its identifier as long as its triple, or one of its kind, is there. Its sentence is made of
    names; one that was worded by hand stays until the row says something else.
    """

    def __init__(
        self, draft: Draft, sheets: Sheets, linker: CellLinker, values: Values, numbering: Numbering
    ) -> None:
        self._draft, self._sheets, self._linker = draft, sheets, linker
        self._values, self._numbering = values, numbering

    def expand(self, row: SheetRow) -> list[str]:
        """Put the parts of a row into the draft; the identifiers of the parts that go."""
        for column in NEEDED[row.sheet]:
            if not row[column]:
                self._sheets.fault(row.place(column), "cell", "needed")
        if row.sheet == "cases" and "who" in row and "user" in row and not (row["who"] or row["user"]):
            self._sheets.fault(row.place("who"), "cell", "who")
        old = self._filed(row)
        spoken = {expand(part.predicate) for part in TYPED[row.sheet] if _spoken(row, part)}
        node_iri = self._node_iri(row)
        new = self._read(row, node_iri)
        kept = [part for part in old.values() if part.predicate not in spoken]
        if node_iri:
            self._name_node(row, node_iri, list(old.values()), new + kept)
        names = self._named(row, new, old)
        for name, part in names.items():
            self._write(row, name, part, old, new + kept)
        gone = [name for name, part in old.items() if part.predicate in spoken and name not in names]
        for name in gone:
            self._drop(row, name)
        return gone

    def _filed(self, row: SheetRow) -> dict[str, _Part]:
        """The parts that an earlier import of the row has made, by their identifiers."""
        draft, found = self._draft, {}
        columns = {expand(part.predicate): part.column for part in TYPED[row.sheet]}
        for name in sorted(self._numbering.existing, key=natural):
            claim = draft.iri("claim", name)
            predicate, subject = (draft.one(claim, each) for each in ("gf:hasPredicate", "gf:hasSubject"))
            value = draft.one(claim, "gf:hasObject") or draft.one(claim, "gf:objectValue")
            own = name.startswith(f"{row['id']}.") and name not in self._numbering.rows
            if own and subject and predicate and value and predicate.value in columns:
                counts = draft.text(claim, "gf:datePrecision")
                column = columns[predicate.value]
                found[name] = _Part(column, subject.value, predicate.value, value, counts)
        return found

    def _read(self, row: SheetRow, made: str | None) -> list[_Part]:
        """The parts that a row says, in the order of its columns."""
        found: list[_Part] = []
        for part in TYPED[row.sheet]:
            if not row[part.column] or not _spoken(row, part):
                continue
            predicate = expand(part.predicate)
            column = part.subject if part.subject == NODE or row[part.subject] else "user"
            subjects = [made] if column == NODE else self._linker.many(row, column)
            for text in filter(None, re.split(SEPARATORS, row[part.column])):
                value = self._values.read(row, part.column, predicate, text)
                counts = next((each.value for each in precision(value, text)), "")
                found += [
                    _Part(part.column, subject, predicate, value, counts)
                    for subject in subjects
                    if subject and value is not None
                ]
        return list({part.triple: part for part in found}.values())

    def _named(self, row: SheetRow, new: list[_Part], old: dict[str, _Part]) -> dict[str, _Part]:
        """Parts by identifier: that of the part with the triple, of one that it replaces, or a new one."""
        by_triple = {part.triple: name for name, part in old.items()}
        names = {by_triple[part.triple]: part for part in new if part.triple in by_triple}
        free = [name for name in old if name not in names]
        for part in new:
            if part.triple not in by_triple:
                before = (name for name in free if old[name].predicate == part.predicate)
                name = next((each for each in before if not self._cited(each)), None)
                if name:
                    free.remove(name)
                names[name or self._numbering.fresh(row["id"])] = part
        return names

    def _write(self, row: SheetRow, name: str, part: _Part, old: dict[str, _Part], now: list[_Part]) -> None:
        """Put a part into the draft; its sentence, unless the row says what it said before."""
        put, claim, value = self._draft.put, self._draft.iri("claim", name), part.value
        thing = isinstance(value, ox.NamedNode)
        put(FILE, claim, "rdf:type", [node("gf:SourceClaim")])
        put(FILE, claim, "dcterms:identifier", [ox.Literal(name)])
        put(FILE, claim, "gf:hasSubject", [ox.NamedNode(part.subject)])
        put(FILE, claim, "gf:hasPredicate", [ox.NamedNode(part.predicate)])
        put(FILE, claim, "gf:hasObject", [value] if thing else [])
        put(FILE, claim, "gf:objectValue", [] if thing else [value])
        put(FILE, claim, "gf:datePrecision", [ox.Literal(part.counts)] if part.counts else [])
        texts = {lang: self._sentence(row.sheet, part, now, lang) for lang in LANGUAGES}
        before = old.get(name)
        if before is None or self._says(row.sheet, part, now) != self._says(row.sheet, before, old.values()):
            self._draft.put_text(FILE, claim, "rdfs:label", texts)

    def _says(self, sheet: str, part: _Part, parts: Iterable[_Part]) -> list[str]:
        """The sentences of a part in an order that is no row's: what is said, and not how it is told."""
        ordered = sorted(parts, key=lambda each: str(each.triple))
        return [self._sentence(sheet, part, ordered, lang) for lang in LANGUAGES]

    def _drop(self, row: SheetRow, name: str) -> None:
        """Take a part out; where something else speaks of it, such as an assessment, this is a fault."""
        file = self._cited(name)
        if file:
            self._sheets.fault(row.place("id"), "cell", "part_cited", value=name, file=file)
        else:
            self._draft.drop(self._draft.iri("claim", name))

    def _cited(self, name: str) -> str:
        """The file that speaks of a part otherwise than as the part of its whole; empty for none."""
        whole, part = (self._draft.iri("claim", each) for each in (name.partition(".")[0], name))
        return self._draft.speaking_of(part, (whole, part))

    def _node_iri(self, row: SheetRow) -> str | None:
        """The IRI of the thing that a row stands for: a use of a technology, an observation."""
        if row.sheet not in NODES:
            return None
        _, prefix = NODES[row.sheet]
        return f"{PREFIXES[prefix]}{self._draft.source}-{row['id'].lower().replace('.', '-')}"

    def _name_node(self, row: SheetRow, iri: str, old: list[_Part], now: list[_Part]) -> None:
        """Describe the thing that a row stands for, unless the row says what it said before."""
        draft, thing = self._draft, ox.NamedNode(iri)
        if thing in draft.known and not draft.has(thing):
            return
        draft.put("entities.ttl", thing, "rdf:type", [node(NODES[row.sheet][0])])
        for predicate, key in (("rdfs:label", "label"), ("skos:definition", "definition")):
            texts = {lang: self._node_text(row, key, now, lang) for lang in LANGUAGES}
            was, are = (sorted(parts, key=lambda each: str(each.triple)) for parts in (old, now))
            if not old or self._node_text(row, key, was, "en") != self._node_text(row, key, are, "en"):
                draft.put_text("entities.ttl", thing, predicate, texts)

    def _node_text(self, row: SheetRow, key: str, parts: Iterable[_Part], lang: str) -> str:
        names = {column: self._names(parts, column, lang) for column in _IN_TEXTS}
        return say(
            f"made.{row.sheet}.{key}",
            lang,
            what=names["technology"] or names["measures"],
            where=names["who"] or names["user"] or names["population"],
            source=self._draft.title(lang),
            row=row["id"],
        )

    def _names(self, parts: Iterable[_Part], column: str, lang: str) -> str:
        """The names of what a column says, as the language has them."""
        values = dict.fromkeys(part.value for part in parts if part.column == column)
        named = (self._title(v.value, lang) if isinstance(v, ox.NamedNode) else v.value for v in values)
        return say("list.and", lang).join(named)

    def _title(self, iri: str, lang: str) -> str:
        """The name of a thing within a sentence: a work in the marks of Chinese titles."""
        label = self._linker.label(iri, lang)
        work = lang == "zh" and expand("gf:AudiovisualWork") in self._linker.kind(iri)
        return say("made.title", lang, label=label) if work else label

    def _sentence(self, sheet: str, part: _Part, parts: Iterable[_Part], lang: str) -> str:
        """The sentence of a part, one of ``parts``, in a language."""
        parts = list(parts)
        names = {column: self._names(parts, column, lang) for column in _IN_TEXTS}
        number = next((shown_number(each.value) for each in parts if each.column == "value"), "")
        if isinstance(part.value, ox.NamedNode):
            shown = self._title(part.value.value, lang)
        else:
            shown = number if part.column == "value" else shown_time(part.value, part.counts)
        short = part.predicate == expand("gf:usesTechnology")
        text = say(
            f"part.{sheet}.{'short_' if short else ''}{part.column}",
            lang,
            technology=names["technology"],
            measures=names["measures"],
            number=number,
            where=names["who"] or names["user"],
            subject=self._title(part.subject, lang),
            value=shown,
        )
        return text[:1].upper() + text[1:]


_IN_TEXTS = ("who", "user", "technology", "measures", "population")


def _spoken(row: SheetRow, part: Any) -> bool:
    """True where a row speaks of a part: its sheet has the columns of its subject and its object."""
    return part.column in row and (part.subject == NODE or part.subject in row or "user" in row)
