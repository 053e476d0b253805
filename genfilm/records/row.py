"""A claim as a flat row, and the headings of its columns: what lists and files of claims hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from genfilm.records.corpus import Statement
from genfilm.records.node import Node


@dataclass(frozen=True, slots=True)
class Row:
    """A claim in the ledger with the values of its facets."""

    claim: Statement
    source: Node
    facets: Mapping[str, tuple[Node, ...]]
    keys: Mapping[str, frozenset[str]]

    def record(self, lang: str) -> dict[str, Any]:
        """A flat row: IRIs, numbers and texts of one language; several values are joined by ``; ``."""
        said = self.claim

        def name(node: Node | None) -> str | None:
            return node.label[lang] if node else None

        value = said.object
        found: dict[str, Any] = {
            "claim": said.iri,
            "id": said.id,
            "source": self.source.key,
            "paraphrase": said.paraphrase[lang],
            "kind": said.kind.key,
            "subject": said.subject.iri if said.subject else None,
            "subjectLabel": name(said.subject),
            "predicate": said.predicate.iri if said.predicate else None,
            "predicateLabel": name(said.predicate),
            "object": (value.iri or value.value) if value else None,
            "objectLabel": name(value),
            "polarity": said.polarity.key,
            "modality": said.modality.key,
            "valence": said.valence.key,
            "speaker": name(said.speaker),
            "page": said.pages or None,
            "verdict": said.verdict.key if said.verdict else None,
            "verdictLabel": name(said.verdict),
            "row": said.row,
        }
        for facet in ("stage", "actor", "technology"):
            found[facet] = "; ".join(node.key for node in self.facets[facet]) or None
        return found


COLUMNS: Mapping[str, tuple[str, str]] = {
    "claim": ("claim", "论断"), "id": ("identifier", "编号"), "source": ("source", "来源"),
    "paraphrase": ("what it says", "内容"), "kind": ("kind", "类别"), "subject": ("subject", "主语"),
    "subjectLabel": ("name of the subject", "主语名称"), "predicate": ("predicate", "谓语"),
    "predicateLabel": ("name of the predicate", "谓语名称"), "object": ("object", "宾语"),
    "objectLabel": ("name of the object", "宾语名称"), "polarity": ("polarity", "极性"),
    "modality": ("modality", "情态"), "valence": ("valence", "效价"), "speaker": ("who says it", "陈述者"),
    "page": ("page", "页"), "verdict": ("verdict", "核查结论"),
    "verdictLabel": ("name of the verdict", "核查结论名称"), "row": ("row", "所在行"),
    "stage": ("stages", "环节"), "actor": ("actors", "主体"), "technology": ("technologies", "技术"),
}  # fmt: skip
"""The columns of a flat row with their headings."""
