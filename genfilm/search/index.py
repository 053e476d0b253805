"""The search index of a build: full-text search, suggestions, and the names inside a text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path

from genfilm.catalogue.library import Library
from genfilm.errors import BuildNotFound
from genfilm.problems import WrongParameter
from genfilm.search.file import IndexFile, Thing, as_list
from genfilm.search.fold import LONGEST, is_han
from genfilm.search.kinds import CLAIM, TERM
from genfilm.search.mark import Marker
from genfilm.search.mentions import LONGEST as LONGEST_NAME
from genfilm.search.mentions import Mentions
from genfilm.search.names import Named, NameTable
from genfilm.search.needle import Needle, completed, corrected_keys, parted, read
from genfilm.search.ranking import APART, FEW, NAMED, Rank, ranked
from genfilm.search.results import (
    EXACT,
    LOOSE,
    MATCHES,
    PREFIX,
    WORDS,
    Correction,
    Hit,
    Mention,
    Name,
    NameCandidate,
    SearchResult,
    Suggestion,
)
from genfilm.search.schema import FIELDS, FORMS, INITIALS, PINYIN
from genfilm.search.segment import Segmenter
from genfilm.search.show import Display, facets
from genfilm.search.spelling import Speller
from genfilm.search.tokens import stems
from genfilm.vocabulary import BASE, PREFIXES, Prefixes

LARGEST_PAGE = 1000
"""Rows of a page, at every interface."""
_SUGGESTED = 50
_MEMBERS = "SELECT iri FROM thing JOIN class ON class.thing = thing.id WHERE class = ?"
_NUMBERS = "SELECT id FROM thing WHERE iri IN (SELECT value FROM json_each(?))"


class SearchIndex:
    """An index, safe to share between threads. Nothing in a query can make its methods fail."""

    def __init__(self, file: IndexFile, prefixes: Prefixes = PREFIXES) -> None:
        self._file, self._prefixes = file, prefixes
        self.names = NameTable(file)
        self._members: dict[str, frozenset[str]] = {}

    @classmethod
    def open(cls, directory: Path, prefixes: Prefixes = PREFIXES) -> SearchIndex:
        """The index of the build in ``directory``; raises BuildNotFound when there is none."""
        index = cls(IndexFile(directory), prefixes)
        index.search("影譜", "zh")  # the first search loads what folding, showing and spelling need
        return index

    @property
    def directory(self) -> Path:
        """The build that this is the index of."""
        return self._file.path.parent

    @property
    def size(self) -> int:
        """The bytes of the index file."""
        return self._file.path.stat().st_size

    def search(
        self, text: str, lang: str = "en", kinds: Collection[str] = (), page: int = 1, size: int = 20
    ) -> SearchResult:
        """One page of what matches ``text``, of these kinds or of all.

        ``page`` counts from 1 and ``size`` is at most LARGEST_PAGE; values outside are brought inside. Raises
        Problem 400 for a kind that there is not.
        """
        for kind in kinds:
            if kind not in self.kinds:
                raise WrongParameter("choice", parameter="kind", value=kind, known=[*self.kinds])
        page, size = max(1, page), min(max(1, size), LARGEST_PAGE)
        needle = read(self._as_name(text))
        display = Display(self._file, lang, traditional=needle.traditional)
        if needle.empty:
            return SearchResult(needle.text, lang, page, size, 0, (), (), shortened=needle.shortened)
        amended, corrections, ranks = self._ranked(needle)
        things = self._file.things(ranks).values()
        labels = display.kind_labels()
        counts = facets((thing.kind for thing in things), labels)
        wanted = [thing for thing in things if not kinds or thing.kind in kinds]
        wanted.sort(key=lambda thing: _place(ranks[thing.number], thing))
        chosen = wanted[(page - 1) * size : page * size]
        loose = any(ranks[thing.number].match == LOOSE for thing in chosen)
        return SearchResult(
            text=needle.text,
            lang=lang,
            page=page,
            size=size,
            total=len(wanted),
            hits=self._hits(chosen, ranks, display, amended, labels),
            facets=counts,
            corrections=corrections if loose else (),
            shortened=needle.shortened,
            traditional=display.traditional,
        )

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that hits have."""
        return tuple(Display(self._file, "en", traditional=False).kind_labels())

    def claims(self, text: str) -> frozenset[str]:
        """The IRIs of the claims that a search of ``text`` finds, each once."""
        needle = read(self._as_name(text))
        things = self._file.things(self._ranked(needle)[2]).values() if not needle.empty else ()
        return frozenset(thing.iri for thing in things if thing.kind == CLAIM)

    def suggest(self, text: str, lang: str = "en", limit: int = 8) -> tuple[Suggestion, ...]:
        """Names that continue what was typed, in any script; likely ones where none does."""
        needle = read(text)
        if needle.empty:
            return ()
        found = self._suggested(needle)
        things = self._file.things({named.thing for _, named in found})
        found.sort(key=lambda item: (item[0], *_name_place(item[1], things[item[1].thing])))
        best: dict[int, Named] = {}
        for _, named in found:
            best.setdefault(named.thing, named)
        chosen = list(best.values())[: min(max(1, limit), _SUGGESTED)]
        display = Display(self._file, lang, traditional=needle.traditional)
        names, labels = display.names([named.thing for named in chosen]), display.kind_labels()
        return tuple(
            Suggestion(names[n.thing], things[n.thing].kind, labels[things[n.thing].kind], FORMS[n.form])
            for n in chosen
        )

    def spelled_otherwise(self, text: str) -> dict[str, int]:
        """IRIs of the things whose name is this text with other word endings, in pinyin, or in the words of
        the mainland, each with the number of edits between the two."""
        keys = read(self._as_name(text)).keys
        named = [n for n in self.names.exact(keys) if n.form != INITIALS] + self.names.inflected(keys)
        things = self._file.things({n.thing for n in named})
        named.sort(key=lambda n: -n.edits)
        return {things[n.thing].iri: n.edits for n in named}

    def mentions(self, text: str, *, whole: bool = False) -> tuple[Mention, ...]:
        """Every name inside a text with what it may mean; names may overlap. Of a question the beginning is
        read; ``whole`` reads a text to its end, for long names, too."""
        found = self._mentions.find(text, LONGEST_NAME) if whole else self._mentions.find(text[: 4 * LONGEST])
        things = self._file.things({named.thing for _, _, names in found for named in names})
        return tuple(
            Mention(
                start,
                end,
                tuple(
                    NameCandidate(things[n.thing].iri, n.name)
                    for n in sorted(names, key=lambda n: _name_place(n, things[n.thing]))
                ),
            )
            for start, end, names in found
        )

    def members(self, cls: str) -> frozenset[str]:
        """The IRIs of the things of a class (IRI or prefixed name)."""
        if cls not in self._members:
            rows = self._file.rows(_MEMBERS, (self._prefixes.expand(cls),))
            self._members[cls] = frozenset(row[0] for row in rows)
        return self._members[cls]

    def labels(self, iris: Collection[str], lang: str = "en") -> dict[str, Name]:
        """Names of entities by IRI."""
        rows = self._file.rows(_NUMBERS, (as_list(iris),))
        return {name.iri: name for name in Display(self._file, lang).names([r[0] for r in rows]).values()}

    @cached_property
    def vocabulary(self) -> Mapping[str, int]:
        """The words in Latin letters that the index has, each with the number of its uses."""
        return dict(self._file.rows("SELECT word, count FROM vocabulary"))

    @property
    def readings(self) -> dict[str, str]:
        """Characters with their commonest reading in pinyin."""
        return dict(self._file.rows("SELECT character, reading FROM reading"))

    def _ranked(self, needle: Needle) -> tuple[Needle, tuple[Correction, ...], dict[int, Rank]]:
        """The needle with its words known, what of it was corrected, and the ranks of what matches."""
        amended, corrections = completed(needle, self._speller)
        amended = parted(amended, self._segmenter)
        meant = corrected_keys(needle, self._speller) if corrections else ()
        return amended, corrections, ranked(self._file, self.names, needle, amended, meant)

    @cached_property
    def _segmenter(self) -> Segmenter:
        return Segmenter(self._file)

    @cached_property
    def _mentions(self) -> Mentions:
        return Mentions(self._file)

    @cached_property
    def _speller(self) -> Speller:
        return Speller(self.vocabulary)

    def _as_name(self, text: str) -> str:
        """An IRI of ours by its short name, under which the index has it; other texts stay."""
        return self._prefixes.compact(text.strip()) if text.strip().startswith(f"{BASE}/") else text

    def _hits(
        self,
        things: list[Thing],
        ranks: Mapping[int, Rank],
        display: Display,
        needle: Needle,
        labels: Mapping[str, Mapping[str, str]],
    ) -> tuple[Hit, ...]:
        numbers = [thing.number for thing in things]
        texts, claims = display.texts(numbers), display.claims(numbers)
        markers = {apart: _marker(needle, apart=apart) for apart in (False, True)}
        hits = []
        for number, iri, kind, *_ in things:
            rank = ranks[number]
            marker = markers[rank.tier == APART]
            name = display.name(iri, texts[number])
            field = FIELDS[min(rank.field, len(FIELDS) - 1)]
            parts = display.marked(name, marker, by_sound=field in FORMS[PINYIN:])
            snippet = display.snippet(texts[number], name.label, marker)
            hits.append(
                Hit(name, kind, labels[kind], MATCHES[rank.match], field, parts, snippet, claims.get(number))
            )
        return tuple(hits)

    def _suggested(self, needle: Needle) -> list[tuple[int, Named]]:
        found = [(EXACT, named) for named in self.names.exact(needle.keys)]
        begun = self.names.beginning(needle.keys) + self.names.lettered(needle.keys)
        found += [(PREFIX, named) for named in begun]
        if len({named.thing for _, named in found}) < FEW:
            keys = (*needle.keys, *corrected_keys(needle, self._speller))
            likely = self.names.containing(keys) + self.names.sounding(keys) + self.names.alike(keys)
            found += [(LOOSE, named) for named in likely]
        return found


def index(library: Library) -> SearchIndex:
    """The index of the build that a library is of, opened once; raises BuildNotFound without one."""
    directory = library.directory
    if directory is None:
        raise BuildNotFound("these questions are of no build, so there is no search index")
    return library.once("search", lambda: SearchIndex.open(directory, library.prefixes))


def _marker(needle: Needle, *, apart: bool) -> Marker:
    units = [unit for units in (*needle.variants, *(needle.parted if apart else ())) for unit in units]
    names = [name for unit in units for name in unit.others if apart]
    han = [text for text in (*(unit.text for unit in units if unit.han), *names) if is_han(text)]
    latin = [word for name in names if not is_han(name) for word in stems(name).split()]
    return Marker(han, (*latin, *(stem for unit in units if not unit.han for stem in unit.stems)))


def _place(rank: Rank, thing: Thing) -> tuple[float | str, ...]:
    size = thing.size if rank.field == FIELDS.index("label") else 0
    match: float = rank.match
    if thing.kind == TERM and rank.tier != NAMED:  # a term is what a reader seeks by its name only
        match = max(match, WORDS) + 0.5
    return match, rank.tier == APART, rank.field, thing.order, rank.distance, size, rank.score, thing.iri


def _name_place(named: Named, thing: Thing) -> tuple[int | str, ...]:
    return named.edits, named.form, thing.order, len(named.name), thing.size, thing.iri
