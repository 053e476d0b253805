"""A value in a record: a thing with its names, or a literal, in one shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from genfilm.catalogue.table import Term, Value
from genfilm.records.address import key
from genfilm.words import both

LANGUAGES = ("en", "zh")
Label = Mapping[str, str]
"""A text in ``en`` and ``zh``, both always there."""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing (``iri`` is its IRI) or a literal (``iri`` is None).

    ``type`` is that of a column (``iri``, ``string``, ``integer`` …), ``key`` the short name of a thing,
    ``value`` the literal as JSON has it, ``language`` its tag.
    """

    iri: str | None
    label: Label
    key: str = ""
    type: str = "iri"
    value: Value = None
    language: str = ""

    def record(self) -> dict[str, Any]:
        """As JSON has it: ``iri``, ``key``, ``label`` of a thing; ``value``, ``type`` too of a literal."""
        if self.iri is not None:
            return {"iri": self.iri, "key": self.key, "label": dict(self.label), "type": "iri"}
        found = {"iri": None, "value": self.value, "type": self.type, "label": dict(self.label)}
        return {**found, "language": self.language} if self.language else found


NOT_RECORDED = Node(None, both("reading.none"), "not-recorded", "string", "not-recorded")
"""The reading status of a claim of whose source no reading is recorded."""


def thing(iri: str, texts: Mapping[str, str]) -> Node:
    """A thing by its IRI and its names by language."""
    return Node(iri, label(texts, iri), key(iri))


def literal(term: Term) -> Node:
    """A literal; its label is its own text in both languages."""
    return Node(None, dict.fromkeys(LANGUAGES, term.value), "", term.type, term.plain, term.language)


def label(texts: Mapping[str, str], otherwise: str = "") -> Label:
    """The texts in ``en`` and ``zh``; a missing language takes the other, any, or ``otherwise``."""
    anything = next((texts[lang] for lang in (*LANGUAGES, *texts) if texts.get(lang)), otherwise)
    return {lang: texts.get(lang) or anything for lang in LANGUAGES}
