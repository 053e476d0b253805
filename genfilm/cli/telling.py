"""An error in the language of the reader, with the things that a name may have meant."""

from __future__ import annotations

from genfilm.errors import BuildFailed, GenFilmError, Problem


def told(error: GenFilmError, lang: str) -> str:
    """The text of an error; below an ambiguous or unknown name its candidates."""
    if not isinstance(error, (BuildFailed, Problem)):
        return str(error)
    candidates = error.extra.get("candidates", ()) if isinstance(error, Problem) else ()
    named = [f"  {each['label'][lang]} ({each['name']})" for each in candidates if isinstance(each, dict)]
    return "\n".join([error.told(lang), *named])
