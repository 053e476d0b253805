"""An entity and a claim as a notebook shows them: in one language, as a table, with a picture."""

from __future__ import annotations

from dataclasses import dataclass, fields

from genfilm.client.display import html_facts
from genfilm.client.picture import SvgDrawing, around
from genfilm.records.claim import Claim
from genfilm.records.entity import Entity, Fact
from genfilm.records.node import Node
from genfilm.words import say, saying


@dataclass(frozen=True, slots=True)
class ShownEntity(Entity):
    """An entity with the language in which it is shown."""

    lang: str = "en"

    @classmethod
    def of(cls, record: Entity, lang: str) -> ShownEntity:
        """The record, to be shown in a language."""
        return cls(**{each.name: getattr(record, each.name) for each in fields(record)}, lang=lang)

    @property
    def label(self) -> str:
        """Its name in the language."""
        return self.node.label[self.lang]

    def picture(self) -> SvgDrawing:
        """The thing with what is stated of it; dashed red where a claim denies it or is disputed."""
        found: dict[tuple[str, str], bool] = {}
        for fact in (*self.facts, *self.incoming):
            if fact.other.iri and fact.claims:
                found.setdefault(
                    (fact.other.label[self.lang], fact.property.label[self.lang]), _against(fact)
                )
        neighbours = [(name, label, against) for (name, label), against in found.items()]
        return around(say("picture.title", self.lang, name=self.label), self.label, neighbours)

    def __repr__(self) -> str:
        return f"<Entity {self.label}: {len(self.facts)} facts, {len(self.incoming)} incoming>"

    def _repr_html_(self) -> str:
        say = saying(self.lang)
        names = [value for value, _ in self.alternatives]
        rows = [
            (say("noun.kind"), ", ".join(cls.label[self.lang] for cls in self.types)),
            (say("table.other_names"), ", ".join(names)),
        ]
        rows += [(fact.property.label[self.lang], self._told(fact)) for fact in self.facts if fact.claims]
        text = self.definition[self.lang] if self.definition else ""
        return html_facts(self.label, self.iri, text, rows, self.lang) + self.picture().svg

    def _told(self, fact: Fact) -> str:
        claims = ", ".join(
            f"{said.id}{f' ({said.verdict.label[self.lang]})' if said.verdict else ''}"
            for said in fact.claims
        )
        denied = "" if fact.polarity == "affirmed" else "≠ "
        return f"{denied}{fact.other.label[self.lang]} [{claims}]"


@dataclass(frozen=True, slots=True)
class ShownClaim(Claim):
    """A claim with the language in which it is shown."""

    lang: str = "en"

    @classmethod
    def of(cls, record: Claim, lang: str) -> ShownClaim:
        """The record, to be shown in a language."""
        return cls(**{each.name: getattr(record, each.name) for each in fields(record)}, lang=lang)

    def picture(self) -> SvgDrawing:
        """Subject and object with the evidence around the claim."""
        said = self.statement
        ends = [(node, label) for node, label in ((said.subject, "subject"), (said.object, "object")) if node]
        neighbours = [
            (
                node.label[self.lang],
                said.predicate.label[self.lang] if said.predicate and end == "object" else "",
                False,
            )
            for node, end in ends
        ]
        for finding in self.assessment.evidence if self.assessment else ():
            stance = finding.stance_label[self.lang]
            neighbours.append((finding.label[self.lang], stance, finding.stance == "contradicts"))
        title = say("picture.title", self.lang, name=self.id)
        return around(title, f"{self.id} {said.verdict.label[self.lang] if said.verdict else ''}", neighbours)

    def __repr__(self) -> str:
        verdict = _label(self.statement.verdict, self.lang)
        return f"<Claim {self.id} [{verdict or '-'}]: {self.statement.paraphrase[self.lang]}>"

    def _repr_html_(self) -> str:
        say, said, lang = saying(self.lang), self.statement, self.lang
        rows = [
            (say("claim.speaker"), said.speaker.label[lang]),
            (say("noun.page"), said.pages),
            (
                say("claim.triple"),
                " · ".join(
                    _label(node, lang) for node in (said.subject, said.predicate, said.object) if node
                ),
            ),
            (
                say("claim.manner"),
                ", ".join(node.label[lang] for node in (said.polarity, said.modality, said.valence)),
            ),
            (say("noun.verdict"), _label(said.verdict, lang)),
        ]
        if self.assessment:
            rows.append((say("noun.reason"), self.assessment.reason[lang] if self.assessment.reason else ""))
            rows += [(say("noun.right"), text[lang]) for text in self.assessment.right]
            rows += [(say(f"claim.{f.stance}"), f.label[lang]) for f in self.assessment.evidence]
        rows += [(say("claim.parts"), f"{part.id}: {part.paraphrase[lang]}") for part in self.parts]
        return html_facts(self.id, self.iri, said.paraphrase[lang], rows, lang)


def _against(fact: Fact) -> bool:
    """True if a fact is denied, or each claim that makes it is disputed or refuted."""
    return fact.polarity != "affirmed" or all(
        said.verdict is not None and said.verdict.key in ("disputed", "refuted") for said in fact.claims
    )


def _label(node: Node | None, lang: str) -> str:
    return node.label[lang] if node else ""
