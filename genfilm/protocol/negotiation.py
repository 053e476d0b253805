"""Choosing a response format and a language by proactive negotiation (RFC 9110, section 12)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from genfilm.problems import NotAcceptable
from genfilm.protocol.formats import GRAPHS, HTML, SOLUTIONS, Format
from genfilm.words import LANGUAGES, spoken

_LONGEST_KEPT = 200
_QUOTED_STRING = r'"(?:[^"\\]|\\.?)*+"?'  # one that is not closed ends with the header, and is read once
_QUOTED = re.compile(_QUOTED_STRING, re.S)
_PARAMETER = re.compile(rf";\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*({_QUOTED_STRING}|[^;,\s]*)", re.S)


@dataclass(frozen=True, slots=True)
class Range:
    """One element of an Accept or Accept-Language header with its weight."""

    value: str
    weight: float

    @property
    def specificity(self) -> int:
        return 0 if self.value in ("*/*", "*") else 1 if self.value.endswith("/*") else 2


def parse_ranges(header: str | None) -> list[Range]:
    """The elements of an Accept-like header; malformed elements are passed over, not fatal."""
    found = []
    for element in _split(header or ""):
        value, _, rest = element.partition(";")
        weight = 1.0
        for name, text in _PARAMETER.findall(";" + rest):
            if name.lower() == "q":
                weight = _weight(text)
        value = value.strip().lower()
        if value:
            found.append(Range("*/*" if value == "*" else value, weight))
    return found


def accepts_gzip(header: str) -> bool:
    """True if an Accept-Encoding header names gzip with a weight (RFC 9110, section 12.5.3)."""
    return (_accepts_gzip if len(header) <= _LONGEST_KEPT else _accepts_gzip.__wrapped__)(header)


@lru_cache(256)
def _accepts_gzip(header: str) -> bool:
    return any(coding.value in ("gzip", "x-gzip") and coding.weight > 0 for coding in parse_ranges(header))


def _split(header: str) -> list[str]:
    masked = _QUOTED.sub(lambda m: "\0" * len(m[0]), header)
    cuts = [-1, *(i for i, c in enumerate(masked) if c == ","), len(header)]
    return [header[a + 1 : b] for a, b in zip(cuts, cuts[1:], strict=False)]


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        return 0.0
    return weight if 0.0 <= weight <= 1.0 else 0.0


def choose(accept: str | None, asked: Iterable[str], offered: Sequence[Format]) -> Format:
    """The format to answer with.

    ``asked`` are the values of format parameters (short names or media types); the first that the
    family knows wins over ``accept``. Types that are not offered are ignored; with equal weight data
    wins over HTML, a type that is named over a wildcard, and then the order of ``offered`` decides.
    Raises Problem 406 when nothing fits.
    """
    for name in asked:
        wanted = by_name(name, offered)
        if wanted:
            return wanted
    ranges = parse_ranges(accept)
    if not ranges:
        return offered[0]
    best: tuple[tuple[float, bool, bool, int], Format] | None = None
    for position, candidate in enumerate(offered):
        weight, named = _quality(candidate, ranges)
        rank = (-weight, candidate is HTML, not named, position)
        if weight > 0 and (best is None or rank < best[0]):
            best = (rank, candidate)
    if best is None:
        raise NotAcceptable(accept=accept, alternatives=[fmt.media_type for fmt in offered])
    return best[1]


def by_name(name: str, offered: Sequence[Format]) -> Format | None:
    """The offered format with that short name or media type; an own name goes before an alias."""
    text = name.lower().partition(";")[0].strip().replace(" ", "+")  # a bare + means a blank in an address
    for fmt in offered:
        if text in fmt.names or text == fmt.media_type:
            return fmt
    return next((fmt for fmt in offered if text in fmt.aliases), None)


def _quality(fmt: Format, ranges: Sequence[Range]) -> tuple[float, bool]:
    """The weight of a format by its most specific matching range, and whether that is its own name."""
    best = (-1, 0.0)
    for item in ranges:
        if item.value == fmt.media_type:
            key = 4
        elif item.value in fmt.aliases:
            key = 3
        elif item.value == "*/*":
            key = 0
        elif item.value.endswith("/*") and fmt.media_type.startswith(item.value[:-1]):
            key = 1
        else:
            continue
        if key > best[0]:
            best = (key, item.weight)
    return best[1], best[0] == 4


def accepts(accept: str | None, media_type: str, *, default: bool = True) -> bool:
    """True if a media type is acceptable, exactly or by a wildcard."""
    ranges = parse_ranges(accept)
    if not ranges:
        return default
    probe = Format("probe", media_type, "")
    return _quality(probe, ranges)[0] > 0


def prefers_html(accept: str | None) -> bool:
    """True if the client is a browser: HTML named outright and nothing else weighted above it."""
    ranges = parse_ranges(accept)
    html = max((r.weight for r in ranges if r.value in _HTML), default=0.0)
    data = max((r.weight for r in ranges if r.value in _DATA), default=0.0)
    return html > 0 and html > data


_HTML = {HTML.media_type, *HTML.aliases}
_DATA = {name for fmt in (*SOLUTIONS, *GRAPHS) if fmt is not HTML for name in (fmt.media_type, *fmt.aliases)}


def choose_language(asked: str | None, accept_language: str | None) -> str:
    """``en`` or ``zh``: a ``lang`` parameter wins over Accept-Language; English otherwise."""
    found = filter(None, map(language_of, filter(None, (asked, accept_language))))
    return next(found, LANGUAGES[0])


def language_of(text: str) -> str | None:
    """The language of ours that a tag or a list of ranges asks for, such as ``zh`` for ``zh-Hans-CN``."""
    for item in sorted(parse_ranges(text), key=lambda each: -each.weight):
        known = spoken(item.value)
        if known is not None and item.weight > 0:
            return known
    return None
