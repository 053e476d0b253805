"""Claims of the example project read by two people by the command, compared, decided and accepted, in git."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pyoxigraph as ox
import pytest
from flask import Flask

from genfilm.app import close_app, create_app
from genfilm.build import build
from genfilm.cli.main import main
from genfilm.client.graph import KnowledgeGraph
from genfilm.dataset.builds import current
from genfilm.dataset.derive import derive
from genfilm.dataset.load import load
from genfilm.dataset.placing import place
from genfilm.editing.coded import CodedSource
from genfilm.editing.draft import node
from genfilm.editing.layout import BLIND, READINGS, heading
from genfilm.editing.readings import SKIPPED
from genfilm.records.readings import CODED, label_hash
from genfilm.settings import Settings
from genfilm.vocabulary import graph
from tests import ROOT

from ..dataset.conftest import copy_project
from .test_entities import in_git
from .test_updates import git

SOURCE = "example-2026"
FOLDER = f"kg/sources/{SOURCE}"
READ, CLAIMS = f"{FOLDER}/readings.ttl", f"{FOLDER}/claims.ttl"
EVERY = ["C01", "C02", "C03", "C04", "C04.1", "C04.2", "C05", "C05.1", "C05.2", "C06", "C07", "C08"]
LISTS = ("Polarity", "Modality", "Valence", "ReadingStatus")
Run = Callable[..., tuple[int, str, str]]
Values = dict[str, dict[str, object]]
Workbook = Callable[..., Path]


def terms_of_reading() -> str:
    """The blocks of the ontology that the example project lacks: of codings, and of the closed lists."""
    text = (ROOT / "ontology/claims.ttl").read_text("utf-8")
    head, *blocks = re.split(r"\n(?=gf:)", text)
    prefixes = "\n".join(line for line in head.splitlines() if line.startswith("@prefix"))
    lists = "|".join(LISTS)
    wanted = re.compile(
        rf"gf:(Coding|Reading|Acceptance|codes\w*|codedValue|labelHash|isCodedBy|readingStatus|{lists})\n"
        rf"|gf:\w+\n    a gf:({lists}) ;"
    )
    outside = "".join(
        f'prov:{name} a owl:Class ; rdfs:label "{name}"@en ; skos:definition "As its owner defines it."@en ;'
        " rdfs:isDefinedBy <http://www.w3.org/ns/prov#> .\n"
        for name in ("Entity", "Person")
    )
    own = "\n".join(block for block in blocks if wanted.match(block))
    return f"{prefixes}\n{outside}{own.replace('/ontology/claims>', '/ontology/small>')}"


def make_project(target: Path) -> Path:
    """The example project with the terms of readings."""
    copy_project(target)
    (target / "ontology/coding.ttl").write_text(terms_of_reading(), "utf-8")
    return target


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with one build of the project, for its names."""
    folder = tmp_path_factory.mktemp("reading")
    build(make_project(folder / "project"), folder / "home", use_java=False)
    return folder / "home"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The project, in git."""
    project = make_project(tmp_path / "project")
    in_git(project)
    return project


@pytest.fixture
def run(root: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``genfilm reading``: (exit code, output, errors)."""
    monkeypatch.setenv("GENFILM_SOURCES", str(root))
    monkeypatch.setenv("GENFILM_HOME", str(home))

    def command(*words: str | Path) -> tuple[int, str, str]:
        code = main(["reading", *map(str, words)])
        return code, *capsys.readouterr()

    return command


@pytest.fixture
def coded(root: Path, home: Path) -> Callable[[], CodedSource]:
    """The source as its files are now."""
    library = KnowledgeGraph.open(current(home).directory).library
    return lambda: CodedSource(root, SOURCE, library)


def columns(page: openpyxl.worksheet.worksheet.Worksheet, lang: str = "en") -> dict[str, int]:
    """The columns of a blind sheet by name."""
    heads = {str(cell.value).removesuffix(" *"): cell.column for cell in page[1]}
    return {column.name: heads[heading(column.name, lang)] for column in BLIND[READINGS]}


@pytest.fixture
def filled(run: Run, coded: Callable[[], CodedSource], tmp_path: Path) -> Workbook:
    """A blind workbook filled in as the claims are, but for ``other`` cells by claim; ``only`` some rows."""

    def fill(name: str, other: Values | None = None, only: list[str] | None = None, lang: str = "en") -> Path:
        path = tmp_path / name
        assert run("template", SOURCE, path, "--lang", lang)[0] == 0
        book = openpyxl.load_workbook(path)
        page, source = book.worksheets[0], coded()
        place = columns(page, lang)
        for row in range(2, page.max_row + 1):
            claim = str(page.cell(row, place["claim"]).value).removeprefix(f"{SOURCE}/")
            if only is None or claim in only:
                stated = {read: value.value for read, value in source.states(claim).items()}
                for read, value in {**stated, **(other or {}).get(claim, {})}.items():
                    page.cell(row, place[read], value)
        book.save(path)
        return path

    return fill


def statuses(root: Path) -> dict[str, str]:
    """The reading status of each claim that has one, by the rules."""
    store = load(root)
    derive(store, root)
    found = store.quads_for_pattern(None, node("gf:readingStatus"), None, ox.NamedNode(graph("counted")))
    return {q.subject.value.rpartition("/")[2]: q.object.value.rpartition("/")[2] for q in found}


def test_a_blind_workbook_has_every_claim_and_none_of_its_values(run: Run, tmp_path: Path):
    for lang in ("en", "zh"):
        path = tmp_path / f"{lang}.xlsx"
        assert run("template", SOURCE, path, "--lang", lang) == (0, f"{path}\n", "")
        book = openpyxl.load_workbook(path)
        page = book.worksheets[0]
        assert [sheet.sheet_state for sheet in book] == ["visible", "hidden"]
        place = columns(page, lang)
        rows = [{name: page.cell(row, column).value for name, column in place.items()}
                for row in range(2, page.max_row + 1)]  # fmt: skip
        assert [row["claim"] for row in rows] == [f"{SOURCE}/{name}" for name in EVERY]
        assert {row[read] for row in rows for read in CODED} == {None, SKIPPED}
        by_claim = {row["claim"].partition("/")[2]: row for row in rows}
        assert [read for read in CODED if by_claim["C04"][read] is None] == [
            "polarity", "modality", "valence", "kind",
        ]  # fmt: skip
        assert [read for read in CODED if by_claim["C04.1"][read] is None] == [
            "subject",
            "predicate",
            "object",
        ]
        assert by_claim["C01"]["page"] == by_claim["C04.1"]["page"] == "1"
        assert by_claim["C01"]["words"] == label_hash(
            "Alpha simulates its snow.", "《阿尔法》的雪景出自模拟。"
        )
    assert run("template", SOURCE, path)[0] == 1, "no workbook is written over another"


def test_two_readings_agreement_and_acceptance_are_commits(
    run: Run, filled: Workbook, root: Path, tmp_path: Path
):
    assert statuses(root) == {}
    first = filled("first.xlsx")
    code, out, told = run("import", first, "--reader", "Ann Lee")
    assert (code, "Ann Lee reads 12 claims: C01, C02" in out, "nothing is written" in told) == (0, True, True)
    assert not (root / READ).exists()
    assert run("import", first, "--reader", "Ann Lee", "--commit", "First reading")[0] == 0
    assert git(root, "log", "-1", "--format=%s") == "First reading"
    assert set(statuses(root).values()) == {"ReadOnce"}
    assert run("import", first, "--reader", "ann  lee", "--commit", "Again")[2] == "nothing changes\n"
    assert run("agreement", SOURCE, "--format", "text") == (
        1, "12 claims read by one reader, none by two\n", "",
    )  # fmt: skip

    second = filled("second.xlsx", {"C02": {"modality": "断言"}, "C07": {"object": 2022}}, lang="zh")
    assert run("import", second, "--reader", "李伟", "--commit", "Second reading", "--lang", "zh")[0] == 0
    assert '<https://w3id.org/genfilm/id/reader/li-wei>\n    a prov:Person ;\n    rdfs:label "李伟" ;' in (
        root / READ
    ).read_text("utf-8")
    assert set(statuses(root).values()) == {"ReadTwice"}
    code, out, _ = run("agreement", SOURCE, "--format", "json")
    (pair,) = json.loads(out)["pairs"]
    assert (code, pair["claims"], pair["agreed"]) == (0, 12, 10)
    numbers = {each["property"]: (each["items"], each["alike"], each["kappa"]) for each in pair["properties"]}
    assert numbers["polarity"] == (8, 8, 1.0)
    assert numbers["modality"] == (8, 7, 0.0)
    assert numbers["valence"] == (8, 8, None), "one value only"
    assert numbers["object"][:2] == (10, 9)
    assert {each["claim"]: each["property"] for each in pair["differences"]} == {
        f"{SOURCE}/C02": "modality", f"{SOURCE}/C07": "object",
    }  # fmt: skip
    code, out, _ = run("agreement", SOURCE, "--format", "text", "--lang", "zh")
    assert "科恩κ系数" in out
    assert "无定义" in out
    assert f"{SOURCE}/C07  宾语：2021 / 2022" in out

    code, out, told = run("accept", SOURCE, "--reader", "Mei Chan", "--commit", "Accepted")
    assert code == 0, told
    assert "10 claims are accepted: C01, C03, C04" in out
    assert "left, since two read them differently: C02, C07" in told
    found = statuses(root)
    assert {name for name, status in found.items() if status == "Accepted"} == set(EVERY) - {"C02", "C07"}
    assert run("accept", SOURCE, "--reader", "Mei Chan")[2].endswith("nothing changes\n")

    decide = ("accept", SOURCE, "--reader", "Mei Chan", "--decide", "C02:modality=断言", "C07:object=2022")
    code, out, told = run(*decide, "--commit", "Decided")
    assert code == 0, told
    assert "modality (gf:modality): hedged (gf:Hedged) → asserted (gf:Asserted)" in out
    assert git(root, "show", "--stat", "--format=", "HEAD").splitlines()[-1].strip().startswith("2 files")
    assert "gf:objectValue 2022 ;" in (root / CLAIMS).read_text("utf-8")
    assert set(statuses(root).values()) == {"Accepted"}
    assert run(*decide)[2] == "nothing changes\n"
    git(root, "revert", "--no-edit", "HEAD")
    assert statuses(root)["C07"] == "ReadTwice"


@pytest.fixture
def read_twice(run: Run, filled: Workbook) -> None:
    """The claims C01 to C03 read by two people, who differ on C02."""
    some = ["C01", "C02", "C03"]
    assert run("import", filled("a.xlsx", only=some), "--reader", "Ann Lee", "--accept")[0] == 0
    other = filled("b.xlsx", {"C02": {"modality": "asserted"}}, some)
    assert run("import", other, "--reader", "Bo Li", "--accept")[0] == 0


def faults(told: str) -> list[str]:
    """The faults of a workbook: cell and message."""
    return re.findall(r"^\S+\.xlsx: (?:Readings!)?(.*) \[\w+\]$", told, re.MULTILINE)


def test_what_is_wrong_is_told_by_cell_and_nothing_is_written(
    run: Run, filled: Workbook, root: Path, tmp_path: Path
):
    path = filled("bad.xlsx", {
        "C01": {"modality": "doubtful"},
        "C02": {"valence": None},
        "C03": {"subject": "nobody at all"},
        "C04": {"object": "gf:Film"},
    }, ["C01", "C02", "C03", "C04"])  # fmt: skip
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    place = columns(page)
    page.cell(9, place["claim"], "example-2026/C99")
    page.cell(10, place["claim"], "zhang-2026/C05.2")
    page.cell(11, place["claim"], "example-2026/C01")
    page.cell(12, place["words"], "0" * 64)
    page.cell(12, place["polarity"], "affirmed")
    book.save(path)
    code, _out, told = run("import", path, "--reader", "Ann", "--commit", "no")
    assert code == 1
    assert faults(told) == [
        "H2: “doubtful” is not in the list: asserted, defined, hedged, inferred, predicted, recommended, reported",
        "I3: a claim is read whole: this is missing",
        "K4: nothing is called “nobody at all”",
        "M5: example-2026/C04 does not state this itself; leave the cell as it was",
        "A9: there is no claim “example-2026/C99” to read",
        "A10: “zhang-2026/C05.2” is no claim of the source example-2026, to which the first row belongs",
        "A11: Readings!A2 has this claim already",
        "N12: example-2026/C07 has been worded differently since this workbook was made, or the row is that of "
        "another claim",
    ]
    assert not (root / READ).exists()
    copy = openpyxl.load_workbook(tmp_path / "bad.checked.xlsx").worksheets[0]
    assert "is not in the list" in copy["H2"].comment.text
    assert copy["C2"].comment is None


def test_other_workbooks_sources_and_names_are_refused(
    run: Run, filled: Workbook, root: Path, tmp_path: Path
):
    path = filled("other.xlsx", only=["C01"])
    assert run("import", path)[0] == 2
    assert run("agreement", SOURCE, "--reader", "Ann")[0] == 2
    code, _, told = run("import", path, "--reader", "、")
    assert (code, "has a name with letters" in told) == (1, True)
    book = openpyxl.load_workbook(path)
    (root / "kg/sources" / SOURCE / "source.ttl").touch()  # which every folder of a source has
    book.worksheets[0]["A2"] = "nowhere-2020/C01"
    book.save(path)
    assert (
        "there is no source of this name; there are: example-2026" in run("import", path, "--reader", "A")[2]
    )
    book.worksheets[0].title = "Claims of mine"
    book.save(path)
    assert "there is no sheet Readings / 研读" in run("import", path, "--reader", "A")[2]
    path.write_bytes(b"no workbook")
    assert "no workbook in the format .xlsx" in run("import", path, "--reader", "A")[2]
    told = run("template", "nowhere", tmp_path / "new.xlsx")[2]
    assert "there is no source of this name" in told
    assert "Name a source that is there" in told
    assert not (tmp_path / "new.xlsx").exists()


def test_remarks_of_the_editors_are_no_source_to_be_read(run: Run, root: Path, tmp_path: Path) -> None:
    (root / "kg/sources/editorial").mkdir(exist_ok=True)
    told = run("template", "editorial", tmp_path / "new.xlsx")[2]
    assert "editorial" not in told.partition("there are:")[2]


def test_each_kind_of_workbook_is_sent_to_its_command(
    run: Run, filled: Workbook, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["import", str(filled("read.xlsx"))]) == 1
    assert "another kind of workbook, which `genfilm reading import` reads" in capsys.readouterr().err
    claims = tmp_path / "claims.xlsx"
    assert main(["template", str(claims)]) == 0
    assert "which `genfilm import` reads" in run("import", claims, "--reader", "Ann")[2]


def test_a_column_that_is_taken_out_is_read_of_no_claim(run: Run, filled: Workbook, root: Path):
    """Two who read polarity alone agree in all that they read."""
    path = filled("some.xlsx", only=["C01", "C04.1"])
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    place = columns(sheet)
    for read in sorted(set(CODED) - {"polarity"}, key=lambda each: -place[each]):
        sheet.delete_cols(place[read])
    book.save(path)
    for name in ("Ann", "Bo"):
        assert run("import", path, "--reader", name, "--accept")[0] == 0
    text = (root / READ).read_text("utf-8")
    assert text.count("gf:codesPolarity gf:Affirmed") == text.count("a gf:Reading") == 2
    assert "gf:codesModality" not in text
    assert "1 claim is accepted: C01" in run("accept", SOURCE, "--reader", "Mei", "--accept")[1]
    assert statuses(root)["C01"] == "Accepted"


def test_one_person_is_never_both_readers(run: Run, filled: Workbook, root: Path):
    """Who reads again corrects the reading, as long as nobody else has read."""
    only = ["C01"]
    assert run("import", filled("a.xlsx", only=only), "--reader", "李伟", "--accept")[0] == 0
    corrected = filled("b.xlsx", {"C01": {"valence": "adverse"}}, only)
    assert run("import", corrected, "--reader", "李伟", "--accept")[0] == 0
    assert statuses(root)["C01"] == "ReadOnce"
    text = (root / READ).read_text("utf-8")
    assert (text.count("a gf:Reading"), text.count("gf:codesValence gf:Adverse")) == (1, 1)
    code, _, told = run("import", corrected, "--reader", "Li Wei", "--accept")
    assert (code, "Li Wei: this name makes the same address as that of 李伟" in told) == (1, True)
    assert run("import", corrected, "--reader", "Li Wei (Oslo)", "--accept")[0] == 0
    assert statuses(root)["C01"] == "ReadTwice"


def test_neither_reading_changes_once_both_have_read_and_a_third_is_refused(
    run: Run, filled: Workbook, read_twice: None, root: Path
):
    before = (root / READ).read_text("utf-8")
    late = filled("late.xlsx", {"C01": {"valence": "adverse"}}, ["C01"])
    code, _, told = run("import", late, "--reader", "Ann Lee", "--accept")
    assert code == 1
    assert "A2: you read example-2026/C01 on " in told
    assert "and Bo Li has read it since or before" in told
    code, _, told = run("import", late, "--reader", "Cy", "--accept")
    assert (code, "example-2026/C01 has been read by Ann Lee, Bo Li already" in told) == (1, True)
    assert (root / READ).read_text("utf-8") == before


def test_a_reading_of_other_words_is_stale_and_the_claim_is_read_anew(
    run: Run, filled: Workbook, read_twice: None, root: Path
):
    claims = root / CLAIMS
    claims.write_text(
        claims.read_text("utf-8").replace("Alpha simulates its", "Alpha has simulated its"), "utf-8"
    )
    assert statuses(root) == dict.fromkeys(EVERY, "Draft") | {"C02": "ReadTwice", "C03": "ReadTwice"}
    code, out, _ = run("agreement", SOURCE, "--format", "text")
    assert "2 claims read by both, 1 of them read alike in all" in out
    assert out.rstrip().endswith("read before they were worded anew, which does not count: example-2026/C01")
    code, _, told = run("accept", SOURCE, "--reader", "Mei", "--claims", "C01")
    assert (code, "C01: two people must have read this claim as it is worded now" in told) == (1, True)
    assert run("import", filled("c.xlsx", only=["C01"]), "--reader", "Cy", "--accept")[0] == 0
    assert run("import", filled("d.xlsx", only=["C01"]), "--reader", "Bo Li", "--accept")[0] == 0
    assert statuses(root)["C01"] == "ReadTwice"


@pytest.mark.parametrize(
    ("who", "arguments", "message"),
    [
        ("Mei", ["--claims", "C02"], "C02: the two read differently, and undecided is: modality"),
        ("Mei", ["--claims", "C99"], "C99: example-2026 has no such claim"),
        ("Mei", ["--claims", "C06"], "C06: two people must have read this claim as it is worded now"),
        ("Bo  li", ["--decide", "C02:modality=hedged"], "C02: Bo Li is one of its two readers"),
        ("Mei", ["--decide", "C01:polarity=negated"], "C01: the two agree, and nothing is to be decided, on: polarity"),
        ("Mei", ["--decide", "C02:modality=perhaps"], "C02:modality=perhaps: “perhaps” is not in the list"),
        ("Mei", ["--decide", "C02:colour=red"], "C02:colour=red: a decision is written CLAIM:PROPERTY=VALUE"),
        ("Mei", ["--decide", "hedged"], "hedged: a decision is written CLAIM:PROPERTY=VALUE"),
    ],
)  # fmt: skip
def test_what_cannot_be_accepted_is_refused(
    run: Run, read_twice: None, root: Path, who: str, arguments: list[str], message: str
):
    before = (root / READ).read_text("utf-8")
    code, _, told = run("accept", SOURCE, "--reader", who, *arguments, "--accept")
    assert (code, message in told, told.count("\n    → ")) == (1, True, 1), told
    assert (root / READ).read_text("utf-8") == before


def test_an_acceptance_lapses_with_the_value_that_was_accepted(run: Run, read_twice: None, root: Path):
    assert run("accept", SOURCE, "--reader", "Mei", "--claims", "C01", "--accept")[0] == 0
    assert statuses(root)["C01"] == "Accepted"
    claims = root / CLAIMS
    text = claims.read_text("utf-8")
    claims.write_text(text.replace("gf:valence gf:Neutral", "gf:valence gf:Adverse", 1), "utf-8")
    assert statuses(root)["C01"] == "ReadTwice"


def test_a_reading_from_outside_goes_to_the_file_of_readings(root: Path):
    """Such as one that an update inserts."""
    reading = ox.NamedNode(f"https://w3id.org/genfilm/id/reading/{SOURCE}/C01.ann")
    placed = place(root, [("new.ttl", [ox.Triple(reading, node("rdf:type"), node("gf:Reading"))])])
    assert [str(path) for path in placed.texts()] == [READ]


def test_shapes_and_checks_refuse_readings_by_hand(run: Run, read_twice: None, root: Path, home: Path):
    """The second reading by the hand of the first reader, a value of another list, no hash."""
    from genfilm.dataset.touched import Checker

    file = root / READ
    text = file.read_text("utf-8")
    assert [fault for found in Checker(root).faults([file]) for fault in found] == []
    text = text.replace("id/reader/bo-li> ;", "id/reader/ann-lee> ;")
    text = text.replace("gf:codesPolarity gf:Affirmed", "gf:codesPolarity gf:Hedged", 1)
    file.write_text(re.sub(r'    gf:labelHash "[0-9a-f]+" ;\n', "", text, count=1), "utf-8")
    told = {str(fault).partition("\n")[0] for found in Checker(root).faults([file]) for fault in found}
    assert any("at most one polarity, from the closed list" in each for each in told)
    assert any("has the hash of the words that were read" in each for each in told)
    assert any(each.endswith("[two-readings-by-one-reader]") for each in told)


@pytest.fixture(scope="module")
def site(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The pages of the project after two readings of some claims and an acceptance."""
    folder = tmp_path_factory.mktemp("read")
    root = make_project(folder / "project")
    library = KnowledgeGraph.open(current(home).directory).library
    for name, other in (("Ann Lee", {}), ("李伟", {"C02": "gf:Asserted"})):
        from genfilm.editing.coded import Person

        source = CodedSource(root, SOURCE, library)
        for claim in ("C01", "C02", "C04"):
            values = dict(source.states(claim))
            if claim in other:
                values["modality"] = node(other[claim])
            assert source.put("reading", claim, Person(source.draft, name), values, "2026-12-01")
        _write(root, source)
    source = CodedSource(root, SOURCE, library)
    assert source.put(
        "acceptance", "C04", Person(source.draft, "Mei Chan"), source.states("C04"), "2026-12-02"
    )
    _write(root, source)
    shutil.copytree(home, folder / "home")
    build(root, folder / "home", use_java=False)
    app = create_app(current(folder / "home"), Settings(evaluators=1, home=folder / "home", sources=root))
    yield app
    close_app(app)


def _write(root: Path, source: CodedSource) -> None:
    for path, text in source.draft.placement().texts().items():
        (root / path).write_text(text, "utf-8")


def page(site: Flask, path: str) -> str:
    done = site.test_client().get(path)
    assert done.status_code == 200, path
    return " ".join(re.sub(r"<[^>]+>", " ", done.get_data(as_text=True)).split())


def test_the_page_of_a_source_shows_status_agreement_and_differences(site: Flask):
    for lang, words in (
        ("en", ("draft 9", "read twice 2", "accepted 1", "Ann Lee and 李伟",
                "3 claims read by both, 2 of them read alike in all", "modality 3 2 67 % 0.00",
                "polarity 3 3 100 % undefined", "C02 modality hedged asserted")),
        ("zh", ("草稿 9", "已研读两次 2", "已定稿 1", "Ann Lee与李伟",
                "两人都研读了3条论断，其中2条各项判断全部一致", "极性 3 3 100 % 无定义", "C02 情态 有保留 断言")),
    ):  # fmt: skip
        text = page(site, f"/{lang}/readings/{SOURCE}")
        assert [each for each in words if each not in text] == []
    assert site.test_client().get("/en/readings/nowhere").status_code == 404


def test_figures_of_the_page_open_as_many_claims(site: Flask):
    client = site.test_client()
    html = client.get(f"/en/readings/{SOURCE}").get_data(as_text=True)
    links = re.findall(r'data-count="(\d+)"\s+href="([^"]+)"', html)
    assert len(links) == 3
    for count, link in links:
        shown = client.get(link.replace("&amp;", "&")).get_data(as_text=True)
        assert len(re.findall(r"data-row", shown)) == int(count), link


def test_the_page_of_a_claim_shows_who_read_it_and_when(site: Flask):
    text = page(site, f"/en/claim/{SOURCE}/C04")
    assert "accepted · readings of this source" in text
    assert "read by 李伟, 2026-12-01" in text
    assert "accepted by Mei Chan, 2026-12-02" in text
    assert "draft · readings of this source" in page(site, f"/en/claim/{SOURCE}/C06")


def test_interfaces_give_the_status_and_the_readings(site: Flask):
    client = site.test_client()
    found = client.get(f"/api/claims/{SOURCE}/C02").json["data"]
    assert found["reading"]["key"] == "read-twice"
    assert [(each["person"]["key"], each["values"]["modality"]["key"]) for each in found["readings"]] == [
        ("ann-lee", "hedged"), ("li-wei", "asserted"),
    ]  # fmt: skip
    rows = client.get("/api/claims?reading=accepted&form=compound").json["data"]
    assert [(row["id"], row["reading"]) for row in rows] == [("C04", "accepted")]
    told = client.get(f"/api/readings/{SOURCE}").json["data"]
    counts = {each["key"]: each["count"] for each in told["statuses"]}
    assert counts == {"draft": 9, "read-twice": 2, "accepted": 1}
    assert told["pairs"][0]["differences"][0]["claim"] == f"{SOURCE}/C02"
    assert client.get("/api/readings/nowhere").status_code == 404
    query = "SELECT (COUNT(*) AS ?n) { ?claim gf:readingStatus gf:ReadTwice }"
    rows = client.get("/sparql", query_string={"query": query, "format": "json"}).json["results"]["bindings"]
    assert rows[0]["n"]["value"] == "2"


def test_readers_are_no_things_of_the_graph(site: Flask):
    client = site.test_client()
    assert client.get("/api/entities?name=Ann Lee").status_code == 404
    assert "Ann Lee" not in page(site, "/en/entity/")
    assert page(site, "/en/entity/reader/ann-lee").count("Ann Lee") > 1


def test_an_address_of_a_reading_leads_to_its_claim(site: Flask):
    done = site.test_client().get(
        f"/id/reading/{SOURCE}/C02.li-wei", headers={"Accept": "text/html", "Accept-Language": "en"}
    )
    assert (done.status_code, done.location) == (303, f"http://localhost/en/claim/{SOURCE}/C02#readings")


def test_a_source_without_readings_is_told_to_have_none(home: Path):
    app = create_app(current(home), Settings(evaluators=1, home=home))
    try:
        text = page(app, f"/en/readings/{SOURCE}")
        assert "no reading recorded 12" in text
        assert "Of no claim of this source is a reading recorded" in text
        assert "no reading recorded · readings of this source" in page(app, f"/en/claim/{SOURCE}/C01")
        assert "没有研读记录" in page(app, f"/zh/claim/{SOURCE}/C01")
        assert app.test_client().get(f"/api/claims/{SOURCE}/C01").json["data"]["reading"] is None
    finally:
        close_app(app)
