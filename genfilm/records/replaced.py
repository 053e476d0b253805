"""IRIs that others have replaced, and where they lead."""

from __future__ import annotations

from collections.abc import Mapping

from genfilm.catalogue.library import Library

_PAGE = "replaced"


def replaced(library: Library) -> Mapping[str, str]:
    """The IRI that stands now for each that was replaced; those that lead in a circle are left out."""
    return library.once(_PAGE, lambda: _ends(library))


def _ends(library: Library) -> dict[str, str]:
    if _PAGE not in library.pages:  # a build of before 1.2.0
        return {}
    steps = {row["old"].value: row["new"].value for row in library.page(_PAGE) if row["old"] and row["new"]}
    ends = {}
    for old, first in steps.items():
        seen, now = {old}, first
        while now in steps and now not in seen:
            seen.add(now)
            now = steps[now]
        if now not in steps:
            ends[old] = now
    return ends
