"""Offers to language models: ``/llms.txt``, and with the MCP SDK installed the tools at ``/mcp``."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, request

from genfilm.problems import NotOffered
from genfilm.protocol.headers import NEVER
from genfilm.web.context import context, language, root_url
from genfilm.words import say

if TYPE_CHECKING:
    from genfilm.mcp.mounted import Mounted

blueprint = Blueprint("tools", __name__)
PATH = "/mcp"
_KEY = "genfilm-tools"
_making = threading.Lock()


@blueprint.post(PATH)
def tools() -> Response:
    """Answer one message of a client; there are no sessions, and so no streams to open with GET."""
    asked, client = request.get_data(cache=False), request.remote_addr or ""
    status, headers, body = _mounted().answer(PATH, dict(request.headers), asked, client)
    response = Response(body, status)
    for name, value in headers:
        if name.lower() in ("content-type", "mcp-protocol-version"):
            response.headers[name] = value
    response.headers["Cache-Control"] = NEVER
    return response


@blueprint.get("/llms.txt")
def guide() -> Response:
    """Introduction for language models, with the addresses of the interfaces (llmstxt.org)."""
    lang, root = language(), root_url()
    places = {"api": f"{root}/api/docs", "mcp": f"{root}{PATH}", "sparql": f"{root}/sparql"}
    places |= {
        "openapi": f"{root}/api/openapi.json",
        "dumps": f"{root}/dumps/",
        "void": f"{root}/void",
    }
    lines = [f"# {say('site.title', lang)}", "", f"> {say('dataset.title', lang)}", ""]
    lines += [say("mcp.instructions", lang), "", f"## {say('llms.interfaces', lang)}", ""]
    lines += [f"- [{name}]({place}): {say(f'llms.{name}', lang)}" for name, place in places.items()]
    return Response("\n".join(lines) + "\n", content_type="text/markdown; charset=utf-8")


def _mounted() -> Mounted:
    """The tools over the service's build, made at the first message; raises Problem 501 without the SDK."""
    with _making:
        if _KEY not in current_app.extensions:
            try:
                from genfilm.mcp.mounted import Mounted
                from genfilm.mcp.source import Source
            except ImportError:
                raise NotOffered("tools") from None
            service = context()
            source = Source.within(service.library, service.build, service.pool)
            current_app.extensions[_KEY] = Mounted(source)
        mounted: Mounted = current_app.extensions[_KEY]
        return mounted
