"""The layout of a workbook of claims: its sheets and columns, read and written by these names only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from genfilm.words import LANGUAGES, say


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: ``choices`` names the list of its drop-down, ``needed`` says that a row has no empty cell."""

    name: str
    choices: str = ""
    needed: bool = False
    width: int = 16


@dataclass(frozen=True, slots=True)
class TypedPart:
    """A column of a typed row that becomes parts of its compound claim, one for each value.

    ``subject`` is the column that holds the subject, or the name of the node that stands for the row.
    """

    column: str
    subject: str
    predicate: str
    cls: str = ""


SOURCE, SECTIONS, PASSAGES = "source", "sections", "passages"
CLAIMS, ENTITIES = "claims", "entities"
_TEXTS = (SheetColumn("paraphrase_en", width=44), SheetColumn("paraphrase_zh", width=44))
_MANNER = (
    SheetColumn("polarity", "polarity"),
    SheetColumn("modality", "modality"),
    SheetColumn("valence", "valence"),
)
_SECTION, _PAGE = SheetColumn("section"), SheetColumn("page", width=8)
_PARAGRAPH, _TEXT, _HASH = (
    SheetColumn("paragraph", width=10),
    SheetColumn("text", width=44),
    SheetColumn("hash", width=10),
)
_PLACE = (_SECTION, _PARAGRAPH, _PAGE, _TEXT, SheetColumn("passage"), _HASH)
_REST = (
    SheetColumn("speaker"),
    SheetColumn("reported_from"),
    SheetColumn("term"),
    SheetColumn("verdict", "verdict"),
    SheetColumn("ask_en", width=30),
    SheetColumn("ask_zh", width=30),
    SheetColumn("note_en", width=30),
    SheetColumn("note_zh", width=30),
)
_ROW = (SheetColumn("kind", "kind"), *_MANNER, *_PLACE, *_REST)
NODE = "node"
TYPED: Mapping[str, tuple[TypedPart, ...]] = {
    "cases": (
        TypedPart("technology", "who", "gf:usesTechnology", "gf:Technology"),
        TypedPart("who", NODE, "gf:isUsedIn", "gf:AudiovisualWork"),
        TypedPart("user", NODE, "gf:isUsedBy", "gf:IndustryActor"),
        TypedPart("technology", NODE, "gf:isUseOf", "gf:Technology"),
        TypedPart("purpose", NODE, "gf:hasPurpose"),
        TypedPart("activity", NODE, "gf:involvesActivity", "gf:ChainActivity"),
        TypedPart("generates", NODE, "gf:generates", "gf:Content"),
        TypedPart("outcome", NODE, "gf:hasOutcome", "gf:Impact"),
    ),
    "statistics": (
        TypedPart("measures", NODE, "gf:measures"),
        TypedPart("value", NODE, "gf:value"),
        TypedPart("unit", NODE, "gf:unit"),
        TypedPart("population", NODE, "gf:population"),
        TypedPart("as_of", NODE, "gf:asOf"),
    ),
    "risks": (
        TypedPart("risk", "cause", "gf:raisesRisk", "gf:Risk"),
        TypedPart("stage", "risk", "gf:affectsStage", "gf:ChainStage"),
        TypedPart("actor", "risk", "gf:affectsActor", "gf:IndustryActor"),
    ),
    "recommendations": (
        TypedPart("actor", "strategy", "gf:isRecommendedTo", "gf:IndustryActor"),
        TypedPart("goal", "strategy", "gf:aimsAt"),
        TypedPart("measure", "strategy", "gf:includesMeasure", "gf:Measure"),
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


def _typed(sheet: str) -> tuple[SheetColumn, ...]:
    names = dict.fromkeys((*LEADS[sheet], *(part.column for part in TYPED[sheet])))
    own = tuple(SheetColumn(name, needed=name in NEEDED[sheet], width=24) for name in names)
    return (SheetColumn("id", width=8), *_TEXTS, *own, *_ROW)


SHEETS: Mapping[str, tuple[SheetColumn, ...]] = {
    SOURCE: (SheetColumn("field", needed=True, width=28), SheetColumn("value", width=80)),
    SECTIONS: (
        SheetColumn("id", width=8),
        SheetColumn("printed", needed=True),
        SheetColumn("label_en", needed=True, width=40),
        SheetColumn("label_zh", needed=True, width=40),
    ),
    PASSAGES: (
        SheetColumn("passage", needed=True),
        _SECTION,
        _PARAGRAPH,
        _PAGE,
        replace(_TEXT, width=80),
        SheetColumn("found", width=60),
        _HASH,
    ),
    CLAIMS: (
        SheetColumn("id", width=8),
        *_TEXTS,
        SheetColumn("part_of", width=8),
        SheetColumn("subject", "entity", width=24),
        SheetColumn("predicate", "predicate", width=24),
        SheetColumn("object", "entity", width=24),
        *_ROW,
    ),
    **{sheet: _typed(sheet) for sheet in TYPED},
    ENTITIES: (
        SheetColumn("make", "yes", width=8),
        SheetColumn("label_en", needed=True, width=30),
        SheetColumn("label_zh", needed=True, width=30),
        SheetColumn("cls", "class", needed=True, width=24),
        SheetColumn("definition_en", needed=True, width=50),
        SheetColumn("definition_zh", needed=True, width=50),
        SheetColumn("other_names", width=30),
        SheetColumn("iri", width=24),
        SheetColumn("candidates", width=60),
    ),
}
"""The sheets with their columns, in their order; a passage of the sheet of passages is taken in when a claim
names it."""
READINGS = "readings"
BLIND: Mapping[str, tuple[SheetColumn, ...]] = {
    READINGS: (
        SheetColumn("claim", needed=True, width=24),
        *_TEXTS,
        _SECTION,
        _PARAGRAPH,
        _PAGE,
        *_MANNER,
        SheetColumn("kind", "kind"),
        SheetColumn("subject", "entity", width=24),
        SheetColumn("predicate", "predicate", width=24),
        SheetColumn("object", "entity", width=24),
        SheetColumn("words", needed=True, width=10),
    ),
}
"""The sheet of a reader, who sees a claim and its place and none of the values that it has."""
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
SEPARATORS = r"\s*[;；\n]\s*"


def sheet_name(sheet: str, lang: str) -> str:
    """The name on the tab of a sheet."""
    return say(f"sheet.{sheet}", lang)


def heading(column: str, lang: str) -> str:
    """The heading of a column."""
    return say(f"cell.{column}", lang)


def field_name(field: str, lang: str) -> str:
    """Name of a fact on the sheet of the source."""
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
