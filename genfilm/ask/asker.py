"""A plain question answered by a named question surely meant, else by the claims that come closest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from genfilm.ask import sentence
from genfilm.ask.answer import Answer, Match, Nearest, Statement, Understood
from genfilm.ask.candidates import Candidates, QueryCandidate
from genfilm.ask.claims import ClaimIndex
from genfilm.ask.constraints import (
    QuestionConstraint,
    compared_things,
    constraints,
    narrowed,
    sources_of,
    without_names,
    without_verdicts,
    works_of,
)  # fmt: skip
from genfilm.ask.doubt import is_doubtful
from genfilm.ask.everyday import without_everyday
from genfilm.ask.expected import NUMBER, asks_what_is_said, compares, counted, expected
from genfilm.ask.features import CONCEPT, STEM, TYPE, Reader
from genfilm.ask.lexicon import Lexicon, load_choices, load_lexicon
from genfilm.ask.linking import Linker, needed
from genfilm.ask.slips import Slips
from genfilm.ask.unknown import unknown_names, unknown_words
from genfilm.catalogue.library import Library
from genfilm.catalogue.table import Table, Term
from genfilm.protocol import terms
from genfilm.protocol.queryfile import bind_rows, without_header
from genfilm.records.corpus import ClaimRecord, corpus
from genfilm.records.entities import entities
from genfilm.records.names import names
from genfilm.search.fold import clean, fold
from genfilm.search.function_words import EVERYDAY_CHINESE, SMALL_WORDS
from genfilm.search.index import SearchIndex, index
from genfilm.words import say

SURE, KNOWN = 0.62, 0.6
"""The nearness from which a named question may be meant, and the share of the text that it must know."""
OWN = 0.9
"""The nearness of a text in the catalogue's own words: it needs no claims to be sure."""
GATE, AMONG = 2, 5
"""So many of so many nearest claims, the nearest one among them, must be among its rows or what its rows rest
on; the nearest one suffices where nothing else is behind them."""
OWN_WORDS = 0.95
"""The share that it must know where the nearest claim is not among its rows, and one more is."""
SHOWN = 8
_READ, _COMPARED = 40, 400
"""So many of the nearest claims are read; more where things are compared, of which one may be far."""
_NEAREST = 3
_EXPLAINED = 8


class Asker:
    """Answers questions over a library; safe to share between threads."""

    def __init__(self, library: Library, index: SearchIndex, lexicon: Lexicon | None = None) -> None:
        """The lexicon is that of the build, unless another is given."""
        lexicon = lexicon or load_lexicon(index.directory)
        self._library, self._index = library, index
        self._claims = ClaimIndex(library, Reader(lexicon, index.readings))
        self._corpus = corpus(library)
        asked = (*self._claims.phrasings, *(text for q in library.queries.values() for text in q.wordings))
        said = (claim.paraphrase["zh"] for claim in self._corpus.claims.values())
        choices = load_choices(index.directory)
        words = (*lexicon.by_word, *EVERYDAY_CHINESE.split(), *SMALL_WORDS, *chain(*choices.values()))
        self._slips = Slips(index, (*asked, *said, *words))
        self._linker = Linker(index, names(library), choices, self._slips)
        self._candidates = Candidates(library.queries, lexicon, index, self._linker)
        self._sources = sources_of(self._corpus)
        known = {c.verdict.iri or "": c.verdict.label for c in self._corpus.claims.values() if c.verdict}
        self._verdicts = {
            iri: (*label.values(), *choices.get(library.prefixes.compact(iri), ()))
            for iri, label in sorted(known.items())
        }

    def load(self) -> None:
        """Load what the first question would wait for; queries the engine for nothing."""
        read, mentions = self._linker.mentions("GenFilm")
        self._candidates.ranked(read, mentions, _NEAREST)

    def ask(self, question: str, lang: str = "en") -> Answer:
        """The answer to a question; raises what the engine raises, nothing for what the question holds."""
        text, shortened = clean(question)
        read, mentions = self._linker.mentions(text)
        candidates, found = self._candidates.ranked(read, mentions, _NEAREST)
        nearest = tuple(
            Nearest(c.query.id, c.query.summary[lang], round(c.value, 3), c.values)
            for c in sorted(
                candidates, key=lambda candidate: not candidate.links
            )  # what is named is asked about
        )
        asked = constraints(
            read, mentions, self._index, self._verdicts, lambda person: works_of(self._corpus, person),
            self._sources, lang,
        )  # fmt: skip
        unknown = unknown_names(read, mentions, self._slips.knows)
        near, matter, sources = self._told_in(read, asked)
        compared = compared_things(asked) if compares(read) else []
        beside = len(compared) > 1
        shown, applied, left = self._beside(read, compared) if beside else self._about(near, asked, sources)
        sparql = self._query(shown, lang)
        statements = self._statements(sparql, lang)
        candidate = candidates[0]
        direct = None if unknown else self._direct(candidate, shown, asked, expected(read), lang)
        if direct is None:
            told = without_verdicts(without_names(read, asked), asked)
            words = unknown_words(without_everyday(told), self._claims.knows)
            doubtful = bool(
                unknown or (left if beside else is_doubtful(self._claims, matter, shown, asked, words))
            )
            if doubtful:
                named = fold(" ".join(unknown))
                unknown += tuple(word for word in words if word not in named)
            said = [
                sentence.of_doubt(unknown, lang) if doubtful and shown else "",
                sentence.of_statements(statements[: max(1, len(compared))], lang),
                sentence.of_left_out(left, lang),
            ]
            claims = tuple(statement.claim for statement in statements)
            return Answer(
                text, lang, None, nearest, statements, None, _joined(said, lang), claims, sparql,
                applied, left, doubtful, unknown, shortened,
            )  # fmt: skip
        sparql, table, applied, left, claims = direct
        rows = {self._claims.row(iri) for iri in claims}
        behind = [each for each in statements if each.claim in rows]
        said = [*sentence.of_table(table, behind, lang), sentence.of_left_out(left, lang)]
        query = candidate.query
        understood = Understood(
            query.id, query.summary[lang], _values(candidate, lang), candidate.links,
            round(candidate.value, 3), _explained(candidate, found),
        )  # fmt: skip
        return Answer(
            text, lang, understood, nearest, statements, table, _joined(said, lang), claims, sparql,
            applied, left, shortened=shortened,
        )  # fmt: skip

    def behind(self, near: Nearest, lang: str) -> frozenset[str]:
        """The rows of claims behind the answer of a named question that is offered; none while it lacks a
        value that it needs."""
        query = self._library.queries[near.id]
        if any(parameter.name not in near.parameters for parameter in needed(query)):
            return frozenset()
        given = {**near.parameters, "lang": lang}
        values = {p.name: given.get(p.name, p.default) for p in query.parameters}
        table = self._library.select(query.bind(**values), query.columns)
        return frozenset(self._claims.row(iri) for row in table.rows for iri in self._behind(row))

    def row(self, iri: str) -> str:
        """The IRI of the row by which a claim is shown: itself, or the compound claim above it."""
        return self._claims.row(iri)

    def _told_in(
        self, read: str, asked: Sequence[QuestionConstraint]
    ) -> tuple[list[ClaimRecord], str, set[str]]:
        """(the claims nearest to a question, the text to which they are, names of sources).

        Where it asks what a source says, they are those of that source, near to the rest of the text.
        """
        documents = frozenset[str]().union(*(each.documents for each in asked))
        if documents and asks_what_is_said(read):
            matter = without_names(read, [each for each in asked if each.documents])
            every = self._claims.nearest(matter, len(self._corpus.claims))
            told = [claim for claim in every if any(p.document in documents for p in claim.passages)]
            if told:
                return told[:_READ], matter, {each.label for each in asked if each.documents}
        return self._claims.nearest(read, _READ), read, set()

    def _about(
        self, near: Sequence[ClaimRecord], asked: Sequence[QuestionConstraint], applied: set[str]
    ) -> tuple[list[ClaimRecord], tuple[str, ...], tuple[str, ...]]:
        """(the claims to show, the constraints that leave others out, those that none of them meets).

        ``applied`` are the sources that left others out before. Of several works, persons or organizations a
        claim need name only one, for they may be compared, and of several numbers, for they may be ends.
        """
        kept, applied = list(near), set(applied)
        things = [each for each in asked if each.specific]
        numbers = [each for each in asked if not each.iri]
        single = ([each] for each in asked if each.iri and (each.stage or not each.thing))
        for group in filter(None, (things, numbers, *single)):
            meeting = [claim for claim in kept if any(self._meets(claim, each) for each in group)]
            if not meeting or (group[0].stage and meeting[0] is not kept[0]):
                continue
            if len(meeting) < len(kept):
                applied.update(each.label for each in group)
            kept = meeting
        kept = kept[:SHOWN]
        met = [each.label for each in asked if any(self._meets(claim, each) for claim in kept)]
        left = tuple(each.label for each in asked if each.label not in met)
        return kept, tuple(label for label in met if label in applied), left

    def _beside(
        self, read: str, things: Sequence[QuestionConstraint]
    ) -> tuple[list[ClaimRecord], tuple[str, ...], tuple[str, ...]]:
        """(the nearest claims about each of several things by turns, the things met, those of which no
        claim is near)."""
        near = self._claims.nearest(read, _COMPARED)
        about = [[claim for claim in near if self._meets(claim, each)] for each in things]
        turns = (claim for turn in zip_longest(*about) for claim in turn if claim is not None)
        labels = [each.label for each in things]
        met = tuple(label for label, claims in zip(labels, about, strict=True) if claims)
        left = tuple(label for label in labels if label not in met)
        return list({claim.iri: claim for claim in turns}.values())[:SHOWN], met, left

    def _meets(self, claim: ClaimRecord, constraint: QuestionConstraint) -> bool:
        known = self._corpus.claims
        return constraint.meets(claim, (known[part] for part in claim.parts))

    def _direct(
        self,
        candidate: QueryCandidate,
        shown: Sequence[ClaimRecord],
        asked: Sequence[QuestionConstraint],
        kind: str | None,
        lang: str,
    ) -> tuple[str, Table, tuple[str, ...], tuple[str, ...], tuple[str, ...]] | None:
        """(SPARQL, rows, constraints applied and left out, claims) of a question surely meant, None of one
        that is not: it gives its parameters no value, or too few of the nearest claims are behind
        its rows, or no row is about the work, person or organization that is named."""
        if candidate.value < SURE or candidate.known < KNOWN or not candidate.complete:
            return None
        values = _values(candidate, lang)
        text = candidate.query.bind(**values)
        taken = {link.value for link in candidate.links}
        free = [each for each in asked if self._library.prefixes.compact(each.iri) not in taken]
        table, applied, left = narrowed(
            self._library.select(text, candidate.query.columns), free, self._corpus.claims.get
        )
        claims = tuple(dict.fromkeys(iri for row in table.rows for iri in self._behind(row)))
        behind = {self._claims.row(iri) for iri in claims}
        nearest = [claim.iri for claim in shown[:AMONG]]
        hits = len(behind.intersection(nearest)) - (1 if candidate.known < OWN_WORDS else 0)
        among = hits > GATE or (len(behind.intersection(nearest)) >= GATE and nearest[0] in behind)
        alone = behind == set(nearest[:1])
        gated = among or alone or min(candidate.value, candidate.known) >= OWN
        if not (table.rows and gated) or any(each.specific for each in left):
            return None
        if kind == NUMBER and not counted(table):
            return None
        names = tuple(each.label for each in applied), tuple(each.label for each in left)
        return without_header(text), table, *names, claims

    def _behind(self, row: Sequence[Term | None]) -> Iterator[str]:
        """The claims that a row names, else those about the things that it names."""
        things = [term.value for term in row if term is not None and term.kind == "iri"]
        named = [iri for iri in things if iri in self._corpus.claims]
        yield from named or (claim.iri for iri in things for claim in self._corpus.about(iri))

    def _query(self, claims: Sequence[ClaimRecord], lang: str) -> str:
        """The SPARQL that tells of claims, in their order; empty without claims."""
        rows = [
            {"place": str(place), "claim": terms.iri(claim.iri), "lang": terms.string(lang)}
            for place, claim in enumerate(claims, 1)
        ]
        return without_header(bind_rows(self._library.page_text("nearest-claims"), rows)) if rows else ""

    def _statements(self, sparql: str, lang: str) -> tuple[Statement, ...]:
        rows = self._library.select(sparql).rows if sparql else ()
        found = (Statement(*(str(term or "").strip() for term in row)) for row in rows)
        return tuple(replace(each, source=self._source(each.claim, lang)) for each in found)

    def _source(self, claim: str, lang: str) -> str:
        """The document that states a claim, by its name."""
        documents = [passage.document for passage in self._corpus.claims[claim].passages]
        return entities(self._library).entity(documents[0]).label[lang] if documents else ""


def asker(library: Library) -> Asker:
    """Asker of plain questions over a build, made once for a library; raises BuildNotFound."""
    return library.once("asker", lambda: Asker(library, index(library)))


def _values(candidate: QueryCandidate, lang: str) -> dict[str, str]:
    """The parameters of a question: as linked, the language of the answer, or the default."""
    given = candidate.values | {"lang": lang}
    return {p.name: given.get(p.name, p.default) for p in candidate.query.parameters}


def _explained(candidate: QueryCandidate, found: Mapping[str, str]) -> tuple[Match, ...]:
    shown = [feature for feature in candidate.shared if feature.startswith((CONCEPT, STEM, TYPE))]
    return tuple(Match(found.get(feature, ""), *feature.split(":", 1)) for feature in shown[:_EXPLAINED])


def _joined(sentences: Sequence[str], lang: str) -> str:
    return say("list.sentence", lang).join(filter(None, sentences))
