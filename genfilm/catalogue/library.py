"""The library of a build: its named queries with the engine that answers them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, cast

from genfilm.catalogue.query import NamedQuery, load_catalogue
from genfilm.catalogue.table import Table, parse_table
from genfilm.dataset.builds import open_build
from genfilm.engine.query import Engine, Query
from genfilm.problems import UnknownQuery
from genfilm.protocol.guard import tokens
from genfilm.protocol.queryfile import bind_values, parameter_line
from genfilm.vocabulary import PREFIXES, Prefixes

_Kept = TypeVar("_Kept")
PAGES = "queries/pages"
WHOLE = ("claim-bearings", "claim-places", "claim-words", "claims", "replaced", "situations", "things")
"""The page queries that read the whole graph; a build keeps their answers beside them."""


class NotKept(LookupError):
    """Something has not been worked out yet, and the caller may not wait for it."""


@dataclass(slots=True)
class _Shelf:
    """Values worked out once for a library, by name, and locks for those who work one out."""

    locks: dict[str, threading.RLock] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Library:
    """``queries`` are the named questions by id, ``pages`` the texts that pages and records are made of,
    ``directory`` the build that both are of, ``prefixes`` those in which names are read and written; ``own``
    says that the graph of the engine is that build's, ``kept`` which answers there are those to ``pages``,
    ``waits`` that it may ask the engine."""

    engine: Engine
    queries: Mapping[str, NamedQuery]
    pages: Mapping[str, str]
    directory: Path | None = None
    own: bool = False
    prefixes: Prefixes = field(default_factory=lambda: PREFIXES)
    kept: frozenset[str] = frozenset(WHOLE)
    waits: bool = True
    _shelf: _Shelf = field(default_factory=_Shelf, repr=False, compare=False)

    def at_once(self) -> Library:
        """The same for callers who may not wait, such as an event loop: it raises NotKept for what ``once``
        has not worked out yet."""
        return replace(self, waits=False)

    def named(self, name: str) -> NamedQuery:
        """The question of this id; raises Problem 404 with the nearest ids."""
        query = self.queries.get(name)
        if query is not None:
            return query
        near = get_close_matches(name, self.queries, n=3)
        raise UnknownQuery(
            "near" if near else "detail", name=name, candidates=near, known=sorted(self.queries)
        )

    def run(self, name: str, **values: str) -> Table:
        """The answer to a question; raises Problem 404 or 400 for an unknown question or parameter, for a
        value of the wrong type, and whatever the engine raises."""
        query = self.named(name)
        return self.select(query.bind(**values), query.columns)

    @property
    def answers(self) -> Path | None:
        """The folder of the answers to WHOLE, when the engine would give the same."""
        return self.directory / PAGES if self.directory is not None and self.own else None

    @property
    def keeps_answers(self) -> bool:
        """True when each answer to WHOLE is kept, so that what pages share needs no query."""
        return all(self._kept(name) is not None for name in WHOLE)

    def _kept(self, name: str) -> Path | None:
        """The file of the answer to a page query that is kept, if one is."""
        kept = self.answers / f"{name}.srj" if self.answers is not None and name in self.kept else None
        return kept if kept is not None and kept.is_file() else None

    def page(self, name: str, **terms: str) -> Table:
        """The answer to a page query with these serialised terms bound; see ``protocol.terms``."""
        if not self.waits:
            raise NotKept(name)
        if not terms and (kept := self._kept(name)) is not None:
            return parse_table(kept.read_bytes())
        return self.select(self.page_text(name, **terms))

    def page_text(self, name: str, **terms: str) -> str:
        """A page query with these serialised terms bound; raises KeyError for one that does not exist."""
        text = self.pages[name]
        return bind_values(text, terms) if terms else text

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every question and page query, by its name, with its defaults bound as values are."""
        for query in self.queries.values():
            yield query.id, query.bind()
        for name, text in self.pages.items():
            line = parameter_line(text)
            names, row = line or ([], "")
            values = [token.text for token in tokens(row) if token.text not in "()"]
            yield f"pages/{name}", bind_values(text, dict(zip(names, values, strict=True))) if names else text

    def select(self, text: str, labels: Mapping[str, Mapping[str, str]] | None = None) -> Table:
        """The answer to a SELECT or ASK query."""
        if not self.waits:
            raise NotKept(text)
        return parse_table(self.engine.answer(Query(text)), labels)

    def once(self, name: str, make: Callable[[], _Kept]) -> _Kept:
        """Result of ``make``, worked out at the first call and kept under ``name``: a build never changes.

        Calls may nest; threads that need the same value wait for one another. Raises what ``make`` raises,
        and keeps nothing then.
        """
        shelf = self._shelf
        if name not in shelf.kept:
            if not self.waits:
                raise NotKept(name)
            with shelf.locks.setdefault(name, threading.RLock()):
                if name not in shelf.kept:
                    shelf.kept[name] = make()
        return cast(_Kept, shelf.kept[name])


def open_library(directory: Path, engine: Engine, pages: Mapping[str, str] = MappingProxyType({})) -> Library:
    """The library of the build in ``directory``, with these page queries in place of its own; raises
    BuildFailed when a query file is broken."""
    prefixes = open_build(directory).prefixes
    catalogue, own = load_catalogue(directory, prefixes=prefixes), load_pages(directory)
    asked = {**own, **pages}
    kept = frozenset(name for name in WHOLE if own.get(name) == asked.get(name))
    return Library(engine, catalogue, asked, directory, True, prefixes, kept)


def load_pages(directory: Path) -> dict[str, str]:
    """The queries that pages and records are made of, by name."""
    return {path.stem: path.read_text("utf-8") for path in sorted((directory / PAGES).glob("*.rq"))}


def whole_answers(directory: Path, engine: Engine) -> dict[str, bytes]:
    """The files of the answers to WHOLE, by their path in a build directory."""
    pages = load_pages(directory)
    return {f"{PAGES}/{name}.srj": engine.answer(Query(pages[name])) for name in WHOLE if name in pages}
