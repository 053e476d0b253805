"""Linking the names in a workbook to things of the graph, and the new things that it makes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pyoxigraph as ox

from genfilm.catalogue.library import Library
from genfilm.editing.draft import LOCAL
from genfilm.editing.layout import ENTITIES, SEPARATORS, SHEETS
from genfilm.editing.reading import Place, SheetRow, Sheets
from genfilm.problems import AmbiguousName, UnknownName
from genfilm.records.address import address
from genfilm.records.entities import RECORDS, entities
from genfilm.records.names import names
from genfilm.search.fold import key as folded
from genfilm.vocabulary import BASE, GF, expand
from genfilm.words import LANGUAGES, say

_LABEL, _TYPE = expand("rdfs:label"), expand("rdf:type")
_NAMES = {_LABEL, expand("skos:altLabel")}
_CONCEPT = expand("skos:Concept")
_SCHEME = expand("skos:ConceptScheme")
_YES = {"x", "✓", "√", "1", "true", "yes", "y", "是"}
LISTS: Mapping[str, str] = {
    "polarity": expand("gf:Polarity"),
    "modality": expand("gf:Modality"),
    "valence": expand("gf:Valence"),
    "verdict": expand("gf:Verdict"),
}
_UNNAMED = frozenset(
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
            classes = [iri for iri in every if not _UNNAMED & things.parents(iri) and things.members(iri)]
            return sorted(classes) + sorted(iri for iri in things if _SCHEME in things.types(iri))
        return sorted(
            iri for iri in things if (place := address(iri)) and place[0] not in ("ns", "concept", *RECORDS)
        )

    def label(self, iri: str, lang: str) -> str:
        """Name of a member in a cell."""
        return self._things.label(iri)[lang]


class Filed:
    """Things of the files, whether or not a build has them: their labels, all names, classes."""

    def __init__(self, triples: Iterable[Any] = ()) -> None:
        self.labels: dict[str, dict[str, str]] = defaultdict(dict)
        self.names: dict[str, set[str]] = defaultdict(set)
        self.types: dict[str, set[str]] = defaultdict(set)
        for triple in triples:
            if isinstance(triple.subject, ox.NamedNode):
                labels, types = self.labels[triple.subject.value], self.types[triple.subject.value]
                if triple.predicate.value in _NAMES:
                    self.names[triple.subject.value].add(triple.object.value)
                if triple.predicate.value == _LABEL:
                    labels[triple.object.language or ""] = triple.object.value
                elif triple.predicate.value == _TYPE:
                    types.add(getattr(triple.object, "value", ""))


class CellLinker:
    """From a cell to an IRI, by the resolver, the things of the files, and the new ones of the workbook."""

    def __init__(self, library: Library, sheets: Sheets, filed: Filed) -> None:
        self._names, self._things, self._sheets = names(library), entities(library), sheets
        self._library, self._filed = library, filed
        self._own: dict[str, set[str]] = defaultdict(set)
        for iri, found in filed.names.items():
            if iri not in self._things and (place := address(iri)) and place[0] not in RECORDS:
                for name in found:
                    self._own[folded(name)].add(iri)
        self.classes: dict[str, str] = {}
        self.made: dict[str, SheetRow] = {}
        self._make()

    def one(self, row: SheetRow, column: str, cls: str = "", text: str | None = None) -> str | None:
        """The IRI that a cell names, or one ``text`` of it; None with a fault where there is no telling."""
        text = row[column] if text is None else text
        place = row.place(column)
        if not text:
            return None
        full = self._things.prefixes.full(text)
        spelled = full in self.classes or full in self._filed.labels
        own = {full} if spelled else self._own.get(folded(text), set())
        if "" in own:
            return None  # the row of the new thing has a fault
        if own:
            return self._of_ours(place, text, own, cls, spelled=spelled)
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

    def _of_ours(self, place: Place, text: str, own: set[str], cls: str, *, spelled: bool) -> str | None:
        """The one of the things that bear a name in the files or the workbook, if no other bears it."""
        known = () if spelled else self._names.resolve(text, cls or None)
        bearing = {each.iri for each in known if self._bears(each.iri, text)}
        fit = {iri for iri in own if self._fits(iri, cls)} | bearing
        if len(fit) == 1:
            return fit.pop()
        found = [{"label": self._labels(iri), "name": self._compact(iri)} for iri in sorted(fit or own)]
        if fit:
            self._doubtful(place, text, found, "ambiguous")
        else:
            self._doubtful(place, text, found, "class", cls=self._things.label(cls))
        return None

    def _bears(self, iri: str, text: str) -> bool:
        return any(folded(name) == folded(text) for name, _, _ in self._things.names(iri))

    def _fits(self, iri: str, cls: str) -> bool:
        """True unless a thing is known to be of other classes; which ones concepts have, rules say."""
        kinds = self.kind(iri)
        return not cls or not kinds or cls in kinds or _CONCEPT in kinds

    def _compact(self, iri: str) -> str:
        return self._things.prefixes.compact(iri)

    def _labels(self, iri: str) -> Mapping[str, str]:
        return {lang: self.label(iri, lang) for lang in LANGUAGES}

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

    def certain(self, text: str) -> str | None:
        """The one thing that a name means; None where it is none or several."""
        try:
            return self._names.one(text).iri
        except (AmbiguousName, UnknownName):
            return None

    def label(self, iri: str, lang: str) -> str:
        """The name of a thing, new or known."""
        row, filed = self.made.get(iri), self._filed.labels.get(iri, {}).get(lang)
        return row[f"label_{lang}"] if row is not None else filed or self._things.label(iri)[lang]

    def types(self, iri: str) -> tuple[str, ...]:
        """The classes that are stated of a known thing."""
        return self._things.types(iri)

    def kind(self, iri: str) -> frozenset[str]:
        """The classes of a thing, new or known, with those above."""
        if iri in self._things and iri not in self.classes:
            return self._things.classes(iri)
        cls = self.classes.get(iri)
        if cls and _SCHEME in self._things.types(cls):
            return frozenset({_CONCEPT})
        types = {cls} if cls else self._filed.types.get(iri, set())
        return frozenset().union(*(self._things.parents(each) for each in types))

    def _make(self) -> None:
        """Read the sheet of new things; each that is ticked and complete gets an IRI."""
        for row in self._sheets.rows.get(ENTITIES, []):
            if row["make"].casefold() not in _YES:
                continue
            keys = [row["label_en"], row["label_zh"], *re.split(SEPARATORS, row["other_names"])]
            empty = [c.name for c in SHEETS[ENTITIES] if c.needed and not row[c.name]]
            for column in empty:
                self._sheets.fault(row.place(column), "cell", "needed")
            cls = "" if empty else self._class(row)
            iri = cls and self._iri(row, cls)
            for key in filter(None, map(folded, keys)):
                self._own[key].add(iri)
            if iri:
                self.made[iri], self.classes[iri] = row, cls
                self._sheets.write(row, "iri", self._compact(iri))
                self._sheets.write(row, "make", "x")

    def _class(self, row: SheetRow) -> str:
        choices = Choices(self._library)
        iri = self.member(row, "cls", choices, "class")
        return iri or ""

    def _iri(self, row: SheetRow, cls: str) -> str:
        """The IRI of a new thing: that of its cell, else one in the namespace of its class or of its list of
        concepts; empty with a fault where it is not free."""
        given = self._things.prefixes.full(row["iri"])
        local = LOCAL.fullmatch(re.split("[/#]", given)[-1]) if given.startswith(BASE) else None
        if given and not (local and address(given)):
            self._sheets.fault(row.place("iri"), "cell", "iri", value=row["iri"])
            return ""
        scheme = _SCHEME in self._things.types(cls)
        space, name = f"{cls}/" if scheme else self._space(cls), slug(row["label_en"])
        if not given and not (space and name):
            self._sheets.fault(row.place("label_en"), "cell", "nameless")
            return ""
        iri, other = given or space + name, self.made.get(given or space + name)
        before = {row["label_en"], row["label_zh"]} <= {*self._filed.labels.get(iri, {}).values()}
        if other is not None:
            self._sheets.fault(row.place("label_en"), "cell", "iri_twice", name=self._compact(iri),
                               other=other.place("label_en").name)  # fmt: skip
            return ""
        if not given and not before and (iri in self._things or iri in self._filed.labels):
            self._sheets.fault(row.place("label_en"), "cell", "there", name=self._compact(iri))
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
