"""A work as a reference names it, and the styles and formats in which references are written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from genfilm.records import csl, exchange
from genfilm.records.author import csl_name, family, latin_name
from genfilm.search.fold import is_han
from genfilm.words import say


@dataclass(frozen=True, slots=True)
class Style:
    """A style or a format of references: its name, its media type, and how a file of it ends."""

    title: str
    media_type: str
    extension: str


_TEXT = ("text/plain; charset=utf-8", "txt")
_TEX = ("application/x-bibtex; charset=utf-8", "bib")
EVERY: Mapping[str, Style] = {
    "gb-t-7714": Style("GB/T 7714—2015", *_TEXT),
    "apa": Style("APA 7", *_TEXT),
    "mla": Style("MLA 9", *_TEXT),
    "chicago": Style("Chicago", *_TEXT),
    "bibtex": Style("BibTeX", *_TEX),
    "biblatex": Style("BibLaTeX", *_TEX),
    "ris": Style("RIS", "application/x-research-info-systems; charset=utf-8", "ris"),
    "csl-json": Style("CSL-JSON", "application/vnd.citationstyles.csl+json; charset=utf-8", "json"),
}
STYLES = tuple(EVERY)
TITLES = {name: style.title for name, style in EVERY.items()}
FILES = tuple(name for name, style in EVERY.items() if style.extension != "txt")
"""The formats that programs read."""


class Citable(Protocol):
    """Facts that a reference is written from."""

    def csl(self) -> dict[str, Any]:
        """As CSL-JSON 1.0.2 has it, in the language of the work."""

    def printed(self, lang: str) -> dict[str, Any]:
        """The same as a style of this language prints it: names in its letters, titles with translations."""


def write(entries: Iterable[Citable], style: str) -> str:
    """References in one of STYLES, one after another; CSL-JSON is one array."""
    entries = list(entries)
    if style == "csl-json":
        return json.dumps([entry.csl() for entry in entries], ensure_ascii=False, indent=2)
    if style in csl.STYLES:
        lang = csl.STYLES[style][1][:2]
        return "\n\n".join(csl.written(_cased(entry, lang, style), style) for entry in entries)
    form = {"bibtex": exchange.bibtex, "biblatex": exchange.biblatex, "ris": exchange.ris}[style]
    return "\n\n".join(form(entry.csl()).rstrip("\r\n") for entry in entries)


def _cased(entry: Citable, lang: str, style: str) -> dict[str, Any]:
    """APA prints titles as sentences, which the style leaves to those who enter them."""
    item = entry.printed(lang)
    names: frozenset[str] = getattr(entry, "names", frozenset())
    ours = item["title"].startswith("[") or item["type"] == "legal_case"
    if style != "apa" or ours or is_han(item["title"]):
        return item
    return item | {"title": csl.sentence_case(item["title"], names)}


@dataclass(frozen=True, slots=True)
class Reference:
    """A work as a reference names it; texts are mappings of ``en`` and ``zh``.

    ``kind`` is its type in CSL. ``container`` is the title of a journal, empty where none is attested and
    ``issn`` alone identifies it, the publisher of a web page or report, or the court of a ruling; ``number``
    is its docket. ``page`` is the page cited, ``pages`` the extent of the work. ``issued`` and ``accessed``
    are YYYY-MM-DD or less. A ``described`` title is not the work's own but ours, and stands in square
    brackets. ``notes`` say for which claims the work is cited. ``names`` are words of its title that keep
    their capital where others are in lower case. ``issuers`` are all who issued it, where they are several.
    """

    id: str
    title: Mapping[str, str]
    container: Mapping[str, str]
    authors: tuple[Mapping[str, str], ...] = ()
    year: str = ""
    issued: str = ""
    accessed: str = ""
    issue: str = ""
    number: str = ""
    pages: str = ""
    page: str = ""
    issn: str = ""
    doi: str = ""
    url: str = ""
    notes: tuple[str, ...] = ()
    described: bool = False
    kind: str = "article-journal"
    names: frozenset[str] = frozenset()
    issuers: tuple[Mapping[str, str], ...] = ()

    @property
    def is_web_page(self) -> bool:
        """True if it is a page of the web, not an article."""
        return self.kind == "webpage"

    def write(self, style: str) -> str:
        """The reference in one of STYLES."""
        return write([self], style)

    def in_text(self, style: str) -> str:
        """Pointer to it in running text, by author, year and page; empty for styles of programs.

        GB/T 7714 sets the page behind the bracket as a superscript.
        """
        year = self.year or ("n.d." if style in ("apa", "chicago") else "")
        if style in ("apa", "mla", "chicago"):
            names = [family(name) for name in self.authors] or self._issued_by("en")
            two = " & " if style == "apa" else " and "
            who = say("reference.others", "en", name=names[0]) if len(names) > 2 else two.join(names)
            page = self.page.replace("-", "–")
            if style == "mla":
                return say("reference.in_text", "en", source=" ".join(filter(None, (who, page))))
            if style == "chicago":
                return say("reference.in_text", "en", source=", ".join(filter(None, (f"{who} {year}", page))))
            pages = f", {page_sign(self.page)}" if self.page else ""
            return say("reference.in_text", "en", source=f"{who}, {year}{pages}")
        if style == "gb-t-7714":
            comma = say("list.comma", "zh")
            names = [name.get("zh") or name.get("en", "") for name in self.authors] or self._issued_by("zh")
            who = say("reference.others", "zh", name=names[0]) if len(names) > 2 else comma.join(names)
            return say("reference.in_text", "zh", source=comma.join(filter(None, (who, year)))) + self.page
        return ""

    def csl(self) -> dict[str, Any]:
        """As CSL-JSON 1.0.2 has it, in the language of the work; the page cited is the ``locator``."""
        title, english = self._title("en"), self.title.get("en", "")
        carrier = {"legal_case": "authority", "report": "publisher"}.get(self.kind, "container-title")
        found: dict[str, Any] = {
            "id": self.id,
            "type": self.kind,
            "title": title,
            carrier: "" if self.issuers else self._publisher("en"),
            "number": self.number,
            "author": [csl_name(name) for name in self.authors] or self._issuer(),
            "issue": self.issue,
            "page": self.pages,
            "locator": self.page,
            "ISSN": self.issn,
            "DOI": self.doi,
            "URL": self.url,
            "language": "zh-CN" if is_han(title) else "en",
            "note": "\n".join(self.notes),
            "issued": csl.date_parts(self.issued or self.year),
            "accessed": csl.date_parts(self.accessed),
            "custom": {} if self.described or english in ("", title) else {"translated-title": english},
        }
        return {key: value for key, value in found.items() if value}

    def printed(self, lang: str) -> dict[str, Any]:
        """CSL-JSON as a style in a language prints it.

        In English, names are in Latin letters and a translation follows the title; GB/T 7714 has Chinese
        names in one piece, and the page that is quoted. A publisher stands for authors that are not known.
        """
        item = self.csl()
        item.pop("publisher", None)  # it stands where a container does, or in the place of authors
        title, carrier = self._title(lang), self._publisher(lang)
        names = [latin_name(name) if lang == "en" else _one_piece(name) for name in self.authors]
        if not names and self.kind in ("webpage", "report"):
            names, carrier = [{"literal": name} for name in self._issued_by(lang)], ""
        if not carrier and self.kind == "article-journal":
            carrier = _untitled(self.issn, say("reference.untitled", lang))
        english = csl.sentence_case(self.title.get("en", ""), self.names)
        if lang == "en" and not self.described and english and self.title["en"] != title:
            title = f"{title} [{english}]"
        if self.kind == "legal_case":
            court = self.container.get(lang) or carrier
            title = (self.title.get(lang) or title).removeprefix(court).lstrip(", ")
            names = [{"literal": court}]
            item |= {"authority": court, "number": ""}
        else:
            item["container-title"] = carrier
        item |= {"title": title, "author": names, "language": "zh-CN" if is_han(title) else "en-US"}
        if lang == "zh":
            item["page"] = self.page or self.pages
        elif self.issued:
            item.pop("accessed", None)  # a date of access stands where the page may have changed since
        return {key: value for key, value in item.items() if value and key != "locator"}

    def _issuer(self) -> list[dict[str, str]]:
        """Issuers of a page or a report, in the place of authors who are not known."""
        issuers = self._issued_by("en") if self.kind in ("webpage", "report") else []
        return [{"literal": issuer} for issuer in issuers if issuer]

    def _title(self, lang: str) -> str:
        """The title in the work's own language, Chinese where there is one; a described one in ``lang``."""
        if self.described:
            return f"[{self.title.get(lang) or next(iter(self.title.values()), '')}]"
        return _own(self.title)

    def _publisher(self, lang: str) -> str:
        """The journal or publisher in the language of the title."""
        return self._in_its_language(self.container, lang)

    def _issued_by(self, lang: str) -> list[str]:
        """All who issued the work, in the language of the title."""
        return [self._in_its_language(name, lang) for name in self.issuers or (self.container,)]

    def _in_its_language(self, name: Mapping[str, str], lang: str) -> str:
        return name.get("zh" if is_han(self._title(lang)) else "en") or _own(name)


def _one_piece(name: Mapping[str, str]) -> dict[str, str]:
    parts = csl_name(name)
    together = parts.get("family", "") + parts.get("given", "")
    return {"literal": together} if is_han(together) else parts


def _own(texts: Mapping[str, str]) -> str:
    zh, en = texts.get("zh", ""), texts.get("en", "")
    return zh if is_han(zh) else en or zh


def _untitled(issn: str, words: str) -> str:
    """Placeholder for a journal whose title is not attested."""
    return f"[{words}; ISSN {issn}]" if issn else f"[{words}]"


def page_sign(pages: str) -> str:
    """Pages with the sign of one or of several."""
    return f"{'pp.' if re.search(r'[-–,]', pages) else 'p.'} {pages.replace('-', '–')}"
