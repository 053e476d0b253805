"""Citations of a claim, an entity or a whole build of the graph, and with a claim of what it was read in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from genfilm.catalogue.library import Library
from genfilm.dataset.builds import Build
from genfilm.problems import UnknownClaim, WrongParameter
from genfilm.records.address import address
from genfilm.records.corpus import ClaimRecord
from genfilm.records.csl import date_parts
from genfilm.records.dossier import claim_note, dossier
from genfilm.records.entities import entities
from genfilm.records.entity import entity
from genfilm.records.node import Label
from genfilm.records.reference import STYLES, Reference, write
from genfilm.records.works import works
from genfilm.vocabulary import BASE
from genfilm.words import both, say

_PUBLISHER = f"{BASE}/id/org/genfilm-kg"


@dataclass(frozen=True, slots=True)
class CitedEdition:
    """State of the graph that is cited; ``date`` is that of the build, as YYYY-MM-DD.

    What is not known of a graph behind an endpoint is empty: the build, or all of them.
    """

    version: str
    build: str
    date: str

    @classmethod
    def of(cls, build: Build) -> CitedEdition:
        """The edition that a build is."""
        manifest = build.manifest
        return cls(str(manifest.get("version", "")), build.id[:12], str(manifest.get("created", ""))[:10])

    @property
    def name(self) -> str:
        """``1.0.0, build 0fe0a2a82356``; empty without a version."""
        if not self.version:
            return ""
        key = "citation.built" if self.build else "citation.version"
        return say(key, "en", version=self.version, build=self.build)


@dataclass(frozen=True, slots=True)
class CitedDataset:
    """A part of the graph, or all of it, to cite as a data set in ``lang``; ``key`` is its name in a list."""

    key: str
    title: Label
    iri: str
    publisher: Label
    edition: CitedEdition
    lang: str = "en"

    def csl(self) -> dict[str, Any]:
        """As CSL-JSON 1.0.2 has it."""
        other = self.title["en" if self.lang == "zh" else "zh"]
        return self._item(self.lang, self.edition.name) | {"custom": {"translated-title": other}}

    def printed(self, lang: str) -> dict[str, Any]:
        """As a style in this language prints it."""
        edition = self.edition
        item = self._item(lang, edition.name)
        if lang == "zh" and edition.name:  # GB/T 7714 has no place for the version of data
            key = "citation.built" if edition.build else "citation.version"
            item["title"] += ". " + say(key, lang, version=edition.version, build=edition.build)
        return item

    def _item(self, lang: str, version: str) -> dict[str, Any]:
        date = date_parts(self.edition.date)
        told = {"version": version, "issued": date, "accessed": date}
        return {
            "id": self.key,
            "type": "dataset",
            "title": self.title[lang].rstrip(".。"),
            "author": [{"literal": self.publisher[lang]}],
            **{key: value for key, value in told.items() if value},
            "URL": self.iri,
            "language": "zh-CN" if lang == "zh" else "en-US",
        }


def cite(library: Library, iri: str | None, style: str, edition: CitedEdition, lang: str = "en") -> str:
    """The citation of a claim (and of what it was read in, with the page), of a thing, or, for None, of the
    whole graph.

    Several entries follow one another; CSL-JSON is one array. Notes on claims are in ``lang``. Raises Problem
    400 for another style, 404 for an IRI that is not there.
    """
    if style not in STYLES:
        raise WrongParameter("choice", parameter="style", value=style, known=[*STYLES])
    return write(cited(library, iri, edition, lang), style)


def cited(
    library: Library, iri: str | None, edition: CitedEdition, lang: str = "en"
) -> list[CitedDataset | Reference]:
    """References for an IRI: the entry in the graph, then what a claim was read in, then its evidence.

    A work or a web page is cited as such, a finding by its web pages, before the entry in the graph.
    """
    if iri is None:
        return [_entry(library, edition, "genfilm-kg", both("site.title"), f"{BASE}/ontology")]
    place = address(iri)
    if place is not None and place[0] == "claim":
        found = dossier(library, library.prefixes.full(iri))
        if found is None:
            raise UnknownClaim(name=iri)
        said = found.record.statement
        read = (*found.references, *found.evidence)
        noted = (replace(each, notes=(claim_note(said, lang),)) for each in read)
        return [claim_entry(library, said, edition), *noted]
    thing = entity(library, iri)
    title = {lang: say("citation.thing", lang, name=text) for lang, text in thing.node.label.items()}
    key = f"genfilm-{thing.kind}-{thing.slug}".replace("/", "-")
    return [*works(library, iri), _entry(library, edition, key, title, thing.iri)]


def claim_entry(library: Library, said: ClaimRecord, edition: CitedEdition, lang: str = "en") -> CitedDataset:
    """A claim as an entry of the graph, in the words of this language."""
    title = {
        lang: say("citation.claim", lang, id=said.id, says=text) for lang, text in said.paraphrase.items()
    }
    entry = _entry(library, edition, f"genfilm-{said.source}-{said.id}", title, said.iri)
    return replace(entry, lang=lang)


def _entry(library: Library, edition: CitedEdition, key: str, title: Label, target: str) -> CitedDataset:
    return CitedDataset(key, title, target, entities(library).label(_PUBLISHER), edition)
