"""Acceptance of claims that two have read: with what they agree on, and what an adjudicator decides."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from genfilm.catalogue.library import Library
from genfilm.dataset.placing import Placement
from genfilm.editing.coded import CodedSource, Person
from genfilm.editing.draft import natural
from genfilm.editing.reading import SheetRow, Sheets
from genfilm.editing.readings import CodedValues, today
from genfilm.errors import SourceFault
from genfilm.records.readings import CODED, Coding, alike, same

_DECISION = re.compile(r"(?:[^/:=\s]+/)?([^/:=\s]+):([a-z]+)=(.+)", re.S)


@dataclass
class Accepted:
    """Claims that are accepted with the change of the files that this makes, those left undecided, and
    faults."""

    placement: Placement = field(default_factory=lambda: Placement({}))
    known: Sequence[Any] = ()
    claims: list[str] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)
    faults: list[SourceFault] = field(default_factory=list)


def accept_claims(
    root: Path,
    source: str,
    library: Library,
    adjudicator: str,
    claims: Sequence[str] = (),
    decisions: Sequence[str] = (),
    day: str = "",
) -> Accepted:
    """The change that accepting claims of a source makes: those named, or all that two readers read alike.

    ``decisions`` settle what the two read differently, each as ``C03:modality=hedged``; the claims that they
    name are accepted, too. Nothing is written.
    """
    found = Accepted()
    try:
        coded = CodedSource(root, source, library)
        person = Person(coded.draft, adjudicator)
    except SourceFault as fault:
        found.faults.append(fault)
        return found
    found.known = [triple for triples in coded.draft.before.values() for triple in triples]
    decided = _decided(coded, library, decisions, found)
    named = [each.removeprefix(f"{source}/") for each in claims]
    for unknown in (each for each in named if each not in coded.claims):
        _fault(found, unknown, "claim", source=source)
    wanted = {*named, *decided} or set(coded.claims)
    if found.faults:
        return found
    for name in sorted(wanted.intersection(coded.claims), key=natural):
        _accept(coded, person, name, decided.get(name, {}), found, day or today(),
                asked=bool(named or decided))  # fmt: skip
    found.placement = coded.draft.placement()
    return found


def _decided(
    coded: CodedSource, library: Library, decisions: Sequence[str], found: Accepted
) -> dict[str, dict[str, Any]]:
    """The values that decisions give, by claim and what is read of it."""
    sheets, values = Sheets("--decide"), None
    decided: dict[str, dict[str, Any]] = {}
    for text in decisions:
        form = _DECISION.fullmatch(text.strip())
        if form is None or form[2] not in CODED or form[1] not in coded.claims:
            _fault(found, text, "decision", names=", ".join(CODED))
            continue
        name, read = form[1], form[2]
        values = values or CodedValues(sheets, library, found.known)
        row, before = SheetRow("", text, 1, {read: form[3].strip()}, {}), len(sheets.faults)
        own = decided.setdefault(name, {})
        value = values.value(row, read, own.get("predicate", coded.states(name).get("predicate")))
        for _, fault in sheets.faults[before:]:
            fault.term = text
            found.faults.append(fault)
        if value is not None:
            own[read] = value
    return decided


def _accept(
    coded: CodedSource,
    person: Person,
    name: str,
    decided: dict[str, Any],
    found: Accepted,
    day: str,
    *,
    asked: bool,
) -> None:
    read = coded.readings(name)
    if len(read) < 2:
        if asked:
            _fault(found, name, "unread")
        return
    if not asked and _stands(coded, name, coded.states(name)):
        return
    first, second = read[:2]
    values, open_ = _values(coded, first, second, decided)
    settled = [each for each in decided if same(first.values.get(each), second.values.get(each))]
    if settled:
        _fault(found, name, "settled", properties=", ".join(settled))
    elif open_:
        found.undecided.append(name)
        if asked:
            _fault(found, name, "undecided", properties=", ".join(open_))
    elif decided and person.iri.value in {first.person.iri, second.person.iri}:
        _fault(found, name, "own", person=person.name)
    else:
        coded.rewrite(name, values)
        if _stands(coded, name, values):
            return
        coded.put("acceptance", name, person, values, day)
        found.claims.append(name)


def _stands(coded: CodedSource, name: str, values: Mapping[str, Any]) -> bool:
    """True if a claim is accepted already, by whomever, with what it is to have of these values."""
    accepted = (each.values for each in coded.codings.get(name, ()) if each.accepts and each.counts)
    new = {read: coded.shown(value) for read, value in values.items()}
    return any(alike(each, {read: new[read] for read in new if read in each}) for each in accepted)


def _values(
    coded: CodedSource, first: Coding, second: Coding, decided: dict[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """(values on which two readings agree or that are decided, names of what stays open)."""
    values, open_ = {}, []
    for read in CODED:
        one, other = first.values.get(read), second.values.get(read)
        if read in decided:
            values[read] = decided[read]
        elif not same(one, other):
            open_.append(read)
        elif one is not None:
            values[read] = coded.value(first, read)
    return values, open_


def _fault(found: Accepted, term: str, shape: str, **values: str) -> None:
    found.faults.append(SourceFault.worded("acceptance", ("", None), term, shape, values))
