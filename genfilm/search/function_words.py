"""Chinese words and characters of grammar and of questions, of which a text says nothing by itself."""

from __future__ import annotations

PARTICLES = "的了吗呢啊呀么吧和与在是有个些都这那就把被要会我你他她它们一不谁哪几各每对里中"
"""Characters that stand alone in statements and questions."""
ASKING = "多少何什怎样请问"
"""Characters of the words that ask."""
JOINING = "跟也又啥用给从到让"
"""Further characters that stand alone, which parts of names hold, too."""
# fmt: off
SMALL_WORDS = frozenset([
    "上", "与", "中", "为什么", "为何", "也", "了", "什么", "什么是", "介绍", "从", "以及", "会",
    "何谓", "做", "关于", "几个", "及", "可以", "向", "吗", "吧", "呢", "和", "哪个", "哪些",
    "哪位", "哪几", "哪家", "哪部", "哪里", "在", "多少", "如何", "对", "对于", "怎么", "怎么样",
    "怎样", "或", "把", "是", "是什么", "是否", "是谁", "有", "有哪些", "有没有", "用", "由", "的",
    "着", "给", "能", "被", "要", "让", "请问", "谁", "过", "还", "都", "里",
])
# fmt: on
"""Words of questions and of grammar, which a query may leave unmatched."""
