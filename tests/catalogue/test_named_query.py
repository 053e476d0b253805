"""A named query: what its header must hold, and how its parameters are bound."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from genfilm.catalogue.query import load_catalogue, load_query
from genfilm.errors import BuildFailed, Problem
from tests import ROOT
from tests.naming import PREFIXES

GOOD = """\
#+ summary: {en: "What does a work use?", zh: 作品使用什么？}
#+ description: {en: Long words, zh: 长说明}
#+ tags: [works]
#+ parameters:
#+   work: {type: iri, class: gf:Film, description: {en: The work, zh: 作品}, default: film:avatar}
#+   lang: {type: language, options: [en, zh], description: {en: Language, zh: 语言}, default: en}
#+   year: {type: integer, description: {en: Year, zh: 年份}, default: 2020}
#+   word: {type: string, description: {en: Word, zh: 词}, default: ""}
#+ columns:
#+   work: {en: Work, zh: 作品}
#+ chart: none
#+ expect: {rows: 1}
SELECT ?work ?lang ?year ?word WHERE {
  VALUES (?work ?lang ?year ?word) { (<https://w3id.org/genfilm/id/film/avatar> "en" 2020 "") }  # parameters
}
"""


def write(folder: Path, text: str, name: str = "works.rq", kind: str = "competency") -> Path:
    path = folder / "queries" / kind / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def faults(folder: Path, text: str) -> list[str]:
    """The messages of the faults of a file, each of which must name the file and a remedy."""
    path = write(folder, text)
    with pytest.raises(BuildFailed) as caught:
        load_query(path, folder)
    for fault in caught.value.faults:
        assert (fault.rule, fault.file) == ("query-header", "queries/competency/works.rq")
        assert fault.line
        assert "docs/queries.md" in fault.remedy
    return [fault.message for fault in caught.value.faults]


def test_a_good_file_is_read_whole(tmp_path: Path):
    query = load_query(write(tmp_path, GOOD), tmp_path)
    assert (query.id, query.folder, query.form, query.chart) == ("works", "competency", "SELECT", "none")
    assert query.summary == {"en": "What does a work use?", "zh": "作品使用什么？"}
    assert query.description["zh"] == "长说明"
    assert query.tags == ("works",)
    assert [(p.name, p.kind, p.default, p.cls, p.options) for p in query.parameters] == [
        ("work", "iri", "film:avatar", "gf:Film", ()),
        ("lang", "language", "en", None, ("en", "zh")),
        ("year", "integer", "2020", None, ()),
        ("word", "string", "", None, ()),
    ]
    assert query.columns == {"work": {"en": "Work", "zh": "作品"}}
    assert query.expect == {"rows": 1}
    assert query.text == GOOD


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("#+ tags:", "#+ tegs:", "unknown header key 'tegs'"),
        (", zh: 作品使用什么？", "", "summary must be a mapping {en: …, zh: …}"),
        (
            '#+ summary: {en: "What does a work use?", zh: 作品使用什么？}\n',
            "",
            "summary must be a mapping {en: …, zh: …}",
        ),
        ("{en: Long words, zh: 长说明}", "Long words", "description must be a mapping {en: …, zh: …}"),
        ("work: {en: Work, zh: 作品}", "work: {en: Work}", "column work must be a mapping {en: …, zh: …}"),
        ("{en: The work, zh: 作品}", "{zh: 作品}", "parameter work must be a mapping {en: …, zh: …}"),
        ("type: iri", "type: uri", "parameter work needs a type: iri, string, integer, language"),
        ("type: iri, ", "", "parameter work needs a type: iri, string, integer, language"),
        ("default: 2020", "since: 2020", "parameter year needs a default"),
        ("class: gf:Film", "klass: gf:Film", "parameter work has the unknown key 'klass'"),
        ("(?work ?lang ?year ?word) {", "(?work ?lang ?year) {", "binds ['work', 'lang', 'year']"),
        ("# parameters", "# params", "binds nothing"),
        ("{rows: 1}", "{row: 1}", "expect has the unknown key 'row'"),
        ("{rows: 1}", "{at_least: some}", "expect.at_least must be a whole number"),
        (
            "(?work ?lang ?year ?word) {",
            "(?film ?lang ?year ?word) {",
            "binds ['film', 'lang', 'year', 'word']",
        ),
    ],
)
def test_a_fault_of_the_header_is_named(tmp_path: Path, old: str, new: str, message: str):
    assert old in GOOD
    assert any(message in found for found in faults(tmp_path, GOOD.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("default: film:avatar", "default: nonsense", "the default of work is not usable"),
        ("default: 2020", "default: soon", "the default of year is not usable"),
        ("default: 2020", "default: 2021", "binds year to 2020, not 2021"),
        (
            "default: film:avatar",
            "default: film:alien",
            "film/avatar>, not <https://w3id.org/genfilm/id/film/alien>",
        ),
        ('"en" 2020', '"zh" 2020', 'binds lang to "zh", not "en"'),
        ('2020 "") }', 'UNDEF "") }', "binds year to UNDEF, not 2020"),
        ("id/film/avatar>", "id/film/avatar x>", "work"),
        ("(<https://w3id.org/genfilm/id/film/avatar> ", "(UNDEF ", "work"),
    ],
)
def test_the_defaults_of_the_header_are_those_of_the_line(tmp_path: Path, old: str, new: str, message: str):
    assert old in GOOD
    assert any(message in found for found in faults(tmp_path, GOOD.replace(old, new, 1)))


def test_a_default_outside_its_own_options_is_a_fault(tmp_path: Path):
    broken = GOOD.replace("default: en", "default: fr").replace('"en" 2020', '"fr" 2020')
    assert any("fr" in found for found in faults(tmp_path, broken))


@pytest.mark.parametrize("table", ["[a, b]", "words"])
def test_parameters_and_columns_that_are_no_mapping_are_a_fault(tmp_path: Path, table: str):
    text = f"#+ summary: {{en: a, zh: 甲}}\n#+ parameters: {table}\nASK {{}}"
    assert faults(tmp_path, text) == ["parameters must be a mapping"]
    text = f"#+ summary: {{en: a, zh: 甲}}\n#+ columns: {table}\nASK {{}}"
    assert faults(tmp_path, text) == ["columns must be a mapping"]


def test_every_fault_of_a_header_is_told_at_once(tmp_path: Path):
    broken = (
        GOOD.replace("#+ tags:", "#+ tegs:").replace("type: iri", "type: uri").replace("# parameters", "")
    )
    assert len(faults(tmp_path, broken)) == 3


def test_the_line_of_broken_yaml_is_told(tmp_path: Path):
    path = write(tmp_path, "#+ summary: {en: a, zh: 甲}\n#+ tags: [a\n#+ chart: none\nASK {}")
    with pytest.raises(BuildFailed) as caught:
        load_query(path, tmp_path)
    assert caught.value.faults[0].line in (2, 3)


def test_the_faults_of_all_files_are_told_at_once(tmp_path: Path):
    write(tmp_path, "ASK {}", "one.rq")
    write(tmp_path, "#+ summary: x\nASK {}", "two.rq")
    write(tmp_path, GOOD, "three.rq")
    with pytest.raises(BuildFailed) as caught:
        load_catalogue(tmp_path)
    assert [fault.file for fault in caught.value.faults] == [
        "queries/competency/one.rq",
        "queries/competency/two.rq",
    ]


def test_an_id_that_is_used_twice_is_a_fault(tmp_path: Path):
    write(tmp_path, GOOD)
    write(tmp_path, GOOD, kind="reports")
    with pytest.raises(BuildFailed, match="the id works is used twice") as caught:
        load_catalogue(tmp_path)
    assert caught.value.faults[0].file == "queries/reports/works.rq"


@pytest.fixture
def query(tmp_path: Path):
    return load_query(write(tmp_path, GOOD), tmp_path)


def row(text: str) -> list[str]:
    (found,) = ox.Store().query(text)
    return [found[name].value for name in ("work", "lang", "year", "word")]


def test_without_values_the_defaults_are_bound(query):
    assert row(query.bind()) == ["https://w3id.org/genfilm/id/film/avatar", "en", "2020", ""]


def test_values_are_bound_by_type(query):
    hostile = '") } SERVICE <http://a.example/> { #'
    assert row(query.bind(work="https://a.example/x", lang="zh", year=" 1999 ", word=hostile)) == [
        "https://a.example/x", "zh", "1999", hostile
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("work", "no iri", "iri"),
        ("work", "https://a.example/> } #", "iri"),
        ("year", "soon", "integer"),
        ("lang", "fr", "one of en, zh"),
        ("lang", "EN", "one of en, zh"),
    ],
)
def test_a_value_of_the_wrong_kind_is_400_and_says_what_would_be_right(
    query, name: str, value: str, expected: str
):
    with pytest.raises(Problem) as caught:
        query.bind(**{name: value})
    assert (caught.value.status, caught.value.kind) == (400, "wrong-parameter")
    assert (name in caught.value.detail, f"'{value}'" in caught.value.detail) == (True, True)
    assert f"Expected {expected}" in caught.value.detail
    assert "Default: " in caught.value.detail


def test_an_unknown_parameter_is_400_and_names_the_known_ones(query):
    with pytest.raises(Problem) as caught:
        query.bind(actor="x")
    assert (caught.value.status, caught.value.kind) == (400, "unknown-parameter")
    assert "lang, word, work, year" in caught.value.detail


def test_a_query_without_parameters_is_its_own_text(tmp_path: Path):
    text = "#+ summary: {en: a, zh: 甲}\nASK {}"
    query = load_query(write(tmp_path, text), tmp_path)
    assert query.bind() == text
    with pytest.raises(Problem, match="no parameter 'lang'"):
        query.bind(lang="en")


def test_the_catalogue_of_the_repository_loads_and_binds_its_defaults():
    catalogue = load_catalogue(ROOT, prefixes=PREFIXES)
    assert len(catalogue) >= 25
    for name, found in catalogue.items():
        assert name == found.id
        assert found.form in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
        assert found.columns or found.form != "SELECT", f"{name} promises no column"
        assert found.expect, f"{name} promises nothing"
        ox.Store().query(found.bind())
