"""An error in the words of the reader: as it is in English; in Chinese what its kind means, then as it is."""

from __future__ import annotations

from genfilm.errors import BuildFailed, GenFilmError, Problem
from genfilm.vocabulary import compact


def told(error: GenFilmError, lang: str) -> str:
    """The text of an error; an ambiguous or unknown name with its candidates in the reader's language."""
    if isinstance(error, BuildFailed):
        return error.told(lang)
    if lang != "zh" or not isinstance(error, Problem):
        return str(error)
    from genfilm.web.site.wording_problems import PROBLEMS

    _, (title, advice) = PROBLEMS.get(error.kind, (("", ""), ("", "")))
    lines = [f"{title}。{advice}" if title else str(error)]
    candidates = [each for each in error.extra.get("candidates", ()) if isinstance(each, dict)]
    lines += [f"  {each['label']['zh']} ({compact(each['iri'])})" for each in candidates]
    return "\n".join(lines if candidates or not title else [*lines, f"  {error}"])
