"""The ``#+`` YAML header of a query file, and the one line in which its parameters are bound."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from genfilm.errors import BuildFailed, SourceFault

_LINE = re.compile(
    r"^([ \t]*)VALUES\s*\(?(?P<names>[^({]*?)\)?\s*\{(?P<rows>.*)\}[ \t]*#[ \t]*parameters[ \t]*$", re.M
)
ANY = "UNDEF"
"""The value of an optional parameter that stays open, as SPARQL writes it."""
_NAME = re.compile(r"[?$](\w+)")


def read_query_file(path: Path, root: Path) -> tuple[str, dict[str, Any], str]:
    """(name, header, query) of a file below ``root``; raises BuildFailed, also for one that is not UTF-8."""
    file = str(path.relative_to(root))
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BuildFailed([_fault(file, f"the file is not UTF-8: {error.reason}", 1)]) from None
    return (file, *split_header(text, file))


def split_header(text: str, file: str) -> tuple[dict[str, Any], str]:
    """(header, query); the query keeps the whole text, since the header is a comment to SPARQL.

    Raises BuildFailed when the header is missing or is not a YAML mapping.
    """
    import yaml

    lines = text.splitlines()
    block = [line[2:].removeprefix(" ") for line in lines if line.startswith("#+")]
    first = next((number for number, line in enumerate(lines, 1) if line.startswith("#+")), 1)
    try:
        header = yaml.safe_load("\n".join(block))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first + mark.line if mark else first
        problem = getattr(error, "problem", None) or str(error)
        raise BuildFailed([_fault(file, f"the header is not YAML: {problem}", line)]) from None
    if not isinstance(header, dict):
        raise BuildFailed([_fault(file, "the file has no `#+` header", 1)])
    return header, text


def without_header(text: str) -> str:
    """The query alone, as people want to read and copy it."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip() + "\n"


def parameter_line(text: str) -> tuple[list[str], str] | None:
    """The names bound in the line marked ``# parameters`` and the default rows as written, or None."""
    match = _LINE.search(text)
    return (_NAME.findall(match["names"]), match["rows"].strip()) if match else None


def bind_values(text: str, values: Mapping[str, str]) -> str:
    """Replace the line marked ``# parameters`` by one that binds ``values``.

    Values are terms that are serialised already (``<iri>``, ``"text"@en``, ``UNDEF``), never raw text;
    see ``protocol.terms``. Raises KeyError for a name that the line does not bind.
    """
    return bind_rows(text, [values])


def bind_rows(text: str, rows: Sequence[Mapping[str, str]]) -> str:
    """The same for several rows of values at once; there is one at least."""
    line = parameter_line(text)
    names = line[0] if line else []
    for values in rows:
        if wrong := set(values) - set(names) or set(names) - set(values):
            raise KeyError(", ".join(sorted(wrong)))
    # A column without a value says nothing, and beside a filter some engines lose the row for it.
    told = [name for name in names if any(values[name] != ANY for values in rows)]
    bound = "VALUES ({}) {{ {} }}  # parameters".format(
        " ".join(f"?{name}" for name in told),
        " ".join(f"({' '.join(values[name] for name in told)})" for values in rows),
    )
    return _LINE.sub(lambda match: match[1] + bound, text, count=1)


def _fault(file: str, message: str, line: int) -> SourceFault:
    return SourceFault("query-header", message, file, line, remedy="See docs/queries.md for the header.")
