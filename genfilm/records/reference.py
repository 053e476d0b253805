"""References to what a claim was read in, in the styles that scholars and their tools use."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

STYLES = ("gb-t-7714", "apa", "bibtex", "ris", "csl-json")
TITLES = {
    "gb-t-7714": "GB/T 7714",
    "apa": "APA",
    "bibtex": "BibTeX",
    "ris": "RIS",
    "csl-json": "CSL-JSON",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A work as a reference names it; texts are mappings of ``en`` and ``zh``.

    ``page`` is the page cited, ``pages`` the extent of the work; ``url`` is set for a web page, whose
    ``container`` is its publisher. ``claim`` is the IRI of the claim that is cited by it.
    """

    id: str
    title: Mapping[str, str]
    container: Mapping[str, str]
    authors: tuple[Mapping[str, str], ...] = ()
    year: str = ""
    issued: str = ""
    issue: str = ""
    pages: str = ""
    page: str = ""
    doi: str = ""
    url: str = ""
    claim: str = ""

    @property
    def is_web_page(self) -> bool:
        """Whether it is a page of the web, not an article."""
        return bool(self.url) and not self.doi and not self.issue

    def write(self, style: str) -> str:
        """The reference in one of STYLES."""
        if style == "csl-json":
            return json.dumps([self.csl()], ensure_ascii=False, indent=2)
        return {"gb-t-7714": self._gbt, "apa": self._apa, "bibtex": self._bibtex, "ris": self._ris}[style]()

    def csl(self) -> dict[str, Any]:
        """As CSL-JSON 1.0.2 has it."""
        found: dict[str, Any] = {
            "id": self.id,
            "type": "webpage" if self.is_web_page else "article-journal",
            "title": self._own(self.title),
            "container-title": self._publisher,
            "author": [_csl_name(name) for name in self.authors],
            "issue": self.issue,
            "page": self.pages,
            "locator": self.page,
            "DOI": self.doi,
            "URL": self.url,
            "language": "zh" if _han(self._own(self.title)) else "en",
            "note": f"Claim: {self.claim}" if self.claim else "",
        }
        date = [int(part) for part in (self.issued or self.year).split("-") if part.isdecimal()]
        if date:
            found["issued"] = {"date-parts": [date]}
        return {key: value for key, value in found.items() if value}

    def _gbt(self) -> str:
        names = ", ".join(name.get("zh") or name.get("en", "") for name in self.authors)
        head = f"{names}. " if names else ""
        title, container = self._own(self.title), self._publisher
        if self.is_web_page:
            date = f"({self.issued})" if self.issued else ""
            return f"{title}[EB/OL]. {container}{date}. {self.url}."
        pages = f": {self.page or self.pages}" if self.page or self.pages else ""
        doi = f" DOI: {self.doi}." if self.doi else ""
        return f"{head}{title}[J]. {container}, {self.year}({self.issue}){pages}.{doi}"

    def _apa(self) -> str:
        own, english = self._own(self.title), self.title.get("en", "")
        if self.is_web_page:
            return f"{self._publisher}. ({self.issued or 'n.d.'}). {own}. {self.url}"
        names = ", ".join(_apa_name(name) for name in self.authors)
        title = f"{own} [{english}]" if english and english != own else own
        pages = self.pages.replace("-", "–")
        issue = f", ({self.issue})" if self.issue else ""
        doi = f" https://doi.org/{self.doi}" if self.doi else ""
        at = f" (p. {self.page})" if self.page else ""
        return f"{names} ({self.year}). {title}. {self._publisher}{issue}, {pages}.{doi}{at}"

    def _bibtex(self) -> str:
        fields = {
            "author": " and ".join(_plain_name(name) for name in self.authors),
            "title": self._own(self.title),
            "journal": "" if self.is_web_page else self._publisher,
            "organization": self._publisher if self.is_web_page else "",
            "year": self.year,
            "number": self.issue,
            "pages": self.pages.replace("-", "--"),
            "doi": self.doi,
            "url": self.url,
            "note": f"p. {self.page}; claim {self.claim}" if self.page else f"claim {self.claim}",
        }
        return bibtex("misc" if self.is_web_page else "article", self.id, fields)

    def _ris(self) -> str:
        printed = re.findall(r"\w+", self.pages) or [""]
        pairs = [
            ("TY", "ELEC" if self.is_web_page else "JOUR"),
            *(("AU", _plain_name(name)) for name in self.authors),
            ("TI", self._own(self.title)),
            ("TT", self.title.get("en", "")),
            ("T2", self._publisher),
            ("PY", self.year),
            ("DA", self.issued.replace("-", "/")),
            ("IS", self.issue),
            ("SP", printed[0]),
            ("EP", printed[-1]),
            ("DO", self.doi),
            ("UR", self.url),
            ("N1", f"p. {self.page}; claim {self.claim}" if self.page else f"claim {self.claim}"),
        ]
        return ris(pairs)

    @staticmethod
    def _own(texts: Mapping[str, str]) -> str:
        """The text in the work's own language: Chinese where there is one."""
        zh, en = texts.get("zh", ""), texts.get("en", "")
        return zh if _han(zh) else en or zh

    @property
    def _publisher(self) -> str:
        """The publisher in the language of the title."""
        tongue = "zh" if _han(self._own(self.title)) else "en"
        return self.container.get(tongue) or self._own(self.container)


def _han(text: str) -> bool:
    return any(unicodedata.name(c, "").startswith("CJK UNIFIED") for c in text)


def _split(name: Mapping[str, str]) -> tuple[str, str]:
    """(family, given) in Latin letters; a name of two to four Chinese characters has the family first."""
    latin, own = name.get("en", ""), name.get("zh", "")
    first, _, rest = latin.partition(" ")
    if _han(own) and re.fullmatch(r"\S{2,4}", own):
        return first, rest
    given, _, family = latin.rpartition(" ")
    return family, given


def _apa_name(name: Mapping[str, str]) -> str:
    family, given = _split(name)
    initials = " ".join(f"{part[0]}." for part in given.replace("-", " ").split())
    return f"{family}, {initials}" if initials else family


def _plain_name(name: Mapping[str, str]) -> str:
    own = name.get("zh", "")
    if _han(own) and re.fullmatch(r"\S{2,4}", own):
        return own
    family, given = _split(name)
    return f"{family}, {given}" if given else family


def _csl_name(name: Mapping[str, str]) -> dict[str, str]:
    own = name.get("zh", "")
    if _han(own) and re.fullmatch(r"\S{2,4}", own):
        return {"literal": own}
    family, given = _split(name)
    return {"family": family, "given": given} if given else {"literal": family}


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
