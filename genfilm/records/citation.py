"""Citations of a claim, an entity or a whole build of the graph, and with a claim of what it was read in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from genfilm.catalogue.library import Library
from genfilm.dataset.builds import Build
from genfilm.problems import WrongParameter
from genfilm.records.address import address
from genfilm.records.claim import claim
from genfilm.records.dossier import dossier
from genfilm.records.entities import entities
from genfilm.records.entity import entity
from genfilm.records.node import Label
from genfilm.records.reference import STYLES, Reference, bibtex, ris
from genfilm.vocabulary import BASE
from genfilm.words import both, say

MEDIA_TYPES: Mapping[str, str] = {
    "bibtex": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "csl-json": "application/vnd.citationstyles.csl+json; charset=utf-8",
    "gb-t-7714": "text/plain; charset=utf-8",
    "apa": "text/plain; charset=utf-8",
}
_PUBLISHER = f"{BASE}/id/org/genfilm-kg"


@dataclass(frozen=True, slots=True)
class CitedEdition:
    """State of the graph that is cited; ``date`` is that of the build, as YYYY-MM-DD.

    ``build`` is empty where it is not known: of a graph behind an endpoint.
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
        """``1.0.0, build 0fe0a2a82356``."""
        key = "citation.built" if self.build else "citation.version"
        return say(key, "en", version=self.version, build=self.build)


@dataclass(frozen=True, slots=True)
class CitedDataset:
    """A part of the graph, or all of it, as a data set to cite; ``key`` is its name in a list."""

    key: str
    title: Label
    iri: str
    publisher: Label
    edition: CitedEdition

    def write(self, style: str) -> str:
        """The entry in one of STYLES but CSL-JSON, which is ``csl``."""
        return {"gb-t-7714": self._gbt, "apa": self._apa, "bibtex": self._bibtex, "ris": self._ris}[style]()

    def csl(self) -> dict[str, Any]:
        """As CSL-JSON 1.0.2 has it."""
        return {
            "id": self.key,
            "type": "dataset",
            "title": self.title["en"],
            "author": [{"literal": self.publisher["en"]}],
            "publisher": self.publisher["en"],
            "version": self.edition.name,
            "issued": {"date-parts": [[int(part) for part in self.edition.date.split("-") if part]]},
            "URL": self.iri,
            "language": "en",
        }

    def _gbt(self) -> str:
        edition = self.edition
        name = "citation.built" if edition.build else "citation.version"
        version = say(name, "zh", version=edition.version, build=edition.build)
        title = self.title["zh"].rstrip(".。")
        dates = f"({edition.date})[{edition.date}]"
        return f"{self.publisher['zh']}. {title}[DS/OL]. {version}. {dates}. {self.iri}."

    def _apa(self) -> str:
        edition = self.edition
        return (
            f"{self.publisher['en']}. ({edition.date[:4]}). {self.title['en'].rstrip('.')} "
            f"(Version {edition.name}) [Data set]. {self.iri}"
        )

    def _bibtex(self) -> str:
        edition = self.edition
        return bibtex(
            "misc",
            self.key,
            {
                "author": self.publisher["en"],
                "title": self.title["en"],
                "year": edition.date[:4],
                "version": edition.name,
                "howpublished": "Data set",
                "url": self.iri,
            },
            corporate=True,
        )

    def _ris(self) -> str:
        edition = self.edition
        return ris(
            [
                ("TY", "DATA"),
                ("AU", self.publisher["en"]),
                ("TI", self.title["en"]),
                ("TT", self.title["zh"]),
                ("PB", self.publisher["en"]),
                ("ET", edition.name),
                ("PY", edition.date[:4]),
                ("DA", edition.date.replace("-", "/")),
                ("UR", self.iri),
            ]
        )


def cite(library: Library, iri: str | None, style: str, edition: CitedEdition) -> str:
    """The citation of a claim (and of what it was read in, with the page), of a thing, or, for None, of the
    whole graph.

    Several entries follow one another; CSL-JSON is one array. Raises Problem 400 for another style, 404 for
    an IRI that is not there.
    """
    if style not in STYLES:
        raise WrongParameter("choice", parameter="style", value=style, known=[*STYLES])
    entries = cited(library, iri, edition)
    if style == "csl-json":
        return json.dumps([entry.csl() for entry in entries], ensure_ascii=False, indent=2)
    return "\n\n".join(entry.write(style).rstrip("\r\n") for entry in entries)


def cited(library: Library, iri: str | None, edition: CitedEdition) -> list[CitedDataset | Reference]:
    """References for an IRI: the entry in the graph, then what a claim was read in, then its evidence."""
    publisher = entities(library).label(_PUBLISHER)

    def entry(key: str, title: Label, target: str) -> CitedDataset:
        return CitedDataset(key, title, target, publisher, edition)

    if iri is None:
        return [entry("genfilm-kg", both("site.title"), f"{BASE}/ontology")]
    place = address(iri)
    if place is not None and place[0] == "claim":
        said = claim(library, iri).statement
        title = {
            lang: say("citation.claim", lang, id=said.id, says=text) for lang, text in said.paraphrase.items()
        }
        found = dossier(library, said.iri)
        return [
            entry(f"genfilm-{said.source}-{said.id}", title, said.iri),
            *((*found.references, *found.evidence) if found else ()),
        ]
    thing = entity(library, iri)
    title = {lang: say("citation.thing", lang, name=text) for lang, text in thing.node.label.items()}
    return [entry(f"genfilm-{thing.kind}-{thing.slug}".replace("/", "-"), title, thing.iri)]
