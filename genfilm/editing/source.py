"""The source of a workbook: its document and its sections."""

from __future__ import annotations

import re
from typing import Any

import pyoxigraph as ox

from genfilm.editing.draft import LOCAL, Draft, node
from genfilm.editing.layout import FIELDS, NEEDED_FIELDS, SECTIONS, field_name
from genfilm.editing.linking import CellLinker, slug
from genfilm.editing.reading import SheetRow, Sheets
from genfilm.editing.values import ADDRESS
from genfilm.vocabulary import BASE, PREFIXES, expand
from genfilm.words import LANGUAGES

_KEY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_SPACES = {"a": "assessment", "c": "claim", "p": "passage", "s": "division"}
_CLASSES = {
    "authors": "gf:Person",
    "publisher": "gf:Organization",
    "published_in": "gf:Document",
}


def source_key(sheets: Sheets) -> str | None:
    """The key of the source, which names its folder; None with a fault."""
    given = sheets.facts.get("key", "")
    row = sheets.fact_rows.get("key")
    if row is not None and _KEY.fullmatch(given) and len(given) <= 40:
        return given
    place = row.place("value") if row is not None else None
    sheets.fault(place, "source", "key" if given else "needed", value=given,
                 name=" / ".join(field_name("key", lang) for lang in LANGUAGES))  # fmt: skip
    return None


def write_source(draft: Draft, sheets: Sheets, linker: CellLinker) -> None:
    """Put the document, its authors and its sections into the draft."""
    doc = ox.NamedNode(f"{BASE}/id/doc/{draft.source}")
    facts = sheets.facts
    new = not draft.has(doc) and doc not in draft.known
    for name in NEEDED_FIELDS:
        if not facts.get(name) and (new or (name in facts and draft.text(doc, FIELDS[name], name[-2:]))):
            row = sheets.fact_rows.get(name)
            names = " / ".join(field_name(name, lang) for lang in LANGUAGES)
            sheets.fault(row.place("value") if row else None, "source", "needed", name=names)
    if new:
        draft.put("source.ttl", doc, "rdf:type", [node("gf:Document")])
    for name, predicate in FIELDS.items():
        if name not in facts or not predicate:
            continue
        row = sheets.fact_rows[name]
        base, _, lang = name.rpartition("_")
        if lang in LANGUAGES and base:
            if not draft.elsewhere(doc, predicate):
                draft.put_text("source.ttl", doc, predicate, {lang: facts[name]})
        elif name in _CLASSES:
            iris = linker.many(row, "value", expand(_CLASSES[name]))
            draft.put("source.ttl", doc, predicate, [ox.NamedNode(iri) for iri in iris])
            if name == "authors":  # statements have no order, the line of authors has
                byline = [ox.Literal(facts[name])] if len(iris) > 1 else []
                draft.put("source.ttl", doc, "gf:byline", byline)
        else:
            literal = _literal(name, facts[name], sheets, row)
            draft.put("source.ttl", doc, predicate, [literal] if literal else [])
    if new:
        _declare(draft, doc)
    for row in sheets.rows.get(SECTIONS, []):
        _section(draft, sheets, row)


def _literal(name: str, text: str, sheets: Sheets, row: SheetRow) -> Any:
    if not text:
        return None
    if name == "year":
        if not re.fullmatch(r"[12]\d{3}", text):
            sheets.fault(row.place("value"), "cell", "year", value=text)
            return None
        return ox.Literal(text, datatype=node("xsd:integer"))
    if name == "homepage":
        if not ADDRESS.fullmatch(text):
            sheets.fault(row.place("value"), "cell", "address", value=text)
            return None
        return ox.Literal(text, datatype=node("xsd:anyURI"))
    if name == "doi":
        text = re.sub(r"(?i)^(https?://(dx\.)?doi\.org/|doi:)\s*", "", text)
    return ox.Literal(text)


def _declare(draft: Draft, doc: Any) -> None:
    """Declare prefixes for what is named after the source: initials, year and a letter for the kind."""
    head, _, year = draft.source.rpartition("-")
    letters = re.sub("[^a-z]", "", head or draft.source)
    taken = {*draft.prefixes, *PREFIXES}
    stems = (f"{letters[:n]}{year[-2:] if year.isdigit() else ''}" for n in range(1, len(letters) + 1))
    stem = next((s for s in stems if not {s + k for k in _SPACES} & taken), draft.source)
    for letter, kind in _SPACES.items():
        space = f"{BASE}/id/{kind}/{draft.source}/"
        draft.prefixes[stem + letter] = space
        namespace = ox.Literal(space, datatype=node("xsd:anyURI"))
        declared = {"sh:prefix": ox.Literal(stem + letter), "sh:namespace": namespace}
        draft.add_blank("source.ttl", doc, "sh:declare", declared)


def _section(draft: Draft, sheets: Sheets, row: SheetRow) -> None:
    for column in ("printed", "label_en", "label_zh"):
        if not row[column]:
            sheets.fault(row.place(column), "cell", "needed")
    key = row["id"]
    if key and not LOCAL.fullmatch(key):
        sheets.fault(row.place("id"), "cell", "local", value=key)
        return
    if not key:
        known = {
            draft.text(draft.iri("division", name), "gf:section"): name for name in draft.subjects("division")
        }
        numbered = re.fullmatch(r"[\d.]+", row["printed"])
        wanted = f"s{row['printed'].strip('.').replace('.', '-')}" if numbered else slug(row["label_en"])
        key = known.get(row["printed"]) or wanted or f"s{row.number - 1}"
        sheets.write(row, "id", key)
    division = draft.iri("division", key)
    draft.put("source.ttl", division, "rdf:type", [node("gf:Division")])
    draft.put_text("source.ttl", division, "rdfs:label", {"en": row["label_en"], "zh": row["label_zh"]})
    named = "gf:paragraph" if draft.values(division, "gf:paragraph") else "gf:section"
    draft.put("source.ttl", division, named, [ox.Literal(row["printed"])])


def fact(draft: Draft, name: str, compact: Any) -> str:
    """The cell of a fact about the source, as its file has it."""
    doc = ox.NamedNode(f"{BASE}/id/doc/{draft.source}")
    if name == "key":
        return draft.source
    predicate = FIELDS[name]
    base, _, lang = name.rpartition("_")
    if not predicate:
        return ""
    if lang in LANGUAGES and base:
        return draft.text(doc, predicate, lang)
    found = draft.values(doc, predicate)
    return "; ".join(compact(v.value) if isinstance(v, ox.NamedNode) else v.value for v in found)
