"""Rendering every error in one shape: problem details (RFC 9457), or text for who does not read JSON."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template, request
from markupsafe import Markup, escape
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import MethodNotAllowed as NotAllowed

from genfilm.errors import Problem
from genfilm.problems import (
    KINDS,
    BadRequest,
    MethodNotAllowed,
    NotFound,
    RangeNotSatisfiable,
    RequestTooLarge,
)
from genfilm.protocol.negotiation import prefers_html
from genfilm.protocol.problems import fault, serialise
from genfilm.search.fold import clean
from genfilm.vocabulary import BASE
from genfilm.web.context import context, language
from genfilm.words import LANGUAGES, say

blueprint = Blueprint("problems", __name__)
_WORDS = ("title", "advice")


@blueprint.get("/problem/<kind>")
def kind_of_problem(kind: str) -> Response:
    """Page that the ``type`` of a problem leads to: its meaning and what to do (RFC 9457, section 3.1.1)."""
    if kind not in KINDS:
        raise NotFound("kind", name=kind, known=[*KINDS])
    if prefers_html(request.headers.get("Accept")):
        lang = language()
        title, advice = (say(f"problem.{kind}.{what}", lang) for what in _WORDS)
        return Response(
            render_template("problem_kind.html", lang=lang, kind=kind, title=title, advice=advice),
            content_type="text/html; charset=utf-8",
        )
    words = {lang: {what: say(f"problem.{kind}.{what}", lang) for what in _WORDS} for lang in LANGUAGES}
    return jsonify(type=f"{BASE}/problem/{kind}", **words)


def render(problem: Problem) -> Response:
    """The problem in the form that the client reads."""
    accept = request.headers.get("Accept")
    if prefers_html(accept):
        lang = language()
        number = problem.extra.get("queryId")
        page = render_template(
            "problem.html",
            problem=problem,
            lang=lang,
            title=say(f"problem.{problem.kind}.title", lang),
            detail=_marked(problem, lang),
            number=number and say("problem.query_id", lang, id=number),
        )
        response = Response(page, problem.status, content_type="text/html; charset=utf-8")
    else:
        content_type, body = serialise(problem, accept)
        response = Response(body, problem.status, content_type=content_type)
    response.headers.update(problem.headers)
    return response


def _marked(problem: Problem, lang: str) -> Markup:
    """The detail in the language of the page; what a parser or another service says is marked as English."""
    english = Markup('<span lang="en">{}</span>')
    text = problem.detailed(lang, lambda n, text: english.format(text) if n == "why" else escape(text))
    return Markup(text)  # noqa: S704 -- the message is ours, its values are escaped


def install(app: Flask) -> None:
    """Make an app render every error through ``render``, and explain every kind."""
    app.register_blueprint(blueprint)

    @app.errorhandler(Problem)
    def _problem(error: Problem) -> Response:
        return render(error)

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        location = error.get_response().headers.get("Location")
        if location and error.code in range(300, 400):
            return Response(status=error.code, headers={"Location": location})
        return render(_problem_of(error))

    @app.errorhandler(Exception)
    def _bug(error: Exception) -> Response:
        return render(fault(error))


def _other_method() -> HTTPException | None:
    """405 where only GET would be answered: an address without its last slash is not found with others."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None or request.method in ("GET", "HEAD"):
        return None
    try:
        rule, _ = adapter.match(method="GET", return_rule=True)
    except HTTPException:
        return None
    return NotAllowed(valid_methods=rule.methods)


def _problem_of(error: HTTPException) -> Problem:
    """The problem that an exception of Werkzeug means."""
    if error.code == NotFound.status:
        error = _other_method() or error
    if error.code == NotFound.status:
        return NotFound(path=clean(request.path)[0])
    if error.code == MethodNotAllowed.status:
        allowed = sorted(getattr(error, "valid_methods", None) or ())
        return MethodNotAllowed(method=request.method, allowed=allowed)
    if error.code == RequestTooLarge.status:
        return RequestTooLarge(limitBytes=context().settings.max_body)
    if error.code == RangeNotSatisfiable.status:
        return RangeNotSatisfiable()
    return fault(error) if (error.code or 500) >= 500 else BadRequest(why=error.description or error.name)
