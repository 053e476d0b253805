"""The options that fill in what is known of a source: a file of a library, or a DOI."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from genfilm.cli.arguments import Parser
    from genfilm.settings import Settings


def declare_facts(parser: Parser) -> None:
    """Add ``--from`` and ``--doi``."""
    parser.add("--from", dest="facts", metavar="FILE", type=Path, says="cli.facts.file")
    parser.add("--doi", metavar="DOI", says="cli.facts.doi")


def given_facts(settings: Settings, arguments: argparse.Namespace) -> dict[str, str]:
    """The facts by the names of the workbook, those of the file where there is one: then nobody is asked.

    Raises SourceFault.
    """
    from genfilm.editing.bibliography import read_facts
    from genfilm.editing.doi import ask_registry, plain_doi

    if arguments.facts is None:
        return ask_registry(arguments.doi, settings.doi_resolver) if arguments.doi else {}
    facts = read_facts(arguments.facts)
    return {**facts, "doi": plain_doi(arguments.doi)} if arguments.doi else facts
