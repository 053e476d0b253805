"""Entities of the example project merged, split, renamed and deprecated by the command, in a repository."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from genfilm.app import close_app, create_app
from genfilm.build import build
from genfilm.cli.main import main
from genfilm.client.graph import KnowledgeGraph
from genfilm.dataset.builds import current
from genfilm.editing.entities import EntityEdit
from genfilm.exports.difference import Difference, compare
from genfilm.exports.edition import read_edition
from genfilm.records.duplicates import duplicates
from genfilm.records.names import names
from genfilm.records.replaced import replaced
from genfilm.settings import Settings
from genfilm.vocabulary import GF

from ..dataset.conftest import copy_project, good_home, project  # noqa: F401  fixtures
from .test_updates import git

THINGS = "kg/entities/things.ttl"
CLAIMS = "kg/sources/example-2026/claims.ttl"
QUESTION = "queries/competency/technologies-of-a-work.rq"
ID = "https://w3id.org/genfilm/id/"
Run = Callable[..., tuple[int, str, str]]
NEW = ("--label-en", "snow machine", "--label-zh", "造雪机", "--definition-en", "A machine that makes snow.",
       "--definition-zh", "造雪的机器。")  # fmt: skip


def in_git(root: Path) -> None:
    git(root, "init", "--quiet")
    git(root, "config", "user.name", "Keeper")
    git(root, "config", "user.email", "keeper@example.org")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message=first")


@pytest.fixture
def edit(
    project: Path,  # noqa: F811
    good_home: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Runs ``genfilm edit`` on a project in git: (exit code, output, errors)."""
    in_git(project)
    monkeypatch.setenv("GENFILM_SOURCES", str(project))
    monkeypatch.setenv("GENFILM_HOME", str(good_home))

    def command(*words: str) -> tuple[int, str, str]:
        code = main(["edit", *words])
        return code, *capsys.readouterr()

    return command


def difference(project: Path, home: Path) -> Difference:  # noqa: F811
    """Difference that the last commit made."""
    return compare(*(read_edition(name, home, project) for name in ("HEAD~1", "HEAD")))


def ends(found: Difference) -> dict[str, str]:
    """Kind of each change, by the prefixed name of the thing or, of a claim, its number."""
    return {change.name.rpartition("/")[2]: change.what for change in found.changes}


def said(project: Path, file: str = CLAIMS) -> str:  # noqa: F811
    return (project / file).read_text("utf-8")


def test_a_merge_is_told_first_and_changes_nothing(edit: Run, project: Path):  # noqa: F811
    code, out, told = edit("merge", "voice restoration", "tech:snow")
    assert code == 0
    assert THINGS in out
    assert CLAIMS in out
    assert "snow simulation" in out
    assert "--accept" in told
    assert git(project, "status", "--porcelain", "--untracked-files=no") == ""


def test_a_merge_moves_names_and_claims_in_one_commit(edit: Run, project: Path, good_home: Path):  # noqa: F811
    code, _, told = edit("merge", "声音修复", "tech:snow", "--commit", "They are one.")
    assert (code, told) == (0, told)
    assert git(project, "log", "-1", "--format=%s") == "They are one."
    assert git(project, "status", "--porcelain", "--untracked-files=no") == ""
    assert "tech:voice" not in said(project)
    assert said(project).count("tech:snow") == 4
    found = difference(project, good_home)
    assert ends(found) == dict.fromkeys(("C02", "C05.1", "evid:review", "tech:snow", "tech:voice"), "changed")
    assert found.step == "minor"
    snow = next(change for change in found.changes if change.name == "tech:snow")
    assert "voice restoration" in snow.detail
    assert "声音修复" in snow.detail
    stub = said(project, THINGS).partition("tech:voice\n")[2].partition("\n.")[0]
    assert "dcterms:isReplacedBy tech:snow" in stub
    assert "owl:deprecated true" in stub
    assert "gf:Technology" not in stub
    again = edit("merge", "tech:voice", "tech:snow")
    assert again[0] == 1
    assert "tech:voice was replaced by tech:snow" in again[2]


def test_a_rename_follows_into_questions_and_back(edit: Run, project: Path, good_home: Path):  # noqa: F811
    assert edit("rename", "film:alpha", "alpha-2026", "--commit", "Two films have the name.")[0] == 0
    assert "film:alpha " not in said(project)
    assert "film:alpha-2026" in said(project)
    question = said(project, QUESTION)
    assert "default: film:alpha-2026}" in question
    assert "<https://w3id.org/genfilm/id/film/alpha-2026>" in question
    changes = ends(difference(project, good_home))
    assert changes.keys() >= {"film:alpha", "film:alpha-2026", "C01"}
    assert "removed" not in changes.values()
    before = git(project, "show", f"HEAD~1:{CLAIMS}")
    assert edit("rename", "film:alpha-2026", "alpha", "--commit", "Back.")[0] == 0
    assert "film:alpha-2026" not in said(project)
    assert before.count("film:alpha") == said(project).count("film:alpha")
    assert said(project, QUESTION) == git(project, "show", f"HEAD~2:{QUESTION}") + "\n"


def test_a_split_moves_the_claims_that_are_named(edit: Run, project: Path, good_home: Path):  # noqa: F811
    code, out, _ = edit(
        "split", "tech:snow", "snow-machine", "--claims", "C03", *NEW, "--commit", "Two things."
    )
    assert code == 0
    assert "snow machine" in out
    assert said(project).count("tech:snow-machine") == 1
    assert said(project).count("tech:snow ") == 1
    assert ends(difference(project, good_home)) == {"C03": "changed", "tech:snow-machine": "added"}
    code, _, told = edit("split", "tech:snow", "snow-x", "--claims", "C06", *NEW)
    assert code == 1
    assert "exc:C06 does not speak of tech:snow. What does: exc:C01" in told


def test_the_parts_of_a_claim_go_with_it(edit: Run, project: Path):  # noqa: F811
    assert edit("split", "tech:voice", "voice-x", "--claims", "C05", *NEW, "--accept")[0] == 0
    assert "gf:hasObject tech:voice-x" in said(project)
    assert said(project).count("tech:voice-x") == 1


def test_a_term_that_is_deprecated_keeps_its_description(project: Path):  # noqa: F811
    module = project / "ontology/small.ttl"
    film = said(project, "ontology/small.ttl").partition("gf:Film\n")[2].partition(" .\n")[0]
    movie = (
        film.replace('"film"@en', '"movie"@en')
        .replace('"电影"@zh', '"影片"@zh')
        .replace("for film", "for movie")
    )
    module.write_text(f"{said(project, 'ontology/small.ttl')}\ngf:Movie\n{movie} .\n", "utf-8")
    made = EntityEdit(project)
    made.deprecate(f"{GF}Film", f"{GF}Movie")
    texts = {str(path): text for path, text in made.texts().items()}
    text = texts["ontology/small.ttl"].partition("gf:Film\n")[2].partition("\n.")[0]
    assert "dcterms:isReplacedBy gf:Movie" in text
    assert "owl:deprecated true" in text
    assert '"film"@en' in text
    assert "a gf:Movie" in texts[THINGS].partition("film:alpha\n")[2][:40]
    assert "gf:Movie\tskos:closeMatch" in texts["ontology/alignments/small.sssom.tsv"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("merge", "film:alpha", "tech:snow"), 1, "are of different kinds"),
        (("merge", "tech:snow", "snow simulation"), 1, "is one thing: give two"),
        (("merge", "gf:Film", "gf:Series"), 1, "`genfilm edit deprecate gf:Film NEW`"),
        (("merge", "exc:C01", "exc:C02"), 1, "is a record of a source"),
        (("merge", "tech:snowe", "tech:voice"), 1, "tech:snow"),
        (("merge", "tech:snow"), 2, "merge takes two entities"),
        (("rename", "doc:example-2026", "other"), 1, "is a source with a folder of its own"),
        (("rename", "film:alpha", "beta gamma"), 1, "is no name for a new film"),
        (("rename", "film:alpha", "tech:alpha"), 1, "is no name for a new film"),
        (("rename", "tech:snow", "voice"), 1, "tech:voice is taken"),
        (("rename", "gf:Film", "Movie"), 1, "is a term of the ontology"),
        (("split", "tech:snow", "x"), 2, "with --claims"),
        (("split", "tech:snow", "x", "--claims", "C01"), 1, "needs --label-en"),
        (("split", "tech:snow", "x", "--claims", "C99", *NEW), 1, "C99"),
        (("split", "tech:snow", "voice", "--claims", "C01", *NEW), 1, "tech:voice is taken"),
        (("duplicates", "x"), 2, "takes no names"),
    ],
)
def test_what_cannot_be_edited_is_told_with_what_to_do(
    edit: Run,
    project: Path,  # noqa: F811
    words: tuple[str, ...],
    code: int,
    says: str,
):
    done, _, told = edit(*words, "--accept")
    assert (done, says in told) == (code, True), told
    assert git(project, "status", "--porcelain", "--untracked-files=no") == ""
    chinese = edit(*words, "--lang", "zh")[2]
    assert any("\u4e00" <= char <= "\u9fff" for char in chinese)


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The service over a project in which one technology was merged into another."""
    folder = tmp_path_factory.mktemp("merged")
    root, home = copy_project(folder / "project"), folder / "home"
    patch = pytest.MonkeyPatch()
    patch.setenv("GENFILM_SOURCES", str(root))
    patch.setenv("GENFILM_HOME", str(home))
    build(root, home, use_java=False)
    assert main(["edit", "merge", "tech:voice", "tech:snow", "--accept"]) == 0
    build(root, home, use_java=False)
    patch.undo()
    app = create_app(current(home), Settings(evaluators=1, home=home, sources=root))
    yield app
    close_app(app)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/id/tech/voice", "/id/tech/snow"),
        ("/id/tech/voice/", "/id/tech/snow"),
        ("/en/entity/tech/voice?x=1", "/en/entity/tech/snow?x=1"),
        ("/zh/entity/tech/voice", "/zh/entity/tech/snow"),
        ("/api/entities/tech/voice", "/api/entities/tech/snow"),
    ],
)
def test_old_addresses_lead_to_the_new_ones_for_good(merged: Flask, old: str, new: str):
    done = merged.test_client().get(old)
    assert (done.status_code, done.headers["Location"]) == (301, f"http://localhost{new}")


def test_old_names_mean_what_stands_now(merged: Flask):
    library = KnowledgeGraph.open(merged.extensions["genfilm"].build.directory).library
    assert replaced(library) == {f"{ID}tech/voice": f"{ID}tech/snow"}
    for name in (
        "tech:voice",
        f"{ID}tech/voice",
        "tech/voice",
        "voice restoration",
        "声音修复",
        "shengyin xiufu",
    ):
        assert names(library).one(name).iri == f"{ID}tech/snow", name
    assert [candidate.name for candidate in names(library).resolve("snow simulation")] == ["tech:snow"]


def test_likely_duplicates_are_proposed(tmp_path: Path):
    root = copy_project(tmp_path / "project")
    more = """
tech:snow-2 a gf:Technology ; rdfs:label "Snow simulations"@en , "雪的模拟"@zh ;
    skos:definition "Another entry, made up for the test."@en , "为测试虚构的又一条目。"@zh .
tech:voice-2 a gf:Technology ; rdfs:label "sound repair"@en , "音响修复"@zh ; skos:altLabel "声音修复"@zh ;
    skos:definition "A third entry, made up for the test."@en , "为测试虚构的第三条目。"@zh .
film:alfa a gf:Film ; rdfs:label "Alfa"@en , "阿尔发"@zh ;
    skos:definition "A second film, made up for the test."@en , "为测试虚构的第二部影片。"@zh .
"""
    (root / THINGS).write_text(said(root, THINGS) + more, "utf-8")
    made = build(root, tmp_path / "home", use_java=False)
    found = duplicates(KnowledgeGraph.open(made.directory).library)
    pairs = {(pair.first.removeprefix(ID), pair.second.removeprefix(ID), pair.reason) for pair in found}
    assert pairs == {
        ("tech/snow", "tech/snow-2", "spelling"),
        ("tech/voice", "tech/voice-2", "name"),
        ("film/alfa", "film/alpha", "pinyin"),
    }
