"""Facts about a source from what libraries export: BibTeX, RIS, EndNote and NoteExpress of CNKI, CSL JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from genfilm.editing.linking import slug
from genfilm.editing.reading import HAN
from genfilm.errors import SourceFault

_RIS = {"title": "title", "authors": "authors", "journal": "journal_name", "year": "year", "issue": "number",
        "doi": "doi", "address": "urls", "publisher": "publisher", "first": "start_page",
        "last": "end_page"}  # fmt: skip
_ENDNOTE = {"T": "title", "A": "authors", "J": "journal", "D": "year", "N": "issue", "P": "pages", "R": "doi",
            "U": "address", "I": "publisher"}  # fmt: skip
_EXPRESS = {"Title": "title", "Author": "authors", "Journal": "journal", "Year": "year", "Issue": "issue",
            "Pages": "pages", "DOI": "doi", "URL": "address", "Publisher": "publisher"}  # fmt: skip


def read_facts(path: Path) -> dict[str, str]:
    """The facts of the first entry of a file, by the names of the workbook; raises SourceFault for none."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from None
    return facts_of(text, path.suffix.lower(), path)


def facts_of(text: str, suffix: str, place: Path) -> dict[str, str]:
    """The same of a text, which a file with this ending holds; ``place`` is where a fault is told to be."""
    try:
        entry = _entry(text, suffix)
        facts = _facts(entry) if entry.get("title") else {}
    except Exception as error:  # noqa: BLE001  whatever a broken file makes a library raise
        raise _unreadable(place, error) from None
    if not facts:
        raise SourceFault.worded("bibliography", (str(place), None), "", "empty")
    return facts


def _unreadable(place: Path, error: Exception) -> SourceFault:
    why = str(error) or type(error).__name__
    return SourceFault.worded("bibliography", (str(place), None), "", "unreadable", {"why": why})


def _entry(text: str, suffix: str) -> dict[str, Any]:
    """title, authors (a list), journal, year, issue, pages, doi, address, publisher of the first entry."""
    if suffix == ".json" or (text.lstrip()[:1] in "[{" and text.lstrip()[:2] not in ("{R",)):
        found = json.loads(text)
        return _csl(found[0] if isinstance(found, list) else found)
    if re.match(r"\s*@", text):
        return _bibtex(text)
    if re.match(r"\s*%0", text):
        return _tagged(re.findall(r"^%(\w) (.+)$", text.split("\n\n%0", maxsplit=1)[0], re.M), _ENDNOTE)
    if re.match(r"\s*\{Reference Type\}", text):
        first = re.split(r"\n\s*\n(?=\{Reference Type\})", text)[0]
        return _tagged(re.findall(r"^\{([\w ]+)\}:\s*(.+)$", first, re.M), _EXPRESS)
    import rispy

    found = rispy.loads(text)[0]
    entry = {name: found.get(key) or "" for name, key in _RIS.items()}
    entry["title"] = entry["title"] or found.get("primary_title", "")
    entry["authors"] = entry["authors"] or found.get("first_authors", [])
    entry["journal"] = entry["journal"] or found.get("secondary_title", "")
    entry["year"] = str(entry["year"])[:4]
    entry["pages"] = "-".join(str(entry[key]) for key in ("first", "last") if entry[key])
    entry["address"] = next(iter(entry["address"] or []), "")
    return entry


def _first(value: Any) -> str:
    return str(value[0] if isinstance(value, list) and value else value or "")


def _csl(found: Mapping[str, Any]) -> dict[str, Any]:
    date = found.get("issued", {}).get("date-parts", [[""]])
    names = [" ".join(filter(None, (a.get("given"), a.get("family")))) or a.get("literal", "")
             for a in found.get("author", [])]  # fmt: skip
    return {
        "title": _first(found.get("title")),
        "authors": names,
        "journal": _first(found.get("container-title")),
        "year": str(date[0][0] if date and date[0] else ""),
        "issue": str(found.get("issue", "")),
        "pages": found.get("page", ""),
        "doi": found.get("DOI", ""),
        "address": found.get("URL", ""),
        "publisher": found.get("publisher", ""),
    }


def _bibtex(text: str) -> dict[str, Any]:
    import bibtexparser
    from bibtexparser.customization import convert_to_unicode

    parser = bibtexparser.bparser.BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    parser.customization = convert_to_unicode
    found = bibtexparser.loads(text, parser).entries[0]
    plain = {key: re.sub(r"[{}]", "", value) for key, value in found.items()}
    names = re.split(r"\s+and\s+", plain["author"]) if plain.get("author") else []
    return {
        "title": plain.get("title", ""),
        "authors": names,
        "journal": plain.get("journal") or plain.get("booktitle", ""),
        "year": plain.get("year", ""),
        "issue": plain.get("number", ""),
        "pages": plain.get("pages", "").replace("--", "-"),
        "doi": plain.get("doi", ""),
        "address": plain.get("url", ""),
        "publisher": plain.get("publisher") or plain.get("institution", ""),
    }


def _tagged(pairs: list[tuple[str, str]], names: Mapping[str, str]) -> dict[str, Any]:
    entry: dict[str, Any] = {"authors": []}
    for tag, value in pairs:
        name = names.get(tag)
        if name == "authors":
            entry["authors"] += [each.strip() for each in re.split(r"[;；]", value) if each.strip()]
        elif name:
            entry.setdefault(name, value.strip())
    return entry


def _facts(entry: Mapping[str, Any]) -> dict[str, str]:
    title = " ".join(str(entry["title"]).split())
    lang = "zh" if HAN.search(title) else "en"
    authors = [" ".join(reversed(re.split(r",\s*", str(name).strip()))) for name in entry.get("authors", [])]
    first = authors[0] if authors else ""
    year = str(entry.get("year", ""))[:4]
    family = first.split(" ")[-1] if not HAN.search(first) else ""
    return {
        "key": f"{slug(family)}-{year}".strip("-") if family and year else "",
        f"title_{lang}": title,
        f"label_{lang}": (f"{first}（{year}）" if lang == "zh" else f"{family or first} ({year})")
        if first
        else "",
        "authors": "; ".join(authors),
        "published_in": str(entry.get("journal") or ""),
        "publisher": str(entry.get("publisher") or ""),
        "year": year,
        "issue": str(entry.get("issue") or ""),
        "pages": str(entry.get("pages") or ""),
        "doi": str(entry.get("doi") or ""),
        "homepage": str(entry.get("address") or ""),
    }
