"""Parameter values as RDF terms: checked by type, then serialised, so that nothing is ever pasted."""

from __future__ import annotations

import re
from collections.abc import Callable

from genfilm.vocabulary import PREFIXES, Prefixes

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def iri(value: str, prefixes: Prefixes = PREFIXES) -> str:
    """``<…>`` for an absolute IRI or a name with one of the prefixes; raises ValueError otherwise."""
    try:
        full = prefixes.expand(value.strip())
    except KeyError:
        full = value.strip()
        prefix = full.partition(":")[0]
        if "//" not in full and prefix not in prefixes and not full.startswith("urn:"):
            raise ValueError(f"{value!r} is neither an absolute IRI nor a name with a known prefix") from None
    if not _IRI.fullmatch(full):
        raise ValueError(f"{value!r} is not an IRI")
    return f"<{full}>"


def string(value: str) -> str:
    """A plain literal with everything escaped that SPARQL would read otherwise."""
    return f'"{value.translate(_ESCAPES)}"'


def integer(value: str) -> str:
    """An xsd:integer; raises ValueError for anything else."""
    return str(int(str(value).strip()))


def language(value: str) -> str:
    """A language tag as a plain literal (BCP 47 shape); raises ValueError otherwise."""
    if not _LANGUAGE.fullmatch(value.strip()):
        raise ValueError(f"{value!r} is not a language tag such as en or zh")
    return string(value.strip())


SERIALISERS: dict[str, Callable[[str], str]] = {
    "iri": iri,
    "string": string,
    "integer": integer,
    "language": language,
}
