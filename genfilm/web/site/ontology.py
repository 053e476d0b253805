"""The ontology's documentation: one page for the whole, for each module, each list and each term."""

from __future__ import annotations

from difflib import get_close_matches
from functools import partial
from pathlib import Path

from flask import Blueprint, Response

from genfilm.dataset.shapes import Constraint, constraints
from genfilm.problems import NotFound, UnknownTerm
from genfilm.protocol.terms import iri as as_iri
from genfilm.records.drawing import star
from genfilm.records.ontology import Module, Ontology, OntologyTerm, ontology, questions_with
from genfilm.vocabulary import GF
from genfilm.web.context import context
from genfilm.web.site.entities import listed
from genfilm.web.site.frame import show, shown

blueprint = Blueprint("ontology_pages", __name__)
SECTIONS = (
    ("class", "classes"),
    ("object-property", "object-properties"),
    ("datatype-property", "datatype-properties"),
    ("annotation-property", "annotation-properties"),
    ("individual", "individuals"),
)
_AROUND = 12


@blueprint.get("/<any(en, zh):lang>/ontology/")
def whole(lang: str) -> Response:
    """The ontology: what it is for, its modules, its class tree, its versions."""
    model = _model()
    return show(
        "ontology.html",
        lang,
        model=model,
        sections=SECTIONS,
        changes=changelog(),
        listed=listed,
        queries=[shown("ontology-terms"), shown("ontology-usage")],
    )


@blueprint.get("/<any(en, zh):lang>/ontology/modules/<name>")
def module(lang: str, name: str) -> Response:
    """A module with its terms."""
    found = [each for each in _model().modules.values() if each.name == name and not each.is_list]
    return _listing(lang, found[0] if found else None, name)


@blueprint.get("/<any(en, zh):lang>/ontology/concepts/<name>")
def concepts(lang: str, name: str) -> Response:
    """A list of concepts."""
    found = [each for each in _model().modules.values() if each.name == name and each.is_list]
    return _listing(lang, found[0] if found else None, name)


@blueprint.get("/<any(en, zh):lang>/ontology/terms/<path:name>")
def term(lang: str, name: str) -> Response:
    """A term: what it means, where it stands, how it is used, what the checks require of it."""
    model, library = _model(), context().library
    found = model.by_name.get(name)
    if found is None:
        near = get_close_matches(name, model.by_name, n=3)
        raise UnknownTerm(
            "near" if near else "term",
            name=name,
            near=near,
            candidates=[f"{GF}{each}" for each in near if ":" not in each],
        )
    around = _around(model, found)
    return show(
        "ontology_term.html",
        lang,
        listed=listed,
        model=model,
        term=found,
        children=model.children(found.iri),
        members=model.members(found.iri),
        applicable=model.applicable(found.iri),
        usage=model.usage(found.iri),
        questions=questions_with(library, found.iri),
        rules=[rule for rule in _rules() if found.iri in (rule.target, rule.path)],
        around=around,
        star=star(found.label[lang], [model.label(iri)[lang] for iri in around]) if around else None,
        queries=[
            shown("term-outgoing", subject=as_iri(found.iri), lang=f'"{lang}"'),
            shown("term-incoming", subject=as_iri(found.iri), lang=f'"{lang}"'),
        ],
    )


def _model() -> Ontology:
    return ontology(context().library)


def _listing(lang: str, found: Module | None, name: str) -> Response:
    model = _model()
    if found is None:
        raise NotFound("module", name=name, known=[each.name for each in model.modules.values()])
    terms = [model.terms[iri] for iri in found.terms if iri in model.terms]
    return show(
        "ontology_module.html",
        lang,
        model=model,
        module=found,
        sections=[
            (heading, members)
            for kind, heading in SECTIONS
            if (members := [each for each in terms if each.kind == kind])
        ],
        concepts=[iri for iri in found.terms if iri not in model.terms],
        queries=[shown("ontology-document", document=as_iri(found.iri))],
    )


def _around(model: Ontology, found: OntologyTerm) -> list[str]:
    """The terms next to a term, ancestors first, as many as a picture can show."""
    below = [child.iri for child in model.children(found.iri)]
    members = [member.iri for member in model.members(found.iri)]
    ends = [*found.domain, *found.range, *found.inverses, *found.types]
    first, second = model.applicable(found.iri)
    properties = [each.iri for each in (*first, *second)]
    every = dict.fromkeys([*found.parents, *below, *ends, *members, *properties])
    return [iri for iri in every if iri in model.terms and iri != found.iri][:_AROUND]


def _rules() -> tuple[Constraint, ...]:
    service = context()
    there = service.build.directory / "ontology/shapes"
    folder = there if there.is_dir() else service.settings.sources / "ontology/shapes"
    return service.library.once("constraints", lambda: constraints(folder))


def changelog() -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """Releases with their sections and entries, as CHANGELOG.md has them; empty where it is not there."""
    service = context()
    for folder in (service.build.directory, service.settings.sources):
        path = Path(folder) / "CHANGELOG.md"
        if path.is_file():
            text = path.read_text("utf-8")
            return service.library.once("changelog", partial(_releases, text))
    return []


def _releases(text: str) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    found: list[tuple[str, list[tuple[str, list[str]]]]] = []
    for line in text.splitlines():
        if line.startswith("## "):
            found.append((line[3:].replace("[", "").replace("]", ""), []))
        elif line.startswith("### ") and found:
            found[-1][1].append((line[4:], []))
        elif line.startswith("- ") and found and found[-1][1]:
            found[-1][1][-1][1].append(line[2:])
    return found
