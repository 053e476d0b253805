"""What each kind of problem means and what to do about it, in English and Chinese."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "not-found": (
        ("Nothing is here", "Look at the path, or begin at the home page."),
        ("此处没有内容", "请检查地址，或从首页重新开始。"),
    ),
    "unknown-term": (
        ("No thing has this IRI", "Look at the last part of the IRI."),
        ("没有与此IRI对应的内容", "请检查末段的拼写。"),
    ),
    "unknown-query": (
        ("There is no such question", "The home page lists all questions."),
        ("没有这个问题", "首页列有全部问题。"),
    ),
    "unknown-claim": (
        ("There is no such claim", "Look at its identifier, or look for it among all claims."),
        ("没有这条论断", "请检查编号，或从全部论断中查找。"),
    ),
    "unknown-entity": (
        ("There is no such thing", "Look at its kind and its name."),
        ("没有这个事物", "请检查种类与名称。"),
    ),
    "unknown-name": (
        ("Nothing has this name", "Use one of the names that come near it."),
        ("没有叫这个名称的事物", "请改用与之相近的名称。"),
    ),
    "ambiguous-name": (
        ("Several things have this name", "Use one of the candidates that the answer names."),
        ("名称有多个所指", "请改用下列候选之一。"),
    ),
    "other-version": (
        (
            "This version is not served here",
            "A build holds the current version only; the ontology's documents tell its changes.",
        ),
        ("此处不提供该版本", "本构建仅含现行版本；变更见本体文档。"),
    ),
    "unknown-parameter": (
        ("There is no such parameter", "Use the parameters that the detail names."),
        ("没有这个参数", "请检查参数名。"),
    ),
    "wrong-parameter": (
        ("A parameter has a value that cannot be used", "Use a value of the kind that the detail names."),
        ("参数值不可用", "请按下面的说明改正。"),
    ),
    "bad-request": (
        (
            "The request is not understood",
            "Send one query, once; an update never with GET; absolute graph IRIs; a timeout in seconds.",
        ),
        ("请求有误", "请按下面的说明改正。"),
    ),
    "not-utf-8": (
        ("The text is not UTF-8", "Encode it as UTF-8; the answer names the first byte that is not."),
        ("内容不是UTF-8编码", "请以UTF-8发送。"),
    ),
    "syntax-error": (
        ("The query has a syntax error", "Mend the query at the line and column that the answer names."),
        ("查询有语法错误", "下面给出出错的行与列。"),
    ),
    "cannot-evaluate": (
        ("The query cannot be evaluated", "Use functions of SPARQL 1.1 only."),
        ("查询无法求值", "请去掉所示的函数。"),
    ),
    "updates-refused": (
        (
            "Updates are not accepted here",
            "The endpoint is read-only: change the Turtle files and build again.",
        ),
        ("本服务不接受更新", "端点只读；请修改来源文件后重新构建。"),
    ),
    "federation-refused": (
        (
            "The query calls a service that is not allowed",
            "Ask the other service directly, or write SERVICE with an IRI that the detail names. "
            "If the word is only a prefix, choose another.",
        ),
        (
            "查询调用了不允许的服务",
            "请直接查询对方端点，再自行合并结果；若说明列出了允许的服务，SERVICE后请写其IRI；若该词只是前缀，请另选前缀。",
        ),
    ),
    "method-not-allowed": (
        ("This method is not allowed here", "Use a method of the Allow header."),
        ("不支持这种请求方法", "请用GET、POST或QUERY发送查询。"),
    ),
    "not-acceptable": (
        (
            "None of the accepted formats can be written",
            "Ask for one of the alternatives that the answer names.",
        ),
        ("无法写出所接受的格式", "请选择下列格式之一。"),
    ),
    "request-timeout": (
        ("The request body did not arrive in time", "Send it faster, or send a shorter one."),
        ("请求正文未及时送达", "请加快发送，或缩短正文。"),
    ),
    "too-large": (
        ("The request body is too large", "Shorten the query."),
        ("请求过大", "请缩短查询。"),
    ),
    "unsupported-media-type": (
        ("The body has a type that is not understood", "Send one of the types that the answer names."),
        ("不支持这种内容类型", "请按下面列出的类型发送。"),
    ),
    "unsupported-charset": (
        ("The body has a charset that is not understood", "Send UTF-8."),
        ("不支持这种字符编码", "请以UTF-8发送。"),
    ),
    "rate-limited": (
        ("You are asking too often", "Wait as long as Retry-After says."),
        ("请求过于频繁", "请稍候再试。"),
    ),
    "overloaded": (
        ("The service is busy", "Wait as long as Retry-After says."),
        ("服务繁忙", "请稍候再试。"),
    ),
    "deadline": (
        ("The query took too long", "Ask for less: a LIMIT, fewer OPTIONALs, bound subjects."),
        ("查询超时", "请缩小查询范围，例如加LIMIT。"),
    ),
    "memory-limit": (
        ("The query needed too much memory", "Ask for less: no large ORDER BY or GROUP_CONCAT."),
        ("查询占用内存过多", "请缩小查询范围。"),
    ),
    "result-too-large": (
        ("The result is too large", "Use LIMIT and OFFSET, or take a whole graph."),
        ("结果过大", "请用LIMIT与OFFSET分次取用。"),
    ),
    "no-room": (
        ("There is no room for the result", "Ask for less with LIMIT, or try again later."),
        ("没有空间存放结果", "请用LIMIT缩小结果，或稍后再试。"),
    ),
    "no-exports": (
        ("This build has no files to download", "The operator runs genfilm build again."),
        ("当前构建没有可下载的文件", "请重新运行genfilm build。"),
    ),
    "no-build": (
        ("The graph is not available", "Try again later; the operator runs genfilm build."),
        ("图谱暂不可用", "请稍候再试。"),
    ),
    "no-frontend": (
        (
            "The scripts of the widgets have not been built",
            "The operator builds them with python frontend/build.py.",
        ),
        ("组件脚本尚未构建", "服务运行者可用`python frontend/build.py`构建。"),
    ),
    "remote-failed": (
        (
            "Another endpoint did not answer",
            "Check its address, and that it is up. In a query, SERVICE SILENT goes on without it.",
        ),
        ("另一端点没有应答", "请检查其地址及其是否在运行；查询中可用SERVICE SILENT略过该服务。"),
    ),
    "unknown-tool": (
        ("There is no such tool", "MCP: use a tool that the detail names."),
        ("没有此工具", "MCP：请使用说明中列出的工具。"),
    ),
    "wrong-arguments": (
        ("The arguments of the tool are wrong", "MCP: give the arguments that the detail names."),
        ("工具参数有误", "MCP：请按说明给出参数。"),
    ),
    "unknown-tag": (
        ("There is no such tag", "MCP: use a tag that the detail names, or none."),
        ("没有此标签", "MCP：请使用说明中列出的标签，或不加标签。"),
    ),
    "http-error": (
        ("The request failed in the HTTP layer", "The detail says why."),
        ("HTTP层出错", "原因见说明。"),
    ),
    "internal-error": (
        ("Something went wrong on our side", "Report the id; the log holds it."),
        ("服务内部出错", "请附上错误编号告知我们。"),
    ),
}
"""Title and advice in both languages, by kind (the last part of a problem's ``type``)."""


def problem_words(kind: str, lang: str) -> tuple[str, str]:
    """Title and advice in ``en`` or ``zh``; raises KeyError for an unknown kind."""
    return PROBLEMS[kind][1 if lang == "zh" else 0]
