"""Instructions for language models: how to read claims and verdicts, and where to begin."""

from __future__ import annotations

from genfilm.words import say

INSTRUCTIONS = f"""\
{say("site.title", "zh")} holds what is said about how generative AI changes the film \
industry chain. Nothing in it is a bare fact: every statement is a claim of somebody, with its page, \
and a verdict of an independent check.

How to tell what you find:
- Name the speaker and the page: "Ann Example (2026, p. 1) says that …". Never tell a claim as a \
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
lang=zh ({say("mcp.chinese", "zh")})."""
