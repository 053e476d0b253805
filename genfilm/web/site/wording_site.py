"""The words of the site's pages in both languages: English first, then Chinese."""

from __future__ import annotations

SITE: dict[str, tuple[str, str]] = {
    # Frame
    "menu": ("Menu", "菜单"),
    "main_menu": ("Main menu", "主菜单"),
    "tools_menu": ("Language and colours", "语言与配色"),
    "dark_mode": ("Dark colours", "深色"),
    "site_description": (
        "Claims about generative AI in the film industry chain, each with its source, page, evidence and "
        "verdict, in English and Chinese.",
        "关于生成式人工智能与电影产业链的论断，逐条注明来源、页码、证据与核查结论，中英双语。",
    ),
    "claims": ("Claims", "论断"),
    "things": ("Things", "事物"),
    "compare": ("Compare", "对照"),
    "explore": ("Explore", "探索"),
    "charts": ("Charts", "图表"),
    "show_chart": ("Draw the chart", "绘制图表"),
    "questions_short": ("Questions", "问题"),
    "ask": ("Ask", "提问"),
    "about": ("About", "说明"),
    "search": ("Search", "搜索"),
    "find_site": ("Search the site", "全站搜索"),
    "search_label": ("Search claims, films, people, risks …", "搜索论断、影片、人物、风险……"),
    "data_footer": ("Data", "数据"),
    "licence_data": ("Ontology and data", "本体与数据"),
    "licence_code": ("Code", "代码"),
    "page_of": ("Page {page} of {pages}", "第{page}页，共{pages}页"),
    "previous": ("Previous", "上一页"),
    "next": ("Next", "下一页"),
    "pages": ("Pages", "分页"),
    "crumbs": ("Where you are", "所在位置"),
    "copy": ("Copy", "复制"),
    "copied": ("Copied", "已复制"),
    "all": ("All", "全部"),
    "none": ("none", "无"),
    "only_in": ("only in {other}", "仅有{other}"),
    "english": ("English", "英文"),
    "chinese": ("Chinese", "中文"),
    "contents": ("On this page", "本页内容"),
    "scroll_table": ("Table, can be scrolled sideways", "表格，可横向滚动"),
    # Tools at the foot of a page
    "tools": ("Cite it, take the data, see the query", "引用、数据与查询"),
    "cite": ("Cite this", "引用本页"),
    "cite_page": ("Cite this page", "引用本页"),
    "the_data": ("The same as data", "同一内容的数据"),
    "see_sparql": ("See the SPARQL", "查看SPARQL"),
    "run_sparql": ("Open it in the editor", "在编辑器中打开"),
    "queries_note": (
        "This page is made of the following queries; each can be run as it stands.",
        "本页由下列查询生成；每个查询均可直接运行。",
    ),
    "rdf": ("RDF", "RDF"),
    "at_page": ("p. {page}", "第{page}页"),
    # Home
    "home_title": (
        "What is said about generative AI in film, and does the evidence agree?",
        "关于生成式人工智能与电影：谁说了什么，证据是否支持？",
    ),
    "home_1": (
        "GenFilm KG gathers what is said about generative AI in the film industry chain: which technologies "
        "enter which stage, who uses them in which films, which risks they raise and what is advised to "
        "whom.",
        "影谱汇集关于生成式人工智能与电影产业链的论述：哪些技术进入哪个环节，谁在哪些影片中使用，"
        "引发哪些风险，向谁提出何种建议。",
    ),
    "home_2": (
        "Nothing is stated as bare fact: every statement is a claim with its speaker, source and page.",
        "图谱不作无来源的断言：每一句话都是一条论断，注明发言者、来源与页码。",
    ),
    "home_3": (
        "Beside each claim stands a verdict, which says whether independent evidence supports it, and names "
        "that evidence.",
        "每条论断旁都有核查结论，说明独立证据是否支持，并列出这些证据。",
    ),
    "chain": ("The film chain", "电影产业链"),
    "chain_note": (
        "Choose a stage, or what the claims place in it. The counts are of different things.",
        "选择一个环节，或其中的一类事物。数字为不同事物的个数。",
    ),
    "chain_picture": (
        "Film chain: creation, then production, then distribution and marketing, each with the number of "
        "technologies, actors, risks and strategies that claims place in it.",
        "电影产业链：创作，继而制作，继而发行与营销；各环节列出论断归入其中的技术、主体、风险与策略的数量。",
    ),
    "technologies": ("technologies", "技术"),
    "actors": ("actors", "主体"),
    "risks": ("risks", "风险"),
    "strategies": ("strategies", "策略"),
    "Technologies": ("Technologies", "技术"),
    "Actors": ("Actors", "主体"),
    "Risks": ("Risks", "风险"),
    "Strategies": ("Strategies", "策略"),
    "disputed_title": ("Disputed claims", "受质疑的论断"),
    "disputed_note": (
        "What a source says on one side, what independent evidence says on the other.",
        "一边是文献所述，一边是独立证据。",
    ),
    "says_source": ("The source", "文献"),
    "says_evidence": ("The evidence", "证据"),
    "all_disputed": ("All disputed claims", "全部受质疑的论断"),
    "fared": ("How the claims fared", "核查结果"),
    "fared_note": (
        "{statements} single statements, counted by their verdict.",
        "{statements}条单项论断，按核查结论计数。",
    ),
    "entrances": ("Where to begin", "从何入手"),
    "for_scholars": ("For film scholars", "电影研究者"),
    "for_scholars_text": (
        "Read the claims by stage or topic, check the page and the evidence, and take a ready citation.",
        "按环节或主题阅读论断，核对页码与证据，并直接取用引文。",
    ),
    "for_analysts": ("For analysts", "产业分析者"),
    "for_analysts_text": (
        "Set strategies against actors and risks against stages, and take every table as CSV.",
        "将策略与主体、风险与环节对照，任一表格均可存为CSV。",
    ),
    "for_builders": ("For tool builders", "工具开发者"),
    "for_builders_text": (
        "Every page is also RDF, JSON and CSV; every question is a route, and SPARQL is open.",
        "每一页都有RDF、JSON与CSV；每个问题都是一个接口，SPARQL开放可用。",
    ),
    "read_claims": ("Read the claims", "阅读论断"),
    "risks_of_copyright": ("Copyright and law", "版权与法律"),
    "how_to_cite": ("How to cite", "如何引用"),
    "ask_question": ("Ask a question", "提一个问题"),
    "see_ontology": ("The ontology", "本体文档"),
    "see_editor": ("SPARQL editor", "SPARQL编辑器"),
    "see_api": ("HTTP API", "HTTP接口"),
}
