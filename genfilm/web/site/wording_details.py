"""What a problem is about, in Chinese, from its own members: its own detail says it in English."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from markupsafe import Markup

from genfilm.errors import Problem

_DETAILS: Mapping[str, tuple[str, ...]] = {
    "not-found": ("本服务没有“{asked}”。",),
    "unknown-term": ("当前构建{build}中没有与“{asked}”对应的内容；它也可能属于其他版本。",),
    "unknown-query": ("“{asked}”所指的问题不在目录中。",),
    "unknown-claim": ("当前构建{build}中没有“{asked}”所指的论断。",),
    "unknown-entity": ("当前构建{build}中没有“{asked}”所指的事物。",),
    "unknown-name": ("所给的名称不是任何事物的名称或别名，请改用列出的名称，或给出IRI。",),
    "ambiguous-name": ("所给的名称可指{candidates}个事物，请从中选择，或给出IRI。",),
    "other-version": ("所求的版本不是构建{build}所含的现行版本。",),
    "bad-request": ("具体说明：{detail}",),
    "unknown-parameter": ("可用的参数有{known}个，列在下面。", "参数名不可用：{detail}"),
    "wrong-parameter": (
        "参数{parameter}可用的值有{known}个，列在下面。",
        "参数{parameter}的值不合要求：{detail}",
        "参数的值不合要求：{detail}",
    ),
    "syntax-error": ("第{line}行第{column}列无法解析。解析器的说明：{detail}", "解析器的说明：{detail}"),
    "cannot-evaluate": ("引擎的说明：{detail}",),
    "updates-refused": ("所发送的是更新请求，而本端点只回答查询。",),
    "federation-refused": (
        "{endpoint}不在本服务获准调用的名单中。具体说明：{detail}",
        "第{line}行第{column}列要调用其他服务，而本服务不作调用，或不接受这种写法。具体说明：{detail}",
    ),
    "remote-failed": ("{endpoint}未能给出可用的结果。具体说明：{detail}",),
    "rate-limited": ("每个地址每秒至多发送{limitPerSecond}个新请求，请在{retry}秒后再试。",),
    "too-large": ("请求正文至多{limitBytes}字节。",),
    "overloaded": ("服务正在处理的查询过多，或正在更换进程，请在{retry}秒后再试。具体说明：{detail}",),
    "deadline": (
        "{endpoint}未在{limitSeconds}秒内应答，这一时限为查询剩余时间的四分之三。",
        "查询运行{limitSeconds}秒后被停止，这是本服务（或参数timeout）的时限。",
    ),
    "memory-limit": ("求值进程因达到{limitMiB} MiB的上限，或因引擎放弃该查询而停止。",),
    "result-too-large": (
        "{endpoint}的结果超过{limitBytes}字节；请在SERVICE内用LIMIT或更多条件缩小范围。",
        "结果超过{limitBytes}字节。",
    ),
    "no-room": ("结果须暂存为临时文件，而磁盘已无空间；请在{retry}秒后再试。",),
    "no-build": ("服务正在运行，但没有可用的构建。",),
    "no-exports": ("服务运行者须重新运行genfilm build，方可生成这些文件。",),
    "internal-error": ("错误编号：{id}。",),
}
"""By kind: the first text whose members the problem has is shown. ``{detail}`` is the English detail,
``{asked}`` what the address names, ``{build}`` the build, ``{retry}`` the seconds of Retry-After; of lists a
text has the number."""

_MEMBERS: Mapping[str, str] = {
    "parameter": "参数",
    "known": "可用的有",
    "line": "行",
    "column": "列",
    "endpoint": "所调用的服务",
    "alternatives": "可选格式",
    "accepted": "可用的类型",
    "limitSeconds": "时限（秒）",
    "limitBytes": "上限（字节）",
    "limitMiB": "上限（MiB）",
    "limitPerSecond": "每秒上限",
    "id": "错误编号",
}


def detail_words(problem: Problem, asked: str, build: str) -> Markup | None:
    """The detail in Chinese, its English parts marked; None where only English tells it.

    ``asked`` is what the address names, ``build`` the short name of the build, or empty.
    """
    values: dict[str, object] = {
        **{name: _said(value) for name, value in problem.extra.items()},
        "asked": asked,
        "detail": Markup('<span lang="en">{}</span>').format(problem.detail),
    }
    if build:
        values["build"] = build
    if retry := problem.headers.get("Retry-After"):
        values["retry"] = retry
    for text in _DETAILS.get(problem.kind, ()):
        if all(name is None or name in values for _, name, _, _ in Formatter().parse(text)):
            return Markup(text).format(**values)  # noqa: S704 -- the text is ours, values are escaped
    return None


def member_words(name: str, lang: str) -> str:
    """What a member of a problem is called on a page."""
    return _MEMBERS.get(name, name) if lang == "zh" else name


def _said(value: object) -> str:
    """A member within a sentence: of a list how many there are, numbers without idle zeros."""
    if isinstance(value, (list, tuple)):
        return str(len(value))
    return (
        f"{value:g}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)
    )
