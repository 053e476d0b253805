"""The arguments of each command: one function for each, which adds them to its parser in one language."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from genfilm.cli import complete

Say = Callable[[str, str], str]
"""Chooses between English and Chinese words."""
STYLES = ("gb-t-7714", "apa", "bibtex", "ris", "csl-json")
ROWS = ("table", "csv", "json")
RECORD = ("text", "json")


def _add(parser: argparse.ArgumentParser, *names: str, completer: Any = None, **options: Any) -> None:
    """An argument whose values the shell completes."""
    action = parser.add_argument(*names, **options)
    if completer is not None:
        action.completer = completer  # type: ignore[attr-defined]


def _place(parser: argparse.ArgumentParser, say: Say, formats: tuple[str, ...] = ()) -> None:
    """Where the graph is, in which language and in which format."""
    if formats:
        shown, piped = formats[0], formats[1]
        words = say(
            f"{{}} (default: {shown} on a terminal, else {piped})",
            f"{{}}（默认：终端为{shown}，否则为{piped}）",
        )
        names = ", ".join(formats)
        parser.add_argument("--format", choices=formats, metavar="FORMAT", help=words.format(names))
    parser.add_argument(
        "--connect",
        metavar="URL",
        help=say(
            "ask this service or SPARQL endpoint, not the build", "查询该地址的服务或SPARQL端点，而非本地构建"
        ),
    )


def ask(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument(
        "question", nargs="+", help=say("in plain words, English or Chinese", "用日常语言提问，中英文均可")
    )
    _place(parser, say, RECORD)


def query(parser: argparse.ArgumentParser, say: Say) -> None:
    _add(
        parser,
        "name",
        completer=complete.questions,
        help=say(
            "id of a question (genfilm queries lists them), path of a .rq file, or - for standard input",
            "问题的标识（用 genfilm queries 列出）、.rq文件的路径，或以 - 表示标准输入",
        ),
    )
    _add(
        parser,
        "parameters",
        nargs="*",
        metavar="NAME=VALUE",
        completer=complete.parameters,
        help=say("parameters of a question; a thing by any of its names", "问题的参数；事物可用任一名称"),
    )
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        help=say(
            "json, xml, csv, tsv; of a graph turtle, ntriples, jsonld … "
            "(default: a table on a terminal, else csv or turtle)",
            "json、xml、csv、tsv；图结果为turtle、ntriples、jsonld等（默认：终端为表格，否则为csv或turtle）",
        ),
    )
    _place(parser, say)


def queries(parser: argparse.ArgumentParser, say: Say) -> None:
    _add(
        parser,
        "name",
        nargs="?",
        completer=complete.questions,
        help=say("tell what this question wants and answers", "说明该问题的参数与结果"),
    )
    parser.add_argument("--tag", help=say("only the questions with this tag", "仅列出带有该标签的问题"))
    parser.add_argument(
        "--format", choices=ROWS, metavar="FORMAT", help=say("table, csv or json", "table、csv或json")
    )


def search(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument(
        "text", nargs="+", help=say("words, names in any script, pinyin", "词语、任何文字的名称、拼音")
    )
    _add(
        parser,
        "--kind",
        action="append",
        metavar="KIND",
        completer=complete.kinds,
        help=say(
            "only this kind: film, person, claim … (repeatable)", "仅限该类：film、person、claim等（可重复）"
        ),
    )
    parser.add_argument("--size", type=int, default=20, help=say("most hits (20)", "最多条数（20）"))
    parser.add_argument(
        "--format", choices=ROWS, metavar="FORMAT", help=say("table, csv or json", "table、csv或json")
    )


def entity(parser: argparse.ArgumentParser, say: Say) -> None:
    _add(
        parser,
        "name",
        completer=complete.things,
        help=say(
            "a name in any script, or an IRI such as film:double-world",
            "任何文字的名称，或IRI，如 film:double-world",
        ),
    )
    _place(parser, say, RECORD)


def claim(parser: argparse.ArgumentParser, say: Say) -> None:
    _add(
        parser,
        "name",
        completer=complete.claims,
        help=say("such as zhang-2026/N16 or z26c:N16", "如 zhang-2026/N16 或 z26c:N16"),
    )
    _place(parser, say, RECORD)


def claims(parser: argparse.ArgumentParser, say: Say) -> None:
    _add(
        parser,
        "filters",
        nargs="*",
        metavar="FACET=VALUE",
        completer=complete.facets,
        help=say(
            "such as verdict=disputed stage=production; facets: stage, actor, technology, kind, verdict, "
            "source, polarity, modality, valence, form, predicate; a facet given twice takes either value",
            "如 verdict=disputed stage=production；分面：stage、actor、technology、kind、verdict、source、"
            "polarity、modality、valence、form、predicate；同一分面可给出多个值",
        ),
    )
    _add(
        parser,
        "--about",
        action="append",
        metavar="NAME",
        completer=complete.things,
        help=say(
            "only claims about this thing, by any of its names (repeatable)",
            "仅限关于该事物的论断，可用任一名称（可重复）",
        ),
    )
    parser.add_argument(
        "--sort",
        default="id",
        help=say(
            "id, verdict, kind, page, modality; -page turns it round",
            "id、verdict、kind、page、modality；-page为倒序",
        ),
    )
    _place(parser, say, ROWS)


def cite(parser: argparse.ArgumentParser, say: Say) -> None:
    _add(
        parser,
        "name",
        nargs="?",
        completer=complete.citable,
        help=say(
            "a claim such as zhang-2026/N16, or a thing (default: the whole graph)",
            "论断（如 zhang-2026/N16）或事物（默认：整个图谱）",
        ),
    )
    parser.add_argument(
        "--style",
        choices=STYLES,
        metavar="STYLE",
        help=say(f"{', '.join(STYLES)} (default: apa)", f"{'、'.join(STYLES)}（默认：gb-t-7714）"),
    )
    _place(parser, say)


def build(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument(
        "--no-java",
        action="store_true",
        help=say("skip the consistency check by HermiT", "跳过HermiT一致性检查"),
    )


def check(parser: argparse.ArgumentParser, say: Say) -> None:
    pass


def fmt(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument(
        "--check",
        action="store_true",
        help=say("only name the files that are not in that style", "只列出格式不合的文件"),
    )
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        help=say("files (default: every Turtle source)", "文件（默认：全部Turtle源文件）"),
    )


def docs(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument(
        "--out", required=True, metavar="DIR", help=say("the folder to write into", "输出目录")
    )


def export(parser: argparse.ArgumentParser, say: Say) -> None:
    _add(
        parser,
        "--format",
        action="append",
        metavar="FORMAT",
        completer=complete.exports,
        help=say("turtle, csv, … (repeatable; default: all)", "turtle、csv等（可重复；默认：全部）"),
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help=say("the folder (default: genfilm-kg-VERSION)", "目录（默认：genfilm-kg-版本号）"),
    )
    parser.add_argument(
        "--build",
        metavar="BUILD",
        help=say("id or folder of a build (default: the current)", "构建的标识或目录（默认：当前构建）"),
    )


def diff(parser: argparse.ArgumentParser, say: Say) -> None:
    edition = say(
        "id or folder of a build, folder of a release, or a file in N-Quads (.nq, .nq.gz)",
        "构建的标识或目录、发行版的目录，或N-Quads文件（.nq、.nq.gz）",
    )
    parser.add_argument("old", metavar="A", help=edition)
    parser.add_argument("new", metavar="B", help=say("likewise", "同上"))
    parser.add_argument("--json", action="store_true", help=say("as JSON", "输出JSON"))


def serve(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("--host", help=say("address to listen on (GENFILM_HOST)", "监听地址（GENFILM_HOST）"))
    parser.add_argument(
        "--port", type=int, help=say("port to listen on (GENFILM_PORT)", "监听端口（GENFILM_PORT）")
    )


def mcp(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument(
        "--http",
        action="store_true",
        help=say("over streamable HTTP (default: standard input and output)", "经HTTP（默认：标准输入输出）"),
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help=say("address to listen on (127.0.0.1)", "监听地址（127.0.0.1）")
    )
    parser.add_argument("--port", type=int, default=8765, help=say("port (8765)", "端口（8765）"))
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help=say("name under which others reach it (repeatable)", "允许访问的主机名（可重复）"),
    )
    _place(parser, say)


def completion(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="bash, zsh, fish")
