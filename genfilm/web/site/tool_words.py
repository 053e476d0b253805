"""The words of the pages that draw (explore, charts, editor, embeds) in both languages."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "explore": ("Explore", "探索"),
    "explore_lead": (
        "Things are points, claims are lines. Every line leads to the claim with its page and verdict.",
        "点为事物，线为论断；每条线通向该论断及其页码与核查结论。",
    ),
    "focus": ("Start from", "起点"),
    "focus_hint": ("A name in either language, or an IRI", "任一语言的名称，或IRI"),
    "depth": ("Steps", "步数"),
    "kinds": ("Classes", "类别"),
    "verdicts": ("Verdicts", "核查结论"),
    "sources": ("Sources", "来源"),
    "no_verdict": ("no verdict", "无结论"),
    "show": ("Show", "显示"),
    "everything": ("The whole graph", "全图"),
    "picture": ("Picture", "图"),
    "statements": ("Claims shown", "所示论断"),
    "subject": ("Subject", "主语"),
    "property": ("Property", "属性"),
    "object": ("Object", "宾语"),
    "claim": ("Claim", "论断"),
    "verdict": ("Verdict", "核查结论"),
    "page": ("Page", "页"),
    "not": ("not", "并非"),
    "centre": ("Start from this", "以此为起点"),
    "truncated": ("Only the first {n} claims are shown.", "仅显示前{n}条论断。"),
    "nothing": (
        "No claim joins this to another thing under these filters.",
        "在此筛选下，没有论断将其与他物相连。",
    ),
    "data": ("This as data", "数据格式"),
    "charts": ("Charts", "图表"),
    "charts_lead": (
        "Each chart draws the answer to a question of the catalogue; its table and query stand beside it.",
        "每幅图表绘制问题目录中一个问题的答案，并附其数据表与查询。",
    ),
    "table": ("Table", "数据表"),
    "query": ("Query", "查询"),
    "question": ("The question", "问题页"),
    "needs_script": (
        "The drawing needs JavaScript; the table below holds the same.",
        "绘图需要JavaScript；下表内容相同。",
    ),
    "editor": ("SPARQL editor", "SPARQL编辑器"),
    "editor_lead": (
        "All prefixes of the graph are declared already. Begin with an example, or ask one of",
        "图谱的前缀均已预先声明。可从示例开始，或浏览",
    ),
    "all_questions": ("all questions.", "全部问题。"),
    "examples": ("Examples", "示例"),
    "run": ("Run", "运行"),
    "result": ("Result", "结果"),
    "widget": ("From GenFilm KG", "来自影谱 GenFilm KG"),
    "from_source": ("Stated in", "见于"),
    "speaker": ("Said by", "发言者"),
    "statement": ("Statement", "陈述"),
    "polarity": ("How it is said", "极性与语气"),
    "evidence": ("Evidence", "证据"),
}


def say(lang: str) -> dict[str, str]:
    """The words of one language by key."""
    return {key: pair[1 if lang == "zh" else 0] for key, pair in WORDS.items()}


ORIGINS: dict[str, tuple[str, str]] = {
    "zhang-2026": ("Zhang Lihua (2026)", "张丽花（2026）"),
    "evidence": ("Independent evidence", "独立证据"),
    "editorial": ("Our editors", "编者"),
}
