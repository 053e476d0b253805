"""The answers of the tools as data: their fields are the tools' output schemas."""

from __future__ import annotations

from typing import Any

from mcp_types import CallToolResult, TextContent
from pydantic import BaseModel, Field, PrivateAttr, create_model

from genfilm.records.claim_columns import BRIEF, COLUMNS, MORE

Cell = str | int | float | bool | None


def _fields(names: tuple[str, ...]) -> Any:
    """Columns of a claim as fields of a model."""
    return {
        name: (str | None, Field(default=None, description=COLUMNS[name].description["en"]))
        if COLUMNS[name].optional
        else (str, Field(description=COLUMNS[name].description["en"]))
        for name in names
    }


_Brief = create_model("_Brief", **_fields(BRIEF))
_Full = create_model("_Full", **_fields(MORE))


class ClaimBrief(_Brief):  # type: ignore[misc, valid-type]
    """Facts that must be known of a claim to quote it; ``claim`` is its name, as other tools take it."""

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
    """Hits, best first; ``named`` are the entities of which the text is a name."""

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


class ThroughModel(BaseModel):
    situation: str = Field(
        description="a use, release, figure, measure or effect in which the entity takes part"
    )
    label: str
    claims: list[str] = Field(description="what is said of it beyond that")


class EntityAnswer(PartModel):
    name: str
    label: str
    types: list[str]
    other_names: list[str] = []
    definition: str | None = None
    facts: list[FactModel]
    through: list[ThroughModel] = []
    claims: list[ClaimBrief]


class WebPage(BaseModel):
    title: str
    publisher: str
    url: str
    date: str | None = None
    accessed: str | None = None
    extent: str = Field(default="", description="how much of the page was read")


class FindingModel(BaseModel):
    stance: str = Field(description="supports, contradicts, qualifies, or considers (bears on no verdict)")
    says: str
    note: str | None = None
    pages: list[WebPage] = []
    interested: list[str] = Field(default=[], description="publishers that speak of themselves or their own")


class ClaimAnswer(_Full, ClaimBrief):  # type: ignore[misc, valid-type]
    iri: str
    reason: str | None = Field(default=None, description="why the verdict is what it is")
    right: list[str] = Field(default=[], description="what is right where the claim is disputed")
    assessed: str | None = None
    evidence: list[FindingModel] = Field(default=[])
    found_in: list[WebPage] = Field(default=[])
    notes: list[str] = Field(default=[])
    parts: list[ClaimBrief] = Field(default=[])
    related: list[ClaimBrief] = Field(default=[])


class NearModel(BaseModel):
    """Claims that other facets would give."""

    use: str = Field(description="what to change: about=series:…, or a facet to leave out")
    label: str
    total: int


class Claims(PartModel):
    claims: list[ClaimBrief]
    near: list[NearModel] = Field(default=[], description="where there are few claims, what gives more")
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
    parameters: dict[str, str] = {}


class StatementModel(BaseModel):
    claim: str
    statement: str
    speaker: str
    page: str | None = None
    verdict: str | None = None
    evidence: str | None = None
    right: str | None = Field(default=None, description="what is right where the claim is disputed")
    source: str | None = Field(default=None, description="the document that states it")


class ReplyModel(Rows):
    understood: bool
    query: str | None = Field(default=None, description="the named query taken to be meant: check that it is")
    summary: str | None = None
    parameters: dict[str, str] = {}
    confidence: float | None = None
    sentence: str | None = None
    sparql: str | None = None
    statements: list[StatementModel] = Field(default=[], description="the claims that come closest")
    applied: list[str] = Field(default=[], description="names and numbers by which the answer was narrowed")
    unused: list[str] = Field(default=[], description="those by which it was not")
    doubtful: bool = Field(default=False, description="true when the graph may hold no answer")
    unknown: list[str] = Field(default=[], description="names and words that the graph does not know")
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
