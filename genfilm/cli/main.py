"""The ``genfilm`` command: finds the command that is meant, runs it, and tells what went wrong."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module

from genfilm import __version__
from genfilm.cli.arguments import Say
from genfilm.cli.commands import BY_NAME, COMMANDS, GROUPS
from genfilm.cli.language import language
from genfilm.cli.telling import told
from genfilm.errors import GenFilmError, SettingsError
from genfilm.settings import Settings
from genfilm.words import saying

DONE, FAILED, USAGE, BROKEN_PIPE, INTERRUPTED = 0, 1, 2, 141, 130


class _Wide(argparse.RawDescriptionHelpFormatter):
    """Help whose lines are as wide as they look, Chinese included."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        from genfilm.cli.table import wrapped

        return wrapped(" ".join(text.split()), width)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code, as docs/cli.md lists them."""
    given = list(sys.argv[1:] if argv is None else argv)
    parser = build_parser(language(_option(given, "--lang")))
    if "_ARGCOMPLETE" in os.environ:
        import argcomplete

        argcomplete.autocomplete(parser, always_complete_options=False)
    if not given:
        parser.print_help(sys.stderr)
        return USAGE
    _require_command(parser, given)
    arguments = parser.parse_args(given)
    arguments.lang = language(arguments.lang)
    try:
        settings = Settings.from_environ()
        code = int(import_module(f"genfilm.cli.{arguments.command}").run(settings, arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # or the interpreter complains at its end
        return BROKEN_PIPE
    except GenFilmError as error:
        print(f"genfilm: {told(error, arguments.lang)}", file=sys.stderr)
        return USAGE if isinstance(error, SettingsError) else FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def build_parser(lang: str) -> argparse.ArgumentParser:
    """The parser of all commands, its help in ``en`` or ``zh``."""
    say = saying(lang)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--lang",
        choices=("en", "zh"),
        default=None,
        help=say("cli.lang"),
    )
    parser = argparse.ArgumentParser(
        prog="genfilm",
        usage="genfilm COMMAND …",
        description=_overview(say),
        epilog=say("cli.epilog"),
        formatter_class=_Wide,
    )
    parser.add_argument("--version", action="version", version=f"genfilm {__version__}")
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", help=argparse.SUPPRESS, prog="genfilm"
    )
    for command in COMMANDS:
        words = say(command.summary)
        own = commands.add_parser(command.name, description=words, parents=[shared], formatter_class=_Wide)
        command.declare(own, say)
    return parser


def _overview(say: Say) -> str:
    lines = [say("cli.about")]
    for group, title in GROUPS.items():
        lines += ["", say(title)]
        lines += [f"    {c.name:<12}{say(c.summary)}" for c in COMMANDS if c.group == group]
    return "\n".join(lines)


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
    if word.startswith("-") or word in BY_NAME:
        return
    near = get_close_matches(word, BY_NAME, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(BY_NAME)}."
    parser.error(f"there is no command {word!r}. {hint}")


if __name__ == "__main__":
    sys.exit(main())
