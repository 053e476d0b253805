"""Constraints of a question: the entities, numbers and verdicts that it names narrow its answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from genfilm.catalogue.table import Table, Term
from genfilm.records.corpus import ClaimRecord, Corpus
from genfilm.search.fold import fold
from genfilm.search.index import SearchIndex
from genfilm.search.results import Mention
from genfilm.vocabulary import BASE

_NARROWING = tuple(
    f"{BASE}/id/{kind}/"
    for kind in ("film", "series", "person", "org", "event", "stage", "actor", "tech", "doc")
)
_SPECIFIC = tuple(f"{BASE}/id/{kind}/" for kind in ("film", "series", "person", "org"))
_PERSON = f"{BASE}/id/person/"
_WORK = tuple(f"{BASE}/id/{kind}/" for kind in ("film", "series"))
_LISTS = re.compile(r"\b(?:which|what|list|show|how many)\b|哪些|哪几|哪条|有什么|列出|列举|多少")
"""Words that ask for several: only such a question wants the statements of a verdict, others ask for it."""
_NUMBER = re.compile(r"(?<![0-9a-z.])[0-9]{3,}(?![0-9a-z.]*[0-9a-z])")
"""Years, pages, figures; shorter numbers are mostly ordinals or parts of names."""


@dataclass(frozen=True, slots=True)
class QuestionConstraint:
    """A thing, number or verdict that a question names, at ``spans`` of it; ``names`` are folded.

    What names a work, a person or an organization is ``specific``: an answer about none of them is no
    answer. ``works`` are those of a person: who asks for the film of an actor asks about the film.
    ``documents`` are the sources of this name, or in which the one who is named speaks.
    """

    iri: str
    label: str
    names: frozenset[str]
    specific: bool = False
    spans: tuple[tuple[int, int], ...] = ()
    works: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()

    @property
    def thing(self) -> bool:
        """True for a thing of the world, not for a number or a verdict."""
        return self.iri.startswith(f"{BASE}/id/")

    @property
    def stage(self) -> bool:
        """True for a stage of the film chain: what is asked of one is not answered by another."""
        return self.iri.startswith(f"{BASE}/id/stage/")

    def meets(self, claim: ClaimRecord, parts: Iterable[ClaimRecord] = ()) -> bool:
        """True if a claim or a part of it is about the thing, names it, is said by it or has the verdict."""
        for said in (claim, *parts):
            nodes = (said.subject, said.object, said.verdict, said.speaker, *said.bearings)
            named = {node.iri for node in nodes if node is not None} | {p.document for p in said.passages}
            if (self.iri and self.iri in named) or not (self.works | self.documents).isdisjoint(named):
                return True
            spoken = [*said.paraphrase.values(), *(said.predicate.label.values() if said.predicate else ())]
            if self.inside(*spoken, *([] if self.iri else [said.pages])):
                return True
        return False

    def inside(self, *texts: str) -> bool:
        """True if a text holds one of the names, as a word of its own where it is no Chinese."""
        return any(
            re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", fold(text))
            for name in self.names
            for text in texts
        )


def constraints(
    text: str,
    mentions: Sequence[Mention],
    index: SearchIndex,
    verdicts: Mapping[str, Collection[str]],
    works: Callable[[str], Collection[str]],
    sources: Mapping[str, Collection[str]],
    lang: str,
) -> list[QuestionConstraint]:
    """The constraints of a question as read, the longest names first; a longer name hides those inside it.

    ``verdicts`` are those of the graph with the words for each; they count where several are asked for.
    ``works`` gives the works of a person, ``sources`` the sources in which someone speaks, and of a source
    itself.
    """
    names: dict[str, set[str]] = {}
    places: dict[str, list[tuple[int, int]]] = {}
    documents: dict[str, set[str]] = {}
    spans: list[tuple[int, int]] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        if any(start < mention.end and mention.start < end for start, end in spans):
            continue
        spans.append((mention.start, mention.end))
        fitting = [c.iri for c in mention.candidates if c.iri.startswith(_NARROWING)]
        iri = fitting[0] if fitting else None
        if iri is not None:
            documents.setdefault(iri, set()).update(*(sources.get(each, ()) for each in fitting))
            names.setdefault(iri, set()).update(fold(c.name) for c in mention.candidates if c.iri == iri)
            places.setdefault(iri, []).append(spans[-1])
    verdict = _verdict(text, verdicts) if _LISTS.search(fold(text)) else None
    if verdict is not None:
        names[verdict[0]], places[verdict[0]], documents[verdict[0]] = {verdict[1]}, [verdict[2]], set()
    labels = {tongue: index.labels(list(names), tongue) for tongue in ("en", "zh")}
    found = [
        QuestionConstraint(
            iri,
            labels[lang][iri].label,
            frozenset(said | {fold(each[iri].label) for each in labels.values()}),
            iri.startswith(_SPECIFIC) or iri in sources,
            tuple(places[iri]),
            frozenset(works(iri) if iri.startswith(_PERSON) else ()),
            frozenset(documents[iri]),
        )
        for iri, said in names.items()
    ]
    numbers = [
        match[0]
        for match in _NUMBER.finditer(fold(text))
        if not any(start <= match.start() < end for start, end in spans)
    ]
    return found + [QuestionConstraint("", number, frozenset([number])) for number in dict.fromkeys(numbers)]


def _verdict(text: str, verdicts: Mapping[str, Collection[str]]) -> tuple[str, str, tuple[int, int]] | None:
    """(the verdict of which a text has the longest name, that name, where it stands)."""
    said = fold(text)
    found = [
        (len(word), iri, word, match.span())
        for iri, words in verdicts.items()
        for word in map(fold, words)
        if (match := re.search(rf"(?<![a-z0-9]){re.escape(word)}", said))
    ]
    return max(found)[1:] if found else None


def sources_of(corpus: Corpus) -> dict[str, set[str]]:
    """The documents in which someone speaks most, and each document by itself."""
    speakers: dict[str, Counter[str]] = {}
    for claim in corpus.claims.values():
        for passage in claim.passages:
            speakers.setdefault(passage.document, Counter())[claim.speaker.iri or ""] += 1
    found = {document: {document} for document in speakers}
    for document, spoken in speakers.items():
        found.setdefault(max(spoken, key=lambda iri: spoken[iri]), set()).add(document)
    return found


def works_of(corpus: Corpus, person: str) -> set[str]:
    """The works that claims connect with a person, and the uses of technology in them."""
    near = [*corpus.about(person), *corpus.pointing_to(person)]
    nodes = {node.iri for claim in near for node in (claim.subject, claim.object) if node and node.iri}
    works = {iri for iri in nodes if iri.startswith(_WORK)}
    parts = [claim.object for iri in works for claim in corpus.about(iri)]
    uses = [claim.subject for iri in works for claim in corpus.pointing_to(iri)]
    made = tuple(f"{BASE}/id/{kind}/" for kind in ("use", "obs"))
    return works | {node.iri for node in (*parts, *uses) if node and node.iri and node.iri.startswith(made)}


def narrowed(
    table: Table, asked: Sequence[QuestionConstraint], known: Callable[[str], ClaimRecord | None]
) -> tuple[Table, list[QuestionConstraint], list[QuestionConstraint]]:
    """(the rows that meet the constraints, the constraints that leave rows out, those that no row meets).

    Where a cell of some row is the thing, a row that only tells of it in passing is left out.
    """
    rows, applied, left = table.rows, [], []
    for constraint in asked:
        kept = tuple(row for row in rows if any(term and term.value == constraint.iri for term in row))
        kept = kept or tuple(row for row in rows if _row_meets(row, constraint, known))
        if not kept:
            left.append(constraint)
        elif len(kept) < len(rows):
            rows = kept
            applied.append(constraint)
    return Table(table.columns, rows), applied, left


def _row_meets(
    row: Sequence[Term | None],
    constraint: QuestionConstraint,
    known: Callable[[str], ClaimRecord | None],
) -> bool:
    for term in row:
        if term is None:
            continue
        if term.kind == "literal" and constraint.inside(term.value):
            return True
        claim = known(term.value) if term.kind == "iri" else None
        if claim is not None and constraint.meets(claim):
            return True
    return False


def without_names(text: str, asked: Sequence[QuestionConstraint]) -> str:
    """A text without the names of works, people and organizations in it, blanks instead."""
    return _without(text, [each for each in asked if each.specific])


def without_verdicts(text: str, asked: Sequence[QuestionConstraint]) -> str:
    """A text without the words for verdicts in it, blanks instead."""
    return _without(text, [each for each in asked if each.iri and not each.thing])


def _without(text: str, asked: Sequence[QuestionConstraint]) -> str:
    for start, end in (span for each in asked for span in each.spans):
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def compared_things(asked: Sequence[QuestionConstraint]) -> list[QuestionConstraint]:
    """The works, persons and organizations to set beside each other; where there are not two, the things."""
    specific = [each for each in asked if each.specific]
    return specific if len(specific) > 1 else [each for each in asked if each.thing]
