"""A plain question answered by a named question of the catalogue, or by the three nearest ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from genfilm.ask.answer import Answer, Match, Nearest, Topic, Understood, sentence
from genfilm.ask.features import CONCEPT, FORM_WORDS, STEM, TYPE, features, known
from genfilm.ask.lexicon import Lexicon, load_lexicon
from genfilm.ask.linking import Link, Linker, specific
from genfilm.ask.model import Model, Score
from genfilm.catalogue.library import Library
from genfilm.catalogue.query import NamedQuery, Parameter
from genfilm.protocol.queryfile import without_header
from genfilm.records.names import names
from genfilm.search.fold import clean, fold, runs
from genfilm.search.index import SearchIndex, index
from genfilm.search.results import Mention
from genfilm.search.tokens import stem
from genfilm.vocabulary import BASE, compact

SURE = 0.3
"""The nearness from which a named question is taken to be meant."""
CLEAR = 0.05
"""How much nearer it must be than the next one."""
KNOWN = 0.35
"""The share of a question's own words that the named question must know."""
CERTAIN = 0.8
"""What this share and the lead over the next one must come to: who leads clearly may know less."""
_UNNAMED, _GUESSED, _STRAY, _NAMED = 0.72, 1.0, 0.97, 1.06
_KIND = {"thing": 0.3, "term": 0.3}
"""Nearly everything is a thing or shares its name with a term: such names tell little."""
_IN_A_NAME = 0.6
"""What a word counts that stands in the name of something: it speaks of the thing, not of the question."""
_NEAREST = 3
_WEIGHED = 8
_LEAST = 0.6
_EXPLAINED = 8
_TOPICS = tuple(f"{BASE}/id/{kind}/" for kind in ("film", "series", "person", "org"))
# fmt: off
_CHOICES: dict[str, tuple[str, ...]] = {
    "gf:isContradictedBy": ("contradict", "against", "oppose", "矛盾", "相左", "反驳", "对不上"),
    "gf:isQualifiedBy": ("qualif", "restrict", "限定", "限制", "折扣"),
    "gf:isSupportedBy": ("support", "confirm", "支持", "证实"),
    "gf:Asserted": ("assert", "plainly", "断言"),
    "gf:Defined": ("defin", "定义", "界定"),
    "gf:Reported": ("report", "quote", "转述", "引述"),
    "gf:Hedged": ("hedg", "cautious", "uncertain", "保留", "谨慎"),
    "gf:Predicted": ("predict", "forecast", "future", "预测", "展望", "预言"),
    "gf:Recommended": ("recommend", "advis", "建议"),
    "gf:Inferred": ("infer", "推断", "推论"),
    "Abstract": ("english abstract", "abstract", "英文摘要"),
    "摘要": ("chinese abstract", "中文摘要"),
    "引言": ("introduction", "intro"),
    "四": ("conclusion", "结语", "结论部分", "第四部分"),
    "参考文献": ("references section", "reference section"),
    **{
        f"{part}({section})": (
            f"第{part}部分({section})", f"第{part}部分第{section}节", f"section {place}.{number}",
            f"part {place}, section {number}", f"{part}{section}",
        )
        for place, part in enumerate("一二三", 1) for number, section in enumerate("一二三", 1)
    },
}
# fmt: on


class Asker:
    """Answers questions over a library; safe to share between threads."""

    def __init__(self, library: Library, index: SearchIndex, lexicon: Lexicon | None = None) -> None:
        """The lexicon is that of the build, unless another is given."""
        lexicon = lexicon or load_lexicon(index.directory)
        self._library = library
        self._index = index
        self._linker = Linker(index, names(library), _CHOICES)
        self._model = Model(library.queries.values(), lexicon)
        self._stems = frozenset(
            stem(run.text)
            for query in library.queries.values()
            for text in (*query.summary.values(), *(t for ts in query.ask.values() for t in ts))
            for run in runs(fold(text))
        )

    def ask(self, question: str, lang: str = "en") -> Answer:
        """The answer to a question; raises what the engine raises, nothing for what the question holds."""
        text, shortened = clean(question)
        scores, found, mentions, read = self._ranked(text)
        nearest = tuple(
            Nearest(score.query.id, score.query.summary[lang], round(score.value, 3))
            for score in scores[:_NEAREST]
        )
        best = scores[0]
        links = self._links(best.query, read, mentions)
        if not self._sure(scores):
            return Answer(text, lang, None, nearest, shortened=shortened)
        values = {link.parameter: link.value for link in links}
        if any(p.name == "lang" for p in best.query.parameters):
            values["lang"] = lang
        table = self._library.run(best.query.id, **values)
        understood = Understood(
            best.query.id,
            best.query.summary[lang],
            {p.name: values.get(p.name, p.default) for p in best.query.parameters},
            links,
            round(best.value, 3),
            self._explained(best, found),
        )
        claims = tuple(
            dict.fromkeys(
                term.value
                for row in table.rows
                for term in row
                if term and term.kind == "iri" and term.value.startswith(f"{BASE}/id/claim/")
            )
        )
        sparql = without_header(best.query.bind(**values))
        said = sentence(table, lang, self._topics(mentions, links, lang))
        return Answer(text, lang, understood, nearest, table, said, claims, sparql, shortened=shortened)

    def match(self, question: str) -> tuple[bool, list[str], Mapping[str, str]]:
        """(sure, ids of the nearest questions, values of the first one's parameters), without an answer."""
        text, _ = clean(question)
        scores, _, mentions, read = self._ranked(text)
        links = self._links(scores[0].query, read, mentions)
        sure = self._sure(scores)
        return sure, [s.query.id for s in scores[:_NEAREST]], {link.parameter: link.value for link in links}

    def _sure(self, scores: list[Score]) -> bool:
        best, lead = scores[0], scores[0].value - scores[1].value
        return best.value >= SURE and lead >= CLEAR and best.known >= KNOWN and best.known + lead >= CERTAIN

    def _links(self, query: NamedQuery, text: str, mentions: tuple[Mention, ...]) -> tuple[Link, ...]:
        found = (self._linker.link(parameter, text, mentions) for parameter in query.parameters)
        return tuple(link for link in found if link is not None)

    def _topics(self, mentions: tuple[Mention, ...], links: tuple[Link, ...], lang: str) -> list[Topic]:
        """The works, people and organizations that a text names and that no parameter took."""
        taken = {link.value for link in links}
        names: dict[str, set[str]] = {}
        end = 0
        for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
            iri = mention.candidates[0].iri
            if mention.start < end or not iri.startswith(_TOPICS):
                continue
            end = mention.end
            if compact(iri) not in taken:
                names.setdefault(iri, set()).update(fold(c.name) for c in mention.candidates if c.iri == iri)
        labels = {tongue: self._index.labels(list(names), tongue) for tongue in ("en", "zh")}
        return [
            Topic(
                iri,
                labels[lang][iri].label,
                frozenset(said | {fold(each[iri].label) for each in labels.values()}),
            )
            for iri, said in names.items()
        ]

    def _ranked(self, text: str) -> tuple[list[Score], Mapping[str, str], tuple[Mention, ...], str]:
        read, mentions = self._linker.mentions(text)
        found = features(read, self._model.lexicon)
        named = self._named(mentions)
        generic = {name: words for name, (words, own) in named.items() if own}
        covered = {stem(run.text) for words, own in named.values() if not own for run in runs(fold(words))}
        factors = {
            feature: _IN_A_NAME if stem(fold(words)) in covered else 1.0
            for feature, words in found.items()
            if not (feature.startswith(STEM) and feature.removeprefix(STEM) in covered - self._stems)
            and not self._inside(feature, named)
        }
        factors |= {TYPE + name: 0.3 if name in generic else _KIND.get(name, 1.0) for name in named}
        scores = [self._agreed(score, read, mentions, named) for score in self._model.scores(factors)]
        scores.sort(key=lambda score: (-score.value, score.query.id))
        names = [words for words, own in named.values() if not own]
        near = [self._weighed(score, read, found, mentions, names) for score in scores[:_WEIGHED]]
        scores = sorted(near, key=lambda score: (-score.value, score.query.id)) + scores[_WEIGHED:]
        return scores, found | {TYPE + name: words for name, (words, _) in named.items()}, mentions, read

    def _weighed(
        self,
        score: Score,
        text: str,
        found: Mapping[str, str],
        mentions: tuple[Mention, ...],
        names: list[str],
    ) -> Score:
        """A score weighed by how much of what the text says the named question knows."""
        links = self._links(score.query, text, mentions)
        matched = [found[f] for f in score.shared if not f.startswith(TYPE) and not _formal(f)]
        share = known(text, matched, [*names, *(word for link in links for word in link.words.split())])
        return replace(score, value=score.value * (_LEAST + (1 - _LEAST) * share), known=share)

    def _inside(self, feature: str, named: Mapping[str, tuple[str, bool]]) -> bool:
        """True if a pair of characters comes from a name that no question contains."""
        if not feature.startswith("pair:"):
            return False
        return any(not own and feature[5:] in fold(words) for words, own in named.values())

    def _named(self, mentions: tuple[Mention, ...]) -> dict[str, tuple[str, bool]]:
        """The parameter classes of which a thing is named, each with the longest name and whether the
        catalogue's own questions use that name: such a name tells little."""
        found: dict[str, tuple[str, bool]] = {}
        for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
            name = mention.candidates[0].name
            for parameter in self._entity_parameters:
                kind = parameter.cls or parameter.name
                if kind in found:
                    continue
                fitting = [c for c in mention.candidates[:8] if self._linker.fits(parameter, c.iri)]
                if fitting:
                    space = parameter.prefixes.expand(parameter.default).rpartition("/")[0]
                    alike = parameter.cls is None or any(c.iri.rpartition("/")[0] == space for c in fitting)
                    found[kind] = (name, name in self._own_names or not (alike or "Work" in kind))
        return found

    def _agreed(
        self, score: Score, text: str, mentions: tuple[Mention, ...], named: Mapping[str, tuple[str, bool]]
    ) -> Score:
        """A score, lower when the question needs a name that is not there, or leaves one unused."""
        needed = specific(score.query)
        value = score.value
        if needed:
            kinds = {p.cls or p.name for p in needed}
            if kinds & set(named):
                value *= _NAMED if any(not named[k][1] for k in kinds & set(named)) else 1.0
            elif any(self._linker.link(p, text, mentions) for p in needed):
                value *= _GUESSED
            else:
                value *= _UNNAMED
        elif any(kind in named and not named[kind][1] for kind in ("gf:AudiovisualWork", "gf:SourceClaim")):
            value *= _STRAY
        return replace(score, value=min(1.0, value))

    def _explained(self, score: Score, found: Mapping[str, str]) -> tuple[Match, ...]:
        shown = [feature for feature in score.shared if feature.startswith((CONCEPT, STEM, TYPE))]
        return tuple(Match(found.get(feature, ""), *feature.split(":", 1)) for feature in shown[:_EXPLAINED])

    @cached_property
    def _entity_parameters(self) -> list[Parameter]:
        seen = {(p.cls or p.name): p for query in self._library.queries.values() for p in specific(query)}
        return list(seen.values())

    @cached_property
    def _own_names(self) -> frozenset[str]:
        texts = [
            text
            for query in self._library.queries.values()
            for text in (*query.summary.values(), *(t for ts in query.ask.values() for t in ts))
        ]
        return frozenset(c.name for text in texts for m in self._index.mentions(text) for c in m.candidates)


def asker(library: Library) -> Asker:
    """Asker of plain questions over a build, made once for a library; raises BuildNotFound."""
    return library.once("asker", lambda: Asker(library, index(library)))


def _formal(feature: str) -> bool:
    return feature.startswith(CONCEPT) and feature.removeprefix(CONCEPT) in FORM_WORDS
