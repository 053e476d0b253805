"""Every command of ``genfilm``, in the order of its help; the file of its name is loaded when it runs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from genfilm.cli import arguments
from genfilm.cli.arguments import Say


@dataclass(frozen=True, slots=True)
class Command:
    """``group`` is a key of GROUPS; ``summary`` in English and Chinese; ``declare`` adds the arguments."""

    name: str
    group: str
    summary: tuple[str, str]
    declare: Callable[[argparse.ArgumentParser, Say], None]


GROUPS: dict[str, tuple[str, str]] = {
    "ask": ("Ask and look up", "提问与查阅"),
    "edit": ("Edit and build", "编辑与构建"),
    "serve": ("Serve", "服务"),
}


COMMANDS: tuple[Command, ...] = (
    Command("ask", "ask", ("ask in plain words", "用日常语言提问"), arguments.ask),
    Command(
        "query",
        "ask",
        ("run a named question, or SPARQL of your own", "运行命名问题或自己的SPARQL"),
        arguments.query,
    ),
    Command(
        "queries",
        "ask",
        ("list the named questions, or tell about one", "列出命名问题，或说明其中之一"),
        arguments.queries,
    ),
    Command(
        "search",
        "ask",
        ("find things, claims and terms by words", "按词语查找事物、论断与术语"),
        arguments.search,
    ),
    Command(
        "entity",
        "ask",
        ("what is stated of a thing, and by which claims", "关于某事物的陈述及所据论断"),
        arguments.entity,
    ),
    Command(
        "claims",
        "ask",
        ("list claims by verdict, stage, actor …", "按核查结论、环节、主体等列出论断"),
        arguments.claims,
    ),
    Command(
        "claim",
        "ask",
        ("one claim with its page, verdict and evidence", "一条论断及其页码、核查结论与证据"),
        arguments.claim,
    ),
    Command(
        "cite",
        "ask",
        ("how to cite a claim, a thing or the graph", "引用论断、事物或整个图谱"),
        arguments.cite,
    ),
    Command("build", "edit", ("build the graph from its sources", "由源文件构建图谱"), arguments.build),
    Command(
        "check",
        "edit",
        ("run every check and question; change nothing", "运行全部检查与问题，不作改动"),
        arguments.check,
    ),
    Command(
        "fmt", "edit", ("bring Turtle files into the project's style", "统一Turtle文件的格式"), arguments.fmt
    ),
    Command(
        "diff",
        "edit",
        ("what changed between two builds or releases", "比较两个构建或发行版"),
        arguments.diff,
    ),
    Command(
        "export",
        "edit",
        ("write the files of a release: RDF, CSV …", "写出发行文件：RDF、CSV等"),
        arguments.export,
    ),
    Command(
        "docs", "edit", ("write the ontology's documentation as pages", "写出本体文档网页"), arguments.docs
    ),
    Command(
        "serve",
        "serve",
        ("serve the graph over HTTP; build it when needed", "通过HTTP提供服务，必要时先构建"),
        arguments.serve,
    ),
    Command(
        "mcp",
        "serve",
        ("serve language models, by the Model Context Protocol", "以模型上下文协议（MCP）服务语言模型"),
        arguments.mcp,
    ),
    Command(
        "completion", "serve", ("print what makes a shell complete", "输出命令补全脚本"), arguments.completion
    ),
)
BY_NAME = {command.name: command for command in COMMANDS}
