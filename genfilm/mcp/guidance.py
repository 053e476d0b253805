"""What a language model is told: how to read claims and verdicts, how they are modelled, how to cite."""

from __future__ import annotations

INSTRUCTIONS = """\
GenFilm KG (影谱) holds what is said about how generative AI changes the film industry chain. Nothing \
in it is a bare fact: every statement is a claim of somebody, with its page, and a verdict of an \
independent check.

How to tell what you find:
- Name the speaker and the page: "Zhang Lihua (2026, p. 120) says that …". Never tell a claim as a \
fact in your own voice. A claim without a page was read on the web: get_claim has the address.
- verdict: corroborated = independent evidence agrees; partly-corroborated = only a part of it holds, \
say which (get_claim has the reason); disputed = evidence contradicts it: never assert it, tell both \
sides; unverified = looked for, nothing found; source-only, not-checkable, not-checked = nobody but \
the source says so; none = not assessed (most evidence, all editorial claims).
- polarity negated: the speaker DENIES the statement. modality: predicted is no present fact, \
recommended is advice, hedged is cautious, reported is taken from others.
- `says` is a paraphrase: do not put it in quotation marks.
- An answer with `truncated` is not the whole: follow `next`, or say so.

Where to begin: find_claims for claims by verdict, stage, actor …; list_queries and run_query for \
checked questions (such as strategies-for-actor); search, then get_entity, for a thing; ask_question \
for plain words; run_sparql last, after describe_schema. Labels in English or Chinese: lang=en or \
lang=zh (中文提问请用 lang=zh)."""

OVERVIEW = {
    "en": """\
A statement is a gf:Claim (subclasses by origin, such as gf:SourceClaim; a gf:CompoundClaim has parts \
by gf:hasPart). It carries the triple that it states: gf:hasSubject, gf:hasPredicate, gf:hasObject; \
who says it: prov:wasAttributedTo; where: gf:isStatedIn → a gf:Passage with gf:page, gf:section; how: \
gf:polarity (gf:Affirmed, gf:Negated), gf:modality (gf:Asserted, gf:Recommended …), gf:valence; what \
about: gf:claimKind.
A verdict is a gf:Assessment: gf:assesses → the claim, gf:verdict → gf:Corroborated, gf:Disputed …, \
with gf:isSupportedBy, gf:isContradictedBy, gf:isQualifiedBy → findings of evidence.
Texts are rdfs:label with language tags en and zh. list_queries with the id of a query shows its \
SPARQL: a good model. The classes at the top, with their number of instances:""",
    "zh": """\
每条陈述都是一个gf:Claim（按来源分子类，如gf:SourceClaim；gf:CompoundClaim用gf:hasPart列出分论断）。它\
带有所陈述的三元组：gf:hasSubject、gf:hasPredicate、gf:hasObject；陈述者：prov:wasAttributedTo；出处：\
gf:isStatedIn → 带有gf:page、gf:section的gf:Passage；方式：gf:polarity（gf:Affirmed、gf:Negated）、\
gf:modality（gf:Asserted、gf:Recommended等）、gf:valence；类别：gf:claimKind。
核查结论在gf:Assessment中：gf:assesses → 论断，gf:verdict → gf:Corroborated、gf:Disputed等，证据为\
gf:isSupportedBy、gf:isContradictedBy、gf:isQualifiedBy。
文本为带en、zh语言标记的rdfs:label。list_queries加查询标识可显示其SPARQL，可作范例。顶层类及其实例数：""",
}

_PARAGRAPH = {
    "en": """\
Write one paragraph about: {topic}

Use only what the tools of this server answer. Look for claims on both sides: search, find_claims \
(also with verdict=disputed) and run_query. For each statement name the speaker, the page and, unless \
it is corroborated, the verdict; of a disputed claim tell what the evidence says (get_claim). Put the \
name of the claim in square brackets after it. End with the references from cite_claim in the style \
{style}, each once. If the graph says nothing about it, say that.""",
    "zh": """\
请就以下主题写一段文字：{topic}

只使用本服务器工具给出的内容。正反两面的论断都要查：search、find_claims（也用verdict=disputed）和\
run_query，均用lang=zh。每项陈述都写明陈述者、页码，除非已获佐证，还要写明核查结论；有争议的论断须说明\
证据的说法（get_claim）。在陈述后用方括号注明论断名称。最后列出cite_claim以{style}格式给出的参考文献，\
每条一次。若图谱没有相关内容，请直说。""",
}


def paragraph(topic: str, style: str, lang: str) -> str:
    """The prompt for a paragraph with correct citations."""
    return _PARAGRAPH["zh" if lang == "zh" else "en"].format(topic=topic, style=style)
