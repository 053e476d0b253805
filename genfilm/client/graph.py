"""The knowledge graph as one object: ask it, look things up in it, whatever holds it."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from genfilm.catalogue.library import Library
from genfilm.catalogue.query import LANGUAGES
from genfilm.client.files import library_of
from genfilm.client.own_sparql import query_of, result_of
from genfilm.client.place import build_behind, endpoint, local_build
from genfilm.client.questions import Questions
from genfilm.client.result import Result
from genfilm.engine.query import LARGEST, Query
from genfilm.problems import WrongParameter
from genfilm.protocol.negotiation import language_of
from genfilm.vocabulary import ONTOLOGY, expand

if TYPE_CHECKING:
    import owlready2

    from genfilm.ask.asker import Asker
    from genfilm.client.finding import Hits, Reply
    from genfilm.client.rows import TypedQuestions
    from genfilm.client.shown import ShownClaim, ShownEntity
    from genfilm.engine.companion import Companion, Ticket
    from genfilm.records.citation import CitedEdition
    from genfilm.search.index import SearchIndex


class KnowledgeGraph:
    """GenFilm KG, opened from a build or reached at an address; threads may share it.

    ``close``, or ``with``, ends the process in which SPARQL of one's own is evaluated.

    >>> graph = KnowledgeGraph.open()
    >>> graph.query("strategies-for-actor", actor="production companies")[0].page
    '120'
    """

    def __init__(
        self, library: Library, directory: Path, lang: str = "en", address: str = "", timeout: float = 60.0
    ) -> None:
        """``directory`` is the build that the questions and the search index are taken from."""
        known = language_of(lang)
        if known is None:
            raise WrongParameter("choice", parameter="lang", value=lang, known=[*LANGUAGES])
        self.library, self.directory, self.lang, self.address = library, directory, known, address
        self.timeout = timeout
        self._companion: Companion | None = None
        if library.own:
            from genfilm.engine.companion import Companion

            self._companion = Companion(directory)

    @classmethod
    def open(
        cls, directory: str | Path | None = None, *, lang: str = "en", timeout: float = 60.0
    ) -> KnowledgeGraph:
        """The graph of a build, without server or network: that of ``directory`` (a build, or a home of
        builds), else the current one of GENFILM_HOME, else the one inside the package. ``timeout`` is how
        many seconds ``sparql`` may take.

        Raises BuildNotFound, saying how to make one.
        """
        from genfilm.dataset.disk import open_store
        from genfilm.engine.local import LocalEngine

        build = local_build(Path(directory) if directory is not None else None)
        engine = LocalEngine(open_store(build.directory), build.prefixes)
        library = library_of(build.directory, engine, own=True)
        return cls(library, build.directory, lang, str(build.directory), timeout)

    @classmethod
    def connect(
        cls, url: str = "http://127.0.0.1:8000", *, lang: str = "en", timeout: float = 30.0
    ) -> KnowledgeGraph:
        """The graph behind an address: that of a running service, or of any SPARQL endpoint that holds it.

        The questions and the search index are those of the build on this machine. Raises Problem 502 when
        nothing there answers for this graph, BuildNotFound when the package has no questions.
        """
        build = local_build()
        engine = endpoint(url, timeout, build.prefixes)
        library = library_of(build.directory, engine, own=False)
        return cls(library, build.directory, lang, engine.endpoint, timeout)

    def __enter__(self) -> KnowledgeGraph:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def interrupt(self, ticket: Ticket | None = None) -> None:
        """End the SPARQL that another thread waits for, if there is any, or else that of the call with this
        ``ticket`` alone: there Problem 499 is raised."""
        if self._companion is not None:
            self._companion.interrupt(ticket)

    def close(self) -> None:
        """End what runs beside this process; the graph may be asked again."""
        if self._companion is not None:
            self._companion.close()

    @property
    def queries(self) -> TypedQuestions:
        """The named questions: iterate, complete with the tab key, call; type checkers know their rows."""
        return cast("TypedQuestions", Questions(self))

    def query(self, name: str, /, **values: object) -> Result:
        """The answer to a named question; a parameter that wants an IRI takes a name in any script, too.

        Raises Problem 404 or 400 for an unknown question, parameter or name and a value of the wrong type,
        409 for an ambiguous name, with the candidates.
        """
        query = self.library.named(name)
        text = self.bind(name, **values)
        lang = language_of(str(values.get("lang", ""))) or self.lang
        body = self.library.engine.answer(Query(text))
        return Result(body, text, lang, headings=query.columns, prefixes=self.library.prefixes)

    def bind(self, name: str, /, **values: object) -> str:
        """The SPARQL of a named question with these values; raises as ``query`` does."""
        from genfilm.records.ask import resolved
        from genfilm.records.names import names

        query = self.library.named(name)
        given = resolved(query, names(self.library), **{key: str(value) for key, value in values.items()})
        if any(parameter.name == "lang" for parameter in query.parameters):
            given.setdefault("lang", self.lang)
        return query.bind(**given)

    def sparql(self, text: str, *, timeout: float | None = None, largest: int = LARGEST) -> Result:
        """The answer to SPARQL: rows for SELECT, one truth value for ASK, and for CONSTRUCT and DESCRIBE
        rows of subject, predicate and object, with ``turtle``. Our prefixes are declared already.

        It is evaluated in a process beside this one, which an interrupt ends. Where nothing is found and the
        graph can say why, the result has ``hints``, and the warning NothingFound says them. Raises Problem
        400 (syntax, with line and column), 403 (SERVICE), 499 (``interrupt``), 504 after ``timeout`` seconds
        (else those of the graph), 507 beyond ``largest`` bytes.
        """
        query = query_of(text, self.library.prefixes)
        return result_of(self.library, query, self._answer(query, timeout, largest), self.lang)

    def _answer(self, query: Query, timeout: float | None, largest: int) -> bytes:
        if self._companion is not None:
            return self._companion.answer(query, timeout or self.timeout, largest)
        from genfilm.engine.remote import RemoteEngine

        engine = self.library.engine
        if isinstance(engine, RemoteEngine):
            return engine.answer(query, timeout or self.timeout, largest)
        return engine.answer(query)

    def entity(self, name: str) -> ShownEntity:
        """All that is stated of a thing, with the claims that say so; by any of its names in any script, or
        by its IRI. Raises Problem 404 with the nearest names, 409 with the candidates of an ambiguous one.
        """
        from genfilm.client.shown import ShownEntity
        from genfilm.records.entity import entity

        return ShownEntity.of(entity(self.library, self.iri(name)), self.lang)

    def instances(self, cls: str) -> Result:
        """The members of a class, those of its subclasses included: ``iri``, ``label`` and the most specific
        ``types``; the class by any of its names, or by its IRI.

        >>> len(KnowledgeGraph.open().instances("gf:Film"))
        10

        Raises Problem 404 with the nearest names, 409 with the candidates of an ambiguous one.
        """
        from genfilm.client.lists import members
        from genfilm.records.names import class_named

        return members(self.library, class_named(self.library, cls), self.lang)

    def iri(self, name: str, cls: str | None = None) -> str:
        """The IRI of the thing with a name, of a class if one is given; raises as ``entity`` does."""
        from genfilm.records.names import names

        return names(self.library).one(name, expand(cls) if cls else None).iri

    def claim(self, name: str) -> ShownClaim:
        """A claim by source and identifier (``example-2026/C01``), by its prefixed name, by its IRI, or
        by its identifier where one source has it; raises Problem 404, or 409 with the candidates."""
        from genfilm.client.shown import ShownClaim
        from genfilm.records.claim import claim
        from genfilm.records.names import names

        return ShownClaim.of(claim(self.library, names(self.library).claim(name)), self.lang)

    def search(self, text: str, kinds: Collection[str] = (), size: int = 20) -> Hits:
        """Matches of a text, best first: entities, claims, terms, questions; in any script, pinyin and typos
        understood. ``kinds`` narrows it (``film``, ``claim``, ``term`` …), ``size`` is at most
        1,000.

        >>> KnowledgeGraph.open().search("liulangdiqiu")[0].label
        'The Wandering Earth 2'
        """
        from genfilm.client.finding import Hits

        return Hits(self._index.search(text, self.lang, kinds, size=size), self.library.prefixes)

    def ask(self, question: str) -> Reply:
        """The answer to a question in plain words, English or Chinese: that of the named question which is
        surely meant, else the claims that come closest; ``nearest`` are named questions to choose from.

        >>> KnowledgeGraph.open().ask("Which claims are disputed?").understood.id
        'disputed-claims'
        """
        from genfilm.client.finding import Reply

        return Reply(self._asker.ask(question, self.lang), self.library.prefixes)

    @cached_property
    def ontology(self) -> owlready2.Ontology:
        """The classes and properties as owlready2 has them, without network; loaded when first asked for.

        >>> KnowledgeGraph.open().ontology.search_one(iri="*ns/Film").is_a
        [ns.AudiovisualWork]
        """
        from genfilm.client.ontology import load_ontology

        return load_ontology(self.library.engine)

    @property
    def _index(self) -> SearchIndex:
        from genfilm.search.index import index

        return index(self.library)

    @property
    def _asker(self) -> Asker:
        from genfilm.ask.asker import asker

        return asker(self.library)

    def claims(self, /, *, sort: str = "id", **filters: str | Collection[str]) -> Result:
        """The claims with these facets: ``verdict="disputed"``, ``stage``, ``actor``, ``technology``,
        ``kind``, ``source``, ``polarity``, ``modality``, ``valence``, ``form``; by key, name or IRI; with one
        of several values, when a list is given. ``about`` is a thing at either end, by any of its names,
        ``predicate`` the relation. ``sort`` is ``id``, ``verdict``, ``kind``, ``page`` or ``modality``, with
        ``-`` before it the other way round.

        >>> [row.id for row in KnowledgeGraph.open().claims(about="征途", verdict="disputed")][:4]
        ['N13.2', 'N13.3', 'N13.4', 'N13.5']

        Raises Problem 400 for an unknown facet or value, 409 for an ambiguous name (with the candidates), 404
        for a name that nothing bears.
        """
        from genfilm.client.lists import claims

        chosen = {name: [value] if isinstance(value, str) else value for name, value in filters.items()}
        return claims(self.library, chosen, sort, self.lang)

    def cite(self, name: str | None = None, style: str = "gb-t-7714") -> str:
        """Reference to a claim with what it was read in and its evidence, to an entity by any of its names,
        or, without a name, to the graph; as ``gb-t-7714``, ``apa``, ``mla``, ``chicago``, ``bibtex``,
        ``biblatex``, ``ris`` or ``csl-json``.

        A graph behind an address is cited by its version where that endpoint does not tell its build, as our
        service does, and by its name where it tells neither. Raises Problem 400 for another style, 404 for an
        unknown claim or thing.
        """
        from genfilm.records.citation import cite

        iri = self.iri(name) if name is not None else None
        return cite(self.library, iri, style, self._edition)

    @cached_property
    def _edition(self) -> CitedEdition:
        from genfilm.dataset.builds import open_build
        from genfilm.records.citation import CitedEdition

        if self.library.answers is not None:
            return CitedEdition.of(open_build(self.directory))
        told = f"<{ONTOLOGY}> owl:versionInfo ?version ; dcterms:modified ?date"
        for pattern in (told, f"GRAPH ?graph {{ {told} }}"):  # not everywhere the default graph holds all
            for row in self.library.select(f"SELECT ?version ?date {{ {pattern} }} LIMIT 1"):
                return CitedEdition(str(row["version"]), build_behind(self.address)[:12], str(row["date"]))
        return CitedEdition("", "", "")

    def __repr__(self) -> str:
        return f"<KnowledgeGraph {self.address}>"
