"""A difference as a comment on a pull request, in Markdown as the common forges read it."""

from __future__ import annotations

import re

from genfilm.exports.changes import Change
from genfilm.exports.difference import Difference
from genfilm.words import say

_MOST_ROWS, _LONGEST = 150, 300
"""Forges take comments of up to 65,536 characters."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~@!&])")
_BROKEN = re.compile(r"\s+")


def comment(found: Difference, lang: str) -> str:
    """Heading with the step, then a table of changes, the gravest first; texts mean nothing in Markdown."""
    first, *rest = found.conclusion(lang)
    lines = [f"### {_plain(first)}", "", *(f"{_plain(line)}\n" for line in rest)]
    if found.changes:
        heads = ("diff.head.step", "diff.head.what", "noun.kind", "diff.head.name", "diff.head.change")
        lines += [f"| {' | '.join(say(head, lang) for head in heads)} |", "|---|---|---|---|---|"]
        size = 0
        for number, change in enumerate(found.changes):
            row = _row(change, found, lang)
            size += len(row)
            if number == _MOST_ROWS or size > 60_000:
                lines += ["", say("diff.more", lang, count=len(found.changes) - number)]
                break
            lines.append(row)
    return "\n".join(lines)


def _row(change: Change, found: Difference, lang: str) -> str:
    told = [edit.told(found.wordings[lang]) for edit in change.edits] or [change.detail]
    label = change.label.get(lang, "")
    words = (say(f"diff.{change.step}", lang), say(f"diff.{change.what}", lang))
    name = f"{_plain(change.name)}<br>{_plain(label)}" if label else _plain(change.name)
    cells = [*words, say(f"noun.{change.kind}", lang), name, "<br>".join(map(_plain, told))]
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """A text without marks that Markdown, HTML or a forge would take for its own, no longer than a cell."""
    text = _BROKEN.sub(" ", text)
    clipped = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    return _SPECIAL.sub(lambda match: f"&#{ord(match[1])};", clipped)
