"""Entities merged, split, renamed and deprecated: every reference follows, and the old IRI leads to the new.

What is replaced stays as a stub, ``owl:deprecated true`` with ``dcterms:isReplacedBy`` and a remark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from genfilm.dataset.placing import Placement
from genfilm.editing.statements import SourceStatements
from genfilm.editing.texts import renamed_in_texts
from genfilm.errors import GenFilmError
from genfilm.records.address import SCHEME, TERM, address, iri_at
from genfilm.records.entities import RECORDS
from genfilm.vocabulary import expand
from genfilm.words import LANGUAGES, say

_TYPE, _LABEL, _ALSO, _NOTE, _DEFINITION, _DEPRECATED, _REPLACED, _ABOUT, _ASSESSES = (
    ox.NamedNode(expand(name))
    for name in (
        "rdf:type",
        "rdfs:label",
        "skos:altLabel",
        "skos:editorialNote",
        "skos:definition",
        "owl:deprecated",
        "dcterms:isReplacedBy",
        "gf:isAbout",
        "gf:assesses",
    )
)
_KINDS = (_TYPE, ox.NamedNode(expand("skos:inScheme")), ox.NamedNode(expand("skos:topConceptOf")))
_TRUE = ox.Literal("true", datatype=ox.NamedNode(expand("xsd:boolean")))
_LOCAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


class EditRefused(GenFilmError):
    """An edit that cannot be made, and what to do instead: a message ``edit.<shape>``."""

    def __init__(self, shape: str, **values: str) -> None:
        super().__init__(shape)
        self.shape, self.values = shape, values

    def __str__(self) -> str:
        return self.told("en")

    def told(self, lang: str) -> str:
        """Reason of the refusal, in ``en`` or ``zh``."""
        return say(f"edit.{self.shape}", lang, **self.values)


class EntityEdit:
    """An edit of the sources below ``root``: of the files of Turtle, and of ``other`` texts by path."""

    def __init__(self, root: Path) -> None:
        self._root, self._said = root, SourceStatements(root)
        self.other: dict[Path, str] = {}

    @property
    def placement(self) -> Placement:
        """The files of Turtle as they become."""
        return self._said.placement

    def texts(self) -> dict[Path, str]:
        """The new text of each file that changes."""
        return {**self.placement.texts(), **self.other}

    def named(self, text: str) -> str | None:
        """The IRI that a prefixed name or IRI spells out, where a file describes it."""
        try:
            iri = self._said.prefixes.expand(text.strip())
        except KeyError:
            return None
        return iri if self._said.about(iri) else None

    def merge(self, old: str, kept: str) -> None:
        """Let everything said of ``old`` be said of ``kept``, which gets its names, too."""
        self._require(old, kept)
        stands, home, into = self._said.home(old), self._said.home(kept), ox.NamedNode(kept)
        if "sources" in home.parts and stands.parent != home.parent:
            raise self._refused("swap", old, kept, file=str(home))
        own = self._said.about(kept)
        names = {t.object.value for t in own if t.predicate in (_LABEL, _ALSO)}
        defined = {t.object.language for t in own if t.predicate == _DEFINITION}
        moved = []
        for triple in self._said.about(old, stands):
            if triple.predicate in (_LABEL, _ALSO):
                if triple.object.value not in names:
                    moved.append(ox.Triple(into, _ALSO, triple.object))
            elif triple.predicate != _DEFINITION or triple.object.language not in defined:
                moved.append(triple)
        self._replace(old, kept, self._remark(old, kept), moved, home)

    def deprecate(self, old: str, by: str) -> None:
        """Let every reference to ``old`` be one to ``by``; what describes a term of the ontology stays."""
        term = _kind(old) == _kind(by) == TERM
        self._require(old, by, terms=term)
        described = self._said.about(old) if term else self._remark(old, by)
        self._replace(old, by, described)

    def rename(self, old: str, name: str) -> str:
        """Give an entity another IRI, whose end is ``name``; the new IRI. A name that it had before and that
        leads to it may be given again."""
        self._require_entity(old)
        new = self._new(_kind(old), name)
        before, stands = self._said.about(new), self._said.home(old)
        if before and ox.Triple(ox.NamedNode(new), _REPLACED, ox.NamedNode(old)) not in before:
            raise self._refused("taken", new)
        if before:
            self._said.drop(self._said.home(new), before)
        self._replace(old, new, self._remark(old, new), self._said.about(old, stands), stands)
        return new

    def split(
        self, whole: str, name: str, claims: Iterable[str], texts: Mapping[str, Mapping[str, str]]
    ) -> str:
        """Make another entity of the kind of ``whole``, of which these claims and their parts speak from now
        on; its IRI. ``texts`` are its label and definition by language."""
        self._require_entity(whole)
        new, said = self._new(_kind(whole), name), self._said
        if said.about(new):
            raise self._refused("taken", new)
        old, made, speaking = ox.NamedNode(whole), ox.NamedNode(new), said.speaking(whole)
        blocks = {claim: said.block(claim) for claim in claims}
        if silent := [ox.NamedNode(claim) for claim, block in blocks.items() if not block & speaking]:
            known = sorted((t for t in speaking if _kind(getattr(t, "value", "")) == "claim"), key=str)[:8]
            raise self._refused("silent", whole, claims=said.listed(silent), known=said.listed(known))
        every = {each for block in blocks.values() for each in block}

        def turned(triple: Any) -> Any:
            within = triple.subject in every and triple.object == old
            return ox.Triple(triple.subject, triple.predicate, made) if within else triple

        said.turn(turned)
        self._tell_findings(every, old, made)
        kinds = [ox.Triple(made, t.predicate, t.object) for t in said.about(whole) if t.predicate in _KINDS]
        words = [
            ox.Triple(made, predicate, ox.Literal(text, language=lang))
            for predicate, column in ((_LABEL, "label"), (_DEFINITION, "definition"))
            for lang, text in texts[column].items()
        ]
        said.extend(said.home(whole), [*kinds, *words])
        return new

    def _tell_findings(self, claims: set[Any], old: ox.NamedNode, made: ox.NamedNode) -> None:
        """Let the findings by which these claims are judged be about the new entity, too."""
        said = self._said
        every = [t for path in said.placement.before for t in said.of(path)]
        judging = {t.subject for t in every if t.predicate == _ASSESSES and t.object in claims}
        findings = {t.object for t in every if t.subject in judging}
        for path in said.placement.before:
            about = [t for t in said.of(path) if t.predicate == _ABOUT and t.object == old]
            told = [ox.Triple(t.subject, _ABOUT, made) for t in about if t.subject in findings]
            if told:
                said.extend(path, told)

    def _replace(
        self, old: str, new: str, told: list[Any], moved: Iterable[Any] = (), home: Path | None = None
    ) -> None:
        """Make a stub of ``old`` that tells what it was, let all that refers to it refer to ``new``, and put
        what ``moved`` of it into the file ``home``."""
        said, gone, into = self._said, ox.NamedNode(old), ox.NamedNode(new)
        stands = said.home(old)
        said.drop(stands, said.about(old, stands))

        def follows(term: Any) -> Any:
            return into if term == gone else term

        def followed(triple: Any) -> Any:
            return ox.Triple(follows(triple.subject), follows(triple.predicate), follows(triple.object))

        said.turn(followed)
        if home is not None:
            said.extend(home, (t for t in map(followed, moved) if t.subject != t.object))
        leads = [ox.Triple(gone, _DEPRECATED, _TRUE), ox.Triple(gone, _REPLACED, into)]
        said.extend(stands, [*told, *leads])
        self.other |= renamed_in_texts(self._root, {old: new, said.short(old): said.short(new)})

    def _remark(self, old: str, new: str) -> list[Any]:
        """Notes of a stub that say what it was, one a language: names would make it a thing."""
        called = {t.object.language: t.object.value for t in self._said.about(old) if t.predicate == _LABEL}
        texts = {
            lang: say("edit.was", lang, name=called[lang], new=self._said.short(new))
            for lang in LANGUAGES
            if lang in called
        }
        gone = ox.NamedNode(old)
        return [ox.Triple(gone, _NOTE, ox.Literal(text, language=lang)) for lang, text in texts.items()]

    def _refused(self, shape: str, iri: str, other: str = "", **values: str) -> EditRefused:
        short = self._said.short
        named = {"old": short(iri), "new": short(other)} if other else {"name": short(iri)}
        return EditRefused(shape, **named, **values)

    def _require_known(self, iri: str) -> None:
        about = self._said.about(iri)
        if not about:
            raise self._refused("undescribed", iri, near="–")
        for triple in about:
            if triple.predicate == _REPLACED:
                raise self._refused("replaced", iri, by=self._said.listed([triple.object]))

    def _require_entity(self, iri: str) -> None:
        self._require_known(iri)
        kind = _kind(iri)
        if kind in (TERM, SCHEME):
            raise self._refused("term", iri)
        if not kind or kind in RECORDS:
            raise self._refused("record", iri)
        if kind == "doc" and (self._root / "kg/sources" / iri.rpartition("/")[2]).is_dir():
            raise self._refused("source", iri)

    def _require(self, old: str, new: str, *, terms: bool = False) -> None:
        """Raise EditRefused unless both are there, neither is replaced, and they are of one kind; ``terms``
        of the ontology only where such are meant."""
        if old == new:
            raise self._refused("same", old)
        for iri in (old, new):
            (self._require_known if terms else self._require_entity)(iri)
        types = [{t.object for t in self._said.about(iri) if t.predicate == _TYPE} for iri in (old, new)]
        if _kind(old) != _kind(new) or not types[0] & types[1]:
            first, second = map(self._said.listed, types)
            raise self._refused("kinds", old, new, first=first, second=second)

    def _new(self, kind: str, name: str) -> str:
        """The IRI of a new entity of a kind; raises EditRefused for a name that is none."""
        try:
            place = address(self._said.prefixes.expand(name)) if ":" in name else (kind, name)
        except KeyError:
            place = None
        if place is None or place[0] != kind or not _LOCAL.fullmatch(place[1]):
            raise EditRefused("name", name=name, kind=kind)
        return iri_at(*place)


def _kind(iri: str) -> str:
    return (address(iri) or ("",))[0]
