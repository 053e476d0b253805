"""Claims in brief: as data, as lines of text, and those that the rows of an answer name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from genfilm.catalogue.library import Library
from genfilm.catalogue.table import Table, Term
from genfilm.mcp.shapes import Cell, ClaimBrief, ColumnModel, Rows
from genfilm.records.claim_columns import BRIEF, COLUMNS
from genfilm.records.corpus import CLAIMS, ClaimRecord, corpus
from genfilm.vocabulary import PREFIXES, Prefixes
from genfilm.words import say, saying

LONGEST = 1000
"""Characters of one value in a row; a longer one is cut and ends in ``…``."""
AGAINST = "disputed"
"""The verdict on what evidence contradicts."""


def name_of(iri: str, prefixes: Prefixes = PREFIXES) -> str:
    """The name under which tools take an entity: ``example-2026/C01`` for a claim, else its prefixed name."""
    return iri.removeprefix(CLAIMS) if iri.startswith(CLAIMS) else prefixes.compact(iri)


def brief(said: ClaimRecord, lang: str) -> ClaimBrief:
    """Facts that must be known of a claim to quote it."""
    told = {name: COLUMNS[name].told(said, lang) for name in BRIEF}
    found = ClaimBrief(**told | {"claim": name_of(said.iri)})
    found._line = _line(said, lang)
    return found


def _line(said: ClaimRecord, lang: str) -> str:
    """A claim as one line of text; a mark warns of what evidence contradicts."""
    say = saying(lang)
    place = say("list.comma") + say("claim.page", page=said.pages) if said.pages else ""
    return say(
        "claim.line",
        name=name_of(said.iri),
        says=said.paraphrase[lang],
        speaker=said.speaker.label[lang] + place,
        polarity=said.polarity.label[lang],
        modality=said.modality.label[lang],
        mark="⚠ " if said.verdict and said.verdict.key == AGAINST else "",
        verdict=said.verdict.label[lang] if said.verdict else say("verdict.none"),
    )


def lines(claims: Sequence[ClaimBrief], lang: str) -> list[str]:
    """Claims under a heading; nothing when there is none."""
    if not claims:
        return []
    return ["", say("claims.behind", lang), *(f"- {claim}" for claim in claims)]


def named_in(library: Library, rows: Iterable[Sequence[Term | None]], lang: str) -> list[ClaimBrief]:
    """The claims whose IRIs stand in rows, each once, in their order."""
    known = corpus(library).claims
    found = dict.fromkeys(
        term.value for row in rows for term in row if term is not None and term.value in known
    )
    return [brief(known[iri], lang) for iri in found]


def rows_of(library: Library, table: Table, offset: int, limit: int, lang: str) -> Rows:
    """A part of a table with the claims in it, and how to go on."""
    shown = table.rows[offset : offset + limit]
    names = [column.name for column in table.columns]
    end = offset + len(shown)
    more = end < len(table)
    return Rows(
        total=len(table),
        truncated=more,
        next=f"offset={end}" if more else None,
        columns=[ColumnModel(name=column.name, label=column.label(lang)) for column in table.columns],
        rows=[
            dict(zip(names, (_cell(term, library.prefixes) for term in row), strict=True)) for row in shown
        ],
        claims=named_in(library, shown, lang),
    )


def rows_text(rows: Rows, lang: str) -> list[str]:
    """Rows as text, one to a line, then what was left out, then the claims."""
    if not rows.columns and not rows.rows:
        return list(rows.notes)
    labels = {column.name: column.label for column in rows.columns}
    found = [
        f"{number}. "
        + "; ".join(f"{labels[name]}: {value}" for name, value in row.items() if value is not None)
        for number, row in enumerate(rows.rows, 1)
    ]
    if not found:
        found = [say("answer.none", lang)]
    return [
        *found,
        *part_text(len(rows.rows), rows.total, rows.next, lang),
        *rows.notes,
        *lines(rows.claims, lang),
    ]


def part_text(shown: int, total: int, after: str | None, lang: str) -> list[str]:
    """A line that says what was left out; nothing when nothing was."""
    if not after:
        return []
    return [say("answer.part", lang, shown=shown, total=total, after=after)]


def _cell(term: Term | None, prefixes: Prefixes) -> Cell:
    if term is None:
        return None
    if term.kind == "iri":
        return name_of(term.value, prefixes)
    value = term.json
    return value[:LONGEST] + "…" if isinstance(value, str) and len(value) > LONGEST else value


def briefs(statements: Iterable[ClaimRecord], lang: str) -> list[ClaimBrief]:
    """Several claims, each with what must be known of it."""
    return [brief(said, lang) for said in statements]
