"""Annotation of a text: the things of the graph that it names, and a workbook of its passages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from genfilm.catalogue.library import Library
from genfilm.editing.draft import text_hash
from genfilm.editing.layout import PASSAGES, SECTIONS
from genfilm.editing.linking import slug
from genfilm.editing.passages import passage_name
from genfilm.editing.reading import HAN
from genfilm.editing.template import Rows, empty
from genfilm.editing.text import SourceText, TextPassage
from genfilm.records.names import NamedSpan, Names, names
from genfilm.words import LANGUAGES, say

_NUMBER = re.compile(r"(\d+(?:\.\d+)*)\.?\s")


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name in a text: its passage, what is written there, and what it may mean."""

    passage: TextPassage
    written: str
    span: NamedSpan


def annotation(text: SourceText, library: Library) -> tuple[FoundName, ...]:
    """Every name in a text, in order."""
    known = names(library)
    return tuple(
        FoundName(passage, passage.text[span.start : span.end], span)
        for passage in text.passages
        for span in known.inside(passage.text)
    )


def draft_rows(
    text: SourceText, found: tuple[FoundName, ...], library: Library, lang: str, facts: Mapping[str, str]
) -> Rows:
    """The rows of a workbook with the sections and the passages of a text, and in each what it names."""
    sections = dict(_sections(text))
    named: dict[TextPassage, list[str]] = {passage: [] for passage in text.passages}
    known = names(library)
    for each in found:
        named[each.passage].append(_cell(known, each.span, lang))
    count: Counter[str] = Counter()
    passages = []
    for passage in text.passages:
        section = sections[passage.heading]["id"]
        stem = f"{section}-p{passage.paragraph}"
        passages.append(
            {
                "passage": passage_name(stem, count[stem]),
                "section": section,
                "paragraph": str(passage.paragraph),
                "page": passage.page,
                "text": passage.text,
                "found": "; ".join(dict.fromkeys(named[passage])),
                "hash": text_hash(passage.text),
            }
        )
        count[stem] += 1
    return {**empty(lang, facts), SECTIONS: list(sections.values()), PASSAGES: passages}


def _cell(known: Names, span: NamedSpan, lang: str) -> str:
    """Meaning of a name as another cell may say it: a label that means just this, else prefixed names."""
    if len(span.candidates) == 1:
        label = span.candidates[0].label[lang]
        meant = known.resolve(label)
        if [each.iri for each in meant if each.rank == meant[0].rank] == [span.candidates[0].iri]:
            return label
    return " | ".join(each.name for each in span.candidates)


def _sections(text: SourceText) -> Iterator[tuple[str, dict[str, str]]]:
    """The section of each heading; what stands before the first one is a section with a name of ours."""
    taken: set[str] = set()
    headings = list(dict.fromkeys(passage.heading for passage in text.passages))
    for number, heading in enumerate(headings):
        chinese = bool(HAN.search(heading or text.passages[0].text))
        numbered = _NUMBER.match(heading)
        printed = numbered[1] if numbered else heading
        key = f"s{slug(printed)}" if numbered else f"s{number}" if heading else "s0"
        key = key if key not in taken else f"{key}-{number}"
        taken.add(key)
        own = {f"label_{'zh' if chinese else 'en'}": heading[len(numbered[0]) if numbered else 0 :]}
        if not heading:
            form = "sheet.front" if len(headings) > 1 else "sheet.whole"
            own = {f"label_{lang}": say(form, lang) for lang in LANGUAGES}
            printed = say(form, "zh" if chinese else "en")
        yield heading, {"id": key, "printed": printed, **own}
