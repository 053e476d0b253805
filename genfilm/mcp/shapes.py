"""The answers of the tools as data: their fields are the tools' output schemas."""

from __future__ import annotations

from typing import Any

from mcp_types import CallToolResult, TextContent
from pydantic import BaseModel, Field, PrivateAttr

Cell = str | int | float | bool | None


class ClaimBrief(BaseModel):
    """Facts that must be known of a claim to quote it."""

    claim: str = Field(description="its name, for get_claim and cite_claim")
    says: str = Field(description="paraphrase; the claim's content, not a fact")
    speaker: str = Field(description="who says it: name them")
    page: str | None = Field(default=None, description="printed page(s) of the source; none for web pages")
    polarity: str = Field(description="affirmed, or negated: the speaker denies it")
    modality: str = Field(description="asserted, defined, reported, hedged, predicted, recommended, inferred")
    verdict: str | None = Field(default=None, description="what independent evidence says of it")
    _line: str = PrivateAttr(default="")

    def __str__(self) -> str:
        """The claim as one line of text."""
        return self._line


class PartModel(BaseModel):
    """A list of which a part is shown."""

    total: int = Field(description="how many there are in all")
    truncated: bool = Field(default=False, description="whether there are more than are shown")
    next: str | None = Field(default=None, description="how to get the rest")


class CandidateModel(BaseModel):
    name: str = Field(description="prefixed name: give this to other tools")
    label: str
    kind: str


class HitModel(CandidateModel):
    match: str = Field(description="exact, prefix, words or loose")
    text: str | None = None
    speaker: str | None = None
    page: str | None = None
    verdict: str | None = None


class Found(PartModel):
    """Hits, best first; ``named`` are the things of which the text is a name."""

    hits: list[HitModel]
    named: list[CandidateModel] = []
    corrected: dict[str, str] = Field(
        default={}, description="words that nothing holds, with what was searched"
    )


class FactModel(BaseModel):
    direction: str = Field(description="out: the entity is the subject; in: it is the object")
    property: str
    property_label: str
    other: str = Field(description="prefixed name or value of the other end")
    other_label: str
    polarity: str
    claims: list[str] = Field(
        default=[], description="who says so; without claims it is the graph's own scaffold"
    )


class EntityAnswer(PartModel):
    name: str
    label: str
    types: list[str]
    other_names: list[str] = []
    definition: str | None = None
    facts: list[FactModel]
    claims: list[ClaimBrief]


class WebPage(BaseModel):
    title: str
    publisher: str
    url: str
    date: str | None = None


class FindingModel(BaseModel):
    stance: str = Field(description="supports, contradicts, qualifies, or considers (bears on no verdict)")
    says: str
    note: str | None = None
    pages: list[WebPage] = []


class ClaimAnswer(ClaimBrief):
    iri: str
    source: str
    kind: str
    valence: str
    subject: str | None = None
    predicate: str | None = None
    object: str | None = None
    reason: str | None = Field(default=None, description="why the verdict is what it is")
    right: list[str] = Field(default=[], description="what is right where the claim is disputed")
    assessed: str | None = None
    evidence: list[FindingModel] = []
    found_in: list[WebPage] = []
    notes: list[str] = []
    parts: list[ClaimBrief] = []
    related: list[ClaimBrief] = []


class Claims(PartModel):
    claims: list[ClaimBrief]
    counts: dict[str, dict[str, int]] = Field(default={}, description="facet → value → number of claims")


class ColumnModel(BaseModel):
    name: str
    label: str


class Rows(PartModel):
    """Rows of an answer, with the claims that are named in them."""

    columns: list[ColumnModel]
    rows: list[dict[str, Cell]]
    claims: list[ClaimBrief] = []
    notes: list[str] = []


class QueryRows(Rows):
    query: str
    summary: str
    parameters: dict[str, str]


class SuggestionModel(BaseModel):
    query: str
    summary: str
    confidence: float


class ReplyModel(Rows):
    understood: bool
    query: str | None = Field(default=None, description="the named query taken to be meant: check that it is")
    summary: str | None = None
    parameters: dict[str, str] = {}
    confidence: float | None = None
    sentence: str | None = None
    nearest: list[SuggestionModel] = Field(default=[], description="named queries that come near")


class QueryEntry(BaseModel):
    query: str
    summary: str
    parameters: dict[str, Any] = Field(default={}, description="JSON schema of run_query's parameters")
    description: str | None = None
    columns: list[ColumnModel] = []
    sparql: str | None = None


class Queries(PartModel):
    queries: list[QueryEntry]
    tags: list[str] = []


class TermModel(BaseModel):
    name: str
    label: str
    definition: str | None = None
    kind: str | None = None
    parents: list[str] = []
    domain: list[str] = []
    range: list[str] = []
    properties: list[str] = []
    instances: int | None = None


class Schema(BaseModel):
    topic: str
    text: str | None = None
    terms: list[TermModel] = []
    values: dict[str, list[str]] = {}
    prefixes: dict[str, str] = {}


class Citation(BaseModel):
    claim: str
    style: str
    citation: str
    quoted: ClaimBrief | None = None


def told(answer: BaseModel, lines: list[str]) -> CallToolResult:
    """An answer as data and as text."""
    return CallToolResult(
        content=[TextContent(type="text", text="\n".join(lines))],
        structured_content=answer.model_dump(mode="json", exclude_none=True),
    )
