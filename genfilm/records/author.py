"""The names of authors as each style of reference writes them; a name is a mapping of ``en`` and ``zh``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from genfilm.search.fold import is_han

Name = Mapping[str, str]
_DOUBLE = frozenset(
    ("欧阳", "司马", "诸葛", "上官", "夏侯", "尉迟", "皇甫", "慕容", "令狐", "宇文", "司徒", "端木")
)


def in_order(authors: Iterable[Name], byline: str) -> tuple[Name, ...]:
    """Authors as the line of authors of their work names them; those whom it does not name come last."""

    def place(name: Name) -> int:
        places = (byline.find(text) for text in name.values() if text)
        return min((found for found in places if found >= 0), default=len(byline))

    return tuple(sorted(authors, key=place))


def family(name: Name) -> str:
    """The family name in Latin letters."""
    return _split(name)[0]


def _split(name: Name) -> tuple[str, str]:
    """(family, given) in Latin letters; a name of two to four Chinese characters has the family first."""
    latin = name.get("en", "")
    first, _, rest = latin.partition(" ")
    if _is_chinese(name):
        return first, rest
    given, _, family = latin.rpartition(" ")
    return family, given


def _is_chinese(name: Name) -> bool:
    return is_han(name.get("zh", "")) and bool(re.fullmatch(r"\S{2,4}", name.get("zh", "")))


def _own_split(name: Name) -> tuple[str, str]:
    """(family, given) in the name's own script."""
    if not _is_chinese(name):
        return _split(name)
    own = name["zh"]
    length = 2 if own[:2] in _DOUBLE else 1
    return own[:length], own[length:]


def latin_name(name: Name) -> dict[str, str]:
    """As CSL-JSON has it, in Latin letters where there are any."""
    family, given = _split(name) if name.get("en") else _own_split(name)
    return {"family": family, "given": given} if given else {"literal": family}


def csl_name(name: Name) -> dict[str, str]:
    """As CSL-JSON 1.0.2 has it, in the name's own script."""
    family, given = _own_split(name)
    return {"family": family, "given": given} if given else {"literal": family}
