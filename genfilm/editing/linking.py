"""Linking the names in a workbook to things of the graph, and the new things that it makes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

from genfilm.catalogue.library import Library
from genfilm.editing.layout import ENTITIES, SEPARATORS, SHEETS
from genfilm.editing.reading import Place, SheetRow, Sheets
from genfilm.problems import AmbiguousName, UnknownName
from genfilm.records.address import address
from genfilm.records.entities import entities
from genfilm.records.names import names
from genfilm.search.fold import key as folded
from genfilm.vocabulary import GF, expand
from genfilm.words import LANGUAGES, say

_CONCEPT = expand("skos:Concept")
_SCHEME = expand("skos:ConceptScheme")
_YES = {"x", "✓", "√", "1", "true", "yes", "y", "是"}
LISTS: Mapping[str, str] = {
    "polarity": expand("gf:Polarity"),
    "modality": expand("gf:Modality"),
    "valence": expand("gf:Valence"),
    "verdict": expand("gf:Verdict"),
}
_RECORDS = frozenset(
    expand(f"gf:{name}")
    for name in ("Assessment", "Claim", "Division", "Evidence", "Passage", "WebPage", "Exclusion")
)


class Choices:
    """The closed lists of a build, as drop-downs show them and cells are read."""

    def __init__(self, library: Library) -> None:
        self._things = entities(library)
        self.members = cache(self._members)
        self.by_name = cache(self._by_name)

    def _by_name(self, name: str) -> dict[str, str]:
        """The members of a list by their folded labels, keys and IRIs."""
        found: dict[str, str] = {}
        for iri in self.members(name):
            for way in (iri, re.split("[/#]", iri)[-1], *(self.label(iri, lang) for lang in LANGUAGES)):
                found.setdefault(folded(way), iri)
        return found

    def _members(self, name: str) -> list[str]:
        """The IRIs of a list: one of LISTS, ``kind``, ``predicate``, ``class`` or ``entity``."""
        things = self._things
        if name in LISTS:
            return list(things.members(LISTS[name]))
        if name == "kind":
            return [iri for iri in things if iri.startswith(expand("kind:")) and address(iri)[1]]  # type: ignore[index]
        if name == "predicate":
            kinds = {expand("owl:ObjectProperty"), expand("owl:DatatypeProperty")}
            return sorted(iri for iri in things if iri.startswith(GF) and kinds & {*things.types(iri)})
        if name == "class":
            every = (iri for iri in things if iri.startswith(GF) and expand("owl:Class") in things.types(iri))
            classes = [iri for iri in every if not _RECORDS & things.parents(iri) and things.members(iri)]
            return sorted(classes) + sorted(iri for iri in things if _SCHEME in things.types(iri))
        return sorted(
            iri
            for iri in things
            if (place := address(iri)) and place[0] not in ("ns", "concept", "claim", "passage", "assessment")
        )

    def label(self, iri: str, lang: str) -> str:
        """Name of a member in a cell."""
        return self._things.label(iri)[lang]


class CellLinker:
    """From a cell to an IRI, by the resolver and by the new things of the same workbook."""

    def __init__(self, library: Library, sheets: Sheets, taken: Mapping[str, set[str]]) -> None:
        """``taken`` are the things of the files with their labels."""
        self._names, self._things, self._sheets = names(library), entities(library), sheets
        self._library = library
        self._taken = taken
        self._own: dict[str, str] = {}
        self.classes: dict[str, str] = {}
        self.made: dict[str, SheetRow] = {}
        self._make()

    def one(self, row: SheetRow, column: str, cls: str = "", text: str | None = None) -> str | None:
        """The IRI that a cell names, or one ``text`` of it; None with a fault where there is no telling."""
        text = row[column] if text is None else text
        place = row.place(column)
        if not text:
            return None
        own = self._own.get(folded(text)) or (text if text in self.classes else None)
        full = self._things.prefixes.full(text)
        if own or full in self.classes or full in self._taken:
            return own or full
        if own == "":
            return None
        try:
            return self._names.one(text, cls or None).iri
        except AmbiguousName as several:
            self._doubtful(place, text, several.values["candidates"], "ambiguous")
        except UnknownName as unknown:
            elsewhere = self._names.resolve(text) if cls else ()
            if elsewhere:
                found = [each.record() for each in elsewhere[:5]]
                self._doubtful(place, text, found, "class", cls=self._things.label(cls))
            else:
                self._doubtful(place, text, unknown.values.get("candidates") or [], "unknown")
                self._propose(text, cls)
        return None

    def many(self, row: SheetRow, column: str, cls: str = "") -> list[str]:
        """The IRIs of a cell with several names."""
        found = (self.one(row, column, cls, text) for text in re.split(SEPARATORS, row[column]) if text)
        return [iri for iri in found if iri]

    def member(self, row: SheetRow, column: str, choices: Choices, name: str) -> str | None:
        """The member of a closed list that a cell names."""
        text = row[column]
        if not text:
            return None
        members = choices.members(name)
        full = self._things.prefixes.full(text)
        found = choices.by_name(name).get(folded(full))
        if found:
            return found
        known = {
            lang: say("list.and", lang).join(choices.label(iri, lang) for iri in members)
            for lang in LANGUAGES
        }
        shape = "choice" if len(known["en"]) < 400 else "list"
        self._sheets.fault(row.place(column), "cell", shape, value=text, known=known)
        return None

    def full(self, text: str) -> str:
        """The IRI that a prefixed name stands for; any other text stays."""
        return self._things.prefixes.full(text)

    def quiet(self, text: str) -> str | None:
        """The IRI that a name means, without a fault."""
        own = self._own.get(folded(text)) or self.full(text)
        if own in self.classes or own in self._taken:
            return own
        found = self._names.resolve(text)
        return found[0].iri if found else None

    def certain(self, text: str) -> str | None:
        """The one thing that a name means; None where it is none or several."""
        try:
            return self._names.one(text).iri
        except (AmbiguousName, UnknownName):
            return None

    def label(self, iri: str, lang: str) -> str:
        """The name of a thing, new or known."""
        row = self.made.get(iri)
        return row[f"label_{lang}"] if row is not None else self._things.label(iri)[lang]

    def types(self, iri: str) -> tuple[str, ...]:
        """The classes that are stated of a known thing."""
        return self._things.types(iri)

    def kind(self, iri: str) -> frozenset[str]:
        """The classes of a thing, new or known, with those above."""
        cls = self.classes.get(iri)
        return self._things.parents(cls) if cls else self._things.classes(iri)

    def _make(self) -> None:
        """Read the sheet of new things; each gets an IRI when it is ticked and complete."""
        for row in self._sheets.rows.get(ENTITIES, []):
            ticked = row["make"].casefold() in _YES
            keys = [row["label_en"], row["label_zh"], *re.split(SEPARATORS, row["other_names"])]
            known = row["iri"] and self._things.prefixes.full(row["iri"])
            if not ticked and not known:
                continue
            empty = [c.name for c in SHEETS[ENTITIES] if c.needed and not row[c.name]]
            for column in empty:
                self._sheets.fault(row.place(column), "cell", "needed")
            cls = "" if empty else self._class(row)
            iri = known or (cls and self._named(row, cls))
            for key in filter(None, map(folded, keys)):
                self._own.setdefault(key, iri or "")
            if iri and cls:
                self.made[iri], self.classes[iri] = row, cls
                self._sheets.write(row, "iri", self._things.prefixes.compact(iri))
                self._sheets.write(row, "make", "x")

    def _class(self, row: SheetRow) -> str:
        choices = Choices(self._library)
        iri = self.member(row, "cls", choices, "class")
        return iri or ""

    def _named(self, row: SheetRow, cls: str) -> str:
        """A free IRI in the namespace of its class, or of its list of concepts."""
        scheme = _SCHEME in self._things.types(cls)
        space = f"{cls}/" if scheme else self._space(cls)
        local = slug(row["label_en"])
        if not space or not local:
            self._sheets.fault(row.place("label_en"), "cell", "nameless")
            return ""
        iri = space + local
        if self._taken.get(iri, set()) >= {row["label_en"], row["label_zh"]}:
            return iri  # made by this row before
        if iri in self._things or iri in self._taken:
            self._sheets.fault(
                row.place("label_en"), "cell", "there", name=self._things.prefixes.compact(iri)
            )
            return ""
        return iri

    def _space(self, cls: str) -> str:
        found = Counter(re.sub(r"[^/#]+$", "", iri) for iri in self._things.members(cls))
        return found.most_common(1)[0][0] if found else ""

    def _doubtful(
        self, place: Place, text: str, found: list[dict[str, Any]], shape: str, **more: Mapping[str, str]
    ) -> None:
        near = {
            lang: say("list.and", lang).join(f"{each['label'][lang]} ({each['name']})" for each in found)
            for lang in LANGUAGES
        }
        if shape == "unknown" and not found:
            shape = "unknown_far"
        self._sheets.fault(place, "name", shape, name=text, near=near, **more)

    def _propose(self, text: str, cls: str) -> None:
        """Note a name that is not there, for the sheet of new things in the copy that comes back."""
        self._sheets.proposed.setdefault(text, self._things.label(cls) if cls else {})


def slug(text: str) -> str:
    """A name for an IRI: lower-case words of a label, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower().replace("'", "").replace("’", "")))[:80].strip("-")
