"""The claims nearest to a question: BM25 over rows with their parts, names, evidence and phrasings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from genfilm.ask.bm25 import Bm25
from genfilm.ask.expected import expected, holds
from genfilm.ask.features import SOUND, Reader, is_grammar, is_pair
from genfilm.catalogue.library import Library
from genfilm.dataset.builds import PHRASINGS
from genfilm.records.corpus import ClaimRecord, corpus
from genfilm.search.fold import key
from genfilm.vocabulary import BASE, GF

_FACTORS = {"said": 1.0, "name": 0.4, "evidence": 0.15, "asked": 2.0}
"""Weights of a word in the claim, in a name, in what evidence says, in a phrasing."""
_EXPECTED = 1.25
"""Factor for a row that says what a question asks for: a number, a date."""
_EDITORIAL = 0.8
"""Factor for a remark of the editors, which is farther than a claim of a source or of evidence."""
_STRANGE_PAIR, _GRAMMAR_PAIR = 0.1, 0.3
"""Shares of its weight that a pair of characters keeps that no row has, for most straddle two words, and one
with a character of grammar."""
_COMMON = 2.0
"""The weight of what tells nothing, for the whole graph is about it, such as AI."""
EDITORIAL = f"{GF}EditorialClaim"
_MADE = tuple(f"{BASE}/id/{kind}/" for kind in ("event", "obs", "use"))
"""Nodes made to carry several statements at once: claims about one of them are read together."""


class ClaimIndex:
    """Rows of claims as documents: a compound claim with its parts, or what is said of one observation."""

    def __init__(self, library: Library, reader: Reader) -> None:
        self._claims, self._reader = corpus(library).claims, reader
        self._heads = _heads(self._claims.values())
        texts: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
        for iri, claim in self._claims.items():
            row = self.row(iri)
            texts[row].update({("said", text): None for text in claim.paraphrase.values()})
            for node in (claim.speaker, claim.verdict, claim.kind, claim.valence):
                texts[row].update(
                    {("evidence", text): None for text in (node.label.values() if node else ())}
                )
        for cells in library.page("claim-words").rows:
            named, part, words = map(str, cells)
            texts[self.row(named)][part, words] = None
        self._asked: dict[str, str] = {}
        phrasings = list(_phrasings(library))
        self.phrasings = tuple(words for _, words in phrasings)
        for asked, words in phrasings:
            self._asked[key(words)] = self.row(asked)
            texts[self.row(asked)]["asked", words] = None
        documents: dict[str, dict[str, float]] = {row: defaultdict(float) for row in texts}
        for row, found in texts.items():
            for part, words in found:
                for token, weight in reader.tokens(words).items():
                    documents[row][token] += _FACTORS[part] * weight
        self._bm25 = Bm25(documents)

    def row(self, iri: str) -> str:
        """The IRI of the row that a claim belongs to, which may be itself."""
        claim = self._claims.get(iri)
        return claim.part_of or self._heads.get(_subject(claim), iri) if claim else iri

    def nearest(self, text: str, most: int) -> list[ClaimRecord]:
        """The rows nearest to a text as read, nearest first; that which is asked for in these words leads.

        Where a question asks for a number or a date, a row that has one is nearer.
        """
        scores = {
            iri: score * (_EDITORIAL if self._claims[iri].origin.iri == EDITORIAL else 1.0)
            for iri, score in self._bm25.scores(self._reader.tokens(text)).items()
        }
        meant, kind = self._asked.get(key(text)), expected(text)
        near = sorted(scores, key=lambda iri: (iri != meant, -round(scores[iri], 6), iri))[:most]
        if kind:
            for iri in near:
                scores[iri] *= _EXPECTED if self.holds(kind, self._claims[iri]) else 1.0
            near.sort(key=lambda iri: (iri != meant, -round(scores[iri], 6), iri))
        return [self._claims[iri] for iri in near]

    def holds(self, kind: str | None, claim: ClaimRecord) -> bool:
        """True if a row says a number or a date, whichever the kind is."""
        return holds(kind, claim, (self._claims[part] for part in claim.parts))

    def coverage(self, text: str, row: str) -> float:
        """The share of what a text says that a row says, too, 0 to 1."""
        found = self._reader.tokens(text)
        weak = {
            token: (_STRANGE_PAIR if self._strange(token) else _GRAMMAR_PAIR) * found[token]
            for token in found
            if self._strange(token) or is_grammar(token)
        }
        return self._bm25.coverage({**found, **weak}, row)

    def telling(self, text: str) -> bool:
        """True if a text has more than grammar, what the whole graph is about, and characters of which no
        row has two together."""
        return not all(
            (is_pair(token) and (self._strange(token) or is_grammar(token) or token.startswith(SOUND)))
            or 0 < self._bm25.weight(token) < _COMMON
            for token in self._reader.tokens(text)
        )

    def _strange(self, token: str) -> bool:
        return is_pair(token) and not self._bm25.weight(token)

    def knows(self, word: str) -> bool:
        """True if a row has an English word in some form, or a pair of Han characters."""
        tokens = [token for token in self._reader.tokens(word) if not token.startswith(SOUND)]
        return not tokens or any(self._bm25.weight(token) for token in tokens)


def _subject(claim: ClaimRecord) -> str:
    """The node that a claim of no row is about, where it was made to carry several claims."""
    iri = claim.subject.iri or "" if claim.subject and not claim.part_of else ""
    return f"{claim.source} {iri}" if iri.startswith(_MADE) else ""


def _heads(claims: Iterable[ClaimRecord]) -> dict[str, str]:
    """The claim that stands for all about such a node: that of its value, else the one that says most."""
    groups: dict[str, list[ClaimRecord]] = defaultdict(list)
    for claim in claims:
        if _subject(claim):
            groups[_subject(claim)].append(claim)
    return {
        name: max(
            group,
            key=lambda c: (bool(c.predicate and c.predicate.iri == f"{GF}value"), len(c.paraphrase["en"])),
        ).iri
        for name, group in groups.items()
    }


def _phrasings(library: Library) -> Iterable[tuple[str, str]]:
    """(claim, question) of every phrasing of the build."""
    path = library.directory / PHRASINGS if library.directory else None
    lines = path.read_text("utf-8").splitlines() if path and path.is_file() else []
    return [(claim, text) for claim, _, text in (line.partition("\t") for line in lines)]
