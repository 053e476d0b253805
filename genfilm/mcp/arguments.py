"""The arguments that several tools share, as their schemas describe them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from genfilm.protocol.negotiation import language_of

MOST = 100
"""Rows, hits or claims that one answer may hold."""

Lang = Annotated[
    Literal["en", "zh"],
    BeforeValidator(lambda tag: (isinstance(tag, str) and language_of(tag)) or tag),
    Field(description="language of labels and texts: en or zh (Chinese)"),
]
Limit = Annotated[int, Field(ge=1, le=MOST, description="how many to show at most")]
Offset = Annotated[int, Field(ge=0, description="how many to leave out; an answer's `next` tells")]
Name = Annotated[
    str,
    Field(
        min_length=1,
        max_length=500,
        description="a name in any script, a prefixed name such as film:double-world, or an IRI",
    ),
]
ClaimName = Annotated[
    str,
    Field(
        min_length=1,
        max_length=500,
        description="source and identifier, such as example-2026/C01, as answers list it, or an IRI",
    ),
]
Facet = Annotated[
    tuple[Annotated[str, Field(max_length=200)], ...],
    BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
    Field(max_length=20),
]
"""Values of a facet, of which a claim must have one; a single value needs no list."""
ReferenceStyle = Literal["apa", "gb-t-7714", "mla", "chicago", "bibtex", "biblatex", "ris", "csl-json"]
Sort = Literal["id", "verdict", "kind", "page", "modality"]
Text = Annotated[str, Field(min_length=1, max_length=500)]
