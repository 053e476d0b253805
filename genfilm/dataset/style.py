"""The one Turtle style of the sources: normal form, comments as notes."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from genfilm.dataset.comments import comments, note
from genfilm.dataset.documents import document as document_of
from genfilm.dataset.documents import header
from genfilm.dataset.turtle import normal, says_the_same
from genfilm.errors import SourceFault


def format_turtle(text: str, file: str = "", document: str | None = None) -> str:
    """The text in normal form, its comments as editorial notes; proved to say the same.

    ``document`` is the IRI under which an editor knows the file: it gets a header, if it has none.
    Raises SourceFault for a text that is not Turtle, and for a comment that stands beside nothing named.
    """
    reader = ox.parse(text, format=ox.RdfFormat.TURTLE)
    try:
        triples = [quad.triple for quad in reader]
    except SyntaxError as error:
        raise SourceFault(
            "turtle-syntax", str(error.msg), file, error.lineno, remedy="Mend the Turtle."
        ) from None
    if document is not None and not any(t.subject.value == document for t in triples):
        triples += header(document)
    for comment in comments(text, triples, reader.prefixes, reader.base_iri):
        if comment.subject is None:
            raise SourceFault(
                "comment",
                "this comment stands beside nothing that has a name",
                file,
                comment.line,
                remedy="Say it in a skos:editorialNote, or delete the comment.",
            )
        triples.append(note(comment))
    styled = normal(triples, reader.prefixes)
    if not says_the_same(triples, styled):
        raise SourceFault(
            "fmt", "the formatted text says something else", file, remedy="Report this as a bug."
        )
    return styled


def format_source(path: Path, text: str, root: Path) -> str:
    """The text of a file in normal form; below ``kg/`` of the project in ``root`` it has a header."""
    path = path.resolve()
    inside = path.is_relative_to(root.resolve())
    return format_turtle(text, str(path), document_of(path.relative_to(root.resolve())) if inside else None)
