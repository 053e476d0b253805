"""Where in a document a claim stands, in words a reader of either language can follow."""

from __future__ import annotations

import re
from collections.abc import Iterable

from genfilm.records.corpus import Passage

_NUMBERED = re.compile(r"([一二三四五六七八九])(?:\(([一二三四五六七八九])\))?")
_REFERENCE = re.compile(r"\[\d+\]")
_DIGITS = "一二三四五六七八九"
_ENGLISH = {
    "题名区": "title block",
    "英文题名区": "English title block",
    "摘要": "Chinese abstract",
    "Abstract": "English abstract",
    "关键词": "Chinese keywords",
    "Key words": "English keywords",
    "引言": "introduction",
    "参考文献": "references",
    "脚注": "footnotes",
    "责任编辑": "editor's line",
    "转页标注": "note on the page turn",
    "标题": "heading",
    "文章编号": "article number",
    "中图分类号": "classification number",
    "文献标识码": "document code",
    "doi": "DOI",
    "本刊网址": "address of the journal",
    "收稿日期": "date received",
    "基金项目": "funding",
    "作者简介": "about the author",
}
_CHINESE = {"Abstract": "英文摘要", "Key words": "英文关键词", "doi": "DOI"}


def places(passages: Iterable[Passage], lang: str) -> list[tuple[str, str]]:
    """(IRI of the document, place in it) of passages, each place once."""
    return list(dict.fromkeys((each.document, place(each, lang)) for each in passages))


def place(passage: Passage, lang: str) -> str:
    """Section, paragraph and page of a passage; printed names that are not known here stay as printed."""
    chinese = lang == "zh"
    section = _section(passage.section, chinese=chinese)
    paragraph = _paragraph(passage.paragraph, chinese=chinese)
    if chinese:
        return f"{section}{paragraph}，第{passage.page}页"
    return ", ".join(filter(None, (section, paragraph, f"page {passage.page}")))


def _section(printed: str, *, chinese: bool) -> str:
    numbered = _NUMBERED.fullmatch(printed)
    if not numbered:
        return _CHINESE.get(printed, printed) if chinese else _ENGLISH.get(printed, printed)
    part, section = numbered.groups()
    if chinese:
        return f"第{part}部分" + (f"（{section}）" if section else "")
    digits = [str(_DIGITS.index(number) + 1) for number in (part, section) if number]
    return f"section {'.'.join(digits)}"


def _paragraph(printed: str, *, chinese: bool) -> str:
    if printed.isdecimal():
        return f"第{printed}段" if chinese else f"paragraph {printed}"
    if _REFERENCE.fullmatch(printed):
        return printed if chinese else f"reference {printed}"
    if printed.startswith("p. "):  # the page again
        return ""
    return f"，{_CHINESE.get(printed, printed)}" if chinese else _ENGLISH.get(printed, printed)
