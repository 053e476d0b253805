"""Questions for a definition: the name of a thing within a form of words that asks what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from genfilm.ask.features import unframed
from genfilm.records.names import Names, sorts_claims
from genfilm.search.fold import is_han
from genfilm.vocabulary import BASE

_THING = f"{BASE}/id/"
_EXPLICIT = re.compile(
    r"(?:what(?:['’]s| is) (?:(?:an? |meant by )(?:an? )?)?(?!the )"
    r"|what are (?!the |its |some )|define (?:the term )?|explain (?:the term )?"
    r"|(?:what(?:['’]s| is) )?the (?:definition|meaning) of (?:the term )?|definition of )(?:an? )?(?P<a>.+)"
    r"|what (?:does|do) (?P<b>.+) mean"
    r"|(?:请问)?(?:什么是|何谓|何为|什么叫做?|解释一?下?|定义一?下?)(?P<c>.+)"
    r"|(?:请问)?(?P<d>.+)(?:是什么意思|指的是什么|是指什么|的(?:定义|含义|意思)(?:是什么)?)"
)
"""Forms that ask for nothing but a definition."""
_PLAIN = re.compile(
    r"(?:what|who)(?:['’]s| is) the (?P<a>.+)|who is (?P<b>.+)|(?:请问)?(?P<c>.+)是(?:什么|谁|啥)"
)
"""Forms that ask for it where a single thing is named: of a class they ask what there is of it."""
_HERE = re.compile(r" (?:here|in this context|in the paper)$|^(?:so|and|but) ")
_MARKS = " \t“”\"'‘’「」《》?？。.!！"


@dataclass(frozen=True, slots=True)
class DefinitionQuestion:
    """The thing that a question wants defined, its words for it; ``explicit`` if it wants nothing else."""

    term: str
    words: str
    explicit: bool

    @property
    def plain(self) -> str:
        """The question in the plainest words, as claims are asked for."""
        return f"什么是{self.words}" if is_han(self.words) else f"what is {self.words}"


def defining(text: str, names: Names) -> DefinitionQuestion | None:
    """The question for a definition that a text is; None if it is none, or names nothing in full."""
    said = _HERE.sub("", " ".join(unframed(text).split()).strip(_MARKS))
    for form, explicit in ((_EXPLICIT, True), (_PLAIN, False)):
        match = form.fullmatch(said)
        words = next(filter(None, match.groups()), "").strip(_MARKS) if match else ""
        terms = (one.iri for one in names.resolve(words) if not sorts_claims(one.iri)) if words else iter(())
        term = next(terms, None)
        if term is not None and (explicit or term.startswith(_THING)):
            return DefinitionQuestion(term, words, explicit)
    return None
