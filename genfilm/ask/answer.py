"""The answer to a plain question: what was understood and why, the table, the claims, the query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from genfilm.ask.linking import Link
from genfilm.catalogue.table import Table


@dataclass(frozen=True, slots=True)
class Match:
    """Words of the question, and what they matched: ``kind`` is concept, word, pair or type."""

    words: str
    kind: str
    matched: str


@dataclass(frozen=True, slots=True)
class Understood:
    """The named question taken to be meant, its parameters, what was linked, and how near it is (0 to 1)."""

    id: str
    summary: str
    parameters: Mapping[str, str]
    links: tuple[Link, ...]
    confidence: float
    explanation: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Nearest:
    """A named question near to what was asked."""

    id: str
    summary: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Answer:
    """``understood`` and all that follows from it are None or empty when no named question is near enough:
    then ``nearest`` is what the reader may choose from. ``claims`` are the IRIs of the claims behind it."""

    question: str
    lang: str
    understood: Understood | None
    nearest: tuple[Nearest, ...]
    table: Table | None = None
    sentence: str = ""
    claims: tuple[str, ...] = ()
    sparql: str = ""
    shortened: bool = False


def sentence(table: Table, lang: str) -> str:
    """One sentence that says how much there is and how it begins."""
    if not table.rows:
        return "图谱中没有与此相应的内容。" if lang == "zh" else "The graph holds nothing that answers this."
    shown = [
        f"{column.label(lang)}{'：' if lang == 'zh' else ': '}{term.value}"
        for column, term in zip(table.columns, table.rows[0], strict=True)
        if term is not None and term.kind == "literal"
    ][:4]
    count = len(table.rows)
    if lang == "zh":
        head = f"共{count}条结果"
        return f"{head}，第一条为{'；'.join(shown)}。" if shown else f"{head}。"
    head = f"There {'is one result' if count == 1 else f'are {count} results'}"
    return f"{head}, the first with {'; '.join(shown)}." if shown else f"{head}."
