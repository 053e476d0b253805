"""Texts beside the graphs that name entities: queries, lists and shapes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

_FILES = (
    "kg/**/*.tsv",
    "ontology/**/*.tsv",
    "ontology/shapes/*.ttl",
    "queries/**/*.json",
    "queries/**/*.rq",
    "queries/**/*.tsv",
)


def renamed_in_texts(root: Path, names: Mapping[str, str]) -> dict[Path, str]:
    """The new text of each file below ``root`` that holds one of these IRIs or prefixed names, with the other
    one in its place."""
    forms = [
        (re.compile(rf"(?<![\w:/.-]){re.escape(old)}(?![\w/-]|\.\w)"), new) for old, new in names.items()
    ]
    found = {}
    for pattern in _FILES:
        for path in sorted(root.glob(pattern)):
            text = said = path.read_text("utf-8")
            for form, new in forms:
                said = form.sub(new, said)
            if said != text:
                found[path.relative_to(root)] = said
    return found
