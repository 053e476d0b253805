"""Reading a SPARQL update at token level: what reaches out is refused, a request's dataset goes in."""

from __future__ import annotations

from collections.abc import Sequence

from genfilm.problems import BadRequest, UpdatesRefused
from genfilm.protocol.guard import Token
from genfilm.protocol.tokens import brackets, unescaped, units

_OUTSIDE = ("LOAD", "SERVICE")


def prepared(text: str, graphs: tuple[str, ...] = (), named: tuple[str, ...] = ()) -> str:
    """The update with the graphs of ``using-graph-uri`` and ``using-named-graph-uri`` as its USING clauses.

    Raises Problem 403 for LOAD and SERVICE (one that is SILENT finds nothing), and 400 where the update names
    a dataset itself (SPARQL 1.1 Protocol, section 2.2.3).
    """
    text = unescaped(text)
    found = units(text)
    words = [token.text.upper() if token.kind == "word" else "" for token in found]
    for place, word in enumerate(words):
        if word in _OUTSIDE and words[place + 1 : place + 2] != ["SILENT"]:
            raise UpdatesRefused("outside", word=word)
    if not (graphs or named):
        return text
    using = "".join([*(f"USING <{iri}> " for iri in graphs), *(f"USING NAMED <{iri}> " for iri in named)])
    return _with_dataset(text, found, words, using)


def _with_dataset(text: str, found: Sequence[Token], words: list[str], using: str) -> str:
    pairs = brackets(found) or {}
    parts, at, place = [], 0, 0
    while place < len(found):
        if words[place] in ("USING", "WITH"):
            raise BadRequest("using_twice")
        if words[place] == "WHERE":
            here = found[place].offset
            parts.append(text[at:here])
            if words[place - 1] == "DELETE" and place + 1 in pairs:  # short for DELETE { … } WHERE { … }
                parts.append(text[found[place + 1].offset : found[pairs[place + 1]].offset + 1] + " ")
            parts.append(using)
            at = here
        place = pairs.get(place, place) + 1
    return "".join([*parts, text[at:]])
