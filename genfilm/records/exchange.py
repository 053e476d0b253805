"""References in the formats that reference managers exchange, made from CSL-JSON: BibTeX, BibLaTeX, RIS."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from genfilm.search.fold import is_han

Item = Mapping[str, Any]
_BIBTEX = {"article-journal": "article", "report": "techreport"}
_BIBLATEX = {
    "article-journal": "article",
    "report": "report",
    "webpage": "online",
    "dataset": "online",
    "legal_case": "jurisdiction",
}
_RIS = {
    "article-journal": "JOUR",
    "report": "RPRT",
    "webpage": "ELEC",
    "dataset": "DATA",
    "legal_case": "CASE",
    "document": "GEN",
}
_MACRO = "month"
"""The field whose value is the name of a macro, which each BibTeX style spells in its own way."""
_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def bibtex(item: Item) -> str:
    """A BibTeX entry; dates are year and month, since the format has no days."""
    kind, issued = item["type"], date(item, "issued")
    month, report = issued[5:7], item["type"] == "report"
    return _entry(
        _BIBTEX.get(kind, "misc"),
        item,
        {
            "journal": item.get("container-title", "") if kind == "article-journal" else "",
            "howpublished": {"webpage": "Web page", "dataset": "Data set", "legal_case": "Court ruling"}.get(
                kind, ""
            ),
            "institution": publisher(item) if report else "",
            "organization": "" if report or kind == "article-journal" else publisher(item),
            "year": issued[:4],
            _MACRO: month and _MONTHS[int(month) - 1],
            "version": item.get("version", ""),
            "number": item.get("issue", "") or item.get("number", ""),
            "urldate": date(item, "accessed"),
        },
    )


def biblatex(item: Item) -> str:
    """A BibLaTeX entry; data sets are ``@online``, since Zotero leaves out entries named ``@dataset``."""
    kind = item["type"]
    return _entry(
        _BIBLATEX.get(kind, "misc"),
        item,
        {
            "journaltitle": item.get("container-title", "") if kind == "article-journal" else "",
            "titleaddon": _translated(item),
            "organization": publisher(item) if kind in ("webpage", "dataset") else "",
            "institution": publisher(item) if kind in ("report", "legal_case") else "",
            "date": date(item, "issued"),
            "number": item.get("issue", "") or item.get("number", ""),
            "version": item.get("version", ""),
            "langid": "chinese" if str(item.get("language", "")).startswith("zh") else "english",
            "urldate": date(item, "accessed"),
        },
    )


def ris(item: Item) -> str:
    """A RIS record: one line for each pair, lines ended by CR LF as the format has it.

    Pages that do not follow one another are told in a note, since the format knows a first and a last one.
    """
    journal = item["type"] == "article-journal"
    pages = re.findall(r"\w+", item.get("page", ""))
    broken = f"Pages: {item['page']}" if re.search(r",", item.get("page", "")) else ""
    pairs = [
        ("TY", _RIS.get(item["type"], "GEN")),
        *(("AU", ", ".join(filter(None, _parts(name)))) for name in item.get("author", ())),
        ("TI", item["title"]),
        ("TT", _translated(item)),
        ("T2", item.get("container-title", "")),
        ("PB", "" if journal else publisher(item)),
        ("PY", date(item, "issued")[:4]),
        ("DA", date(item, "issued").replace("-", "/")),
        ("IS", item.get("issue", "")),
        ("M1", item.get("number", "")),
        ("ET", item.get("version", "")),
        ("SP", pages[0] if pages else ""),
        ("EP", pages[-1] if len(pages) > 1 else ""),
        ("SN", item.get("ISSN", "")),
        ("DO", item.get("DOI", "")),
        ("UR", item.get("URL", "")),
        ("Y2", date(item, "accessed").replace("-", "/")),
        ("LA", item.get("language", "")),
        ("N1", broken),
        *(("N1", note) for note in str(item.get("note", "")).split("\n")),
    ]
    return ris_lines(pairs)


def ris_lines(pairs: Iterable[tuple[str, str]]) -> str:
    """A RIS record of pairs of tag and value, empty ones left out."""
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in pairs if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _entry(kind: str, item: Item, fields: Mapping[str, str]) -> str:
    every = {
        "author": " and ".join(map(_tex_name, item.get("author", ()))),
        "title": f"{{{tex(item['title'])}}}",
        **{name: tex(value) for name, value in fields.items()},
        "pages": tex(re.sub(r"(?<=\w)[-–](?=\w)", "--", item.get("page", ""))),
        "issn": item.get("ISSN", ""),
        "doi": item.get("DOI", ""),
        "url": item.get("URL", ""),
        "note": tex("; ".join(str(item.get("note", "")).split("\n"))),
    }
    told = {name: value if name == _MACRO else f"{{{value}}}" for name, value in every.items() if value}
    body = "".join(f"  {name} = {value},\n" for name, value in told.items())
    return f"@{kind}{{{item['id']},\n{body}}}"


def tex(text: str) -> str:
    """Text with what TeX reads otherwise escaped."""
    return re.sub(r"[&%$#_{}~^\\]", lambda found: _TEX.get(found[0], f"\\{found[0]}"), text)


def _tex_name(name: Mapping[str, str]) -> str:
    """A name as TeX reads it: Chinese names in one piece, since its styles print the given name first."""
    family, given = _parts(name)
    if "literal" in name:
        return f"{{{tex(family)}}}"
    return tex(family + given if is_han(family) else ", ".join(filter(None, (family, given))))


def _parts(name: Mapping[str, str]) -> tuple[str, str]:
    return name.get("family", "") or name.get("literal", ""), name.get("given", "")


def publisher(item: Item) -> str:
    """Publisher of a work: its own, its court or the site that carries it."""
    return str(item.get("publisher") or item.get("authority") or item.get("container-title", ""))


def _translated(item: Item) -> str:
    return str(item.get("custom", {}).get("translated-title", ""))


def date(item: Item, name: str) -> str:
    """YYYY-MM-DD, or as much of it as is known."""
    (parts,) = item.get(name, {}).get("date-parts", [()])
    return "-".join(f"{part:02d}" for part in parts)
