"""Words and characters of grammar, of questions and of every day, of which a text says nothing by itself."""

from __future__ import annotations

PARTICLES = "的了吗呢啊呀么吧和与在是有个些都这那就把被要会我你他她它们一不谁哪几各每对里中"
"""Characters that stand alone in statements and questions."""
ASKING = "多少何什怎样请问"
"""Characters of the words that ask."""
JOINING = "跟也又啥用给从到让"
"""Further characters that stand alone, which parts of names hold, too."""
GRAMMAR = PARTICLES + JOINING + "多少何什怎样不可以要想往向能为所于而或因其此来去很"
"""Characters that mostly do grammar: with a neighbour they make no word that tells of a matter."""
BINDING = (GRAMMAR + "之").replace("不", "")
"""Characters by which Chinese asks and joins; a negation is none of them."""
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
EVERYDAY_ENGLISH = """
about after again all also although always any anybody anyone anything around aware away back because
become becomes before behind between bigger both bring brings but can cannot claim claims come comes
could couple deal deals despite doing done down during each either else enough ever every everybody
everyone everything exactly far few further get gets getting give given gives giving go goes going got
happen happens he her here him his hold holds if instead just keep kind know largely last least less let
like likely lot lots main mainly many may maybe mean means mention mentioned mentions might more most
much must my never next no nobody none nor not nothing now off often ok once only other others our out
over own perhaps please put quite rather really regard same say says said see seem seems several shall
she should since smaller some somebody someone something sort statement statements still such take taken
takes talk talks tell tells things though through thus together too try turn under until up upon us
various very via want wants way ways we well went whether while whole within without wonder wondering yes
yet
"""
EVERYDAY_CHINESE = """
到底 究竟 其实 真的 实在 觉得 认为 以为 看来 想知道 知道 想请教 请教 想问 打算 预计 大概 大约 左右 一般
通常 平时 平常 原来 本来 以前 以后 之后 之前 后来 将来 今后 现在 目前 当前 如今 眼下 已经 曾经 正在 终于
一共 总共 分别 各自 具体 主要 首先 其中 之间 方面 情况 时候 地方 东西 事情 别人 大家 我们 你们 他们 她们
自己 人们 这个 那个 这些 那些 这种 那种 这样 那样 这类 这篇 本文 文中 文里 文末 文章 全文 说法 说的 提到
提及 提出 讲到 谈到 说到 说了 举了 举出 列出 列举 给出 给了 有没有 是不是 会不会 能不能 可不可以 该不该
要不要 为啥 为何 为什么 怎么样 怎么 怎样 什么样 什么 干什么 干啥 咋样 咋 哪些 哪几 哪个 哪里 哪儿 哪家
哪位 多少 几个 一下 一点 一些 起来 出来 过来 过去 下去 下来 上去 一步步 逐步 慢慢 比较 特别 非常 十分 更加
更 最 还是 还有 还要 还 都 才 就 却 而且 而 但 但是 如果 要是 因为 所以 由于 通过 除了 以及 或者 比如 例如
成为 变成 算是 算 当成 看成 作为 得靠 靠 得先 先 再 容易 难道 可能 应该 应当 必须 需要 想要 想 该 得 我 您
关系 干嘛 干吗 讲讲 说说 聊聊 惹上 留神
"""
"""Everyday words of both languages, by which a question tells nothing of the matter that it asks about."""
