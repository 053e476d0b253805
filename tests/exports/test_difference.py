"""``genfilm diff`` and ``genfilm export`` as a user runs them, over small projects that differ."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

from genfilm import __version__
from genfilm.build import build
from genfilm.cli.main import build_parser
from genfilm.exports.difference import compare as differences
from genfilm.exports.difference import next_version
from genfilm.exports.edition import read_edition
from genfilm.exports.patch import rdf_patch

from ..cli.conftest import run_command
from ..dataset.conftest import ROOT, Edit, edit, good_home, project  # noqa: F401  fixtures

CLAIMS, THINGS = "kg/sources/example-2026/claims.ttl", "kg/entities/things.ttl"
ASSESSMENTS = "kg/evidence/assessments.ttl"
QUERY = "queries/competency/technologies-of-a-work.rq"

Compare = Callable[[], dict]


@pytest.fixture
def compare(project: Path, good_home: Path, tmp_path: Path) -> Compare:  # noqa: F811
    """The difference between the example project and the edited one, as JSON."""

    def run() -> dict:
        new = build(project, tmp_path / "new", use_java=False)
        old = next(path for path in good_home.iterdir() if (path / "graph.nq").is_file())
        done = run_command(
            "diff", str(old), str(new.directory), "--json", sources=project, home=tmp_path / "none"
        )
        assert done.stderr == ""
        found = json.loads(done.stdout)
        assert done.returncode == (1 if found["changes"] else 0)
        return found

    return run


def changed(found: dict) -> set[tuple[str, str, str, str]]:
    return {(c["step"], c["what"], c["kind"], c["name"]) for c in found["changes"]}


def test_the_same_sources_do_not_differ(compare: Compare):
    found = compare()
    assert (found["changes"], found["step"], found["version"]) == ([], None, None)


def test_other_words_are_a_patch(compare: Compare, edit: Edit):  # noqa: F811
    edit(CLAIMS, '"Alpha simulates its snow."@en', '"The snow of Alpha is simulated."@en')
    found = compare()
    assert changed(found) == {
        ("patch", "changed", "wording", "https://w3id.org/genfilm/id/claim/example-2026/C01")
    }
    assert (found["step"], found["version"]) == ("patch", next_version(__version__, "patch"))


def test_another_verdict_is_a_minor_step(compare: Compare, edit: Edit, project: Path):  # noqa: F811
    text = (project / ASSESSMENTS).read_text("utf-8")
    start = text.index("exa:C01")
    block = text[start : text.index("exa:", start + 8)]
    assert "gf:Corroborated" in block
    other = block.replace("gf:Corroborated", "gf:Disputed").replace("gf:isSupportedBy", "gf:isContradictedBy")
    other = other.replace("gf:verdict", 'gf:correction "No snow."@en , "没有雪。"@zh ;\n    gf:verdict')
    (project / ASSESSMENTS).write_text(text.replace(block, other), "utf-8")
    found = compare()
    claim = "https://w3id.org/genfilm/id/claim/example-2026/C01"
    assert ("minor", "changed", "verdict", claim) in changed(found)
    assert {c["detail"] for c in found["changes"] if c["kind"] == "verdict"} >= {"Corroborated → Disputed"}
    assert (found["step"], found["version"]) == ("minor", next_version(__version__, "minor"))


def test_a_claim_that_says_another_thing_is_told(compare: Compare, edit: Edit):  # noqa: F811
    edit(CLAIMS, "gf:hasObject tech:voice .", "gf:hasObject tech:snow .")
    (change,) = (c for c in compare()["changes"] if c["kind"] == "claim")
    assert change["detail"] == "gf:hasObject: tech:voice → tech:snow"


def test_a_thing_that_goes_is_a_major_step(compare: Compare, edit: Edit, project: Path):  # noqa: F811
    path = project / THINGS
    extra = 'tech:extra\n    a gf:Technology ;\n    rdfs:label "extra"@en , "其余"@zh ;\n    skos:definition "One more."@en , "又一项。"@zh .\n'
    path.write_text(path.read_text("utf-8") + "\n" + extra, "utf-8")
    found = compare()
    assert ("minor", "added", "entity", "tech:extra") in changed(found)
    assert found["step"] == "minor"


def test_columns_and_parameters_of_a_query_decide(compare: Compare, edit: Edit):  # noqa: F811
    edit(QUERY, "#+   claim: {en: Claim, zh: 论断}\n", "")
    edit(QUERY, "SELECT ?technology ?claim", "SELECT ?technology")
    found = compare()
    assert ("major", "removed", "column", "technologies-of-a-work claim") in changed(found)
    assert (found["step"], found["version"]) == ("major", "2.0.0")


def test_a_term_that_means_another_thing_is_a_major_step(compare: Compare, edit: Edit):  # noqa: F811
    edit("ontology/small.ttl", "    owl:disjointWith gf:Series ;\n", "")
    found = compare()
    assert ("major", "changed", "term", "gf:Film") in changed(found)
    assert found["version"] == "2.0.0"


def test_a_term_of_which_more_is_said_in_other_words_is_a_minor_step(compare: Compare, edit: Edit):  # noqa: F811
    more = "owl:disjointWith gf:Series ;\n    skos:closeMatch <https://example.org/film> ;"
    edit("ontology/small.ttl", "owl:disjointWith gf:Series ;", more)
    edit("ontology/small.ttl", "A term for film in the example.", "A term for film in this example.")
    assert changed(compare()) == {("minor", "changed", "term", "gf:Film")}


def test_a_header_in_other_words_is_a_patch(compare: Compare, edit: Edit):  # noqa: F811
    edit(QUERY, "Which technologies does a work use?", "What technologies does a work use?")
    assert changed(compare()) == {("patch", "changed", "wording", "technologies-of-a-work")}


def test_a_removed_query_is_told_as_what_is_read_backwards(
    project: Path,  # noqa: F811
    good_home: Path,  # noqa: F811
    tmp_path: Path,
):
    (project / QUERY).unlink()
    new = build(project, tmp_path / "new", use_java=False)
    old = next(path for path in good_home.iterdir() if (path / "graph.nq").is_file())
    done = run_command("diff", str(old), str(new.directory), sources=project, home=tmp_path)
    assert done.returncode == 1
    assert "major  - query       technologies-of-a-work" in done.stdout
    assert f"a major step: {__version__} → {next_version(__version__, 'major')}" in done.stdout
    assert f"says {__version__}, which is too low" in done.stdout
    back = run_command("diff", str(new.directory), str(old), sources=project, home=tmp_path)
    assert "minor  + query       technologies-of-a-work" in back.stdout
    chinese = run_command("diff", str(new.directory), str(old), "--lang=zh", sources=project, home=tmp_path)
    first, _, counted, step, low = chinese.stdout.splitlines()
    assert first == "次版本 + 查询        technologies-of-a-work  作品使用哪些技术？"
    assert (counted, step) == (
        "新增查询1项",
        f"应升次版本：{__version__} → {next_version(__version__, 'minor')}",
    )
    assert low.endswith(f"标为{__version__}，版本号偏低")
    both = [
        run_command(
            "diff", str(old), str(new.directory), "--json", sources=project, home=tmp_path, GENFILM_LANG=lang
        )
        for lang in ("en", "zh")
    ]
    assert both[0].stdout == both[1].stdout


def test_a_release_is_its_build_again_and_n_quads_have_no_queries(
    project: Path,  # noqa: F811
    good_home: Path,  # noqa: F811
    tmp_path: Path,
):
    build_id = next(path.name for path in good_home.iterdir() if (path / "graph.nq").is_file())
    out = tmp_path / "release"
    done = run_command("export", "--build", build_id, "--out", str(out), sources=project, home=good_home)
    assert (done.returncode, done.stdout) == (0, f"{out}\n")
    same = run_command("diff", build_id[:6], str(out), sources=project, home=good_home)
    assert (same.returncode, same.stdout) == (0, "no difference\n")
    bare = run_command("diff", build_id, str(out / "genfilm.nq.gz"), sources=project, home=good_home)
    assert bare.returncode == 0
    assert "queries not compared" in bare.stdout


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nobody", "is no path, and no build of that id"),
        ("{tmp}", "neither a build nor a release"),
        ("{tmp}/bad.nq", "is not N-Quads"),
        ("{tmp}/bad.nq.gz", "cannot be read"),
    ],
)
def test_what_cannot_be_read_ends_with_2_and_says_why(good_home: Path, tmp_path: Path, name: str, why: str):  # noqa: F811
    (tmp_path / "bad.nq").write_text("this is not a quad")
    (tmp_path / "bad.nq.gz").write_text("this is not gzip")
    build_id = next(path.name for path in good_home.iterdir() if (path / "graph.nq").is_file())
    done = run_command("diff", build_id, name.format(tmp=tmp_path), sources=tmp_path, home=good_home)
    assert (done.returncode, done.stdout) == (2, "")
    assert why in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_format_ends_with_2_and_names_the_known_ones(good_home: Path, tmp_path: Path):  # noqa: F811
    done = run_command("export", "--format", "docx", "--out", str(tmp_path), sources=tmp_path, home=good_home)
    assert done.returncode == 2
    assert "turtle, nquads" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("step", "version"), [("patch", "1.4.3"), ("minor", "1.5.0"), ("major", "2.0.0")])
def test_the_next_version(step: str, version: str):
    assert next_version("1.4.2", step) == version


def git(root: Path, *words: str) -> str:
    who = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
    return subprocess.run(
        ["git", *who, "-C", str(root), *words], check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture
def repository(project: Path) -> Path:  # noqa: F811
    """The example project in a repository, with one commit, which is tagged v1.0.0."""
    union = (
        "\ngf:AudiovisualWork\n    rdfs:subClassOf [ a owl:Class ; owl:unionOf ( gf:Film gf:Series ) ] .\n"
    )
    path = project / "ontology/small.ttl"
    path.write_text(path.read_text("utf-8") + union, "utf-8")
    git(project, "init", "--quiet")
    git(project, "add", ".")
    git(project, "commit", "--quiet", "--message=first")
    git(project, "tag", "v1.0.0")
    return project


def difference(root: Path, *arguments: str) -> str:
    done = run_command("diff", *arguments, sources=root, home=root / "none")
    assert done.stderr == ""
    return done.stdout


def test_operands_in_another_order_are_no_change(repository: Path, edit: Edit):  # noqa: F811
    edit("ontology/small.ttl", "( gf:Film gf:Series )", "( gf:Series gf:Film )")
    assert difference(repository, "v1.0.0", str(repository)) == "no difference\n"


def test_a_tag_and_the_folder_are_compared_by_what_stands_in_files(repository: Path, edit: Edit):  # noqa: F811
    edit("ontology/small.ttl", "( gf:Film gf:Series )", "( gf:Film )")
    edit(CLAIMS, "gf:hasObject tech:voice .", "gf:hasObject tech:snow .")
    english = difference(repository, "v1.0.0", str(repository)).splitlines()
    name = "https://w3id.org/genfilm/id/claim/example-2026/"
    assert english[0].startswith("major  ~ term        gf:AudiovisualWork")
    assert english[1].split("rdfs:subClassOf: ")[1] == (
        "(film (gf:Film) or series (gf:Series)) → (film (gf:Film))"
    )
    assert english[2].startswith(f"minor  ~ claim       {name}")
    assert (
        english[3].strip()
        == "has object (gf:hasObject): voice restoration (tech:voice) → snow simulation (tech:snow)"
    )
    assert english[-2] == "a major step: 1.0.0 → 2.0.0"
    chinese = difference(repository, "v1.0.0", str(repository), "--lang=zh")
    assert "（tech:voice） → " in chinese


def test_a_new_constraint_on_old_terms_is_a_major_step(repository: Path, edit: Edit):  # noqa: F811
    edit(
        "ontology/small.ttl",
        "gf:AudiovisualWork\n    rdfs:subClassOf",
        "gf:AudiovisualWork owl:disjointWith gf:Passage ; rdfs:subClassOf",
    )
    git(repository, "commit", "--quiet", "--all", "--message=second")
    found = json.loads(difference(repository, "v1.0.0", "HEAD", "--format=json"))
    assert found["step"] == "major"
    (change,) = found["changes"]
    assert "owl:disjointWith: gf:" in change["detail"]
    assert set(change["edits"][0]) == {"en", "zh"}


def test_the_patch_makes_the_new_statements_of_the_old(repository: Path, edit: Edit):  # noqa: F811
    edit("ontology/small.ttl", "( gf:Film gf:Series )", "( gf:Film gf:Passage )")
    edit(CLAIMS, '"Alpha simulates its snow."@en', '"The snow of \\"Alpha\\"."@en')
    old, new = (read_edition(name, repository, repository) for name in ("v1.0.0", str(repository)))
    found = differences(old, new)
    lines = rdf_patch(found.before, found.after).splitlines()
    assert (lines[0], lines[-1]) == ("TX .", "TC .")
    gone, come = (quads_of("\n".join(line[2:] for line in lines if line[:2] == f"{m} ")) for m in "DA")
    assert 0 < len(gone) == len(come) < 12
    assert gone <= set(old.snapshot.quads)
    assert written(set(old.snapshot.quads) - gone | come) == written(new.snapshot.quads)
    assert written(old.snapshot.quads) != written(new.snapshot.quads)


def quads_of(text: str) -> set[ox.Quad]:
    return set(ox.parse(text, format=ox.RdfFormat.N_QUADS, rename_blank_nodes=False))


def written(quads: Iterable[ox.Quad]) -> ox.Dataset:
    """The quads that stand in files, blank nodes with canonical labels."""
    found = ox.Dataset(q for q in quads if re.search("graph/(source|ontology)", str(q.graph_name)))
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found


def test_a_comment_for_a_pull_request_shows_texts_and_runs_none(repository: Path, edit: Edit):  # noqa: F811
    edit(CLAIMS, '"Alpha simulates its snow."@en', '"@all | <img src=x> **now**"@en')
    comment = difference(repository, "v1.0.0", str(repository), "--format=markdown")
    assert comment.startswith("### a patch step: 1.0.0 → 1.0.1\n")
    (row,) = [line for line in comment.splitlines() if "example-2026/C01" in line]
    assert row.count("|") == 6
    assert "&#64;all &#124; &#60;img src=x&#62; &#42;&#42;now&#42;&#42;" in row


def test_the_workflow_of_the_forge_runs_the_command_as_it_is():
    text = (ROOT / ".github/workflows/difference.yml").read_text("utf-8")
    steps = yaml.safe_load(text)["jobs"]["difference"]["steps"]
    (command,) = re.findall(
        r"^\s*genfilm (diff .*?) >", "\n".join(s.get("run", "") for s in steps), re.MULTILINE
    )
    parsed = build_parser("en").parse_args(shlex.split(command.replace("$BASE", "A").replace("$HEAD", "B")))
    assert (parsed.old, parsed.new, parsed.format) == ("A", "B", "markdown")
