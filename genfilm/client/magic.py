"""The notebook magics of ``%load_ext genfilm``: ``%genfilm`` for a named question, ``%%genfilm`` for SPARQL.

::

    %genfilm strategies-for-actor actor="production companies"
    %%genfilm --connect http://127.0.0.1:8000 --lang zh --to films
    SELECT ?film { ?film a gf:Film }
"""

from __future__ import annotations

import argparse
import shlex
from typing import Any, NoReturn

from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic import Magics, line_cell_magic, magics_class

from genfilm.catalogue.query import LANGUAGES
from genfilm.client.graph import KnowledgeGraph
from genfilm.client.result import Result
from genfilm.errors import GenFilmError


class _Options(argparse.ArgumentParser):
    """Options of a line; a mistake is told in the notebook instead of ending its kernel."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"%genfilm: {message}. {self.format_usage().strip()}")


def _options() -> _Options:
    options = _Options(prog="%genfilm", add_help=False, exit_on_error=False)
    options.add_argument("--connect", metavar="URL", help="a running service instead of the local build")
    options.add_argument("--lang", choices=LANGUAGES, default="en")
    options.add_argument("--to", metavar="NAME", help="a variable for the result")
    options.add_argument("question", nargs="?", help="id of a named question (%genfilm only)")
    options.add_argument("values", nargs="*", metavar="NAME=VALUE", help="its parameters")
    return options


@magics_class
class GenFilmMagics(Magics):
    """The magics of one notebook; a graph is opened once for each address and language."""

    def __init__(self, shell: InteractiveShell) -> None:
        super().__init__(shell)
        self._graphs: dict[tuple[str | None, str], KnowledgeGraph] = {}

    @line_cell_magic
    def genfilm(self, line: str, cell: str | None = None) -> Result | None:
        """The answer as a ``Result``, or nothing when ``--to`` names a variable for it.

        Raises UsageError, which a notebook shows as one line: wrong options, and every problem that the
        graph tells of.
        """
        try:
            asked = _options().parse_args(shlex.split(line))
            result = self._answer(asked, cell)
        except (ValueError, argparse.ArgumentError, GenFilmError) as error:
            raise UsageError(f"%genfilm: {error}") from None
        if asked.to is None:
            return result
        if not asked.to.isidentifier():
            raise UsageError(f"%genfilm: --to {asked.to} is no name for a variable")
        assert self.shell is not None
        self.shell.push({asked.to: result})  # type: ignore[no-untyped-call]
        return None

    def _answer(self, asked: argparse.Namespace, cell: str | None) -> Result:
        if cell is not None and asked.question is not None:
            raise ValueError(f"{asked.question!r} is not expected before SPARQL; %genfilm asks a question")
        if cell is None and asked.question is None:
            raise ValueError("name a question, such as disputed-claims, or write SPARQL below %%genfilm")
        pairs = [value.partition("=") for value in asked.values]
        if wrong := next((name for name, found, _ in pairs if not found), None):
            raise ValueError(f'{wrong!r} is not NAME=VALUE; write actor="production companies"')
        graph = self._graph(asked.connect, asked.lang)
        if cell is not None:
            return graph.sparql(cell)
        return graph.query(str(asked.question), **{name: value for name, _, value in pairs})

    def _graph(self, address: str | None, lang: str) -> KnowledgeGraph:
        key = (address, lang)
        if key not in self._graphs:
            opened = KnowledgeGraph.connect(address, lang=lang) if address else KnowledgeGraph.open(lang=lang)
            self._graphs[key] = opened
        return self._graphs[key]


def load(shell: Any) -> None:
    """Register the magics with a notebook's shell."""
    shell.register_magics(GenFilmMagics)
