"""The ``genfilm`` command: finds the command that is meant, runs it, and tells what went wrong."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches

from genfilm import __version__
from genfilm.cli.arguments import Parser
from genfilm.cli.commands import GROUPS, commands
from genfilm.cli.language import language
from genfilm.cli.streams import abandon, prepare
from genfilm.cli.telling import failure
from genfilm.errors import SettingsError
from genfilm.problems import NotUtf8
from genfilm.settings import Settings
from genfilm.words import LANGUAGES, say, spoken

DONE, FAILED, USAGE, BROKEN_PIPE, INTERRUPTED = 0, 1, 2, 141, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code, as docs/cli.md lists them."""
    prepare()
    given = list(sys.argv[1:] if argv is None else argv)
    lang = language(_option(given, "--lang"))
    try:
        try:
            code = _run(given, lang)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        abandon()
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  a person gets a line, whatever it is
        print(f"genfilm: {failure(error, lang, given[0])}", file=sys.stderr)
        abandon()
        return USAGE if isinstance(error, SettingsError) else FAILED
    return code


def _run(given: list[str], lang: str) -> int:
    parser = build_parser(lang)
    if "_ARGCOMPLETE" in os.environ:
        import argcomplete

        argcomplete.autocomplete(parser, always_complete_options=False)
    if not given:
        parser.print_help(sys.stderr)
        return USAGE
    _require_text(given)
    _require_command(parser, given)
    arguments = parser.parse_args(given)
    arguments.lang = lang
    return commands()[arguments.command].run(Settings.from_environ(), arguments)


def build_parser(lang: str) -> Parser:
    """The parser of all commands, its help in ``en`` or ``zh``."""
    parser = Parser(
        prog="genfilm",
        usage="genfilm COMMAND …",
        description=_overview(lang),
        epilog=say("cli.epilog", lang),
        lang=lang,
    )
    parser.add_argument("--version", action="version", version=f"genfilm {__version__}")
    found = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", help=argparse.SUPPRESS, prog="genfilm"
    )
    for name, command in commands().items():
        own = found.add_parser(name, description=say(command.SUMMARY, lang), lang=lang)
        own.add("--lang", type=_tongue, choices=LANGUAGES, default=None, says="cli.lang")
        command.declare(own)
    return parser


def _tongue(tag: str) -> str:
    return spoken(tag) or tag


def _overview(lang: str) -> str:
    lines = [say("cli.about", lang)]
    for group in GROUPS:
        lines += ["", say(f"cli.group.{group}", lang)]
        lines += [
            f"    {name:<12}{say(c.SUMMARY, lang)}" for name, c in commands().items() if group == c.GROUP
        ]
    return "\n".join(lines)


def _require_text(given: Sequence[str]) -> None:
    """Raise Problem 400 for an argument that is not text in the encoding of the terminal."""
    for text in given:
        if not text.isprintable() and any("\ud800" <= char <= "\udfff" for char in text):
            raise NotUtf8("argument", name=os.fsencode(text).decode("utf-8", "replace"))


def _option(given: Sequence[str], name: str) -> str | None:
    """The value of an option before anything is parsed: even the help needs its language."""
    for place, text in enumerate(given):
        if text.startswith(f"{name}="):
            return text.partition("=")[2]
        if text == name:
            return next(iter(given[place + 1 : place + 2]), None)
    return None


def _require_command(parser: argparse.ArgumentParser, given: Sequence[str]) -> None:
    """End with the nearest command when the first word is none."""
    word = given[0]
    if word.startswith("-") or word in commands():
        return
    near = get_close_matches(word, commands(), n=1)
    hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(commands())}."
    parser.error(f"there is no command {word!r}. {hint}")


if __name__ == "__main__":
    sys.exit(main())
