"""Names in any script lead to things; several things, and it is asked which."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genfilm.catalogue.library import Library
from genfilm.errors import Problem
from genfilm.protocol.queryfile import parameter_line
from genfilm.records.ask import choices, resolved, run
from genfilm.records.names import Names, names
from genfilm.vocabulary import GF, expand

HOSTILE = [
    '"', "'", '"""', "\\", "}", "{", "} UNION { ?s ?p ?o", "# comment", "> . ?s ?p ?o . <", "\n} #", "\\u0022",
    "\\U00000022", "<http://x.example/>", "<http://x.example/> <y>", "UNDEF", "UNDEF) (UNDEF", "actor:x) } #", "\x00",
    "\ud800", "\u202e", "VALUES ?x { 1 }", "a" * 5000,
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("流浪地球2", "film:wandering-earth-2"),
        ("流浪地球２", "film:wandering-earth-2"),
        ("《流浪地球2》", "film:wandering-earth-2"),
        ("  the WANDERING earth 2 ", "film:wandering-earth-2"),
        ("Wandering Earth II", "film:wandering-earth-2"),
        ("騰訊視頻", "org:tencent-video"),
        ("production companies", "actor:production-companies"),
        ("制作公司", "actor:production-companies"),
        ("film:double-world", "film:double-world"),
        ("https://w3id.org/genfilm/id/film/double-world", "film:double-world"),
        ("film/double-world", "film:double-world"),
        ("奈飞", "org:netflix"),
        ("screenwriter", "actor:screenwriters"),
        ("liulangdiqiu2", "film:wandering-earth-2"),
        ("人工智慧", "tech:artificial-intelligence"),
        ("gf:Risk", "gf:Risk"),
        ("z26c:N16", "z26c:N16"),
        ("zhang-2026/N16", "z26c:N16"),
        ("N16", "z26c:N16"),
    ],
)
def test_a_name_leads_to_its_thing(library: Library, text: str, name: str):
    assert names(library).one(text).iri == library.prefixes.expand(name)


def test_a_thing_goes_before_a_term_of_the_ontology(library: Library):
    assert names(library).one("AI").iri == expand("tech:artificial-intelligence")


@pytest.mark.parametrize(
    ("text", "cls", "name"),
    [
        ("creation", "gf:ChainStage", "stage:creation"),
        ("神话", "gf:Film", "film:the-myth"),
        ("risk", "skos:Concept", "kind:risk"),
        ("N16", "gf:SourceClaim", "z26c:N16"),
        ("films", "owl:Class", "gf:Film"),
    ],
)
def test_the_class_narrows_a_name(library: Library, text: str, cls: str, name: str):
    assert names(library).one(text, expand(cls)).iri == library.prefixes.expand(name)


def test_a_name_of_another_class_means_nothing(library: Library):
    found = names(library).resolve("production companies", GF + "Film")
    assert found == ()


def test_of_two_things_spelled_alike_the_one_written_so_is_meant():
    things = {"tech": "Sora", "film": "SORA"}
    table = {
        "head": {"vars": ["thing", "property", "value"]},
        "results": {
            "bindings": [
                {
                    "thing": {"type": "uri", "value": expand(f"{kind}:sora-{kind}")},
                    "property": {"type": "uri", "value": expand("rdfs:label")},
                    "value": {"type": "literal", "value": label, "xml:lang": "en"},
                }
                for kind, label in things.items()
            ]
        },
    }

    class Fixed:
        def answer(self, query: object) -> bytes:
            return json.dumps(table).encode()

    every = Names(Library(Fixed(), {}, {"things": "SELECT * {}"}))  # type: ignore[arg-type]
    assert every.one("Sora").iri == expand("tech:sora-tech")
    assert every.one("SORA").iri == expand("film:sora-film")
    with pytest.raises(Problem) as caught:
        every.one("sora", parameter="about")
    assert caught.value.status == 409
    assert [each["name"] for each in caught.value.extra["candidates"]] == ["film:sora-film", "tech:sora-tech"]
    assert (caught.value.extra["parameter"], caught.value.extra["value"]) == ("about", "sora")


def test_an_unknown_name_is_told_the_nearest(library: Library):
    with pytest.raises(Problem) as caught:
        names(library).one("Wandering Erth 2")
    assert (caught.value.status, caught.value.kind) == (404, "unknown-name")
    assert expand("film:wandering-earth-2") in {each["iri"] for each in caught.value.extra["candidates"]}


def test_an_ambiguous_name_gives_its_candidates(library: Library):
    every = names(library)
    shared = [
        form
        for form, bearers in every._bearers.items()
        if list(bearers.values()).count(min(bearers.values())) > 1
    ]
    assert shared, "no two things share a name any more: test another way"
    with pytest.raises(Problem) as caught:
        every.one(shared[0])
    assert (caught.value.status, caught.value.kind) == (409, "ambiguous-name")
    assert len(caught.value.extra["candidates"]) > 1


def test_a_question_takes_names(library: Library):
    by_name = run(library, names(library), "strategies-for-actor", actor="production companies", lang="zh")
    by_iri = library.run("strategies-for-actor", actor="actor:production-companies", lang="zh")
    assert by_name.rows == by_iri.rows
    assert len(by_name) == 5


def test_an_option_goes_by_name_too(library: Library):
    by_name = run(library, names(library), "claims-by-modality", modality="预测")
    assert by_name.rows == library.run("claims-by-modality", modality="gf:Predicted").rows


def test_an_optional_parameter_may_stay_open(library: Library):
    every = run(library, names(library), "claims")
    disputed = run(library, names(library), "claims", verdict="disputed")
    assert len(every) > len(disputed) > 0
    assert {row["verdict"].value for row in disputed} == {GF + "Disputed"}


def test_the_choices_of_a_parameter_are_the_things_of_its_class(library: Library):
    parameter = next(p for p in library.named("strategies-for-actor").parameters if p.name == "actor")
    found = choices(library, parameter)
    assert {expand("actor:production-companies"), expand("org:netflix")} <= set(found)
    assert expand("film:double-world") not in found


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_is_pasted(library: Library, text: str):
    every = names(library)
    for query in library.queries.values():
        for parameter in query.parameters:
            try:
                bound = query.bind(**resolved(query, every, **{parameter.name: text}))
            except Problem as problem:
                if problem.status not in (400, 404, 409):
                    raise
                continue
            marked = parameter_line(query.text)
            assert marked is not None
            line = next(line for line in bound.splitlines() if "# parameters" in line)
            own = next(line for line in query.text.splitlines() if "# parameters" in line)
            assert bound.replace(line, own) == query.text, "only the marked line may differ"


@pytest.fixture(scope="module")
def resolver(library: Library) -> Names:
    """The names alone: Hypothesis prints what a test is given, and a library is half a megabyte."""
    return names(library)


@given(st.text(max_size=400))
@settings(max_examples=80, deadline=None)
def test_any_text_is_a_thing_or_a_problem(resolver: Names, text: str):
    try:
        found = resolver.one(text)
    except Problem as problem:
        if problem.status not in (404, 409):
            raise
    else:
        assert resolver.one(found.iri).iri == found.iri
