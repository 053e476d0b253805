"""References within a page, as reference managers look for them: ``citation_*`` tags and COinS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from genfilm.records.exchange import date, publisher
from genfilm.records.reference import Citable

_TITLES = {"journal": "rft.atitle", "book": "rft.btitle"}
_GENRES = {"article-journal": ("journal", "article"), "report": ("book", "report")}


def citation_tags(entry: Citable) -> list[tuple[str, str]]:
    """Names and contents of ``meta`` elements, as Google Scholar and Zotero read them.

    The comma behind the name of an organisation keeps it whole: without one, its last word is read as a
    family name.
    """
    item = entry.csl()
    first, last = _ends(item)
    report = item["type"] == "report"
    pairs = [
        ("title", item["title"]),
        *(("author", f"{name}," if whole and " " in name else name) for name, whole in _names(item)),
        ("publication_date", date(item, "issued").replace("-", "/")),
        ("journal_title", item.get("container-title", "") if item["type"] == "article-journal" else ""),
        ("publisher", item.get("publisher", "") if item["type"] == "article-journal" else publisher(item)),
        ("technical_report_institution", publisher(item) if report else ""),
        ("issn", item.get("ISSN", "")),
        ("issue", item.get("issue", "")),
        ("firstpage", first),
        ("lastpage", last),
        ("doi", item.get("DOI", "")),
        ("public_url", item.get("URL", "")),
        ("language", item.get("language", "")),
    ]
    return [(f"citation_{name}", value) for name, value in pairs if value]


def openurl(entry: Citable) -> str:
    """A ContextObject of OpenURL (Z39.88-2004), as COinS puts it into the title of an element."""
    item = entry.csl()
    form, genre = _GENRES.get(item["type"], ("dc", item["type"]))
    first, last = _ends(item)
    person = "rft.creator" if form == "dc" else "rft.au"
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{form}"),
        ("rft_id", f"info:doi/{item['DOI']}" if item.get("DOI") else item.get("URL", "")),
        ("rft.genre" if form != "dc" else "rft.type", genre),
        (_TITLES.get(form, "rft.title"), item["title"]),
        ("rft.jtitle", item.get("container-title", "") if form == "journal" else ""),
        ("rft.publisher", "" if form == "journal" else publisher(item)),
        *(("rft.aucorp" if whole else person, name) for name, whole in _names(item)),
        ("rft.date", date(item, "issued")),
        ("rft.issue", item.get("issue", "")),
        ("rft.spage", first),
        ("rft.epage", last),
        ("rft.pages", item.get("page", "")),
        ("rft.issn", item.get("ISSN", "")),
        ("rft.identifier", item.get("URL", "") if form == "dc" else ""),
        ("rft.language", item.get("language", "")),
    ]
    return urlencode([(name, value) for name, value in pairs if value])


def _names(item: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """Names of the authors, each with whether it stays in one piece."""
    for name in item.get("author", ()):
        yield name.get("literal") or f"{name['family']}, {name['given']}", "literal" in name


def _ends(item: dict[str, Any]) -> tuple[str, str]:
    pages = re.findall(r"\w+", item.get("page", "")) or [""]
    return pages[0], pages[-1]
