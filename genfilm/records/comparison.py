"""A comparison as a table: a line for each claim of each cell, with all that the page shows, labels first."""

from __future__ import annotations

from collections.abc import Mapping

from genfilm.catalogue.library import Library
from genfilm.protocol.terms import string
from genfilm.records.claim import STANCES
from genfilm.records.claim_columns import headings
from genfilm.records.corpus import ClaimRecord, corpus
from genfilm.records.entities import entities
from genfilm.records.matrix import Matrix
from genfilm.vocabulary import compact
from genfilm.words import say

_CLAIM = {
    "statement": "paraphrase", "verdict": "verdict", "page": "page", "speaker": "speaker", "claim": "id",
    "claimIri": "claim",
}  # fmt: skip
"""The columns of a claim, with those of the ledger that head them."""
MATRIX = ("row", "column", "value", "statement", "verdict", "page", "speaker", "evidence", "source", "claim",
    "rowIri", "columnIri", "claimIri")  # fmt: skip
PAPER = ("row", "column", "value", "statement", "verdict", "page", "evidence", "claim")
"""The columns of MATRIX that fit the width of a page."""
EVIDENCE = ("statement", "verdict", "stance", "evidence", "page", "speaker", "source", "claim", "claimIri")


def findings(library: Library, lang: str) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    """(stance, finding in ``en`` or ``zh``, its IRI) of each claim of a source, by its IRI."""

    def read() -> dict[str, tuple[tuple[str, str, str], ...]]:
        found: dict[str, list[tuple[str, str, str]]] = {}
        for row in library.page("compare-evidence", lang=string(lang)):
            stance = STANCES[compact(str(row["stance"]))]
            found.setdefault(str(row["claim"]), []).append(
                (stance, str(row["finding"]), str(row["evidence"]))
            )
        return {claim: tuple(texts) for claim, texts in found.items()}

    return library.once(f"findings {lang}", read)


def evidence_on(library: Library, said: ClaimRecord) -> list[tuple[str, str]]:
    """(stance, IRI of the finding) of a claim of a source; a part has that of its row where it has none."""
    known = findings(library, "en")
    told = known.get(said.iri) or known.get(said.part_of or "", ())
    return [(stance, finding) for stance, _, finding in told]


def table(library: Library, matrix: Matrix, lang: str, columns: tuple[str, ...] = MATRIX) -> list[list[str]]:
    """The lines of a matrix, in these columns."""
    known = findings(library, lang)
    lines = []
    for row in matrix.rows:
        for column in matrix.columns:
            for entry in matrix.cells.get((row.key_of, column.key_of), ()):
                texts = known.get(entry.claim.iri) or known.get(entry.claim.part_of or "", ())
                said = _told(entry.claim, lang) | {
                    "row": row.label[lang],
                    "column": column.label[lang],
                    "value": entry.told(lang),
                    "evidence": "; ".join(_finding(stance, text, lang) for stance, text, _ in texts),
                    "rowIri": row.key_of.removeprefix("← "),
                    "columnIri": column.key_of,
                }
                lines.append([said[name] for name in columns])
    return lines


def against(library: Library, lang: str, order: list[str]) -> list[list[str]]:
    """A line for each finding on each of the claims in ``order`` (IRIs), in the columns of EVIDENCE."""
    claims, known = corpus(library).claims, findings(library, lang)
    lines = []
    for iri in order:
        for stance, text, _ in known[iri]:
            said = _told(claims[iri], lang) | {"stance": say(f"stance.{stance}", lang), "evidence": text}
            lines.append([said[name] for name in EVIDENCE])
    return lines


def heads(library: Library, names: tuple[str, ...], lang: str) -> list[str]:
    """The headings of such columns."""
    of_claims = headings(entities(library))
    return [
        of_claims[_CLAIM[name]][lang] if name in _CLAIM else say(f"compare.column.{name}", lang)
        for name in names
    ]


def _told(each: ClaimRecord, lang: str) -> dict[str, str]:
    return {
        "statement": each.paraphrase[lang],
        "verdict": each.verdict.label[lang] if each.verdict else say("verdict.none", lang),
        "page": each.pages,
        "speaker": each.speaker.label[lang],
        "source": each.source,
        "claim": each.id,
        "claimIri": each.iri,
    }


def _finding(stance: str, text: str, lang: str) -> str:
    return say(f"stance.{stance}", lang) + say("list.colon", lang) + text
