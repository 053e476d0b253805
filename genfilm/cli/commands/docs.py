"""``genfilm docs``: the ontology's documentation as files, readable from a folder."""

from __future__ import annotations

import argparse
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from genfilm.errors import GenFilmError
from genfilm.words import LANGUAGES, say

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from genfilm.cli.arguments import Parser
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "edit", 9, "cli.docs.summary"
EXTRA = "serve"
_LINK = re.compile(r'\b(href|src|action)="(/[^"]*)"')
_FILES = ("tokens.css", "genfilm.css", "pages.css", "theme.js", "icon.svg")


def declare(parser: Parser) -> None:
    parser.add("--out", required=True, metavar="DIR", says="cli.docs.out")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Write every page of the documentation, in both languages, below ``arguments.out``; 0 when done."""
    import genfilm.web.site
    from genfilm.app import close_app, create_app
    from genfilm.cli.access import newest_build
    from genfilm.cli.progress import progress
    from genfilm.vocabulary import BASE

    out = Path(arguments.out)
    static = Path(genfilm.web.site.__file__).parent / "static"
    settings = replace(settings, public_url=settings.public_url or BASE)
    app = create_app(newest_build(settings, arguments.lang), settings)
    try:
        with progress() as tell:
            done = _pages(app.test_client(), tell)
        for path, page in done.items():
            file = _file(out, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            relative = partial(_local, out=out, at=file, done=done, service=settings.public_url)
            file.write_text(_LINK.sub(relative, page), "utf-8")
    finally:
        close_app(app)
    (out / "static").mkdir(exist_ok=True)
    for name in _FILES:
        shutil.copy(static / name, out / "static" / name)
    links = (
        f'<a href="{each}/ontology/index.html" lang="{each}">{say("site.language", each)}</a>'
        for each in LANGUAGES
    )
    start = f'<!doctype html><meta charset="utf-8"><title>GenFilm</title>{" ".join(links)}\n'
    (out / "index.html").write_text(start, "utf-8")
    print(say("cli.docs.done", arguments.lang, count=len(done), folder=out))
    return 0


class _Missing(GenFilmError):
    """A page that is linked but not there."""


def _pages(client: FlaskClient, tell: Callable[[str], None]) -> dict[str, str]:
    """Every page that the start pages of the ontology lead to, by path."""
    waiting, done = ["/en/ontology/", "/zh/ontology/"], dict[str, str]()
    while waiting:
        path = waiting.pop()
        if path in done:
            continue
        answer = client.get(path)
        if answer.status_code != 200:
            raise _Missing(f"{path} answers {answer.status_code}")
        done[path] = answer.get_data(as_text=True)
        tell(f"{len(done)} {path}")
        found = (urlsplit(link).path for _, link in _LINK.findall(done[path]))
        waiting += [link for link in found if re.match(r"/(en|zh)/ontology/", link) and link not in done]
    return done


def _file(out: Path, path: str) -> Path:
    return out / path.strip("/").replace(":", "_") / "index.html"


def _local(match: re.Match[str], out: Path, at: Path, done: dict[str, str], service: str) -> str:
    """A link to another page as a path to its file; one to the service as its permanent address."""
    name, link = match[1], match[2]
    path, _, anchor = link.partition("#")
    if path in done:
        target = os.path.relpath(_file(out, path), at.parent) + (f"#{anchor}" if anchor else "")
    elif path.startswith("/static/") and path.rpartition("/")[2] in _FILES:
        target = os.path.relpath(out / path.lstrip("/"), at.parent)
    else:
        target = service.rstrip("/") + link
    return f'{name}="{target}"'
