"""The words of the pages in both languages."""

from __future__ import annotations

from genfilm.web.site.wording_claims import CLAIM_WORDS
from genfilm.web.site.wording_ontology import ONTOLOGY_WORDS
from genfilm.web.site.wording_site import SITE

WORDS: dict[str, tuple[str, str]] = {
    **SITE,
    **CLAIM_WORDS,
    **ONTOLOGY_WORDS,
    "title": ("GenFilm KG", "影谱 GenFilm KG"),
    "tagline": (
        "What is said about generative AI in the film industry chain — by whom, on which page, and whether "
        "independent evidence agrees.",
        "关于生成式人工智能与电影产业链，谁在哪一页说了什么，独立证据是否支持。",
    ),
    "what": (
        "An open OWL 2 ontology and RDF knowledge graph. Nothing in it is asserted as bare fact: every "
        "statement is a claim with its source, page, polarity and modality, and a verdict that names its "
        "evidence.",
        "一个开放的OWL 2本体与RDF知识图谱。图谱不作无来源的断言：每一句话都是一条论断，"
        "注明来源、页码、极性与语气，并附列明证据的核查结论。",
    ),
    "source": (
        "First source: Zhang Lihua (2026), a Chinese journal article, read sentence by sentence.",
        "首个来源：张丽花（2026）的中文期刊论文，逐句研读建模。",
    ),
    "holds": ("What it holds", "收录内容"),
    "verdicts": ("How the claims fared", "核查结果"),
    "verdicts_note": (
        "Counted over single statements; a claim that says several things is counted by its parts.",
        "按单条论断计数；复合论断按其分论断计。",
    ),
    "examples": ("Three questions and their answers", "三个问题及其答案"),
    "questions": ("All questions", "全部问题"),
    "run": ("Run it", "运行"),
    "answer": ("Answer", "答案"),
    "open": ("The whole answer", "完整答案"),
    "more": ("more rows", "行未列出"),
    "sparql": ("SPARQL endpoint", "SPARQL端点"),
    "query": ("Query", "查询"),
    "result": ("Result", "结果"),
    "rows": ("rows", "行"),
    "no_rows": ("No rows.", "没有结果。"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "editor_hint": (
        "Write a SPARQL query; the prefixes of the graph are declared already.",
        "在此书写SPARQL查询；图谱的前缀均已预先声明。",
    ),
    "data": ("This as data", "数据格式"),
    "about_it": ("What is said of it", "关于它的说明"),
    "points_to_it": ("What points to it", "指向它的内容"),
    "build": ("Build", "构建"),
    "made": ("made", "生成于"),
    "quads": ("quads", "个四元组"),
    "version": ("version", "版本"),
    "licence": (
        "Ontology and data CC BY 4.0, code Apache-2.0.",
        "本体与数据采用CC BY 4.0，代码采用Apache-2.0。",
    ),
    "health": ("Health", "运行状态"),
    "ontology": ("Ontology", "本体"),
    "dumps": ("Downloads", "下载"),
    "dumps_lead": (
        "The whole graph of the build in service as files, each in English and Chinese, under CC BY 4.0.",
        "当前构建的整个图谱，以文件提供，均含中英文，采用CC BY 4.0许可。",
    ),
    "dumps_caution": (
        "A claim is not a fact: no file holds a disputed statement outside its claim, and every claim comes "
        "with its verdict.",
        "论断并非事实：没有任何文件把受质疑的陈述置于论断之外，每条论断都附有核查结论。",
    ),
    "dumps_format": ("Format", "格式"),
    "dumps_file": ("File", "文件"),
    "dumps_files": ("files", "个文件"),
    "dumps_holds": ("What it holds", "内容"),
    "dumps_size": ("Size", "大小"),
    "dumps_about": ("About the release", "关于本次发布"),
    "home": ("Home", "首页"),
    "skip": ("Skip to the content", "跳到正文"),
    "other_language": ("中文", "English"),
    "back": ("Back to the home page", "返回首页"),
    "claims_about_it": ("Claims about it", "关于它的论断"),
    "verdict": ("Verdict", "核查结论"),
    "paraphrase": ("Statement", "内容"),
    "speaker": ("Who says it", "发言者"),
    "page": ("Page", "页"),
    "property": ("Property", "属性"),
    "value": ("Value", "值"),
    "statements": ("single statements, in {rows} rows", "条单项论断，分属{rows}行"),
    "Assessment": ("assessments", "份核查"),
    "Evidence": ("findings of evidence", "项证据"),
    "WebPage": ("pages consulted", "个查阅页面"),
    "Film": ("films", "部影片"),
    "Risk": ("risks", "项风险"),
    "Strategy": ("strategies", "项策略"),
    "TechnologyUse": ("cases of use", "个应用案例"),
}


def word(name: str, lang: str) -> str:
    """The words for a key in ``en`` or ``zh``; raises KeyError for an unknown key."""
    return WORDS[name][1 if lang == "zh" else 0]
