"""The passages of a source: found by identifier or by hash and place, made for a text that is new."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

import pyoxigraph as ox

from genfilm.editing.draft import LOCAL, Draft, natural, node, text_hash
from genfilm.editing.layout import PASSAGES, SEPARATORS
from genfilm.editing.linking import slug
from genfilm.editing.reading import SheetRow, Sheets
from genfilm.search.fold import key as folded
from genfilm.vocabulary import BASE
from genfilm.words import LANGUAGES

_HASH = re.compile(r"[0-9a-f]{64}")
_SAID = ("section", "paragraph", "page", "text", "hash")


@dataclass(frozen=True, slots=True)
class _Told:
    """Facts of a passage: the names of its section and of a paragraph with a name, else its number,
    the pages, the hash."""

    section: str = ""
    paragraph: str = ""
    named: str = ""
    pages: tuple[str, ...] = ()
    digest: str = ""

    @property
    def place(self) -> tuple[str, str, str]:
        return self.digest, self.section, self.named or self.paragraph


class Passages:
    """The passages of a source, those of its files and those of a workbook's rows."""

    def __init__(self, draft: Draft, sheets: Sheets, rows: Mapping[str, SheetRow]) -> None:
        """``rows`` are those of the workbook by their identifiers."""
        self._draft, self._sheets, self._rows = draft, sheets, rows
        self._filed = {name: self._in_file(name) for name in draft.subjects("passage")}
        self._told: dict[str, tuple[SheetRow, _Told]] = {}
        self._by_place = {told.place: name for name, told in sorted(self._filed.items(), reverse=True)}
        self._stating: dict[str, list[str]] = defaultdict(list)
        for name in draft.subjects("claim"):
            for passage in draft.values(draft.iri("claim", name), "gf:isStatedIn"):
                self._stating[_local(passage)].append(name)
        self._drafted = {row["passage"]: row for row in sheets.rows.get(PASSAGES, []) if row["passage"]}
        self._sections: dict[str, str] = {}
        for name in draft.subjects("division"):
            division = draft.iri("division", name)
            ways = [name, *(draft.text(division, "rdfs:label", lang) for lang in LANGUAGES)]
            ways += [draft.text(division, each) for each in ("gf:section", "gf:paragraph")]
            for way in filter(None, map(folded, ways)):
                self._sections.setdefault(way, name)

    def of(self, row: SheetRow) -> list[Any] | None:
        """The passages that a row is stated in; None where it does not speak of them; [] with a fault."""
        if not any(column in row for column in ("text", "hash", "passage")):
            return None
        names = [name for name in re.split(SEPARATORS, row["passage"]) if name]
        if len(names) > 1 or (names and not any(row[column] for column in _SAID)):
            return [passage for name in names for passage in self._named(row, name)]
        return self._placed(row, names)

    def _named(self, row: SheetRow, name: str) -> list[Any]:
        """The passage of an identifier: of the sheet of passages, of the files, or of a row above."""
        if name in self._drafted:
            return self._placed(self._drafted[name], [name])
        if name in self._filed or name in self._told:
            return [self._draft.iri("passage", name)]
        near = ", ".join(sorted({*self._filed, *self._drafted}, key=natural)[:8])
        self._sheets.fault(row.place("passage"), "cell", "passage", value=name, known=near)
        return []

    def _placed(self, row: SheetRow, names: list[str]) -> list[Any]:
        """The passage whose place a row tells, with its identifier if it has one; [] with a fault."""
        if names and not LOCAL.fullmatch(names[0]):
            self._sheets.fault(row.place("passage"), "cell", "local", value=names[0])
            return []
        told = self._read(row, self._filed.get(names[0], _Told()) if names else self._of_hash(row))
        if told is None:
            return []
        name = names[0] if names else self._by_place.get(told.place) or self._new(told)
        self._by_place.setdefault(told.place, name)
        self._sheets.write(row, "passage", name)
        self._sheets.write(row, "hash", told.digest)
        if self._agreed(row, name, told):
            self._write(self._draft.iri("passage", name), told)
        return [self._draft.iri("passage", name)]

    def _of_hash(self, row: SheetRow) -> _Told:
        """Facts in the files of the one passage with the hash of a row, for columns that are not there."""
        digest = text_hash(row["text"]) if row["text"] else row["hash"]
        found = [told for told in self._filed.values() if told.digest == digest]
        return found[0] if len(found) == 1 else _Told()

    def _read(self, row: SheetRow, filed: _Told) -> _Told | None:
        """Facts in a row of its passage, the rest as it is filed; None where it tells nothing whole."""
        digest = text_hash(row["text"]) if row["text"] else row["hash"] or filed.digest
        if not digest:
            if any(row[column] for column in _SAID):
                self._sheets.fault(row.place("text"), "cell", "passage_needed")
            return None
        if not _HASH.fullmatch(digest):
            self._sheets.fault(row.place("hash"), "cell", "hash")
            return None
        section = self._sections.get(folded(row["section"])) if "section" in row else filed.section
        if not section:
            known = ", ".join(sorted({*self._sections.values()}))
            shape = "section" if row["section"] else "needed"
            self._sheets.fault(row.place("section"), "cell", shape, value=row["section"], known=known)
            return None
        paragraph, named = filed.paragraph, filed.named
        if "paragraph" in row:
            text = row["paragraph"]
            named = "" if text.isdecimal() else self._sections.get(folded(text), "")
            paragraph = "" if named else text
        if not (paragraph or named):
            self._sheets.fault(row.place("paragraph"), "cell", "needed")
            return None
        pages = tuple(sorted({each for each in re.split(SEPARATORS, row["page"]) if each}))
        return _Told(section, paragraph, named, pages if "page" in row else filed.pages, digest)

    def _agreed(self, row: SheetRow, name: str, told: _Told) -> bool:
        """True where no other row and no other claim holds that this passage is another one."""
        other, said = self._told.setdefault(name, (row, told))
        if said != told:
            place = other.place("passage").name
            self._sheets.fault(row.place("passage"), "cell", "passage_twice", value=name, other=place)
            return False
        outside = [each for each in self._stating[name] if each not in self._rows]
        if outside and self._filed.get(name, told) != told:
            claims = ", ".join(outside[:5])
            self._sheets.fault(row.place("passage"), "cell", "passage_shared", value=name, other=claims)
            return False
        return True

    def _new(self, told: _Told) -> str:
        stem = f"{told.section}-p{slug(told.named or told.paragraph) or 'x'}"
        taken = {*self._filed, *self._told, *self._drafted}
        return next(name for name in map(partial(passage_name, stem), count()) if name not in taken)

    def _in_file(self, name: str) -> _Told:
        passage = self._draft.iri("passage", name)
        section, named = (_local(self._draft.one(passage, each)) for each in _DIVISIONS)
        pages = tuple(sorted(v.value for v in self._draft.values(passage, "gf:page")))
        paragraph = self._draft.text(passage, "gf:paragraph")
        return _Told(section, paragraph, named, pages, self._draft.text(passage, "gf:textHash"))

    def drop_unused(self) -> None:
        """Take out of the files each passage whose last claim is stated elsewhere now."""
        draft = self._draft
        claims = [draft.iri("claim", name) for name in draft.subjects("claim")]
        stated = {passage for claim in claims for passage in draft.values(claim, "gf:isStatedIn")}
        for passage in (draft.iri("passage", name) for name in self._stating if name in self._filed):
            if passage not in stated and not draft.speaking_of(passage, [passage]):
                draft.drop(passage)

    def _write(self, passage: Any, told: _Told) -> None:
        file, draft, literal = "source.ttl", self._draft, ox.Literal
        draft.put(file, passage, "rdf:type", [node("gf:Passage")])
        draft.put(file, passage, "gf:isPassageOf", [ox.NamedNode(f"{BASE}/id/doc/{draft.source}")])
        for predicate, name in zip(_DIVISIONS, (told.section, told.named), strict=True):
            draft.put(file, passage, predicate, [draft.iri("division", name)] if name else [])
        draft.put(file, passage, "gf:paragraph", [literal(told.paragraph)] if told.paragraph else [])
        draft.put(file, passage, "gf:page", [literal(page) for page in told.pages])
        draft.put(file, passage, "gf:textHash", [literal(told.digest)])


def passage_name(stem: str, number: int) -> str:
    """Identifier of the passage of a paragraph with a number: ``s1-p2-a``, ``s1-p2-b``."""
    return f"{stem}-{chr(97 + number % 26)}{number // 26 or ''}"


_DIVISIONS = ("gf:isInSection", "gf:isInParagraph")


def _local(thing: Any) -> str:
    """The last part of an IRI; empty for None."""
    return str(thing.value).rpartition("/")[2] if thing is not None else ""


def place_of(draft: Draft, passage: Any) -> dict[str, str]:
    """The cells that say where a passage stands."""
    section, named = draft.one(passage, "gf:isInSection"), draft.one(passage, "gf:isInParagraph")
    paragraph = str(named.value).rpartition("/")[2] if named else draft.text(passage, "gf:paragraph")
    return {
        "section": str(section.value).rpartition("/")[2] if section else "",
        "paragraph": paragraph,
        "page": "; ".join(sorted(v.value for v in draft.values(passage, "gf:page"))),
        "hash": draft.text(passage, "gf:textHash"),
    }
