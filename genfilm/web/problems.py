"""Rendering every error in one shape: problem details (RFC 9457), or text for who does not read JSON."""

from __future__ import annotations

import logging
import uuid

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from genfilm.errors import BuildNotFound, Problem
from genfilm.protocol.negotiation import prefers_html
from genfilm.protocol.problems import serialise
from genfilm.web.context import language
from genfilm.web.wording import problem_words

_log = logging.getLogger("genfilm")
_TITLES = {
    404: "Nothing is here",
    405: "This method is not allowed here",
    413: "The request body is too large",
}
_KINDS = {404: "not-found", 405: "method-not-allowed", 413: "too-large"}


def render(problem: Problem) -> Response:
    """The problem in the form that the client reads."""
    accept = request.headers.get("Accept")
    if prefers_html(accept):
        lang = language()
        title, advice = problem_words(problem.kind, lang) or (problem.title, "")
        page = render_template("problem.html", problem=problem, lang=lang, title=title, advice=advice)
        response = Response(page, problem.status, content_type="text/html; charset=utf-8")
    else:
        content_type, body = serialise(problem, accept)
        response = Response(body, problem.status, content_type=content_type)
    response.headers.update(problem.headers)
    return response


def install(app: Flask) -> None:
    """Make an app render every error through ``render``."""

    @app.errorhandler(Problem)
    def _problem(error: Problem) -> Response:
        return render(error)

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        status = error.code or 500
        headers = {}
        if status == 405 and getattr(error, "valid_methods", None):
            headers["Allow"] = ", ".join(sorted(error.valid_methods))  # type: ignore[attr-defined]
        location = error.get_response().headers.get("Location")
        if location and 300 <= status < 400:
            return Response(status=status, headers={"Location": location})
        title = _TITLES.get(status, error.name)
        return render(
            Problem(status, _KINDS.get(status, "http-error"), title, error.description or "", headers=headers)
        )

    @app.errorhandler(BuildNotFound)
    def _gone(error: BuildNotFound) -> Response:
        _log.error("build unusable: %s", error)
        return render(Problem(503, "no-build", "The graph is not available", "Try again later."))

    @app.errorhandler(Exception)
    def _bug(error: Exception) -> Response:
        number = uuid.uuid4().hex[:12]
        _log.exception("internal error %s", number, exc_info=error)
        return render(
            Problem(
                500,
                "internal-error",
                "Something went wrong on our side",
                f"Error id {number}.",
                {"id": number},
            )
        )
