"""A plain question answered by a named question surely meant, else by the claims that come closest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from genfilm.ask import sentence
from genfilm.ask.answer import Answer, Match, Nearest, Statement, Understood
from genfilm.ask.candidates import Candidate, Candidates
from genfilm.ask.claims import ClaimIndex
from genfilm.ask.constraints import Constraint, constraints, narrowed
from genfilm.ask.features import CONCEPT, STEM, TYPE, Reader
from genfilm.ask.lexicon import Lexicon, load_lexicon
from genfilm.ask.linking import Linker
from genfilm.catalogue.library import Library
from genfilm.catalogue.table import Table, Term
from genfilm.protocol import terms
from genfilm.protocol.queryfile import bind_rows, without_header
from genfilm.records.corpus import ClaimRecord, corpus
from genfilm.records.names import names
from genfilm.search.fold import clean
from genfilm.search.index import SearchIndex, index
from genfilm.words import say

SURE, KNOWN = 0.6, 0.6
"""The nearness from which a named question may be meant, and the share of the text that it must know."""
OWN = 0.9
"""The nearness of a text in the catalogue's own words: it needs no claims to be sure."""
GATE, AMONG = 2, 5
"""So many of so many nearest claims must be among its rows, or what its rows rest on; the nearest suffices
where nothing else is behind them."""
SHOWN = 8
COVERED = 0.45
"""The share of a question that the nearest claim must say, too, lest the answer warns."""
_READ = 40
_NEAREST = 3
_EXPLAINED = 8
# fmt: off
_CHOICES: dict[str, tuple[str, ...]] = {
    "gf:isContradictedBy": ("contradict", "against", "oppose", "矛盾", "相左", "反驳", "对不上"),
    "gf:isQualifiedBy": ("qualif", "restrict", "限定", "限制", "折扣"),
    "gf:isSupportedBy": ("support", "confirm", "支持", "证实"),
    "gf:Asserted": ("assert", "plainly", "断言"),
    "gf:Defined": ("defin", "定义", "界定"),
    "gf:Reported": ("report", "quote", "转述", "引述"),
    "gf:Hedged": ("hedg", "cautious", "uncertain", "保留", "谨慎"),
    "gf:Predicted": ("predict", "forecast", "future", "预测", "展望", "预言"),
    "gf:Recommended": ("recommend", "advis", "建议"),
    "gf:Inferred": ("infer", "推断", "推论"),
    "Abstract": ("english abstract", "abstract", "英文摘要"),
    "摘要": ("chinese abstract", "中文摘要"),
    "引言": ("introduction", "intro"),
    "四": ("conclusion", "结语", "结论部分", "第四部分"),
    "参考文献": ("references section", "reference section"),
    **{
        f"{part}({section})": (
            f"第{part}部分({section})", f"第{part}部分第{section}节", f"section {place}.{number}",
            f"part {place}, section {number}", f"{part}{section}",
        )
        for place, part in enumerate("一二三", 1) for number, section in enumerate("一二三", 1)
    },
}
# fmt: on


class Asker:
    """Answers questions over a library; safe to share between threads."""

    def __init__(self, library: Library, index: SearchIndex, lexicon: Lexicon | None = None) -> None:
        """The lexicon is that of the build, unless another is given."""
        lexicon = lexicon or load_lexicon(index.directory)
        self._library, self._index = library, index
        self._linker = Linker(index, names(library), _CHOICES)
        self._candidates = Candidates(library.queries, lexicon, index, self._linker)
        self._claims = ClaimIndex(library, Reader(lexicon, index.readings))
        self._corpus = corpus(library)
        self._verdicts = frozenset(c.verdict.iri or "" for c in self._corpus.claims.values() if c.verdict)

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
        asked = constraints(read, mentions, self._index, self._verdicts, lang)
        near = self._claims.nearest(read, _READ)
        shown, applied, left = self._about(near, asked)
        sparql = self._query(shown, lang)
        statements = self._statements(sparql)
        candidate = candidates[0]
        direct = self._direct(candidate, [claim.iri for claim in shown[:AMONG]], asked, lang)
        if direct is None:
            said = [sentence.of_statement(statements[0], lang) if statements else say("ask.nothing", lang)]
            if shown and self._claims.coverage(read, shown[0].iri) < COVERED:
                said.append(say("ask.doubtful", lang))
            said.append(sentence.of_left_out(left, lang))
            claims = tuple(statement.claim for statement in statements)
            return Answer(
                text, lang, None, nearest, statements, None, _joined(said, lang), claims, sparql,
                applied, left, shortened,
            )  # fmt: skip
        sparql, table, applied, left, claims = direct
        rows = {self._claims.row(iri) for iri in claims}
        lead = next((each for each in statements if each.claim in rows), None)
        said = [*sentence.of_table(table, lead, lang), sentence.of_left_out(left, lang)]
        understood = Understood(
            candidate.query.id,
            candidate.query.summary[lang],
            _values(candidate, lang),
            candidate.links,
            round(candidate.value, 3),
            _explained(candidate, found),
        )
        return Answer(
            text, lang, understood, nearest, statements, table, _joined(said, lang), claims, sparql,
            applied, left, shortened,
        )  # fmt: skip

    def row(self, iri: str) -> str:
        """The IRI of the row by which a claim is shown: itself, or the compound claim above it."""
        return self._claims.row(iri)

    def _about(
        self, near: Sequence[ClaimRecord], asked: Sequence[Constraint]
    ) -> tuple[list[ClaimRecord], tuple[str, ...], tuple[str, ...]]:
        """(the claims to show, the constraints that narrow them, those that none of them meets).

        Of several works, persons or organizations a claim need name only one: they may be compared.
        """
        kept = list(near)
        things = [constraint for constraint in asked if constraint.specific]
        for group in (things, *([each] for each in asked if not each.thing)):
            meeting = [claim for claim in kept if any(self._meets(claim, each) for each in group)]
            kept = meeting or kept
        kept = kept[:SHOWN]
        met = [each.label for each in asked if any(self._meets(claim, each) for claim in kept)]
        return kept, tuple(met), tuple(each.label for each in asked if each.label not in met)

    def _meets(self, claim: ClaimRecord, constraint: Constraint) -> bool:
        known = self._corpus.claims
        return constraint.meets(claim, (known[part] for part in claim.parts))

    def _direct(
        self, candidate: Candidate, nearest: Sequence[str], asked: Sequence[Constraint], lang: str
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
        among = len(behind.intersection(nearest)) >= GATE or behind == set(nearest[:1])
        gated = among or min(candidate.value, candidate.known) >= OWN
        if not (table.rows and gated) or any(each.specific for each in left):
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

    def _statements(self, sparql: str) -> tuple[Statement, ...]:
        rows = self._library.select(sparql).rows if sparql else ()
        return tuple(Statement(*(str(term or "").strip() for term in row)) for row in rows)


def asker(library: Library) -> Asker:
    """Asker of plain questions over a build, made once for a library; raises BuildNotFound."""
    return library.once("asker", lambda: Asker(library, index(library)))


def _values(candidate: Candidate, lang: str) -> dict[str, str]:
    """The parameters of a question: as linked, the language of the answer, or the default."""
    given = candidate.values | {"lang": lang}
    return {p.name: given.get(p.name, p.default) for p in candidate.query.parameters}


def _explained(candidate: Candidate, found: Mapping[str, str]) -> tuple[Match, ...]:
    shown = [feature for feature in candidate.shared if feature.startswith((CONCEPT, STEM, TYPE))]
    return tuple(Match(found.get(feature, ""), *feature.split(":", 1)) for feature in shown[:_EXPLAINED])


def _joined(sentences: Sequence[str], lang: str) -> str:
    return say("list.sentence", lang).join(filter(None, sentences))
