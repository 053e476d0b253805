"""Typed rows: a case, a statistic, a risk or a recommendation, expanded to the parts of a compound claim."""

from __future__ import annotations

import re
from typing import Any

import pyoxigraph as ox

from genfilm.editing.draft import Draft, node
from genfilm.editing.layout import NEEDED, NODE, NODES, SEPARATORS, TYPED
from genfilm.editing.linking import CellLinker
from genfilm.editing.reading import SheetRow, Sheets
from genfilm.editing.values import Values, precision
from genfilm.vocabulary import PREFIXES, expand
from genfilm.words import LANGUAGES, say

FILE = "claims.ttl"


def expand_row(row: SheetRow, draft: Draft, linker: CellLinker, values: Values, sheets: Sheets) -> None:
    """Put the parts of a typed row into the draft.

    The sentence of a part is made of its names; one that was worded by hand afterwards stays.
    """
    for column in NEEDED[row.sheet]:
        if not row[column]:
            sheets.fault(row.place(column), "cell", "needed")
    if row.sheet == "cases" and not (row["who"] or row["user"]):
        sheets.fault(row.place("who"), "cell", "who")
    name = row["id"] or "C00"
    parts = _parts(row, draft, linker, values, name)
    for number, (sheet, column, subject, predicate, value) in enumerate(parts, 1):
        claim = draft.iri("claim", f"{name}.{number}")
        draft.put(FILE, claim, "rdf:type", [node("gf:SourceClaim")])
        draft.put(FILE, claim, "dcterms:identifier", [ox.Literal(f"{name}.{number}")])
        draft.put(FILE, claim, "gf:hasSubject", [ox.NamedNode(subject)])
        draft.put(FILE, claim, "gf:hasPredicate", [ox.NamedNode(predicate)])
        thing = isinstance(value, ox.NamedNode)
        draft.put(FILE, claim, "gf:hasObject", [value] if thing else [])
        draft.put(FILE, claim, "gf:objectValue", [] if thing else [value])
        draft.put(FILE, claim, "gf:datePrecision", precision(value, row[column]))
        if not draft.values(claim, "rdfs:label"):
            texts = {lang: _sentence(row, linker, sheet, column, subject, value, lang) for lang in LANGUAGES}
            draft.put_text(FILE, claim, "rdfs:label", texts)


def _parts(
    row: SheetRow, draft: Draft, linker: CellLinker, values: Values, name: str
) -> list[tuple[str, str, str, str, Any]]:
    """(sheet, column, subject, predicate, object) of each part, in the order of the columns."""
    found: list[tuple[str, str, str, str, Any]] = []
    made = _node(row, draft, linker, name) if row.sheet in NODES else None
    for part in TYPED[row.sheet]:
        predicate = expand(part.predicate)
        column = part.subject if part.subject == NODE or row[part.subject] else "user"
        subjects = [made] if column == NODE and made else linker.many(row, column) if column != NODE else []
        if not row[part.column]:
            continue
        objects = [
            values.read(row, part.column, predicate, text) for text in re.split(SEPARATORS, row[part.column])
        ]
        for subject in subjects:
            for value in objects:
                if subject and value is not None:
                    key = f"short_{part.column}" if predicate == expand("gf:usesTechnology") else part.column
                    found.append((row.sheet, key, subject, predicate, value))
    return found


def _node(row: SheetRow, draft: Draft, linker: CellLinker, name: str) -> str:
    """The thing that a row stands for: a use of a technology, an observation; named after the row."""
    cls, prefix = NODES[row.sheet]
    iri = f"{PREFIXES[prefix]}{draft.source}-{name.lower().replace('.', '-')}"
    thing = ox.NamedNode(iri)
    if thing in draft.known and not draft.has(thing):
        return iri
    draft.put("entities.ttl", thing, "rdf:type", [node(cls)])
    doc = {lang: draft.title(lang) for lang in LANGUAGES}
    for lang in LANGUAGES:
        for predicate, key in (("rdfs:label", "label"), ("skos:definition", "definition")):
            if not draft.text(thing, predicate, lang):
                texts = {
                    "what": row["technology"] or row["measures"],
                    "where": row["who"] or row["user"] or row["population"],
                }
                shown = {k: _named(row, linker, v, lang) for k, v in texts.items()}
                said = say(f"made.{row.sheet}.{key}", lang, **shown, source=doc[lang], row=name)
                draft.put_text("entities.ttl", thing, predicate, {lang: said})
    return iri


def _named(row: SheetRow, linker: CellLinker, text: str, lang: str) -> str:
    """The names in a cell as the language has them."""
    texts = [each for each in re.split(SEPARATORS, text) if each]
    found = [(linker.quiet(each), each) for each in texts]
    return say("list.and", lang).join(_title(linker, iri, lang) if iri else each for iri, each in found)


def _title(linker: CellLinker, iri: str, lang: str) -> str:
    """The name of a thing within a sentence: a work in the marks of Chinese titles."""
    label = linker.label(iri, lang)
    work = lang == "zh" and expand("gf:AudiovisualWork") in linker.kind(iri)
    return say("made.title", lang, label=label) if work else label


def _sentence(
    row: SheetRow, linker: CellLinker, sheet: str, column: str, subject: str, value: Any, lang: str
) -> str:
    """The sentence of a part in a language."""
    names = {name: _named(row, linker, row[name], lang) for name in ("who", "user", "technology", "measures")}
    number = f"{int(row['value']):,}" if row["value"].isdigit() else row["value"]
    if isinstance(value, ox.NamedNode):
        shown = _title(linker, value.value, lang)
    else:
        shown = number if column == "value" else str(value.value).removesuffix("T00:00:00")
    known = {"technology": names["technology"], "measures": names["measures"], "number": number}
    where, what = names["who"] or names["user"], "" if column == NODE else _title(linker, subject, lang)
    text = say(f"part.{sheet}.{column}", lang, **known, where=where, subject=what, value=shown)
    return text[:1].upper() + text[1:]
