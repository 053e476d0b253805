"""The layout of a workbook of claims: its sheets and columns, read and written by these names only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from genfilm.words import LANGUAGES, say


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``choices`` names the list of its drop-down, ``needed`` says that a row has no empty cell."""

    name: str
    choices: str = ""
    needed: bool = False
    width: int = 16


@dataclass(frozen=True, slots=True)
class Part:
    """A column of a typed row that becomes parts of its compound claim, one for each value.

    ``subject`` is the column that holds the subject, or the name of the node that stands for the row.
    """

    column: str
    subject: str
    predicate: str
    cls: str = ""


SOURCE, SECTIONS, CLAIMS, ENTITIES = "source", "sections", "claims", "entities"
_TEXTS = (Column("paraphrase_en", width=44), Column("paraphrase_zh", width=44))
_MANNER = (
    Column("polarity", "polarity"),
    Column("modality", "modality"),
    Column("valence", "valence"),
)
_PLACE = (
    Column("section"),
    Column("paragraph", width=10),
    Column("page", width=8),
    Column("text", width=44),
    Column("passage"),
    Column("hash", width=10),
)
_REST = (
    Column("speaker"),
    Column("reported_from"),
    Column("term"),
    Column("verdict", "verdict"),
    Column("ask_en", width=30),
    Column("ask_zh", width=30),
    Column("note_en", width=30),
    Column("note_zh", width=30),
)
_ROW = (Column("kind", "kind"), *_MANNER, *_PLACE, *_REST)
NODE = "node"
TYPED: Mapping[str, tuple[Part, ...]] = {
    "cases": (
        Part("technology", "who", "gf:usesTechnology", "gf:Technology"),
        Part("who", NODE, "gf:isUsedIn", "gf:AudiovisualWork"),
        Part("user", NODE, "gf:isUsedBy", "gf:IndustryActor"),
        Part("technology", NODE, "gf:isUseOf", "gf:Technology"),
        Part("purpose", NODE, "gf:hasPurpose"),
        Part("activity", NODE, "gf:involvesActivity", "gf:ChainActivity"),
        Part("generates", NODE, "gf:generates", "gf:Content"),
        Part("outcome", NODE, "gf:hasOutcome", "gf:Impact"),
    ),
    "statistics": (
        Part("measures", NODE, "gf:measures"),
        Part("value", NODE, "gf:value"),
        Part("unit", NODE, "gf:unit"),
        Part("population", NODE, "gf:population"),
        Part("as_of", NODE, "gf:asOf"),
    ),
    "risks": (
        Part("risk", "cause", "gf:raisesRisk", "gf:Risk"),
        Part("stage", "risk", "gf:affectsStage", "gf:ChainStage"),
        Part("actor", "risk", "gf:affectsActor", "gf:IndustryActor"),
    ),
    "recommendations": (
        Part("actor", "strategy", "gf:isRecommendedTo", "gf:IndustryActor"),
        Part("goal", "strategy", "gf:aimsAt"),
        Part("measure", "strategy", "gf:includesMeasure", "gf:Measure"),
    ),
}
"""Sheets whose row is a compound claim, with the parts that its columns become."""
KINDS = {
    "cases": "kind:case",
    "statistics": "kind:statistic",
    "risks": "kind:risk",
    "recommendations": "kind:strategy",
}
NODES = {"cases": ("gf:TechnologyUse", "use"), "statistics": ("gf:StatisticalObservation", "obs")}
"""The class of the node that stands for a row, and the prefix of its namespace."""
LEADS = {"cases": (), "statistics": (), "risks": ("cause",), "recommendations": ("strategy",)}
"""Columns of a typed row that are subjects only."""
NEEDED = {
    "cases": ("technology",),
    "statistics": ("measures", "value"),
    "risks": ("cause", "risk"),
    "recommendations": ("strategy", "actor"),
}
MODALITY = {"recommendations": "gf:Recommended"}
VALENCE = {"risks": "gf:Adverse", "recommendations": "gf:Beneficial"}


def _typed(sheet: str) -> tuple[Column, ...]:
    names = dict.fromkeys((*LEADS[sheet], *(part.column for part in TYPED[sheet])))
    own = tuple(Column(name, needed=name in NEEDED[sheet], width=24) for name in names)
    return (Column("id", width=8), *_TEXTS, *own, *_ROW)


SHEETS: Mapping[str, tuple[Column, ...]] = {
    SOURCE: (Column("field", needed=True, width=28), Column("value", width=80)),
    SECTIONS: (
        Column("id", width=8),
        Column("printed", needed=True),
        Column("label_en", needed=True, width=40),
        Column("label_zh", needed=True, width=40),
    ),
    CLAIMS: (
        Column("id", width=8),
        *_TEXTS,
        Column("part_of", width=8),
        Column("subject", "entity", width=24),
        Column("predicate", "predicate", width=24),
        Column("object", "entity", width=24),
        *_ROW,
    ),
    **{sheet: _typed(sheet) for sheet in TYPED},
    ENTITIES: (
        Column("make", "yes", width=8),
        Column("label_en", needed=True, width=30),
        Column("label_zh", needed=True, width=30),
        Column("cls", "class", needed=True, width=24),
        Column("definition_en", needed=True, width=50),
        Column("definition_zh", needed=True, width=50),
        Column("other_names", width=30),
        Column("iri", width=24),
        Column("candidates", width=60),
    ),
}
"""The sheets with their columns, in their order."""
ROWS = (CLAIMS, *TYPED)
"""The sheets whose rows are claims."""
FIELDS: Mapping[str, str] = {
    "key": "",
    "label_en": "rdfs:label",
    "label_zh": "rdfs:label",
    "definition_en": "skos:definition",
    "definition_zh": "skos:definition",
    "title_en": "gf:title",
    "title_zh": "gf:title",
    "authors": "gf:hasAuthor",
    "publisher": "gf:isPublishedBy",
    "published_in": "gf:isPublishedIn",
    "year": "gf:publicationYear",
    "issue": "gf:issueNumber",
    "pages": "gf:pageRange",
    "doi": "gf:doi",
    "homepage": "gf:homepage",
    "note_en": "skos:editorialNote",
    "note_zh": "skos:editorialNote",
    "speaker": "",
}
"""The facts about a source with the property that says each."""
NEEDED_FIELDS = ("key", "label_en", "label_zh", "definition_en", "definition_zh")
SEPARATORS = r"\s*[;；]\s*"


def sheet_name(sheet: str, lang: str) -> str:
    """The name on the tab of a sheet."""
    return say(f"sheet.{sheet}", lang)


def heading(column: str, lang: str) -> str:
    """The heading of a column."""
    return say(f"cell.{column}", lang)


def field_name(field: str, lang: str) -> str:
    """How the sheet of the source names a fact."""
    return say(f"fact.{field}", lang)


def named(text: object, names: Mapping[str, object] | tuple[str, ...], family: str) -> str | None:
    """The sheet, column or fact that a text names in a language or by its name; None for none."""
    plain = _plain(text)
    for name in names:
        if plain in {_plain(name), *(_plain(say(f"{family}.{name}", lang)) for lang in LANGUAGES)}:
            return name
    return None


def _plain(text: object) -> str:
    return " ".join(str(text or "").replace("_", " ").replace("*", "").split()).casefold()
