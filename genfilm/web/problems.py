"""Rendering every error in one shape: problem details (RFC 9457), or text for who does not read JSON."""

from __future__ import annotations

import logging
import uuid

from flask import Blueprint, Flask, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from genfilm.errors import BuildNotFound, Problem
from genfilm.protocol.negotiation import LANGUAGES, prefers_html
from genfilm.protocol.problems import serialise
from genfilm.search.fold import clean
from genfilm.vocabulary import BASE
from genfilm.web.context import context, language
from genfilm.web.site.frame import typed
from genfilm.web.site.wording_details import detail_words, member_words
from genfilm.web.site.wording_problems import PROBLEMS, problem_words

_log = logging.getLogger("genfilm")
blueprint = Blueprint("problems", __name__)
_TITLES = {
    404: "Nothing is here",
    405: "This method is not allowed here",
    413: "The request body is too large",
}
_KINDS = {404: "not-found", 405: "method-not-allowed", 413: "too-large"}


@blueprint.get("/problem/<kind>")
def kind_of_problem(kind: str) -> Response:
    """What the ``type`` of a problem leads to: its meaning and what to do (RFC 9457, section 3.1.1)."""
    if kind not in PROBLEMS:
        raise Problem(404, "not-found", "There is no such kind of problem", f"Known: {', '.join(PROBLEMS)}.")
    if prefers_html(request.headers.get("Accept")):
        lang = language()
        title, advice = problem_words(kind, lang)
        return Response(
            render_template("problem_kind.html", lang=lang, kind=kind, title=title, advice=advice),
            content_type="text/html; charset=utf-8",
        )
    words = {
        lang: dict(zip(("title", "advice"), problem_words(kind, lang), strict=True)) for lang in LANGUAGES
    }
    return jsonify(type=f"{BASE}/problem/{kind}", **words)


def render(problem: Problem) -> Response:
    """The problem in the form that the client reads."""
    accept = request.headers.get("Accept")
    if prefers_html(accept):
        lang = language()
        known = lang == "zh" and problem.kind in PROBLEMS  # in English its own words say more
        title, advice = problem_words(problem.kind, lang) if known else (problem.title, "")
        page = render_template(
            "problem.html",
            problem=problem,
            lang=lang,
            title=title,
            advice=advice,
            detail=detail_words(problem, typed("focus") or clean(request.path)[0], _build())
            if lang == "zh"
            else None,
            member_words=member_words,
        )
        response = Response(page, problem.status, content_type="text/html; charset=utf-8")
    else:
        content_type, body = serialise(problem, accept)
        response = Response(body, problem.status, content_type=content_type)
    response.headers.update(problem.headers)
    return response


def _build() -> str:
    """The short name of the build in service, or an empty one when there is none."""
    try:
        return context().build.id[:12]
    except (BuildNotFound, KeyError):
        return ""


def install(app: Flask) -> None:
    """Make an app render every error through ``render``, and explain every kind."""
    app.register_blueprint(blueprint)

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
