"""The server of the Model Context Protocol: tools, resources and prompts over one source."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools.base import Tool
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import ValidationError

from genfilm import __version__
from genfilm.errors import GenFilmError, Problem
from genfilm.mcp.arguments import ReferenceStyle
from genfilm.mcp.asking import Asking
from genfilm.mcp.choosing import Choosing
from genfilm.mcp.looking import Looking
from genfilm.mcp.schema import Describing
from genfilm.mcp.source import Source
from genfilm.problems import InternalError, UnknownTool, WrongArguments
from genfilm.protocol.negotiation import language_of
from genfilm.words import say

_READ_ONLY = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


class GraphServer(MCPServer):
    """The SDK's server, whose errors tell a model what would be right."""

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        """The answer of a tool; arguments that do not fit its schema become an answer, too."""
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if isinstance(error.__cause__, ValidationError):
                return _failed(_misfit(name, error.__cause__, await self.list_tools()))
            known = [tool.name for tool in await self.list_tools()]
            if name not in known:
                return _failed(UnknownTool(name=name, known=known))
            raise


def make_server(source: Source) -> GraphServer:
    """The server over a source."""
    looking, asking, describing = Looking(source), Asking(source), Describing(source)
    choosing = Choosing(source)
    tools: tuple[Callable[..., Any], ...] = (
        looking.search, choosing.find_claims, looking.get_claim, looking.get_entity, asking.list_queries,
        asking.run_query, asking.ask_question, describing.describe_schema, asking.run_sparql,
        looking.cite_claim,
    )  # fmt: skip
    server = GraphServer(
        "genfilm",
        title=say("site.title", "zh"),
        description=say("mcp.description", "en"),
        instructions=say("mcp.instructions", "en"),
        version=__version__,
        tools=[_tool(function) for function in tools],
        log_level="WARNING",
    )
    _add_resources(server, describing, asking)
    return server


def _add_resources(server: GraphServer, describing: Describing, asking: Asking) -> None:
    @server.resource("genfilm://guide", title=say("mcp.guide", "en"), mime_type="text/plain")
    def guide() -> str:
        return say("mcp.instructions", "en")

    @server.resource("genfilm://guide/zh", title=say("mcp.guide", "zh"), mime_type="text/plain")
    def chinese_guide() -> str:
        return say("mcp.instructions", "zh")

    @server.resource("genfilm://schema", title=say("mcp.schema", "en"), mime_type="text/plain")
    def schema() -> str:
        return _text(describing.describe_schema())

    @server.resource("genfilm://queries", title=say("mcp.queries", "en"), mime_type="text/plain")
    def queries() -> str:
        return _text(asking.list_queries())

    @server.prompt(title=say("mcp.prompt", "en"))
    def cited_paragraph(topic: str, style: ReferenceStyle = "apa", lang: str = "en") -> str:
        """A paragraph on a topic from the claims of the graph, each with speaker, page and verdict."""
        return say("mcp.paragraph", language_of(lang) or "en", topic=topic, style=style)


def _text(answer: CallToolResult) -> str:
    return "\n".join(part.text for part in answer.content if isinstance(part, TextContent))


def _tool(function: Callable[..., Any]) -> Tool:
    """A read-only tool that takes no argument but those of its schema."""
    tool = Tool.from_function(
        _answering(function),
        title=say(f"mcp.tool.{function.__name__}", "en"),
        description=" ".join((function.__doc__ or "").split()),
        annotations=_READ_ONLY,
    )
    strict = _strict(tool.fn_metadata.arg_model)
    tool.fn_metadata.arg_model = strict
    tool.parameters = _untitled(strict.model_json_schema(by_alias=True))
    tool.fn_metadata.output_schema = _outlined(tool.fn_metadata.output_schema)
    return tool


def _untitled(schema: Any) -> Any:
    """A schema without the titles that pydantic makes of names: a third of what a model has to read."""
    if isinstance(schema, list):
        return [_untitled(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _untitled(value)
        for key, value in schema.items()
        if not (key == "title" and isinstance(value, str))
    }


def _outlined(schema: Any) -> Any:
    """The first level of the schema of an answer: the rest would be seven tenths of what a model has to read,
    and answers speak for themselves."""
    every = schema["properties"].items()
    kinds = {name: {key: each[key] for key in ("type",) if key in each} for name, each in every}
    return {"type": "object", "properties": kinds, "required": schema.get("required", [])}


def _strict(model: Any) -> Any:
    """The model of a tool's arguments, which refuses every other one: a misplaced one must not be lost."""

    class Strict(model, extra="forbid"):  # type: ignore[misc, call-arg]
        pass

    Strict.__name__ = model.__name__
    return Strict


def _answering(function: Callable[..., Any]) -> Callable[..., Any]:
    """A tool's function whose problems are answers."""
    if inspect.iscoroutinefunction(function):

        @wraps(function)
        async def answer_later(*values: Any, **named: Any) -> Any:
            try:
                return await function(*values, **named)
            except GenFilmError as error:
                return _failed(error)

        return answer_later

    @wraps(function)
    def answer(*values: Any, **named: Any) -> Any:
        try:
            return function(*values, **named)
        except GenFilmError as error:
            return _failed(error)

    return answer


def _failed(error: GenFilmError) -> CallToolResult:
    """An error as an answer: as text, and as text in JSON with the members of RFC 9457.

    It has no structured content: clients hold that against the schema of the tool's answers, and would tell
    a model nothing of the error.
    """
    problem = error if isinstance(error, Problem) else InternalError("tool", why=str(error))
    found = {"status": problem.status, "kind": problem.kind, "title": problem.title, "detail": problem.detail}
    return CallToolResult(
        content=[
            TextContent(type="text", text=str(problem)),
            TextContent(type="text", text=json.dumps(found | problem.extra, ensure_ascii=False, default=str)),
        ],
        is_error=True,
    )


def _misfit(name: str, error: ValidationError, tools: list[Any]) -> Problem:
    """Message on wrong arguments of a tool, with those that it takes."""
    wrong = [
        f"{'.'.join(map(str, each['loc'])) or 'arguments'}: "
        + ("there is no such argument" if each["type"] == "extra_forbidden" else each["msg"])
        for each in error.errors(include_url=False, include_input=False)
    ]
    schema = next(tool.input_schema for tool in tools if tool.name == name)
    return WrongArguments(
        "query" if name == "run_query" else "detail",
        why="; ".join(dict.fromkeys(wrong)),
        tool=name,
        known=[*schema.get("properties", {})],
    )
