"""A plain question answered by a named question surely meant, else by the claims that come closest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from genfilm.ask import sentence
from genfilm.ask.answer import Answer, Nearest, Statement
from genfilm.ask.candidates import Candidates
from genfilm.ask.claims import ClaimIndex
from genfilm.ask.constraints import (
    QuestionConstraint,
    compared_things,
    constraints,
    sources_of,
    without_names,
    without_verdicts,
    works_of,
)  # fmt: skip
from genfilm.ask.defining import defining
from genfilm.ask.derived import DerivedQuestions
from genfilm.ask.doubt import is_doubtful
from genfilm.ask.everyday import without_everyday
from genfilm.ask.expected import asks_what_is_said, compares, expected
from genfilm.ask.features import Reader
from genfilm.ask.lexicon import Lexicon, load_choices, load_lexicon
from genfilm.ask.linking import Linker, needed
from genfilm.ask.named import DEFINITION, FACTS, NamedAnswers
from genfilm.ask.slips import Slips
from genfilm.ask.unknown import unknown_names, unknown_words
from genfilm.catalogue.library import Library
from genfilm.protocol import terms
from genfilm.protocol.queryfile import bind_rows, without_header
from genfilm.records.corpus import ClaimRecord, corpus
from genfilm.records.entities import entities
from genfilm.records.names import names
from genfilm.search.fold import clean, fold
from genfilm.search.function_words import EVERYDAY_CHINESE, SMALL_WORDS
from genfilm.search.index import SearchIndex, index
from genfilm.words import say

SHOWN = 8
_READ, _COMPARED = 40, 400
"""So many of the nearest claims are read; more where things are compared, of which one may be far."""
_NEAREST = 3


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
        ranked = {name: query for name, query in library.queries.items() if name not in (FACTS, DEFINITION)}
        self._candidates = Candidates(ranked, lexicon, index, self._linker)
        self._derived, self._named = DerivedQuestions(library, lexicon), NamedAnswers(library, self._claims)
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
        to_define = None if unknown else defining(read, self._linker.names)
        plain = to_define.plain if to_define is not None and to_define.explicit else read
        near, matter, sources = self._told_in(plain, asked)
        compared = compared_things(asked) if compares(read) else []
        beside = len(compared) > 1
        shown, applied, left = self._beside(read, compared) if beside else self._about(near, asked, sources)
        derived = None if unknown else self._derived.read(read, mentions, near)
        direct = None
        if to_define is not None and to_define.explicit:
            direct = self._named.of_definition(to_define, shown, lang)
        if direct is None and not unknown:
            direct = self._named.of_candidate(candidates[0], found, shown, asked, expected(read), lang)
        if direct is None and derived is not None:
            direct = self._named.of_property(derived, shown, lang)
        if direct is None and to_define is not None:
            direct = self._named.of_definition(to_define, shown, lang)
        if derived is not None:
            shown = self._led(derived.claims, shown)
        sparql = self._query(shown, lang)
        statements = self._statements(sparql, lang)
        if direct is None:
            told = without_verdicts(without_names(read, asked), asked)
            words = unknown_words(without_everyday(told), self._claims.knows)
            doubtful = derived is None and bool(
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
        meant = direct.understood
        rows = {self._claims.row(iri) for iri in direct.claims}
        behind = [each for each in statements if each.claim in rows]
        if direct.lead is None:
            said = sentence.of_table(direct.table, behind, lang)
        else:
            said = [direct.lead, *sentence.of_behind(behind, lang)]
        return Answer(
            text, lang, meant, nearest, statements, direct.table,
            _joined([*said, sentence.of_left_out(direct.left, lang)], lang), direct.claims, direct.sparql,
            direct.applied, direct.left, shortened=shortened,
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
        return frozenset(self._claims.row(iri) for row in table.rows for iri in self._named.behind(row))

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

    def _led(self, claims: Sequence[ClaimRecord], shown: Sequence[ClaimRecord]) -> list[ClaimRecord]:
        """The claims to show, led by the rows of those that state the answer, the nearest first."""
        rows = {self._claims.row(claim.iri): None for claim in claims}
        near = [claim.iri for claim in shown]
        first = [iri for iri in near if iri in rows] + [iri for iri in rows if iri not in near]
        order = dict.fromkeys((*first, *near))
        return [self._corpus.claims[iri] for iri in order][:SHOWN]

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


def _joined(sentences: Sequence[str], lang: str) -> str:
    return say("list.sentence", lang).join(filter(None, sentences))
