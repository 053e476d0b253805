"""The words of the search and ask pages in both languages: English first, then Chinese."""

from __future__ import annotations

from collections.abc import Callable

WORDS: dict[str, tuple[str, str]] = {
    "search": ("Search", "搜索"),
    "search_lead": (
        "Names, definitions, claims and evidence in both languages; traditional characters, pinyin and "
        "misspelt words are understood.",
        "检索两种语言的名称、定义、论断与证据；支持繁体字、拼音、拼音首字母与错字。",
    ),
    "query": ("Words to search for", "检索词"),
    "go": ("Search", "搜索"),
    "kinds": ("Kinds", "类别"),
    "every_kind": ("All", "全部"),
    "found": ("{total} found", "找到{total}条"),
    "none": (
        "Nothing was found. Try fewer or other words, a name in the other language, or ask a question.",
        "没有找到。可减少或更换检索词，改用另一语言的名称，或直接提问。",
    ),
    "corrected": (
        "Nothing has “{word}”; searched for “{used}” instead.",
        "未见“{word}”，已改为检索“{used}”。",
    ),
    "loose": (
        "No exact match: these are alike in spelling or sound, or match in part.",
        "没有完全匹配的结果：以下为字形、读音相近或部分匹配者。",
    ),
    "shortened": (
        "Only the first {limit} characters were read.",
        "只读取了前{limit}个字符。",
    ),
    "traditional": (
        "Shown in traditional characters, as you wrote; converted by machine where the graph has none.",
        "按所输入的文字以繁体显示；图谱未收录繁体写法处由程序转换。",
    ),
    "fallback": ("in another language", "暂无本语言名称"),
    "page": ("p.", "第"),
    "page_end": ("", "页"),
    "previous": ("Previous", "上一页"),
    "next": ("Next", "下一页"),
    "ask": ("Ask", "提问"),
    "ask_lead": (
        "A plain question is matched to the questions of the catalogue by its words; no model guesses.",
        "按词语把所提问题与目录中的问题相匹配，不使用任何模型猜测。",
    ),
    "question": ("Your question", "您的问题"),
    "understood": ("Understood as", "理解为"),
    "because": ("Because of", "依据"),
    "with": ("With", "参数"),
    "answer": ("Answer", "答案"),
    "claims": ("Claims behind it", "所依据的论断"),
    "sparql": ("The SPARQL", "SPARQL"),
    "unsure": (
        "The question is not certain to be one that the catalogue answers. The three nearest are:",
        "不能确定目录中有此问题。最接近的三个问题是：",
    ),
    "also": ("Other questions near to it", "其他相近的问题"),
    "examples": ("For example", "例如"),
    "full": ("The question's own page", "该问题的页面"),
}
EXAMPLES: dict[str, tuple[str, ...]] = {
    "en": (
        "Who directed Double World?",
        "Which risks do screenwriters face?",
        "What does the paper say about Netflix?",
    ),
    "zh": ("《征途》是谁导演的？", "编剧面临哪些风险？", "论文怎么说Netflix？"),
}


def say(lang: str) -> Callable[..., str]:
    """The words of a language: ``say("en")("found", total=3)``."""

    def words(name: str, **values: object) -> str:
        return WORDS[name][1 if lang == "zh" else 0].format(**values)

    return words
