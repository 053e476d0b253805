"""The kind of answer that a question asks for: a number or a date, someone or a place, or else anything."""

from __future__ import annotations

import re
from collections.abc import Iterable

from genfilm.ask.features import unframed
from genfilm.catalogue.table import Table
from genfilm.records.corpus import ClaimRecord
from genfilm.search.fold import fold

_YEAR = re.compile(r"(?:19|20)\d\d")
NUMBER, DATE = "number", "date"
_ASKS = {
    DATE: re.compile(
        r"\bwhen (?:was|were|did|does|is|will)\b|\b(?:what|which) (?:date|day|month|year)\b"
        r"|何时|什么时候|哪一?[年天日]|几[月号]"
    ),
    NUMBER: re.compile(
        r"\bhow (?:many|much|large|big|long)\b"
        r"|\b(?:what|which) (?:share|percentage|proportion|number|amount)\b"
        r"|\bwhat (?:is|was|were) the (?:\w+ )*(?:gross|box office|budget|income|number|price|share)\b"
        r"|多少|百分之几|几成|多大|(?<!哪)几[个部条人家位亿万年页]"
    ),
}
_HOLDS = {
    DATE: re.compile(r"\b(?:19|20)\d\d\b|\d[月日]"),
    NUMBER: re.compile(
        r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d|[一二三四五六七八九十两]+[个部条人家位种项页成]|\b(?:two|three|four|five|six|seven|eight|nine|ten)\b"
    ),
}
_COMPARES = re.compile(
    r"\b(?:compare|compared|comparison|versus|vs|differences?|differs?|unlike)\b"
    r"|区别|差别|差异|不同|比较|相比|对比"
)
WHO = re.compile(r"\bwho(?:m|se)?\b|谁|何人")
WHERE = re.compile(r"\bwhere\b|哪里|哪儿|何处|什么地方|在哪")
ASKING = ("哪一?[年天日]", "何时", "什么时候", "何人", "何处")
"""Expressions for Chinese words that ask when, who and where."""
DATED = re.compile(r"(?<=\d)[年月日]$")
"""The end of a number that is a date in Chinese."""
_IN_A_NAME = re.compile(r"[(（]\d{4}[)）]|\[\d+\]|《[^》]*》|(?<=[a-z] )\d\b")
"""Numbers that are part of a name: of a source, a reference or a work."""


_SAYS = re.compile(
    r"\b(?:say|said|tell|write|wrote|report|accord|argue|claim|think|find|found|conclude|recommend|require|state"
    r"|mention|propose|hold)\w*|据|说|称|写|认为|指出|提到|报道|规定|怎么看|主张|要求"
)


def asks_what_is_said(text: str) -> bool:
    """True for a question that may ask what someone says."""
    return bool(_SAYS.search(fold(text)))


def expected(text: str) -> str | None:
    """The kind of answer that a question as read asks for, None for any."""
    said = unframed(text)
    return next((kind for kind, asks in _ASKS.items() if asks.search(said)), None)


def compares(text: str) -> bool:
    """True if a question as read asks how things differ."""
    return bool(_COMPARES.search(fold(text)))


def holds(kind: str | None, claim: ClaimRecord, parts: Iterable[ClaimRecord] = ()) -> bool:
    """True if a claim or a part of it says a thing of the kind; of no kind everything is."""
    texts = [text for said in (claim, *parts) for text in said.paraphrase.values()]
    return kind is None or any(_HOLDS[kind].search(_IN_A_NAME.sub(" ", text.lower())) for text in texts)


def counted(table: Table) -> bool:
    """True if a table has numbers of its own, years left out."""
    cells = (term for row in table.rows for term in row if term is not None)
    return any(cell.type in ("integer", "decimal") and not _YEAR.fullmatch(cell.value) for cell in cells)
