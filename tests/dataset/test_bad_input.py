"""Bad sources: each fault stops the build with its place, rule and remedy, and the last good build stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from genfilm.build import build, current_or_new
from genfilm.dataset.builds import current
from genfilm.errors import BuildFailed, SourceFault
from tests.programs import need

from .conftest import Edit

THINGS = "kg/entities/things.ttl"
CLAIMS = "kg/sources/example-2026/claims.ttl"
ONTOLOGY = "ontology/small.ttl"
TABLE = "ontology/alignments/small.sssom.tsv"
RULE = "queries/rules/20-as-stated.rq"


def line_of(root: Path, file: str, start: str) -> int:
    lines = (root / file).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(start))


def faults_of(project: Path, home: Path, *, use_java: bool = False) -> list[SourceFault]:
    """The faults with which a build fails; the good build must be as it was."""
    before = current(home)
    with pytest.raises(BuildFailed) as caught:
        build(project, home, use_java=use_java)
    assert current(home) == before
    assert [path.name for path in home.iterdir() if path.is_dir()] == [before.directory.name]
    assert caught.value.faults
    assert all(fault.rule and fault.message for fault in caught.value.faults)
    assert all(fault.remedy for fault in caught.value.faults), caught.value.faults
    return caught.value.faults


def the_fault(faults: list[SourceFault], rule: str) -> SourceFault:
    found = [fault for fault in faults if fault.rule == rule]
    assert found, f"no fault of rule {rule} among:\n" + "\n".join(map(str, faults))
    return found[0]


def test_turtle_that_does_not_parse_is_named_with_its_line(project: Path, home: Path, edit: Edit):
    edit(THINGS, '"Alpha"@en , "阿尔法"@zh ;', '"Alpha"@en , "阿尔法"@zh')
    (fault,) = faults_of(project, home)
    assert (fault.rule, fault.file) == ("turtle-syntax", THINGS)
    assert fault.line == line_of(project, THINGS, "film:alpha") + 3
    assert f"{THINGS}:{fault.line}: " in str(fault)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("nope:x a gf:Film .", "prefix nope: has not been declared"),
        ("<http://a b> a gf:Film .", "Invalid IRI"),
        ("<b> a gf:Film .", "No scheme"),
        ('film:x rdfs:label "unclosed .', "end"),
    ],
)
def test_every_kind_of_broken_turtle_is_explained(project: Path, home: Path, line: str, says: str):
    path = project / THINGS
    path.write_text(path.read_text("utf-8") + line + "\n", "utf-8")
    (fault,) = faults_of(project, home)
    assert fault.file == THINGS
    assert fault.line is not None
    assert fault.line >= len(path.read_text("utf-8").splitlines())
    assert says.lower() in fault.message.lower()


def test_every_broken_file_is_named_at_once(project: Path, home: Path):
    for file in (THINGS, CLAIMS, ONTOLOGY):
        (project / file).write_text("this is not Turtle", "utf-8")
    assert {fault.file for fault in faults_of(project, home)} == {THINGS, CLAIMS, ONTOLOGY}


def test_a_claim_without_a_passage_is_named(project: Path, home: Path, edit: Edit):
    edit(CLAIMS, "    gf:isStatedIn exp:p1 ;\n", "")
    (fault,) = faults_of(project, home)
    assert fault.rule == "data:gf:isStatedIn"
    assert fault.term.endswith("example-2026/C01")
    assert "at least one passage" in fault.message


def test_a_claim_is_found_in_its_file_whatever_prefix_the_file_declares(
    project: Path, home: Path, edit: Edit
):
    edit(CLAIMS, "    gf:isStatedIn exp:p1 ;\n", "")
    (fault,) = faults_of(project, home)
    assert (fault.file, fault.line) == (CLAIMS, line_of(project, CLAIMS, "exc:C01"))


def test_an_unknown_predicate_is_named_with_its_claim(project: Path, home: Path, edit: Edit):
    edit(CLAIMS, "gf:hasPredicate gf:usesTechnology", "gf:hasPredicate gf:usesMagic")
    faults = faults_of(project, home)
    unknown = the_fault(faults, "claim-predicate-unknown")
    assert unknown.term.endswith("example-2026/C01")
    assert "gf:usesMagic" in unknown.message
    assert "declare" in unknown.remedy
    assert the_fault(faults, "property-not-declared").term == "gf:usesMagic"


@pytest.mark.parametrize(
    ("file", "label", "term", "rule"),
    [
        (THINGS, '"Alpha"@en , ', "film:alpha", "data:rdfs:label"),
        (ONTOLOGY, '"film"@en , ', "gf:Film", "style:node"),
    ],
)
def test_a_missing_english_label_is_named_with_file_line_and_term(
    project: Path, home: Path, edit: Edit, file: str, label: str, term: str, rule: str
):
    edit(file, label, "")
    fault = the_fault(faults_of(project, home), rule)
    assert (fault.file, fault.line, fault.term) == (file, line_of(project, file, term), term)
    assert "English label" in fault.message


def test_a_cyclic_class_is_named_with_the_class_it_leads_back_to(project: Path, home: Path, edit: Edit):
    head = "gf:AudiovisualWork\n    a owl:Class ;\n"
    edit(ONTOLOGY, head, head + "    rdfs:subClassOf gf:Film ;\n")
    faults = [fault for fault in faults_of(project, home) if fault.rule == "subclass-cycle"]
    assert [fault.term for fault in faults] == ["gf:AudiovisualWork", "gf:Film"]
    assert faults[0].line == line_of(project, ONTOLOGY, "gf:AudiovisualWork")
    assert faults[0].message.endswith("gf:Film")


UNDECLARED = [
    (
        ONTOLOGY,
        "gf:Film",
        "rdfs:subClassOf gf:AudiovisualWork",
        "rdfs:subClassOf gf:Films",
        "rdfs:subClassOf",
    ),
    (ONTOLOGY, "gf:page", "rdfs:domain gf:Passage", "rdfs:domain gf:Films", "rdfs:domain"),
    (ONTOLOGY, "gf:assesses", "rdfs:range gf:Claim", "rdfs:range gf:Films", "rdfs:range"),
    (ONTOLOGY, "gf:Film", "", "owl:disjointWith gf:Films", "owl:disjointWith"),
    (ONTOLOGY, "gf:Film", "", "owl:equivalentClass gf:Films", "owl:equivalentClass"),
    (
        ONTOLOGY,
        "gf:Film",
        "",
        "rdfs:subClassOf [ a owl:Restriction ; owl:onProperty gf:assesses ; owl:maxQualifiedCardinality "
        '"1"^^xsd:nonNegativeInteger ; owl:onClass gf:Films ]',
        "owl:onClass",
    ),
    (
        ONTOLOGY,
        "gf:Film",
        "",
        "rdfs:subClassOf [ a owl:Restriction ; owl:onProperty gf:assesses ; owl:someValuesFrom gf:Films ]",
        "owl:someValuesFrom",
    ),
    (
        ONTOLOGY,
        "gf:Film",
        "",
        "rdfs:subClassOf [ a owl:Restriction ; owl:onProperty gf:assesses ; owl:allValuesFrom gf:Films ]",
        "owl:allValuesFrom",
    ),
    (
        ONTOLOGY,
        "gf:assesses",
        "rdfs:range gf:Claim",
        "rdfs:range [ a owl:Class ; owl:unionOf ( gf:Claim gf:Films ) ]",
        "owl:unionOf",
    ),
    (
        ONTOLOGY,
        "gf:Film",
        "",
        "rdfs:subClassOf [ a owl:Restriction ; owl:onProperty gf:assesses ; "
        "owl:allValuesFrom [ a owl:Class ; owl:unionOf ( gf:Claim gf:Films ) ] ]",
        "owl:unionOf",
    ),
    (CLAIMS, "exc:C04.1", "gf:hasObject gf:Film", "gf:hasObject gf:Films", "gf:isInstanceOf"),
    (THINGS, "film:alpha", "a gf:Film ;", "a gf:Films ;", "rdf:type"),
]


@pytest.mark.parametrize(("file", "subject", "old", "new", "place"), UNDECLARED)
def test_a_class_that_is_not_declared_is_named_where_it_stands(
    project: Path, home: Path, file: str, subject: str, old: str, new: str, place: str
):
    path = project / file
    before, block = path.read_text("utf-8").split(f"\n{subject}\n", 1)
    assert old in block
    block = block.replace(old, new, 1) if old else f"    {new} ;\n{block}"
    path.write_text(f"{before}\n{subject}\n{block}", "utf-8")
    faults = [fault for fault in faults_of(project, home) if fault.rule == "class-not-declared"]
    assert [(fault.file, fault.line) for fault in faults] == [(file, line_of(project, file, subject))]
    assert faults[0].term.endswith(subject.partition(":")[2])
    assert faults[0].message == f"A class is used but is not declared: {place}, gf:Films"


def test_a_class_among_disjoint_ones_is_named_where_it_stands(project: Path, home: Path):
    path = project / ONTOLOGY
    block = "[]  a owl:AllDisjointClasses ;\n    owl:members (\n        gf:Film\n        gf:Serials\n    ) ."
    path.write_text(f"{path.read_text('utf-8')}\n{block}\n", "utf-8")
    fault = the_fault(faults_of(project, home), "class-not-declared")
    assert (fault.file, fault.line, fault.term) == (
        ONTOLOGY, line_of(project, ONTOLOGY, "        gf:Serials"), "gf:Serials"
    )  # fmt: skip
    assert fault.message.endswith("owl:AllDisjointClasses, gf:Serials")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("gf:Film\t", "\t", "no subject_id"),
        ("skos:closeMatch", " ", "no predicate_id"),
        ("schema:Movie\tsemapv:ManualMappingCuration\t0.9", "", "no object_id"),
        ("semapv:ManualMappingCuration", "", "no mapping_justification"),
        ("semapv:ManualMappingCuration", "manual", "not a semapv: term"),
        ("0.9", "", "no confidence"),
        ("0.9", "1.1", "not a number between 0 and 1"),
        ("0.9", "high", "not a number between 0 and 1"),
        ("schema:Movie", "nope:Movie", "unknown prefix nope:"),
        ("schema:Movie", "https://a b/Movie", "IRI"),
    ],
)
def test_a_broken_row_of_the_mapping_table_is_named(
    project: Path, home: Path, edit: Edit, old: str, new: str, says: str
):
    row = line_of(project, TABLE, "gf:Film")
    edit(TABLE, old, new)
    (fault,) = faults_of(project, home)
    assert (fault.rule, fault.file, fault.line) == ("sssom", TABLE, row)
    assert says in fault.message


@pytest.mark.parametrize(
    ("file", "rule"),
    [
        (TABLE, "sssom"),
        ("queries/rules/99-broken.rq", "query-header"),
        ("queries/checks/broken.rq", "query-header"),
        ("queries/competency/broken.rq", "query-header"),
        (THINGS, "turtle-syntax"),
    ],
)
def test_a_file_that_is_not_utf_8_is_named(project: Path, home: Path, file: str, rule: str):
    (project / file).write_bytes(b"# \xff\xfe\n" if file != THINGS else b'<urn:a> <urn:b> "\xff" .')
    assert the_fault(faults_of(project, home), rule).file == file


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("#+ graph: as-stated/{source}\n", "", "no `graph:`"),
        ("graph: as-stated/{source}", 'graph: "as stated/{source}"', "IRI"),
        ("# parameters", "", "source"),
        ("CONSTRUCT {", "CONSTRUCT {{", "error at"),
    ],
)
def test_a_broken_rule_is_named(project: Path, home: Path, edit: Edit, old: str, new: str, says: str):
    edit(RULE, old, new)
    (fault,) = faults_of(project, home)
    assert (fault.rule, fault.file) == ("rule", RULE)
    assert says in fault.message


def test_a_rule_that_constructs_nothing_is_named(project: Path, home: Path):
    (project / "queries/rules/99-select.rq").write_text("#+ graph: x\nSELECT * {}", "utf-8")
    (fault,) = faults_of(project, home)
    assert "not a CONSTRUCT query" in fault.message
    assert fault.file == "queries/rules/99-select.rq"


def test_a_check_that_finds_a_row_is_told_with_its_summary_and_remedy(project: Path, home: Path):
    (project / "queries/checks/no-films.rq").write_text(
        "#+ summary: {en: A film is there, zh: 有电影}\n#+ remedy: {en: Remove the film., zh: 删去电影。}\n"
        "SELECT DISTINCT ?film ?label { ?film a gf:Film ; rdfs:label ?label FILTER(LANG(?label) = 'en') }",
        "utf-8",
    )
    (fault,) = faults_of(project, home)
    assert (fault.rule, fault.file, fault.term) == ("no-films", THINGS, "film:alpha")
    assert fault.line == line_of(project, THINGS, "film:alpha")
    assert fault.message == "A film is there: Alpha"
    assert fault.remedy == "Remove the film."


def test_a_check_that_finds_many_rows_shows_twenty(project: Path, home: Path):
    (project / "queries/checks/nothing-at-all.rq").write_text(
        "#+ summary: {en: Something is there}\n#+ remedy: {en: Remove it.}\nSELECT ?s ?p { ?s ?p ?o }",
        "utf-8",
    )
    faults = faults_of(project, home)
    assert len(faults) == 21
    assert faults[-1].message == "… and more"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("#+ summary: {en: x}\nASK {}", "not a SELECT query"),
        ("#+ summary: {en: x}\nSELECT {", "error at"),
        ("#+ summary: words\n#+ remedy: words\nSELECT ?s { ?s a gf:Film }", "words"),
        ("SELECT * {}", "no `#+` header"),
    ],
)
def test_a_broken_check_is_named(project: Path, home: Path, text: str, says: str):
    (project / "queries/checks/broken.rq").write_text(text, "utf-8")
    with pytest.raises(BuildFailed) as caught:
        build(project, home, use_java=False)
    assert says in str(caught.value)


def test_a_broken_shapes_file_is_named(project: Path, home: Path):
    (project / "ontology/shapes/broken.ttl").write_text("this is not Turtle", "utf-8")
    assert faults_of(project, home)[0].file == "ontology/shapes/broken.ttl"


def test_a_question_that_is_not_sparql_is_named(project: Path, home: Path):
    (project / "queries/competency/broken.rq").write_text("#+ summary: {en: x, zh: 某}\nSELECT {", "utf-8")
    assert faults_of(project, home)[0].file == "queries/competency/broken.rq"


def test_an_empty_folder_is_not_built(tmp_path: Path, home: Path):
    (tmp_path / "empty").mkdir()
    (fault,) = faults_of(tmp_path / "empty", home)
    assert str(tmp_path / "empty") in fault.message
    assert "GENFILM_SOURCES" in fault.remedy


def test_the_service_keeps_the_last_good_build_and_tells_the_faults(project: Path, home: Path, edit: Edit):
    good = current(home)
    edit(THINGS, '"Alpha"@en , "阿尔法"@zh ;', '"Alpha"@en , "阿尔法"@zh')
    told: list[str] = []
    assert current_or_new(project, home, warn=told.append) == good
    (words,) = told
    assert f"{THINGS}:" in words
    assert "turtle-syntax" in words
    assert good.id[:12] in words
    assert "stays in service" in words


@pytest.mark.parametrize("file", [TABLE, "queries/rules/99-broken.rq", "ontology/shapes/broken.ttl"])
def test_no_broken_file_of_any_kind_stops_the_service(project: Path, home: Path, file: str):
    (project / file).write_bytes(b"\xff")
    told: list[str] = []
    assert current_or_new(project, home, warn=told.append) == current(home)
    assert file in told[0]


def test_without_a_good_build_the_faults_are_raised(project: Path, tmp_path: Path, edit: Edit):
    edit(THINGS, "film:alpha\n", "film:alpha :\n")
    with pytest.raises(BuildFailed, match="turtle-syntax"):
        current_or_new(project, tmp_path / "none", warn=lambda _: None)


PREFIXES = """@prefix film: <https://w3id.org/genfilm/id/film/> .
@prefix gf: <https://w3id.org/genfilm/ns/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def shrink(project: Path, entities: str, axiom: str) -> None:
    """Leave two classes, one axiom and a few entities, so that HermiT runs a few times only."""
    (project / "ontology/borrowed.ttl").unlink()
    (project / ONTOLOGY).write_text(
        f"{PREFIXES}gf:Film a owl:Class . gf:Series a owl:Class .\n{axiom}", "utf-8"
    )
    (project / THINGS).write_text(PREFIXES + entities, "utf-8")
    for file in project.glob("kg/*/**/*.ttl"):
        if file != project / THINGS:
            file.unlink()


@pytest.fixture(scope="session")
def java() -> str:
    return need("java")


def test_an_inconsistent_ontology_is_explained_by_the_statements_that_clash(
    project: Path, home: Path, java: str
):
    shrink(
        project,
        "film:alpha a gf:Film , gf:Series .\nfilm:beta a gf:Film .\n",
        "gf:Film owl:disjointWith gf:Series .",
    )
    (fault,) = faults_of(project, home, use_java=True)
    assert fault.rule == "consistency"
    lines = [line.strip() for line in fault.message.splitlines()[1:]]
    assert sorted(lines) == [
        f"{THINGS}:{line_of(project, THINGS, 'film:alpha')}: film:alpha belongs to gf:Film",
        f"{THINGS}:{line_of(project, THINGS, 'film:alpha')}: film:alpha belongs to gf:Series",
        f"{ONTOLOGY}:{line_of(project, ONTOLOGY, 'gf:Film')}: nothing belongs to both gf:Film and gf:Series",
    ]
    assert "没有事物同时属于gf:Film与gf:Series" in fault.told("zh")


def test_a_class_that_can_have_no_instance_is_named(project: Path, home: Path, java: str):
    shrink(
        project,
        "film:beta a gf:Film .\n",
        "gf:Film owl:disjointWith gf:Series . gf:Both a owl:Class ; rdfs:subClassOf gf:Film , gf:Series .",
    )
    (fault,) = faults_of(project, home, use_java=True)
    assert fault.rule == "satisfiability"
    assert fault.term == "gf:Both"
    lines = [line.strip().split(": ", 1)[1] for line in fault.message.splitlines()[1:]]
    assert sorted(lines) == [
        "nothing belongs to both gf:Film and gf:Series",
        "whatever belongs to gf:Both belongs to gf:Film",
        "whatever belongs to gf:Both belongs to gf:Series",
    ]
