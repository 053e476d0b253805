"""Content of an index: the rows of the queries in queries/search/, and the named questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from genfilm.vocabulary import BASE

Select = Callable[[str], Any]
"""Runs a SELECT query; its solutions give a term or None for each variable, as pyoxigraph has them."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a thing: its field (of queries/search/texts.rq), language tag and words."""

    field: str
    lang: str
    value: str


@dataclass(frozen=True, slots=True)
class ClaimNote:
    """Speaker, page and verdict of a claim; all but the speaker may be empty."""

    speaker: str
    page: str
    verdict: str


class SearchableQuestion(Protocol):
    """Named query as far as search needs it."""

    @property
    def id(self) -> str: ...
    @property
    def summary(self) -> Mapping[str, str]: ...
    @property
    def description(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Content:
    """The classes and texts of each thing by its IRI, and the notes of each claim."""

    classes: dict[str, set[str]] = field(default_factory=dict)
    texts: dict[str, list[Text]] = field(default_factory=lambda: defaultdict(list))
    claims: dict[str, list[ClaimNote]] = field(default_factory=lambda: defaultdict(list))


def read_content(select: Select, folder: Path, questions: Iterable[SearchableQuestion]) -> Content:
    """The content of a graph, asked with the queries in ``folder``, and of the questions about it."""
    content = Content()
    for row in select((folder / "things.rq").read_text("utf-8")):
        classes = content.classes.setdefault(row["thing"].value, set())
        if row["class"] is not None:
            classes.add(row["class"].value)
    for row in select((folder / "texts.rq").read_text("utf-8")):
        text = Text(row["field"].value, row["text"].language or "", row["text"].value)
        content.texts[row["thing"].value].append(text)
    for row in select((folder / "claims.rq").read_text("utf-8")):
        note = ClaimNote(*(row[name].value if row[name] else "" for name in ("speaker", "page", "verdict")))
        content.claims[row["claim"].value].append(note)
    for question in questions:
        iri = f"{BASE}/id/example/{question.id}"
        content.classes[iri] = set()
        content.texts[iri] = [
            *(Text("label", lang, words) for lang, words in sorted(question.summary.items())),
            Text("identifier", "", question.id),
            *(Text("definition", lang, words) for lang, words in sorted(question.description.items())),
        ]
    return content
