"""The report of an error: a prepared text about a page, and where the operator of the service takes it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import Flask

from genfilm.web.context import context
from genfilm.web.site.frame import canonical
from genfilm.words import say


@dataclass(frozen=True, slots=True)
class Report:
    """A text to fill in, and its ways to the maintainers: the word of each and its address."""

    text: str
    ways: tuple[tuple[str, str], ...]


def report(title: str, lang: str, iri: str = "") -> Report:
    """The report of an error on this page, which is about ``iri``, if about one thing."""
    service = context()
    settings, made = service.settings, service.build.manifest
    subject = say("report.subject", lang, title=title)
    text = say(
        "report.text",
        lang,
        about=f"{title}\nIRI{say('list.colon', lang)}{iri}" if iri else title,
        address=canonical(lang),
        version=made.get("version", ""),
        build=service.build.id[:12],
    )
    ways = {
        "report.mail": settings.report_mail
        and f"mailto:{settings.report_mail}?{urlencode({'subject': subject, 'body': text}, quote_via=quote)}",
        "report.issue": settings.repository
        and f"{settings.repository.rstrip('/')}/issues/new?{urlencode({'title': subject, 'body': text})}",
    }
    return Report(text, tuple((say(key, lang), way) for key, way in ways.items() if way))


def install(app: Flask) -> None:
    """Make reports known to the templates of an app."""
    app.jinja_env.globals.update(report=report)
