"""References to what a claim was read in, in the styles that scholars and their tools use."""

from __future__ import annotations

import json
import re
from calendar import month_name
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from genfilm.records.author import apa_names, comma_name, csl_name, family, gbt_name, is_han, plain_name
from genfilm.words import say

STYLES = ("gb-t-7714", "apa", "bibtex", "ris", "csl-json")
TITLES = {
    "gb-t-7714": "GB/T 7714—2015",
    "apa": "APA",
    "bibtex": "BibTeX",
    "ris": "RIS",
    "csl-json": "CSL-JSON",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A work as a reference names it; texts are mappings of ``en`` and ``zh``.

    ``container`` is the title of a journal, empty where none is attested and ``issn`` alone identifies it, or
    the publisher of a web page. ``page`` is the page cited, ``pages`` the extent of the work. ``url`` is set
    for a web page; ``issued`` and ``accessed`` are YYYY-MM-DD or less. A ``described`` title is not the
    work's own but ours, and stands in square brackets. ``claim`` is the IRI of the claim that is cited by it.
    """

    id: str
    title: Mapping[str, str]
    container: Mapping[str, str]
    authors: tuple[Mapping[str, str], ...] = ()
    year: str = ""
    issued: str = ""
    accessed: str = ""
    issue: str = ""
    pages: str = ""
    page: str = ""
    issn: str = ""
    doi: str = ""
    url: str = ""
    claim: str = ""
    described: bool = False

    @property
    def is_web_page(self) -> bool:
        """True if it is a page of the web, not an article."""
        return bool(self.url) and not self.doi and not self.issue

    def write(self, style: str) -> str:
        """The reference in one of STYLES."""
        if style == "csl-json":
            return json.dumps([self.csl()], ensure_ascii=False, indent=2)
        return {"gb-t-7714": self._gbt, "apa": self._apa, "bibtex": self._bibtex, "ris": self._ris}[style]()

    def in_text(self, style: str) -> str:
        """Pointer to it in running text, by author, year and page; empty for styles of programs.

        GB/T 7714 sets the page behind the bracket as a superscript.
        """
        year = self.year or ("n.d." if style == "apa" else "")
        if style == "apa":
            names = [family(name) for name in self.authors] or [self._publisher("en")]
            who = say("reference.others", "en", name=names[0]) if len(names) > 2 else " & ".join(names)
            pages = f", {_pages(self.page)}" if self.page else ""
            return say("reference.in_text", "en", source=f"{who}, {year}{pages}")
        if style == "gb-t-7714":
            comma = say("list.comma", "zh")
            names = [name.get("zh") or name.get("en", "") for name in self.authors] or [self._publisher("zh")]
            who = say("reference.others", "zh", name=names[0]) if len(names) > 2 else comma.join(names)
            return say("reference.in_text", "zh", source=comma.join(filter(None, (who, year)))) + self.page
        return ""

    def csl(self) -> dict[str, Any]:
        """As CSL-JSON 1.0.2 has it."""
        found: dict[str, Any] = {
            "id": self.id,
            "type": "webpage" if self.is_web_page else "article-journal",
            "title": self._title("en"),
            "container-title": self._publisher("en"),
            "author": [csl_name(name) for name in self.authors],
            "issue": self.issue,
            "page": self.pages,
            "locator": self.page,
            "ISSN": self.issn,
            "DOI": self.doi,
            "URL": self.url,
            "language": "zh-CN" if is_han(self._title("en")) else "en",
            "note": f"Claim: {self.claim}" if self.claim else "",
            "issued": _date_parts(self.issued or self.year),
            "accessed": _date_parts(self.accessed),
        }
        return {key: value for key, value in found.items() if value}

    def _gbt(self) -> str:
        """GB/T 7714—2015: 4.4 for articles, with the page that is quoted; 4.6 for web pages."""
        title = self._title("zh")
        names = [gbt_name(name) for name in self.authors]
        lang = "zh" if is_han(title) else "en"
        more = [say("reference.et_al", lang)] if len(names) > 3 else []
        head = ", ".join([*names[:3], *more]).rstrip(".")
        if self.is_web_page:
            dates = (f"({self.issued})" if self.issued else "") + (
                f"[{self.accessed}]" if self.accessed else ""
            )
            who = head or self._publisher("zh")
            return f"{who}. {title}[EB/OL]. {f'{dates}. ' if dates else ''}{self.url}."
        journal = self._publisher("zh") or _untitled(self.issn, say("reference.untitled", lang))
        pages = f": {self.page or self.pages}" if self.page or self.pages else ""
        doi = f" DOI: {self.doi}." if self.doi else ""
        issue = f"({self.issue})" if self.issue else ""
        return f"{f'{head}. ' if head else ''}{title}[J]. {journal}, {self.year}{issue}{pages}.{doi}"

    def _apa(self) -> str:
        """APA 7: 10.1 for articles, 10.16 for web pages, 9.38 for works in other languages."""
        own = self._title("en")
        if self.is_web_page:
            date = _apa_date(self.issued)
            seen = f"Retrieved {_us_date(self.accessed)}, from " if self.accessed and not self.issued else ""
            if self.authors:
                return f"{apa_names(self.authors)} ({date}). {own}. {self._publisher('en')}. {seen}{self.url}"
            return f"{self._publisher('en')}. ({date}). {own}. {seen}{self.url}"
        english = sentence_case(self.title.get("en", ""))
        title = f"{own} [{english}]" if english and self.title.get("en") != own else own
        journal = self._publisher("en") or _untitled(self.issn, "Journal title unknown")
        issue = f", ({self.issue})" if self.issue else ""
        pages = f", {self.pages.replace('-', '–')}" if self.pages else ""
        doi = f" https://doi.org/{self.doi}" if self.doi else ""
        return f"{apa_names(self.authors)} ({self.year}). {title}. {journal}{issue}{pages}.{doi}"

    def _bibtex(self) -> str:
        web = self.is_web_page
        fields = {
            "author": " and ".join(map(plain_name, self.authors)) or (self._publisher("en") if web else ""),
            "title": self._title("en"),
            "journal": "" if web else self._publisher("en"),
            "year": self.year,
            "date": self.issued,
            "number": self.issue,
            "pages": self.pages.replace("-", "--"),
            "issn": self.issn,
            "doi": self.doi,
            "howpublished": "Web page" if web else "",
            "url": self.url,
            "urldate": self.accessed,
            "note": f"{_pages(self.page)}; claim {self.claim}" if self.page else f"claim {self.claim}",
        }
        return bibtex("misc" if web else "article", self.id, fields, corporate=web and not self.authors)

    def _ris(self) -> str:
        ends = re.fullmatch(r"(\w+)[-–](\w+)", self.pages)
        web, english = self.is_web_page, self.title.get("en", "")
        pairs = [
            ("TY", "ELEC" if web else "JOUR"),
            *(("AU", comma_name(name)) for name in self.authors),
            ("TI", self._title("en")),
            ("TT", "" if self.described or english == self._title("en") else english),
            ("PB" if web else "T2", self._publisher("en")),
            ("PY", self.year),
            ("DA", self.issued.replace("-", "/")),
            ("IS", self.issue),
            ("SP", ends[1] if ends else self.pages),
            ("EP", ends[2] if ends else ""),
            ("SN", self.issn),
            ("DO", self.doi),
            ("UR", self.url),
            ("Y2", self.accessed.replace("-", "/")),
            ("N1", f"{_pages(self.page)}; claim {self.claim}" if self.page else f"claim {self.claim}"),
        ]
        return ris(pairs)

    def _title(self, lang: str) -> str:
        """The title in the work's own language, Chinese where there is one; a described one in ``lang``."""
        if self.described:
            return f"[{self.title.get(lang) or next(iter(self.title.values()), '')}]"
        return _own(self.title)

    def _publisher(self, lang: str) -> str:
        """The journal or publisher in the language of the title."""
        tongue = "zh" if is_han(self._title(lang)) else "en"
        return self.container.get(tongue) or _own(self.container)


def _own(texts: Mapping[str, str]) -> str:
    zh, en = texts.get("zh", ""), texts.get("en", "")
    return zh if is_han(zh) else en or zh


def _untitled(issn: str, words: str) -> str:
    """Placeholder for a journal whose title is not attested."""
    return f"[{words}; ISSN {issn}]" if issn else f"[{words}]"


def _pages(pages: str) -> str:
    """Pages with the sign of one or of several."""
    return f"{'pp.' if re.search(r'[-–,]', pages) else 'p.'} {pages.replace('-', '–')}"


def _date_parts(date: str) -> dict[str, list[list[int]]]:
    """A date as CSL-JSON has it; nothing for none."""
    parts = [int(part) for part in date.split("-") if part.isdecimal()]
    return {"date-parts": [parts]} if parts else {}


def _apa_date(date: str) -> str:
    """YYYY-MM-DD as ``2020, July 13``; what is shorter as far as it goes, none as ``n.d.``."""
    year, *rest = date.split("-")
    month = f", {month_name[int(rest[0])]}" if rest else ""
    day = f" {int(rest[1])}" if len(rest) > 1 else ""
    return f"{year}{month}{day}" if year else "n.d."


def _us_date(date: str) -> str:
    """YYYY-MM-DD as ``July 13, 2020``."""
    year, month, day = date.split("-")
    return f"{month_name[int(month)]} {int(day)}, {year}"


def sentence_case(title: str) -> str:
    """A title in Title Case with capitals only where a sentence has them (APA 7, 6.17); others as they are.

    Words with further capitals or digits keep theirs. A proper noun in Title Case cannot be told from
    another word and loses its capital.
    """
    words = title.split(" ")
    if any(word[:1].islower() and len(word) > 4 for word in words):
        return title
    return " ".join(
        word if not rank or words[rank - 1].endswith(":") or not word[1:].islower() else word.lower()
        for rank, word in enumerate(words)
    )


def bibtex(kind: str, key: str, fields: Mapping[str, str], *, corporate: bool = False) -> str:
    """A BibTeX entry; addresses are kept as they are, in all else what TeX reads otherwise is escaped.

    The author of a ``corporate`` work is one name, whatever words it has.
    """
    wrapped = {"author": "{%s}"} if corporate else {}
    body = "".join(
        f"  {name} = {{{wrapped.get(name, '%s') % (value if name in ('url', 'doi') else _escape(value))}}},\n"
        for name, value in fields.items()
        if value
    )
    return f"@{kind}{{{key},\n{body}}}"


def ris(pairs: Iterable[tuple[str, str]]) -> str:
    """A RIS record: one line for each pair, lines ended by CR LF as the format has it."""
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in pairs if value]
    return "\r\n".join([*lines, "ER  - ", ""])


_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def _escape(text: str) -> str:
    return re.sub(r"[&%$#_{}~^\\]", lambda found: _TEX.get(found[0], f"\\{found[0]}"), text)
