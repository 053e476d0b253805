"""The places where code, templates and browser sources name a message of the catalogue."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from genfilm.words import catalogue

ROOT = Path(__file__).resolve().parents[2]
_CALLS = ("say", "both")
_QUOTED = re.compile(r"""(["'])([a-zA-Z][\w-]*\.[\w.-]*)\1(\s*~)?""")
_SPOKEN = re.compile(r"""\b(?:say|both)\(\s*(["'])([\w-]+\.[\w.-]+)\1\s*[,)]|\bwords\[(["'])([\w.-]+)\3\]""")


@cache
def keys() -> frozenset[str]:
    """Names of the messages, a plural by its name without the form."""
    return frozenset(re.sub("_(one|other)$", "", key) for lang in ("en", "zh") for key in catalogue(lang))


@cache
def places() -> dict[str, set[str]]:
    """Files by the name of a message, paths from the root of the project."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in _sources():
        name = str(path.relative_to(ROOT))
        for said in _named(path):
            for key in {said} & keys() if isinstance(said, str) else filter(said.fullmatch, keys()):
                found[key].add(name)
    return found


@cache
def spoken() -> dict[str, set[str]]:
    """Files by the literal key that they ask the catalogue for, known or not."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in _sources():
        text = path.read_text("utf-8")
        if path.suffix == ".py":
            asked: list[str] = [
                call.args[0].value
                for call in ast.walk(ast.parse(text))
                if isinstance(call, ast.Call)
                and getattr(call.func, "id", getattr(call.func, "attr", "")) in _CALLS
                and call.args
                and isinstance(call.args[0], ast.Constant)
                and isinstance(call.args[0].value, str)
                and "." in call.args[0].value
            ]
        else:
            asked = [match[2] or match[4] for match in _SPOKEN.finditer(text)]
        for key in asked:
            found[key].add(str(path.relative_to(ROOT)))
    return found


def _sources() -> Iterator[Path]:
    yield from sorted((ROOT / "genfilm").rglob("*.py"))
    yield from sorted((ROOT / "genfilm/web/site/templates").rglob("*.*"))
    yield from sorted((ROOT / "frontend/src").glob("*.ts"))


def _named(path: Path) -> Iterator[str | re.Pattern[str]]:
    """Names in a file that may be keys: literal, or a pattern where a part is filled in at run time."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        for match in _QUOTED.finditer(text):
            filled = match[3] or match[2].endswith(".")
            yield re.compile(re.escape(match[2]) + r"[\w.-]+") if filled else match[2]
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(part.value) if isinstance(part, ast.Constant) else r"[\w.-]+"
                for part in node.values
            ]
            if re.match(r"[a-z][\w-]*\\\.", parts[0]):
                yield re.compile("".join(parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in keys():
            yield node.value
