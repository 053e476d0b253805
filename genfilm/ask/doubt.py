"""Doubt that the nearest claims are an answer: they may say too little of what a question asks."""

from __future__ import annotations

from collections.abc import Sequence

from genfilm.ask.claims import ClaimIndex
from genfilm.ask.constraints import QuestionConstraint, without_names, without_verdicts
from genfilm.ask.everyday import without_everyday
from genfilm.ask.expected import expected
from genfilm.records.corpus import ClaimRecord

COVERED, COVERED_IF_STRANGE = 0.38, 0.58
"""The share of a question that one of the nearest claims must say, too, or the answer is doubtful."""
BESIDES = 0.2
"""The share that it must say of what a question says beside the names in it."""
WEIGHED = 2
"""So many of the nearest claims are weighed so."""


def is_doubtful(
    claims: ClaimIndex,
    read: str,
    shown: Sequence[ClaimRecord],
    asked: Sequence[QuestionConstraint],
    words: Sequence[str],
) -> bool:
    """True if the nearest claims say little of what is asked, or little but its names, or the first has no
    number or date where one is asked for; ``words`` of the question are in no claim."""
    text = without_verdicts(read, asked)
    matter, besides = without_everyday(text), without_everyday(without_names(text, asked))
    if not shown or 2 * sum(map(len, words)) >= max(1, len("".join(matter.split()))):
        return True

    def said(part: str) -> float:
        return max(claims.coverage(part, claim.iri) for claim in shown[:WEIGHED])

    return not (
        said(matter) >= (COVERED_IF_STRANGE if words else COVERED)
        and (not (words or claims.telling(besides)) or said(besides) >= BESIDES)
        and claims.holds(expected(read), shown[0])
    )
