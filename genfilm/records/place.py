"""Place of a claim in its document, in words that a reader of either language can follow."""

from __future__ import annotations

import re
from collections.abc import Iterable

from genfilm.records.corpus import Passage
from genfilm.words import say

_REFERENCE = re.compile(r"\[\d+\]")


def places(passages: Iterable[Passage], lang: str) -> list[tuple[str, str]]:
    """(IRI of the document, place in it) of passages, each place once."""
    return list(dict.fromkeys((each.document, place(each, lang)) for each in passages))


def place(passage: Passage, lang: str) -> str:
    """Section, paragraph and page of a passage; what has no name in the graph stays as it is printed, and a
    text without pages is cited without one."""
    section, paragraph = passage.section_name[lang], passage.paragraph_name[lang]
    if paragraph.isdecimal():
        key = "place.numbered"
    elif _REFERENCE.fullmatch(paragraph):
        key = "place.reference"
    else:
        key = "place.section" if paragraph.startswith("p. ") else "place.named"  # the page, said once
    where = say(key, lang, section=section, paragraph=paragraph)
    return say("place.on_page", lang, place=where, page=passage.page) if passage.page else where
