"""An error in the language of the reader, with the things that a name may have meant."""

from __future__ import annotations

import sys
import tempfile
import traceback

from genfilm.cli.commands import commands
from genfilm.errors import BuildFailed, GenFilmError, Problem
from genfilm.words import say

PACKAGE = "genfilm"


def told(error: GenFilmError, lang: str) -> str:
    """The text of an error; below an ambiguous or unknown name its candidates."""
    if not isinstance(error, (BuildFailed, Problem)):
        return str(error)
    candidates = error.extra.get("candidates", ()) if isinstance(error, Problem) else ()
    named = [f"  {each['label'][lang]} ({each['name']})" for each in candidates if isinstance(each, dict)]
    return "\n".join([error.told(lang), *named])


def failure(error: Exception, lang: str, command: str) -> str:
    """A line about whatever ended a command; the trace of a fault of ours goes into a file."""
    lang = _legible(lang)
    if isinstance(error, GenFilmError):
        return told(error, lang)
    extra = getattr(commands().get(command), "EXTRA", None)
    if isinstance(error, ModuleNotFoundError) and extra and not (error.name or PACKAGE).startswith(PACKAGE):
        return say("cli.extra", lang, command=command, module=error.name, extra=extra)
    if isinstance(error, UnicodeEncodeError):
        return say("cli.failed.encoding", lang, encoding=error.encoding)
    if isinstance(error, OSError) and error.strerror:
        if error.filename is None:
            return say("cli.failed.output", lang, why=error.strerror)
        return say("cli.failed.file", lang, name=str(error.filename), why=error.strerror)
    with tempfile.NamedTemporaryFile(
        "w", prefix="genfilm-", suffix=".txt", delete=False, errors="replace"
    ) as file:
        traceback.print_exception(error, file=file)
    return say("cli.failed.bug", lang, why=f"{type(error).__name__}: {error}", file=file.name)


def _legible(lang: str) -> str:
    """The language, or ``en`` where standard error cannot write it."""
    try:
        say("cli.about", lang).encode(sys.stderr.encoding or "utf-8")
    except UnicodeEncodeError:
        return "en"
    return lang
