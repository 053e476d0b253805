"""The tools that look things up: search, an entity, a claim, claims by their facets, a citation."""

from __future__ import annotations

from typing import Annotated

from mcp_types import CallToolResult
from pydantic import Field

from genfilm.mcp import briefs
from genfilm.mcp.arguments import ClaimName, Lang, Limit, Name, Offset, ReferenceStyle, Text
from genfilm.mcp.shapes import (
    CandidateModel,
    Citation,
    ClaimAnswer,
    EntityAnswer,
    FactModel,
    FindingModel,
    Found,
    HitModel,
    ThroughModel,
    WebPage,
    told,
)
from genfilm.mcp.source import Source
from genfilm.problems import WrongParameter
from genfilm.records import citation, claim, entity
from genfilm.records.claim_columns import COLUMNS, MORE
from genfilm.records.concerning import Through
from genfilm.records.entities import entities
from genfilm.records.names import names
from genfilm.search.results import Hit as Match
from genfilm.vocabulary import Prefixes
from genfilm.words import say

_RELATED = 5


class Looking:
    """Tools over a source; each method is one."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._library = source.library

    def search(
        self,
        text: Text,
        kinds: Annotated[
            list[str], Field(description="only these: film, org, person, tech, strategy, claim, term …")
        ] = [],  # noqa: B006  the schema shows the default; nobody changes it
        limit: Limit = 10,
        lang: Lang = "en",
    ) -> Annotated[CallToolResult, Found]:
        """Find entities, claims, ontology terms and named queries by words: any script, pinyin and typos
        understood. `named` lists the entities of which the text is a name: several mean that it is ambiguous.
        Start here when you have a word; go on with get_entity or get_claim."""
        known = sorted({*entities(self._library).by_kind, "claim", "evidence", "question"})
        wrong = [kind for kind in kinds if kind not in known]
        if wrong:
            raise WrongParameter("choice", parameter="kinds", value=wrong[0], known=known)
        found = self._source.index.search(text, lang, kinds, size=limit)
        named = names(self._library).resolve(text)[:limit]
        more = found.total > len(found.hits)
        answer = Found(
            total=found.total,
            truncated=more,
            next="a larger limit (at most 100), kinds, or more words" if more else None,
            hits=[self._hit(hit) for hit in found.hits],
            named=[
                CandidateModel(name=briefs.name_of(one.iri), label=one.label[lang], kind=one.kind)
                for one in named
            ],
            corrected={each.word: each.used for each in found.corrections},
        )
        lines = [_hit_line(hit) for hit in answer.hits] or [say("search.none", lang)]
        if len(named) > 1:
            lines.append(f"{text!r} is a name of: {', '.join(one.name for one in answer.named)}")
        lines += [f"{word} → {used}" for word, used in answer.corrected.items()]
        return told(answer, lines + briefs.part_text(len(answer.hits), found.total, answer.next, lang))

    def get_entity(
        self, name: Name, limit: Limit = 25, offset: Offset = 0, lang: Lang = "en"
    ) -> Annotated[CallToolResult, EntityAnswer]:
        """All that is stated of an entity (film, organisation, technology, risk, strategy, actor group …) and
        what points to it, each fact with the claims that state it. By any of its names; an ambiguous name
        gives an error with the candidates."""
        found = entity.entity(self._library, names(self._library).one(name).iri)
        every = [("out", fact) for fact in found.facts] + [("in", fact) for fact in found.incoming]
        shown = every[offset : offset + limit]
        end = offset + len(shown)
        statements = {said.iri: said for _, fact in shown for said in fact.claims}
        through = found.through if offset == 0 else ()
        for each in through:
            statements |= {said.iri: said for said in each.claims if len(statements) < 4 * limit}
        answer = EntityAnswer(
            total=len(every),
            truncated=end < len(every),
            next=f"offset={end}" if end < len(every) else None,
            name=briefs.name_of(found.iri, self._library.prefixes),
            label=found.node.label[lang],
            types=[cls.label[lang] for cls in found.types],
            other_names=[value for value, _ in found.alternatives],
            definition=found.definition[lang] if found.definition else None,
            facts=[_fact(direction, fact, lang, self._library.prefixes) for direction, fact in shown],
            through=[_through(each, lang, self._library.prefixes) for each in through],
            claims=briefs.briefs(statements.values(), lang),
        )
        lines = [f"{answer.label} ({answer.name}; {', '.join(answer.types)})", answer.definition or ""]
        for fact in answer.facts:
            ends = (answer.label, fact.other_label)
            subject, other = ends if fact.direction == "out" else ends[::-1]
            denied = "" if fact.polarity == "affirmed" else " [negated]"
            by = f" [{', '.join(fact.claims)}]" if fact.claims else ""
            lines.append(f"- {subject} · {fact.property_label} · {other}{denied}{by}")
        lines += [f"- {each.label} [{', '.join(each.claims)}]" for each in answer.through]
        lines += briefs.part_text(len(shown), len(every), answer.next, lang)
        return told(answer, lines + briefs.lines(answer.claims, lang))

    def get_claim(self, claim: ClaimName, lang: Lang = "en") -> Annotated[CallToolResult, ClaimAnswer]:
        """One claim in full: what it says, who says it on which page, its verdict with the reason and the
        evidence for and against it (with web addresses), its parts and its neighbours."""
        found = self._claim(claim)
        said, judged = found.statement, found.assessment
        brief = briefs.brief(said, lang)
        answer = ClaimAnswer(
            **dict(brief),
            iri=said.iri,
            **{name: COLUMNS[name].told(said, lang) for name in MORE},
            reason=judged.reason[lang] if judged and judged.reason else None,
            right=[text[lang] for text in judged.right] if judged else [],
            assessed=judged.date[:10] if judged else None,
            evidence=[_finding(each, lang) for each in judged.evidence] if judged else [],
            found_in=[_page(page, lang) for page in found.found_in],
            notes=[note[lang] for note in found.notes],
            parts=briefs.briefs(found.parts, lang),
            related=briefs.briefs(found.related[:_RELATED], lang),
        )
        lines = [str(brief), answer.iri]
        triple = [text for text in (answer.subjectLabel, answer.predicateLabel, answer.objectLabel) if text]
        lines += [" · ".join(triple)] if triple else []
        lines += [f"{answer.verdict}: {answer.reason}"] if answer.reason else []
        lines += [f"right: {text}" for text in answer.right]
        for each in answer.evidence:
            lines.append(f"- {each.stance}: {each.says}")
            lines += [f"  {page.publisher}, {page.title}, {page.url}" for page in each.pages]
        lines += [f"{page.publisher}, {page.title}, {page.url}" for page in answer.found_in]
        for head, others in (("Parts", answer.parts), ("Related", answer.related)):
            lines += [f"{head}:", *(f"- {other}" for other in others)] if others else []
        return told(answer, lines)

    def cite_claim(
        self,
        claim: ClaimName,
        style: ReferenceStyle = "apa",
        lang: Lang = "en",
    ) -> Annotated[CallToolResult, Citation]:
        """The references for a claim in one of eight styles and formats: the claim in the graph, what it was
        read in (with the page), and the evidence of its verdict."""
        found = self._claim(claim)
        text = citation.cite(self._library, found.iri, style, self._source.edition)
        quoted = briefs.brief(found.statement, lang)
        answer = Citation(claim=quoted.claim, style=style, citation=text, quoted=quoted)
        return told(answer, [text, "", str(quoted)])

    def _claim(self, name: str) -> claim.Claim:
        """The record of a claim, by any of its names."""
        iri = names(self._library).claim(name.strip())
        return claim.claim(self._library, iri)

    def _hit(self, hit: Match) -> HitModel:
        told_by = hit.claim
        return HitModel(
            name=briefs.name_of(hit.name.iri, self._library.prefixes),
            label=hit.name.label,
            kind=hit.kind,
            match=hit.match,
            text="".join(part.text for part in hit.snippet.parts) if hit.snippet else None,
            speaker=told_by.speaker.label if told_by and told_by.speaker else None,
            page=(told_by.page or None) if told_by else None,
            verdict=told_by.verdict.label if told_by and told_by.verdict else None,
        )


def _hit_line(hit: HitModel) -> str:
    facts = (hit.speaker, f"p. {hit.page}" if hit.page else "", hit.verdict)
    about = ", ".join(filter(None, facts))
    return f"- {hit.label} [{hit.name}] ({hit.kind}{', ' + about if about else ''})" + (
        f": {hit.text}" if hit.text else ""
    )


def _fact(direction: str, fact: entity.Fact, lang: str, prefixes: Prefixes) -> FactModel:
    other = fact.other
    return FactModel(
        direction=direction,
        property=briefs.name_of(fact.property.iri or ""),
        property_label=fact.property.label[lang],
        other=briefs.name_of(other.iri, prefixes) if other.iri else str(other.value),
        other_label=other.label[lang],
        polarity=fact.polarity,
        claims=[briefs.name_of(said.iri) for said in fact.claims],
    )


def _through(each: Through, lang: str, prefixes: Prefixes) -> ThroughModel:
    return ThroughModel(
        situation=briefs.name_of(each.situation.iri or "", prefixes),
        label=each.situation.label[lang],
        claims=[briefs.name_of(said.iri) for said in each.claims],
    )


def _finding(found: claim.Finding, lang: str) -> FindingModel:
    return FindingModel(
        stance=found.stance,
        says=found.label[lang],
        note=found.note[lang] if found.note else None,
        pages=[_page(page, lang) for page in found.pages],
        interested=[party[lang] for party in found.interested],
    )


def _page(page: claim.Page, lang: str) -> WebPage:
    return WebPage(
        title=page.title[lang],
        publisher=page.publisher[lang],
        url=page.url,
        date=page.date or None,
        accessed=page.accessed or None,
        extent=page.extent[lang],
    )
