"""The tool that chooses claims by their facets, and says what would give more."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated

from mcp_types import CallToolResult
from pydantic import Field

from genfilm.mcp import briefs
from genfilm.mcp.arguments import Facet, Lang, Limit, Offset, Sort
from genfilm.mcp.shapes import Claims, NearModel, told
from genfilm.mcp.source import Source
from genfilm.records.ledger import ledger
from genfilm.words import say

_COUNTED = ("verdict", "stage", "kind")
_FEW, _NEAR = 3, 5
"""Fewer claims than these get suggestions, and how many of them."""


class Choosing:
    """Tool over a source."""

    def __init__(self, source: Source) -> None:
        self._library = source.library

    def find_claims(
        self,
        about: Annotated[Facet, Field(description="entities at an end, by any name: film:double-world")] = (),
        verdict: Annotated[Facet, Field(description="disputed, corroborated, not-checked, none …")] = (),
        stage: Annotated[Facet, Field(description="creation, production, marketing, distribution …")] = (),
        actor: Annotated[Facet, Field(description="names, or actor:production-companies")] = (),
        technology: Annotated[Facet, Field(description="names, or tech:generative-ai")] = (),
        kind: Annotated[Facet, Field(description="strategy, risk, case, statistic, technology …")] = (),
        source: Annotated[Facet, Field(description="short name of a source, evidence or editorial")] = (),
        polarity: Annotated[Facet, Field(description="affirmed or negated")] = (),
        modality: Annotated[Facet, Field(description="asserted, recommended, predicted, hedged …")] = (),
        valence: Annotated[Facet, Field(description="adverse, beneficial or neutral")] = (),
        sort: Sort = "id",
        limit: Limit = 20,
        offset: Offset = 0,
        lang: Lang = "en",
    ) -> Annotated[CallToolResult, Claims]:
        """The claims that have all of these facets, such as the disputed ones about a film; of several values
        of a facet, one. Empty facets stay open; `counts` tells how many there are of each verdict, stage and
        kind, `near` what gives more where there are few. A wrong value gives an error that lists the right
        ones. A stage, actor or technology has only the claims that are placed there: for a topic, also read
        the whole list (verdict=disputed alone is short) or search."""
        given = {
            "about": about, "verdict": verdict, "stage": stage, "actor": actor, "technology": technology,
            "kind": kind, "source": source, "polarity": polarity, "modality": modality, "valence": valence,
        }  # fmt: skip
        filters = {facet: values for facet, values in given.items() if values}
        first = ledger(self._library).select(filters, sort, size=None)
        shown = first.rows[offset : offset + limit]
        end = offset + len(shown)
        answer = Claims(
            total=first.total,
            truncated=end < first.total,
            next=f"offset={end}" if end < first.total else None,
            claims=briefs.briefs((row.claim for row in shown), lang),
            counts={
                facet: {value.node.key: value.count for value in first.facets[facet]} for facet in _COUNTED
            },
            near=self._near(filters, lang) if first.total < _FEW and len(filters) > 1 else [],
        )
        counts = [
            f"{facet}: {', '.join(f'{key} {count}' for key, count in answer.counts[facet].items())}"
            for facet in _COUNTED
        ]
        lines = [f"- {each}" for each in answer.claims]
        lines = lines or [say("claims.none", lang)]
        lines += [f"near: {each.use} ({each.label}): {each.total}" for each in answer.near]
        return told(answer, [*lines, *briefs.part_text(len(shown), first.total, answer.next, lang), *counts])

    def _near(self, filters: Mapping[str, Collection[str]], lang: str) -> list[NearModel]:
        """Choices that give more claims: a neighbour of the entities asked about, else one facet less."""
        every = ledger(self._library)
        found = []
        if "about" in filters:
            known = every.select({"about": filters["about"]}, size=None)
            asked = {node.iri for node in known.chosen["about"]}
            ends = {
                end.iri: end for row in known.rows for end in (row.claim.subject, row.claim.object) if end
            }
            for iri, end in ends.items():
                if iri and iri not in asked:
                    total = every.select({**filters, "about": [iri]}).total
                    found.append(
                        NearModel(use=f"about={briefs.name_of(iri)}", label=end.label[lang], total=total)
                    )
        if not any(each.total for each in found):
            for facet in filters:
                total = every.select({name: filters[name] for name in filters if name != facet}).total
                found.append(NearModel(use=f"no {facet}", label=", ".join(filters[facet]), total=total))
        found.sort(key=lambda each: -each.total)
        return [each for each in found[:_NEAR] if each.total]
