"""Differences between two editions, and the step of the version number that they call for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from genfilm.catalogue.query import NamedQuery
from genfilm.dataset.wording import Wording
from genfilm.exports.changes import STEPS, Change, changed_things, changed_verdicts
from genfilm.exports.edition import Edition
from genfilm.exports.statements import Statements, statements
from genfilm.protocol.queryfile import without_header
from genfilm.vocabulary import Prefixes
from genfilm.words import LANGUAGES, say


@dataclass(frozen=True)
class Difference:
    """The changes from one edition to another, the gravest first."""

    old: Edition
    new: Edition
    before: Statements
    after: Statements
    changes: tuple[Change, ...]

    @property
    def step(self) -> str | None:
        """The step of the version number that the changes call for; None when there are none."""
        return max((change.step for change in self.changes), key=STEPS.index, default=None)

    @property
    def follows(self) -> str | None:
        """The version that must follow that of the old edition, when it says one."""
        try:
            return next_version(self.old.version, self.step) if self.step else None
        except ValueError:
            return None

    @property
    def too_low(self) -> bool:
        """True when the new edition says a version that comes before the one that must follow."""
        numbers = [
            [int(part) for part in (version or "").split(".") if part.isdigit()]
            for version in (self.new.version, self.follows)
        ]
        return all(numbers) and numbers[0] < numbers[1]

    @cached_property
    def wordings(self) -> dict[str, Wording]:
        """Words for what changed in each language, with the labels of both editions."""
        triples = (*self.old.snapshot.triples, *self.new.snapshot.triples)
        prefixes = Prefixes(self.old.snapshot.prefixes, self.new.snapshot.prefixes)
        return {lang: Wording(triples, lang, prefixes) for lang in LANGUAGES}

    def record(self) -> dict[str, Any]:
        """As JSON: values as they stand in files, and each edit in words of both languages."""
        return {
            "from": {"name": self.old.name, "version": self.old.version or None},
            "to": {"name": self.new.name, "version": self.new.version or None},
            "step": self.step,
            "version": self.follows,
            "queriesCompared": None not in (self.old.queries, self.new.queries),
            "changes": [self._record(change) for change in self.changes],
        }

    def _record(self, change: Change) -> dict[str, Any]:
        return {
            **{name: getattr(change, name) for name in ("kind", "what", "name", "detail", "step")},
            "label": dict(change.label),
            "edits": [{lang: edit.told(self.wordings[lang]) for lang in LANGUAGES} for edit in change.edits],
        }

    def conclusion(self, lang: str) -> list[str]:
        """Sentences about the step and the version that the changes call for."""
        if self.step is None:
            lines = [say("diff.none", lang)]
        else:
            then = f"{say('list.colon', lang)}{self.old.version} → {self.follows}" if self.follows else ""
            lines = [say("diff.step", lang, step=say(f"diff.{self.step}", lang)) + then]
        if self.too_low:
            lines.append(say("diff.low", lang, name=self.new.name, version=self.new.version))
        if self.old.queries is None or self.new.queries is None:
            lines.append(say("diff.incomparable", lang))
        return lines


def compare(old: Edition, new: Edition, lang: str = "en") -> Difference:
    """The changes of terms, things, claims, verdicts, wording and queries, with details in ``en`` or ``zh``.

    What rules and reasoners add is left out, and so is the graph's description of itself: they follow.
    """
    before, after = statements(old.snapshot), statements(new.snapshot)
    changes = [
        *changed_things(old.snapshot, new.snapshot, before, after),
        *changed_verdicts(old.snapshot, new.snapshot),
    ]
    if old.queries is not None and new.queries is not None:
        for name in sorted({*old.queries, *new.queries}):
            changes += _query(name, old.queries.get(name), new.queries.get(name), lang)
    changes.sort(key=lambda change: (-STEPS.index(change.step), change.kind, change.what, change.name))
    return Difference(old, new, before, after, tuple(changes))


def next_version(version: str, step: str) -> str:
    """The version that follows by a step: ``next_version("1.4.2", "minor")`` is ``1.5.0``.

    Raises ValueError for what is not three numbers.
    """
    major, minor, patch = (int(part) for part in version.split("."))
    return {
        "major": f"{major + 1}.0.0",
        "minor": f"{major}.{minor + 1}.0",
        "patch": f"{major}.{minor}.{patch + 1}",
    }[step]


def _query(name: str, before: NamedQuery | None, after: NamedQuery | None, lang: str) -> Iterator[Change]:
    """Columns and parameters that go or change are major, new ones minor, other words of the header patch."""
    if before is None or after is None:
        known = before or after
        assert known is not None
        removed = after is None
        yield Change("query", "removed" if removed else "added", name, known.summary.get(lang, ""),
                     "major" if removed else "minor")  # fmt: skip
        return
    for kind, was, now in (
        ("column", list(before.columns), list(after.columns)),
        ("parameter", [p.name for p in before.parameters], [p.name for p in after.parameters]),
    ):
        for each in was:
            if each not in now:
                yield Change(kind, "removed", f"{name} {each}", "", "major")
        for each in now:
            if each not in was:
                yield Change(kind, "added", f"{name} {each}", "", "minor")
        kept = [each for each in now if each in was]
        if kind == "column" and kept != [each for each in was if each in now]:
            detail = say("diff.order", lang, old=" ".join(was), new=" ".join(now))
            yield Change(kind, "changed", name, detail, "major")
    now_kinds = {p.name: (p.kind, p.options) for p in after.parameters}
    for parameter in before.parameters:
        if now_kinds.get(parameter.name, (parameter.kind, parameter.options)) != (
            parameter.kind,
            parameter.options,
        ):
            yield Change(
                "parameter", "changed", f"{name} {parameter.name}", say("diff.options", lang), "major"
            )
    if without_header(before.text) != without_header(after.text):
        yield Change("query", "changed", name, say("diff.text", lang), "minor")
    elif before.text != after.text:
        yield Change("wording", "changed", name, say("diff.header", lang), "patch")
