"""The one Turtle style of the sources, and the canonical form that names a build."""

from __future__ import annotations

import re

import pyoxigraph as ox
import rdflib
from rdflib.compare import isomorphic

from genfilm.errors import SourceFault
from genfilm.vocabulary import PREFIXES

_TURTLE_TOKEN = re.compile(
    r"""(?P<string>\"\"\"(?:"{0,2}+(?:[^"\\]|\\.))*+\"\"\"|'''(?:'{0,2}+(?:[^'\\]|\\.))*+'''"""
    r"""|"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+')|(?P<iri><[^<>\s]*+>)|(?P<comment>\#[^\n]*+)""",
    re.DOTALL,
)
_OUTSIDE_STRINGS = re.compile(rf"({_TURTLE_TOKEN.pattern})|\n*[ ]+(?=\n)", re.DOTALL)
_PREFIX_LINE = re.compile(r"^PREFIX (\S+) (<[^>]*>)$", re.M)


def format_turtle(text: str, file: str = "") -> str:
    """The text in the project's style: rdflib's ``longturtle``, canonical, with ``@prefix`` lines.

    The OWL API rejects ``PREFIX``. The result is proved isomorphic to the input. Raises SourceFault for
    a text that is not Turtle, and for one with comments, which the style cannot keep.
    """
    _refuse_what_is_lost(text, file)
    before = rdflib.Graph(bind_namespaces="none")
    try:
        before.parse(data=text, format="turtle")
    except (SyntaxError, ValueError, AssertionError, IndexError) as error:  # what rdflib's parser raises
        raise SourceFault("turtle-syntax", str(error), file, remedy="Mend the Turtle.") from None
    for prefix, namespace in PREFIXES.items():
        before.bind(prefix, namespace, override=True, replace=True)
    styled = before.serialize(format="longturtle", canon=True)
    head, _, rest = styled.strip().partition("\n\n")
    head = _PREFIX_LINE.sub(r"@prefix \1 \2 .", head)
    styled = _without_trailing_blanks(f"{head}\n\n{rest}".strip() + "\n")
    after = rdflib.Graph(bind_namespaces="none").parse(data=styled, format="turtle")
    if not isomorphic(before, after):
        raise SourceFault(
            "fmt", "the formatted text says something else", file, remedy="Report this as a bug."
        )
    return styled


def _without_trailing_blanks(text: str) -> str:
    """The text without what ``longturtle`` leaves at the end of a line that a blank node follows."""
    return _OUTSIDE_STRINGS.sub(lambda match: match[1] or "", text)


def _refuse_what_is_lost(text: str, file: str) -> None:
    """Raise SourceFault for a syntax error, with its line, and for a comment, which would be dropped."""
    try:
        for _ in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE, base_iri="https://example.org/"):
            pass
    except SyntaxError as error:
        raise SourceFault(
            "turtle-syntax", str(error.msg), file, error.lineno, remedy="Mend the Turtle."
        ) from None
    for match in _TURTLE_TOKEN.finditer(text):
        if match.lastgroup == "comment":
            line = text.count("\n", 0, match.start()) + 1
            raise SourceFault(
                "comment",
                "the style cannot keep comments",
                file,
                line,
                remedy="Say it in a skos:editorialNote, or delete the comment.",
            )


def canonical_quads(store: ox.Store) -> bytes:
    """The dataset as canonical N-Quads: RDFC-1.0 blank node labels, one quad per line, sorted."""
    dataset = ox.Dataset(store)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = (ox.serialize([quad], format=ox.RdfFormat.N_QUADS) or b"" for quad in dataset)
    return b"".join(sorted(lines))
